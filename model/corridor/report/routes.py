"""The export routes of an origin: which arcs leave its country, how full they are, year by year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corridor.report.regions import home_nodes
from corridor.report.view import ReportedResults

__all__ = ["arc_years", "export_routes", "idle_capacity", "route_years"]

_KEYS = ["arc", "route", "form", "from", "to"]


def arc_years(results: ReportedResults, origin: str) -> pd.DataFrame:
    """Return every arc in every year.

    Returns
    -------
    pandas.DataFrame
        arc, route, form, from, to, year; ``volume`` of the origin's gas that enters and ``total`` of everybody's gas
        (bcm a year), ``capacity`` (bcm a year; missing for a voyage: its plant is the limit), ``closed`` (what stands
        beyond it but is closed by events, bcm a year) and ``utilisation`` (0..1).
    """
    capacity = results.capacity.replace([np.inf], np.nan)
    stands = capacity["nameplate"] if "nameplate" in capacity.columns else capacity["capacity"]
    capacity = capacity.assign(closed=(stands - capacity["capacity"]).clip(lower=0.0))
    years = capacity.groupby([*_KEYS, "year"])[["volume", "capacity", "closed"]].sum(min_count=1).reset_index()
    years = years.rename(columns={"volume": "total"})
    flows = results.flows
    own = flows[flows["origin"] == origin].groupby([*_KEYS, "year"], as_index=False)["volume"].sum()
    table = _every_year(years.merge(own, on=[*_KEYS, "year"], how="outer"))
    everybody = flows.groupby(["arc", "year"])["volume"].sum()
    moved = pd.Series(everybody.reindex(pd.MultiIndex.from_frame(table[["arc", "year"]])).to_numpy(), index=table.index)
    table["total"] = table["total"].fillna(moved).fillna(0.0)
    table[["volume", "closed"]] = table[["volume", "closed"]].fillna(0.0)
    table["capacity"] = table["capacity"].where(table["form"] != "shipping")
    table["utilisation"] = _shares(table)
    return table.sort_values(["route", "arc", "year"], ignore_index=True)


def _every_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a row for every arc in every year; voyages without ships in a year have none yet."""
    years = pd.DataFrame({"year": sorted(table["year"].unique())})
    return table[_KEYS].drop_duplicates().merge(years, how="cross").merge(table, on=[*_KEYS, "year"], how="left")


def _shares(table: pd.DataFrame) -> pd.Series:
    """Return how full each arc is; a voyage is as full as the plant that loads its ships."""
    share = (table["total"] / table["capacity"].where(table["capacity"] > 1e-9)).clip(upper=9.99)
    plants = table[table["form"] == "liquefaction"].assign(share=share)
    loaded = plants.set_index(["to", "year"])["share"]
    loaded = loaded[~loaded.index.duplicated()]
    keys = pd.MultiIndex.from_frame(table[["from", "year"]])
    from_plant = pd.Series(loaded.reindex(keys).to_numpy(), index=table.index)
    return share.where(table["form"] != "shipping", share.fillna(from_plant))


def export_routes(results: ReportedResults, origin: str) -> pd.DataFrame:
    """Return the arcs by which gas of an origin leaves its country, every year (the columns of :func:`arc_years`)."""
    home = home_nodes(results, origin)
    table = arc_years(results, origin)
    return table[table["from"].isin(home) & ~table["to"].isin(home)].reset_index(drop=True)


def route_years(results: ReportedResults, origin: str) -> pd.DataFrame:
    """Return the export routes by the names people say, parallel arcs added up.

    Returns
    -------
    pandas.DataFrame
        route, year, volume, total, capacity, closed, utilisation, form; routes from the fullest to the emptiest over
        the horizon, those that are closed all the time at the end, the largest first.
    """
    arcs = export_routes(results, origin)
    arcs["loaded"] = arcs["volume"] * arcs["utilisation"]
    keys = ["route", "year"]
    table = arcs.groupby(keys)[["volume", "total", "capacity", "closed", "loaded"]].sum(min_count=1).reset_index()
    table = table.merge(arcs.drop_duplicates(keys)[[*keys, "form"]], on=keys).fillna({"loaded": 0.0})
    stated = table["total"] / table["capacity"].where(table["capacity"] > 1e-9)
    by_plant = table["loaded"] / table["volume"].where(table["volume"] > 1e-9)
    table["utilisation"] = stated.fillna(by_plant)
    weight = table.groupby("route")["volume"].sum()
    for column, share in (("capacity", 1e-3), ("closed", 1e-6)):
        weight = weight + share * table.groupby("route")[column].max().fillna(0.0)
    order = {route: place for place, route in enumerate(weight.sort_values(ascending=False, kind="stable").index)}
    table["place"] = table["route"].map(order)
    columns = ["route", "year", "volume", "total", "capacity", "closed", "utilisation", "form"]
    return table.sort_values(["place", "year"])[columns].reset_index(drop=True)


def idle_capacity(routes: pd.DataFrame, year: int) -> tuple[pd.Series, pd.Series]:
    """Return the pipeline capacity for exports that nobody uses in a year, by route, bcm a year, the largest first.

    Parameters
    ----------
    routes
        From :func:`route_years`.

    Returns
    -------
    tuple of pandas.Series
        What is open and idle, and apart from it what is closed by events.
    """
    table = routes[(routes["year"] == year) & (routes["form"] == "pipeline")].set_index("route")
    idle = (table["capacity"].fillna(0.0) - table["total"]).clip(lower=0.0)
    idle, closed = (
        values[values > 0.05].sort_values(ascending=False, kind="stable") for values in (idle, table["closed"])
    )
    return idle, closed
