"""Arcs carry only the origins that can reach them and go on to a market open to them."""

from __future__ import annotations

from pathlib import Path

from tests.formulation.tiny import YEAR, Tiny


def carried(network, year=YEAR):
    reach = network.reach[network.reach["year"] == year]
    return {(origin, arc) for origin, arc in zip(reach["origin"], reach["arc"], strict=True)}


def crossroads(folder):
    """Two origins, a market each side of a hub, a dead end, an arc that nothing reaches."""
    world = Tiny(folder).market("East", 5.0).market("West", 5.0)
    world.producer("russia", "A", 20.0, 100.0).producer("norway", "B", 20.0, 100.0, origin="Norway")
    world.pipeline("a-hub", "A", "Hub").pipeline("b-west", "B", "West")
    world.pipeline("hub-east", "Hub", "East").pipeline("hub-west", "Hub", "West", 50.0)
    world.pipeline("hub-nowhere", "Hub", "Dead end").pipeline("from-nothing", "Empty", "East", 3.0)
    world.node("West", "market", groups="EU")
    return world


def test_an_origin_is_only_on_paths_from_its_source_to_a_market(tmp_path):
    assert carried(crossroads(tmp_path).network()) == {
        ("Russia", "a-hub"),
        ("Russia", "hub-east"),
        ("Russia", "hub-west"),
        ("Norway", "b-west"),
    }


def test_banned_entries_are_gone(tmp_path):
    network = crossroads(tmp_path).network(policies={"ban": {"ban": {"origin": "Russia", "into": "EU"}}})
    assert carried(network) == {("Russia", "a-hub"), ("Russia", "hub-east"), ("Norway", "b-west")}


def test_a_way_that_only_leads_to_a_closed_market_is_gone(tmp_path):
    world = Tiny(tmp_path).market("West", 5.0).producer("russia", "A", 20.0, 100.0)
    world.producer("own", "West", 20.0, 200.0, origin="Norway").pipeline("a-hub", "A", "Hub").pipeline(
        "hub-west", "Hub", "West"
    )
    ban = {"origin": "Russia", "into": "West", "transit": "allowed"}
    assert carried(world.network(policies={"ban": {"ban": ban}})) == set()


def test_gas_crosses_a_closed_market_where_transit_is_allowed(tmp_path):
    world = crossroads(tmp_path).pipeline("west-east", "West", "East")
    ban = {"origin": "Russia", "into": "EU", "transit": "allowed"}
    assert ("Russia", "hub-west") in carried(world.network(policies={"ban": {"ban": ban}}))


def test_a_ban_closes_from_the_first_whole_year(tmp_path):
    ban = {"origin": "Russia", "into": "EU", "from": "2031-07-01"}
    network = crossroads(tmp_path).network(years=[2030, 2031, 2032], policies={"ban": {"ban": ban}})
    assert [("Russia", "hub-west") in carried(network, year) for year in (2030, 2031, 2032)] == [True, True, False]


def test_arcs_without_capacity_are_gone(tmp_path):
    world = (
        crossroads(tmp_path)
        .pipeline("hub-west", "Hub", "West", 0.0)
        .producer("own", "East", 9.0, 300.0, origin="China")
    )
    network = world.network(pipelines={"hub-east": {"status": "closed"}})
    assert carried(network) == {("Norway", "b-west")}


def test_a_candidate_opens_its_arcs_from_its_earliest_year(tmp_path):
    world = crossroads(tmp_path).pipeline("new", "A", "East", 0.0).project("p", "new", 5.0, 50.0, earliest=2031.0)
    network = world.network(years=[2030, 2031], projects={"p": {"status": "candidate"}})
    assert [("Russia", "new") in carried(network, year) for year in (2030, 2031)] == [False, True]
    excluded = world.network(years=[2030, 2031])
    assert ("Russia", "new") not in carried(excluded, 2031)


