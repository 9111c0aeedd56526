"""Gas that is sold in named markets only: it may cross others, but is neither sold nor stored for sale there."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import SOURCE, Tiny, near, write_table

from corridor import dataset
from corridor.errors import DatasetError, NetworkError
from corridor.network import build
from corridor.scenario import load


def world_of(folder) -> Tiny:
    """Cheap gas that reaches two markets in a row, and dear gas in each."""
    world = Tiny(folder).market("A", 5.0).market("B", 5.0).pipeline("first", "N", "A").pipeline("second", "A", "B")
    world.producer("home", "N", 50.0, 100.0, origin="Home").producer("dear", "A", 50.0, 300.0, origin="Norway")
    return world


def restrict(world: Tiny, **sold_in: str) -> None:
    """Write the table of producers again, with the markets in which their gas is sold."""
    rows = [
        (name, *columns, sold_in.get(name, ""), SOURCE, "")
        for name, columns in sorted(world.identities["producers"].items())
    ]
    columns = ("producer", "node", "origin", "sold_in", "source", "note")
    write_table(world.folder / "dataset" / "producers.csv", columns, rows)


def solved(world: Tiny, **sold_in: str):
    scenario = world.scenario()
    restrict(world, **sold_in)
    path = world.folder / "tiny-1.yaml"
    from corridor.api import solve

    return scenario, solve(load(path, dataset=dataset.load(world.folder / "dataset")))


@pytest.mark.parametrize(("market", "other"), [("A", "B"), ("B", "A")])
def test_it_is_sold_there_alone(tmp_path, market, other):
    _, results = solved(world_of(tmp_path), home=market)
    sales = results.balance[results.balance["item"] == "sales"].set_index(["node", "origin"])["volume"]
    assert dict(sales) == {(market, "Home"): near(-5.0), (other, "Norway"): near(-5.0)}


def test_a_list_names_several_markets(tmp_path):
    _, results = solved(world_of(tmp_path), home="A;B")
    assert set(results.balance.loc[results.balance["item"] == "sales", "origin"]) == {"Home"}


def test_no_arc_carries_it_elsewhere(tmp_path):
    world = world_of(tmp_path).storage("cavern", "B", 5.0)
    world.scenario()
    restrict(world, home="A")
    path = world.folder / "tiny-1.yaml"
    sections = {"horizon.years": "[2030, 2031]", "horizon.seasons": "quarters", "horizon.storage": "chronological"}
    network = build(load(path, sections, dataset=dataset.load(world.folder / "dataset")))
    assert ("Home", "second", 2030) not in network.flows
    assert ("Norway", "second", 2030) in network.flows


def test_an_unknown_market_is_an_error(tmp_path):
    world = world_of(tmp_path)
    world.write()
    restrict(world, home="A;Nowhere")
    with pytest.raises(DatasetError, match="sold_in 'Nowhere' is not known"):
        dataset.load(world.folder / "dataset")


def test_gas_of_one_origin_is_sold_in_the_same_markets(tmp_path):
    world = world_of(tmp_path).producer("more", "N", 5.0, 50.0, origin="Home")
    world.scenario()
    restrict(world, home="A")
    with pytest.raises(NetworkError, match="'more' and 'home' both produce gas of Home, but are not sold in the same"):
        build(load(world.folder / "tiny-1.yaml", dataset=dataset.load(world.folder / "dataset")))


def test_a_scenario_may_add_such_a_producer(tmp_path):
    sections = {
        "supply": {"new": {"node": "N", "origin": "New", "sold_in": ["A"], "potential": "9 bcm/yr"}},
        "supply_steps": {"new-1": {"producer": "new", "rank": "1", "share": "100 %", "cost": "1 USD/kcm"}},
    }
    network = world_of(tmp_path).network(**sections)
    assert network.confined == {"New": frozenset({"A"})}
