"""Consumption and prices. One function owns what "the price" is."""

from __future__ import annotations

import pandas as pd

from corridor.results.context import Context, tidy

BASIS = "value of one more unit of demand"


def price_series(context: Context) -> pd.Series:
    """Market price by season, USD/MMBtu: the dual of market clearing, undiscounted; index market, year, season."""
    return context.price(context.solution.duals("market_clearing", ("market", "year", "season"))).rename("price")


def price_table(context: Context) -> pd.DataFrame:
    """Price of every market, year and season, USD/MMBtu (gross calorific value, real 2025 money)."""
    table = price_series(context).rename_axis(["node", "year", "season"]).reset_index()
    table = table.assign(unit="USD/MMBtu", basis=BASIS)
    return tidy(table, ["node", "year", "season", "price", "unit", "basis"], ["node", "year", "season"])


def consumption_table(context: Context) -> pd.DataFrame:
    """Consumption by market and season beside what it would be at the reference price, bcm in the season."""
    keys = ["market", "year", "season"]
    demand = context.network.demand
    flexible = context.solution.values("consumption", ("market", "block", "year", "season"))
    shortfall = context.solution.values("shortfall", keys)
    met = demand["firm"].sub(shortfall, fill_value=0.0)
    if len(flexible):
        met = met.add(flexible.groupby(level=keys).sum(), fill_value=0.0)
    table = pd.DataFrame(
        {
            "reference": context.volume(demand["reference"]),
            "consumption": context.volume(met),
            "shortfall": context.volume(shortfall),
        }
    )
    table = table.rename_axis(keys).reset_index().assign(unit="bcm")
    return tidy(table, [*keys, "reference", "consumption", "shortfall", "unit"], keys)


def annual_prices(prices: pd.DataFrame, consumption: pd.DataFrame) -> pd.Series:
    """Price of a market over the year, weighted with consumption, USD/MMBtu; index market, year."""
    weight = consumption.set_index(["market", "year", "season"])["consumption"]
    price = prices.rename(columns={"node": "market"}).set_index(["market", "year", "season"])["price"]
    keys = ["market", "year"]
    total = weight.groupby(level=keys).sum()
    weighted = (price * weight).groupby(level=keys).sum() / total
    return weighted.where(total > 0.0, price.groupby(level=keys).mean()).rename("price")
