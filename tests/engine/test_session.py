"""HiGHS: every status becomes the right error, and the algorithm asked for is the one that ran."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from tests.engine.programs import INFINITE, diet, program

from corridor.engine import Algorithm, solve
from corridor.engine.session import optimise
from corridor.errors import CorridorError, InfeasibleError, SolverLimitError, UnboundedError

ALGORITHMS: tuple[Algorithm, ...] = ("simplex", "ipm", "hipo")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_algorithm_asked_for_runs(algorithm):
    point = optimise(diet(), algorithm)
    assert point.algorithm == algorithm
    assert point.objective == pytest.approx(optimise(diet()).objective, rel=1e-7)
    assert point.iterations > 0


def test_an_unknown_algorithm_is_refused():
    with pytest.raises(CorridorError, match="did not accept solver oracle"):
        optimise(diet(), cast("Algorithm", "oracle"))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_point_is_infeasible(algorithm):
    with pytest.raises(InfeasibleError, match="no flows satisfy"):
        optimise(
            program([1.0, 1.0], [[1.0, 1.0], [1.0, -1.0], [1.0, 2.0]], [4.0, 0.0, -INFINITE], [INFINITE, 0.0, 3.0]),
            algorithm,
        )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_finite_optimum_is_unbounded(algorithm):
    with pytest.raises(UnboundedError, match="a cost or a capacity is missing"):
        optimise(program([-1.0, 0.0], [[1.0, -1.0]], -INFINITE, 1.0), algorithm)


def test_a_limit_of_time_is_a_limit():
    with pytest.raises(SolverLimitError, match="stopped before the optimum"):
        optimise(diet(), time_limit=0.0)


def test_integer_columns_are_not_left_aside():
    whole = replace(diet(), integer=np.ones(40, dtype=bool))
    with pytest.raises(CorridorError, match="branch and bound must come first"):
        optimise(whole)


def test_errors_have_their_exit_codes():
    assert (
        InfeasibleError.exit_code,
        UnboundedError.exit_code,
        SolverLimitError.exit_code,
        CorridorError.exit_code,
    ) == (3, 3, 4, 1)


def test_two_runs_are_the_same():
    first, second = solve(diet()).point, solve(diet()).point
    for name in ("columns", "column_duals", "rows", "row_duals"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    assert (first.objective, first.iterations, first.version) == (second.objective, second.iterations, second.version)
