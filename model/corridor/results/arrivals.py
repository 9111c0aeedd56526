"""Gas that arrived in a region, by origin and by the way it came: how subjects such as ``Russia>EU (lng)`` are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from corridor.dataset import Dataset, lookup

#: Ways by which a subject may count gas, in brackets behind the region.
FORMS = ("lng", "pipeline")


@dataclass(frozen=True, slots=True)
class Region:
    """Nodes that a subject names, the markets among them, and the way by which gas counts; empty for every way."""

    nodes: tuple[str, ...]
    markets: tuple[str, ...]
    form: str


class Arrivals:
    """Sales by origin, market and year, and what of them came by ship.

    A region is one or several markets or groups of nodes, ``A + B``, with ``(pipeline)`` or ``(lng)`` where only gas
    that came that way counts. By ship came what the region's own terminals took in; the rest came by pipeline or is
    its own.
    """

    def __init__(self, balance: pd.DataFrame, flows: pd.DataFrame, dataset: Dataset) -> None:
        sold = balance[balance["item"] == "sales"]
        self._sales = _by_place(-sold.groupby(["node", "year", "origin"])["volume"].sum())
        landed = flows[flows["form"] == "regasification"]
        self._ships = _by_place(landed.groupby(["to", "year", "origin"])["arrived"].sum())
        self._markets = frozenset(dataset.ids("demand"))
        self._groups = {
            name.removeprefix("region:"): nodes for name, nodes in sorted(dataset.groups.items(), reverse=True)
        }
        self._origins = frozenset(dataset.origins)

    def region(self, text: str) -> Region | None:
        """Read a region; None if a part of it has no market of the dataset or the way is unknown."""
        names, _, form = text.removesuffix(")").partition(" (")
        parts = [
            frozenset({name}) if name in self._markets else self._groups.get(name, frozenset())
            for name in names.split(" + ")
        ]
        if (form and form not in FORMS) or not all(part & self._markets for part in parts):
            return None
        # In order, because the last digits of a sum depend on it.
        nodes = tuple(sorted(frozenset().union(*parts)))
        return Region(nodes, tuple(node for node in nodes if node in self._markets), form)

    def volume(self, origin: str, region: Region, year: int) -> float:
        """Gas of an origin that arrived in a region in a year, bcm."""
        return self.volumes(region, year).get(origin, 0.0)

    def volumes(self, region: Region, year: int) -> dict[str, float]:
        """Gas that arrived in a region in a year by origin, bcm; origins without any may be left out."""
        everything = _together(self._sales, region.markets, year)
        if not region.form:
            return everything
        by_ship = _together(self._ships, region.nodes, year)
        if region.form == "lng":
            return by_ship
        return {origin: max(0.0, volume - by_ship.get(origin, 0.0)) for origin, volume in everything.items()}

    def of(self, subject: str, year: int) -> float | None:
        """Volume of a subject ``Origin>Region``, bcm; None if it names no origin or region of the dataset."""
        origin, _, text = subject.partition(">")
        region = self.region(text)
        if origin not in self._origins or region is None:
            return None
        return self.volume(origin, region, year)


_ByPlace: TypeAlias = dict[tuple[str, int], dict[str, float]]


def _by_place(volumes: pd.Series) -> _ByPlace:
    """Volumes by origin for every node and year, from an index of node, year and origin."""
    found: _ByPlace = {}
    for (node, year, origin), volume in lookup(volumes).items():
        found.setdefault((node, year), {})[origin] = volume
    return found


def _together(volumes: _ByPlace, nodes: Iterable[str], year: int) -> dict[str, float]:
    """Volumes by origin, added over nodes."""
    total: dict[str, float] = {}
    for node in nodes:
        for origin, volume in volumes.get((node, year), {}).items():
            total[origin] = total.get(origin, 0.0) + volume
    return total
