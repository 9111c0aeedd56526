r"""Squares in pieces: a quadratic program as a linear one, refined until no price is off by more than is allowed.

:math:`\frac{1}{2} q x^2` becomes chords between breakpoints: on a piece from :math:`l` to :math:`u` marginal cost is
:math:`q (l+u)/2` instead of :math:`q x`, which is off by at most :math:`q (u-l)/2`. Only the pieces next to the
solution matter, so these are cut until they are short enough, and the program is solved again. Pieces fill in order by
themselves, for each costs more than the one before. What comes out meets every condition of the quadratic program but
for that error of marginal costs, and projects in units can be chosen with it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine.blocks import optimise_blocks
from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session import Algorithm
from corridor.engine.sparse import Floats, Integers, Matrix, product
from corridor.errors import SolverLimitError

#: Pieces of every column in the first round, and of every piece that is cut.
PIECES = 16
ROUNDS = 40


def optimum(program: Program, algorithm: Algorithm = "auto") -> Point:
    """Solve a program as it is, or in pieces where an error of marginal costs is allowed.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`; SolverLimitError too if there are always pieces to cut.
    ValueError
        If a column that is to be in pieces has no bounds.
    """
    if not program.in_pieces:
        return optimise_blocks(program, algorithm)
    curved = np.flatnonzero(program.curvature)
    lower, upper = program.column_lower[curved], program.column_upper[curved]
    if not (np.isfinite(lower) & np.isfinite(upper)).all():
        raise ValueError("a column with a square needs bounds to be computed in pieces")
    longest = 2.0 * program.gradient_error[curved] / program.curvature[curved]
    grids = [np.unique(np.linspace(*ends, PIECES + 1)) for ends in zip(lower, upper, strict=True)]
    for _ in range(ROUNDS):
        point = optimise_blocks(_in_pieces(program, curved, grids), algorithm)
        values = point.columns[: len(program.cost)]
        finer = [_cut(*each) for each in zip(grids, values[curved], longest, strict=True)]
        if all(len(fine) == len(grid) for fine, grid in zip(finer, grids, strict=True)):
            return _of_the_whole(program, point)
        grids = finer
    raise SolverLimitError(f"pieces are still too long for the stated price error after {ROUNDS} rounds")


def _in_pieces(program: Program, curved: Integers, grids: list[Floats]) -> Program:
    """Write every curved column as the sum of its pieces, which carry what its square costs."""
    height, width = program.matrix.shape
    counts = np.asarray([len(grid) - 1 for grid in grids])
    begin, end = (np.concatenate([grid[part] for grid in grids]) for part in (slice(None, -1), slice(1, None)))
    owner, total = np.repeat(np.arange(len(curved)), counts), int(counts.sum())
    matrix, lower = program.matrix, program.column_lower[curved]
    row = np.concatenate([matrix.rows, height + np.arange(len(curved)), height + owner])
    column = np.concatenate([matrix.indices, curved, width + np.arange(total)])
    value = np.concatenate([matrix.data, np.ones(len(curved)), np.full(total, -1.0)])
    return replace(
        program,
        matrix=Matrix.of(row, column, value, (height + len(curved), width + total)),
        cost=np.concatenate([program.cost, program.curvature[curved][owner] * 0.5 * (begin + end)]),
        curvature=np.zeros(width + total),
        gradient_error=np.zeros(width + total),
        price_cap=np.full(width + total, np.inf),
        price_weight=np.zeros(width + total),
        wedge=np.zeros(width + total),
        column_lower=np.concatenate([program.column_lower, np.zeros(total)]),
        column_upper=np.concatenate([program.column_upper, end - begin]),
        row_lower=np.concatenate([program.row_lower, lower]),
        row_upper=np.concatenate([program.row_upper, lower]),
        offset=program.offset + 0.5 * product(program.curvature[curved], lower**2),
        integer=np.concatenate([program.integer, np.zeros(total, dtype=bool)]),
    )


def _cut(grid: Floats, value: float, longest: float) -> Floats:
    """Cut the pieces on which a value lies, or next to which, if they are too long."""
    place = int(np.searchsorted(grid, value))
    near = [number for number in (place - 2, place - 1, place) if 0 <= number < len(grid) - 1]
    touched = [number for number in near if grid[number] - longest <= value <= grid[number + 1] + longest]
    long = [number for number in touched if grid[number + 1] - grid[number] > longest]
    cuts = [np.linspace(grid[number], grid[number + 1], PIECES + 1)[1:-1] for number in long]
    return np.unique(np.concatenate([grid, *cuts])) if cuts else grid


def _of_the_whole(program: Program, point: Point) -> Point:
    """Return the point in the columns and rows of the program itself, with its own objective."""
    height, width = program.matrix.shape
    columns, duals = point.columns[:width], point.row_duals[:height]
    reduced = program.cost + program.curvature * columns - program.matrix.transposed_times(duals)
    return replace(
        point,
        columns=columns,
        column_duals=reduced,
        rows=program.matrix @ columns,
        row_duals=duals,
        objective=program.objective(columns),
        bound=point.bound + program.objective(columns) - point.objective,
        algorithm=f"{point.algorithm} in pieces",
    )


def errors_of(program: Program, point: Point) -> Floats:
    """What must be added to the cost of each column for a point to be the optimum, at most what is allowed."""
    if not program.in_pieces:
        return np.zeros(len(program.cost))
    allowed = np.where(program.curvature > 0.0, program.gradient_error, 0.0)
    reduced = program.cost + program.curvature * point.columns - program.matrix.transposed_times(point.row_duals)
    return np.asarray(-np.clip(reduced, -allowed, allowed))
