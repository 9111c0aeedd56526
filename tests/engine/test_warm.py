"""Programs solved one after another have the optima that they have when each is solved alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.programs import INFINITE, diet, program

from corridor.engine import Program, Solution, Solver, solve
from corridor.errors import InfeasibleError


def tied(size: int = 6) -> Program:
    """Sources and sinks that all cost the same: any way to serve the sinks is best, and any price is right."""
    pairs = [(source, sink) for source in range(size) for sink in range(size)]
    supply = [[float(source == row) for source, _ in pairs] for row in range(size)]
    demand = [[float(sink == row) for _, sink in pairs] for row in range(size)]
    return program(
        [1.0] * len(pairs), supply + demand, [-INFINITE] * size + [2.0] * size, [2.0] * size + [INFINITE] * size
    )


def same(first: Solution, second: Solution) -> bool:
    """Whether two optima are equal to the last byte."""
    return all(
        getattr(first.point, name).tobytes() == getattr(second.point, name).tobytes()
        for name in ("columns", "rows", "column_duals", "row_duals")
    )


def changed(before: Program, seed: int) -> Program:
    """A program of the same shape: a tenth of all numbers moves."""
    generator = np.random.default_rng(seed)

    def moved(values):
        some = generator.random(len(values)) < 0.1
        return np.where(some, values * generator.uniform(0.8, 1.2, len(values)), values)

    matrix = replace(before.matrix, data=moved(before.matrix.data))
    return replace(before, cost=moved(before.cost), row_lower=before.row_lower * 0.95, matrix=matrix)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=4))
@settings(deadline=None, max_examples=15, derandomize=True)
def test_a_changed_program_has_the_optimum_that_it_has_alone(seeds):
    solver, now = Solver(), diet()
    solver.solve(now)
    for seed in seeds:
        now = changed(now, seed)
        warm = solver.solve(now)
        assert solver.rebuilt is None
        assert same(warm, solve(now))


def test_among_many_optima_all_roads_lead_to_one():
    alone = solve(tied())
    for algorithm in ("ipm", "hipo"):
        assert same(alone, solve(tied(), algorithm))
    solver = Solver()
    solver.solve(replace(tied(), cost=np.arange(36, dtype=float)[::-1].copy()))
    assert same(alone, solver.solve(tied()))
    assert solver.rebuilt is None


def test_what_breaks_a_tie_leaves_no_trace():
    solution = solve(tied())
    assert solution.point.objective == 12.0
    assert set(np.round(solution.point.columns, 12)) <= {0.0, 2.0}


def test_only_the_blocks_that_changed_are_solved_again(monkeypatch):
    monkeypatch.setattr("corridor.engine.blocks.SMALLEST", 1)
    two = program([1.0, 2.0, 1.0, 2.0], [[1, 1, 0, 0], [0, 0, 1, 1]], 3.0, INFINITE, upper=2.0)
    solver = Solver()
    solver.solve(two)
    after = solver.solve(replace(two, row_lower=np.asarray([3.0, 2.5])))
    assert after.point.columns.tolist() == [2.0, 1.0, 2.0, 0.5]
    first, second = solver._blocks
    assert first.point.seconds == 0.0 < second.point.seconds


@pytest.mark.parametrize(
    ("kind", "text", "after"),
    [
        ("columns", "a quantity came or went: x 40", diet(41)),
        ("rows", "a statement came or went: row 1", program([1.0, 1.0], [[1.0, 1.0]], 1.0, INFINITE)),
        ("coefficients", "a coefficient became 0 or is 0 no longer in row 1", program([1, 1], [[1, 1], [1, 0]], 1, 9)),
        ("integers", "branch and bound", replace(diet(), integer=np.ones(40, dtype=bool))),
        ("squares", "interior method", replace(diet(), curvature=np.ones(40))),
    ],
)
def test_what_was_solved_from_nothing_says_why(kind, text, after):
    solver = Solver()
    solver.solve(diet() if len(after.cost) >= 40 else program([1, 1], [[1, 1], [1, 1]], 1, 9))
    assert solver.rebuilt is not None
    assert solver.rebuilt.kind == "first"
    solver.solve(after)
    assert solver.rebuilt is not None
    assert solver.rebuilt.kind == kind
    assert text in solver.rebuilt.text


def test_after_a_failure_the_next_program_is_solved_from_nothing():
    solver = Solver()
    fine = program([1.0], [[1.0]], 1.0, INFINITE, upper=2.0)
    solver.solve(fine)
    with pytest.raises(InfeasibleError):
        solver.solve(replace(fine, row_lower=np.asarray([3.0])))
    assert same(solver.solve(fine), solve(fine))
    assert solver.rebuilt is not None
    assert solver.rebuilt.kind == "first"
