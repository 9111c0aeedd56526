"""The compiled program: templates equal rows written out, and nothing is lost on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo
import pytest
from pyomo.core.base.constraint import TemplateConstraintData
from tests.formulation.tiny import Tiny, total_cost

from corridor.engine import compile_model, solve, templates
from corridor.engine.matrix import Program
from corridor.formulation import formulate, model
from corridor.network import Network

Case = Callable[[Path], Network]


def plain(folder: Path) -> Network:
    return (
        Tiny(folder)
        .market("M", 10.0)
        .producer("well", "N", 20.0, 100.0)
        .pipeline("line", "N", "M", 15.0, loss=0.02)
        .network()
    )


def everything(folder: Path) -> Network:
    """Every component of the formulation: reversible line, ships, storage, contracts, projects, policies."""
    world = Tiny(folder).market("M", 5.0, elasticity=-0.3).market("X", 5.0)
    world.producer("well", "N", 50.0, [(0.3, 100.0), (0.7, 140.0)], minimum=0.1, swing=0.5).producer(
        "own", "X", 50.0, 300.0, origin="Norway"
    )
    world.pipeline("line", "N", "M", 9.0, tariff=10.0, loss=0.03).pipeline(
        "both", "M", "X", 9.0, tariff=4.0, reverse_capacity=6.0
    )
    world.pipeline("new", "N", "X", 0.0).project("built", "new;plant", 5.0, 500.0).storage(
        "cavern", "M", 2.0, cost=5.0, loss=0.02
    )
    world.liquefaction("plant", "N", "LNG", 2.0, cost=50.0, own_use=0.1).voyage(
        "ship", "LNG", "Regas", cost=20.0, boil_off=0.03
    )
    world.terminal("terminal", "Regas", "M", 2.0, own_use=0.01).fleet("carriers", 3.0, 0.1, {"ship": 0.05})
    world.contract("deal", "M", "line;ship", 5.0, 0.8, 200.0).node("X", "market", groups="EU").node(
        "Regas", "regas", groups="EU"
    )
    policies = {
        "sales": {"ban": {"origin": "Russia", "into": "EU", "form": "pipeline", "transit": "allowed", "from": 2031}},
        "entry": {"ban": {"origin": "Russia", "into": "EU", "form": "lng", "from": "2033-05"}},
        "cap": {"cap": {"origin": "Russia", "into": "M", "volume": "7 bcm/yr"}},
    }
    return world.network(
        years=[2030, 2031, 2033],
        seasons="winter-summer",
        policies=policies,
        projects={"built": {"status": "candidate"}},
    )


def seasons(folder: Path) -> Network:
    """Storage over four seasons, two reversible lines in a row, no prices to respond to."""
    world = Tiny(folder).market("A", 4.0).market("B", 4.0).market("C", 4.0)
    world.producer("a", "A", 20.0, 100.0).producer("c", "C", 20.0, 110.0, origin="Norway", swing=0.2)
    world.pipeline("a-b", "A", "B", 9.0, reverse_capacity=3.0).pipeline("b-c", "B", "C", 9.0, reverse_capacity=9.0)
    return world.storage("one", "A", 1.0).storage("two", "B", 1.0, cost=4.0).network(seasons="quarters")


CASES: tuple[Case, ...] = (plain, everything, seasons)


def upright(program: Program) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows with their limits, those that are bounded below only turned round: ``a >= b`` is ``-a <= -b``."""
    turn = np.where(np.isinf(program.row_upper) & ~np.isinf(program.row_lower), -1.0, 1.0)
    lower, upper = (
        np.where(turn < 0.0, -program.row_upper, program.row_lower),
        np.where(turn < 0.0, -program.row_lower, program.row_upper),
    )
    return program.matrix.toarray() * turn[:, None], lower, upper


