"""Split a program into independent blocks: years that nothing links are solved one by one.

A simplex method needs more than linear time, so eight separate years take less than half the time of the eight
together. Nothing is approximated: the blocks share no row and no column. A large block through which stocks are carried
from year to year is a long chain: in it gas that nothing tells apart is counted together, and it is solved along its
years.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine.alike import Balances, added_up, classes, spread
from corridor.engine.chain import optimise_chain, years_of
from corridor.engine.crossover import crossed_over
from corridor.engine.integers import optimise_mixed
from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, Program
from corridor.engine.point import Point
from corridor.engine.session import Algorithm, resolved
from corridor.engine.sparse import Integers, connected

#: Blocks below this many columns are solved together: a call to the solver has its own cost.
SMALLEST = 1000
#: Linear blocks from this many columns on are solved along their years if they carry stocks from year to year, unless
#: an algorithm is asked for. Years that only share capacity are linked so loosely that it would save nothing.
LONG_CHAIN = 50_000
#: How that is named in the manifest.
ALONG_YEARS = "simplex along the years"


def optimise_blocks(program: Program, algorithm: Algorithm = "auto") -> Point:
    """Solve a program block by block and put the solutions together.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.integers.optimise_mixed`.
    """
    blocks, chosen = independent_blocks(program), resolved(program, algorithm)
    largest = max((len(columns) for _, columns in blocks), default=0)
    if algorithm == "auto" and largest >= LONG_CHAIN and program.is_linear and not program.integer.any():
        return _along_years(program, blocks)
    if len(blocks) <= 1:
        return _exact(program, chosen)
    points = [_exact(part(program, rows, columns), chosen) for rows, columns in blocks]
    return together(program, blocks, points)


def _along_years(program: Program, blocks: list[tuple[Integers, Integers]]) -> Point:
    """Solve blocks of which some are long chains of years."""
    balances, year = Balances.of(program), years_of(program)
    points = []
    for rows, columns in blocks:
        part, own = _part(program, rows, columns), balances.part(rows)
        if len(columns) < LONG_CHAIN or not own.carried(part.matrix, year[columns]):
            points.append(_exact(part, "simplex"))
            continue
        alike = classes(part, own)
        point = optimise_chain(added_up(part, alike), year[columns[alike.first_column]])
        points.append(replace(spread(part, own, alike, point), algorithm=ALONG_YEARS))
    return _together(program, blocks, points)


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


def part(program: Program, rows: Integers, columns: Integers) -> Program:
    """Return the program of some rows and columns, by their increasing numbers; without the constant."""
    arrays = {name: getattr(program, name)[columns] for name in ALONG_COLUMNS}
    arrays |= {name: getattr(program, name)[rows] for name in ALONG_ROWS}
    return replace(program, matrix=program.matrix.part(rows, columns), offset=0.0, **arrays)


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
