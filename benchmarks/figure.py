"""Seconds and memory against the size of the program, a line a tool."""

from __future__ import annotations

from typing import Final

import pandas as pd
from benchmarks.ladder import MANY, ONE
from benchmarks.summary import part
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corridor.report import style
from corridor.report.figures.axes import darker

PANELS: Final = (("stated", "build and pass, seconds"), ("memory_passed", "most memory until then, MB"))
_TOOLS: Final = ("highspy", "corridor", "linopy", "pypsa", "pyomo appsi", "pyomo contrib", "corridor warm")
COLOURS: Final = dict(zip(_TOOLS, style.LINE_COLOURS, strict=False))
SIZES: Final = (4_000, 40_000, 250_000, 1_000_000)
_WIDTH, _HEIGHT = 6.69, 5.4


def ladder_figure(table: pd.DataFrame) -> Figure:
    """Draw medians by program, size and tool: what stating a program takes, on logarithmic axes.

    Parameters
    ----------
    table
        From :func:`benchmarks.summary.medians`, index (program, size, tool).
    """
    with style.drawing():
        figure = style.new_figure(_WIDTH, _HEIGHT)
        for row, program in enumerate((MANY, ONE)):
            for column, (name, title) in enumerate(PANELS):
                axes = figure.add_axes((0.075 + 0.5 * column, 0.58 - 0.51 * row, 0.29, 0.34))
                _panel(axes, part(table, program), name, f"{program}: {title}")
    return figure


def _panel(axes: Axes, table: pd.DataFrame, name: str, title: str) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y")
    axes.set_xscale("log")
    axes.set_xlim(SIZES[0] / 1.4, SIZES[-1] * 1.4)
    axes.set_xticks(SIZES, labels=[f"{size:,}" for size in SIZES])
    if name == "stated":
        axes.set_yscale("log")
    axes.tick_params(labelsize=7.2, labelcolor=style.QUIET, labelfontfamily=style.FONT, pad=3)
    axes.minorticks_off()
    axes.text(0, 1.04, title, transform=axes.transAxes, ha="left", va="bottom", fontsize=7.2, color=style.QUIET)
    ends = []
    for tool in table.index.get_level_values("tool").unique():
        line = table.xs(tool, level="tool")[["columns", name]].dropna()
        if len(line):
            colour = COLOURS[str(tool)]
            axes.plot(line["columns"], line[name], color=colour, lw=1.5, marker="o", ms=3, mec="white", mew=0.6)
            ends.append((float(line[name].iloc[-1]), str(tool), colour))
    if name != "stated":
        axes.set_ylim(0.0, None)
    _name_ends(axes, ends)


def _name_ends(axes: Axes, ends: list[tuple[float, str, str]]) -> None:
    """Write names at the right ends of lines, apart from each other; the lines are drawn."""
    axes.autoscale_view(scalex=False)
    ordered = sorted(ends)
    heights = [
        float(axes.transAxes.inverted().transform(axes.transData.transform((1.0, end)))[1]) for end, _, _ in ordered
    ]
    for (_, tool, colour), place in zip(ordered, style.spread(heights, 0.075, 0.0, 1.0), strict=True):
        axes.text(
            1.04, place, tool, transform=axes.transAxes, color=darker(colour), fontsize=7.4, va="center", weight=600
        )
