r"""Which way an optimum moves, and at what cost, when something is pushed a little.

At an optimum :math:`x^*` with gradient :math:`g = c + Q x^*` a small change :math:`d` is possible if it crosses no
limit that already binds, and the cheapest change that pushes :math:`p^T d = 1` is a linear program over these
directions,

.. math:: \min_d\; g^T d \quad \text{with } A_E d = r,\; A_U d \le 0,\; A_L d \ge 0,\; d_u \le 0,\; d_l \ge 0,\;
          p^T d = 1,

:math:`E` equations, :math:`U, L` rows at their upper and lower limits, :math:`u, l` columns at theirs; :math:`r`
changes limits, of rows at a limit like those of equations, and is what is pushed where there is no :math:`p`. Its
optimum is the one-sided derivative of the optimal value (Gal, *Postoptimal Analyses, Parametric Programming, and
Related Topics*, 1995; of a convex program: Rockafellar, *Convex Analysis*, 1970, section 29), and its dual is, of all
duals that support the optimum, the one in which the push is worth most. So it is exact where duals are not unique: an
unused column begins to be used when its cost falls by more than what pushing it costs, whichever basis the solver ended
in.

Written in reduced costs :math:`g - A^T \pi`, every direction costs at least nothing, and a solver sees at once that the
program is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.pieces import errors_of
from corridor.engine.point import Point
from corridor.engine.session import Probe, optimise_to_basis
from corridor.engine.sparse import Flags, Floats, Integers, Matrix, connected
from corridor.errors import InfeasibleError

#: How near a value lies to a limit that binds, relative to the limit (to 1 where that is smaller).
AT_LIMIT = 1e-9
#: What a unit beyond a limit costs where limits may be crossed, as a multiple of the largest cost of a column.
BEYOND = 1e3


@dataclass(frozen=True, slots=True)
class Direction:
    """The cheapest change for one unit of what is pushed.

    Attributes
    ----------
    cost : float
        Change of the minimum per unit; without what lies beyond limits.
    columns : ndarray, shape (columns,)
        Change of every column.
    row_duals : ndarray, shape (rows,)
        The duals of the optimum in which the push is worth most.
    gradient : ndarray, shape (columns,)
        What a unit of each column costs at the optimum.
    beyond : ndarray, shape (rows,)
        By how much limits of rows are crossed for a unit; 0 unless that was allowed.
    """

    cost: float
    columns: Floats
    row_duals: Floats
    gradient: Floats
    beyond: Floats


class Directions:
    """The directions in which an optimum can move.

    Parameters
    ----------
    program : Program
        Without integer columns; where whole numbers were decided, with these fixed.
    point : Point
        Its optimum.
    """

    def __init__(self, program: Program, point: Point) -> None:
        self.program = program
        matrix, values = program.matrix, point.columns
        self._row_duals: Floats = np.where(_free(program.row_lower, program.row_upper), 0.0, point.row_duals)
        self.gradient = program.cost + program.curvature * values + errors_of(program, point)
        self._reduced = self.gradient - matrix.transposed_times(self._row_duals)
        activity = matrix @ values
        self._row_low, self._row_high = (
            _at(activity, limit, self._row_duals * sign > AT_LIMIT)
            for limit, sign in ((program.row_lower, 1.0), (program.row_upper, -1.0))
        )
        # Defined columns hold values outside their own bounds, which are equal: their place is in the definitions.
        fixed = program.column_lower == program.column_upper
        self._low, self._high = (fixed | _at(values, limit) for limit in (program.column_lower, program.column_upper))
        self._row_label, self._label = connected(matrix)

    @property
    def standing(self) -> Direction:
        """No change at all, with the duals that the solver found."""
        width, height = len(self._label), len(self._row_label)
        return Direction(0.0, np.zeros(width), self._row_duals, self.gradient, np.zeros(height))

    def binding(self, row: int) -> bool:
        """Tell whether a row is at one of its limits."""
        return bool(self._row_low[row] | self._row_high[row])

    def cheapest(
        self,
        push: Mapping[int, float] | None = None,
        rows: Mapping[int, float] | None = None,
        *,
        beyond: bool = False,
    ) -> Direction | None:
        """Return the cheapest change; None if limits that bind leave none.

        Parameters
        ----------
        push : mapping of column to weight, optional
            The weighted sum of changes is 1.
        rows : mapping of row to change, optional
            Changes of the limits of rows; without effect on a row that is not at its limit.
        beyond : bool
            Whether limits of rows may be crossed at a high cost, to see which of them are in the way.
        """
        push, rows = push or {}, rows or {}
        labels = {int(self._label[column]) for column in push} | {int(self._row_label[row]) for row in rows}
        columns = np.flatnonzero(np.isin(self._label, list(labels)))
        chosen = np.flatnonzero(np.isin(self._row_label, list(labels)))
        program, slacks = self._program(chosen, columns, push, rows, beyond=beyond)
        try:
            point, _, _ = optimise_to_basis(program)
        except InfeasibleError:
            return None
        return self._direction(chosen, columns, slacks, point)

    def slopes(self, rows: Sequence[int]) -> tuple[Floats, Floats]:
        """Left and right derivative of the minimum by the limit of each equation: the least and the largest dual.

        A column between its bounds that stands in one equation alone fixes its dual; the others are asked for one by
        one, each from the basis of the one before.

        Returns
        -------
        least, largest : ndarray, shape (rows,)
            Infinite where the limit cannot move that way.
        """
        numbers = np.asarray(rows, dtype=np.int64)
        least, largest = self._row_duals[numbers], self._row_duals[numbers]
        labels = np.where(np.isin(numbers, self._fixed_rows()), -1, self._row_label[numbers])
        for label in np.unique(labels[labels >= 0]):
            columns, chosen = np.flatnonzero(self._label == label), np.flatnonzero(self._row_label == label)
            probe = Probe(self._program(chosen, columns, {}, {}, beyond=False)[0])
            number = {int(row): place for place, row in enumerate(chosen)}
            for place in np.flatnonzero(labels == label):
                row = int(numbers[place])
                dual = float(self._row_duals[row])
                more, fewer = (probe.minimum(number[row], sign) for sign in (1.0, -1.0))
                largest[place] = np.inf if more is None else dual + more
                least[place] = -np.inf if fewer is None else dual - fewer
        return least, largest

    def _fixed_rows(self) -> Integers:
        """Rows whose dual a column fixes that is between its bounds and stands in no other."""
        matrix = self.program.matrix
        alone = ~self._low & ~self._high & (np.bincount(matrix.indices, minlength=len(self._label)) == 1)
        return np.unique(matrix.rows[alone[matrix.indices]])

    def _program(
        self,
        chosen: Integers,
        columns: Integers,
        push: Mapping[int, float],
        rows: Mapping[int, float],
        *,
        beyond: bool,
    ) -> tuple[Program, tuple[Integers, Integers]]:
        """Write the program of directions over one block, and say which rows have slacks: within, and beyond."""
        part, duals = self.program.matrix.part(chosen, columns), self._row_duals[chosen]
        equation = self._row_low[chosen] & self._row_high[chosen]
        one_sided = (self._row_low[chosen] ^ self._row_high[chosen]) & ~equation
        within = np.flatnonzero(one_sided)
        crossed = np.flatnonzero(one_sided) if beyond else np.empty(0, dtype=np.int64)
        height, width, wider = len(chosen), len(columns), len(within) + len(crossed)
        # A row at its upper limit may fall, at its lower one rise: it is an equation with a slack of that sign.
        sign = np.where(self._row_high[chosen], 1.0, -1.0)
        number = {int(column): place for place, column in enumerate(columns)}
        row_of = {int(row): place for place, row in enumerate(chosen)}
        pushed = np.asarray([number[column] for column in push], dtype=np.int64)
        row = np.concatenate([part.rows, within, crossed, np.full(len(push), height, dtype=np.int64)])
        column = np.concatenate([part.indices, width + np.arange(wider), pushed])
        value = np.concatenate([part.data, sign[within], -sign[crossed], np.asarray([*push.values()], dtype=float)])
        limit = np.zeros(height + 1)
        for each, change in rows.items():
            limit[row_of[each]] = change
        limit[height] = 1.0 if push else 0.0
        tight = np.append(equation | one_sided, True)
        low, high = self._low[columns], self._high[columns]
        crossing = np.full(len(crossed), BEYOND * float(np.max(np.abs(self.gradient[columns]), initial=1.0)))
        total = width + wider
        nothing = np.zeros(total)
        program = replace(
            self.program,
            matrix=Matrix.of(row, column, value, (height + 1, total)),
            cost=np.concatenate([_signed(self._reduced[columns], low, high), np.abs(duals[within]), crossing]),
            curvature=nothing,
            gradient_error=nothing,
            column_lower=np.concatenate([np.where(low, 0.0, -np.inf), np.zeros(wider)]),
            column_upper=np.concatenate([np.where(high, 0.0, np.inf), np.full(wider, np.inf)]),
            row_lower=np.where(tight, limit, -np.inf),
            row_upper=np.where(tight, limit, np.inf),
            offset=0.0,
            integer=np.zeros(total, dtype=bool),
        )
        return program, (within, crossed)

    def _direction(
        self, chosen: Integers, columns: Integers, slacks: tuple[Integers, Integers], point: Point
    ) -> Direction:
        within, crossed = slacks
        width = len(columns)
        change, beyond = np.zeros(len(self._label)), np.zeros(len(self._row_label))
        change[columns] = point.columns[:width]
        beyond[chosen[crossed]] = point.columns[width + len(within) :]
        duals = self._row_duals.copy()
        duals[chosen] += point.row_duals[:-1]
        return Direction(float(self.gradient @ change), change, duals, self.gradient, beyond)


def _at(values: Floats, limit: Floats, supported: Flags | None = None) -> Flags:
    """Tell which values are at a limit; a dual that it supports says so whatever a rounded value says."""
    finite = np.isfinite(limit)
    bound = np.where(finite, limit, 0.0)
    near = finite & (np.abs(values - bound) <= AT_LIMIT * np.maximum(1.0, np.abs(bound)))
    return near if supported is None else near | (finite & supported)


def _free(lower: Floats, upper: Floats) -> Flags:
    return np.isneginf(lower) & np.isposinf(upper)


def _signed(reduced: Floats, low: Flags, high: Flags) -> Floats:
    """Reduced costs of the sign that their limits allow; rounding may have left others."""
    fixed = low & high
    return np.asarray(
        np.where(fixed, 0.0, np.where(low, np.maximum(reduced, 0.0), np.where(high, np.minimum(reduced, 0.0), 0.0)))
    )
