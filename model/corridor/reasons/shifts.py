"""What gives way when something is pushed: who produces more or less, who consumes, what is built."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from corridor.engine.directions import Direction
from corridor.reasons.solved import Solved

#: Changes below this are left out, bcm for one that is pushed.
SMALL = 5e-4

#: Columns at which gas begins and ends, and what the change is called; flows between them follow from balances.
_ENDS: Mapping[str, tuple[str, str]] = {
    "production": ("production", "bcm"),
    "consumption": ("consumption", "bcm"),
    "shortfall": ("shortfall", "bcm"),
    "added": ("capacity built", "bcm/yr"),
    "unpaid_take": ("take-or-pay missed", "bcm"),
    "swapped": ("swapped", "bcm"),
}


def shifts(solved: Solved, direction: Direction, year: int | None) -> list[tuple[str, str, float, str]]:
    """Changes for one unit of what is pushed, the largest first: what, where, how much, unit."""
    found: dict[tuple[str, str, str], float] = {}
    for number in np.flatnonzero(np.abs(direction.columns) > SMALL / 10.0):
        variable, key = solved.label(int(number))
        if variable not in _ENDS:
            continue
        what, unit = _ENDS[variable]
        length = solved.duration.get(key[-1], 1.0)
        place = (what, _subject(solved, variable, key, year), unit)
        found[place] = found.get(place, 0.0) + float(direction.columns[number]) * length
    rows = [(what, subject, amount, unit) for (what, subject, unit), amount in found.items() if abs(amount) > SMALL]
    return sorted(rows, key=lambda row: (-abs(row[2]), row[:2]))


def _subject(solved: Solved, variable: str, key: tuple[object, ...], year: int | None) -> str:
    """Where a change is; the year only where it is another one than asked for."""
    name = str(key[0])
    if variable == "production":
        step = solved.network.steps.loc[name]
        name = str(step["origin"]) if step["origin"] == step["node"] else f"{step['origin']}, {step['node']}"
    if variable == "shortfall" and key[0] not in solved.network.nodes.index:
        name = " ".join(map(str, key))
    when = next((part for part in key[1:] if isinstance(part, int)), None)
    return name if when in (None, year) or (variable == "added" and year is None) else f"{name} in {when}"


def sentence(rows: list[tuple[str, str, float, str]], few: int = 5) -> str:
    """Say the largest changes in a sentence; empty without any."""
    told = [f"{what} {subject} {amount:+.2f} {unit}" for what, subject, amount, unit in rows[:few]]
    more = f", and {len(rows) - few} smaller changes" if len(rows) > few else ""
    return f"For each bcm: {'; '.join(told)}{more}." if told else ""
