"""The look of every figure: fonts, colours, sizes, and the way a figure becomes an SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

__all__ = ["FONT_FOLDER", "INK", "drawing", "new_figure", "svg", "utilisation_colour"]

FONT_FOLDER: Final = Path(__file__).parent / "fonts"
FONT: Final = "Corridor Sans"

INK: Final = "#22303c"
QUIET: Final = "#66737f"
FAINT: Final = "#a3adb6"
RULE: Final = "#d5dbe0"
PAPER: Final = "#ffffff"
SEA: Final = "#e4ecf3"
LAND: Final = "#f8f7f2"
HOME_LAND: Final = "#ebe6db"
CASING: Final = "#ccd3da"

UTILISATION_LIMITS: Final = (0.20, 0.40, 0.60, 0.80, 0.95)
UTILISATION_COLOURS: Final = ("#83c3e2", "#4b9bc7", "#20689b", "#ecb84d", "#e07b2e", "#b3231c")
UTILISATION_NAMES: Final = ("< 20", "20–40", "40–60", "60–80", "80–95", "≥ 95")

REGION_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "EU": "#2f5fa8",
        "Other Europe": "#7fa3d6",
        "Belarus": "#8c97a3",
        "Türkiye": "#d9812c",
        "Caucasus": "#b59bd1",
        "Iran": "#7d5aa6",
        "Middle East and Africa": "#a86a5c",
        "Central Asia": "#b8a13c",
        "China": "#bf3b30",
        "Other Asia": "#4a9d6f",
        "Americas": "#5c8f9e",
        "Russia": "#5b6670",
        "Elsewhere": "#9aa3ab",
    }
)
"""Colours of the report regions, in the order in which charts stack them, west to east."""

LINE_COLOURS: Final = ("#2f5fa8", "#d9812c", "#bf3b30", "#4a9d6f", "#7d5aa6", "#b8a13c", "#3f86ab", "#8c6d62")

_PARAMETERS: Final[Mapping[Any, Any]] = MappingProxyType(
    {
        "font.family": [FONT],
        "font.size": 8.0,
        "text.color": INK,
        "axes.labelcolor": QUIET,
        "axes.edgecolor": RULE,
        "axes.linewidth": 0.6,
        "axes.unicode_minus": True,
        "xtick.color": RULE,
        "ytick.color": RULE,
        "xtick.labelcolor": QUIET,
        "ytick.labelcolor": QUIET,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.major.size": 3.0,
        "ytick.major.size": 0.0,
        "grid.color": "#e3e7eb",
        "grid.linewidth": 0.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "corridor",
        "path.simplify": True,
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
    }
)


@cache
def _register_fonts() -> None:
    """Tell matplotlib about the shipped fonts, once."""
    for file in sorted(FONT_FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(file)


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in the house style inside this context, whatever the user's own settings are."""
    _register_fonts()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(dict(_PARAMETERS))
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure; width and height in inches. Nothing is shown on a screen."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def svg(figure: Figure) -> bytes:
    """Return a figure as an SVG whose text stays text; the same bytes for the same figure."""
    buffer = io.BytesIO()
    with drawing():
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def utilisation_class(share: float) -> int:
    """Return the number of the utilisation class, 0 to 5; a hair under a limit counts as having reached it."""
    return sum(share + 1e-6 >= limit for limit in UTILISATION_LIMITS)


def utilisation_colour(share: float) -> str:
    """Return the colour of a utilisation given as a fraction of the capacity."""
    return UTILISATION_COLOURS[utilisation_class(share)]


def text_on(colour: str) -> str:
    """Return white or ink, whichever reads better on a colour."""
    red, green, blue = to_rgb(colour)
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.60 else INK


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart until neighbours keep a gap, as little as possible; ``wanted`` in rising order.

    Parameters
    ----------
    wanted
        Positions that labels would like to have.
    gap
        Smallest distance of neighbours.
    low, high
        Ends of the space for them.
    """
    blocks: list[list[float]] = []  # each block: sum of (wanted - offset), count
    for index, position in enumerate(wanted):
        blocks.append([position - index * gap, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    starts = [total / count for total, count in blocks for _ in range(int(count))]
    room = high - (len(wanted) - 1) * gap
    return [min(max(start, low), max(room, low)) + index * gap for index, start in enumerate(starts)]
