"""Make the base map that ships with the reports from the Natural Earth countries at 1:50 million.

Usage::

    python scripts/make_basemap.py path/to/countries-50m.json

The input is the TopoJSON of the npm package ``world-atlas`` 2.0.2 (Natural Earth 4.1, public domain). Each of its
arcs, a
stretch of coast or of border, is simplified once, so neighbours still share their border. Small islands and everything
far from the frame of the maps are left out. The result is the same, byte for byte, for the same input.

Natural Earth 4.1 draws Crimea as a ring of Russia; General Assembly resolution 68/262 of the United Nations affirms
that it is part of Ukraine, so the ring goes to Ukraine here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]

OUTPUT = Path(__file__).parents[1] / "model" / "corridor" / "report" / "basemap" / "countries.json.gz"
CENTRE: Point = (72.0, 57.0)
REACH = 70.0  # degrees of arc from the centre that may come into the frame
TOLERANCE = 0.05  # degrees of latitude; about a third of a point on paper
SMALLEST_ISLAND = 0.15  # square degrees of latitude
QUANTUM = 0.01  # degrees; coordinates are stored as multiples of it
RUSSIA, UKRAINE = "643", "804"
CRIMEA: Point = (34.2, 45.2)


def main() -> None:
    """Read the TopoJSON named on the command line and write the extract."""
    parser = argparse.ArgumentParser(description="Make the base map of the reports.")
    parser.add_argument("topojson", type=Path, help="countries-50m.json of the npm package world-atlas")
    topology = json.loads(parser.parse_args().topojson.read_text(encoding="utf-8"))
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(extract(topology), separators=(",", ":"), ensure_ascii=False) + "\n"
    OUTPUT.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def extract(topology: dict[str, Any]) -> dict[str, Any]:
    """Return ``quantum``, ``arcs`` (first point, then steps) and ``countries`` (id, name, rings of arc numbers)."""
    arcs = list(decoded_arcs(topology))
    countries = [
        {"id": geometry.get("id", ""), "name": geometry["properties"]["name"], "rings": rings}
        for geometry in topology["objects"]["countries"]["geometries"]
        if (rings := [ring for ring in outer_rings(geometry) if kept(ring_points(ring, arcs))])
    ]
    give_crimea_to_ukraine(countries, arcs)
    used = sorted({arc if arc >= 0 else ~arc for country in countries for ring in country["rings"] for arc in ring})
    number = {arc: position for position, arc in enumerate(used)}
    for country in countries:
        country["rings"] = [[number[arc] if arc >= 0 else ~number[~arc] for arc in ring] for ring in country["rings"]]
    countries.sort(key=lambda country: (country["id"], country["name"]))
    return {"quantum": QUANTUM, "arcs": [steps(simplified(arcs[arc])) for arc in used], "countries": countries}


def decoded_arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield every arc of the TopoJSON as longitudes and latitudes in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        column = row = 0
        points: list[Point] = []
        for step in arc:
            column += step[0]
            row += step[1]
            points.append((column * scale[0] + shift[0], row * scale[1] + shift[1]))
        yield points


def outer_rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the outer rings of a geometry: holes are other countries, which are drawn over it."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [polygon[0] for polygon in polygons]


def ring_points(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Return the points of a ring; a negative number is the arc ``~number`` walked backwards."""
    points: list[Point] = []
    for arc in ring:
        points += arcs[arc] if arc >= 0 else reversed(arcs[~arc])
    return points


def kept(points: list[Point]) -> bool:
    """Say whether a ring is large enough and near enough to be drawn."""
    return area(points) >= SMALLEST_ISLAND and any(distance(point, CENTRE) < REACH for point in points[::4])


def area(points: list[Point]) -> float:
    """Return the area of a ring in square degrees of latitude."""
    shrink = math.cos(math.radians(sum(latitude for _, latitude in points) / len(points)))
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    return abs(doubled) / 2 * shrink


def distance(first: Point, second: Point) -> float:
    """Return the angle between two places, seen from the centre of the Earth, in degrees."""
    (lon_1, lat_1), (lon_2, lat_2) = ((math.radians(lon), math.radians(lat)) for lon, lat in (first, second))
    cosine = math.sin(lat_1) * math.sin(lat_2) + math.cos(lat_1) * math.cos(lat_2) * math.cos(lon_1 - lon_2)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def give_crimea_to_ukraine(countries: list[dict[str, Any]], arcs: list[list[Point]]) -> None:
    """Move the ring that holds Crimea from Russia to Ukraine."""
    russia, ukraine = (next(country for country in countries if country["id"] == key) for key in (RUSSIA, UKRAINE))
    crimea = [ring for ring in russia["rings"] if inside(CRIMEA, ring_points(ring, arcs))]
    if len(crimea) != 1:
        raise SystemExit(f"expected one ring of Russia around Crimea, found {len(crimea)}: is this Natural Earth 4.1?")
    russia["rings"].remove(crimea[0])
    ukraine["rings"].append(crimea[0])


def inside(place: Point, points: list[Point]) -> bool:
    """Say whether a place lies inside a ring, by counting the edges that a line to the east crosses."""
    crossings = 0
    for (lon_1, lat_1), (lon_2, lat_2) in zip(points, points[1:] + points[:1], strict=True):
        if (lat_1 > place[1]) != (lat_2 > place[1]):
            crossings += lon_1 + (place[1] - lat_1) / (lat_2 - lat_1) * (lon_2 - lon_1) > place[0]
    return crossings % 2 == 1


def simplified(points: list[Point]) -> list[Point]:
    """Return an arc with the points left out that lie within the tolerance of the rest (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    if points[0] == points[-1]:  # an island: its ends coincide, so the farthest point starts the halving
        keep.add(max(range(len(points)), key=lambda index: distance(points[0], points[index])))
    stack = list(pairwise(sorted(keep)))
    while stack:
        first, last = stack.pop()
        between = range(first + 1, last)
        farthest = max(between, key=lambda i: offset(points[i], points[first], points[last]), default=None)
        if farthest is not None and offset(points[farthest], points[first], points[last]) > TOLERANCE:
            keep.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def offset(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a stretch, in degrees of latitude."""
    shrink = math.cos(math.radians(point[1]))
    along = ((end[0] - start[0]) * shrink, end[1] - start[1])
    away = ((point[0] - start[0]) * shrink, point[1] - start[1])
    length = math.hypot(*along)
    if length == 0:
        return math.hypot(*away)
    share = max(0.0, min(1.0, (away[0] * along[0] + away[1] * along[1]) / length**2))
    return math.hypot(away[0] - share * along[0], away[1] - share * along[1])


def steps(points: list[Point]) -> list[int]:
    """Return an arc as whole multiples of the quantum: the first point, then the step to each next one."""
    whole = [(round(longitude / QUANTUM), round(latitude / QUANTUM)) for longitude, latitude in points]
    flat = list(whole[0])
    for before, after in pairwise(whole):
        if after != before:
            flat += [after[0] - before[0], after[1] - before[1]]
    return flat


if __name__ == "__main__":
    main()
