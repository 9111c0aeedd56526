"""Places on paper: the projection, the base map, and the lines along which arcs are drawn."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Country", "Points", "base_map", "curve", "line_of", "project"]

Points = NDArray[np.float64]
"""Positions, shape (count, 2): longitude and latitude in degrees, or x and y on paper."""

FOLDER: Final = Path(__file__).parent / "basemap"
CENTRE: Final = (76.0, 57.0)
EARTH_RADIUS: Final = 6371.0  # km; positions on paper are in thousands of km
_FAR: Final = 100.0  # degrees from the centre beyond which a country is not drawn


def project(positions: Points) -> Points:
    """Return positions on paper by the azimuthal equal-area projection of Lambert on a sphere.

    Parameters
    ----------
    positions
        Longitudes and latitudes in degrees.

    Returns
    -------
    Points
        x to the east and y to the north of the centre, in thousands of km.
    """
    longitude, latitude = np.radians(positions[:, 0] - CENTRE[0]), np.radians(positions[:, 1])
    middle = np.radians(CENTRE[1])
    across = np.cos(latitude) * np.cos(longitude)
    scale = np.sqrt(2 / np.maximum(1 + np.sin(middle) * np.sin(latitude) + np.cos(middle) * across, 1e-9))
    x = scale * np.cos(latitude) * np.sin(longitude)
    y = scale * (np.cos(middle) * np.sin(latitude) - np.sin(middle) * across)
    return np.column_stack([x, y]) * EARTH_RADIUS / 1000


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the base map.

    Attributes
    ----------
    name
        As Natural Earth writes it.
    rings
        Outlines on paper.
    """

    name: str
    rings: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class BaseMap:
    """Countries, and the coasts and borders between them, on paper."""

    countries: tuple[Country, ...]
    coasts: tuple[Points, ...]
    borders: tuple[Points, ...]


@cache
def base_map() -> BaseMap:
    """Read the base map that ships with the reports."""
    with gzip.open(FOLDER / "countries.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)
    arcs = [np.cumsum(np.reshape(arc, (-1, 2)), axis=0) * data["quantum"] for arc in data["arcs"]]
    countries = []
    users: dict[int, set[str]] = {}
    uses: Counter[int] = Counter()
    for country in data["countries"]:
        rings = [
            np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]) for ring in country["rings"]
        ]
        near = [_near(ring) for ring in rings]
        countries.append(Country(country["name"], tuple(project(r) for r, n in zip(rings, near, strict=True) if n)))
        for ring, is_near in zip(country["rings"], near, strict=True):
            for arc in ring if is_near else ():
                users.setdefault(max(arc, ~arc), set()).add(country["name"])
                uses[max(arc, ~arc)] += 1
    # An arc used twice by one country is the neck of Crimea and no border; neither is one along the date line.
    coasts = [piece for arc in users if uses[arc] == 1 for piece in _without_seam(arcs[arc])]
    borders = [arcs[arc] for arc, names in users.items() if len(names) > 1]
    return BaseMap(tuple(countries), tuple(project(c) for c in coasts), tuple(project(b) for b in borders))


def _near(ring: Points) -> bool:
    """Say whether a ring stays on the side of the Earth where the projection is tame."""
    longitude, latitude = np.radians(ring[:, 0] - CENTRE[0]), np.radians(ring[:, 1])
    middle = np.radians(CENTRE[1])
    cosine = np.sin(middle) * np.sin(latitude) + np.cos(middle) * np.cos(latitude) * np.cos(longitude)
    return bool(cosine.min() > np.cos(np.radians(_FAR)))


def _without_seam(arc: Points) -> list[Points]:
    """Cut the stretches out of a coast that only follow the date line."""
    on_seam = np.abs(arc[:, 0]) > 179.98
    cuts = np.flatnonzero(on_seam[:-1] & on_seam[1:]) + 1
    return [piece for piece in np.split(arc, cuts) if len(piece) > 1]


@cache
def _lines() -> tuple[tuple[str, str, str], ...]:
    """Return pattern, line and finish of every row of ``lines.csv``."""
    with (FOLDER / "lines.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["pattern"], row["line"], row["finish"]) for row in csv.DictReader(file))


@cache
def _waypoints() -> dict[str, Points]:
    """Return the way-points of every line, in degrees."""
    lines: dict[str, list[tuple[float, float]]] = {}
    with (FOLDER / "waypoints.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines.setdefault(row["line"], []).append((float(row["lon"]), float(row["lat"])))
    return {line: np.array(points) for line, points in lines.items()}


def line_of(arc: str, start: tuple[float, float], end: tuple[float, float]) -> tuple[str, Points]:
    """Return the line of an arc on paper.

    Parameters
    ----------
    arc
        Id of the arc.
    start, end
        Longitude and latitude of its nodes, in degrees.

    Returns
    -------
    str
        Name of the line, empty for an arc without way-points. Arcs between the same nodes on one line are one stroke.
    Points
        A smooth curve from start to end.
    """
    for pattern, line, finish in _lines():
        if fnmatchcase(arc, pattern):
            parts = [np.array([start]), _waypoints()[line]]
            return line, curve(project(np.concatenate([*parts, np.array([end])] if finish == "node" else parts)))
    return "", _bend(*project(np.array([start, end])))


def _bend(start: Points, end: Points) -> Points:
    """Return a gentle curve between two places on paper, to the left of the straight line."""
    share = np.linspace(0, 1, 17)[:, None]
    along = end - start
    across = np.array([-along[1], along[0]])
    bent: Points = start + share * along + 0.28 * share * (1 - share) * across
    return bent


def curve(points: Points, steps: int = 8) -> Points:
    """Return a smooth curve through points: a centripetal spline of Catmull and Rom."""
    gaps = np.hypot(*np.diff(points, axis=0).T)
    points = points[np.concatenate([[True], gaps > 1e-9])]
    if len(points) < 3:
        return points
    padded = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    knots = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(padded, axis=0).T) ** 0.5)])
    pieces = [_catmull_rom(padded[i : i + 4], knots[i : i + 4], steps) for i in range(len(padded) - 3)]
    return np.concatenate([*pieces, points[-1:]])


def _catmull_rom(p: Points, t: Points, steps: int) -> Points:
    """Return the piece of the spline between the second and the third of four points, the third left out."""
    at = np.linspace(t[1], t[2], steps, endpoint=False)[:, None]

    def between(first: Points, last: Points, low: float, high: float) -> Points:
        mixed: Points = ((high - at) * first + (at - low) * last) / (high - low)
        return mixed

    one, two, three = (between(p[i], p[i + 1], t[i], t[i + 1]) for i in range(3))
    return between(between(one, two, t[0], t[2]), between(two, three, t[1], t[3]), t[1], t[2])
