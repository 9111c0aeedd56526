"""Policies as tables: forms, transit, exemptions, parts of seasons, caps."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import DAYS, YEAR, Tiny


def world_with(folder) -> Tiny:
    """Russian gas to an EU of two markets by a line each, by a ship, and through it to a third market outside."""
    world = Tiny(folder).market("One", 10.0).market("Two", 10.0).market("Out", 10.0)
    world.producer("well", "N", 100.0, 100.0)
    for market in ("One", "Two", "Out"):
        world.producer(f"own-{market}", market, 50.0, 300.0, origin="Norway")
    world.pipeline("n-one", "N", "One", 20.0).pipeline("n-two", "N", "Two", 6.0)
    world.pipeline("one-two", "One", "Two", 8.0).pipeline("two-out", "Two", "Out", 5.0)
    world.liquefaction("plant", "N", "LNG", 4.0).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "One", 9.0
    )
    world.node("One", "market", groups="EU").node("Two", "market", groups="EU").node("Regas", "regas", groups="EU")
    return world


def network_with(folder, years=(YEAR,), seasons="annual", **ban):
    rule = {"origin": "Russia", "into": "EU", **ban}
    return world_with(folder).network(years=list(years), seasons=seasons, policies={"p": {"ban": rule}})


def members(network, kind):
    table = network.policy_members
    return set(table.loc[table["member_kind"] == kind, "member"])


@pytest.mark.parametrize(
    ("form", "arcs"), [("pipeline", {"n-one", "n-two"}), ("lng", {"ship"}), ("any", {"n-one", "n-two", "ship"})]
)
def test_a_ban_closes_every_entry_of_its_form(tmp_path, form, arcs):
    network = network_with(tmp_path, form=form)
    assert members(network, "arc") == arcs
    assert members(network, "market") == members(network, "lng_arc") == set()
    assert network.entry_limits["limit"].to_dict() == {("p", YEAR, "year"): 0.0}
    assert network.sale_limits.empty
    gone = {"n-one", "n-two", "ship"} - set(network.reach.loc[network.reach["origin"] == "Russia", "arc"])
    assert gone >= arcs


def test_gas_inside_the_group_is_not_touched(tmp_path):
    assert "one-two" not in members(network_with(tmp_path), "arc")


def test_with_transit_a_pipeline_ban_limits_sales_beyond_what_ships_brought(tmp_path):
    network = network_with(tmp_path, form="pipeline", transit="allowed")
    assert members(network, "market") == {"One", "Two"}
    assert members(network, "lng_arc") == {"ship"}
    assert members(network, "arc") == set()
    assert network.entry_limits.empty
    assert network.sale_limits["limit"].to_dict() == {("p", YEAR, "year"): 0.0}


def test_with_transit_a_ban_on_everything_limits_sales_and_closes_ships(tmp_path):
    network = network_with(tmp_path, form="any", transit="allowed")
    assert (members(network, "market"), members(network, "arc")) == ({"One", "Two"}, {"ship"})
    assert members(network, "lng_arc") == set()


def test_ships_are_never_in_transit(tmp_path):
    network = network_with(tmp_path, form="lng", transit="allowed")
    assert (members(network, "market"), members(network, "arc")) == (set(), {"ship"})


def test_exempt_nodes_count_as_outside(tmp_path):
    network = network_with(tmp_path, form="pipeline", **{"except": "One"})
    assert members(network, "arc") == {"n-two", "one-two"}
    sales = network_with(tmp_path, form="pipeline", transit="allowed", **{"except": "One"})
    assert members(sales, "market") == {"Two"}


def test_a_season_in_part_keeps_its_share_of_the_entry(tmp_path):
    network = network_with(tmp_path, form="pipeline", seasons="winter-summer", **{"from": "2030-08-01"})
    assert network.entry_limits["limit"].to_dict() == pytest.approx(
        {("p", YEAR, "summer"): 26.0 * 4 / 6, ("p", YEAR, "winter"): 26.0 * 3 / 6}, rel=DAYS
    )


def test_a_season_before_a_ban_is_free(tmp_path):
    network = network_with(tmp_path, form="pipeline", years=[2029, 2030], seasons="quarters", **{"from": "2030-07-01"})
    assert {(year, season) for _, year, season in network.entry_limits.index} == {(2030, "third"), (2030, "fourth")}


def test_a_ban_ends(tmp_path):
    network = network_with(tmp_path, years=[2029, 2030], until="2030-01-01")
    assert {year for _, year, _ in network.entry_limits.index} == {2029}


def test_a_part_of_a_season_counts_ships_as_their_plants(tmp_path):
    network = network_with(tmp_path, form="lng", **{"from": "2030-07-01"})
    assert network.entry_limits["limit"].tolist() == pytest.approx([4.0 / 2], rel=DAYS)


def test_a_part_of_a_season_with_transit_keeps_its_share_of_sales(tmp_path):
    network = network_with(tmp_path, form="pipeline", transit="allowed", **{"from": "2030-07-01"})
    assert network.sale_limits["limit"].tolist() == pytest.approx([26.0 / 2], rel=DAYS)


def test_a_part_of_a_season_with_transit_keeps_what_ships_may_still_bring(tmp_path):
    network = network_with(tmp_path, form="any", transit="allowed", **{"from": "2030-07-01"})
    assert network.sale_limits["limit"].tolist() == pytest.approx([(26.0 + 4.0) / 2], rel=DAYS)


def capped(folder, years=(YEAR,), seasons="annual", **cap):
    rule = {"origin": "Russia", "into": "EU", "form": "pipeline", **cap}
    return (
        world_with(folder)
        .network(years=list(years), seasons=seasons, policies={"p": {"cap": rule}})
        .annual_limits["limit"]
        .to_dict()
    )


def test_a_cap_is_a_volume_a_year(tmp_path):
    assert capped(tmp_path, volume="7 bcm/yr", seasons="quarters") == {("p", YEAR): 7.0}


def test_a_cap_over_time(tmp_path):
    limits = capped(tmp_path, years=[2029, 2030, 2031], volume={"2029": "9 bcm/yr", "2031": "4 bcm/yr"})
    assert limits == {("p", 2029): 9.0, ("p", 2030): 9.0, ("p", 2031): 4.0}


def test_a_cap_is_in_force_from_its_date(tmp_path):
    assert set(capped(tmp_path, years=[2029, 2030, 2031], volume="7 bcm/yr", **{"from": 2030, "until": 2031})) == {
        ("p", 2030)
    }


@pytest.mark.parametrize("seasons", ["annual", "winter-summer", "quarters"])
def test_a_cap_that_begins_in_the_year_leaves_the_time_before_it_open(tmp_path, seasons):
    limits = capped(tmp_path, seasons=seasons, volume="6 bcm/yr", **{"from": "2030-10-01"})
    assert limits["p", YEAR] == pytest.approx(0.25 * 6.0 + 0.75 * 26.0, rel=DAYS)


def test_a_cap_is_without_limit_before_its_first_date(tmp_path):
    assert set(capped(tmp_path, years=[2029, 2030], volume={"2030": "7 bcm/yr"})) == {("p", 2030)}


def test_a_cap_whose_volume_begins_with_it_is_not_cut_twice(tmp_path):
    limits = capped(tmp_path, volume={"2030-07-01": "6 bcm/yr"}, **{"from": "2030-07-01"})
    assert limits["p", YEAR] == pytest.approx(0.5 * 6.0 + 0.5 * 26.0, rel=DAYS)
