"""The map: how much gas of an origin goes abroad by which route in one year, and how full the routes are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from corridor.report import placement, style
from corridor.report.display import Display, number, plain_share
from corridor.report.geography import Points, base_map, project
from corridor.report.placement import Box, Cover, Placed, Surroundings, overlapping
from corridor.report.routes import route_years
from corridor.report.strokes import Stroke, strokes
from corridor.report.view import ReportedResults

__all__ = ["MapLayout", "flow_map", "map_layout", "overlaps"]

Edges = tuple[float, float, float, float]
Dashes = str | tuple[int, tuple[float, float]]

# The part of the Earth that is shown, in thousands of km from the centre of the projection.
_FRAME: Final = (-4.95, -3.15, 5.70, 3.45)
_WIDTH: Final = 482.0  # points; the width of the text of a report
_IDLE_LINE: Final = "#77838f"
_LABELS: Final = 16
_IMPORTANT: Final = 15.0  # bcm a year from which a closed line has a label
_SHUT_LINE: Final = "#9aa5ae"
_TITLE_SIZE: Final = 6.3
_DETAIL_SIZE: Final = 5.9
_NAME_SIZE: Final = 6.4
_LANE_SIZE: Final = 5.6
_PADDING: Final = (3.7, 2.2)
_LEGEND: Final = (256.0, 60.0)

# Names of sea lanes: text, and how far along the part of the lane inside the map it stands.
_SEA_LANES: Final = {"northern-sea-route": ("Northern Sea Route", 0.16), "suez": ("to Asia by the Atlantic", 0.86)}

_COUNTRIES: Final[tuple[tuple[str, float, float, float], ...]] = (
    ("RUSSIA", 97.0, 64.0, 8.5),
    ("CHINA", 99.0, 37.0, 8.5),
    ("KAZAKHSTAN", 69.0, 49.3, 6.2),
    ("MONGOLIA", 101.5, 46.6, 6.0),
    ("IRAN", 55.0, 32.2, 6.2),
    ("INDIA", 79.0, 24.0, 6.2),
    ("TÜRKIYE", 34.6, 38.8, 5.8),
    ("UKRAINE", 32.2, 48.7, 5.6),
    ("POLAND", 19.0, 52.6, 5.4),
    ("GERMANY", 9.8, 51.6, 5.4),
    ("FRANCE", 2.6, 46.6, 5.4),
    ("ITALY", 12.2, 43.2, 5.2),
    ("SPAIN", -4.0, 40.0, 5.4),
    ("SWEDEN", 15.5, 63.0, 5.4),
    ("JAPAN", 138.0, 36.0, 5.6),
    ("SAUDI ARABIA", 45.0, 24.0, 5.8),
    ("PAKISTAN", 67.5, 29.0, 5.4),
    ("UZBEKISTAN", 63.5, 41.8, 5.2),
    ("TURKMENISTAN", 59.0, 39.0, 5.0),
    ("EGYPT", 29.5, 26.8, 5.4),
    ("LIBYA", 17.5, 27.2, 5.4),
    ("ALGERIA", 4.0, 30.0, 5.4),
)


@dataclass(frozen=True, slots=True)
class RouteLabel:
    """The label of an export route.

    Attributes
    ----------
    stroke
        The line it points at.
    lines
        What it says below the name of the route, by year.
    used
        The years in which the route carries gas.
    place
        Where it stands.
    """

    stroke: Stroke
    lines: Mapping[int, str]
    used: frozenset[int]
    place: Placed


@dataclass(frozen=True, slots=True)
class MapLayout:
    """What is the same on the maps of all years of one case: strokes, scale, and where every label stands.

    Attributes
    ----------
    strokes
        Lines in points on paper.
    scale
        Width of a line in points for one bcm a year.
    labels
        Of the export routes.
    names
        Basins: name, dot, place of the name.
    lanes
        Sea lanes: name and place.
    countries
        Name, size and place.
    legend, year
        Rectangles.
    """

    strokes: tuple[Stroke, ...]
    scale: float
    labels: tuple[RouteLabel, ...]
    names: tuple[tuple[str, tuple[float, float], Edges], ...]
    lanes: tuple[tuple[str, Edges], ...]
    countries: tuple[tuple[str, float, Edges], ...]
    legend: Edges
    year: Edges


def on_paper(positions: Points) -> Points:
    """Return positions in thousands of km as points from the lower left corner of the map."""
    moved: Points = (positions - np.array(_FRAME[:2])) * (_WIDTH / (_FRAME[2] - _FRAME[0]))
    return moved


def _height() -> float:
    """Return the height of the map in points."""
    return _WIDTH * (_FRAME[3] - _FRAME[1]) / (_FRAME[2] - _FRAME[0])


def text_size(text: str, size: float, weight: int = 400, italic: bool = False) -> tuple[float, float]:
    """Return width and height of a line of text in points."""
    font = FontProperties(family=[style.FONT], weight=weight, style="italic" if italic else "normal", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width), 1.22 * size


def map_layout(results: ReportedResults, origin: str = "Russia", display: Display | None = None) -> MapLayout:
    """Find the scale and the places of all labels, once for all years, so that nothing jumps from map to map."""
    display = display or Display()
    with style.drawing():
        drawn = tuple(replace(stroke, points=on_paper(stroke.points)) for stroke in strokes(results, origin))
        widest = max([1.0, *(max(s.peak, s.largest if s.export else 0.0) for s in drawn)])
        scale = min(0.10, 11.0 / widest)
        height = _height()
        legend = (_WIDTH - _LEGEND[0] - 5, 5.0, _WIDTH - 5, 5.0 + _LEGEND[1])
        year = (6.0, height - 33.0, 62.0, height - 5.0)
        lines = _line_points(drawn, scale)
        names = _basin_names(results, drawn, lines, (legend, year))
        dots = tuple((x - 3, y - 3, x + 3, y + 3) for _, (x, y), _ in names)
        taken = (legend, year, *(edges for _, _, edges in names), *dots)
        lanes = _lane_names(drawn, lines, taken)
        taken = (*taken, *(edges for _, edges in lanes))
        labels = _route_labels(
            results, drawn, origin, display, Surroundings((4, 4, _WIDTH - 4, height - 4), taken, lines)
        )
        boxes = [label.place.rectangle for label in labels]
        return MapLayout(
            drawn, scale, labels, names, lanes, _country_names(lines, [*taken, *boxes], labels), legend, year
        )


def _evenly(points: Points, step: float) -> Points:
    """Return points along a line at even distances."""
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.arange(0.0, walked[-1] + step / 2, step)
    return np.column_stack([np.interp(at, walked, points[:, 0]), np.interp(at, walked, points[:, 1])])


def _in_frame(points: Points, margin: float = 0.0) -> Points:
    """Return the points inside the map."""
    inside = (points >= margin).all(axis=1) & (points[:, 0] <= _WIDTH - margin) & (points[:, 1] <= _height() - margin)
    kept: Points = points[inside]
    return kept


def _line_points(drawn: Sequence[Stroke], scale: float) -> Points:
    """Return what labels should not cover: points along every line, and along both edges of a wide one."""
    parts = []
    for stroke in drawn:
        middle = _evenly(stroke.points, 3.0)
        parts.append(middle)
        half = scale * max(stroke.peak, stroke.largest if stroke.export or stroke.corridor else 0.0) / 2
        if half > 1.5 and len(middle) > 2:
            along = np.gradient(middle, axis=0)
            normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])[:, None]
            parts += [middle + half * normal, middle - half * normal]
    return _in_frame(np.concatenate(parts)) if parts else np.zeros((0, 2))


def _basin_names(
    results: ReportedResults, drawn: Sequence[Stroke], lines: Points, taken: tuple[Edges, ...]
) -> tuple[tuple[str, tuple[float, float], Edges], ...]:
    """Place the name of every basin from which a stroke starts beside its dot."""
    nodes = results.nodes[results.nodes["kind"] == "basin"]
    starts = {stroke.start for stroke in drawn}
    lng = {node.removeprefix("LNG ") for node in starts if node.startswith("LNG ")}
    placed: list[tuple[str, tuple[float, float], Edges]] = []
    for row in nodes[nodes["node"].isin(starts | lng)].sort_values("node").to_dict("records"):
        x, y = (float(value) for value in on_paper(project(np.array([[row["lon"], row["lat"]]])))[0])
        width, height = text_size(str(row["node"]), _NAME_SIZE, italic=True)
        options = [
            _beside((x, y), width, height, angle, 5.0 + far) for far in (0.0, 4.0) for angle in range(0, 360, 45)
        ]
        busy = [*taken, *(edges for _, _, edges in placed), *((a - 3, b - 3, a + 3, b + 3) for _, (a, b), _ in placed)]
        best = min(options, key=lambda edges: (_touching(edges, busy), _points_under(edges, lines)))
        placed.append((str(row["node"]), (x, y), best))
    return tuple(placed)


def _lane_names(drawn: Sequence[Stroke], lines: Points, taken: tuple[Edges, ...]) -> tuple[tuple[str, Edges], ...]:
    """Place the names of the sea lanes that carry gas in some year."""
    placed: list[tuple[str, Edges]] = []
    for lane, (name, share) in _SEA_LANES.items():
        strokes_of_lane = [stroke for stroke in drawn if stroke.sea and stroke.end == lane and stroke.peak > 0.05]
        points = _in_frame(_evenly(strokes_of_lane[0].points, 2.0), 6.0) if strokes_of_lane else np.zeros((0, 2))
        if not len(points):
            continue
        width, height = text_size(name, _LANE_SIZE, italic=True)
        x, y = (float(value) for value in points[int(share * len(points))])
        options = [
            _beside((x, y), width, height, angle, far) for far in (3.0, 6.0, 10.0, 15.0) for angle in range(0, 360, 30)
        ]
        busy = [*taken, *(edges for _, edges in placed)]
        best = min(
            options, key=lambda edges: (_outside(edges), _touching(edges, busy), _points_under(edges, lines, 1.5))
        )
        placed.append((name, best))
    return tuple(placed)


def _outside(edges: Edges) -> bool:
    """Say whether a rectangle leaves the map."""
    return edges[0] < 4 or edges[1] < 4 or edges[2] > _WIDTH - 4 or edges[3] > _height() - 4


def _beside(place: tuple[float, float], width: float, height: float, angle: float, distance: float) -> Edges:
    """Return the rectangle of a name in one direction from a dot."""
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    x, y = np.array(place) + direction * distance + np.sign(np.round(direction, 6)) * np.array([width, height]) / 2
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _touching(edges: Edges, others: Sequence[Edges]) -> int:
    """Return how many rectangles one touches."""
    return sum(overlapping(edges, other, 1.0) for other in others)


def _points_under(edges: Edges, points: Points, pad: float = 0.5) -> int:
    """Return how many points lie under a rectangle."""
    x, y = points[:, 0], points[:, 1]
    return int(((x > edges[0] - pad) & (x < edges[2] + pad) & (y > edges[1] - pad) & (y < edges[3] + pad)).sum())


def _route_labels(
    results: ReportedResults, drawn: Sequence[Stroke], origin: str, display: Display, surroundings: Surroundings
) -> tuple[RouteLabel, ...]:
    """Place the labels of the most important export routes, each large enough for what it says in any year."""
    table = route_years(results, origin)
    peak = table.groupby("route")[["volume", "capacity", "closed"]].max().fillna(0.0)
    weight = peak["volume"] + 0.35 * peak["capacity"] + 0.35 * peak["closed"].where(peak["closed"] > _IMPORTANT, 0.0)
    weight = weight[weight > 0.2].sort_index().sort_values(ascending=False, kind="stable")
    chosen: list[Stroke] = []
    for route in weight.index:
        own = [stroke for stroke in drawn if stroke.route == route and stroke.export]
        visible = [stroke for stroke in own if len(_in_frame(stroke.points)) > 1]
        if visible and len(chosen) < _LABELS:
            chosen.append(max(visible, key=lambda stroke: (stroke.years_in_use, stroke.peak, stroke.largest)))
    lines = [label_lines(table[table["route"] == stroke.route], stroke, display) for stroke in chosen]
    boxes = [_box(stroke, said, drawn) for stroke, said in zip(chosen, lines, strict=True)]
    places = placement.place(boxes, surroundings)
    used = [frozenset(table.loc[(table["route"] == s.route) & (table["volume"] > 0.05), "year"]) for s in chosen]
    found = zip(chosen, lines, used, places, strict=True)
    return tuple(RouteLabel(stroke, said, years, place) for stroke, said, years, place in found if place is not None)


def label_lines(table: pd.DataFrame, stroke: Stroke, display: Display) -> dict[int, str]:
    """Return the second line of a route's label in every year, from the rows of the route in :func:`route_years`."""
    built = table.loc[table["capacity"].fillna(0.0) > 0.05, "year"]
    lines = {}
    for row in table.to_dict("records"):
        year, volume, capacity, share = (row[key] for key in ("year", "volume", "capacity", "utilisation"))
        of_plant = stroke.sea and not np.isfinite(capacity)
        if volume > 0.05 and of_plant:
            text = f"{display.volume(volume)} {display.volume_unit}"
            text += f" · plant {plain_share(share)}" if np.isfinite(share) else ""
        elif volume > 0.05:
            whose = "line " if row["total"] > volume + 0.05 else ""  # others' gas takes part of the capacity
            text = f"{display.volume(volume)} of {display.volume(capacity)} {display.volume_unit}"
            text += f" · {whose}{plain_share(share)}"
        elif of_plant:
            text = "no cargoes" if stroke.states[year].exists else "no plant"
        elif capacity > 0.05:
            text = f"idle · {display.volume(capacity)} {display.volume_unit}"
        elif row["closed"] > 0.05:
            text = f"closed · {number(row['closed'] * display.volume_factor, 0)} {display.volume_unit}"
        else:
            text = "not built" if (built > year).any() else "closed" if (built < year).any() else "no capacity"
        lines[int(year)] = text
    return lines


