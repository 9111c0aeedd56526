"""Split a program into independent blocks: years that nothing links are solved one by one.

A simplex method needs more than linear time, so eight separate years take less than half the time of the eight
together. Nothing is approximated: the blocks share no row and no column.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from corridor.engine.matrix import Program
from corridor.engine.session import Algorithm, Point, optimise
from corridor.engine.templates import Integers

#: Blocks below this many columns are solved together: a call to the solver has its own cost.
SMALLEST = 1000


def optimise_blocks(program: Program, algorithm: Algorithm = "simplex") -> Point:
    """Solve a program block by block and put the solutions together.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`.
    """
    blocks = independent_blocks(program)
    if len(blocks) == 1:
        return optimise(program, algorithm)
    by_column = program.matrix.tocsc()
    points = [optimise(_part(program, by_column, rows, columns), algorithm) for rows, columns in blocks]
    return _together(program, blocks, points)


def independent_blocks(program: Program) -> list[tuple[Integers, Integers]]:
    """Row and column numbers of the connected components, the small ones together, in order of their first column."""
    height, width = program.matrix.shape
    pattern = sparse.csr_array(
        (np.ones(program.matrix.nnz, dtype=np.int8), program.matrix.indices, program.matrix.indptr), shape=(height, width)
    )
    graph = sparse.block_array([[None, pattern], [pattern.T, None]], format="csr")
    count, label = connected_components(graph, directed=False)
    size = np.bincount(label[height:], minlength=count)
    label = np.where(size[label] < SMALLEST, count, label)
    blocks = []
    for name in dict.fromkeys(label[height:].tolist()):
        blocks.append((np.flatnonzero(label[:height] == name), np.flatnonzero(label[height:] == name)))
    empty_rows = np.setdiff1d(np.flatnonzero(label[:height] == count), np.concatenate([rows for rows, _ in blocks]))
    if empty_rows.size:
        blocks[0] = (np.sort(np.concatenate([blocks[0][0], empty_rows])), blocks[0][1])
    return blocks


def _part(program: Program, by_column: sparse.csc_array, rows: Integers, columns: Integers) -> Program:
    return replace(
        program,
        matrix=sparse.csr_array(by_column[:, columns].tocsr()[rows, :]),
        cost=program.cost[columns],
        column_lower=program.column_lower[columns],
        column_upper=program.column_upper[columns],
        row_lower=program.row_lower[rows],
        row_upper=program.row_upper[rows],
        offset=0.0,
        integer=program.integer[columns],
    )


def _together(program: Program, blocks: list[tuple[Integers, Integers]], points: list[Point]) -> Point:
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
        points[0].algorithm,
        points[0].version,
        sum(point.iterations for point in points),
        sum(point.seconds for point in points),
    )
