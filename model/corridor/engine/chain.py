"""Long chains of years: a simplex method that begins where the years, taken two at a time, end.

Where stocks are carried on, or capacity once built stays, nothing separates the years, and a simplex method that begins
from nothing takes far more than linear time. So it is first led along the chain: each year is solved with a view of the
next one, given what the years before it left behind, from the basis that the view had of it. What comes out is not yet
the optimum of the whole, for nobody looked further than a year ahead, but near it: the last steps are few. They prove
the optimum, so that nothing hangs on how good the beginning was.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, Program
from corridor.engine.point import Point
from corridor.engine.scaling import scaled
from corridor.engine.session import Basis, Presolved, improved
from corridor.engine.sparse import Floats, Integers

#: How a column or row of a basis stands: at its lower limit, or basic.
_LOWER, _BASIC = 0, 1


def optimise_chain(program: Program, year: Integers) -> Point:
    """Solve a linear program without integers along its years.

    Parameters
    ----------
    program : Program
    year : ndarray of int, shape (columns,)
        Year of every column; -1 for those without one, which come first.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`.
    """
    inner, scales = scaled(program)
    left = Presolved(inner)
    start, steps = beginning(left.program, year[left.columns])
    found = left.finish(start)
    return replace(
        scales.undone(found),
        iterations=found.iterations + sum(point.iterations for point in steps),
        seconds=found.seconds + sum(point.seconds for point in steps),
    )


def years_of(program: Program) -> Integers:
    """Year of every column, shape (columns,): the latest in its index; -1 for those without one."""
    year = np.full(len(program.cost), -1, dtype=np.int64)
    for label in program.columns:
        if not label.keys or not isinstance(label.keys[0], tuple):
            continue
        places = [place for place, part in enumerate(label.keys[0]) if type(part) is int]
        for place in places:
            named = np.fromiter((key[place] for key in label.keys), np.int64, len(label.keys))
            part = slice(label.start, label.stop)
            year[part] = np.maximum(year[part], named)
    return year


def beginning(program: Program, year: Integers) -> tuple[Basis, list[Point]]:
    """Find a basis near the optimum: that of every year from the program of the year and the next one.

    A row belongs to the last year of its columns. A year without a solution, given what was decided before, leaves the
    basis of the view that the year before had of it.

    Returns
    -------
    basis : Basis
    steps : list of Point
        What was found on the way.
    """
    matrix = program.matrix
    height, width = matrix.shape
    last = np.full(height, -1, dtype=np.int64)
    np.maximum.at(last, matrix.rows, year[matrix.indices])
    basis = Basis(np.full(width, _LOWER), np.full(height, _BASIC))
    values, steps = np.zeros(width), []
    years = np.unique(year)
    for place, now in enumerate(years):
        seen = years[min(place + 1, len(years) - 1)]
        columns = np.flatnonzero((year >= now) & (year <= seen))
        rows = np.flatnonzero((last >= now) & (last <= seen))
        given = np.where(year < now, values, 0.0)
        solved = improved(_part(program, rows, columns, given), Basis(basis.columns[columns], basis.rows[rows]))
        if solved is not None:
            point, found = solved
            basis.columns[columns], basis.rows[rows] = found.columns, found.rows
            values[columns] = point.columns
            steps.append(point)
    return basis, steps


def _part(program: Program, rows: Integers, columns: Integers, given: Floats) -> Program:
    """The program of some rows and columns, less what given values of others take of the rows."""
    taken = (program.matrix @ given)[rows]
    arrays = {name: getattr(program, name)[columns] for name in ALONG_COLUMNS}
    arrays |= {name: getattr(program, name)[rows] - taken for name in ALONG_ROWS}
    return replace(program, matrix=program.matrix.part(rows, columns), offset=0.0, **arrays)
