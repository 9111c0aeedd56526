"""Prices of the main markets over the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from corridor.report import style
from corridor.report.display import Display
from corridor.report.figures.axes import label_ends, plain_axes
from corridor.report.view import ReportedResults, optional_table

__all__ = ["main_markets", "prices_over_time", "yearly_prices"]

_WIDTH: Final = 6.69
_HEIGHT: Final = 2.4
_PREFERRED: Final = (
    "Germany", "Türkiye", "China Coast", "China Northeast", "Japan", "India", "Iran North", "Uzbekistan",
)  # fmt: skip


def yearly_prices(results: ReportedResults) -> pd.DataFrame:
    """Return the price of every node and year, seasons weighted by consumption where it is known.

    Returns
    -------
    pandas.DataFrame
        node, year, price (USD/MMBtu).
    """
    prices = results.prices[["node", "year", "season", "price"]]
    used = optional_table(results, "consumption")
    if used.empty:
        return prices.groupby(["node", "year"])["price"].mean().reset_index()
    weights = used.rename(columns={"market": "node"})[["node", "year", "season", "consumption"]]
    table = prices.merge(weights, on=["node", "year", "season"], how="left")
    table["weight"] = table["consumption"].fillna(0.0).clip(lower=1e-9)
    table["paid"] = table["price"] * table["weight"]
    summed = table.groupby(["node", "year"], as_index=False)[["paid", "weight"]].sum()
    return summed.assign(price=summed["paid"] / summed["weight"])[["node", "year", "price"]]


def main_markets(results: ReportedResults) -> list[str]:
    """Return the markets that charts show: well-known ones that the case has, or else the first by name."""
    priced = set(results.prices["node"])
    markets = set(results.nodes.loc[results.nodes["kind"] == "market", "node"])
    known = [market for market in _PREFERRED if market in priced]
    return known or sorted(priced & markets)[:8]


def prices_over_time(
    results: ReportedResults, markets: Sequence[str] | None = None, display: Display | None = None
) -> Figure:
    """Draw the yearly prices of markets.

    Parameters
    ----------
    results
        Results of a solved scenario.
    markets
        Nodes to show; eight well-known ones without it.
    display
        Units; USD/MMBtu without it.

    Returns
    -------
    matplotlib.figure.Figure
        One line a market, its name and last price at the right.
    """
    display = display or Display()
    shown = list(markets) if markets is not None else main_markets(results)
    table = yearly_prices(results)
    table = table[table["node"].isin(shown)].assign(price=lambda rows: rows["price"] * display.price_factor)
    years = sorted(int(year) for year in table["year"].unique())
    with style.drawing():
        figure = style.new_figure(_WIDTH, _HEIGHT)
        axes = figure.add_axes((0.055, 0.09, 0.735, 0.825))
        ends = []
        for place, market in enumerate(shown):
            line = table[table["node"] == market].sort_values("year")
            colour = style.LINE_COLOURS[place % len(style.LINE_COLOURS)]
            axes.plot(
                line["year"], line["price"], color=colour, lw=1.5, marker="o", ms=3, mec="white", mew=0.6, clip_on=False
            )
            if len(line):
                last = float(line["price"].iloc[-1])
                ends.append((last, f"{market}\N{EN SPACE}{last:.{1 if display.system == 'energy' else 2}f}", colour))
        axes.set_ylim(0, 1.06 * max(float(table["price"].max()), 1e-6) if len(table) else 1.0)
        plain_axes(axes, display.price_unit, years)
        if len(years) > 1:
            axes.set_xlim(years[0], years[-1])
        label_ends(axes, ends, years[-1] if years else 0, 0.056 * axes.get_ylim()[1])
    return figure
