"""Gas that nothing tells apart is counted together; what it is spread to again is an optimum of the whole program."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import strategies as st
from tests.formulation.tiny import Tiny, cell
from tests.properties.holding import holds

from corridor.engine import Program, compile_model, long_chains
from corridor.engine.alike import Balances, added_up, classes, spread
from corridor.engine.blocks import optimise_blocks
from corridor.engine.certificate import LIMITS, certify
from corridor.engine.point import Point
from corridor.engine.session import optimise
from corridor.formulation import formulate

ORIGINS = ("Russia", "Norway", "Qatar")
QUARTERS = {"seasons": "quarters", "storage": "chronological", "disposal": "free"}


def stored(folder, costs=(100.0, 120.0, 90.0), loss=0.03, opening=0.3, capacity=2.1) -> Tiny:
    """Three origins come to a hub and go on to two markets with storages, one of them with a way on."""
    world = Tiny(folder).market("M", 5.0, elasticity=-0.2, profile="cold").market("X", 2.0, elasticity=-0.4)
    world.profile("cold", [0.2, 0.15, 0.1, 0.05, 0.05, 0.02, 0.03, 0.05, 0.05, 0.1, 0.1, 0.1])
    for rank, (origin, price) in enumerate(zip(ORIGINS, costs, strict=True)):
        world.producer(f"well-{rank}", f"N{rank}", 3.0, {"2030": price, "2031": 1.3 * price}, origin=origin)
        world.pipeline(f"line-{rank}", f"N{rank}", "H", capacity + 0.1 * rank, 3.0)
    world.pipeline("last", "H", "M").pipeline("on", "H", "X").pipeline("back", "X", "H", 0.4)
    world.storage("cavern", "M", 3.0, cost=2.0, loss=loss, opening=opening, closing=0.1, withdrawal_cost=1.0)
    return world.storage("tank", "X", 1.0, cost=1.0, holding_cost=2.0)


def program_of(world: Tiny, **sections) -> Program:
    return compile_model(formulate(world.network([2030, 2031, 2032], **QUARTERS, **sections)))


def together(program: Program) -> tuple[Program, Point]:
    """The program of the classes, and its optimum as a point of the program itself."""
    balances = Balances.of(program)
    found = classes(program, balances)
    smaller = added_up(program, found)
    return smaller, spread(program, balances, found, optimise(smaller))


def columns_of(program: Program, point: Point, name: str) -> dict:
    label = next(each for each in program.columns if each.name == name)
    return dict(zip(label.keys, point.columns[label.start : label.stop].tolist(), strict=True))


@holds(
    st.tuples(*[st.integers(50, 200)] * 3),
    st.sampled_from([0.0, 0.05]),
    st.floats(0.0, 1.0),
    st.floats(1.0, 4.0),
)
def test_the_spread_point_is_an_optimum_of_the_program_itself(tmp_path_factory, costs, loss, opening, capacity):
    world = stored(tmp_path_factory.mktemp("world"), costs, loss, opening, capacity)
    program = program_of(world)
    smaller, point = together(program)
    assert smaller.matrix.shape[1] < program.matrix.shape[1] - 50
    assert point.objective == pytest.approx(optimise(program).objective, rel=1e-9)
    residuals = asdict(certify(program, point))
    assert {name: size for name, size in residuals.items() if size > 1e-2 * LIMITS[name]} == {}


def test_where_nothing_is_told_apart_gas_has_the_shares_of_what_came(tmp_path):
    program = program_of(stored(tmp_path))
    _, point = together(program)
    arrived = {key[0]: flow for key, flow in columns_of(program, point, "flow").items() if key[1:3] == ("last", 2030)}
    level, opened = (columns_of(program, point, name) for name in ("level", "opening_stock"))
    assert all(opened[o, "cavern", 2030] == pytest.approx(0.3) for o in ORIGINS)  # a third of 0.9 each
    first = {o: level[o, "cavern", 2030, "first"] for o in ORIGINS}
    assert sum(first.values()) == pytest.approx(sum(level[o, "cavern", 2030, "first"] for o in ORIGINS))
    assert set(arrived) == set(ORIGINS)


@pytest.mark.parametrize(
    ("sections", "apart"),
    [
        ({"policies": {"less": {"cap": {"origin": "Russia", "into": "M", "volume": "1 bcm/yr"}}}}, False),
        ({"policies": {"half": {"quota": {"origin": "Russia", "into": ["M"], "share": "50 %"}}}}, True),
        ({"market": {"conduct": {"Russia": "50 %"}}}, True),
    ],
)
def test_a_statement_on_an_origin_where_it_is_sold_keeps_it_apart(tmp_path, sections, apart):
    program = program_of(stored(tmp_path), **sections)
    found = classes(program, Balances.of(program))
    label = next(each for each in program.rows if each.name == "node_balance")
    at = dict(zip(label.keys, found.row[label.start : label.stop].tolist(), strict=True))
    classes_of = {origin: at[origin, "M", 2030, "first"] for origin in ORIGINS}
    assert classes_of["Norway"] == classes_of["Qatar"]
    assert (classes_of["Russia"] != classes_of["Norway"]) == apart


def test_a_market_with_a_way_on_keeps_origins_apart(tmp_path):
    """Origins have their own place in the tie-break of every line, so that their flows are unique."""
    program = program_of(stored(tmp_path))
    found = classes(program, Balances.of(program))
    label = next(each for each in program.rows if each.name == "level_recursion")
    of = dict(zip(label.keys, found.row[label.start : label.stop].tolist(), strict=True))
    assert len({of[o, "cavern", 2031, "second"] for o in ORIGINS}) == 1
    assert len({of[o, "tank", 2031, "second"] for o in ORIGINS}) == 3


def test_a_constraint_of_the_user_keeps_origins_apart(tmp_path):
    from pyomo.core import Constraint

    def most(model):
        model.most = Constraint(rule=lambda m: m.level["Russia", "cavern", 2030, "second"] <= 0.1)

    network = stored(tmp_path).network([2030], **QUARTERS)
    program = compile_model(formulate(network, most))
    found = classes(program, Balances.of(program))
    label = next(each for each in program.rows if each.name == "level_recursion")
    of = dict(zip(label.keys, found.row[label.start : label.stop].tolist(), strict=True))
    assert len({of[o, "cavern", 2030, "second"] for o in ORIGINS}) == 2
    assert len({of[o, "cavern", 2030, "fourth"] for o in ORIGINS}) == 1


def test_a_program_without_balances_stays_as_it_is(tmp_path):
    program = program_of(stored(tmp_path))
    none = Balances(np.full(program.matrix.shape[0], -1), np.zeros(program.matrix.shape[0]))
    assert classes(program, none).mixed == 0


def test_tables_balance_where_gas_has_mixed(tmp_path, monkeypatch):
    plain = stored(tmp_path / "plain").solve([2030, 2031], **QUARTERS)
    monkeypatch.setattr(long_chains, "LONG_CHAIN", 1)
    mixed = stored(tmp_path / "mixed").solve([2030, 2031], **QUARTERS)
    assert mixed.manifest["objective"] == pytest.approx(plain.manifest["objective"], rel=1e-9)
    assert mixed.manifest["mixed"]["columns"] > 0
    assert "mixed" not in plain.manifest
    for season in ("first", "second", "third", "fourth"):
        where = {"storage": "cavern", "year": 2030, "season": season}
        assert cell(mixed.storage, "level", **where) == pytest.approx(cell(plain.storage, "level", **where), abs=1e-6)


def test_only_chains_of_years_are_mixed(tmp_path, monkeypatch):
    monkeypatch.setattr(long_chains, "LONG_CHAIN", 1)
    program = program_of(stored(tmp_path))
    assert optimise_blocks(program).mixed > 0
    assert optimise_blocks(program, "simplex").mixed == 0
    cyclic = stored(tmp_path).network([2030, 2031], seasons="quarters", storage="yearly")
    assert optimise_blocks(compile_model(formulate(cyclic))).mixed == 0
