"""Small multiples of a sweep: the same chart once for every value of an input."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corridor.report import style

__all__ = ["small_multiples"]

_COLUMNS: Final = 4
_WIDTH: Final = 6.69
_PANEL: Final = 1.35  # inches
_FULL: Final = "#bf3b30"


def small_multiples(study_table: pd.DataFrame, x: str, y: str, value: str) -> Figure:
    """Draw an outcome of a sweep against one input, one panel for every value of another.

    Parameters
    ----------
    study_table
        One row a point of the sweep; points without an outcome may be missing values.
    x
        Column of the input along the panels; numbers, or words in the order of the table.
    y
        Column of the input that the panels differ by.
    value
        Column of the outcome.

    Returns
    -------
    matplotlib.figure.Figure
        All panels on the same scales; each repeats the lines of the others in grey, so that they can be compared.
    """
    order = study_table[x].drop_duplicates()
    table = study_table[[x, y, value]].dropna(subset=[value])
    table = table.groupby([x, y], sort=False)[value].mean().reset_index()
    numeric = pd.api.types.is_numeric_dtype(table[x])
    places = {key: float(key) if numeric else float(number) for number, key in enumerate(order)}
    lines = {
        key: (rows.assign(place=rows[x].map(places)).sort_values("place")) for key, rows in table.groupby(y, sort=True)
    }
    rows = max(1, math.ceil(len(lines) / _COLUMNS))
    with style.drawing():
        figure = style.new_figure(_WIDTH, _PANEL * rows + 0.45)
        panels = figure.subplots(
            rows, min(_COLUMNS, max(len(lines), 1)), sharex=True, sharey=True, squeeze=False
        ).ravel()
        for panel in panels[len(lines) :]:
            panel.axis("off")
        for panel, (key, own) in zip(panels, lines.items(), strict=False):
            for other in lines.values():
                panel.plot(other["place"], other[value], color="#d3d9df", lw=0.8)
            panel.plot(own["place"], own[value], color=_FULL, lw=1.6, marker="o", ms=2.8, mec="white", mew=0.5)
            _finish(panel, f"{y} = {_short(key)}", places if not numeric else {})
        for panel in panels[max(0, len(lines) - _COLUMNS) : len(lines)]:
            panel.tick_params(labelbottom=True)
        figure.text(0.5, 0.02 / rows + 0.005, x, ha="center", va="bottom", fontsize=7.4, color=style.QUIET)
        figure.text(0.008, 0.995, value, ha="left", va="top", fontsize=7.4, color=style.QUIET)
        height = _PANEL * rows + 0.45
        figure.subplots_adjust(
            left=0.075, right=0.985, bottom=0.42 / height, top=1 - 0.38 / height, wspace=0.10, hspace=0.42
        )
    return figure


def _short(key: object) -> str:
    """Write the value of an input without needless decimals."""
    return f"{key:g}" if isinstance(key, float) else str(key)


def _finish(panel: Axes, title: str, words: dict[object, float]) -> None:
    """Give a panel its frame and title."""
    panel.set_title(title, fontsize=7.4, color=style.INK, loc="left", pad=3, fontweight=600)
    panel.spines[["top", "right", "left"]].set_visible(False)
    panel.grid(axis="y")
    panel.set_axisbelow(True)
    panel.tick_params(labelsize=6.6, labelcolor=style.QUIET, labelfontfamily=style.FONT, pad=2)
    if words:
        panel.set_xticks(list(words.values()), [str(word) for word in words])
