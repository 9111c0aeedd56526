"""Solve programs one after another, each from where the one before it stood.

Scenarios of a study mostly differ in some costs, limits or coefficients. Where rows, columns and the coefficients that
are not 0 stay the same, only the numbers that differ are passed to HiGHS, only the blocks that they touch are solved
again, and each begins at its last basis. Where they do not, a :class:`RebuildReason` says why the program was solved
from nothing. Either way the optimum is the same to the last byte, see :mod:`corridor.engine.canonical`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from corridor.engine.blocks import independent_blocks, together
from corridor.engine.long_chains import is_long_chain, optimise_long_chain
from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, Labels, Program, part
from corridor.engine.pieces import optimum
from corridor.engine.point import Point
from corridor.engine.price_caps import optimise_settled
from corridor.engine.session import Algorithm, Held
from corridor.engine.solve import Solution, certified
from corridor.engine.sparse import Integers

Kind = Literal["first", "squares", "integers", "columns", "rows", "coefficients"]


@dataclass(frozen=True, slots=True)
class RebuildReason:
    """Why a program was solved from nothing.

    Attributes
    ----------
    kind : str
        ``first``: nothing was solved before. ``squares``: quadratic programs are solved by an interior method, which
        has no use for a basis. ``integers``: branch and bound begins anew. ``columns``, ``rows``, ``coefficients``:
        some came or went.
    text : str
        The same in words, with the first thing that differs.
    """

    kind: Kind
    text: str


class Solver:
    """Solves programs and keeps the last one in HiGHS.

    Parameters
    ----------
    algorithm : {"auto", "simplex", "ipm", "hipo"}
        Of programs that are solved from nothing.

    Attributes
    ----------
    algorithm : str
    rebuilt : RebuildReason or None
        Why the last program was solved from nothing; None if it was not.
    """

    def __init__(self, algorithm: Algorithm = "auto") -> None:
        self.rebuilt: RebuildReason | None = None
        self.algorithm: Algorithm = algorithm
        self._program: Program | None = None
        self._blocks: list[_Block] = []

    def solve(self, program: Program) -> Solution:
        """Solve and certify, and keep it for the next one.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, CertificateError
            Then nothing is kept, and the next program is solved from nothing.
        """
        self.rebuilt = reason(self._program, program)
        if self.rebuilt is not None:
            self._program, self._blocks = None, []
        try:
            return certified(program, *optimise_settled(program, self._optimum))
        except BaseException:
            self._program, self._blocks = None, []
            raise

    def _optimum(self, program: Program) -> Point:
        if not program.is_linear or bool(np.any(program.integer)):
            return optimum(program, self.algorithm)
        if self._program is None:
            self._blocks = [
                _Block(program, rows, columns, self.algorithm) for rows, columns in independent_blocks(program)
            ]
        else:
            changed = _changed(self._program, program)
            for block in self._blocks:
                block.change(program, *changed)
        self._program = program
        places = [(block.rows, block.columns) for block in self._blocks]
        return together(program, places, [block.point for block in self._blocks])


class _Block:
    """Rows and columns that no other ones are linked with, in HiGHS."""

    def __init__(self, program: Program, rows: Integers, columns: Integers, algorithm: Algorithm) -> None:
        self.rows, self.columns = rows, columns
        self._held: Held | None = None
        if is_long_chain(program, rows, columns, algorithm):
            self.point = optimise_long_chain(program, rows, columns)
        else:
            self._held = Held(part(program, rows, columns), "simplex" if algorithm == "auto" else algorithm)
            self.point = self._held.optimum()

    def change(self, program: Program, rows: Integers, columns: Integers) -> None:
        """Solve again if some of the rows and columns that changed are among its own."""
        if not (np.isin(rows, self.rows).any() or np.isin(columns, self.columns).any()):
            self.point = replace(self.point, iterations=0, seconds=0.0)
            return
        if self._held is None:  # a long chain is led along its years each time
            self.point = optimise_long_chain(program, self.rows, self.columns)
        else:
            self._held.change(part(program, self.rows, self.columns))
            self.point = self._held.optimum()


def solve(program: Program, algorithm: Algorithm = "auto") -> Solution:
    """Solve one program and certify its optimum.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CertificateError
    """
    return Solver(algorithm).solve(program)


def reason(before: Program | None, after: Program) -> RebuildReason | None:
    """Say why a program cannot be solved from where another one stood; None if it can."""
    if not after.is_linear:
        return RebuildReason("squares", "demand or costs are curved: an interior method begins anew")
    if bool(np.any(after.integer)):
        return RebuildReason("integers", "something is built in units or not at all: branch and bound begins anew")
    if before is None:
        return RebuildReason("first", "nothing was solved before")
    for kind, what, one, other in (
        ("columns", "quantity", before.columns, after.columns),
        ("rows", "statement", before.rows, after.rows),
    ):
        text = _difference(one, other)
        if text:
            return RebuildReason("columns" if kind == "columns" else "rows", f"a {what} came or went: {text}")
    return _coefficients(before, after)


def _difference(before: Sequence[Labels], after: Sequence[Labels]) -> str:
    """Name the first element that only one of two programs has; empty if there is none."""
    names = {labels.name: labels.keys for labels in before}, {labels.name: labels.keys for labels in after}
    for name in dict.fromkeys([*names[0], *names[1]]):
        one, other = (each.get(name, []) for each in names)
        if one is other or one == other:
            continue
        missing, added = set(one).difference(other), set(other).difference(one)
        only = next((key for key in (*one, *other) if key in missing or key in added), "in another order")
        return f"{name} {only}"
    return ""


def _coefficients(before: Program, after: Program) -> RebuildReason | None:
    one, other = before.matrix, after.matrix
    if np.array_equal(one.indptr, other.indptr) and np.array_equal(one.indices, other.indices):
        return None
    differ = np.flatnonzero(np.diff(one.indptr) != np.diff(other.indptr))
    rows = differ if differ.size else other.rows[one.indices != other.indices]
    name = next(labels for labels in after.rows if labels.start <= rows[0] < labels.stop)
    key = name.keys[int(rows[0]) - name.start]
    return RebuildReason("coefficients", f"a coefficient became 0 or is 0 no longer in {name.name} {key}")


def _changed(before: Program, after: Program) -> tuple[Integers, Integers]:
    """Rows and columns in which some number differs."""
    rows, columns = (np.zeros(size, dtype=bool) for size in after.matrix.shape)
    for name in ALONG_ROWS:
        rows |= getattr(before, name) != getattr(after, name)
    for name in ALONG_COLUMNS:
        columns |= getattr(before, name) != getattr(after, name)
    columns[after.matrix.indices[before.matrix.data != after.matrix.data]] = True
    return np.flatnonzero(rows), np.flatnonzero(columns)
