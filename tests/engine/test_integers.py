"""Whole numbers by branch and bound, prices from the linear program that is left."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.programs import INFINITE, diet, program

from corridor.engine import blocks, compile_model, integers, solve
from corridor.engine.certificate import certify
from corridor.engine.integers import GAP, HOW, optimise_mixed, relative_gap, with_integers_fixed
from corridor.engine.session import optimise, optimise_integers
from corridor.errors import CertificateError, InfeasibleError, SolverLimitError, UnboundedError

KNAPSACK = ([5.0, 4.0, 3.0], [[2.0, 3.0, 1.0], [4.0, 1.0, 2.0]], [5.3, 7.1])


def whole(given, *columns):
    """The same program with some columns, or all, in whole numbers."""
    integer = np.zeros(len(given.cost), dtype=bool)
    integer[list(columns) or slice(None)] = True
    return replace(given, integer=integer)


def covering(upper=4.0):
    cost, matrix, least = KNAPSACK
    return program(cost, matrix, least, INFINITE, upper=upper)


def test_the_best_whole_numbers_are_found():
    cost, matrix, least = (np.asarray(part) for part in KNAPSACK)
    points = [np.asarray(point, dtype=float) for point in itertools.product(range(5), repeat=3)]
    best = min(float(cost @ point) for point in points if np.all(matrix @ point >= least))
    point = optimise_mixed(whole(covering()))
    assert point.objective == pytest.approx(best)
    assert point.objective > optimise(covering()).objective + 0.1
    np.testing.assert_array_equal(point.columns, np.round(point.columns))


def test_it_says_how_it_was_solved():
    solution = solve(whole(covering()))
    assert solution.point.algorithm == HOW.format(algorithm="simplex")
    assert solution.point.algorithm == "branch and bound, then simplex with integers fixed"
    assert solution.integers == 3
    assert 0.0 <= solution.relative_gap <= GAP


def test_a_linear_program_says_nothing_of_it():
    solution = solve(covering())
    assert (solution.point.algorithm, solution.integers, solution.relative_gap) == ("simplex", 0, 0.0)


def test_duals_are_those_of_the_program_with_integers_fixed():
    mixed = whole(covering(), 0)
    solution = solve(mixed)
    fixed = with_integers_fixed(mixed, solution.point.columns)
    np.testing.assert_allclose(solution.point.row_duals, optimise(fixed).row_duals)
    assert certify(fixed, solution.point).duality_gap < 1e-9
    assert solution.program.column_lower[0] == solution.program.column_upper[0] == round(solution.point.columns[0])


def test_whole_numbers_that_are_none_are_refused():
    far = optimise_integers(whole(covering()))
    with pytest.raises(CertificateError, match="away from a whole number"):
        integers._whole(whole(covering()), far.columns + 0.1)


def test_two_solves_must_agree():
    found = optimise_integers(whole(covering()))
    with pytest.raises(CertificateError, match="with integers fixed the optimum is"):
        integers._require_same(found, replace(found, objective=found.objective + 1.0))
    with pytest.raises(CertificateError, match="stopped with a gap"):
        integers._require_same(replace(found, bound=found.bound - 1.0), found)


def test_no_whole_point_is_infeasible():
    between = program([1.0, 1.0], [[1.0, 1.0], [1.0, -1.0]], [0.4, 0.0], [0.6, 0.0])
    assert optimise(between).objective == pytest.approx(0.4)
    with pytest.raises(InfeasibleError, match="no flows satisfy"):
        optimise_mixed(whole(between))


def test_no_finite_optimum_is_unbounded():
    with pytest.raises(UnboundedError, match="a cost or a capacity is missing"):
        optimise_mixed(whole(program([-1.0, 0.0], [[1.0, -1.0]], -INFINITE, 1.0), 0))


def test_a_limit_of_time_is_a_limit():
    with pytest.raises(SolverLimitError, match="stopped before the optimum"):
        optimise_mixed(whole(diet()), time_limit=0.0)


def test_two_runs_are_the_same():
    mixed = whole(diet(12, 3), *range(0, 12, 2))
    first, second = solve(mixed).point, solve(mixed).point
    for name in ("columns", "column_duals", "rows", "row_duals"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    assert (first.objective, first.bound, first.iterations) == (second.objective, second.bound, second.iterations)


def test_blocks_are_solved_apart_and_their_bounds_add_up(monkeypatch):
    monkeypatch.setattr(blocks, "SMALLEST", 1)
    cost, matrix, least = (np.asarray(part) for part in KNAPSACK)
    twice = program(
        np.tile(cost, 2), np.kron(np.eye(2), matrix), np.concatenate([least, least + 1.0]), INFINITE, upper=5.0
    )
    mixed = whole(twice, 0, 1, 2)
    assert len(blocks.independent_blocks(mixed)) == 2
    together, apart = optimise_mixed(mixed), blocks.optimise_blocks(mixed)
    assert apart.objective == pytest.approx(together.objective)
    assert apart.algorithm == together.algorithm
    assert relative_gap(apart) <= GAP


def test_a_model_may_have_integers_of_its_own():
    model = pyo.ConcreteModel()
    model.n = pyo.Var(domain=pyo.NonNegativeIntegers, bounds=(0, 9))
    model.x = pyo.Var(bounds=(0.0, 1.5))
    model.need = pyo.Constraint(expr=2.0 * model.n + model.x >= 5.0)
    model.aim = pyo.Objective(expr=3.0 * model.n + model.x)
    solution = solve(compile_model(model))
    assert solution.point.objective == pytest.approx(7.0)
    assert solution.integers == 1


@given(st.integers(0, 10_000), st.integers(3, 7))
@settings(deadline=None, max_examples=25, derandomize=True)
def test_whole_numbers_never_cost_less(seed, size):
    loose = diet(size, seed)
    mixed = whole(loose)
    point = optimise_mixed(mixed)
    assert point.objective >= optimise(loose).objective - 1e-9
    assert point.objective == pytest.approx(optimise_integers(mixed).objective, rel=1e-8)
