"""Split a program into independent blocks: years that nothing links are solved one by one.

A simplex method needs more than linear time, so eight separate years take less than half the time of the eight
together. Nothing is approximated: the blocks share no row and no column. What is large all the same may be a long chain
of years, see :mod:`corridor.engine.long_chains`.
"""

from __future__ import annotations

import numpy as np

from corridor.engine.crossover import crossed_over
from corridor.engine.integers import optimise_mixed
from corridor.engine.long_chains import is_long_chain, optimise_long_chain
from corridor.engine.matrix import Program, part
from corridor.engine.point import Point
from corridor.engine.session import Algorithm, resolved
from corridor.engine.sparse import Integers, connected

#: Blocks below this many columns are solved together: a call to the solver has its own cost.
SMALLEST = 1000


def optimise_blocks(program: Program, algorithm: Algorithm = "auto") -> Point:
    """Solve a program block by block and put the solutions together.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.integers.optimise_mixed`.
    """
    blocks, chosen = independent_blocks(program), resolved(program, algorithm)
    long = [is_long_chain(program, *block, algorithm) for block in blocks]
    if len(blocks) <= 1 and not any(long):
        return _exact(program, chosen)
    points = [
        optimise_long_chain(program, *block) if chain else _exact(part(program, *block), chosen)
        for block, chain in zip(blocks, long, strict=True)
    ]
    return together(program, blocks, points)


def _exact(program: Program, algorithm: Algorithm) -> Point:
    """Solve one block; what an interior method finds of a quadratic one is made exact."""
    point = optimise_mixed(program, algorithm)
    return point if program.is_linear else crossed_over(program, point)


def independent_blocks(program: Program) -> list[tuple[Integers, Integers]]:
    """Row and column numbers of the connected components, the small ones together, in order of their first column.

    Rows without columns go with the small ones, or else with the first block.
    """
    row_label, label = connected(program.matrix)
    rest = len(label)
    size = np.bincount(label, minlength=rest)
    block = np.where(size[label] < SMALLEST, rest, label)
    row_block = np.append(block, rest)[np.minimum(row_label, rest)]
    names = list(dict.fromkeys(block.tolist()))
    if names and rest not in names:
        row_block[row_block == rest] = names[0]
    return [(np.flatnonzero(row_block == name), np.flatnonzero(block == name)) for name in names]


def together(program: Program, blocks: list[tuple[Integers, Integers]], points: list[Point]) -> Point:
    """Put the optima of the blocks of a program together."""
    height, width = program.matrix.shape
    columns, column_duals, rows, row_duals = (np.zeros(size) for size in (width, width, height, height))
    for (row, column), point in zip(blocks, points, strict=True):
        columns[column], column_duals[column] = point.columns, point.column_duals
        rows[row], row_duals[row] = point.rows, point.row_duals
    return Point(
        columns,
        column_duals,
        rows,
        row_duals,
        sum(point.objective for point in points) + program.offset,
        max((point.algorithm for point in points), key=len),  # the longest name is that of blocks with integers
        points[0].version,
        sum(point.iterations for point in points),
        sum(point.seconds for point in points),
        sum(point.bound for point in points) + program.offset,
        sum(point.mixed for point in points),
    )
