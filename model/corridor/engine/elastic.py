"""A program whose limits give way: what gives way at least, and which limits press against each other.

Every limit that somebody could change has a column of its own, by which it gives way. The program then always has a
point, and only the costs of giving way differ from one question to the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from corridor.engine.blocks import independent_blocks
from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, Program
from corridor.engine.session import Recosted
from corridor.engine.sparse import Flags, Floats, Integers, Matrix

#: What gives way by less than this counts as nothing, bcm.
NOTHING = 1e-5
#: A dual below this proves nothing.
PRESSURE = 1e-7


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a program that somebody could change.

    Attributes
    ----------
    matrix : Matrix, shape (rows, limits)
        What a row gains for each unit by which a limit gives way: below 0 where it is an upper limit.
    statement : ndarray of int, shape (limits,)
        Number of the statement that a limit is a part of: the limits of a line in all years are one statement.
    weight : ndarray, shape (limits,)
        How much a unit of giving way counts, bcm.
    most : ndarray, shape (limits,)
        By how much a limit can give way: a demand at most to nothing.
    changeable : ndarray of bool, shape (limits,)
        Whether a limit can be changed by an amount; others can be taken away only.
    """

    matrix: Matrix
    statement: Integers
    weight: Floats
    most: Floats
    changeable: Flags

    def of(self, statements: Integers) -> Flags:
        """Which limits belong to some statements, shape (limits,)."""
        return np.isin(self.statement, statements)


@dataclass(frozen=True, slots=True)
class Given:
    """A cheapest way in which limits give way.

    Attributes
    ----------
    total : float
        Of all that counts, bcm.
    amounts : ndarray, shape (limits,)
        By how much each limit gives way.
    pressing : ndarray of bool, shape (limits,)
    proof : ndarray of bool, shape (rows,)
        Limits and rows that together prove that no less is enough; all that count, where nothing is proved row by row.
    columns : ndarray, shape (columns,)
        The point that is then possible.
    """

    total: float
    amounts: Floats
    pressing: Flags
    proof: Flags
    columns: Floats


class Elastic:
    """A program with limits that give way.

    Parameters
    ----------
    program : Program
        Its costs do not matter.
    limits : Limits
    whole : bool
        Whether integer columns are to be whole numbers.
    numbers, places : ndarray of int, optional
        Numbers of the limits and of the columns in the program of which this one is a part.
    """

    def __init__(
        self,
        program: Program,
        limits: Limits,
        *,
        whole: bool = False,
        numbers: Integers | None = None,
        places: Integers | None = None,
    ) -> None:
        self.program, self.limits = program, limits
        self.numbers = np.arange(len(limits.weight)) if numbers is None else numbers
        self.places = np.arange(len(program.cost)) if places is None else places
        self._whole = whole and bool(np.any(program.integer))
        self._widened = _widened(program, limits, whole=self._whole)
        self._held: Recosted | None = None

    def least(self, counting: Floats) -> Given:
        """Find the cheapest way for limits to give way.

        Parameters
        ----------
        counting : ndarray, shape (limits,)
            What a unit of giving way costs; 0 for limits that are as good as taken away.

        Raises
        ------
        InfeasibleError
            If there is no point even then.
        SolverLimitError, CorridorError
            As :func:`corridor.engine.session.optimise`.
        """
        self._held = self._held or Recosted(self._widened)
        width = len(self.program.cost)
        values, reduced, duals = self._held.minimise(np.concatenate([np.zeros(width), counting]))
        amounts = values[width:]
        pressing, proof = counting > 0.0, np.ones(len(duals), dtype=bool)
        if not self._whole:
            pressing &= counting - reduced[width:] > PRESSURE
            proof = np.abs(duals) > PRESSURE
        return Given(float(counting @ amounts), amounts, pressing, proof, values[:width])

    def blocks(self) -> list[Elastic]:
        """Parts that have nothing to do with each other."""
        width = len(self.program.cost)
        found = independent_blocks(self._widened)
        if len(found) <= 1:
            return [self]
        return [
            self._part(rows, columns[columns < width], columns[columns >= width] - width) for rows, columns in found
        ]

    def proof(self, given: Given) -> Elastic:
        """Return the part in which a proof lies: fewer rows, so all that it proves holds for the whole."""
        if self._whole:
            return self
        rows = np.flatnonzero(given.proof)
        touched = np.zeros(len(self.program.cost), dtype=bool)
        touched[self.program.matrix.indices[given.proof[self.program.matrix.rows]]] = True
        return self._part(rows, np.flatnonzero(touched), np.flatnonzero(given.pressing))

    def _part(self, rows: Integers, columns: Integers, limits: Integers) -> Elastic:
        arrays = {name: getattr(self.program, name)[columns] for name in ALONG_COLUMNS}
        arrays |= {name: getattr(self.program, name)[rows] for name in ALONG_ROWS}
        program = replace(self.program, matrix=self.program.matrix.part(rows, columns), follows=(), **arrays)
        own = self.limits
        parts = (own.statement[limits], own.weight[limits], own.most[limits], own.changeable[limits])
        chosen = Limits(own.matrix.part(rows, limits), *parts)
        return Elastic(program, chosen, whole=self._whole, numbers=self.numbers[limits], places=self.places[columns])


def _widened(program: Program, limits: Limits, *, whole: bool) -> Program:
    """Add the columns by which limits give way."""
    height, width = program.matrix.shape
    extra = len(limits.weight)
    matrix = Matrix.of(
        np.concatenate([program.matrix.rows, limits.matrix.rows]),
        np.concatenate([program.matrix.indices, width + limits.matrix.indices]),
        np.concatenate([program.matrix.data, limits.matrix.data]),
        (height, width + extra),
    )
    nothing, none = np.zeros(width + extra), np.zeros(width + extra, dtype=bool)
    return replace(
        program,
        matrix=matrix,
        cost=nothing,
        curvature=nothing,
        gradient_error=nothing,
        offset=0.0,
        column_lower=np.concatenate([program.column_lower, np.zeros(extra)]),
        column_upper=np.concatenate([program.column_upper, limits.most]),
        integer=np.concatenate([program.integer, none[width:]]) if whole else none,
        follows=(),
    )


def with_rows(program: Program, columns: Integers) -> Program:
    """Write the upper bounds of some columns as rows, after all others: row by row as given."""
    height, width = program.matrix.shape
    count = len(columns)
    upper = program.column_upper.copy()
    upper[columns] = np.inf
    matrix = Matrix.of(
        np.concatenate([program.matrix.rows, height + np.arange(count)]),
        np.concatenate([program.matrix.indices, columns]),
        np.concatenate([program.matrix.data, np.ones(count)]),
        (height + count, width),
    )
    return replace(
        program,
        matrix=matrix,
        column_upper=upper,
        row_lower=np.concatenate([program.row_lower, np.full(count, -np.inf)]),
        row_upper=np.concatenate([program.row_upper, program.column_upper[columns]]),
    )
