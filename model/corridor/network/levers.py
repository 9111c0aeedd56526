"""Levers: volumes beside gas pipes that an active lever takes off a market or adds to a producer."""

from __future__ import annotations

from corridor.dataset import Series
from corridor.network.values import Values
from corridor.scenario import Scenario


class Levers:
    """What the active levers of one kind move, in bcm/yr.

    A market's levers act at the same rate all the year round: a nuclear unit or a better power plant saves gas in
    every season alike, whatever the season's share of consumption.
    """

    def __init__(self, scenario: Scenario, values: Values, kind: str) -> None:
        self._volumes: dict[str, list[Series]] = {}
        for lever, row in scenario.dataset.rows("levers"):
            if row["kind"] != kind or scenario.status("levers", lever, "off") == "off":
                continue
            volume = values.series("levers", lever, "volume")
            if volume is not None:
                self._volumes.setdefault(row["object"], []).append(volume)

    @property
    def objects(self) -> tuple[str, ...]:
        """Markets or producers that some lever changes, sorted."""
        return tuple(sorted(self._volumes))

    def year(self, name: str, year: int) -> float:
        """Volume over a year."""
        return sum(volume.year(year) for volume in self._volumes.get(name, ()))

    def months(self, name: str, year: int, months: tuple[int, ...]) -> float:
        """Rate in some months of a year."""
        return sum(volume.months(year, months) for volume in self._volumes.get(name, ()))
