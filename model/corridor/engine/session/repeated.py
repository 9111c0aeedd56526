"""Linear programs that are asked again and again, each time with other costs or with another limit."""

from __future__ import annotations

import math

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session.highs import BRANCHING, FEASIBILITY, accept, prepared, run_to_optimum, with_basis
from corridor.engine.sparse import Flags, Floats
from corridor.errors import CorridorError, InfeasibleError


class Repeated:
    """A linear program that is solved again and again with other costs, from the vertex at which it was left."""

    def __init__(self, program: Program, tolerance: float = FEASIBILITY) -> None:
        self._solver = prepared(program, "simplex", math.inf)
        for each in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            accept(self._solver.setOptionValue(each, tolerance), each)
        self._cost = program.cost

    def optimise(self, cost: Floats) -> tuple[Point, Flags, Flags]:
        """Solve with these costs; see :func:`optimise_to_basis`."""
        other = np.flatnonzero(cost != self._cost).astype(np.int32)
        if other.size:
            accept(self._solver.changeColsCost(other.size, other, cost[other]), "changing costs")
            self._cost = cost
        run_to_optimum(self._solver)
        return with_basis(self._solver, "simplex")


class Recosted:
    """A program that stays in HiGHS while its costs change.

    Each time HiGHS begins anew: where most costs are nothing, its presolve leaves little to be solved, while from an
    old basis a simplex method wanders through points that all cost the same.

    Parameters
    ----------
    program : Program
        Linear but for integer columns.
    """

    def __init__(self, program: Program) -> None:
        self._whole = bool(np.any(program.integer))
        self._solver = prepared(program, "choose" if self._whole else "simplex")
        if self._whole:
            for option, value in BRANCHING.items():
                accept(self._solver.setOptionValue(option, value), option)
        self._columns = np.arange(len(program.cost), dtype=np.int32)

    def minimise(self, cost: Floats) -> tuple[Floats, Floats, Floats]:
        """Find an optimum.

        Returns
        -------
        values, reduced : ndarray, shape (columns,)
        duals : ndarray, shape (rows,)
            Reduced costs and duals are NaN with integer columns.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, CorridorError
            As :func:`optimise`.
        """
        accept(self._solver.clearSolver(), "beginning anew")
        accept(self._solver.changeColsCost(len(cost), self._columns, cost), "new costs")
        run_to_optimum(self._solver)
        solution = self._solver.getSolution()
        if not solution.value_valid or not (solution.dual_valid or self._whole):
            raise CorridorError("HiGHS reports an optimum without a valid solution")
        values, reduced, duals = (
            np.asarray(part) for part in (solution.col_value, solution.col_dual, solution.row_dual)
        )
        if self._whole:
            reduced, duals = np.full(reduced.shape, np.nan), np.full(duals.shape, np.nan)
        return values, reduced, duals


class Probe:
    """A linear program that stays in HiGHS and is asked for its minimum with another limit of one row.

    Every solve begins at the basis in which the last one ended.

    Parameters
    ----------
    program : Program
        Linear, without integer columns.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._solver = prepared(program, "simplex", math.inf)

    def minimum(self, row: int, limit: float) -> float | None:
        """Return the minimum with a row at a value, None if there is no such point; the row is then as it was.

        Raises
        ------
        UnboundedError, SolverLimitError, CorridorError
            As :func:`optimise`.
        """
        solver, program = self._solver, self._program
        accept(solver.changeRowBounds(row, limit, limit), "a limit")
        try:
            run_to_optimum(solver)
            return float(solver.getInfo().objective_function_value)
        except InfeasibleError:
            return None
        finally:
            lower, upper = float(program.row_lower[row]), float(program.row_upper[row])
            accept(solver.changeRowBounds(row, lower, upper), "a limit")
