"""The way of gas between two nodes on which least is lost: along it the difference of values is told in parts."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.reasons.solved import Part, Solved
from corridor.results.context import DUST


@dataclass(frozen=True, slots=True)
class Way:
    """A path of gas of an origin.

    Attributes
    ----------
    origin
    arcs
        In order.
    lost
        What sending gas that way loses against the values at its ends, USD/MMBtu; 0 where it may be sent.
    """

    origin: str
    arcs: tuple[str, ...]
    lost: float


class Ways:
    """Paths in a year and some seasons, at the duals of the run."""

    def __init__(self, solved: Solved, year: int, seasons: Sequence[str]) -> None:
        self._solved, self._year, self._seasons = solved, year, tuple(seasons)
        total = sum(solved.duration[season] for season in self._seasons)
        self._share = {season: solved.duration[season] / total for season in self._seasons}
        directions = solved.directions
        self._reduced = directions.gradient - solved.program.matrix.transposed_times(directions.standing.row_duals)
        self._onward: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
        for origin, arc, when in solved.network.flows:
            if when == year and (lost := self._lost(origin, arc)) is not None:
                place = (origin, solved.start[arc])
                self._onward.setdefault(place, []).append((arc, solved.end[arc], lost))

    def _lost(self, origin: str, arc: str) -> float | None:
        """Reduced cost of sending a unit over an arc, mean of the seasons, USD/MMBtu; None if it cannot be sent."""
        total = 0.0
        for season, share in self._share.items():
            column = self._solved.column("flow", origin, arc, self._year, season)
            if column is None:
                return None
            total += share * max(0.0, self._solved.price(float(self._reduced[column]), self._year, season))
        return total

    def best(self, start: str, end: str, at_start: float, at_end: float) -> Way | None:
        """The path, of any origin, on which least is lost and whose gas is worth the prices at its ends.

        Of equals one that is used, and then the one of fewer arcs. None without a path.
        """
        origins = sorted({origin for origin, node in self._onward if node == start})
        found = [way for origin in origins if (way := self._of(origin, start, end)) is not None]

        def rank(way: Way) -> tuple[float, bool, int, str]:
            apart = abs(self.value(way.origin, start) - at_start) + abs(self.value(way.origin, end) - at_end)
            return round(way.lost + apart, 4), not self.used(way), len(way.arcs), way.origin

        return min(found, key=rank, default=None)

    def used(self, way: Way) -> bool:
        """Whether gas of the origin flows on every arc of a path in some of the seasons."""
        return all(
            any(
                self._solved.value(column) > DUST
                for season in self._seasons
                if (column := self._solved.column("flow", way.origin, arc, self._year, season)) is not None
            )
            for arc in way.arcs
        )

    def _of(self, origin: str, start: str, end: str) -> Way | None:
        queue: list[tuple[float, int, str, tuple[str, ...]]] = [(0.0, 0, start, ())]
        done: set[str] = set()
        while queue:
            lost, length, node, arcs = heapq.heappop(queue)
            if node == end:
                return Way(origin, arcs, lost)
            if node in done:
                continue
            done.add(node)
            for arc, other, more in self._onward.get((origin, node), ()):
                if other not in done:
                    # Losses below a millionth are those of rounding: fewer arcs are better then.
                    heapq.heappush(queue, (round(lost + more, 7), length + 1, other, (*arcs, arc)))
        return None

    def value(self, origin: str, node: str) -> float:
        """What gas of an origin is worth at a node, mean of the seasons, USD/MMBtu."""
        duals = self._solved.directions.standing.row_duals
        return sum(
            share * (self._solved.gas_value(duals, origin, node, self._year, season) or 0.0)
            for season, share in self._share.items()
        )

    def mean(self, values: dict[str, float]) -> float:
        """Mean of the seasons."""
        return sum(share * values[season] for season, share in self._share.items())

    def parts(self, origin: str, arc: str) -> list[tuple[Part, float]]:
        """What a unit that enters an arc pays on it, in parts without the values at its ends, USD/MMBtu."""
        found: list[tuple[Part, float]] = []
        for season, share in self._share.items():
            column = self._solved.column("flow", origin, arc, self._year, season)
            assert column is not None
            found += [
                (part, share * self._solved.price(part.amount, self._year, season))
                for part in self._solved.parts(column, self._solved.directions.standing)
                if part.kind != "node_balance"
            ]
        return found
