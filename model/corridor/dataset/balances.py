"""Observed balances of countries: production and imports against exports and consumption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.dataset import schema
from corridor.dataset.capacities import Capacities
from corridor.dataset.reader import REVERSE, Dataset

TOLERANCE = 0.05
"""How far a balance may be open, a share of production or consumption, whichever is larger: stocks and losses."""

SLACK = 1.0
"""And by how much more, bcm: small countries are rounded."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What was observed of a country, or group of nodes, in a year, bcm.

    Attributes
    ----------
    subject, year
        Whose and when.
    production, consumption, imports, exports
        Observed; imports and exports over the routes and trades that are known.
    missing
        Routes that cross the border with capacity and without an observation: with any of them the balance is unknown.
    line
        Of the observed production.
    """

    subject: str
    year: int
    production: float
    consumption: float
    imports: float
    exports: float
    missing: tuple[str, ...]
    line: int

    @property
    def residual(self) -> float:
        """What is produced and imported beyond what is exported and consumed."""
        return self.production + self.imports - self.exports - self.consumption

    @property
    def closes(self) -> bool:
        """Whether the residual is within the tolerance."""
        return abs(self.residual) <= TOLERANCE * max(self.production, self.consumption) + SLACK

    def told(self) -> str:
        """Return the terms in words."""
        return (
            f"production {self.production:.1f} + imports {self.imports:.1f} - exports {self.exports:.1f}"
            f" - consumption {self.consumption:.1f} leaves {self.residual:.1f} bcm"
        )


def balances(dataset: Dataset) -> Iterator[Balance]:
    """Yield the balance of every country and group of nodes whose production and consumption were observed.

    A border is known if every arc over it that has capacity belongs to a route whose flow was observed and that crosses
    this border only. For a country that nothing leaves, an observed trade with the origin of the gas does as well.
    """
    table = dataset.tables["observed"]
    seen: dict[tuple[str, str, str], tuple[float, int]] = {
        (row["kind"], row["subject"], str(row["year"])): (row["canonical"], int(row["line"]))
        for row in table.to_dict("records")
    }
    borders = _Borders(dataset)
    for (kind, subject, year), (production, line) in sorted(seen.items()):
        used = seen.get(("consumption", subject, year))
        nodes = dataset.groups.get(subject, frozenset({subject}) & set(dataset.nodes.index))
        if kind != "production" or used is None or not nodes or not year.isdigit():
            continue
        flows = {name: value for (kind, name, when), (value, _) in seen.items() if (kind, when) == ("route_flow", year)}
        trades = {name: value for (kind, name, when), (value, _) in seen.items() if (kind, when) == ("trade", year)}
        imports, exports, missing = borders.crossing(nodes, subject, int(year), flows, trades)
        yield Balance(subject, int(year), production, used[0], imports, exports, missing, line)


class _Borders:
    """Arcs by the nodes they join."""

    def __init__(self, dataset: Dataset) -> None:
        self._capacities = Capacities(dataset)
        self._origins = {row["node"]: row["origin"] for _, row in dataset.rows("producers")}
        self._arcs: list[tuple[str, str, str, str]] = []
        for component in schema.ARC_COMPONENTS:
            for arc, row in dataset.rows(component):
                self._arcs.append((arc, row["route"], row["from"], row["to"]))
                if component == "pipelines":
                    self._arcs.append((arc + REVERSE, f"{row['route']} (reverse)", row["to"], row["from"]))
        self._countries = {str(node): str(country) for node, country in dataset.nodes["country"].items()}

    def crossing(
        self, nodes: frozenset[str], subject: str, year: int, flows: dict[str, float], trades: dict[str, float]
    ) -> tuple[float, float, tuple[str, ...]]:
        """Return imports and exports that were observed, and the routes that were not."""
        countries = {self._countries[node] for node in nodes}
        inside = {node for node, country in self._countries.items() if country in countries}
        crossing = [
            (route, start, start in inside)
            for arc, route, start, end in self._arcs
            if (start in inside) != (end in inside) and self._capacities.of_arcs([arc], year) > 0.0
        ]
        leaving = {route for route, _, out in crossing if out}
        mixed = {route for _, route, start, end in self._arcs if (start in inside) == (end in inside)}
        total = {True: 0.0, False: 0.0}
        missing, counted = set(), set()
        for route, start, out in crossing:
            name = f"{self._origin_of(start)}>{subject}"
            known = flows.get(route) if route not in mixed else None
            if not leaving and name in trades:
                route, known = name, trades[name]
            if known is None:
                missing.add(route)
            elif route not in counted:
                counted.add(route)
                total[out] += known
        return total[False], total[True], tuple(sorted(missing))

    def _origin_of(self, node: str) -> str:
        """Origin of the gas that is produced in the country of a node; empty if none is."""
        country = self._countries[node]
        return next((origin for place, origin in self._origins.items() if self._countries.get(place) == country), "")
