"""The alluvial diagram: from basins over export routes to the regions that buy the gas, in one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from corridor.report import style
from corridor.report.display import Display
from corridor.report.regions import ordered_regions, region_colour
from corridor.report.style import spread
from corridor.report.tracing import deliveries
from corridor.report.view import ReportedResults

__all__ = ["alluvial"]

_STAGES: Final = ("basin", "route", "region")
_TITLES: Final = ("Basin", "Export route", "Sold in")
_WIDTH: Final = 6.69
_HEIGHT: Final = 3.45
_COLUMN: Final = 0.020  # width of a column, share of the figure
_COLUMNS: Final = (0.160, 0.470, 0.780)  # left edges
_GAP: Final = 0.014  # between two blocks of a column, share of the height
_SMALL: Final = 0.004  # share of the total below which a route is one of the others
_SWEEPS: Final = 8
_OTHERS: Final = "Other routes"

Orders = tuple[list[str], list[str], list[str]]
Bands = dict[tuple[str, str, str], tuple[float, float]]


def alluvial(results: ReportedResults, year: int, origin: str = "Russia", display: Display | None = None) -> Figure:
    """Draw the exports of an origin from basin over route to region.

    Parameters
    ----------
    results
        Results of a solved scenario.
    year
        A model year.
    origin
        Whose gas.
    display
        Units of the labels; bcm without it.

    Returns
    -------
    matplotlib.figure.Figure
        Heights are volumes as delivered; colours are those of the region that buys.
    """
    display = display or Display()
    table = _merged(deliveries(results, origin, year))
    with style.drawing():
        figure = style.new_figure(_WIDTH, _HEIGHT)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.axis("off")
        if table.empty:
            axes.text(0.5, 0.5, f"No exports of {origin} in {year}", ha="center", color=style.QUIET)
            return figure
        orders = _orders(table)
        scale = _scale(table)
        bands = [_bands(table, stage, orders, scale) for stage in range(3)]
        _draw_ribbons(axes, table, bands)
        for stage in range(3):
            _draw_column(axes, table, stage, orders[stage], bands[stage], display)
    return figure


def _merged(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the routes too small to be seen put together."""
    by_route = table.groupby("route")["volume"].sum()
    small = by_route.index[by_route < _SMALL * by_route.sum()]
    if len(small) > 1:
        table = table.assign(route=table["route"].where(~table["route"].isin(small), _OTHERS))
    return table.groupby(list(_STAGES))["volume"].sum().reset_index()


def _scale(table: pd.DataFrame) -> float:
    """Return the height of one bcm, as a share of the figure."""
    most = max(table[stage].nunique() for stage in _STAGES)
    return float((0.90 - _GAP * (most - 1)) / table["volume"].sum())


def _orders(table: pd.DataFrame) -> Orders:
    """Return the blocks of every column from top to bottom: regions west to east, the others crossing least."""
    regions = ordered_regions(list(table["region"]))
    routes = _by_centre(table, "route", {"region": regions})
    best: tuple[float, Orders] = (np.inf, ([], [], []))
    for _ in range(_SWEEPS):
        basins = _by_centre(table, "basin", {"route": routes})
        crossings = _crossings(table, "basin", basins, "route", routes) + _crossings(
            table, "route", routes, "region", regions
        )
        if crossings < best[0] - 1e-9:
            best = (crossings, (basins, routes, regions))
        routes = _by_centre(table, "route", {"region": regions, "basin": basins})
    return best[1]


def _by_centre(table: pd.DataFrame, stage: str, neighbours: Mapping[str, Sequence[str]]) -> list[str]:
    """Return blocks ordered by the mean place of what they are joined to in the neighbouring columns."""
    places = pd.Series(0.0, index=table.index)
    for other, order in neighbours.items():
        volume = table.groupby(other)["volume"].sum().reindex(list(order))
        places += table[other].map(volume.cumsum() - volume / 2) / len(neighbours)
    mean = (table["volume"] * places).groupby(table[stage]).sum() / table.groupby(stage)["volume"].sum()
    return [str(name) for name in mean.sort_index().sort_values(kind="stable").index]


def _crossings(table: pd.DataFrame, left: str, lefts: Sequence[str], right: str, rights: Sequence[str]) -> float:
    """Return how much gas crosses other gas between two columns: the smaller volume of each crossing pair."""
    links = table.groupby([left, right])["volume"].sum().reset_index()
    from_place = links[left].map({name: place for place, name in enumerate(lefts)}).to_numpy()
    to_place = links[right].map({name: place for place, name in enumerate(rights)}).to_numpy()
    volume = links["volume"].to_numpy()
    crossed = (from_place[:, None] < from_place) & (to_place[:, None] > to_place)
    return float(np.minimum(volume[:, None], volume)[crossed].sum())


