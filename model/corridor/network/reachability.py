"""Which gas can be where: arcs carry only the origins that can reach them and go on to a market."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd


def reachable_flows(
    arcs: pd.DataFrame,
    open_arcs: Mapping[int, Iterable[str]],
    sources: Mapping[tuple[str, int], set[str]],
    markets: set[str],
    closed: set[tuple[str, str, int]],
    unsold: set[tuple[str, str, int]],
) -> pd.DataFrame:
    """Flows that can exist.

    Parameters
    ----------
    arcs : DataFrame
        Index arc; ``from``, ``to``.
    open_arcs : mapping of year to arcs
        Arcs that can have capacity in the year.
    sources : mapping of (origin, year) to nodes
        Where gas of the origin is produced.
    markets : set of nodes
        Where gas can be sold.
    closed, unsold : set of (origin, arc or market, year)
        What bans forbid through the year.

    Returns
    -------
    DataFrame
        Columns origin, arc, year, sorted: arcs on some path from a source of the origin to a market open to it.
    """
    start, end = arcs["from"].to_dict(), arcs["to"].to_dict()
    rows = []
    for (origin, year), nodes in sources.items():
        allowed = [arc for arc in open_arcs[year] if (origin, arc, year) not in closed]
        forward = _closure(nodes, [(start[arc], end[arc]) for arc in allowed])
        goals = {market for market in markets if (origin, market, year) not in unsold}
        backward = _closure(goals, [(end[arc], start[arc]) for arc in allowed])
        rows += [(origin, arc, year) for arc in allowed if start[arc] in forward and end[arc] in backward]
    return pd.DataFrame(sorted(rows), columns=["origin", "arc", "year"])


def _closure(seeds: Iterable[str], edges: list[tuple[str, str]]) -> set[str]:
    onward: dict[str, list[str]] = {}
    for tail, head in edges:
        onward.setdefault(tail, []).append(head)
    found = set(seeds)
    stack = sorted(found)
    while stack:
        for head in onward.get(stack.pop(), ()):
            if head not in found:
                found.add(head)
                stack.append(head)
    return found
