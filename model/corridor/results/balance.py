"""The balance of every node by origin, re-derivable by anybody from the tables."""

from __future__ import annotations

import pandas as pd

from corridor.results.context import DUST, Context, tidy
from corridor.results.swaps import swapped_gas

_KEYS = ["node", "origin", "year", "season"]


def balance_table(context: Context) -> pd.DataFrame:
    """Sources (positive) and uses (negative) of gas of an origin at a node, bcm in the season; they sum to zero.

    ``swapped in`` and ``swapped away`` is gas that changes its title at the node: over all origins they cancel.
    """
    network = context.network
    production = _present(context.production).join(network.steps, on="step")
    flow = _present(context.flow).join(network.arcs[["from", "to", "loss"]], on="arc")
    parts = [
        _part("production", production, "node", production["production"]),
        _part("arrivals", flow, "to", flow["flow"] * (1.0 - flow["loss"])),
        _part("departures", flow, "from", -flow["flow"]),
    ]
    sales = _present(context.sales)
    parts.append(_part("sales", sales, "market", -sales["sales"]))
    for item, sign in (("injection", -1.0), ("withdrawal", 1.0)):
        stored = _present(context.solution.values(item, ("origin", "storage", "year", "season")))
        stored = stored.join(network.storages["node"], on="storage")
        parts.append(_part(item, stored, "node", sign * stored[item]))
    swapped = swapped_gas(context)
    for item in sorted(set(swapped["item"])):
        changed = swapped[swapped["item"] == item]
        parts.append(_part(item, changed, "node", changed["rate"]))
    table = pd.concat(parts)
    table["volume"] = table["rate"] * table["season"].map(network.seasons["duration"])
    table = table[table["volume"].abs() > DUST].assign(unit="bcm")
    return tidy(table, [*_KEYS, "item", "volume", "unit"], [*_KEYS, "item"])


def _present(rates: pd.Series) -> pd.DataFrame:
    """Rates that are not zero, as a table."""
    return rates[rates != 0.0].reset_index()


def _part(item: str, table: pd.DataFrame, node: str, rate: pd.Series) -> pd.DataFrame:
    part = table[[node, "origin", "year", "season"]].rename(columns={node: "node"}).assign(rate=rate)
    return part.groupby(_KEYS)["rate"].sum().reset_index().assign(item=item)


def storage_table(context: Context) -> pd.DataFrame:
    """Injection and withdrawal in the season, level at its end, over all origins, bcm."""
    keys = ["storage", "year", "season"]
    columns = {}
    for name in ("injection", "withdrawal", "level"):
        values = context.solution.values(name, ("origin", *keys))
        total = values.groupby(level=keys).sum() if len(values) else values.droplevel("origin")
        columns[name] = total if name == "level" or not len(total) else context.volume(total)
    table = pd.DataFrame(columns).reset_index().assign(unit="bcm")
    return tidy(table, [*keys, *columns, "unit"], keys)
