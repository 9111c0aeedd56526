"""How full the export routes are, season by season."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from corridor.report import style
from corridor.report.display import number
from corridor.report.routes import export_routes, route_years
from corridor.report.view import ReportedResults

__all__ = ["capacity_utilisation", "season_shares"]

_ROW: Final = 0.154  # inches
_LEFT: Final = 1.9
_IDLE: Final = "#dfe9ef"
_NOTHING: Final = "#eef1f4"


def season_shares(results: ReportedResults, origin: str) -> pd.DataFrame:
    """Return how full every export route is in every season: route, year, season, share (missing without capacity).

    A voyage has no capacity of its own; a route by sea is as full as the plants that load its ships.
    """
    arcs = export_routes(results, origin)[["arc", "route", "form", "from"]].drop_duplicates()
    sea = arcs["form"] == "shipping"
    capacity = results.capacity.replace([np.inf], np.nan)
    plants = capacity.loc[capacity["form"] == "liquefaction", ["arc", "to"]].drop_duplicates()
    by_plant = arcs[sea].merge(plants, left_on="from", right_on="to", suffixes=("", "_plant"))
    measured = pd.concat(
        [arcs.loc[~sea, ["route", "arc"]], by_plant[["route", "arc_plant"]].rename(columns={"arc_plant": "arc"})]
    ).drop_duplicates()
    table = measured.merge(capacity[["arc", "year", "season", "volume", "capacity"]], on="arc")
    table = table.groupby(["route", "year", "season"], as_index=False)[["volume", "capacity"]].sum()
    table["share"] = table["volume"] / table["capacity"].where(table["capacity"] > 1e-6)
    return table[["route", "year", "season", "share"]]


def capacity_utilisation(results: ReportedResults, origin: str = "Russia") -> Figure:
    """Draw a heat map of the utilisation of export routes: one row a route, one cell a year, and in it the seasons.

    Parameters
    ----------
    results
        Results of a solved scenario.
    origin
        Whose gas leaves by these routes.

    Returns
    -------
    matplotlib.figure.Figure
        Colours are the six classes of the map, numbers the utilisation of the year in %.
    """
    yearly = route_years(results, origin)
    seen = yearly.groupby("route", sort=False).agg(v=("volume", "max"), c=("capacity", "max")).fillna(0.0)
    routes = [str(route) for route in seen.index[(seen["v"] > 0.05) | (seen["c"] > 0.05)]]
    years = sorted(int(year) for year in yearly["year"].unique())
    means = {
        (line["route"], int(line["year"])): _mean(float(line["volume"]), float(line["utilisation"]))
        for line in yearly.to_dict("records")
    }
    table = season_shares(results, origin).sort_values("season")
    parts = {key: list(rows["share"]) for key, rows in table.groupby(["route", "year"])}
    with style.drawing():
        figure = style.new_figure(6.69, _ROW * (len(routes) + 4.4))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 6.69), ylim=(len(routes) + 2.9, -1.5))
        axes.axis("off")
        width = 4.75 / max(len(years), 1)
        for column, year in enumerate(years):
            axes.text(
                _LEFT + (column + 0.5) * width,
                -0.6,
                str(year),
                ha="center",
                va="center",
                fontsize=7.4,
                color=style.QUIET,
            )
        for row, route in enumerate(routes):
            axes.text(_LEFT - 0.08, row + 0.5, route, ha="right", va="center", fontsize=7.2, color=style.INK)
            for column, year in enumerate(years):
                place = (_LEFT + column * width, float(row), width)
                _draw_cell(axes, place, parts.get((route, year), [np.nan]), means.get((route, year), np.nan))
        _draw_legend(axes, len(routes) + 0.5, [str(season) for season in table["season"].unique()])
    return figure


def _mean(volume: float, utilisation: float) -> float:
    """Return how full a route is in a year; exactly 0 where it is idle, missing where it has no capacity."""
    return 0.0 if volume <= 0.05 and np.isfinite(utilisation) else utilisation


def _draw_cell(axes: Axes, place: tuple[float, float, float], parts: Sequence[float], mean: float) -> None:
    """Draw one year of a route: its colour and number, and below them a strip with a part a season."""
    left, row, width = place
    width -= 0.03
    colour = style.utilisation_colour(mean) if mean > 0 else _IDLE if mean == 0 else _NOTHING
    axes.add_patch(Rectangle((left, row + 0.06), width, 0.88, fc=colour, ec="none"))
    split = mean > 0 and len({style.utilisation_class(share) for share in parts}) > 1
    for position, share in enumerate(parts if split else ()):
        step = width / len(parts)
        strip = style.utilisation_colour(share)
        axes.add_patch(Rectangle((left + position * step, row + 0.70), step, 0.24, fc=strip, ec="none"))
    if split:
        axes.plot([left, left + width], [row + 0.70] * 2, color=style.PAPER, lw=0.5, solid_capstyle="butt")
    text = "idle" if mean == 0 else number(100 * mean, 0)
    ink = style.text_on(colour) if mean > 0 else style.QUIET
    height = row + (0.38 if split else 0.5)
    axes.text(left + width / 2, height, text, ha="center", va="center", fontsize=6.6, color=ink)


def _draw_legend(axes: Axes, row: float, seasons: Sequence[str]) -> None:
    """Explain colours and the order of the seasons."""
    for place, (colour, name) in enumerate(zip(style.UTILISATION_COLOURS, style.UTILISATION_NAMES, strict=True)):
        axes.add_patch(Rectangle((_LEFT + 0.42 * place, row), 0.42, 0.5, fc=colour, ec="none"))
        axes.text(
            _LEFT + 0.42 * (place + 0.5), row + 1.0, name, ha="center", va="center", fontsize=6.2, color=style.QUIET
        )
    axes.text(_LEFT + 2.62, row + 0.25, "% of capacity", va="center", fontsize=6.8, color=style.QUIET)
    if len(seasons) > 1:
        named = f": {', '.join(seasons)}" if len(seasons) < 5 else ""
        text = f"strip: {len(seasons)} seasons that differ{named}"
        axes.text(_LEFT + 2.62, row + 1.0, text, va="center", fontsize=6.8, color=style.QUIET)
