"""Headline indicators of every exporter and market, each one a definition over the tidy tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from corridor import units
from corridor.dataset import lookup
from corridor.network import Network

_COLUMNS = ["indicator", "subject", "year", "value", "unit"]

#: What each indicator means; printed beside the figures.
DEFINITIONS = {
    "exports": "gas of an origin sold outside its own country, bcm at the point of sale",
    "exports_to": "the same by region of destination; subject is origin>region",
    "lng_exports": "gas of an origin loaded into ships, bcm",
    "share_of_exports": "part of an origin's exports that a region takes, %",
    "share_to_asia": "part of an origin's exports sold in Asia, %",
    "idle_potential": "potential production that is not used, bcm/yr",
    "export_revenue": "exports times the market price of the destination, less what price caps leave with the buyers, "
    "billion USD",
    "average_netback": "export revenue less the way to market, per unit sold, USD/MMBtu",
    "supplier_concentration": "Herfindahl-Hirschman index of a market's suppliers by origin, 0 to 10,000",
    "price": "consumption-weighted price of a market, USD/MMBtu",
    "regional_price": "consumption-weighted price of a region, USD/MMBtu",
    "consumption": "consumption of a market, bcm",
    "production": "production of an origin, bcm",
    "project_capacity": "capacity of a project, bcm/yr",
    "project_flow": "gas on a project's tightest arc, bcm",
    "project_value": "congestion rent that a project's capacity earns, million USD a year",
    "producer_surplus": "earnings of an origin's producers above the variable cost of their gas, billion USD",
    "consumer_surplus": "worth of a region's consumption above what it pays, billion USD; only differences matter",
}

ASIA = "Asia"


def indicator_table(
    network: Network,
    balance: pd.DataFrame,
    consumption: pd.DataFrame,
    netbacks: pd.DataFrame,
    flows: pd.DataFrame,
    prices: pd.Series,
    surplus: tuple[pd.Series, pd.Series],
    projects: pd.DataFrame,
    kept: pd.Series,
) -> pd.DataFrame:
    """Indicators by subject and year; see :data:`DEFINITIONS`.

    Parameters
    ----------
    prices : Series
        Annual prices, USD/MMBtu; index market, year.
    surplus : tuple of Series
        Of producers (index origin, year) and consumers (index market, year), million USD.
    kept : Series
        What price caps leave with buyers, million USD; index origin, market, year.
    """
    sold = _sales(network, balance)
    parts = [
        *_exports(network, sold),
        *_revenue(sold, prices, netbacks, kept),
        _rows("lng_exports", flows[flows["form"] == "shipping"].groupby(["origin", "year"])["volume"].sum(), "bcm"),
        *_concentration(sold),
        *_markets(network, consumption, prices),
        *_production(network, balance),
        *_surplus(network, *surplus),
        *_projects(projects),
    ]
    table = pd.concat([part[_COLUMNS] for part in parts])
    return table.sort_values(["indicator", "subject", "year"], kind="stable", ignore_index=True)


def _sales(network: Network, balance: pd.DataFrame) -> pd.DataFrame:
    """Annual sales by origin and market, with the market's region and whether it is abroad, bcm."""
    sold = balance[balance["item"] == "sales"].assign(volume=lambda table: -table["volume"])
    sold = sold.rename(columns={"node": "market"})
    sold = sold.groupby(["origin", "market", "year"])["volume"].sum().reset_index()
    sold["region"] = sold["market"].map(network.nodes["region"])
    markets, origins = sold["market"].tolist(), sold["origin"].tolist()
    home, country = _home_countries(network), lookup(network.nodes["country"])
    sold["abroad"] = [country[market] not in home[origin] for market, origin in zip(markets, origins, strict=True)]
    groups = lookup(network.nodes["groups"])
    sold["in_asia"] = [ASIA in groups[market] for market in markets]
    return sold


def _home_countries(network: Network) -> dict[str, set[str]]:
    country = lookup(network.nodes["country"])
    found: dict[str, set[str]] = {}
    for origin, node in zip(network.producers["origin"].tolist(), network.producers["node"].tolist(), strict=True):
        found.setdefault(origin, set()).add(country[node])
    return found


def _exports(network: Network, sold: pd.DataFrame) -> Iterator[pd.DataFrame]:
    abroad = sold[sold["abroad"]]
    pairs = pd.MultiIndex.from_product(
        [sorted(sold["origin"].unique()), list(network.years.index)], names=["origin", "year"]
    )
    total = abroad.groupby(["origin", "year"])["volume"].sum().reindex(pairs, fill_value=0.0)
    yield _rows("exports", total, "bcm")
    by_region = abroad.groupby(["origin", "region", "year"])["volume"].sum()
    regions = sorted(set(abroad["region"]))
    whole = pd.MultiIndex.from_product(
        [*pairs.levels[:1], regions, list(network.years.index)], names=by_region.index.names
    )
    by_region = by_region.reindex(whole, fill_value=0.0)
    by_region = by_region[by_region.groupby(level=["origin", "region"]).transform("sum") > 0.0]
    subject = [f"{origin}>{region}" for origin, region, _ in by_region.index]
    years = by_region.index.get_level_values("year")
    yield _frame("exports_to", subject, years, by_region.to_numpy(), "bcm")
    origins = by_region.index.get_level_values("origin")
    base = total.reindex(pd.MultiIndex.from_arrays([origins, years])).replace(0.0, np.nan).to_numpy()
    share = 100.0 * by_region.to_numpy() / base
    yield _frame("share_of_exports", subject, years, share, "%").dropna(subset=["value"])
    asia = abroad[abroad["in_asia"]].groupby(["origin", "year"])["volume"].sum().reindex(pairs, fill_value=0.0)
    yield _rows("share_to_asia", (100.0 * asia / total.replace(0.0, np.nan)).dropna(), "%")


