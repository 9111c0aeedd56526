"""The program of a scenario without its costs, so stated that every statement is a limit that can give way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridor.diagnosis.statements import BOUNDED, KINDS, Ground, Limit
from corridor.engine.elastic import Limits, with_rows
from corridor.engine.following import pairs
from corridor.engine.matrix import Labels, Program, named
from corridor.engine.sparse import Matrix
from corridor.network import Network


@dataclass(frozen=True)
class Stated:
    """A program whose statements are known.

    Attributes
    ----------
    program : Program
        Linear but for integer columns.
    numbers : tuple of Limit
        In the order of ``limits``.
    statements : tuple of (kind, name)
        In the order of their numbers.
    limits : Limits
    """

    program: Program
    numbers: tuple[Limit, ...]
    statements: tuple[tuple[str, str], ...]
    limits: Limits


def stated(network: Network, program: Program) -> Stated:
    """Find every statement of a network in its program.

    Parameters
    ----------
    network : Network
        Built without pruning, so that limits of nothing are rows too.
    program : Program
        Of the network, as compiled.
    """
    program = _bounds_as_rows(_shares_as_rows(_without_excuses(network, program)))
    ground = Ground(network, program)
    numbers = tuple(limit for kind in KINDS.values() for limit in kind(ground))
    statements = tuple(dict.fromkeys(limit.statement for limit in numbers))
    return Stated(program, numbers, statements, _limits(program, numbers, statements))


def _without_excuses(network: Network, program: Program) -> Program:
    """Let nothing be missing of demand and of stocks: what is paid with the value of lost load is no answer."""
    upper = program.column_upper.copy()
    refused = ("unfilled",) if network.scenario.market.shortfall == "accepted" else ("shortfall", "unfilled")
    for name in refused:
        labels = named(program.columns, name)
        upper[labels.start : labels.stop] = 0.0
    return replace(program, column_upper=upper)


def _shares_as_rows(program: Program) -> Program:
    """Write limits that follow the solution as rows: a share of what is sold, whatever that is."""
    rows, definitions = pairs(program)
    if not rows.size:
        return program
    place = np.full(program.defined.matrix.shape[0], -1, dtype=np.int64)
    place[definitions] = rows
    terms = program.defined.matrix
    used = place[terms.rows] >= 0
    matrix, upper = program.matrix, program.row_upper.copy()
    upper[rows] = program.defined.constant[definitions]
    combined = Matrix.of(
        np.concatenate([matrix.rows, place[terms.rows[used]]]),
        np.concatenate([matrix.indices, terms.indices[used]]),
        np.concatenate([matrix.data, -terms.data[used]]),
        matrix.shape,
    )
    return replace(program, matrix=combined, row_upper=upper, follows=())


def _bounds_as_rows(program: Program) -> Program:
    """Write upper bounds that somebody states as rows with labels."""
    height, labels = program.matrix.shape[0], list(program.rows)
    columns: list[int] = []
    for variable, constraint in BOUNDED.items():
        found = named(program.columns, variable)
        labels.append(Labels(constraint, found.keys, height + len(columns)))
        columns += range(found.start, found.stop)
    return replace(with_rows(program, np.asarray(columns, dtype=np.int64)), rows=tuple(labels))


def _limits(program: Program, numbers: Sequence[Limit], statements: Sequence[tuple[str, str]]) -> Limits:
    place = {statement: number for number, statement in enumerate(statements)}
    entries = [(row, number, gain) for number, limit in enumerate(numbers) for row, gain in limit.rows]
    row, column = (np.asarray([each[part] for each in entries], dtype=np.int64) for part in (0, 1))
    gain = np.asarray([each[2] for each in entries], dtype=float)
    # An upper limit gives way by taking something off the left side; so does one side of an equation, which has a sign.
    upper_only = np.isneginf(program.row_lower) & np.isfinite(program.row_upper)
    signed = np.where(upper_only[row], -gain, gain)
    return Limits(
        Matrix.of(row, column, signed, (program.matrix.shape[0], len(numbers))),
        np.asarray([place[limit.statement] for limit in numbers], dtype=np.int64),
        np.asarray([limit.weight for limit in numbers], dtype=float),
        np.asarray([limit.most if math.isfinite(limit.most) else np.inf for limit in numbers], dtype=float),
        np.asarray([limit.changeable for limit in numbers], dtype=bool),
    )
