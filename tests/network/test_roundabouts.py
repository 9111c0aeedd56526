"""Gas that must pass a node never passes it twice: the arcs that would only lead it there again are not stated."""

from __future__ import annotations

import importlib

import pytest
from hypothesis import reject
from hypothesis import strategies as st
from tests.formulation.test_sold_in import restrict
from tests.formulation.tiny import Tiny
from tests.properties.holding import holds

from corridor import dataset
from corridor.engine import compile_model, solve
from corridor.errors import InfeasibleError
from corridor.formulation import formulate
from corridor.network import Network, build, flows_under
from corridor.network.roundabouts import roundabout
from corridor.scenario import load

building = importlib.import_module("corridor.network.build")

HUBS = ("H", "I", "J", "K")
WAYS = tuple((start, end) for start in HUBS for end in HUBS if start != end)


def ways_of(arcs: list[str]) -> tuple[dict, dict]:
    onward: dict[str, list[tuple[str, str]]] = {}
    back: dict[str, list[tuple[str, str]]] = {}
    for arc in arcs:
        start, end = arc[0], arc[1]
        onward.setdefault(start, []).append((arc, end))
        back.setdefault(end, []).append((arc, start))
    return onward, back


@pytest.mark.parametrize(
    ("arcs", "wells", "outlets", "barred", "expected"),
    [
        (["NH", "HM", "HI", "IH"], "N", "M", "", {"HI", "IH"}),
        (["NH", "HM", "HI", "IM"], "N", "M", "", set()),
        (["NH", "HI", "IM", "IH"], "N", "M", "", {"IH"}),
        (["NH", "HI", "IJ", "JI", "IM", "HJ"], "N", "M", "", {"IJ"}),
        (["NH", "HM", "HI", "IM", "IH"], "N", "M", ["IM"], {"HI", "IM", "IH"}),
        (["NH", "OI", "HI", "IH", "HM"], "NO", "M", "", {"HI"}),
        (["NH", "HM", "MH"], "NM", "M", "", {"MH"}),
    ],
)
def test_arcs_from_behind_a_node_to_before_it_are_roundabout(arcs, wells, outlets, barred, expected):
    onward, back = ways_of(arcs)
    assert roundabout(set(wells), set(outlets), onward, back, set(barred)) - set(barred) == expected - set(barred)


def world_of(folder, lines: dict[tuple[str, str], int], **figures) -> Tiny:
    """Home gas of hub H for market M; dear gas for the markets of all hubs, which lines join."""
    world = Tiny(folder).market("M", 4.0).market("X", 3.0).market("Y", 2.0)
    world.producer("home", "N", 5.0, 50.0, origin="Home", **figures).pipeline("field", "N", "H").pipeline(
        "to M", "H", "M"
    )
    world.producer("west", "W", 9.0, 150.0, origin="Norway").pipeline("west", "W", "I")
    world.pipeline("to X", "J", "X").pipeline("to Y", "K", "Y").storage("cavern", "Y", 1.0)
    for rank, ((start, end), capacity) in enumerate(lines.items()):
        world.pipeline(f"{start}-{end}", start, end, capacity + 0.1 * rank, 5.0 + rank, loss=0.01)
    return world


def networks(world: Tiny) -> tuple[Network, Network]:
    """Network with home gas sold in M only, and the same with every arc that it can reach."""
    world.scenario()
    restrict(world, home="M")
    horizon = {"horizon.years": "[2030, 2031]", "horizon.seasons": "quarters", "horizon.storage": "chronological"}
    scenario = load(world.folder / "tiny-1.yaml", horizon, dataset=dataset.load(world.folder / "dataset"))
    straight = build(scenario)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "homely_origins", lambda *_: set())
        return straight, build(scenario)


@holds(st.dictionaries(st.sampled_from(WAYS), st.integers(1, 6), min_size=4))
def test_nothing_is_lost_without_roundabout_ways(tmp_path_factory, lines):
    try:
        straight, all_ = networks(world_of(tmp_path_factory.mktemp("world"), lines))
    except InfeasibleError:
        reject()  # some market is on no way at all
    assert set(straight.flows) <= set(all_.flows)
    found, expected = (solve(compile_model(formulate(network))) for network in (straight, all_))
    assert found.point.objective == pytest.approx(expected.point.objective, abs=1e-3)  # the tie-break is another


def test_home_gas_keeps_its_own_way_only(tmp_path):
    straight, all_ = networks(world_of(tmp_path, dict.fromkeys(WAYS, 4)))
    ways = {arc for origin, arc, _ in straight.flows if origin == "Home"}
    assert ways == {"field", "to M"}
    assert len({arc for origin, arc, _ in all_.flows if origin == "Home"}) > 10


@pytest.mark.parametrize("figures", [{"minimum": 0.2}, {}])
def test_a_well_that_cannot_be_shut_may_burn_gas_on_the_way(tmp_path, figures):
    straight, all_ = networks(world_of(tmp_path, dict.fromkeys(WAYS, 4), **figures))
    assert (len(straight.flows) == len(all_.flows)) == bool(figures)


def test_a_tariff_below_zero_keeps_all_ways(tmp_path):
    world = world_of(tmp_path, dict.fromkeys(WAYS, 4)).pipeline("paid", "I", "K", 1.0, -2.0)
    straight, all_ = networks(world)
    assert len(straight.flows) == len(all_.flows)


def test_a_contract_on_home_gas_keeps_its_ways(tmp_path):
    world = world_of(tmp_path, dict.fromkeys(WAYS, 4)).contract("own", "M", "to M", 1.0, 0.5, 100.0, origin="Home")
    straight, all_ = networks(world)
    assert len(straight.flows) == len(all_.flows)


def test_no_policy_is_blamed_for_a_way_round(tmp_path):
    straight, _ = networks(world_of(tmp_path, dict.fromkeys(WAYS, 4)))
    assert {arc for origin, arc in flows_under(straight, (), 2030) if origin == "Home"} == {"field", "to M"}