def _revenue(sold: pd.DataFrame, prices: pd.Series, netbacks: pd.DataFrame, kept: pd.Series) -> Iterator[pd.DataFrame]:
    abroad = sold[sold["abroad"]].copy()
    index = pd.MultiIndex.from_arrays([abroad["market"], abroad["year"]])
    abroad["price"] = prices.reindex(index).to_numpy()
    # bcm x USD/MMBtu x MMBtu/bcm = USD
    abroad["revenue"] = abroad["volume"] * abroad["price"] * _million_mmbtu_per_bcm() / 1000.0
    if len(kept):
        sales = pd.MultiIndex.from_arrays([abroad["origin"], abroad["market"], abroad["year"]])
        abroad["revenue"] = abroad["revenue"] - kept.reindex(sales, fill_value=0.0).to_numpy() / 1000.0
    yield _rows("export_revenue", abroad.groupby(["origin", "year"])["revenue"].sum(), "billion USD")
    known = netbacks.set_index(["origin", "market", "year"])["netback"]
    keys = pd.MultiIndex.from_arrays([abroad["origin"], abroad["market"], abroad["year"]])
    abroad["netback"] = known.reindex(keys).to_numpy()
    reached = abroad.dropna(subset=["netback"])
    weighted = (reached["netback"] * reached["volume"]).groupby([reached["origin"], reached["year"]]).sum()
    yield _rows("average_netback", weighted / reached.groupby(["origin", "year"])["volume"].sum(), "USD/MMBtu")


def _million_mmbtu_per_bcm() -> float:
    return units.from_canonical(1.0, "MMBtu", "volume") / 1e6


def _concentration(sold: pd.DataFrame) -> Iterator[pd.DataFrame]:
    total = sold.groupby(["market", "year"])["volume"].transform("sum")
    squared = (100.0 * sold["volume"] / total) ** 2
    yield _rows("supplier_concentration", squared.groupby([sold["market"], sold["year"]]).sum(), "index")


def _markets(network: Network, consumption: pd.DataFrame, prices: pd.Series) -> Iterator[pd.DataFrame]:
    yield _rows("price", prices, "USD/MMBtu")
    volume = consumption.groupby(["market", "year"])["consumption"].sum()
    yield _rows("consumption", volume, "bcm")
    region = volume.index.get_level_values("market").map(lookup(network.nodes["region"]))
    keys = [region, volume.index.get_level_values("year")]
    value = (prices.reindex(volume.index) * volume).groupby(keys).sum() / volume.groupby(keys).sum()
    yield _rows("regional_price", value, "USD/MMBtu")


def _production(network: Network, balance: pd.DataFrame) -> Iterator[pd.DataFrame]:
    made = balance[balance["item"] == "production"].groupby(["origin", "year"])["volume"].sum()
    yield _rows("production", made, "bcm")
    steps = network.step_terms["capacity"].reset_index().join(network.steps["origin"], on="step")
    potential = steps.groupby(["origin", "year"])["capacity"].sum()
    idle = (potential - made.reindex(potential.index, fill_value=0.0)).clip(lower=0.0)
    yield _rows("idle_potential", idle, "bcm/yr")


def _surplus(network: Network, producers: pd.Series, consumers: pd.Series) -> Iterator[pd.DataFrame]:
    yield _rows("producer_surplus", producers / 1000.0, "billion USD")
    region = consumers.index.get_level_values("market").map(lookup(network.nodes["region"]))
    by_region = consumers.groupby([region, consumers.index.get_level_values("year")]).sum()
    yield _rows("consumer_surplus", by_region / 1000.0, "billion USD")


def _projects(projects: pd.DataFrame) -> Iterator[pd.DataFrame]:
    by_project = projects.set_index(["project", "year"])
    for column, unit in (("capacity", "bcm/yr"), ("flow", "bcm"), ("value", "million USD")):
        yield _rows(f"project_{column}", by_project[column], unit)


def _rows(indicator: str, values: pd.Series, unit: str) -> pd.DataFrame:
    return _frame(
        indicator, values.index.get_level_values(0), values.index.get_level_values(1), values.to_numpy(), unit
    )


def _frame(indicator: str, subject: object, years: object, values: object, unit: str) -> pd.DataFrame:
    return pd.DataFrame({"indicator": indicator, "subject": subject, "year": years, "value": values, "unit": unit})
