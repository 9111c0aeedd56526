"""Where labels go: a deterministic search for boxes that cover neither each other nor the lines of a map.

All positions and sizes are in points on paper, x to the right and y upwards. A rectangle is (left, bottom, right, top).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Cover", "Placed", "Surroundings", "overlapping", "place"]

Array = NDArray[np.float64]
Rectangle = tuple[float, float, float, float]

_DISTANCES: Final = (6.0, 9.0, 12.0, 16.0, 21.0, 27.0, 34.0, 42.0, 52.0, 64.0, 78.0)
_ANGLES: Final = np.radians(np.arange(0.0, 360.0, 15.0))
_GAP: Final = 3.0  # points between two boxes
_MARGIN: Final = np.array([-1.5, -1.5, 1.5, 1.5])  # around a box that the leader of another one keeps clear of
_IMPOSSIBLE: Final = 1e6
_MISSING: Final = 1e3  # cost of a label that finds no place
_SWEEPS: Final = 8
# What a leader costs for each point of its length and each line it crosses, a later anchor, and each point covered.
_PER_POINT: Final = 0.12
_PER_ANCHOR: Final = 0.15
_PER_COVERED: Final = 0.6
_PER_CROSSED: Final = 0.5
_KEPT: Final = 700  # candidates of a label that the search looks at, the cheapest


@dataclass(frozen=True, slots=True)
class Box:
    """A label to be placed.

    Attributes
    ----------
    width, height
        Its size.
    anchors
        Places that its leader may point at, the best first; shape (count, 2).
    """

    width: float
    height: float
    anchors: Array


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What labels have to keep clear of.

    Attributes
    ----------
    frame
        They stay inside it.
    taken
        Rectangles that they must not touch.
    lines
        Points along the lines of the map, which they should not cover; shape (count, 2).
    """

    frame: Rectangle
    taken: tuple[Rectangle, ...]
    lines: Array


@dataclass(frozen=True, slots=True)
class Placed:
    """A label in its place.

    Attributes
    ----------
    rectangle
        The box.
    anchor
        Where the leader points.
    foot
        Where the leader leaves the box.
    """

    rectangle: Rectangle
    anchor: tuple[float, float]
    foot: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Candidates:
    """All places considered for one label: rectangles (count, 4), anchors and feet (count, 2), costs (count,)."""

    rectangles: Array
    anchors: Array
    feet: Array
    costs: Array


def overlapping(first: Rectangle, second: Rectangle, gap: float = 0.0) -> bool:
    """Say whether two rectangles come nearer to each other than a gap."""
    apart = first[2] + gap <= second[0] or second[2] + gap <= first[0]
    return not (apart or first[3] + gap <= second[1] or second[3] + gap <= first[1])


def place(boxes: Sequence[Box], surroundings: Surroundings) -> list[Placed | None]:
    """Place labels, the most important first.

    In several fixed orders each label takes the cheapest place left by those before it; then, a few times over, each
    moves to the cheapest place among the others. The order with the smallest sum of costs wins. A cost is made of the
    length
    of the leader, the lines covered, and what the leader crosses.

    Returns
    -------
    list
        One entry a box; None where every place would touch another label.
    """
    cover = Cover.of(surroundings.lines, surroundings.frame)
    candidates = [_candidates(box, surroundings, cover) for box in boxes]
    best: tuple[float, list[int | None]] = (np.inf, [])
    for order in _orders(boxes):
        cost, chosen = _search(candidates, order)
        if cost < best[0] - 1e-9:
            best = (cost, chosen)
    return [None if at is None else _placed(options, at) for options, at in zip(candidates, best[1], strict=True)]


