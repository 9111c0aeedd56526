"""Limits that follow the solution settle where the solution gives them."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo
import pytest

from corridor.engine import compile_model, solve
from corridor.engine.following import optimise_following
from corridor.engine.pieces import optimum
from corridor.errors import SolverLimitError


def rationed(factor: float, given: float = 50.0, size: float = 100.0) -> pyo.ConcreteModel:
    """Cheap gas limited to a multiple of all gas; nine blocks of ten units worth 1 to 9, dear gas costs 4.5."""
    m = pyo.ConcreteModel()
    m.cheap, m.dear = pyo.Var(["all"], bounds=(0, size)), pyo.Var(["all"], bounds=(0, size))
    m.taken = pyo.Var(range(9), bounds=(0, 10))
    m.allowed = pyo.Var(["all"])
    m.clearing = pyo.Constraint(expr=m.cheap["all"] + m.dear["all"] == sum(m.taken[b] for b in range(9)))
    m.share = pyo.Constraint(["all"], rule=lambda m, k: m.allowed[k] == factor * (m.cheap[k] + m.dear[k]))
    m.limit = pyo.Constraint(["all"], rule=lambda m, k: m.cheap[k] <= given)
    m.aim = pyo.Objective(expr=4.5 * m.dear["all"] - sum((b + 1) * m.taken[b] for b in range(9)))
    m.follows = {"limit": "allowed"}
    return m


def value(solution: Any, name: str) -> float:
    return float(solution.values(name, ("key",)).iloc[0])


@pytest.mark.parametrize("given", [0.0, 20.0, 50.0, 90.0])
@pytest.mark.parametrize(("factor", "cheap", "total"), [(0.4, 20.0, 50.0), (0.9, 45.0, 50.0), (0.0, 0.0, 50.0)])
def test_the_limit_is_what_the_solution_gives_wherever_the_search_begins(given, factor, cheap, total):
    solution = solve(compile_model(rationed(factor, given)))
    assert value(solution, "cheap") == pytest.approx(cheap, abs=1e-5)
    assert value(solution, "cheap") + value(solution, "dear") == pytest.approx(total, abs=1e-5)
    assert value(solution, "allowed") == pytest.approx(cheap, abs=1e-5)
    assert solution.program.row_upper[-1] == pytest.approx(cheap, abs=1e-5)


def test_a_limit_that_does_not_bind_is_left_open():
    solution = solve(compile_model(rationed(1.5)))
    assert value(solution, "cheap") == pytest.approx(90.0)
    assert float(solution.duals("limit", ("key",)).iloc[0]) == pytest.approx(0.0)


def test_the_buyer_does_not_consume_more_to_be_let_more():
    solution = solve(compile_model(rationed(0.4)))
    price = float(solution.duals("clearing", ("key",)).iloc[0])
    assert abs(price) == pytest.approx(4.5)


def test_without_such_limits_the_program_is_solved_once_as_it_is():
    model = rationed(0.4)
    model.follows = {}
    program = compile_model(model)
    after, _ = optimise_following(program, optimum)
    assert after is program


def test_limits_that_never_settle_are_told():
    model = rationed(0.4, given=10.0)
    model.share["all"].set_value(model.allowed["all"] == 60.0 - model.cheap["all"] * 2.0)
    with pytest.raises(SolverLimitError, match="did not settle"):
        solve(compile_model(model))
