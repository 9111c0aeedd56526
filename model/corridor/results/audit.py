"""Re-derive physics from the finished tables, without the model and without the solver."""

from __future__ import annotations

import pandas as pd

from corridor.errors import CertificateError
from corridor.network import Network
from corridor.results.rechecks import (
    policies_overrun,
    production_beyond_potential,
    storage_residual,
    transport_cost_residual,
    volumes_out_of_bounds,
)

#: Largest residual of a volume that a table may show, bcm; dust dropped from many small flows can add up to it.
LIMIT = 1e-3


def audit(tables: dict[str, pd.DataFrame], network: Network, objective: float) -> dict[str, float]:
    """Residuals of the tables: balances and limits of nodes, arcs, producers, markets, storages, policies; costs.

    Returns
    -------
    dict of str to float
        ``mass_balance`` (bcm), ``balance_from_flows`` (bcm, flows and sales against the balance table), ``capacity``
        (bcm above a limit), ``market_clearing`` (bcm, sales against consumption), ``swaps`` (bcm that swaps would make
        or lose at a node, or that the balance books otherwise than the table of swaps), ``production`` (bcm beyond a
        potential), ``bounds`` (bcm below zero, or beyond what a market asks for), ``storage`` (bcm beyond a limit, or
        by which levels do not follow), ``policies`` (bcm beyond what they leave open), ``price_caps`` (transfers of a
        year against their account, relative), ``transport_cost`` (tariffs times flows against the cost of transport,
        relative), ``objective`` (sum of costs against it, relative).

    Raises
    ------
    CertificateError
        If a residual is above its limit.
    """
    balance, flows, capacity = tables["balance"], tables["flows"], tables["capacity"]
    keys = ["node", "origin", "year", "season"]
    residual = {
        "mass_balance": _largest(balance.groupby(keys)["volume"].sum()),
        "balance_from_flows": max(
            _difference(balance, "departures", flows, "from", "volume", -1.0),
            _difference(balance, "arrivals", flows, "to", "arrived", 1.0),
        ),
        "capacity": float((capacity["volume"] - capacity["capacity"]).max()) if len(capacity) else 0.0,
        "market_clearing": _clearing(balance, tables["consumption"]),
        "swaps": _swaps(balance, tables["swaps"]),
        "production": production_beyond_potential(tables, network),
        "bounds": volumes_out_of_bounds(tables, network),
        "storage": storage_residual(tables, network),
        "policies": policies_overrun(tables),
        "transport_cost": transport_cost_residual(tables, network),
        "price_caps": _transfers(tables["price_caps"], tables["costs"]),
        "objective": abs(float(tables["costs"]["discounted"].sum()) - objective) / max(1.0, abs(objective)),
    }
    residual["capacity"] = max(0.0, residual["capacity"])
    broken = [f"{name} {value:.1e}" for name, value in residual.items() if not value <= LIMIT]
    if broken:
        raise CertificateError("the tables do not re-derive: " + ", ".join(broken))
    return {name: float(f"{value:.1e}") for name, value in residual.items()}


def _largest(values: pd.Series) -> float:
    return float(values.abs().max()) if len(values) else 0.0


def _difference(balance: pd.DataFrame, item: str, flows: pd.DataFrame, node: str, column: str, sign: float) -> float:
    keys = ["node", "origin", "year", "season"]
    booked = balance[balance["item"] == item].set_index(keys)["volume"]
    flowed = sign * flows.rename(columns={node: "node"}).groupby(keys)[column].sum()
    return _largest(booked.sub(flowed, fill_value=0.0))


def _clearing(balance: pd.DataFrame, consumption: pd.DataFrame) -> float:
    sold = -balance[balance["item"] == "sales"].groupby(["node", "year", "season"])["volume"].sum()
    used = consumption.rename(columns={"market": "node"}).set_index(["node", "year", "season"])["consumption"]
    return _largest(sold.sub(used, fill_value=0.0))


def _transfers(price_caps: pd.DataFrame, costs: pd.DataFrame) -> float:
    """Transfers of price caps that the account of the objective does not hold, or the other way round."""
    booked = costs[costs["item"] == "price_caps"].groupby("year")["value"].sum()
    apart = booked.sub(price_caps.groupby("year")["transfer"].sum(), fill_value=0.0)
    return _largest(apart / booked.reindex(apart.index, fill_value=0.0).clip(lower=1.0))


def _swaps(balance: pd.DataFrame, swaps: pd.DataFrame) -> float:
    """Gas that a swap makes or loses at a node, is above its capacity, or is booked otherwise than it is swapped."""
    keys = ["node", "origin", "year", "season"]
    booked = balance[balance["item"].isin(["swapped in", "swapped away"])]
    made = booked.groupby(["node", "year", "season"])["volume"].sum()
    sides = [
        swaps.assign(node=swaps[f"{at}_at"], origin=swaps[f"{whose}_origin"], volume=sign * swaps[volume])
        for at, whose, volume, sign in (
            ("gives", "gives", "given", -1.0),
            ("gives", "takes", "given", 1.0),
            ("takes", "takes", "taken", -1.0),
            ("takes", "gives", "taken", 1.0),
        )
    ]
    told = pd.concat([side[[*keys, "volume"]] for side in sides]).groupby(keys)["volume"].sum()
    above = (swaps["given"] - swaps["capacity"]).clip(lower=0.0)
    return max(
        _largest(made),
        _largest(booked.groupby(keys)["volume"].sum().sub(told, fill_value=0.0)),
        _largest(above),
        _largest(swaps["taken"] - swaps["ratio"] * swaps["given"]),
    )
