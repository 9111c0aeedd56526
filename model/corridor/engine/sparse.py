"""Sparse matrices by rows: the few operations that the engine needs, on plain arrays.

They are those of ``scipy.sparse``. But Pyomo answers any import of scipy with an import of ``scipy.stats`` and all that
it needs, which takes longer than building the network of a scenario: a wait in every run for three dozen lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Compressed sparse rows; in a row, columns increase and no value is zero.

    Attributes
    ----------
    shape : tuple of int
        Rows, columns.
    indptr : ndarray of int, shape (rows + 1,)
        Where each row begins in the two others.
    indices : ndarray of int, shape (values,)
        Columns.
    data : ndarray of float, shape (values,)
    """

    shape: tuple[int, int]
    indptr: Integers
    indices: Integers
    data: Floats

    @staticmethod
    def of(row: Integers, column: Integers, value: Floats, shape: tuple[int, int]) -> Matrix:
        """Put terms together; those of the same row and column are added up."""
        place, term = np.unique(row * shape[1] + column, return_inverse=True)
        total = sums(term, value, len(place))
        place, total = place[total != 0.0], total[total != 0.0]
        rows, columns = np.divmod(place, shape[1])
        return Matrix(shape, _starts(rows, shape[0]), columns, total)

    @property
    def nnz(self) -> int:
        """Number of values."""
        return len(self.data)

    @property
    def rows(self) -> Integers:
        """Row of every value, shape (values,)."""
        return np.repeat(np.arange(self.shape[0]), np.diff(self.indptr))

    def __matmul__(self, vector: Floats) -> Floats:
        """Multiply with a vector of the columns."""
        return sums(self.rows, self.data * vector[self.indices], self.shape[0])

    def transposed_times(self, vector: Floats) -> Floats:
        """Multiply the transposed matrix with a vector of the rows."""
        return sums(self.indices, self.data * vector[self.rows], self.shape[1])

    def where(self, keep: Flags) -> Matrix:
        """Keep some of the values, given as a mask over them."""
        return Matrix(self.shape, _starts(self.rows[keep], self.shape[0]), self.indices[keep], self.data[keep])

    def part(self, rows: Integers, columns: Integers) -> Matrix:
        """Rows and columns by their increasing numbers."""
        number = np.full(self.shape[1], -1, dtype=np.int64)
        number[columns] = np.arange(len(columns))
        counts = np.diff(self.indptr)[rows]
        begin = np.repeat(self.indptr[rows] - np.cumsum(counts) + counts, counts)
        chosen = begin + np.arange(len(begin))
        column = number[self.indices[chosen]]
        inside = column >= 0
        row = np.repeat(np.arange(len(rows)), counts)[inside]
        shape = (len(rows), len(columns))
        return Matrix(shape, _starts(row, len(rows)), column[inside], self.data[chosen[inside]])

    def toarray(self) -> Floats:
        """Write the matrix out with its zeros."""
        full = np.zeros(self.shape)
        full[self.rows, self.indices] = self.data
        return full


def sums(place: Integers, value: Floats, size: int) -> Floats:
    """Add values up at their places, in order."""
    return np.asarray(np.bincount(place, weights=value, minlength=size), dtype=np.float64)


def product(first: Floats, second: Floats) -> float:
    """Sum of products of two vectors, the same on every machine.

    The library behind ``@`` shares long vectors out among cores: the last digit then hangs on their number, and for
    some ten thousand values to wait for them takes longer than to multiply.
    """
    return float(np.sum(first * second))


def _starts(rows: Integers, height: int) -> Integers:
    """Where each row begins, from the increasing rows of the values."""
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=height))])


def connected(matrix: Matrix) -> tuple[Integers, Integers]:
    """Label rows and columns that values link, directly or by way of others, with the same number.

    Returns
    -------
    rows, columns : ndarray of int, shape (rows,) and (columns,)
        The smallest column number of the component; a row without values has a number of its own.
    """
    height, width = matrix.shape
    rows, columns = width + np.arange(height), np.arange(width)
    row_of, column_of = matrix.rows, matrix.indices
    while True:
        smaller = rows.copy()
        np.minimum.at(smaller, row_of, columns[column_of])
        follow = columns.copy()
        np.minimum.at(follow, column_of, smaller[row_of])
        # What a label points to may itself have found a smaller one: following it shortens long chains.
        while not np.array_equal(follow[follow], follow):
            follow = follow[follow]
        if np.array_equal(follow, columns) and np.array_equal(smaller, rows):
            return rows, columns
        rows, columns = smaller, follow
