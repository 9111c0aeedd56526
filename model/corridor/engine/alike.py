r"""Gas that nothing tells apart from a place on: one commodity instead of one for each origin.

A flow is stated for every origin, so that policies, contracts and swaps can name it. From some places on nothing does:
in a storage at the end of all lines, twelve origins are twelve copies of the same equations. Whether they are is read
off the program itself, so that nothing new that names an origin can be forgotten.

Rows that balance what comes in with what goes out (:attr:`corridor.engine.matrix.Program.balances`) may be added up
over origins if they have the same ways out; columns may be added up if they cost the same, have no limits of their own
and meet the same rows in the same measure. Both are found together, as the coarsest partition for which that holds, by
splitting classes until nothing splits (as one minimises an automaton; for linear programs in general see Grohe,
Kersting, Mladenov and Selman 2014, *Dimension reduction via colour refinement*).

Nothing is lost by it. A point of the program is one of the smaller program, once added up. And a point of the smaller
one is spread over the origins by letting all gas of a class mix where it meets: what goes out has the shares of what
comes in (proportional sharing: Bialek 1996),

.. math:: \sigma_i = \frac{\sum_{j \to i} a_{ij}\, x_j}{\sum_{k \in P} \sum_{j \to k} a_{kj}\, x_j}, \qquad
          x_j = \sigma_{i(j)}\, x_{Q(j)},

:math:`\sigma_i` share of row :math:`i` in its class :math:`P`, :math:`x_j` column :math:`j` of class :math:`Q`, leaving
by row :math:`i(j)`. Every limit holds for it, as every limit only knows sums over a class. Duals are those of the
class: the same for all members. So the spread point is an optimum of the program as it was stated, and is certified as
one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, Program
from corridor.engine.point import Point
from corridor.engine.sparse import Flags, Floats, Integers, Matrix, sums

Words = NDArray[np.uint64]

#: Gas below this has no shares: an even split is as good as any, bcm/yr.
NOTHING = 1e-12
#: Largest change of a share at which mixing has settled, and the turns after which it is left.
SETTLED, TURNS = 1e-13, 5000


@dataclass(frozen=True, slots=True)
class Balances:
    """Rows that may be added up: those with the same place in the same constraint, whatever the origin.

    Attributes
    ----------
    place : ndarray of int, shape (rows,)
        Number of the place; -1 for rows that balance nothing.
    inward : ndarray, shape (rows,)
        Sign of what comes in; 0 for those.
    """

    place: Integers
    inward: Floats

    @staticmethod
    def of(program: Program) -> Balances:
        """Read the labels of a program; rows beyond them balance nothing."""
        height = program.matrix.shape[0]
        place, inward = np.full(height, -1, dtype=np.int64), np.zeros(height)
        known: dict[tuple[str, tuple[object, ...]], int] = {}
        signs = dict(program.balances)
        for label in program.rows:
            if label.name in signs:
                part = slice(label.start, label.stop)
                places = [known.setdefault((label.name, key[1:]), len(known)) for key in label.keys]
                place[part], inward[part] = places, signs[label.name]
        return Balances(place, inward)

    def carried(self, matrix: Matrix, year: Integers) -> bool:
        """Whether some gas comes from another year than it leaves in; years of the columns, -1 for none."""
        inside = (self.place[matrix.rows] >= 0) & (year[matrix.indices] >= 0)
        row, when = matrix.rows[inside], year[matrix.indices[inside]]
        first, last = np.full(matrix.shape[0], np.iinfo(np.int64).max), np.full(matrix.shape[0], -1, dtype=np.int64)
        np.minimum.at(first, row, when)
        np.maximum.at(last, row, when)
        return bool((first < last).any())

    def part(self, rows: Integers) -> Balances:
        """Those of some rows."""
        return Balances(self.place[rows], self.inward[rows])


@dataclass(frozen=True, slots=True)
class Classes:
    """Rows and columns that are added up.

    Attributes
    ----------
    row, column : ndarray of int, shape (rows,) and (columns,)
        Class of each.
    first_column : ndarray of int, shape (classes of columns,)
        A member of each class.
    leaves : ndarray of int, shape (columns,)
        Row by which a column that is added up with others leaves a class of several rows; -1 if there is none.
    """

    row: Integers
    column: Integers
    first_column: Integers
    leaves: Integers

    @property
    def mixed(self) -> int:
        """How many columns are added up with others."""
        return int(np.count_nonzero(np.bincount(self.column)[self.column] > 1))


def classes(program: Program, balances: Balances) -> Classes:
    """Find what nothing tells apart."""
    matrix = program.matrix
    height, width = matrix.shape
    row_of, column_of, value = matrix.rows, matrix.indices, matrix.data.view(np.uint64)
    moves = matrix.data * balances.inward[row_of]
    leaves = moves < 0.0
    open_ = (program.column_lower == 0.0) & np.isposinf(program.column_upper) & ~program.integer
    open_ &= (program.curvature == 0.0) & (program.gradient_error == 0.0)
    open_ &= np.bincount(column_of[leaves], minlength=width) <= 1
    # What may be below zero could flow against its sign: where it stands, nothing is added up.
    against = np.bincount(row_of, weights=program.column_lower[column_of] < 0.0, minlength=height) > 0.0
    balanced = (balances.place >= 0) & (program.row_lower == 0.0) & (program.row_upper == 0.0) & ~against
    open_ &= np.bincount(column_of, weights=balanced[row_of], minlength=width) > 0.0

    row = _numbered(np.where(balanced, height + balances.place, np.arange(height)).astype(np.uint64))
    own = np.where(open_, width, np.arange(width)).astype(np.uint64)
    price = (program.cost + 0.0).view(np.uint64)  # there is only one zero
    while True:
        column = _numbered(_word(own, price, _total(column_of, _word(row[row_of].astype(np.uint64), value), width)))
        ways = _word(column[column_of[leaves]].astype(np.uint64), value[leaves])
        finer = _numbered(_word(row.astype(np.uint64), _total(row_of[leaves], ways, height)))
        if finer.max(initial=-1) == row.max(initial=-1):
            break
        row = finer
    return Classes(row, column, np.unique(column, return_index=True)[1], _leaving(matrix, row, leaves))


def _leaving(matrix: Matrix, row: Integers, leaves: Flags) -> Integers:
    several = (np.bincount(row) > 1)[row]
    used = leaves & several[matrix.rows]
    found = np.full(matrix.shape[1], -1, dtype=np.int64)
    found[matrix.indices[used]] = matrix.rows[used]
    return found


def added_up(program: Program, found: Classes) -> Program:
    """Return the program of the classes, without labels."""
    matrix, first = program.matrix, found.first_column
    chosen = np.zeros(len(found.column), dtype=bool)
    chosen[first] = True
    used = chosen[matrix.indices]
    rows, columns = found.row[matrix.rows[used]], found.column[matrix.indices[used]]
    shape = (int(found.row.max(initial=-1)) + 1, len(first))
    arrays = {name: getattr(program, name)[first] for name in ALONG_COLUMNS}
    # A class of several rows has zero on both sides, any other is one row.
    arrays |= {name: _of_rows(getattr(program, name), found.row) for name in ALONG_ROWS}
    return replace(program, columns=(), rows=(), matrix=Matrix.of(rows, columns, matrix.data[used], shape), **arrays)


def _of_rows(values: Floats, row: Integers) -> Floats:
    return np.asarray(values[np.unique(row, return_index=True)[1]])


def spread(program: Program, balances: Balances, found: Classes, point: Point) -> Point:
    """Return a point of the program of the classes as one of the program itself: gas mixes where it meets."""
    total = point.columns[found.column]
    columns = total * _shares(program.matrix, balances, found, np.maximum(total, 0.0))
    return replace(
        point,
        columns=columns,
        column_duals=point.column_duals[found.column],
        rows=program.matrix @ columns,
        row_duals=point.row_duals[found.row],
        mixed=found.mixed,
    )


def _shares(matrix: Matrix, balances: Balances, found: Classes, total: Floats) -> Floats:
    """Share of every column in its class."""
    members = np.bincount(found.row)
    share = 1.0 / members[found.row]
    leaves = found.leaves >= 0
    # As many columns of a class leave by each of its rows: one, but for copies.
    copies = np.bincount(found.column)[found.column] / np.where(leaves, members[found.row[found.leaves]], 1)
    row_of, column_of = matrix.rows, matrix.indices
    comes = (matrix.data * balances.inward[row_of] > 0.0) & (members[found.row[row_of]] > 1) & (total[column_of] > 0.0)
    row, column = row_of[comes], column_of[comes]
    weight = np.abs(matrix.data[comes]) * total[column] / copies[column]
    feeding = np.where(leaves[column], found.leaves[column], len(share))
    for _ in range(TURNS):
        coming = sums(row, weight * np.append(share, 1.0)[feeding], len(share))
        met = sums(found.row, coming, len(members))[found.row]
        mixed = np.where(met > NOTHING, coming / np.where(met > NOTHING, met, 1.0), share)
        settled = float(np.max(np.abs(mixed - share), initial=0.0)) <= SETTLED
        share = mixed
        if settled:
            break
    return np.asarray(np.where(leaves, share[found.leaves], 1.0) / copies)


def _word(*parts: Words) -> Words:
    """Mix numbers into one of 64 bits, as good as different for different ones (Steele, Lea and Flood 2014)."""
    mixed = np.zeros_like(parts[0])
    for part in parts:
        mixed = (mixed + np.uint64(0x9E3779B97F4A7C15)) ^ part
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _total(place: Integers, word: Words, size: int) -> Words:
    """Sum of the words at every place: the same for the same ones in any order."""
    total = np.zeros(size, dtype=np.uint64)
    np.add.at(total, place, word)
    return total


def _numbered(word: Words) -> Integers:
    """Number words that are the same alike."""
    return np.asarray(np.unique(word, return_inverse=True)[1], dtype=np.int64)
