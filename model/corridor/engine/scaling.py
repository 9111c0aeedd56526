r"""Scales of rows and columns that bring the coefficients of a program near one.

A rate counts in the balance of its season as it is, in a stock by the length of the season, in an annual volume by the
same; a simplex method that meets twelfths beside ones takes twice the time. The scales are those of Curtis and Reid
(1972), which minimise

.. math:: \sum_{a_{ij} \ne 0} \left( \log_2 |a_{ij}| + r_i + c_j \right)^2,

rounded to powers of two: then scaling rounds no number, and the scaled program is the same program.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.sparse import Floats, sums

#: Turns in which rows and columns are set to the mean of what the others leave; they settle long before.
TURNS = 30


@dataclass(frozen=True, slots=True)
class Scales:
    """Factors by which rows and columns were multiplied, each a power of two.

    Attributes
    ----------
    rows, columns : ndarray, shape (rows,) and (columns,)
    """

    rows: Floats
    columns: Floats

    def undone(self, point: Point) -> Point:
        """Return a point of the scaled program as one of the program itself."""
        return replace(
            point,
            columns=point.columns * self.columns,
            column_duals=point.column_duals / self.columns,
            rows=point.rows / self.rows,
            row_duals=point.row_duals * self.rows,
        )


def scaled(program: Program) -> tuple[Program, Scales]:
    """Scale a linear program without integers."""
    scales = _scales(program)
    matrix, rows, columns = program.matrix, scales.rows, scales.columns
    return (
        replace(
            program,
            matrix=replace(matrix, data=matrix.data * rows[matrix.rows] * columns[matrix.indices]),
            cost=program.cost * columns,
            column_lower=program.column_lower / columns,
            column_upper=program.column_upper / columns,
            row_lower=program.row_lower * rows,
            row_upper=program.row_upper * rows,
        ),
        scales,
    )


def _scales(program: Program) -> Scales:
    matrix = program.matrix
    row_of, column_of, size = matrix.rows, matrix.indices, np.log2(np.abs(matrix.data))
    height, width = matrix.shape
    in_row = np.maximum(np.bincount(row_of, minlength=height), 1)
    in_column = np.maximum(np.bincount(column_of, minlength=width), 1)
    rows, columns = np.zeros(height), np.zeros(width)
    for _ in range(TURNS):
        rows = -sums(row_of, size + columns[column_of], height) / in_row
        columns = -sums(column_of, size + rows[row_of], width) / in_column
    return Scales(np.exp2(np.round(rows)), np.exp2(np.round(columns)))