def same(first: Program, second: Program) -> None:
    assert [(label.name, label.keys, label.start) for label in (*first.columns, *first.rows)] == [
        (label.name, label.keys, label.start) for label in (*second.columns, *second.rows)
    ]
    pairs = [*zip(upright(first), upright(second), strict=True)]
    pairs += [
        (getattr(first, name), getattr(second, name))
        for name in ("cost", "column_lower", "column_upper", "integer", "offset")
    ]
    pairs += [
        (first.defined.matrix.toarray(), second.defined.matrix.toarray()),
        (first.defined.column, second.defined.column),
    ]
    for one, other in pairs:
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def refuse(*_: object) -> None:
    raise templates.UnsupportedTemplateError("for the test")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_templates_equal_rows_written_out(tmp_path, monkeypatch, case):
    network = case(tmp_path)
    by_template = compile_model(formulate(network))
    monkeypatch.setattr(templates.Expansion, "rows", refuse)
    row_by_row = compile_model(formulate(network))
    same(by_template, row_by_row)


@pytest.mark.parametrize("case", [plain, seasons], ids=lambda case: case.__name__)
def test_templates_equal_a_model_that_never_had_them(tmp_path, monkeypatch, case):
    network = case(tmp_path)
    by_template = compile_model(formulate(network))
    monkeypatch.setattr(model, "_Templates", contextlib.nullcontext)
    same(by_template, compile_model(formulate(network)))


def test_every_equation_of_a_full_model_is_kept_as_a_template(tmp_path):
    written_out = [
        constraint.name
        for constraint in formulate(everything(tmp_path)).component_objects(pyo.Constraint)
        if not isinstance(next(iter(constraint.values())), TemplateConstraintData)
    ]
    assert written_out == []


def test_pyomos_switches_are_put_back(tmp_path):
    import pyomo.core.base.constraint as switches

    before = switches.TEMPLATIZE_CONSTRAINTS
    formulate(plain(tmp_path))
    assert before == switches.TEMPLATIZE_CONSTRAINTS
    with pytest.raises(RuntimeError, match="mine"):
        formulate(plain(tmp_path), _fail)
    assert before == switches.TEMPLATIZE_CONSTRAINTS


def _fail(_: pyo.ConcreteModel) -> None:
    raise RuntimeError("mine")


def test_accounts_are_what_they_sum_up(tmp_path):
    network = everything(tmp_path)
    solution = solve(compile_model(formulate(network)))
    cost = solution.values("cost", ("item", "year"))
    duration = network.seasons["duration"].to_dict()

    def booked(rate: pd.Series, unit_cost: Any) -> pd.Series:
        volume = rate * rate.index.get_level_values("season").map(duration).to_numpy()
        return (volume * unit_cost).groupby(level="year").sum()

    flow: Any = solution.values("flow", ("origin", "arc", "year", "season"))
    tariffs = network.arc_terms["cost"].reindex(flow.index.droplevel("origin")).to_numpy()
    production: Any = solution.values("production", ("step", "year", "season"))
    step_cost = network.step_terms["cost"].reindex(production.index.droplevel("season")).to_numpy()
    injection = solution.values("injection", ("origin", "storage", "year", "season"))
    np.testing.assert_allclose(cost["transport"], booked(flow, tariffs))
    np.testing.assert_allclose(cost["production"], booked(production, step_cost))
    np.testing.assert_allclose(cost["storage"], booked(injection, 5.0))
    built = solution.values("built", ("project", "year"))
    annuity = float(network.projects["annuity"]["built"])
    np.testing.assert_allclose(cost["annuities"], built.groupby(level="year").sum() * annuity)
    weight = (network.years["weight"] * network.years["discount"]).to_dict()
    assert (cost * cost.index.get_level_values("year").map(weight).to_numpy()).sum() == pytest.approx(
        solution.point.objective
    )


