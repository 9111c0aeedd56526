"""Find the conflicts of a program and what would repair them, part by part where parts have nothing to do with another.

The linear program comes first: it tells which limits press against each other. What only whole numbers contradict is
found after that, and every amount of a repair is one that works with whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from corridor.dataset import lookup
from corridor.diagnosis.program import Stated
from corridor.diagnosis.repairs import Change
from corridor.diagnosis.statements import NEEDS, Limit
from corridor.engine.conflict import Conflict, conflicts
from corridor.engine.elastic import NOTHING, Elastic, Given
from corridor.engine.matrix import named
from corridor.engine.repair import alternative, cheapest
from corridor.engine.sparse import Flags, Floats
from corridor.network import Network

#: Conflicts whose single repairs are looked for; of more than these nobody would read.
MANY = 40


@dataclass(frozen=True)
class Found:
    """A conflict and what would repair it.

    Attributes
    ----------
    statements : tuple of (kind, name)
        All of them cannot hold.
    limits : tuple of Limit
        Their numbers that already contradict each other.
    ways : dict of (kind, name) to tuple of Change
        What repairs the conflict by one statement alone, for those that can.
    """

    statements: tuple[tuple[str, str], ...]
    limits: tuple[Limit, ...]
    ways: dict[tuple[str, str], tuple[Change, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Findings:
    """All conflicts, and the cheapest repair of all of them; None if no amounts repair them."""

    conflicts: tuple[Found, ...]
    repair: tuple[Change, ...] | None


def search(network: Network, stated: Stated) -> Findings:
    """Find every conflict of a program.

    Raises
    ------
    SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`.
    """
    whole = bool(np.any(stated.program.integer))
    found: list[Found] = []
    repair: list[Change] | None = []
    for loose, block in zip(*(_blocks(stated, whole=each) for each in (False, whole)), strict=True):
        seen = list(_conflicts(stated, loose, block, whole))
        if not seen:
            continue
        given = cheapest(block)
        if given is None or repair is None:
            repair = None
        else:
            repair += _changes(network, stated, block, given, np.ones(len(given.amounts), dtype=bool))
        for conflict in seen:
            ways = _ways(network, stated, block, conflict, seen) if len(found) < MANY else {}
            names = tuple(stated.statements[each] for each in conflict.statements)
            found.append(Found(names, tuple(stated.numbers[each] for each in conflict.limits), ways))
    return Findings(tuple(found), None if repair is None else tuple(repair))


def _blocks(stated: Stated, *, whole: bool) -> list[Elastic]:
    return Elastic(stated.program, stated.limits, whole=whole).blocks()


def _conflicts(stated: Stated, loose: Elastic, block: Elastic, whole: bool) -> Iterator[Conflict]:
    needs = [number for number, (kind, _) in enumerate(stated.statements) if kind in NEEDS]
    seen = list(conflicts(loose, needs))
    yield from seen
    if whole:
        yield from conflicts(block, needs, [each for conflict in seen for each in conflict.statements])


def _ways(
    network: Network, stated: Stated, block: Elastic, conflict: Conflict, seen: Sequence[Conflict]
) -> dict[tuple[str, str], tuple[Change, ...]]:
    others = [each for each in seen if each is not conflict]
    ways: dict[tuple[str, str], tuple[Change, ...]] = {}
    for statement in conflict.statements:
        own = block.limits.statement == statement
        if not block.limits.changeable[own].any():
            continue
        given = alternative(block, conflict, others, statement)
        if given is not None:
            ways[stated.statements[statement]] = tuple(_changes(network, stated, block, given, own))
    return ways


def _changes(network: Network, stated: Stated, block: Elastic, given: Given, which: Flags) -> list[Change]:
    """Limits that give way, with what shares are shares of at the point that is then possible."""
    values = np.zeros(len(stated.program.cost))
    values[block.places] = given.columns
    return [
        Change(limit, float(given.amounts[place]), _beside(network, stated, values, limit))
        for place in np.flatnonzero((given.amounts > NOTHING) & which)
        for limit in [stated.numbers[block.numbers[place]]]
    ]


def _beside(network: Network, stated: Stated, values: Floats, limit: Limit) -> float:
    """What a share is one of: production before a ramp, bcm/yr, or what markets buy in a year, bcm; 0 for others."""
    if limit.kind == "ramp":
        _, *key = limit.key
        row = network.ramps.loc[tuple(key)]
        steps = network.steps.index[network.steps["producer"] == limit.name]
        produced = named(stated.program.columns, "production").numbers
        return float(sum(values[produced[step, row["year_before"], row["season_before"]]] for step in steps))
    if limit.kind == "policy" and limit.key[0] == "share_limits":
        members = network.policy_members
        own = members[(members["policy"] == limit.name) & (members["member_kind"] == "consumer")]
        markets, length = set(own["member"]), lookup(network.seasons["duration"])
        sales = named(stated.program.columns, "sales").numbers.items()
        year = limit.when[0]
        return float(sum(length[s] * values[at] for (_, m, y, s), at in sales if m in markets and y == year))
    return 0.0
