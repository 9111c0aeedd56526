"""Flows by origin, and the capacity of every arc with what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corridor.dataset import lookup
from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu

_ARC = ["route", "arc", "form", "from", "to"]


IN_USE, MOTHBALLED, GIVEN_UP = "in use", "mothballed", "given up"
"""What may be decided of a line or plant with a fixed cost."""

_STANDING = ["existing", "committed", "capacity"]
"""What of an arc stands before candidates are built."""


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

    Volumes are what the arc could or did carry in the season, bcm, at the point where its capacity is stated (entry of
    a pipeline, exit of a plant or terminal). ``marginal_value`` is the value of one more unit of capacity per unit of
    gas, USD/MMBtu; ``rent`` is what the capacity in use earns at it, million USD, so that the directions of a
    reversible line share its rent as they share the line. ``nameplate`` is what stands, whether or not events leave it
    open: a line that is closed in every year is listed with a capacity of zero. ``state`` says of a line or plant with
    a fixed cost whether it is in use, mothballed or given up.
    """
    terms = context.network.arc_terms
    table = terms[np.isfinite(terms["capacity"]) & np.isfinite(terms["nameplate"])].copy()
    table["state"] = _states(context, table.index)
    table.loc[table["state"].isin([MOTHBALLED, GIVEN_UP]), _STANDING] = 0.0
    built = _built(context).reindex(table.index, fill_value=0.0).astype(float)
    table = table[(table["nameplate"] + built).groupby(level="arc").transform("max") > DUST]
    table["added"] = table["committed"] + built.reindex(table.index)
    table["total"] = table["capacity"] + table["added"] - table["committed"]
    table["flow"] = context.total_flow.reindex(table.index, fill_value=0.0).astype(float)
    table["marginal"] = _marginal(context).reindex(table.index, fill_value=0.0).astype(float)
    table = table.reset_index().join(context.network.arcs, on="arc")
    length = table["season"].map(context.network.seasons["duration"]).astype(float)
    metered = np.where(table["metered"] == "exit", 1.0 - table["loss"], 1.0)
    rates = {"nameplate": "nameplate", "existing": "existing", "added": "added", "capacity": "total", "volume": "flow"}
    volumes = {name: table[rate] * length * metered for name, rate in rates.items()}
    table["utilisation"] = (table["flow"] / table["total"]).where(table["total"] > DUST, 0.0)
    table["rent"] = table["marginal"] * table["flow"]
    table["marginal_value"] = table["marginal"] / length / metered * usd_per_mmbtu()
    table = table.assign(**volumes, volume_unit="bcm", marginal_value_unit="USD/MMBtu", rent_unit="million USD")
    columns = ["nameplate", "existing", "added", "capacity", "volume", "utilisation", "marginal_value", "rent"]
    units = ["volume_unit", "marginal_value_unit", "rent_unit"]
    return tidy(table, [*_ARC, "year", "season", *columns, "state", *units], ["route", "arc", "year", "season"])


def _states(context: Context, index: pd.Index) -> list[str]:
    """What is decided of every arc with a fixed cost, nothing of others."""
    in_use = lookup(context.solution.values("in_use", ("line", "year")))
    kept = lookup(context.solution.values("kept", ("line", "year")))
    line = lookup(context.network.arcs["line"])
    told = {
        key: IN_USE if used > 0.5 else MOTHBALLED if kept.get(key, 0.0) > 0.5 else GIVEN_UP
        for key, used in in_use.items()
    }
    return [told.get((line[arc], year), "") for arc, year, _ in index]


def _built(context: Context) -> pd.Series:
    """Optional capacity on arcs, at the entry, bcm/yr; index arc, year, season."""
    network = context.network
    built = lookup(context.solution.values("built", ("project", "year")))
    arcs, seasons = lookup(network.projects["arcs"]), network.seasons.index.tolist()
    metered, loss = lookup(network.arcs["metered"]), lookup(network.arcs["loss"])
    rows: dict[tuple[str, int, str], float] = {}
    for (project, year), capacity in built.items():
        for arc in arcs[project]:
            entry = capacity / (1.0 - loss[arc]) if metered[arc] == "exit" else capacity
            for season in seasons:
                rows[arc, year, season] = rows.get((arc, year, season), 0.0) + entry
    index = pd.MultiIndex.from_tuples(list(rows), names=["arc", "year", "season"]) if rows else None
    return pd.Series(list(rows.values()), index=index, dtype=float)


def _marginal(context: Context) -> pd.Series:
    """Value of one more bcm/yr of entry capacity, million USD a year; index arc, year, season."""
    levels = ("arc", "year", "season")
    single = context.yearly_money(context.solution.duals("flow_below_capacity", levels))
    shared = context.yearly_money(context.solution.duals("directions_share_capacity", levels))
    opposite = lookup(context.network.arcs["opposite"])
    exchange = lookup(context.network.arc_terms["capacity"])
    back = {
        (opposite[arc], year, season): value * exchange[arc, year, season] / exchange[opposite[arc], year, season]
        for (arc, year, season), value in lookup(shared).items()
    }
    parts = [single, shared]
    if back:
        parts.append(pd.Series(back, dtype=float).rename_axis(list(levels)))
    value: pd.Series = -pd.concat(parts)
    return value.where(value > 1e-9, 0.0)
