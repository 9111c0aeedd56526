"""Which statements contradict each other: the smallest sets of which none can be spared.

A program without a point holds at least one irreducible set of limits that no point satisfies together. It is found by
a deletion filter (Chinneck and Dravnieks, ORSA Journal on Computing 3 (1991) 157): take a limit away, and if there is
still no point, it was not needed. The least by which limits must give way, and its duals, do that for many limits at a
time: what does not press in a proof is not needed for it. Limits are taken away statement by statement (a line in all
years, the demand of a market) and after that one by one, so that a year and a season can be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corridor.engine.elastic import NOTHING, Elastic
from corridor.engine.sparse import Flags, Integers


@dataclass(frozen=True, slots=True)
class Conflict:
    """An irreducible set of statements.

    Attributes
    ----------
    statements : tuple of int
        All of them cannot hold, all but any one can.
    limits : tuple of int
        Those of their limits that already contradict each other, irreducible too.
    """

    statements: tuple[int, ...]
    limits: tuple[int, ...]


def conflicts(elastic: Elastic, needs: Sequence[int], settled: Sequence[int] = ()) -> Iterator[Conflict]:
    """Yield conflicts that have no statement in common, until what is left has a point.

    Parameters
    ----------
    elastic : Elastic
        The program, or a part of it that has nothing to do with the others.
    needs : sequence of int
        Statements that ask for gas; one of them at a time is explained as long as it contradicts the others by itself.
    settled : sequence of int
        Statements that are taken away from the beginning.

    Raises
    ------
    SolverLimitError, CorridorError
        As :meth:`corridor.engine.elastic.Elastic.least`.
    """
    left = ~elastic.limits.of(np.asarray(settled, dtype=np.int64))
    while True:
        given = elastic.least(np.where(left, elastic.limits.weight, 0.0))
        if given.total <= NOTHING:
            return
        part = elastic.proof(given)
        inside = np.isin(part.numbers, elastic.numbers[left])
        while (active := _pressing(part, inside)) is not None:
            found = _conflict(elastic, part, active, needs)
            yield found
            named = np.asarray(found.statements)
            inside &= ~part.limits.of(named)
            left &= ~elastic.limits.of(named)


def _conflict(elastic: Elastic, part: Elastic, active: Flags, needs: Sequence[int]) -> Conflict:
    """Find one conflict in a part; the rows that the part lacks may make some more of it needless."""
    active = _irreducible(part, _one_need(part, active, needs), part.limits.statement)
    active = _irreducible(part, active, np.arange(len(active)))
    if part is not elastic:
        whole = np.isin(elastic.numbers, part.numbers[active])
        part, active = elastic, _irreducible(elastic, whole, np.arange(len(whole)))
    names = tuple(int(each) for each in np.unique(part.limits.statement[active]))
    return Conflict(names, tuple(int(each) for each in part.numbers[active]))


def _pressing(elastic: Elastic, active: Flags) -> Flags | None:
    """Those of some limits that prove that there is no point; None if there is one."""
    given = elastic.least(np.where(active, elastic.limits.weight, 0.0))
    return active & given.pressing if given.total > NOTHING else None


def _one_need(elastic: Elastic, active: Flags, needs: Sequence[int]) -> Flags:
    """Keep one need of several, if one alone is in conflict."""
    limits = elastic.limits
    asking = limits.of(np.asarray(needs, dtype=np.int64))
    present = list(dict.fromkeys(limits.statement[active & asking].tolist()))
    for need in present if len(present) > 1 else ():
        found = _pressing(elastic, active & (~asking | (limits.statement == need)))
        if found is not None:
            return found
    return active


def _irreducible(elastic: Elastic, active: Flags, labels: Integers) -> Flags:
    """Take away what can be spared, label by label."""
    needed: set[int] = set()
    while True:
        label = next((each for each in labels[active].tolist() if each not in needed), None)
        if label is None:
            return active
        found = _pressing(elastic, active & (labels != label))
        if found is None:
            needed.add(label)
        else:
            active = found