def _box(stroke: Stroke, lines: Mapping[int, str], drawn: Sequence[Stroke]) -> Box:
    """Return the box of a label: its size, and the places along the lines of its route that it may point at."""
    widths = [
        text_size(stroke.route, _TITLE_SIZE, 600)[0],
        *(text_size(line, _DETAIL_SIZE)[0] for line in lines.values()),
    ]
    others = [other for other in drawn if other.route == stroke.route and other.export and other is not stroke]
    anchors = [_anchors(stroke), *(_anchors(other)[:3] for other in others if len(_in_frame(other.points, 8.0)) > 1)]
    height = 1.22 * (_TITLE_SIZE + _DETAIL_SIZE) + 2 * _PADDING[1]
    return Box(max(widths) + 2 * _PADDING[0], height, np.concatenate(anchors))


def _anchors(stroke: Stroke) -> Points:
    """Return places along a line that a label may point at, the best first."""
    points = _in_frame(_evenly(stroke.points, 2.0), margin=8.0)
    points = points if len(points) else _in_frame(stroke.points)
    shares = (0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26, 0.82, 0.18, 0.9)
    chosen: Points = points[[min(int(share * len(points)), len(points) - 1) for share in shares]]
    return chosen


def _country_names(
    lines: Points, taken: Sequence[Edges], labels: Sequence[RouteLabel]
) -> tuple[tuple[str, float, Edges], ...]:
    """Place the names of countries where they are free of lines and labels; leave out those that find no room."""
    leaders = [np.linspace(label.place.anchor, label.place.foot, 12) for label in labels]
    obstacles = np.concatenate([lines, *leaders]) if leaders else lines
    cover = Cover.of(obstacles, (0.0, 0.0, _WIDTH, _height()))
    placed: list[tuple[str, float, Edges]] = []
    shifts = sorted(
        ((dx, dy) for dx in range(-24, 25, 4) for dy in range(-16, 17, 4)),
        key=lambda move: (move[0] ** 2 + move[1] ** 2, move),
    )
    frame_top, frame_right = _height() - 4, _WIDTH - 4
    for name, longitude, latitude, size in _COUNTRIES:
        x, y = on_paper(project(np.array([[longitude, latitude]])))[0]
        width, height = text_size(name, size, 600 if size > 8 else 400)
        reach = 1.0 if size > 6.1 else 0.5
        for dx, dy in shifts:
            cx, cy = float(x + reach * dx), float(y + reach * dy)
            edges = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
            inside = edges[0] > 4 and edges[1] > 4 and edges[2] < frame_right and edges[3] < frame_top
            free = not _touching(edges, [*taken, *(other for _, _, other in placed)])
            if inside and free and cover.under(np.array([edges]), pad=2.0)[0] == 0:
                placed.append((name, size, edges))
                break
    return tuple(placed)


