"""What a project carries of its capacity, and how exports differ from those of another scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corridor.report import style
from corridor.report.difference import Difference, Effort
from corridor.report.display import Display
from corridor.report.figures.axes import darker
from corridor.report.regions import region_colour

__all__ = ["difference_chart"]

_WIDTH: Final = 6.69
_HEIGHT: Final = 1.75
_BAR: Final = 0.62
_LEAST: Final = 0.05  # bcm a year
_TOTAL: Final[Mapping[str, Any]] = MappingProxyType(
    {"marker": "D", "ms": 3.0, "mfc": "white", "mec": style.INK, "mew": 0.8}
)


def difference_chart(difference: Difference, display: Display | None = None) -> Figure:
    """Draw use and capacity of the largest project that differs, and exports less those of the other scenario.

    Parameters
    ----------
    difference
        Two scenarios.
    display
        Units; bcm without it.

    Returns
    -------
    matplotlib.figure.Figure
        One bar a model year, not to scale in time; on the right gains above the line and losses below it.
    """
    display = display or Display()
    with style.drawing():
        figure = style.new_figure(_WIDTH, _HEIGHT)
        left = 0.045
        if difference.projects:
            _draw_project(figure.add_axes((left, 0.11, 0.345, 0.71)), difference.projects[0], display)
            left = 0.45
        _draw_exports(figure.add_axes((left, 0.11, 0.835 - left, 0.71)), difference.exports, display)
    return figure


def _frame(axes: Axes, years: Sequence[int], title: str) -> None:
    """Give a panel its title, rules and years."""
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y")
    axes.set_xticks(range(len(years)), [str(year) for year in years])
    axes.set_xlim(-0.55, len(years) - 0.45)
    axes.tick_params(labelsize=6.6, labelcolor=style.QUIET, labelfontfamily=style.FONT, pad=2, length=0)
    axes.axhline(0, color=style.QUIET, lw=0.6)
    axes.set_title(title, fontsize=7.2, color=style.QUIET, loc="left", pad=6)


def _draw_project(axes: Axes, effort: Effort, display: Display) -> None:
    """Draw pale bars of capacity with bars of use in them."""
    years = [int(str(year)) for year in effort.years.index]
    capacity, used = (effort.years[name].to_numpy() * display.volume_factor for name in ("capacity", "used"))
    places = np.arange(len(years))
    axes.bar(places, capacity, width=_BAR, color="#e3e8ec", edgecolor="#b9c3cb", linewidth=0.5)
    axes.bar(places, used, width=_BAR, color="#b3231c")
    top = max(float(capacity.max()), 1e-6)
    for place, (full, carried) in enumerate(zip(capacity, used, strict=True)):
        if full > _LEAST * display.volume_factor:
            text = display.volume(float(carried) / display.volume_factor)
            axes.text(place, carried + 0.02 * top, text, ha="center", va="bottom", fontsize=6.4, color=style.INK)
    axes.set_ylim(0, 1.12 * top)
    _frame(axes, years, f"{effort.name}: used of capacity, {display.rate_unit}")


def _draw_exports(axes: Axes, exports: pd.DataFrame, display: Display) -> None:
    """Draw stacked bars of differences, and the total as a mark."""
    years = [int(str(year)) for year in exports.columns]
    shown = exports[exports.abs().max(axis=1) > 4 * _LEAST]
    above, below = np.zeros(len(years)), np.zeros(len(years))
    for place, (region, values) in enumerate(shown.iterrows()):
        heights = values.to_numpy(dtype=float) * display.volume_factor
        base = np.where(heights > 0, above, below)
        colour = region_colour(str(region))
        axes.bar(range(len(years)), heights, width=_BAR, bottom=base, color=colour, edgecolor="white", linewidth=0.3)
        above, below = above + np.maximum(heights, 0), below + np.minimum(heights, 0)
        _key(axes, place, str(region), darker(colour), {"marker": "s", "ms": 4.2, "mfc": colour, "mec": colour})
    total = exports.sum().to_numpy() * display.volume_factor
    axes.plot(range(len(years)), total, ls="", zorder=4, **_TOTAL)
    _key(axes, len(shown), "in all", style.INK, _TOTAL)
    low, high = min(0.0, float(below.min())), max(0.0, float(above.max()))
    room = 0.08 * max(high - low, 1e-6)
    axes.set_ylim(low - (room if low < 0 else 0), high + room)
    _frame(axes, years, f"Exports less those of the other scenario, {display.rate_unit}")


def _key(axes: Axes, place: int, name: str, colour: str, marker: Mapping[str, Any]) -> None:
    """Explain a mark beside the panel."""
    row = 0.97 - 0.115 * place
    axes.plot(1.045, row, ls="", transform=axes.transAxes, clip_on=False, **marker)
    axes.text(1.075, row, name, transform=axes.transAxes, color=colour, fontsize=6.6, va="center")