def test_accounts_are_taken_out_of_the_program(tmp_path):
    program = compile_model(formulate(everything(tmp_path)))
    label = next(label for label in program.columns if label.name == "cost")
    assert set(program.defined.column) == set(range(label.start, label.stop))
    assert (program.matrix.toarray()[program.defined.row, :] == 0.0).all()
    assert np.isinf(program.row_lower[program.defined.row]).all()
    assert np.isinf(program.row_upper[program.defined.row]).all()
    assert (program.cost[program.defined.column] == 0.0).all()
    assert (program.column_lower[program.defined.column] == program.column_upper[program.defined.column]).all()


def test_duals_of_accounts_are_the_weights_of_their_years(tmp_path):
    network = everything(tmp_path)
    solution = solve(compile_model(formulate(network)))
    weight = network.years["weight"] * network.years["discount"]
    for name in ("account_transport", "account_production"):
        np.testing.assert_allclose(solution.duals(name, ("year",)), weight)


def test_what_the_model_does_not_have_is_empty(tmp_path):
    solution = solve(compile_model(formulate(plain(tmp_path))))
    assert solution.duals("working_gas", ("storage", "year", "season")).empty
    assert list(solution.values("no_such_thing", ("a",)).index.names) == ["a"]


def toy(sense: int = pyo.minimize) -> pyo.ConcreteModel:
    m = pyo.ConcreteModel()
    m.x = pyo.Var([1, 2], bounds=(0.0, 4.0))
    m.limit = pyo.Constraint(expr=m.x[1] + 2.0 * m.x[2] <= 5.0)
    m.aim = pyo.Objective(expr=3.0 + (m.x[1] + m.x[2] if sense == pyo.maximize else -m.x[1] - m.x[2]), sense=sense)
    return m


@pytest.mark.parametrize(("sense", "objective"), [(pyo.minimize, 3.0 - 4.5), (pyo.maximize, -3.0 - 4.5)])
def test_an_objective_is_minimised_with_its_constant(sense, objective):
    solution = solve(compile_model(toy(sense)))
    assert solution.point.objective == pytest.approx(objective)
    assert solution.values("x", ("i",)).to_dict() == pytest.approx({1: 4.0, 2: 0.5})


def test_fixed_variables_stay_and_ranges_have_two_sides():
    m = toy()
    m.x[1].fix(1.0)
    m.range = pyo.Constraint(expr=(0.5, m.x[2], 1.5))
    solution = solve(compile_model(m))
    assert solution.values("x", ("i",)).to_dict() == pytest.approx({1: 1.0, 2: 1.5})


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda m: m.add_component("both", pyo.Constraint(expr=m.x[1] * m.x[2] <= 1.0)), "both is neither linear"),
        (lambda m: m.add_component("square", pyo.Constraint(expr=m.x[1] ** 2 <= 1.0)), "square is not linear"),
        (lambda m: m.add_component("second", pyo.Objective(expr=m.x[1])), "one objective"),
        (lambda m: m.aim.set_value(m.x[1] * m.x[2]), "objective is neither linear"),
        (lambda m: m.aim.set_value(-(m.x[1] ** 2)), "not convex"),
        (lambda m: m.del_component("aim"), "one objective"),
    ],
)
def test_what_is_no_linear_program_is_refused(spoil, message):
    m = toy()
    spoil(m)
    with pytest.raises(ValueError, match=message):
        compile_model(m)


def test_a_missing_index_is_named(tmp_path):
    def extend(m: pyo.ConcreteModel) -> None:
        m.wrong = pyo.Constraint(m.YEARS, rule=lambda m, y: m.built["no-project", y] <= 1.0)

    with pytest.raises((KeyError, ValueError), match="no-project"):
        compile_model(formulate(plain(tmp_path), extend))


def test_total_cost_leaves_the_tie_break_out(tmp_path):
    solution = solve(compile_model(formulate(plain(tmp_path))))
    assert total_cost(solution) == pytest.approx(10.0 / 0.98 * 100.0)
    assert solution.point.objective > total_cost(solution)