def flow_map(
    results: ReportedResults,
    year: int,
    origin: str = "Russia",
    display: Display | None = None,
    layout: MapLayout | None = None,
) -> Figure:
    """Draw the exports of an origin on a map of Eurasia.

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
    layout
        Places of labels from :func:`map_layout`, to draw several years alike without searching again.

    Returns
    -------
    matplotlib.figure.Figure
        Line width is gas for export, the grey casing the capacity, the colour how full the line is.
    """
    display = display or Display()
    layout = layout or map_layout(results, origin, display)
    height = _height()
    with style.drawing():
        figure = style.new_figure(_WIDTH / 72, height / 72)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, _WIDTH), ylim=(0, height), facecolor=style.SEA, xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        _draw_land(axes, origin)
        labelled = {label.stroke.route for label in layout.labels}
        for stroke in sorted(layout.strokes, key=lambda stroke: -stroke.states[year].volume):
            if stroke.states[year].flows or not stroke.sea or stroke.route in labelled:
                _draw_stroke(axes, stroke, year, layout)
        _draw_names(axes, layout)
        for label in layout.labels:
            _draw_label(axes, label, year)
        _draw_legend(axes, layout, display)
        _text(axes, layout.year[0] + 2, layout.year[1] + 8, str(year), 20, weight=700, gid="year")
    return figure