def _orders(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the orders in which to place labels: by importance, and from each side of the map."""
    importance = list(range(len(boxes)))
    sides = [
        sorted(importance, key=lambda index: (sign * boxes[index].anchors[0, axis], index))
        for axis in (0, 1)
        for sign in (1, -1)
    ]
    return [importance, importance[::-1], *sides]


def _search(candidates: Sequence[_Candidates], order: Sequence[int]) -> tuple[float, list[int | None]]:
    """Place labels in one order; return the sum of their costs and the number of the candidate of each."""
    chosen: list[int | None] = [None] * len(candidates)
    total = 0.0
    for sweep in range(_SWEEPS):
        before, total = list(chosen), 0.0
        for index in order:
            others = [(candidates[i], at) for i, at in enumerate(chosen) if at is not None and i != index]
            chosen[index], cost = _cheapest(candidates[index], others)
            total += cost
        if sweep and chosen == before:
            break
    return total, chosen


def _placed(options: _Candidates, at: int) -> Placed:
    """Return one candidate as plain numbers."""
    left, bottom, right, top = (float(edge) for edge in options.rectangles[at])
    anchor, foot = options.anchors[at], options.feet[at]
    return Placed((left, bottom, right, top), (float(anchor[0]), float(anchor[1])), (float(foot[0]), float(foot[1])))


def _candidates(box: Box, surroundings: Surroundings, cover: Cover) -> _Candidates:
    """Return the possible places of a label around its anchors, with what each costs by itself."""
    distance, angle, number = (
        grid.ravel() for grid in np.meshgrid(np.array(_DISTANCES), _ANGLES, np.arange(len(box.anchors)), indexing="ij")
    )
    anchors = box.anchors[number]
    direction = np.column_stack([np.cos(angle), np.sin(angle)])
    half = np.array([box.width, box.height]) / 2
    # From its centre, the edge of the box lies this far in the direction of the anchor.
    with np.errstate(divide="ignore"):
        reach = np.min(half / np.maximum(np.abs(direction), 1e-9), axis=1)
    centres = anchors + direction * (distance + reach)[:, None]
    rectangles = np.column_stack([centres - half, centres + half])
    feet = centres - direction * reach[:, None]
    costs = _PER_POINT * distance + _PER_ANCHOR * number
    costs = costs + _PER_COVERED * cover.under(rectangles)
    costs = costs + _PER_CROSSED * cover.along(anchors, feet)
    costs = costs + _forbidden(rectangles, surroundings)
    kept = np.argsort(costs, kind="stable")[:_KEPT]
    kept = kept[costs[kept] < _IMPOSSIBLE]
    return _Candidates(rectangles[kept], anchors[kept], feet[kept], costs[kept])


@dataclass(frozen=True, slots=True)
class Cover:
    """How many points of lines lie where: a grid of cells of one point, summed up so that a rectangle is four look-ups.

    Attributes
    ----------
    sums
        Number of points left of and below every corner of the grid.
    origin
        Lower left corner of the grid.
    """

    sums: NDArray[np.int64]
    origin: tuple[float, float]

    @classmethod
    def of(cls, points: Array, frame: Rectangle) -> Cover:
        """Count points inside a frame."""
        size = (int(frame[2] - frame[0]) + 1, int(frame[3] - frame[1]) + 1)
        edges = [np.arange(count + 1) + start for count, start in zip(size, frame[:2], strict=True)]
        counts, _, _ = np.histogram2d(points[:, 0], points[:, 1], bins=edges)
        sums = np.zeros((size[0] + 1, size[1] + 1), dtype=np.int64)
        sums[1:, 1:] = counts.astype(np.int64).cumsum(axis=0).cumsum(axis=1)
        return cls(sums, (frame[0], frame[1]))

    def under(self, rectangles: Array, pad: float = 1.5) -> Array:
        """Return how many points lie under each rectangle and a margin around it."""
        corners = rectangles - np.array([*self.origin, *self.origin]) + np.array([-pad, -pad, pad, pad])
        limit = np.array([self.sums.shape[0] - 1, self.sums.shape[1] - 1] * 2)
        left, bottom, right, top = np.clip(np.rint(corners), 0, limit).astype(int).T
        sums = self.sums
        counted: Array = (sums[right, top] - sums[left, top] - sums[right, bottom] + sums[left, bottom]).astype(float)
        return counted

    def along(self, anchors: Array, feet: Array) -> Array:
        """Return at how many places each leader crosses lines, those at its anchor left out."""
        crossed = np.zeros(len(anchors))
        length = np.hypot(*(feet - anchors).T)
        for walked in np.arange(6.0, max(_DISTANCES), 2.0):
            share = np.minimum(walked / np.maximum(length, 1e-9), 1.0)[:, None]
            at = anchors + share * (feet - anchors)
            crossed += (walked < length) & (self.under(np.column_stack([at, at]), pad=1.0) > 0)
        return crossed


def _forbidden(rectangles: Array, surroundings: Surroundings) -> Array:
    """Return a prohibitive cost for rectangles that leave the frame or touch a taken one."""
    frame = surroundings.frame
    bad = (rectangles[:, 0] < frame[0]) | (rectangles[:, 1] < frame[1])
    bad |= (rectangles[:, 2] > frame[2]) | (rectangles[:, 3] > frame[3])
    for taken in surroundings.taken:
        bad |= _touches(rectangles, np.array(taken))
    return np.where(bad, _IMPOSSIBLE, 0.0)


def _touches(rectangles: Array, other: Array) -> NDArray[np.bool_]:
    """Say which rectangles come nearer than the gap to another one."""
    apart = (rectangles[:, 2] + _GAP <= other[0]) | (other[2] + _GAP <= rectangles[:, 0])
    apart |= (rectangles[:, 3] + _GAP <= other[1]) | (other[3] + _GAP <= rectangles[:, 1])
    touching: NDArray[np.bool_] = ~apart
    return touching


def _cheapest(options: _Candidates, others: Sequence[tuple[_Candidates, int]]) -> tuple[int | None, float]:
    """Return the cheapest place among labels that stay where they are, None if there is none, and its cost."""
    if len(options.costs) == 0:
        return None, _MISSING
    costs = options.costs.copy()
    for other, at in others:
        rectangle, anchor, foot = other.rectangles[at], other.anchors[at], other.feet[at]
        costs += np.where(_touches(options.rectangles, rectangle), _IMPOSSIBLE, 0.0)
        costs += 9.0 * _through(options.anchors, options.feet, rectangle[None])
        costs += 8.0 * _through(anchor[None], foot[None], options.rectangles + _MARGIN)
        costs += 6.0 * _crossing(options.anchors, options.feet, anchor, foot)
    best = int(np.argmin(costs))
    return (best, float(costs[best])) if costs[best] < _IMPOSSIBLE else (None, _MISSING)


def _through(starts: Array, ends: Array, rectangles: Array) -> Array:
    """Say (1 or 0) which straight lines run through which rectangles, row by row."""
    along = ends - starts
    along = np.where(np.abs(along) < 1e-9, 1e-9, along)
    first, second = ((rectangles[:, edges] - starts) / along for edges in (slice(0, 2), slice(2, 4)))
    enters = np.minimum(first, second).max(axis=1).clip(min=0.0)
    leaves = np.maximum(first, second).min(axis=1).clip(max=1.0)
    crossing: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (enters < leaves).astype(float)
    return crossing


def _crossing(anchors: Array, feet: Array, start: Array, end: Array) -> Array:
    """Say (1 or 0) whose leader crosses the leader from start to end."""

    def side(a: Array, b: Array, c: Array) -> Array:
        turn: Array = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
            c[..., 0] - a[..., 0]
        )
        return turn

    between = side(anchors, feet, start) * side(anchors, feet, end) < 0
    across = side(start, end, anchors) * side(start, end, feet) < 0
    return (between & across).astype(float)
