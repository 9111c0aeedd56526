"""The cheapest change is the one-sided derivative of the optimal value, also where duals are not unique."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.programs import INFINITE, program

from corridor.engine.directions import Directions
from corridor.engine.matrix import Program
from corridor.engine.session import optimise

#: Far below the whole numbers that the programs are made of, far above what a solver misses.
STEP = 1e-3


def degenerate(supply, demand, cost) -> Program:
    """A transport program in whole numbers, whose optima are degenerate more often than not; what is missing is dear."""
    sources, sinks = len(supply), len(demand)
    ways = [(i, j) for i in range(sources) for j in range(sinks)]
    rows = [[float(i == s) for i, _ in ways] + [0.0] * sinks for s in range(sources)]
    rows += [[float(j == t) for _, j in ways] + [float(j == t) for j in range(sinks)] for t in range(sinks)]
    lower = [-INFINITE] * sources + [float(amount) for amount in demand]
    upper = [float(amount) for amount in supply] + [float(amount) for amount in demand]
    return program([float(cost[i][j]) for i, j in ways] + [100.0] * sinks, rows, lower, upper)


programs = st.tuples(
    st.lists(st.integers(0, 4), min_size=2, max_size=3),
    st.lists(st.integers(1, 4), min_size=2, max_size=3),
    st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=3, max_size=3),
)


def minimum(program: Program) -> float:
    return optimise(program).objective


@settings(max_examples=40, deadline=None)
@given(programs, st.sampled_from([-1.0, 1.0]))
def test_pushing_a_demand_costs_its_one_sided_derivative(numbers, sign):
    case = degenerate(*numbers)
    row = len(numbers[0])
    limit = case.row_lower.copy()
    limit[row] += sign * STEP
    moved = replace(case, row_lower=limit, row_upper=np.where(np.arange(len(limit)) < row, case.row_upper, limit))
    point = optimise(case)
    direction = Directions(case, point).cheapest(rows={row: sign})
    assert direction is not None
    assert direction.cost == pytest.approx((minimum(moved) - point.objective) / STEP, abs=1e-6)
    # The duals that the direction brings support the optimum, and agree on the demand.
    assert sign * direction.row_duals[row] == pytest.approx(direction.cost, abs=1e-7)
    assert (case.matrix.transposed_times(direction.row_duals) <= case.cost + 1e-7).all()


@settings(max_examples=40, deadline=None)
@given(programs, st.integers(0, 3))
def test_an_unused_column_is_used_when_it_is_cheaper_by_more_than_its_push_costs(numbers, column):
    case = degenerate(*numbers)
    point = optimise(case)
    if point.columns[column] > 0.0:
        return
    direction = Directions(case, point).cheapest({column: 1.0})
    if direction is None:
        return
    for change, better in ((-1e-4, False), (1e-4, True)):
        cost = case.cost.copy()
        cost[column] -= direction.cost + change
        assert (minimum(replace(case, cost=cost)) < point.objective - 1e-9) is better


def test_limits_that_leave_no_change_are_named_by_what_would_have_to_be_crossed():
    # Two lines in a row, the second shut: x1 - x2 = 0, x2 <= 0.
    case = program([1.0, 1.0], [[1.0, -1.0], [0.0, 1.0]], [0.0, -INFINITE], [0.0, 0.0])
    directions = Directions(case, optimise(case))
    assert directions.cheapest({0: 1.0}) is None
    found = directions.cheapest({0: 1.0}, beyond=True)
    assert found is not None
    assert found.cost == pytest.approx(2.0)
    assert found.beyond.tolist() == pytest.approx([0.0, 1.0])


def test_the_gradient_of_a_quadratic_program_counts():
    # Welfare 10 q - q^2 at a cost of 2: q = 4, where one more unit of the row costs its gradient.
    case = program([-10.0, 2.0], [[1.0, -1.0]], [0.0], [0.0], upper=[9.0, 9.0])
    curved = replace(case, curvature=np.array([2.0, 0.0]))
    point = optimise(curved)
    exact = replace(point, columns=np.array([4.0, 4.0]), row_duals=np.array([-2.0]))
    for sign in (1.0, -1.0):
        direction = Directions(curved, exact).cheapest(rows={0: sign})
        assert direction is not None
        assert direction.cost == pytest.approx(-2.0 * sign, abs=1e-6)
