"""Prices and netbacks."""

from __future__ import annotations

import math

from corridor.report.blocks import Block, Column, Picture, Section, Table, paragraph, row
from corridor.report.display import NOTHING
from corridor.report.figures.netback_chart import market_netbacks, netback_chart
from corridor.report.figures.prices_over_time import main_markets, prices_over_time, yearly_prices
from corridor.report.subject import Subject

__all__ = ["prices_and_netbacks"]


def prices_and_netbacks(subject: Subject) -> Section:
    """Return prices of the main markets and the netbacks of the last chosen year, with their definitions."""
    display, year = subject.display, subject.chosen_years[-1]
    basis = _basis(subject)
    text = paragraph(
        f"The price of a market is {basis}, in real money of 2025 and by gross calorific value; prices of a year"
        " weight the seasons by consumption. The netback is that price less the way to the market, which is tariffs,"
        " liquefaction, freight, regasification, and the gas used up on the way: what a unit is worth at the well."
    )
    chart = Picture(
        "prices",
        prices_over_time(subject.results, display=display),
        f"Prices of the main markets, {display.price_unit}.",
        f"Lines: yearly prices of {', '.join(main_markets(subject.results))}; the table beside it has the figures.",
    )
    blocks: list[Block] = [text, _price_table(subject), chart]
    found = market_netbacks(subject.results, year, subject.origin)
    if len(found):
        best = found.iloc[0]
        worth = display.price(float(best["netback"]))
        alt = f"Bars of netback and transport by market; the best is {best['market']} with {worth}"
        caption = (
            f"Netback of {subject.origin}’s gas by market in {year}, {display.price_unit}, and volumes sold,"
            f" {display.volume_unit}. At most the eighteen largest buyers are shown."
        )
        figure = netback_chart(subject.results, year, subject.origin, display)
        blocks.append(Picture("netbacks", figure, caption, f"{alt} {display.price_unit}."))
    return Section("Prices and netbacks", blocks)


def _basis(subject: Subject) -> str:
    """Return the definition of the price, as the results state it."""
    stated = subject.results.prices.get("basis")
    words = sorted({str(basis) for basis in stated}) if stated is not None else []
    return f"the {words[0]}" if len(words) == 1 else "the value of one more unit of gas there"


def _price_table(subject: Subject) -> Table:
    """Return the prices of the main markets and the average netback."""
    display, years = subject.display, subject.years
    prices = yearly_prices(subject.results).set_index(["node", "year"])["price"]
    rows = [
        row(market, *(_cell(display.price(float(prices.get((market, year), math.nan)))) for year in years))
        for market in main_markets(subject.results)
    ]
    netbacks = [subject.indicator("average_netback", year)[0] for year in years]
    if any(math.isfinite(value) for value in netbacks):
        label = f"{subject.origin}’s average netback of exports"
        rows.append(row(label, *(_cell(display.price(value)) for value in netbacks), total=True))
    columns = (
        Column(f"Market, {display.price_unit}", "left", share=2.8),
        *(Column(str(year), share=1.0) for year in years),
    )
    return Table("price-table", f"Prices of the main markets, {display.price_unit}.", columns, tuple(rows), small=True)


def _cell(text: str) -> str:
    """Return a figure, or a dash for a missing one."""
    return text or NOTHING
