"""What a bcm earns at the well in each market: the price there, less the way there."""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corridor.report import style
from corridor.report.display import Display
from corridor.report.regions import home_nodes, node_regions, region_colour
from corridor.report.view import ReportedResults, optional_table

__all__ = ["market_netbacks", "netback_chart"]

_ROW: Final = 0.158  # inches
_MOST: Final = 18
_LEFT: Final = 1.35
_SPAN: Final = 4.35
_VOLUME: Final = 6.64


def market_netbacks(results: ReportedResults, year: int, origin: str = "Russia") -> pd.DataFrame:
    """Return the best way of an origin to every market abroad in one year.

    Returns
    -------
    pandas.DataFrame
        market, basin, price, transport, netback (USD/MMBtu), volume (bcm sold); from the best netback to the worst.
        Where
        several basins serve a market the figures are means by volume, where none does they are those of the best basin.
    """
    table = optional_table(results, "netbacks")
    if table.empty:
        return pd.DataFrame(columns=["market", "basin", "price", "transport", "netback", "volume"])
    home = home_nodes(results, origin)
    table = table[(table["year"] == year) & (table["origin"] == origin) & ~table["market"].isin(home)]
    rows = []
    for market, ways in table.groupby("market"):
        ways = ways.sort_values(["netback", "node"], ascending=[False, True])
        sold = float(ways["volume"].sum())
        best = ways.iloc[0]
        figures = {key: float(best[key]) for key in ("price", "transport", "netback")}
        if sold > 0.05:
            figures = {key: float((ways[key] * ways["volume"]).sum() / sold) for key in figures}
            best = ways.sort_values(["volume", "node"], ascending=[False, True]).iloc[0]
        rows.append({"market": market, "basin": best["node"], **figures, "volume": sold})
    found = pd.DataFrame(rows, columns=["market", "basin", "price", "transport", "netback", "volume"])
    return found.sort_values(["netback", "market"], ascending=[False, True], ignore_index=True)


def netback_chart(
    results: ReportedResults, year: int, origin: str = "Russia", display: Display | None = None
) -> Figure:
    """Draw netback and transport cost of an origin's gas in every market it can reach.

    Parameters
    ----------
    results
        Results of a solved scenario.
    year
        A model year.
    origin
        Whose gas.
    display
        Units; USD/MMBtu and bcm without it.

    Returns
    -------
    matplotlib.figure.Figure
        One bar a market, from the best netback to the worst; pale where nothing is sold.
    """
    display = display or Display()
    table = _shown(market_netbacks(results, year, origin))
    with style.drawing():
        figure = style.new_figure(6.69, _ROW * (len(table) + 2.4))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 6.69), ylim=(len(table) + 0.9, -1.5))
        axes.axis("off")
        longest = max([1e-6, *(table["netback"].clip(lower=0) + table["transport"])])
        regions = node_regions(results)
        for row, line in enumerate(table.to_dict("records")):
            colour = region_colour(regions.get(str(line["market"]), "Elsewhere"))
            _draw_bar(axes, row, {str(key): value for key, value in line.items()}, colour, _SPAN / longest, display)
        axes.text(
            _LEFT,
            -0.55,
            f"netback (dark) + transport (pale) = price at the market, {display.price_unit}",
            fontsize=7.0,
            color=style.QUIET,
        )
        axes.text(_VOLUME, -0.55, f"sold, {display.volume_unit}", fontsize=7.0, color=style.QUIET, ha="right")
    return figure


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the markets that buy most, and the best of the others while there is room."""
    sold = table[table["volume"] > 0.05].sort_values(["volume", "market"], ascending=[False, True]).head(_MOST)
    rest = table[table["volume"] <= 0.05].head(_MOST - len(sold))
    return pd.concat([sold, rest]).sort_values(["netback", "market"], ascending=[False, True], ignore_index=True)


def _draw_bar(axes: Axes, row: int, line: dict[str, object], colour: str, scale: float, display: Display) -> None:
    """Draw one market."""
    netback, transport, price, volume = (float(str(line[key])) for key in ("netback", "transport", "price", "volume"))
    strength = 0.95 if volume > 0.05 else 0.35
    start = _LEFT + scale * max(netback, 0.0)
    axes.barh(row + 0.5, scale * max(netback, 0.0), left=_LEFT, height=0.7, color=colour, alpha=strength)
    axes.barh(row + 0.5, scale * transport, left=start, height=0.7, color=colour, alpha=0.28 * strength)
    quiet = style.INK if volume > 0.05 else "#7d8894"
    axes.text(_LEFT - 0.07, row + 0.5, str(line["market"]), ha="right", va="center", fontsize=7.2, color=quiet)
    inside = scale * netback > 0.42
    place, colour_of_text = (
        (start - 0.05, style.text_on(colour) if strength > 0.5 else style.INK) if inside else (start + 0.05, style.INK)
    )
    axes.text(
        place,
        row + 0.5,
        display.price(netback),
        ha="right" if inside else "left",
        va="center",
        fontsize=6.8,
        color=colour_of_text,
    )
    end = start + scale * transport
    axes.text(end + 0.06, row + 0.5, display.price(price), va="center", fontsize=6.8, color=style.QUIET)
    text = display.volume(volume) if volume > 0.05 else "–"
    axes.text(_VOLUME, row + 0.5, text, ha="right", va="center", fontsize=7.2, color=quiet)
