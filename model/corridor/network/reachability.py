"""Which gas can be where: arcs carry only the origins that can reach them and go on to a market."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from corridor.dataset import lookup

Ways = Mapping[str, list[tuple[str, str]]]
"""For every node the arcs that lead on from it, each with the node to which it leads."""


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
    start, end = lookup(arcs["from"]), lookup(arcs["to"])
    onward = {year: _ways(start, end, names) for year, names in open_arcs.items()}
    back = {year: _ways(end, start, names) for year, names in open_arcs.items()}
    shut, refused = _by_origin_and_year(closed), _by_origin_and_year(unsold)
    rows = []
    for (origin, year), nodes in sources.items():
        barred = shut.get((origin, year), set())
        forward = _closure(nodes, onward[year], barred)
        backward = _closure(markets - refused.get((origin, year), set()), back[year], barred)
        rows += [
            (origin, arc, year)
            for node in forward
            for arc, head in onward[year].get(node, ())
            if head in backward and arc not in barred
        ]
    return pd.DataFrame(sorted(rows), columns=["origin", "arc", "year"])


def _ways(tail: Mapping[str, str], head: Mapping[str, str], arcs: Iterable[str]) -> Ways:
    found: dict[str, list[tuple[str, str]]] = {}
    for arc in arcs:
        found.setdefault(tail[arc], []).append((arc, head[arc]))
    return found


def _by_origin_and_year(forbidden: Iterable[tuple[str, str, int]]) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = {}
    for origin, name, year in forbidden:
        found.setdefault((origin, year), set()).add(name)
    return found


def _closure(seeds: Iterable[str], ways: Ways, barred: Collection[str]) -> set[str]:
    """Nodes to which some way leads from the seeds, the seeds among them."""
    found = set(seeds)
    stack = list(found)
    while stack:
        for arc, node in ways.get(stack.pop(), ()):
            if node not in found and arc not in barred:
                found.add(node)
                stack.append(node)
    return found
