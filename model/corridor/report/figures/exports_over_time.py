"""Exports of an origin by destination over the horizon."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.figure import Figure

from corridor.report import style
from corridor.report.display import Display
from corridor.report.figures.axes import label_ends, plain_axes
from corridor.report.regions import ordered_regions, region_colour
from corridor.report.tracing import exports
from corridor.report.view import ReportedResults

__all__ = ["exports_over_time"]

_WIDTH: Final = 6.69
_HEIGHT: Final = 2.55


def exports_over_time(results: ReportedResults, origin: str = "Russia", display: Display | None = None) -> Figure:
    """Draw the gas of an origin sold abroad, by region, stacked.

    Parameters
    ----------
    results
        Results of a solved scenario.
    origin
        Whose gas.
    display
        Units; bcm without it.

    Returns
    -------
    matplotlib.figure.Figure
        Bands between model years, straight lines from one to the next; bars where there is one model year only.
    """
    display = display or Display()
    table = (
        exports(results, origin).pivot_table(index="region", columns="year", values="volume", aggfunc="sum").fillna(0.0)
    )
    regions = ordered_regions(table.index)
    years = [int(str(year)) for year in table.columns]
    with style.drawing():
        figure = style.new_figure(_WIDTH, _HEIGHT)
        axes = figure.add_axes((0.055, 0.085, 0.735, 0.835))
        if not years:
            axes.axis("off")
            axes.text(0.5, 0.5, f"No exports of {origin}", ha="center", color=style.QUIET, transform=axes.transAxes)
            return figure
        heights = table.loc[regions].to_numpy() * display.volume_factor
        tops = np.cumsum(heights, axis=0)
        positions = years if len(years) > 1 else [years[0] - 0.4, years[0] + 0.4]
        drawn = np.repeat(heights, 2, axis=1) if len(years) == 1 else heights
        axes.stackplot(
            positions, drawn, colors=[region_colour(region) for region in regions], edgecolor="white", linewidth=0.5
        )
        axes.set_ylim(0, 1.04 * tops[-1].max())
        plain_axes(axes, display.rate_unit, years)
        axes.set_xlim(positions[0], positions[-1])
        for year in years[1:-1]:
            axes.axvline(year, color="white", lw=0.6, alpha=0.7)
        unit = display.volume_digits
        ends = [
            (float(top - height / 2), f"{region}\N{EN SPACE}{height:,.{unit}f}", region_colour(region))
            for region, height, top in zip(regions, heights[:, -1], tops[:, -1], strict=True)
        ]
        label_ends(axes, ends, positions[-1], 0.052 * axes.get_ylim()[1])
    return figure
