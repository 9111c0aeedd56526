"""Destination clauses: how much of what a contract delivers can arrive where alone it may be sold."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from corridor.dataset import lookup, lookup_rows

Ways = Mapping[str, list[tuple[str, float]]]
"""For every node the nodes from which an arc leads to it, each with the share that arrives."""


def destination_table(
    contracts: pd.DataFrame, arcs: pd.DataFrame, reach: pd.DataFrame, markets: Collection[str]
) -> pd.DataFrame:
    """Share of gas entering a delivery arc that arrives in the destination by the way that loses least.

    Parameters
    ----------
    contracts, arcs
        As in :class:`corridor.network.Network`.
    reach : DataFrame
        Columns origin, arc, year: the flows that can exist.
    markets : collection of nodes
        Where gas can be sold.

    Returns
    -------
    DataFrame
        Index (contract, arc, year), for contracts with a destination; ``kept``, 0 where nothing can arrive.
    """
    start, end, loss = lookup(arcs["from"]), lookup(arcs["to"]), lookup(arcs["loss"])
    bound = {name: row for name, row in lookup_rows(contracts).items() if row["destination"]}
    origins = {row["origin"] for row in bound.values()}
    ways: dict[tuple[str, int], dict[str, list[tuple[str, float]]]] = {}
    open_arcs: dict[tuple[str, int], set[str]] = {}
    flows = (reach[name].tolist() for name in ("origin", "arc", "year"))
    for origin, arc, year in zip(*flows, strict=True):
        if origin in origins:
            ways.setdefault((origin, year), {}).setdefault(end[arc], []).append((start[arc], 1.0 - loss[arc]))
            open_arcs.setdefault((origin, year), set()).add(arc)
    records = []
    for name, row in bound.items():
        for (origin, year), into in ways.items():
            if origin == row["origin"]:
                share = _arriving(set(row["destination"]) & set(markets), into)
                delivery = [arc for arc in row["arcs"] if arc in open_arcs[origin, year]]
                records += [(name, arc, year, (1.0 - loss[arc]) * share.get(end[arc], 0.0)) for arc in delivery]
    columns = ["contract", "arc", "year", "kept"]
    return pd.DataFrame(records, columns=columns).set_index(columns[:3]).sort_index()


def _arriving(destination: Collection[str], into: Ways) -> dict[str, float]:
    """Largest share of gas at every node that can arrive in a destination; nodes from which none can are left out."""
    best = dict.fromkeys(destination, 1.0)
    open_nodes = dict(best)
    while open_nodes:
        node = max(open_nodes, key=lambda each: (open_nodes[each], each))
        share = open_nodes.pop(node)
        for before, kept in into.get(node, ()):
            if share * kept > best.get(before, 0.0):
                best[before] = open_nodes[before] = share * kept
    return best
