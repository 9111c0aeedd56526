"""What the presolve of HiGHS leaves of a program, and the bases to begin from."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session.highs import accept, point_of, prepared, run_to_optimum, started
from corridor.engine.sparse import Integers, Matrix

#: Presolve has found that there is nothing to find.
_HOPELESS = (highspy.HighsPresolveStatus.kInfeasible, highspy.HighsPresolveStatus.kUnboundedOrInfeasible)
_STATUSES = [highspy.HighsBasisStatus(number) for number in range(5)]


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a simplex method stands, or where it is to begin.

    Attributes
    ----------
    columns, rows : ndarray of int, shape (columns,) and (rows,)
        0 at the lower limit, 1 basic, 2 at the upper limit, 3 free and at zero, 4 at some limit. Where it is to begin,
        there may be too many or too few that are basic: HiGHS puts that right.
    """

    columns: Integers
    rows: Integers


class Presolved:
    """A linear program once HiGHS has presolved it, to be finished from a basis of what is left.

    Attributes
    ----------
    program : Program
        What is left, its rows and columns without labels; all of it if presolve takes nothing out, nothing if it takes
        out everything.
    columns, rows : ndarray of int
        Number that each column and row of it has in the whole.

    Raises
    ------
    InfeasibleError
        If presolve finds that there is no point.
    CorridorError
        If HiGHS refuses a call.
    """

    def __init__(self, program: Program) -> None:
        self._solver = prepared(program, "simplex", math.inf, named=True)
        accept(self._solver.presolve(), "presolving the program")
        if self._solver.getModelPresolveStatus() in _HOPELESS:
            run_to_optimum(self._solver)  # tells what is wrong
        left = self._solver.getPresolvedLp()
        self.columns, self.rows = (np.asarray(names, dtype=np.int64) for names in (left.col_names_, left.row_names_))
        self.program = _of_native(program, left)

    def finish(self, start: Basis) -> Point:
        """Solve what is left from a basis, and return the optimum of the whole.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, CorridorError
            As :func:`optimise`.
        """
        if not self.columns.size:
            run_to_optimum(self._solver)
            return point_of(self._solver, "simplex")
        inner = prepared(self.program, "simplex", math.inf)
        _begin(inner, start)
        run_to_optimum(inner)
        iterations, seconds = inner.getInfo().simplex_iteration_count, inner.getRunTime()
        accept(self._solver.postsolve(inner.getSolution(), inner.getBasis()), "the solution of what presolve left")
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            run_to_optimum(self._solver)  # from the basis that postsolve found
        point = point_of(self._solver, "simplex")
        own = self._solver.getRunTime()
        return replace(point, iterations=point.iterations + iterations, seconds=own + seconds)


def improved(program: Program, start: Basis) -> tuple[Point, Basis] | None:
    """Solve a linear program as it is from a basis; None if it has no optimum.

    For programs that only help to find where to begin: why there is no optimum does not matter.

    Raises
    ------
    SolverLimitError
        If nothing is left of the time or the iterations that are allowed.
    """
    solver = prepared(program, "simplex", math.inf)
    _begin(solver, start)
    if started(solver) != highspy.HighsStatus.kOk or solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = solver.getBasis()
    columns, rows = (np.fromiter(map(int, part), np.int64) for part in (found.col_status, found.row_status))
    return point_of(solver, "simplex"), Basis(columns, rows)


def _begin(solver: Any, start: Basis) -> None:
    """Have a solver begin at a basis; it then leaves presolve out."""
    basis = highspy.HighsBasis()
    basis.valid = basis.alien = True
    basis.col_status = [_STATUSES[number] for number in start.columns.tolist()]
    basis.row_status = [_STATUSES[number] for number in start.rows.tolist()]
    accept(solver.setOptionValue("presolve", "off"), "presolve off")
    accept(solver.setBasis(basis), "the basis to begin with")


def _of_native(program: Program, lp: Any) -> Program:
    """Return a program with the arrays of one in HiGHS, and without labels."""
    size, matrix = lp.num_col_, lp.a_matrix_
    start, index, value = (np.asarray(each) for each in (matrix.start_, matrix.index_, matrix.value_))
    outer, shape = np.repeat(np.arange(len(start) - 1), np.diff(start)), (lp.num_row_, size)
    row, column = (outer, index) if matrix.format_ == highspy.MatrixFormat.kRowwise else (index, outer)
    return replace(
        program,
        columns=(),
        rows=(),
        matrix=Matrix.of(row.astype(np.int64), column.astype(np.int64), value, shape),
        cost=np.asarray(lp.col_cost_),
        curvature=np.zeros(size),
        gradient_error=np.zeros(size),
        column_lower=np.asarray(lp.col_lower_),
        column_upper=np.asarray(lp.col_upper_),
        row_lower=np.asarray(lp.row_lower_),
        row_upper=np.asarray(lp.row_upper_),
        offset=float(lp.offset_),
        integer=np.zeros(size, dtype=bool),
    )