def _draw_land(axes: Axes, origin: str) -> None:
    """Draw countries, coasts, borders and a thin grid of meridians and parallels."""
    grid = [np.column_stack([np.full(60, lon), np.linspace(0, 89, 60)]) for lon in range(-180, 180, 20)]
    grid += [np.column_stack([np.linspace(-60, 210, 120), np.full(120, lat)]) for lat in range(10, 90, 10)]
    lines = [on_paper(project(line)) for line in grid]
    axes.add_collection(LineCollection(lines, colors="#f3f7fa", linewidths=0.5, zorder=1))
    countries = base_map().countries
    for home, colour in ((False, style.LAND), (True, style.HOME_LAND)):
        rings = [ring for country in countries if (country.name == origin) == home for ring in country.rings]
        outlines = [Path(on_paper(ring), closed=False) for ring in rings if _seen(on_paper(ring))]
        axes.add_collection(PathCollection(outlines, facecolors=colour, edgecolors=colour, linewidths=0.2, zorder=1.5))
    for stretches, colour in ((base_map().coasts, "#b5c2ce"), (base_map().borders, "#d6cfbf")):
        shown = [on_paper(line) for line in stretches if _seen(on_paper(line))]
        axes.add_collection(LineCollection(shown, colors=colour, linewidths=0.35, zorder=2))


