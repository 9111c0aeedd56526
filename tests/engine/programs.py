"""Programs from a few numbers, for tests of the engine alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from corridor.engine import compile_model
from corridor.engine.matrix import Program

INFINITE = float("inf")


def program(cost: Any, matrix: Any, row_lower: Any, row_upper: Any, lower: Any = 0.0, upper: Any = INFINITE) -> Program:
    """Minimise cost over ``row_lower <= matrix x <= row_upper``; every row has a value, and no column is free."""
    array = np.asarray(matrix, dtype=float)
    height, width = array.shape
    low, high = (np.broadcast_to(np.asarray(each, dtype=float), (height,)).tolist() for each in (row_lower, row_upper))
    bounds = [np.broadcast_to(np.asarray(each, dtype=float), (width,)).tolist() for each in (lower, upper)]
    m = pyo.ConcreteModel()
    m.x = pyo.Var(range(width), bounds=lambda _, i: tuple(None if np.isinf(each[i]) else each[i] for each in bounds))

    def row(m: Any, r: int) -> Any:
        body = sum(float(array[r, i]) * m.x[i] for i in np.flatnonzero(array[r]).tolist())
        sides = tuple(None if np.isinf(side) else side for side in (low[r], high[r]))
        return body == sides[0] if sides[0] == sides[1] else (sides[0], body, sides[1])

    m.row = pyo.Constraint(range(height), rule=row)
    m.aim = pyo.Objective(expr=sum(float(price) * m.x[i] for i, price in enumerate(cost)))
    return compile_model(m)


def diet(size: int = 40, seed: int = 1) -> Program:
    """A feasible and bounded random program that no presolve finishes."""
    generator = np.random.default_rng(seed)
    matrix = generator.uniform(0.5, 2.0, (size, size)) * (generator.random((size, size)) < 0.4) + np.eye(size)
    return program(generator.uniform(1.0, 3.0, size), matrix, matrix.sum(axis=1) * 0.7, INFINITE, upper=5.0)
