"""Flows by origin, and the capacity of every arc with what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu

_ARC = ["route", "arc", "form", "from", "to"]


def flow_table(context: Context) -> pd.DataFrame:
    """Volumes by arc, origin, year and season: what enters, and what arrives after fuel and losses, bcm."""
    volume = context.volume(context.flow)
    table = volume[volume > DUST].rename("volume").reset_index().join(context.network.arcs, on="arc")
    table["arrived"] = table["volume"] * (1.0 - table["loss"])
    table["unit"] = "bcm"
    keys = ["route", "arc", "origin", "year", "season"]
    return tidy(table, [*_ARC, "origin", "year", "season", "volume", "arrived", "unit"], keys)


def capacity_table(context: Context) -> pd.DataFrame:
    """Capacity and use of every arc that has a limit, year and season.

    Volumes are what the arc could or did carry in the season, bcm, at the point where its capacity is stated (entry of a
    pipeline, exit of a plant or terminal). ``marginal_value`` is the value of one more unit of capacity per unit of
    gas, USD/MMBtu; ``rent`` is what all of the capacity earns at it, million USD.
    """
    terms = context.network.arc_terms
    table = terms[np.isfinite(terms["capacity"])].copy()
    table = table[table["capacity"].groupby(level="arc").transform("max") > DUST]
    table["added"] = table["committed"] + _built(context).reindex(table.index, fill_value=0.0)
    table["total"] = table["capacity"] + table["added"] - table["committed"]
    table["flow"] = context.total_flow.reindex(table.index, fill_value=0.0)
    table["marginal"] = _marginal(context).reindex(table.index, fill_value=0.0)
    table = table.reset_index().join(context.network.arcs, on="arc")
    length = table["season"].map(context.network.seasons["duration"])
    metered = np.where(table["metered"] == "exit", 1.0 - table["loss"], 1.0)
    for name, rate in (("existing", "existing"), ("added", "added"), ("capacity", "total"), ("volume", "flow")):
        table[f"{name}_volume"] = table[rate] * length * metered
    table["utilisation"] = (table["flow"] / table["total"]).where(table["total"] > DUST, 0.0)
    table["rent"] = table["marginal"] * table["total"]
    table["marginal_value"] = table["marginal"] / length / metered * usd_per_mmbtu()
    table = table.drop(columns=["existing", "added", "capacity"]).rename(
        columns={f"{name}_volume": name for name in ("existing", "added", "capacity", "volume")}
    )
    table = table.assign(volume_unit="bcm", marginal_value_unit="USD/MMBtu", rent_unit="million USD")
    columns = ["existing", "added", "capacity", "volume", "utilisation", "marginal_value", "rent"]
    units = ["volume_unit", "marginal_value_unit", "rent_unit"]
    return tidy(table, [*_ARC, "year", "season", *columns, *units], ["route", "arc", "year", "season"])


def _built(context: Context) -> pd.Series:
    """Optional capacity on arcs, at the entry, bcm/yr; index arc, year, season."""
    network = context.network
    built = context.solution.values("built", ("project", "year"))
    rows: dict[tuple[str, int, str], float] = {}
    for (project, year), capacity in built.items():
        for arc in network.projects.at[project, "arcs"]:
            at_exit = network.arcs.at[arc, "metered"] == "exit"
            entry = capacity / (1.0 - float(network.arcs.at[arc, "loss"])) if at_exit else capacity
            for season in network.seasons.index:
                rows[arc, year, season] = rows.get((arc, year, season), 0.0) + entry
    index = pd.MultiIndex.from_tuples(list(rows), names=["arc", "year", "season"]) if rows else None
    return pd.Series(list(rows.values()), index=index, dtype=float)


def _marginal(context: Context) -> pd.Series:
    """Value of one more bcm/yr of entry capacity, million USD a year; index arc, year, season."""
    levels = ("arc", "year", "season")
    single = context.yearly_money(context.solution.duals("flow_below_capacity", levels))
    shared = context.yearly_money(context.solution.duals("directions_share_capacity", levels))
    opposite = context.network.arcs["opposite"]
    exchange = context.network.arc_terms["capacity"]
    back = {
        (opposite[arc], year, season): value * exchange[arc, year, season] / exchange[opposite[arc], year, season]
        for (arc, year, season), value in shared.items()
    }
    parts = [single, shared]
    if back:
        parts.append(pd.Series(back, dtype=float).rename_axis(list(levels)))
    value = -pd.concat(parts)
    return value.where(value > 1e-9, 0.0)
