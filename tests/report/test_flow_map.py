"""The map: nothing overlaps in any year, and places do not change from run to run."""

from __future__ import annotations

import numpy as np
import pytest
from tests.report.synthetic import YEARS, SyntheticResults

from corridor.report.figures.flow_map import MapLayout, flow_map, map_layout, overlaps
from corridor.report.placement import Box, Cover, Surroundings, overlapping, place
from corridor.report.style import svg


@pytest.fixture(scope="module")
def layout(results: SyntheticResults) -> MapLayout:
    return map_layout(results)


@pytest.mark.parametrize("year", YEARS)
def test_nothing_overlaps_in_any_year(results: SyntheticResults, layout: MapLayout, year: int) -> None:
    assert overlaps(flow_map(results, year, layout=layout)) == []


def test_overlaps_finds_a_collision(results: SyntheticResults, layout: MapLayout) -> None:
    figure = flow_map(results, 2030, layout=layout)
    legend = next(patch for patch in figure.axes[0].patches if patch.get_gid() == "legend")
    box = legend.get_window_extent()
    figure.axes[0].text(box.x0 + 5, box.y0 + 5, "in the way", gid="name:in the way")
    figure.axes[0].text(-20, 50, "outside", gid="name:outside")
    assert {("legend", "name:in the way"), ("name:outside", "frame")} <= set(overlaps(figure))


def test_important_routes_are_labelled(layout: MapLayout) -> None:
    labelled = {label.stroke.route for label in layout.labels}
    assert len(labelled) == 16
    assert {
        "Power of Siberia 1",
        "Power of Siberia 2",
        "TurkStream 1",
        "Yamal LNG to Asia",
        "Ukraine transit",
    } <= labelled


def test_labels_say_what_happens(layout: MapLayout) -> None:
    said = {label.stroke.route: label.lines for label in layout.labels}
    assert said["Power of Siberia 2"][2025] == "not built"
    assert said["Ukraine transit"][2030].startswith("idle")
    assert said["Yamal LNG to Europe"][2035] == "no cargoes"
    assert said["Mozdok-Hajigabul"][2035].endswith("of 55.0 bcm · 67 %")


def test_sea_lanes_that_share_a_line_lie_side_by_side(layout: MapLayout) -> None:
    lanes = [stroke for stroke in layout.strokes if stroke.end == "northern-sea-route"]
    assert len(lanes) == 2
    assert np.hypot(*(lanes[0].points[-1] - lanes[1].points[-1])) > 3.0


def test_trunk_lines_show_gas_for_export_only(layout: MapLayout) -> None:
    routes = {stroke.route for stroke in layout.strokes}
    assert "Torzhok-Centre" not in routes
    trunk = next(stroke for stroke in layout.strokes if stroke.route == "Nadym-Perm")
    assert trunk.states[2030].volume < 80.0


def test_layout_and_drawing_are_deterministic(results: SyntheticResults, layout: MapLayout) -> None:
    assert [label.place for label in map_layout(results).labels] == [label.place for label in layout.labels]
    drawn = [svg(flow_map(results, 2030, layout=layout)) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert b">Power of Siberia 1<" in drawn[0], "text stays text"


def surroundings() -> Surroundings:
    line = np.column_stack([np.linspace(0, 400, 400), np.full(400, 100.0)])
    return Surroundings((0, 0, 400, 200), ((150, 105, 250, 195),), line)


def test_placement_keeps_clear() -> None:
    boxes = [Box(60, 18, np.array([[x, 100.0], [x + 8, 100.0]])) for x in (180.0, 190.0, 200.0, 210.0)]
    placed = place(boxes, surroundings())
    rectangles = [each.rectangle for each in placed if each is not None]
    assert len(rectangles) == 4
    for index, first in enumerate(rectangles):
        assert not overlapping(first, (150, 105, 250, 195))
        assert not any(overlapping(first, second) for second in rectangles[index + 1 :])
        assert not first[1] < 100.0 < first[3], "labels stay off the line"


def test_a_label_without_room_is_left_out() -> None:
    assert place([Box(390, 195, np.array([[200.0, 100.0]]))], surroundings()) == [None]


def test_cover_counts_points_under_rectangles() -> None:
    points = np.array([[10.5, 10.5], [20.5, 10.5], [20.5, 30.5]])
    cover = Cover.of(points, (0, 0, 50, 50))
    rectangles = np.array([[5.0, 5.0, 25.0, 15.0], [18.0, 8.0, 23.0, 33.0], [40.0, 40.0, 45.0, 45.0]])
    assert cover.under(rectangles, pad=0.0).tolist() == [2.0, 2.0, 0.0]
