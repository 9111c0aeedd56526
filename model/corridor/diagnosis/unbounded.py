"""What earns without limit: the directions in which a program can go on for ever, and what each unit of it brings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.session import optimise

#: Part of the largest movement below which a column stands still.
STILL = 1e-6
#: Columns that are told.
FEW = 6


def unlimited(program: Program) -> str | None:
    """Name what can grow for ever while costs fall; None if nothing can.

    A direction keeps to every limit that is one, and a column with a square does not move: its square would stop it.
    The one that is told is that with the least cost among those in which no column moves by more than a unit.
    """
    endless_up, endless_down = np.isposinf(program.column_upper), np.isneginf(program.column_lower)
    still = program.curvature > 0.0
    cone = replace(
        program,
        curvature=np.zeros_like(program.curvature),
        gradient_error=np.zeros_like(program.cost),
        column_lower=np.where(endless_down & ~still, -1.0, 0.0),
        column_upper=np.where(endless_up & ~still, 1.0, 0.0),
        row_lower=np.where(np.isneginf(program.row_lower), -np.inf, 0.0),
        row_upper=np.where(np.isposinf(program.row_upper), np.inf, 0.0),
        offset=0.0,
        integer=np.zeros(len(program.cost), dtype=bool),
        follows=(),
    )
    point = optimise(cone, "simplex")
    if point.objective > -STILL * max(1.0, float(np.max(np.abs(program.cost), initial=0.0))):
        return None
    moving = np.flatnonzero(np.abs(point.columns) > STILL)
    gain = program.cost * point.columns
    order = moving[np.argsort(gain[moving], kind="stable")][:FEW]
    lines = [f"- {_name(program, int(column))}{_earning(float(program.cost[column]))}" for column in order]
    more = [f"- and {len(moving) - FEW} more"] if len(moving) > FEW else []
    return "\n".join(["what can grow together for ever:", *lines, *more])


def _name(program: Program, column: int) -> str:
    """Variable and index of a column."""
    labels = next(each for each in program.columns if each.start <= column < each.stop)
    key = labels.keys[column - labels.start]
    index = ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)
    return f"{labels.name} of {index}" if index != "None" else labels.name


def _earning(cost: float) -> str:
    """Say what a unit of a column earns over the horizon; nothing for what costs."""
    return f", which earns {-cost:.4g} million USD a unit over the horizon" if cost < 0.0 else ""