def _seen(line: Points) -> bool:
    """Say whether a line may touch the map."""
    low, high = line.min(axis=0), line.max(axis=0)
    return bool((high > 0).all() and low[0] < _WIDTH and low[1] < _height())


def _ends_here(stroke: Stroke, year: int, layout: MapLayout) -> bool:
    """Say whether most of the gas of a stroke stays where it ends, so that an arrowhead belongs there."""
    onward = sum(other.states[year].volume for other in layout.strokes if other.start == stroke.end)
    return not stroke.inside and onward < 0.5 * stroke.states[year].volume


def _draw_stroke(axes: Axes, stroke: Stroke, year: int, layout: MapLayout) -> None:
    """Draw one line in the state of one year."""
    state = stroke.states[year]
    width = layout.scale * state.volume
    casing = layout.scale * (state.capacity or 0.0) if stroke.export or stroke.corridor else 0.0
    planned = not state.exists and stroke.peak > 0
    if not (stroke.export or stroke.corridor or state.flows or planned):
        return
    if state.closed:
        width = max(layout.scale * state.shut, 1.2)
        axes.plot(*stroke.points.T, color=_SHUT_LINE, lw=width, solid_capstyle="butt", zorder=2.8, alpha=0.5)
        axes.plot(*stroke.points.T, color=style.PAPER, lw=0.6, ls=(0, (1.2, 2.4)), zorder=2.9)
        return
    if casing:
        casing = max(casing, 1.6) + 1.0
        axes.plot(*stroke.points.T, color=style.CASING, lw=casing, solid_capstyle="round", zorder=3, alpha=0.95)
    if not state.flows:
        dashes = (0, (3.2, 2.2)) if state.exists else (0, (0.9, 1.9))
        axes.plot(*stroke.points.T, color=_IDLE_LINE, lw=0.75, ls=dashes, zorder=3.5)
        return
    colour = style.utilisation_colour(state.utilisation if state.utilisation is not None else 0.0)
    width = max(width, 0.9)
    arrow = _ends_here(stroke, year, layout)
    line, tip = _with_arrow(stroke.points, width) if arrow else (stroke.points, None)
    if stroke.sea:
        axes.plot(*line.T, color=style.PAPER, lw=width + 0.9, solid_capstyle="butt", zorder=4)
        dash = (0, (max(3.2, 5.5 / width), max(0.9, 1.6 / width)))
        axes.plot(*line.T, color=colour, lw=width, ls=dash, dash_capstyle="butt", zorder=4.1)
    else:
        if casing > width + 1.5:
            axes.plot(*line.T, color=style.PAPER, lw=width + 0.9, solid_capstyle="butt", zorder=3.9)
        axes.plot(*line.T, color=colour, lw=width, solid_capstyle="butt" if arrow else "round", zorder=4)
        axes.plot(*line[:1].T, marker="o", ms=width, mew=0, color=colour, zorder=4)
    if tip is not None:
        axes.add_patch(Polygon(tip, closed=True, fc=colour, ec=style.PAPER, lw=0.4, zorder=5))