def _bands(table: pd.DataFrame, stage: int, orders: Orders, scale: float) -> Bands:
    """Return bottom and top of every ribbon where it meets a column."""
    order = orders[stage]
    total = table["volume"].sum() * scale + _GAP * (len(order) - 1)
    top = 0.465 + total / 2
    bands: Bands = {}
    place = [{name: number for number, name in enumerate(names)} for names in orders]
    # Inside a block, ribbons lie in the order of the neighbouring columns, so that they do not cross there.
    before = {0: (1, 2), 1: (0, 2), 2: (1, 0)}[stage]
    records = table.to_dict("records")
    for name in order:
        own = [row for row in records if row[_STAGES[stage]] == name]
        for row in sorted(own, key=lambda row: tuple(place[other][row[_STAGES[other]]] for other in before)):
            height = float(row["volume"]) * scale
            bands[(str(row["basin"]), str(row["route"]), str(row["region"]))] = (top - height, top)
            top -= height
        top -= _GAP
    return bands


def _draw_ribbons(axes: Axes, table: pd.DataFrame, bands: Sequence[Bands]) -> None:
    """Draw every ribbon between neighbouring columns."""
    for basin, route, region, _ in table[[*_STAGES, "volume"]].itertuples(index=False):
        key = (basin, route, region)
        for left in range(2):
            _ribbon(
                axes,
                _COLUMNS[left] + _COLUMN,
                _COLUMNS[left + 1],
                bands[left][key],
                bands[left + 1][key],
                region_colour(region),
            )


def _ribbon(
    axes: Axes, left: float, right: float, start: tuple[float, float], end: tuple[float, float], colour: str
) -> None:
    """Draw one ribbon with level ends."""
    middle = (left + right) / 2
    corners = [
        (left, start[1]), (middle, start[1]), (middle, end[1]), (right, end[1]),
        (right, end[0]), (middle, end[0]), (middle, start[0]), (left, start[0]), (left, start[1]),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(corners, codes), fc=colour, ec=colour, lw=0.2, alpha=0.52))


def _draw_column(
    axes: Axes, table: pd.DataFrame, stage: int, order: Sequence[str], bands: Bands, display: Display
) -> None:
    """Draw the blocks of a column with their names and volumes."""
    extents = _extents(stage, order, bands)
    volumes = table.groupby(_STAGES[stage])["volume"].sum()
    left = _COLUMNS[stage]
    centres = [-(extents[name][0] + extents[name][1]) / 2 for name in order]
    label_places = [-y for y in spread(centres, 0.036, -0.935, -0.01)]
    for name, y in zip(order, label_places, strict=True):
        bottom, top = extents[name]
        colour = region_colour(name) if stage == 2 else "#46535f"
        axes.add_patch(Rectangle((left, bottom), _COLUMN, top - bottom, fc=colour, ec="none", zorder=3))
        centre = (bottom + top) / 2
        x, side = (left - 0.008, "right") if stage == 0 else (left + _COLUMN + 0.008, "left")
        if abs(y - centre) > 0.006:
            edge = left if stage == 0 else left + _COLUMN
            axes.plot([edge, (edge + x) / 2, x], [centre, y, y], color=style.FAINT, lw=0.5, zorder=3)
        text = f"{name}\N{EN SPACE}{display.volume(float(volumes[name]))}"
        box = (
            {"boxstyle": "round,pad=0.05,rounding_size=0.12", "fc": "white", "ec": "none", "alpha": 0.78}
            if stage == 1
            else None
        )
        size = 7.4 if stage != 1 else 6.9
        axes.text(x, y, text, ha=side, va="center", fontsize=size, color=style.INK, bbox=box, zorder=5)
    anchor = {0: (left + _COLUMN, "right"), 1: (left + _COLUMN / 2, "center"), 2: (left, "left")}[stage]
    total = f"{_TITLES[stage]}, {display.volume_unit}"
    axes.text(anchor[0], 0.972, total, ha=anchor[1], va="center", fontsize=7.4, color=style.QUIET)


def _extents(stage: int, order: Sequence[str], bands: Bands) -> Mapping[str, tuple[float, float]]:
    """Return bottom and top of every block of a column."""
    return {
        name: (
            float(np.min([low for key, (low, _) in bands.items() if key[stage] == name])),
            float(np.max([high for key, (_, high) in bands.items() if key[stage] == name])),
        )
        for name in order
    }
