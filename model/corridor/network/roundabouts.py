"""Roundabout ways: arcs over which gas that is sold in a few markets only could leave and would have to come back.

Every line out of a market's hub leads on to every other hub, and from there back again: so reachability alone states a
flow of home gas on every line of a continent. But if all gas of an origin has to pass a node, whoever has passed it and
goes where he must pass it again has gone round for nothing. Where that could serve something after all, the arcs stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

Ways = Mapping[str, list[tuple[str, str]]]


def homely_origins(
    producers: pd.DataFrame,
    arcs: pd.DataFrame,
    terms: pd.DataFrame,
    contracts: pd.DataFrame,
    swaps: pd.DataFrame,
    members: pd.DataFrame,
) -> set[str]:
    """Origins that are sold in some markets only and gain nothing by going round.

    To go round may serve a plant that has to run, a tariff below zero, a contract over the way, a swap, a limit that
    counts cargoes off, or a well that cannot be shut, for fuel is used on the way. Bookings only make a way cheaper,
    and all other policies only limit.
    """
    if (arcs["minimum"] > 0.0).any() or (terms["cost"] < 0.0).any():
        return set()
    sold_in = zip(producers["origin"], producers["sold_in"], strict=True)
    confined = {origin for origin, markets in sold_in if markets}
    bound = {
        *contracts["origin"],
        *swaps["gives_origin"],
        *swaps["takes_origin"],
        *members.loc[members["member_kind"] == "lng_arc", "origin"],
        *producers.loc[producers["minimum"] > 0.0, "origin"],
    }
    return confined - bound


def roundabout(
    wells: Collection[str], outlets: Collection[str], onward: Ways, back: Ways, barred: Collection[str]
) -> set[str]:
    """Arcs that only lead from behind a node that all gas must pass to before it, wherever the gas comes from.

    Parameters
    ----------
    wells, outlets : collection of nodes
        Where the gas comes from, and where it may be of use.
    onward, back : mapping of node to (arc, node)
        Open arcs, by where they begin, and by where they end.
    barred : collection of arcs
        Closed to this gas.
    """
    leading = [well for well in wells if any(arc not in barred for arc, _ in onward.get(well, ()))]
    each = [_roundabout(well, outlets, onward, back, barred) for well in leading]
    return set.intersection(*each) if each else set()


def _roundabout(well: str, outlets: Collection[str], onward: Ways, back: Ways, barred: Collection[str]) -> set[str]:
    """Arcs that are roundabout for gas of one well."""
    found: set[str] = set()
    for gate in _gates(well, outlets, onward, barred):
        before = _reached([well], onward, barred, gate)
        behind = _reached(outlets, back, barred, gate)
        found |= {
            arc for node, ways in onward.items() if node not in before for arc, head in ways if head not in behind
        }
    return found


def _gates(well: str, outlets: Collection[str], onward: Ways, barred: Collection[str]) -> list[str]:
    """Nodes that every way from a well to the outlets passes: among those of a shortest one."""
    came: dict[str, str] = {}
    queue = [well]
    seen = {well}
    for node in queue:
        if node in outlets:
            way = [node]
            while way[-1] in came:
                way.append(came[way[-1]])
            return [each for each in way if not _reached([well], onward, barred, each).intersection(outlets)]
        for arc, head in onward.get(node, ()):
            if head not in seen and arc not in barred:
                seen.add(head)
                came[head] = node
                queue.append(head)
    return []


def _reached(seeds: Collection[str], ways: Ways, barred: Collection[str], gate: str) -> set[str]:
    """Nodes to which some way leads from the seeds that does not pass a node."""
    found = set(seeds) - {gate}
    stack = list(found)
    while stack:
        for arc, node in ways.get(stack.pop(), ()):
            if node not in found and node != gate and arc not in barred:
                found.add(node)
                stack.append(node)
    return found
