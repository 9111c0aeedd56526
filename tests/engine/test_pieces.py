"""Squares in pieces: as good as promised, also with whole numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.programs import diet, program

from corridor.engine import pieces, solve
from corridor.engine.pieces import errors_of, optimum
from corridor.engine.session import optimise
from corridor.errors import SolverLimitError


def curved(error: float, seed: int = 3):
    generator = np.random.default_rng(seed)
    curvature = np.where(generator.random(40) < 0.5, generator.uniform(0.1, 3.0, 40), 0.0)
    return replace(diet(40, seed), curvature=curvature, gradient_error=np.full(40, error))


@pytest.mark.parametrize("error", [0.5, 0.02, 1e-4])
def test_marginal_costs_are_off_by_no_more_than_allowed(error):
    whole = curved(error)
    point, exact = optimum(whole), optimise(replace(whole, gradient_error=np.zeros(40)))
    shift = errors_of(whole, point)
    assert np.abs(shift).max() <= error * (1.0 + 1e-9)
    assert point.objective >= exact.objective - 1e-9
    assert point.objective - exact.objective <= error * np.abs(point.columns - exact.columns).sum() + 1e-9
    solution = solve(whole)
    assert 0.0 <= solution.error <= 1.0 + 1e-9
    assert point.algorithm == "simplex in pieces"


def test_pieces_and_whole_numbers():
    """Cover 2.5 with lumps of 1 at 0.9 each or a smooth source of marginal cost x: two lumps and a half."""
    lumpy = program([0.9, 0.0], [[1.0, 1.0]], 2.5, np.inf, upper=[5.0, 4.0])
    whole = np.array([True, False])
    lumpy = replace(lumpy, curvature=np.array([0.0, 1.0]), integer=whole, gradient_error=np.array([0.0, 1e-3]))
    point = optimum(lumpy)
    assert point.columns.tolist() == pytest.approx([2.0, 0.5], abs=2e-3)
    assert point.row_duals.tolist() == pytest.approx([0.5], abs=1e-3)
    assert solve(lumpy).point.objective == pytest.approx(1.8 + 0.125, abs=1e-3)


def test_a_square_without_bounds_cannot_be_cut():
    endless = replace(program([1.0], [[1.0]], 1.0, np.inf), curvature=np.ones(1), gradient_error=np.ones(1))
    with pytest.raises(ValueError, match="needs bounds"):
        optimum(endless)


def test_pieces_that_never_get_short_enough(monkeypatch):
    monkeypatch.setattr(pieces, "ROUNDS", 1)
    with pytest.raises(SolverLimitError, match="still too long for the stated price error"):
        optimum(curved(1e-4))