def _with_arrow(points: Points, width: float) -> tuple[Points, Points]:
    """Return a line shortened for its arrowhead, and the three corners of the head."""
    head = 3.2 + 1.5 * width
    fine = _evenly(points, 1.0)
    tip = points[-1]
    away = np.hypot(*(fine - tip).T)
    near = np.flatnonzero(away > min(head, away.max() * 0.6))
    cut = int(near[-1]) + 1
    base = fine[cut - 1]
    direction = (tip - base) / max(float(np.hypot(*(tip - base))), 1e-9)
    side = np.array([-direction[1], direction[0]]) * (1.7 + 0.85 * width)
    line = np.concatenate([fine[:cut], [base + 0.6 * direction]])
    return line, np.array([base + side, tip, base - side])


def _text(axes: Axes, x: float, y: float, text: str, size: float, gid: str = "", **options: Any) -> None:
    """Write a line of text; texts of which a test has to know where they are carry an id."""
    axes.text(x, y, text, fontsize=size, zorder=9, gid=gid or None, **options)


def _draw_names(axes: Axes, layout: MapLayout) -> None:
    """Write the names of countries and basins."""
    for name, size, edges in layout.countries:
        x, y = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
        weight = 600 if size > 8 else 400
        _text(axes, x, y, name, size, color="#978d77", ha="center", va="center", weight=weight, gid=f"country:{name}")
    for name, dot, edges in layout.names:
        axes.plot(*dot, marker="o", ms=4.2, mfc=style.INK, mec=style.PAPER, mew=0.9, zorder=6)
        x, y = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
        _text(axes, x, y, name, _NAME_SIZE, style="italic", ha="center", va="center", gid=f"name:{name}")
    for name, edges in layout.lanes:
        x, y = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
        gid = f"name:{name}"
        _text(axes, x, y, name, _LANE_SIZE, gid=gid, style="italic", color="#5d7890", ha="center", va="center")


def _draw_label(axes: Axes, label: RouteLabel, year: int) -> None:
    """Draw the box of a route with its leader."""
    place, route = label.place, label.stroke.route
    left, bottom, right, top = place.rectangle
    strong, quiet = (style.INK, "#3c4a57") if year in label.used else ("#7d8894", "#8b959f")
    axes.plot(*zip(place.anchor, place.foot, strict=True), color=strong, lw=0.55, zorder=6)
    axes.plot(*place.anchor, marker="o", ms=2.6, mfc=strong, mec=style.PAPER, mew=0.4, zorder=6.5)
    box = FancyBboxPatch(
        (left, bottom), right - left, top - bottom, boxstyle="round,pad=0,rounding_size=1.6",
        fc=style.PAPER, ec="#c3cbd4", lw=0.5, zorder=7, gid=f"label:{route}",
    )  # fmt: skip
    axes.add_patch(box)
    middle = (left + right) / 2
    base = bottom + _PADDING[1]
    _text(axes, middle, base + 1.22 * _DETAIL_SIZE + 1.8, route, _TITLE_SIZE, weight=600, color=strong, ha="center")
    _text(axes, middle, base + 1.8, label.lines[year], _DETAIL_SIZE, color=quiet, ha="center")


