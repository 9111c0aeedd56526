"""A part of a program: some columns are left to decide, others stand at a value, the rest is not there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, Definitions, Labels, Program
from corridor.engine.sparse import Flags, Floats, Integers


def restricted(program: Program, rows: Flags, columns: Flags, fixed: Floats) -> Program:
    """Return the program of some rows and columns, the other columns standing at a value.

    Parameters
    ----------
    program : Program
        The whole.
    rows : ndarray of bool, shape (rows,)
        Rows that stay. Rows that define a column that stays have to be among them.
    columns : ndarray of bool, shape (columns,)
        Columns that are left to decide.
    fixed : ndarray, shape (columns,)
        Values of the others, 0 for those that are not there; not looked at for columns that stay.

    Returns
    -------
    Program
        Labelled as the whole, numbered anew; the limits of its rows are less what the fixed columns take of them. What
        the fixed columns cost is left out, so that its offset is 0.
    """
    given = np.where(columns, 0.0, fixed)
    row, column = np.flatnonzero(rows), np.flatnonzero(columns)
    shift = taken(program, given)[row]
    arrays = {name: getattr(program, name)[column] for name in ALONG_COLUMNS}
    arrays |= {name: getattr(program, name)[row] - shift for name in ALONG_ROWS}
    return replace(
        program,
        columns=_labels(program.columns, columns),
        rows=_labels(program.rows, rows),
        matrix=program.matrix.part(row, column),
        offset=0.0,
        defined=_definitions(program.defined, rows, columns, given),
        **arrays,
    )


def taken(program: Program, given: Floats) -> Floats:
    """Return what columns take of every row, shape (rows,)."""
    return program.matrix @ given


def _labels(labels: tuple[Labels, ...], keep: Flags) -> tuple[Labels, ...]:
    """Labels of what is kept."""
    found: list[Labels] = []
    start = 0
    for label in labels:
        kept = keep[label.start : label.stop]
        keys = label.keys if kept.all() else [label.keys[place] for place in np.flatnonzero(kept)]
        found.append(Labels(label.name, keys, start))
        start += len(keys)
    return tuple(found)


def _definitions(defined: Definitions, rows: Flags, columns: Flags, given: Floats) -> Definitions:
    """Definitions of the columns that stay."""
    kept = np.flatnonzero(columns[defined.column])
    return Definitions(
        _numbers(columns)[defined.column[kept]],
        _numbers(rows)[defined.row[kept]],
        defined.matrix.part(kept, np.flatnonzero(columns)),
        defined.squares.part(kept, np.flatnonzero(columns)),
        defined.at(given)[kept],
        defined.cost[kept],
        defined.dual[kept],
    )


def _numbers(keep: Flags) -> Integers:
    """Number of everything that is kept, -1 for the rest."""
    return np.where(keep, np.cumsum(keep) - 1, -1)