def test_a_producer_that_has_nothing_yet_is_not_tracked(tmp_path):
    world = crossroads(tmp_path).producer("later", "A", {"2030": 0.0, "2031": 10.0}, 100.0, origin="Azerbaijan")
    network = world.network(years=[2030, 2031])
    assert ("Azerbaijan", "a-hub") not in carried(network, 2030)
    assert ("Azerbaijan", "a-hub") in carried(network, 2031)


def test_tables_are_sorted_and_aligned(tmp_path):
    network = crossroads(tmp_path).network(seasons="quarters")
    for name in ("arcs", "steps", "step_terms", "storages", "projects", "nodes"):
        assert getattr(network, name).index.is_monotonic_increasing, name
    assert len(network.arc_terms) == len(network.arcs) * 4
    assert list(network.reach.itertuples(index=False, name=None)) == sorted(
        network.reach.itertuples(index=False, name=None)
    )


def two_islands(folder: Path) -> Tiny:
    """Gas of One comes to A and on to A2, gas of Two to B and on to B2; no line joins the two."""
    world = Tiny(folder)
    for name, node in (("One", "A"), ("Two", "B")):
        world.market(node, 5.0).market(f"{node}2", 5.0).producer(name.lower(), f"Well {node}", 50.0, 100.0, origin=name)
        world.pipeline(f"to-{node.lower()}", f"Well {node}", node).pipeline(f"on-{node.lower()}", node, f"{node}2")
    return world


def exchange(gives: str, there: str, takes: str, here: str, **fields: str) -> dict[str, object]:
    sides = {"gives": {"origin": gives, "at": there}, "takes": {"origin": takes, "at": here}}
    return {**sides, "capacity": "1 bcm/yr", **fields}


def test_a_swap_lets_gas_go_on_from_where_it_comes_out(tmp_path):
    world = two_islands(tmp_path)
    alone = {("One", "to-a"), ("One", "on-a"), ("Two", "to-b"), ("Two", "on-b")}
    assert carried(world.network()) == alone
    open_swap = world.network(swaps={"s": exchange("One", "A", "Two", "B")})
    assert carried(open_swap) == alone | {("Two", "on-a"), ("One", "on-b")}
    assert open_swap.open_swaps == (("s", 2030),)
    # Before its time, and without capacity, there is no swap.
    assert carried(world.network(swaps={"s": exchange("One", "A", "Two", "B", **{"from": "2031"})})) == alone
    assert carried(world.network(swaps={"s": exchange("One", "A", "Two", "B", capacity="0 bcm/yr")})) == alone


def test_a_swap_is_only_open_in_its_years(tmp_path):
    swaps = {"s": exchange("One", "A", "Two", "B", **{"from": "2031-07", "until": "2032"})}
    network = two_islands(tmp_path).network(years=[2030, 2031, 2032], swaps=swaps)
    assert [("One", "on-b") in carried(network, year) for year in (2030, 2031, 2032)] == [False, True, False]
    assert network.open_swaps == (("s", 2031),)


def test_swaps_feed_one_another_but_not_themselves(tmp_path):
    world = two_islands(tmp_path)
    # One's gas is at B2 only by the first swap, and Two's at A2; the second swap lives on the first.
    chain = {"first": exchange("One", "A", "Two", "B"), "second": exchange("One", "B2", "Two", "A2")}
    assert {swap for swap, _ in world.network(swaps=chain).open_swaps} == {"first", "second"}
    alone = world.network(swaps={"second": chain["second"]})
    assert alone.open_swaps == ()
    # Each of these would bring what the other needs; nobody brings the first gas.
    circle = {"this": exchange("One", "B", "Two", "A2"), "that": exchange("One", "B2", "Two", "A")}
    assert world.network(swaps=circle).open_swaps == ()


def test_a_swap_without_an_outlet_is_closed(tmp_path):
    world = two_islands(tmp_path)
    ban = {"no-one": {"ban": {"origin": "One", "into": ["B", "B2"], "form": "pipeline", "transit": "allowed"}}}
    network = world.network(swaps={"s": exchange("One", "A", "Two", "B")}, policies=ban)
    assert network.open_swaps == ()
    assert not {("One", "on-b"), ("Two", "on-a")} & carried(network)