def _draw_legend(axes: Axes, layout: MapLayout, display: Display) -> None:
    """Explain colours, widths and kinds of line."""
    left, bottom, right, top = layout.legend
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom), right - left, top - bottom, boxstyle="round,pad=0,rounding_size=2",
            fc=style.PAPER, ec="#c3cbd4", lw=0.5, zorder=7, gid="legend",
        )
    )  # fmt: skip
    _draw_classes(axes, left + 8, top)
    _draw_widths(axes, left + 116, top, layout.scale, display)
    _draw_kinds(axes, left + 178, top)


def _draw_classes(axes: Axes, left: float, top: float) -> None:
    """Explain the colours."""
    _text(axes, left, top - 11, "Utilisation of capacity, %", 6.4, weight=600)
    for place, (colour, name) in enumerate(zip(style.UTILISATION_COLOURS, style.UTILISATION_NAMES, strict=True)):
        axes.add_patch(Rectangle((left + 16.4 * place, top - 26), 16.4, 8, fc=colour, ec="none", zorder=8))
        _text(axes, left + 16.4 * (place + 0.5), top - 34, name, 5.3, ha="center", color=style.QUIET)
    _text(axes, left, top - 45, "Grey casing: capacity of export lines.", 5.5, color=style.QUIET)
    _text(axes, left, top - 53, "Inside the country: gas for export only.", 5.5, color=style.QUIET)


def _draw_widths(axes: Axes, left: float, top: float, scale: float, display: Display) -> None:
    """Explain the widths."""
    _text(axes, left, top - 11, f"Flow, {display.rate_unit}", 6.4, weight=600)
    y = top - 14.0
    for volume in (10, 50, 100):
        shown = volume if display.system == "bcm" else volume * 10
        width = scale * shown / display.volume_factor
        y -= width / 2 + 3.6
        axes.plot([left, left + 30], [y, y], color="#54626f", lw=max(width, 0.9), solid_capstyle="butt", zorder=8)
        _text(axes, left + 35, y, number(shown, 0), 5.6, va="center", color=style.QUIET)
        y -= width / 2


def _draw_kinds(axes: Axes, left: float, top: float) -> None:
    """Explain the kinds of line."""
    flow = style.UTILISATION_COLOURS[2]
    rows: tuple[tuple[str, str, float, Dashes], ...] = (
        ("pipeline", flow, 2.2, "-"),
        ("LNG by sea", flow, 2.2, (0, (2.6, 0.9))),
        ("idle capacity", _IDLE_LINE, 0.75, (0, (3.2, 2.2))),
        ("closed by events", style.PAPER, 0.6, (0, (1.2, 2.4))),
        ("not built", _IDLE_LINE, 0.75, (0, (0.9, 1.9))),
    )
    for place, (name, colour, width, dashes) in enumerate(rows):
        y = top - 8.5 - 10.8 * place
        if name in ("pipeline", "idle capacity"):
            axes.plot([left, left + 26], [y, y], color=style.CASING, lw=4.4, solid_capstyle="butt", zorder=8)
        if name.startswith("closed"):
            axes.plot([left, left + 26], [y, y], color=_SHUT_LINE, lw=4.4, solid_capstyle="butt", zorder=8, alpha=0.5)
        caps: dict[str, Any] = {"dash_capstyle": "butt", "solid_capstyle": "butt"}
        axes.plot([left, left + 26], [y, y], color=colour, lw=width, ls=dashes, zorder=8.5, **caps)
        _text(axes, left + 32, y, name, 6.0, va="center", color=style.INK)


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Return every pair of labels, names, legend and frame of a map that collide; empty if the map is clean."""
    axes = figure.axes[0]
    canvas = figure.canvas
    renderer = canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = {}
    for artist in [*axes.texts, *axes.patches]:
        if gid := artist.get_gid():
            extent = artist.get_window_extent(renderer)
            boxes[str(gid)] = (extent.x0, extent.y0, extent.x1, extent.y1)
    found = [(a, b) for (a, first), (b, second) in combinations(sorted(boxes.items()), 2) if overlapping(first, second)]
    outer = figure.bbox
    for name, box in sorted(boxes.items()):
        if box[0] < outer.x0 or box[1] < outer.y0 or box[2] > outer.x1 or box[3] > outer.y1:
            found.append((name, "frame"))
    return found
