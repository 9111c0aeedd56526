"""Which gas can be where: arcs carry only the origins that can reach them and go on to a market.

A swap lets gas of an origin begin anew at another node. It needs gas of both origins where they are handed over, and an
outlet for both where they come out; what a swap brings may feed the next, so what can be is found by taking away the
swaps that cannot work until none is left that cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from corridor.dataset import lookup
from corridor.network.roundabouts import roundabout

Ways = Mapping[str, list[tuple[str, str]]]
"""For every node the arcs that lead on from it, each with the node to which it leads."""


Places = dict[str, set[str]]
"""For every origin the nodes at which its gas can be."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A swap as reachability sees it: gas of ``gives`` becomes that of ``takes`` at ``there``, and back at ``here``."""

    gives: str
    there: str
    takes: str
    here: str

    def needs(self) -> tuple[tuple[str, str], ...]:
        """Origin and node of what is handed over."""
        return (self.gives, self.there), (self.takes, self.here)

    def brings(self) -> tuple[tuple[str, str], ...]:
        """Origin and node of what comes out."""
        return (self.takes, self.there), (self.gives, self.here)


def reachable_flows(
    arcs: pd.DataFrame,
    open_arcs: Mapping[int, Iterable[str]],
    sources: Mapping[tuple[str, int], set[str]],
    markets: set[str],
    closed: set[tuple[str, str, int]],
    unsold: set[tuple[str, str, int]],
    exchanges: Mapping[int, Mapping[str, Exchange]] = MappingProxyType({}),
    stores: Collection[str] = (),
    homely: Collection[str] = (),
) -> tuple[pd.DataFrame, set[tuple[str, int]]]:
    """Flows and swaps that can exist.

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
    exchanges : mapping of year to swaps
        Swaps that are open in the year.
    stores : collection of nodes
        Where gas of a year can lie until later years.
    homely : collection of origins
        Those that gain nothing by going round; see :mod:`corridor.network.roundabouts`.

    Returns
    -------
    flows : DataFrame
        Columns origin, arc, year, sorted: arcs on some path from a source of the origin to a market open to it.
    swaps : set of (swap, year)
        Swaps that have gas on both sides and an outlet for it.
    """
    start, end = lookup(arcs["from"]), lookup(arcs["to"])
    onward = {year: _ways(start, end, names) for year, names in open_arcs.items()}
    back = {year: _ways(end, start, names) for year, names in open_arcs.items()}
    shut, refused = _by_origin_and_year(closed), _by_origin_and_year(unsold)
    rows: list[tuple[str, str, int]] = []
    possible: set[tuple[str, int]] = set()
    kept = _kept(sources, onward, stores, exchanges)
    lasting = _lasting({origin for origin, _ in sources}, back, stores, markets, refused, exchanges)
    for year in onward:
        wells = {origin: nodes for (origin, when), nodes in sources.items() if when == year}
        wells |= {origin: wells.get(origin, set()) | nodes for origin, nodes in kept[year].items()}
        barred = {origin: shut.get((origin, year), set()) for origin in wells}
        outlets = {
            origin: markets - refused.get((origin, year), set()) | lasting[year].get(origin, set()) for origin in wells
        }
        swaps = {
            name: swap for name, swap in exchanges.get(year, {}).items() if {swap.gives, swap.takes} <= wells.keys()
        }
        while True:
            forward = _forward(wells, onward[year], barred, swaps.values())
            backward = {
                origin: _closure(outlets[origin] | _handed_over(origin, swaps.values()), back[year], barred[origin])
                for origin in wells
            }
            working = {
                name: swap
                for name, swap in swaps.items()
                if all(node in forward[origin] for origin, node in swap.needs())
                and all(node in backward[origin] for origin, node in swap.brings())
            }
            if len(working) == len(swaps):
                break
            swaps = working
        possible |= {(name, year) for name in swaps}
        for origin in wells.keys() & homely:
            barred[origin] = barred[origin] | roundabout(
                wells[origin], outlets[origin], onward[year], back[year], barred[origin]
            )
        rows += [
            (origin, arc, year)
            for origin in wells
            for node in forward[origin]
            for arc, head in onward[year].get(node, ())
            if head in backward[origin] and arc not in barred[origin]
        ]
    return pd.DataFrame(sorted(rows), columns=["origin", "arc", "year"]), possible


def _kept(
    sources: Mapping[tuple[str, int], set[str]],
    onward: Mapping[int, Ways],
    stores: Collection[str],
    exchanges: Mapping[int, Mapping[str, Exchange]],
) -> dict[int, Places]:
    """Nodes at which gas of every origin may lie in store when a year begins.

    Bans are left out, and swaps count as working: more is kept than can be, which costs the program some columns and
    changes no solution.
    """
    kept: dict[int, Places] = {year: {} for year in onward}
    found: Places = {}
    for year in sorted(onward) if stores else ():
        kept[year] = {origin: set(nodes) for origin, nodes in found.items()}
        wells = {origin: nodes for (origin, when), nodes in sources.items() if when == year}
        for swap in exchanges.get(year, {}).values():
            for origin, node in swap.brings():
                wells[origin] = wells.get(origin, set()) | {node}
        for origin in wells.keys() | found.keys():
            reached = _closure(wells.get(origin, set()) | found.get(origin, set()), onward[year], frozenset())
            found[origin] = found.get(origin, set()) | reached.intersection(stores)
    return kept


def _lasting(
    origins: Iterable[str],
    back: Mapping[int, Ways],
    stores: Collection[str],
    markets: set[str],
    refused: Mapping[tuple[str, int], set[str]],
    exchanges: Mapping[int, Mapping[str, Exchange]],
) -> dict[int, Places]:
    """Stores in which gas of every origin is of use after a year, for it can go on from there to a market.

    Closed arcs and swaps are taken as in :func:`_kept`.
    """
    lasting: dict[int, Places] = {year: {} for year in back}
    found: Places = {origin: set() for origin in origins} if stores else {}
    for year in sorted(back, reverse=True) if stores else ():
        lasting[year] = {origin: set(nodes) for origin, nodes in found.items()}
        swaps = exchanges.get(year, {}).values()
        for origin, nodes in found.items():
            outlets = markets - refused.get((origin, year), set()) | _handed_over(origin, swaps) | nodes
            found[origin] = nodes | _closure(outlets, back[year], frozenset()).intersection(stores)
    return lasting


def _forward(
    wells: Mapping[str, set[str]], ways: Ways, barred: Mapping[str, Collection[str]], swaps: Collection[Exchange]
) -> Places:
    """Nodes that gas of every origin can reach, by arcs and by swaps that find gas on both sides."""
    found = {origin: _closure(nodes, ways, barred[origin]) for origin, nodes in wells.items()}
    growing = True
    while growing:
        growing = False
        for swap in swaps:
            if all(node in found[origin] for origin, node in swap.needs()):
                for origin, node in swap.brings():
                    if node not in found[origin]:
                        found[origin] |= _closure({node}, ways, barred[origin])
                        growing = True
    return found


def _handed_over(origin: str, swaps: Iterable[Exchange]) -> set[str]:
    """Nodes at which swaps take gas of an origin."""
    return {node for swap in swaps for whose, node in swap.needs() if whose == origin}


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
