r"""From an interior solution of a quadratic program to the exact one: which limits bind, and a linear system.

An interior point lies within a small gap of the optimum: flows that cost the same are all used a little, and nothing is
exactly zero. Here the program is written as a linear one around it, every curved column in two pieces on either side of
its value. A vertex of that tells which columns and rows are at their limits, and with these given the conditions of the
optimum are linear,

.. math:: Q_{FF} x_F - A_{BF}^T \pi_B = -c_F, \qquad A_{BF} x_F = b_B - A_{BN} x_N,

:math:`F` columns between their bounds, :math:`N` the others, :math:`B` binding rows. The system can be solved: basic
columns span the binding rows, and the other free ones are curved. Where the limits were not the right ones, the
solution is the point around which to look next.
"""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from corridor.engine.certificate import LIMITS, certify
from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session import Algorithm, optimise_to_basis
from corridor.engine.sparse import Flags, Floats, Integers, Matrix
from corridor.errors import CorridorError, SolverLimitError

#: Widths of the pieces by round, relative to the value (to 1 where that is smaller). Each round begins where the last
#: one ended; wide pieces reach the optimum from further off, narrow ones tell limits from values near them.
WIDTHS = (1e-4, 1e-4, 1e-4, 1e-4, 1e-3, 1e-3, 1e-5, 1e-5)
#: Part of its limit below which every residual is as good as none.
EXACT = 1e-2


def crossed_over(program: Program, point: Point) -> Point:
    """Return the exact optimum near an interior one, or the better of the two if the limits that bind do not settle."""
    best, merit = point, _merit(program, point)
    found: Point | None = None
    for width in WIDTHS:
        found = _round(program, point, (found or best).columns, width)
        quality = np.inf if found is None else _merit(program, found)
        if found is not None and quality < merit:
            best, merit = found, quality
        if merit < EXACT and best is not point:
            break
    return best


def _merit(program: Program, point: Point) -> float:
    """Largest residual as a part of its limit."""
    residuals: dict[str, float] = asdict(certify(program, point))
    return max(value / LIMITS[name] for name, value in residuals.items())


def _round(program: Program, point: Point, values: Floats, width: float) -> Point | None:
    """Find the limits that bind around a point and solve for the rest; None if there is no vertex or no solution."""
    curved = np.flatnonzero(program.curvature)
    within = np.clip(values, program.column_lower, program.column_upper)
    moved = float(np.max(np.abs(within - values)[curved], initial=0.0))
    values = within
    linear = _in_two_pieces(program, curved, values, np.maximum(width * np.maximum(1.0, np.abs(values)), 2.0 * moved))
    found = _vertex(linear)
    if found is None:
        return None
    vertex, basic, row_basic = found
    size = len(values)
    at, free = vertex.columns[:size].copy(), basic[:size].copy()
    at[curved] += vertex.columns[size:]
    inside = (at[curved] > program.column_lower[curved]) & (at[curved] < program.column_upper[curved])
    free[curved] |= basic[size:] | inside
    below, above = np.abs(vertex.rows - program.row_lower), np.abs(vertex.rows - program.row_upper)
    limit = np.where(below <= above, program.row_lower, program.row_upper)
    return _solved(program, point, at, free, np.flatnonzero(~row_basic & np.isfinite(limit)), limit)


def _vertex(linear: Program) -> tuple[Point, Flags, Flags] | None:
    """Solve to a vertex: by an interior method and crossover, several times faster here, or else by simplex."""
    algorithms: tuple[Algorithm, ...] = ("hipo", "simplex")
    for algorithm in algorithms:
        try:
            return optimise_to_basis(linear, algorithm)
        except SolverLimitError:
            raise
        except CorridorError:
            continue
    return None


def _in_two_pieces(program: Program, curved: Integers, values: Floats, width: Floats) -> Program:
    """Give every curved column a piece below its value and one above, each at the marginal cost of its middle."""
    value, size = values[curved], len(values)
    below = np.minimum(width[curved], value - program.column_lower[curved])
    above = np.minimum(width[curved], program.column_upper[curved] - value)
    slope, curvature = program.cost[curved], program.curvature[curved]
    cost, lower, upper = program.cost.copy(), program.column_lower.copy(), program.column_upper.copy()
    cost[curved] = slope + curvature * (value - 0.5 * below)
    lower[curved], upper[curved] = value - below, value
    number = np.full(size, -1, dtype=np.int64)
    number[curved] = size + np.arange(len(curved))
    matrix = program.matrix
    again = number[matrix.indices] >= 0
    return replace(
        program,
        matrix=Matrix.of(
            np.concatenate([matrix.rows, matrix.rows[again]]),
            np.concatenate([matrix.indices, number[matrix.indices[again]]]),
            np.concatenate([matrix.data, matrix.data[again]]),
            (matrix.shape[0], size + len(curved)),
        ),
        cost=np.concatenate([cost, slope + curvature * (value + 0.5 * above)]),
        curvature=np.zeros(size + len(curved)),
        column_lower=np.concatenate([lower, np.zeros(len(curved))]),
        column_upper=np.concatenate([upper, above]),
        integer=np.zeros(size + len(curved), dtype=bool),
    )


def _solved(program: Program, point: Point, at: Floats, free: Flags, binding: Integers, limit: Floats) -> Point | None:
    """Solve the conditions of the optimum with the columns that are not free at their bounds."""
    from scipy.sparse import csc_matrix, csr_matrix, diags, hstack, vstack
    from scipy.sparse.linalg import splu

    inside = np.flatnonzero(free)
    matrix = program.matrix
    rows = csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=matrix.shape)[binding]
    fixed = np.where(free, 0.0, at)
    free_part = rows[:, inside]
    upper = hstack([diags(program.curvature[inside]), -free_part.T])
    lower = hstack([free_part, csr_matrix((len(binding), len(binding)))])
    system = csc_matrix(vstack([upper, lower]))
    right = np.concatenate([-program.cost[inside], limit[binding] - rows @ fixed])
    try:
        factors = splu(system)
    except RuntimeError:  # exactly singular
        return None
    found = factors.solve(right)
    found += factors.solve(right - system @ found)
    if not np.isfinite(found).all():
        return None
    columns, duals = fixed, np.zeros(matrix.shape[0])
    columns[inside], duals[binding] = found[: len(inside)], found[len(inside) :]
    columns = np.where(np.abs(columns) < np.finfo(float).eps, 0.0, columns)
    reduced = program.cost + program.curvature * columns - matrix.transposed_times(duals)
    reduced[inside] = 0.0
    return replace(
        point,
        columns=columns,
        column_duals=reduced,
        rows=matrix @ columns,
        row_duals=duals,
        objective=program.objective(columns),
        bound=program.objective(columns),
        algorithm=f"{point.algorithm} with crossover",
    )
