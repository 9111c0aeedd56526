"""A linear program that stays in HiGHS while its numbers change."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from corridor.engine import canonical
from corridor.engine.certificate import certify
from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session.highs import (
    FEASIBILITY,
    Algorithm,
    accept,
    iterations_of,
    point_of,
    prepared,
    ran,
    require_optimal,
    run_to_optimum,
    started,
)
from corridor.engine.sparse import Floats
from corridor.errors import CorridorError

_NO_POINT = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


class Held:
    """A linear program that stays in HiGHS: its numbers can change, and it is solved again from where it stood.

    The optimum is that of :mod:`corridor.engine.canonical`: the same to the last byte whatever was solved before.

    Parameters
    ----------
    program : Program
        Linear, without integer columns.
    algorithm : {"simplex", "ipm", "hipo"}
        Of the first solve; the interior methods are followed by crossover to a vertex. Later ones run by simplex.
    time_limit : float
        Seconds, for each solve.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`optimise`.
    """

    def __init__(self, program: Program, algorithm: Algorithm = "simplex", time_limit: float = math.inf) -> None:
        self._program = program
        self._searching = prepared(program, algorithm, time_limit)
        run_to_optimum(self._searching)
        self._algorithm = ran(algorithm, self._searching.getInfo())
        self._first, self._seconds = iterations_of(self._searching), self._searching.getRunTime()
        accept(self._searching.setOptionValue("solver", "simplex"), "solver simplex")
        for tolerance in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            accept(self._searching.setOptionValue(tolerance, canonical.TOLERANCE), tolerance)
        self._found = self._searching.getBasis()
        self._standing = program
        self._exact = prepared(program, "simplex", time_limit)

    def change(self, program: Program) -> None:
        """Take over the numbers of a program of the same shape: rows, columns and which coefficients are not 0."""
        _pass_changes(self._exact, self._program, program)
        self._program = program

    def optimum(self) -> Point:
        """Solve the program as it now stands."""
        earlier = self._searching.getRunTime() + self._exact.getRunTime()
        iterations = self._first + self._search()
        accept(self._exact.clearSolver(), "a fresh start")
        accept(self._exact.setBasis(self._found), "the basis")
        for tolerance in (canonical.SLACK * canonical.COST, FEASIBILITY):
            accept(self._exact.setOptionValue("dual_feasibility_tolerance", tolerance), "dual_feasibility_tolerance")
            run_to_optimum(self._exact)
            iterations += iterations_of(self._exact)
            point = point_of(self._exact, "simplex")
            if certify(self._program, point).holds:
                break
        seconds = self._searching.getRunTime() + self._exact.getRunTime() - earlier + self._seconds
        self._first, self._seconds = 0, 0.0
        return replace(point, algorithm=self._algorithm, iterations=iterations, seconds=seconds)

    def _search(self) -> int:
        """Find the basis that is optimal once every number is moved; return the number of iterations."""
        iterations = 0
        for limits in (True, False):
            target = canonical.moved(self._program, limits=limits)
            _pass_changes(self._searching, self._standing, target)
            self._standing = target
            if started(self._searching) == highspy.HighsStatus.kError:
                raise CorridorError("HiGHS could not run")
            iterations += iterations_of(self._searching)
            if self._searching.getModelStatus() not in _NO_POINT:
                require_optimal(self._searching)
                self._found = self._searching.getBasis()
                break
        return iterations


def _pass_changes(solver: Any, before: Program, after: Program) -> None:
    """Tell a solver the numbers in which two programs of the same shape differ."""
    costs = _differ(before.cost, after.cost)
    accept(solver.changeColsCost(len(costs), costs, after.cost[costs]), "changed costs")
    for call, what, low, high in (
        (solver.changeColsBounds, "changed bounds", "column_lower", "column_upper"),
        (solver.changeRowsBounds, "changed limits", "row_lower", "row_upper"),
    ):
        lower, upper = getattr(after, low), getattr(after, high)
        places = np.union1d(_differ(getattr(before, low), lower), _differ(getattr(before, high), upper))
        accept(call(len(places), places, lower[places], upper[places]), what)
    places = _differ(before.matrix.data, after.matrix.data)
    if len(places):
        rows = np.searchsorted(after.matrix.indptr, places, side="right") - 1
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            column, value = int(after.matrix.indices[place]), float(after.matrix.data[place])
            accept(solver.changeCoeff(row, column, value), "a changed coefficient")
    if before.offset != after.offset:
        accept(solver.changeObjectiveOffset(after.offset), "a changed constant")


def _differ(before: Floats, after: Floats) -> NDArray[np.int32]:
    return np.flatnonzero(before != after).astype(np.int32)
