"""Consumption and prices. One function owns what "the price" is."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup
from corridor.engine import clearing_prices, named
from corridor.results.context import Context, along, tidy, usd_per_mmbtu

BASIS = "value of one more unit of demand"
ON_THE_LINE = "linear demand at what is consumed"


def market_value(context: Context) -> pd.Series:
    r"""The price of every market by season, million USD per bcm; index market, year, season.

    Where demand is linear it is what buyers pay for the last unit, :math:`P = a - bc`, whatever sellers earn on one
    more and however the squares are computed. Elsewhere, and where nothing is bought on the line, it is the dual of
    market clearing, undiscounted. The dual of a node's balance is what gas of an origin is worth to its seller: with
    conduct that is less than the price.
    """
    return context.once(_market_value)


def _market_value(context: Context) -> pd.Series:
    value, _ = _clearing(context)
    return value


def _clearing(context: Context) -> tuple[pd.Series, pd.Series]:
    """Price of every market by season, million USD per bcm, and whether it is that of linear demand."""
    program, keys = context.solution.program, ("market", "year", "season")
    dual = context.solution.duals("market_clearing", keys)
    rows, bought = named(program.rows, "market_clearing"), named(program.columns, "consumption")
    found, on_the_line = clearing_prices(program, context.solution.point, rows, bought)
    price = pd.Series(found, index=dual.index)
    value = context.yearly_money(price) / along(dual.index, "season", lookup(context.network.seasons["duration"]))
    return value, pd.Series(on_the_line, index=dual.index)


def price_table(context: Context) -> pd.DataFrame:
    """Price of every market, year and season, USD/MMBtu (gross calorific value, real 2025 money)."""
    value, lines = _clearing(context)
    price = (value * usd_per_mmbtu()).rename("price")
    table = price.rename_axis(["node", "year", "season"]).reset_index()
    table = table.assign(unit="USD/MMBtu", basis=[ON_THE_LINE if line else BASIS for line in lines])
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
