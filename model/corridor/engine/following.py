"""Limits that follow the solution: a row's limit is a sum over the columns, taken as given by everybody who acts.

A quota lets in a share of what is consumed. Written as one linear row, somebody would consume more only to let more in,
and pay others for it. Nobody does that: whoever buys or sells takes the allowed volume as it is. So the limit is a
number in the program, and the program is solved again with the limit that its solution gives, until the two agree. A
unit more let in raises consumption by less than a unit, and a share of that is less again, so the rounds converge; a
secant step makes them few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from corridor.engine.matrix import Program, named
from corridor.engine.point import Point
from corridor.engine.sparse import Floats, Integers
from corridor.errors import SolverLimitError

#: How far a limit may lie from the one that the solution gives, bcm.
TOLERANCE = 1e-6
ROUNDS = 40
#: Largest part of a change of the limit that a secant step expects back.
STEEPEST = 0.95


def optimise_following(program: Program, optimum: Callable[[Program], Point]) -> tuple[Program, Point]:
    """Solve, and solve again until every limit that follows is the one that the solution gives.

    Parameters
    ----------
    program : Program
    optimum : callable
        Solves a program whose limits are given.

    Returns
    -------
    program : Program
        With the limits that were found.
    point : Point
        Its optimum.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`; SolverLimitError too if the limits do not settle.
    """
    rows, definitions = pairs(program)
    before: tuple[Floats, Floats] | None = None
    for _ in range(ROUNDS):
        point = optimum(program)
        if not rows.size:
            return program, point
        limit, counted = program.row_upper[rows], (program.matrix @ point.columns)[rows]
        allowed = program.defined.at(point.columns)[definitions]
        binding = counted > limit - TOLERANCE
        settled = np.where(binding, np.abs(allowed - limit) <= TOLERANCE, counted <= allowed + TOLERANCE)
        if settled.all():
            return _limited(program, rows, np.where(binding, limit, np.maximum(allowed, counted))), point
        program = _limited(program, rows, np.where(settled, limit, _next(limit, allowed, before)))
        before = limit, allowed
    raise SolverLimitError(f"limits that follow consumption did not settle in {ROUNDS} rounds")


def pairs(program: Program) -> tuple[Integers, Integers]:
    """Numbers of the rows that follow, and places of their limits among the definitions."""
    place = {int(column): position for position, column in enumerate(program.defined.column)}
    rows, definitions = [], []
    for constraint, variable in program.follows:
        first = named(program.columns, variable).numbers
        for key, number in named(program.rows, constraint).numbers.items():
            rows.append(number)
            definitions.append(place[first[key]])
    return np.asarray(rows, dtype=np.int64), np.asarray(definitions, dtype=np.int64)


def _next(limit: Floats, allowed: Floats, before: tuple[Floats, Floats] | None) -> Floats:
    """Limit at which it would be the allowed one, if both went on as they have."""
    if before is None:
        return allowed
    moved = limit - before[0]
    known = np.abs(moved) > TOLERANCE
    slope = np.where(known, (allowed - before[1]) / np.where(known, moved, 1.0), 0.0).clip(0.0, STEEPEST)
    return np.asarray((allowed - slope * limit) / (1.0 - slope)).clip(min=0.0)


def _limited(program: Program, rows: Integers, limit: Floats) -> Program:
    upper = program.row_upper.copy()
    upper[rows] = limit
    return replace(program, row_upper=upper)
