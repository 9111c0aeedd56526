"""What the charts over the years have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from corridor.report import style

__all__ = ["darker", "label_ends", "plain_axes"]


def plain_axes(axes: Axes, unit: str, years: Sequence[int]) -> None:
    """Give a chart its frame: light rules across, the model years below, the unit above the upright axis."""
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y")
    axes.set_xticks(list(years))
    axes.set_xticklabels([str(year) for year in years])
    axes.tick_params(labelsize=7.2, labelcolor=style.QUIET, labelfontfamily=style.FONT, pad=3)
    axes.margins(x=0)
    axes.text(0, 1.025, unit, transform=axes.transAxes, ha="left", va="bottom", fontsize=7.2, color=style.QUIET)


def darker(colour: str) -> str:
    """Return a colour mixed with ink, dark enough for text on white."""
    return to_hex(tuple(0.55 * np.array(to_rgb(colour)) + 0.45 * np.array(to_rgb(style.INK))))


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]], year: float, gap: float) -> None:
    """Write names beside the right ends of lines or bands, moved apart where they would touch.

    Parameters
    ----------
    axes
        The chart; its limits are final.
    ends
        Height, text and colour.
    year
        Right end of the chart.
    gap
        Smallest distance of two names in units of the upright axis.
    """
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    ordered = sorted(ends)
    places = style.spread([height for height, _, _ in ordered], gap, low, high)
    for (height, text, colour), place in zip(ordered, places, strict=True):
        x = year + 0.030 * (right - left)
        steps = [year, year + 0.010 * (right - left), x - 0.004 * (right - left)]
        axes.plot(steps, [height, height, place], color=colour, lw=0.6, clip_on=False, alpha=0.8)
        axes.text(x, place, text, color=darker(colour), fontsize=7.4, va="center", ha="left", weight=600, clip_on=False)
