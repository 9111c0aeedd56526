"""Solve a program once: linear, quadratic, or in whole numbers."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session.held import Held
from corridor.engine.session.highs import (
    BRANCHING,
    Algorithm,
    accept,
    point_of,
    prepared,
    require_optimal,
    run_to_optimum,
    started,
    with_basis,
)
from corridor.engine.sparse import Flags
from corridor.errors import CorridorError

#: Powers of two by which the objective of a quadratic program is scaled, one after another until one works.
_SCALES = (0, -4, -8, 4)
#: A point that misses no limit by more than this is near enough to an optimum to begin a crossover from, bcm/yr.
_NEAR = 1e-4


def resolved(program: Program, algorithm: Algorithm) -> Algorithm:
    """Return the algorithm that solves a program: "auto" is simplex for linear ones, HiPO for quadratic ones.

    Raises
    ------
    CorridorError
        If the algorithm that is asked for cannot solve a quadratic program, or the program has integer columns too.
    """
    if algorithm == "auto":
        algorithm = "simplex" if program.is_linear else "hipo"
    if not program.is_linear and algorithm in ("simplex", "ipm"):
        raise CorridorError(
            f"{algorithm} solves linear programs, but demand or costs are curved here: only hipo solves them exactly; "
            "leave the algorithm out, or write 'market: {quadratic: piecewise}' in the scenario"
        )
    if not program.is_linear and bool(np.any(program.integer)):
        raise CorridorError(
            "projects in units cannot be chosen with curved demand or costs as they are: write "
            "'market: {quadratic: piecewise}' in the scenario"
        )
    return algorithm


def optimise(program: Program, algorithm: Algorithm = "auto", time_limit: float = math.inf) -> Point:
    """Solve a program without integer columns to proven optimality.

    Parameters
    ----------
    program : Program
        Linear, or convex quadratic; without integer columns, see :func:`optimise_integers`. Of a quadratic one the
        point may be as imprecise as an interior method leaves it, see :mod:`corridor.engine.crossover`.
    algorithm : {"auto", "simplex", "ipm", "hipo"}
        Which algorithm to run, see :func:`resolved`; the interior-point ones are followed by crossover to a vertex of
        linear programs.
    time_limit : float
        Seconds.

    Raises
    ------
    InfeasibleError, UnboundedError
        If no point or no finite optimum exists.
    SolverLimitError
        If a limit was reached first.
    CorridorError
        If HiGHS refused a call or ran another algorithm than the one asked for, or that one cannot solve the program.
    """
    algorithm = resolved(program, algorithm)
    if bool(np.any(program.integer)):
        raise CorridorError("a program with integer columns has no duals: branch and bound must come first")
    if not program.is_linear:
        return point_of(_interior(program, algorithm, time_limit), algorithm)
    return Held(program, algorithm, time_limit).optimum()


def optimise_to_basis(program: Program, algorithm: Algorithm = "simplex") -> tuple[Point, Flags, Flags]:
    """Solve a linear program to a vertex.

    Parameters
    ----------
    program : Program
    algorithm : {"simplex", "ipm", "hipo"}

    Returns
    -------
    point : Point
    columns, rows : ndarray of bool
        Which are basic: the others are at a limit.

    Raises
    ------
    CorridorError
        As :func:`optimise`.
    """
    solver = prepared(program, algorithm, math.inf)
    run_to_optimum(solver)
    return with_basis(solver, algorithm)


def optimise_integers(program: Program, time_limit: float = math.inf) -> Point:
    """Find the best point whose integer columns are whole numbers, by branch and bound.

    Parameters
    ----------
    program : Program
    time_limit : float
        Seconds.

    Returns
    -------
    Point
        Without duals (NaN), which a program with integer columns does not have.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`optimise`.
    """
    # With the name of an algorithm HiGHS would leave integrality aside and solve the linear program alone.
    solver = prepared(program, "choose", time_limit)
    for option, value in BRANCHING.items():
        accept(solver.setOptionValue(option, value), option)
    run_to_optimum(solver)
    information, solution = solver.getInfo(), solver.getSolution()
    if not solution.value_valid or information.mip_node_count < 0:
        raise CorridorError("HiGHS reports an optimum in integers without having branched")
    columns, rows = np.asarray(solution.col_value), np.asarray(solution.row_value)
    return Point(
        columns,
        np.full(columns.shape, np.nan),
        rows,
        np.full(rows.shape, np.nan),
        float(information.objective_function_value),
        "branch and bound",
        solver.version(),
        int(max(information.simplex_iteration_count, 0)),
        float(solver.getRunTime()),
        float(information.mip_dual_bound),
    )


def _interior(program: Program, algorithm: Algorithm, time_limit: float) -> Any:
    """Run an interior method on a quadratic program, to an optimum or as near as it comes.

    Whoever takes a point that is only near makes it exact, or finds by its certificate that it is none. On its way it
    may break off for reasons of numbers alone, at one scale of the objective and not at another.
    """
    nearest, missed = None, math.inf
    for scale in _SCALES:
        solver = prepared(program, algorithm, time_limit)
        accept(solver.setOptionValue("user_objective_scale", scale), "user_objective_scale")
        if started(solver) == highspy.HighsStatus.kError:
            continue
        if solver.getModelStatus() != highspy.HighsModelStatus.kUnknown:
            require_optimal(solver)
            return solver
        if solver.getSolution().value_valid and solver.getInfo().max_primal_infeasibility < missed:
            nearest, missed = solver, solver.getInfo().max_primal_infeasibility
        if missed < _NEAR:
            break
    if nearest is not None:
        return nearest
    free = replace(program, cost=np.zeros_like(program.cost), curvature=np.zeros_like(program.curvature))
    run_to_optimum(prepared(free, "simplex", time_limit))  # tells if there is no point at all
    raise CorridorError(
        "HiPO did not find an optimum of this quadratic program; with 'market: {quadratic: piecewise}' it is solved as "
        "a linear one"
    )
