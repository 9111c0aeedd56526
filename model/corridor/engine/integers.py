"""Whole numbers: what is built in units, or at all, is found by branch and bound; prices come from a linear program.

A program with integer columns has no duals. Once branch and bound has found the best whole numbers and proved that no
others are better by more than a hair, the columns are fixed at them and the linear program that is left is solved: it
has the same optimum, and its duals are the prices that hold while nothing more is built or given up. The certificate is
that of the linear program.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.session import Algorithm, optimise, optimise_integers
from corridor.engine.sparse import Floats
from corridor.errors import CertificateError, InfeasibleError

#: What is said in the manifest of how such a program was solved.
HOW = "branch and bound, then {algorithm} with integers fixed"
#: Largest distance of an integer column from a whole number.
WHOLE = 1e-6
#: Largest gap between the optimum and the bound that branch and bound has proved, relative to the optimum.
GAP = 1e-7
#: Largest difference between the two objectives, relative: branch and bound may miss a row by its tolerance.
SAME = 1e-6


def optimise_mixed(program: Program, algorithm: Algorithm = "auto", time_limit: float = math.inf) -> Point:
    """Solve a program whatever its columns are: directly, or by branch and bound and once more with integers fixed.

    Parameters
    ----------
    program : Program
    algorithm : {"auto", "simplex", "ipm", "hipo"}
        Of the program without integers, see :func:`corridor.engine.session.resolved`.
    time_limit : float
        Seconds, for each of the two solves.

    Returns
    -------
    Point
        Integer columns hold whole numbers exactly; ``bound`` is what branch and bound has proved.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`.
    CertificateError
        If the whole numbers are none, the gap is above its limit, or the two solves do not agree.
    """
    if not np.any(program.integer):
        return optimise(program, algorithm, time_limit)
    try:
        found = optimise_integers(program, time_limit)
    except InfeasibleError:
        # Branch and bound does not tell a cost that falls without limit from the want of any point.
        optimise(replace(program, integer=np.zeros(len(program.cost), dtype=bool)), algorithm, time_limit)
        raise
    point = optimise(with_integers_fixed(program, _whole(program, found.columns)), algorithm, time_limit)
    _require_same(found, point)
    return replace(
        point,
        bound=found.bound,
        algorithm=HOW.format(algorithm=point.algorithm),
        iterations=found.iterations + point.iterations,
        seconds=found.seconds + point.seconds,
    )


def with_integers_fixed(program: Program, columns: Floats) -> Program:
    """Return the linear program that is left once integer columns stand at the given values."""
    if not np.any(program.integer):
        return program
    return replace(
        program,
        column_lower=np.where(program.integer, columns, program.column_lower),
        column_upper=np.where(program.integer, columns, program.column_upper),
        integer=np.zeros(len(columns), dtype=bool),
    )


def relative_gap(point: Point) -> float:
    """How far the objective may lie above the best possible one, relative to it; 0 for a linear program."""
    return max(0.0, point.objective - point.bound) / max(1.0, abs(point.objective))


def _whole(program: Program, columns: Floats) -> Floats:
    """Round the integer columns, and only them."""
    rounded = np.where(program.integer, np.round(columns), columns)
    far = float(np.max(np.abs(rounded - columns), initial=0.0))
    if far > WHOLE:
        raise CertificateError(f"an integer column of the solution is {far:.1e} away from a whole number")
    return np.asarray(rounded) + 0.0


def _require_same(found: Point, point: Point) -> None:
    scale = max(1.0, abs(found.objective))
    apart = abs(found.objective - point.objective) / scale
    if apart > SAME:
        raise CertificateError(
            f"with integers fixed the optimum is {point.objective:.9g}, by branch and bound {found.objective:.9g}"
        )
    gap = (found.objective - found.bound) / scale
    if not gap <= GAP:
        raise CertificateError(f"branch and bound stopped with a gap of {gap:.1e} (limit {GAP:.0e})")
