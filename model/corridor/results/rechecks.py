"""Hold the finished tables against the limits of the network, without the model and without the solver."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corridor.dataset import lookup
from corridor.network import Network

_PERIOD = ["year", "season"]

#: Table and columns whose figures are volumes and never negative.
_VOLUMES = {
    "flows": ("volume", "arrived"),
    "capacity": ("capacity", "volume"),
    "consumption": ("consumption", "shortfall"),
    "projects": ("capacity", "added"),
    "storage": ("injection", "withdrawal", "level"),
    "swaps": ("given", "taken"),
}


def production_beyond_potential(tables: dict[str, pd.DataFrame], network: Network) -> float:
    """Most that gas of an origin at a node was produced beyond its potential in a season, swing included, or in a year.

    bcm.
    """
    balance = tables["balance"]
    produced = balance[balance["item"] == "production"]
    steps = network.step_terms.join(network.steps).reset_index()
    steps["highest"] = steps["capacity"] * (1.0 + steps["producer"].map(network.producers["swing"]))
    most = steps.groupby(["node", "origin", "year"])[["capacity", "highest"]].sum()
    keys = ["node", "origin", "year"]
    yearly = produced.groupby(keys)["volume"].sum()
    seasonal = produced.groupby([*keys, "season"])["volume"].sum().reset_index()
    length = seasonal["season"].map(network.seasons["duration"])
    allowed = seasonal.join(most["highest"], on=keys)["highest"].fillna(0.0) * length
    return max(_above(yearly, most["capacity"].reindex(yearly.index).fillna(0.0)), _above(seasonal["volume"], allowed))


def volumes_out_of_bounds(tables: dict[str, pd.DataFrame], network: Network) -> float:
    """Most that a volume is below zero, or that a market consumes or lacks more than it asks for, bcm."""
    negative = max(
        (_above(-tables[name][column], 0.0) for name, columns in _VOLUMES.items() for column in columns), default=0.0
    )
    keys = ["market", *_PERIOD]
    wanted = network.demand["firm"]
    if len(network.blocks):
        wanted = wanted.add(network.blocks["quantity"].groupby(level=keys).sum(), fill_value=0.0)
    rows = tables["consumption"].set_index(keys)
    length = rows.index.get_level_values("season").map(lookup(network.seasons["duration"]))
    firm, most = (limit.reindex(rows.index).to_numpy() * length for limit in (network.demand["firm"], wanted))
    return max(negative, _above(rows["consumption"], most), _above(rows["shortfall"], firm))


def storage_residual(tables: dict[str, pd.DataFrame], network: Network) -> float:
    """Most that a storage holds, takes or gives beyond its limits, or that its levels do not follow, bcm."""
    keys = ["storage", *_PERIOD]
    rows = tables["storage"].join(network.storage_terms.add_prefix("most_"), on=keys)
    if rows.empty:
        return 0.0
    length = rows["season"].map(network.seasons["duration"])
    return max(
        _above(rows["level"], rows["most_working_gas"]),
        _above(rows["injection"], rows["most_injection"] * length),
        _above(rows["withdrawal"], rows["most_withdrawal"] * length),
        _recursion(rows, network),
    )


def _recursion(rows: pd.DataFrame, network: Network) -> float:
    """Most that a level is not the one before it with what came in and went out; more may go where gas is let out."""
    horizon = network.scenario.horizon
    order = {season: place for place, season in enumerate(network.seasons.index)}
    rows = rows.assign(place=rows["season"].map(order)).sort_values(["storage", "year", "place"], kind="stable")
    groups = ["storage"] if horizon.storage == "chronological" else ["storage", "year"]
    before = rows.groupby(groups)["level"].shift()
    if horizon.storage == "cyclic":
        before = before.fillna(rows.groupby(groups)["level"].transform("last"))
    loss = rows["storage"].map(network.storages["loss"])
    missed = (rows["level"] - before - (1.0 - loss) * rows["injection"] + rows["withdrawal"]).dropna()
    return _above(missed, 0.0) if horizon.disposal else _above(missed.abs(), 0.0)


def policies_overrun(tables: dict[str, pd.DataFrame]) -> float:
    """Most that came beyond what a ban, cap, quota or diversification leaves open, bcm."""
    rows = tables["policies"]
    rows = rows[rows["kind"].isin(["ban", "cap", "quota", "diversification"])]
    return _above(rows["level"], rows["limit"])


def transport_cost_residual(tables: dict[str, pd.DataFrame], network: Network) -> float:
    """Tariffs times reported flows against the reported cost of transport, relative, over all years."""
    flows, costs = tables["flows"], tables["costs"]
    rows = flows.join(network.arc_terms["cost"], on=["arc", *_PERIOD])
    paid = (rows["volume"] * rows["cost"]).groupby(rows["year"]).sum()
    booked = costs[costs["item"] == "transport"].set_index("year")["value"]
    missed = booked.sub(paid, fill_value=0.0).abs().sum()
    return float(missed / max(1.0, booked.abs().sum()))


def _above(values: pd.Series, limit: pd.Series | np.ndarray | float) -> float:
    excess = np.asarray(values, dtype=float) - np.asarray(limit, dtype=float)
    return float(np.max(np.nan_to_num(excess, nan=0.0, neginf=0.0), initial=0.0))
