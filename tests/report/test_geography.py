"""The projection, the base map and the lines of arcs."""

from __future__ import annotations

import gzip
import hashlib
import json
import runpy
from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from corridor.report.geography import (
    CENTRE,
    EARTH_RADIUS,
    FOLDER,
    _lines,
    _waypoints,
    base_map,
    curve,
    line_of,
    project,
)

REPOSITORY = Path(__file__).parents[2]
TOPOJSON = REPOSITORY.parent / "shared" / "reference" / "data" / "basemap" / "countries-50m.json"


def inside(country: str, longitude: float, latitude: float) -> bool:
    place = project(np.array([[longitude, latitude]]))[0]
    rings = next(each.rings for each in base_map().countries if each.name == country)
    return any(Outline(ring).contains_point(place) for ring in rings)


def test_centre_is_the_origin_and_areas_are_true() -> None:
    assert np.allclose(project(np.array([CENTRE])), 0.0)
    for longitude, latitude in ((10.0, 50.0), (140.0, 36.0), (70.0, 70.0)):
        step = 0.01
        corners = np.array([[longitude, latitude], [longitude + step, latitude], [longitude, latitude + step]])
        first, east, north = project(corners) * 1000
        area = abs(np.cross(np.append(east - first, 0), np.append(north - first, 0))[2])
        true = (np.radians(step) * EARTH_RADIUS) ** 2 * np.cos(np.radians(latitude))
        assert area == pytest.approx(true, rel=1e-3)


def test_crimea_is_drawn_as_ukraine() -> None:
    assert inside("Ukraine", 34.2, 45.2)
    assert not inside("Russia", 34.2, 45.2)
    assert inside("Russia", 37.6, 55.7)


def test_no_border_crosses_the_neck_of_crimea_and_no_coast_follows_the_date_line() -> None:
    neck = project(np.array([[33.6, 46.1]]))[0]
    assert all(np.hypot(*(line - neck).T).min() > 0.02 for line in base_map().borders)
    seam = project(np.array([[180.0, latitude] for latitude in np.arange(66.0, 68.5, 0.1)]))
    for coast in base_map().coasts:
        on_seam = (np.hypot(*(coast[:, None] - seam).T).min(axis=0) < 0.002).sum()
        assert on_seam <= 2


def test_base_map_is_small_and_made_by_the_script() -> None:
    shipped = FOLDER / "countries.json.gz"
    assert shipped.stat().st_size < 120_000
    assert shipped.read_bytes()[4:8] == b"\0\0\0\0", "the gzip header must not hold a time"
    if not TOPOJSON.is_file():
        pytest.skip("the Natural Earth extract is not on this machine")
    script = runpy.run_path(str(REPOSITORY / "scripts" / "make_basemap.py"))
    extract = script["extract"](json.loads(TOPOJSON.read_text(encoding="utf-8")))
    text = json.dumps(extract, separators=(",", ":"), ensure_ascii=False) + "\n"
    made = hashlib.sha256(text.encode()).hexdigest()
    assert made == hashlib.sha256(gzip.decompress(shipped.read_bytes())).hexdigest()


def test_every_line_has_way_points_and_every_way_point_a_line() -> None:
    assert {line for _, line, _ in _lines()} == set(_waypoints())
    assert {finish for _, _, finish in _lines()} == {"node", "last"}


def test_curve_goes_through_its_points() -> None:
    points = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 2.5], [4.0, 0.0]])
    drawn = curve(points)
    for point in points:
        assert np.hypot(*(drawn - point).T).min() < 1e-9


def test_lines_of_arcs() -> None:
    line, points = line_of("nord-stream-1", (28.7, 60.7), (11.5, 51.3))
    assert line == "nord-stream-1"
    ends = project(np.array([[28.7, 60.7], [11.5, 51.3]]))
    assert np.allclose(points[[0, -1]], ends)
    lane, by_sea = line_of("yamal>china-coast-nsr", (72.1, 71.3), (121.9, 30.6))
    assert lane == "northern-sea-route"
    assert not np.allclose(by_sea[-1], project(np.array([[121.9, 30.6]]))[0]), "a sea lane ends at its last way-point"
    nameless, bent = line_of("somewhere-else", (10.0, 50.0), (20.0, 50.0))
    assert nameless == ""
    straight = np.hypot(*(bent[-1] - bent[0]))
    assert straight < np.hypot(*np.diff(bent, axis=0).T).sum() < 1.2 * straight
