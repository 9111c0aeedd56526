"""What arcs and routes can carry by the tables alone, before events, seasons and scenarios."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from corridor.dataset import schema
from corridor.dataset.reader import REVERSE, Dataset, split

_BACK = " (reverse)"


class Capacities:
    """Capacities of a dataset, bcm/yr in the mean of a calendar year.

    A voyage without a limit of its own carries what the plants at its port can make; plants that several voyages
    share count once.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rows: dict[str, tuple[str, Mapping[str, Any]]] = {
            arc: (component, row) for component in schema.ARC_COMPONENTS for arc, row in dataset.rows(component)
        }
        self._routes: dict[str, list[str]] = {}
        for arc, (component, row) in self._rows.items():
            self._routes.setdefault(row["route"], []).append(arc)
            if component == "pipelines":
                self._routes.setdefault(row["route"] + _BACK, []).append(arc + REVERSE)
        self._plants: dict[str, list[str]] = {}
        for plant, row in dataset.rows("liquefaction"):
            self._plants.setdefault(row["to"], []).append(plant)
        self._projects: dict[str, list[str]] = {}
        for project, row in dataset.rows("projects"):
            for arc in split(row["arcs"]):
                self._projects.setdefault(arc, []).append(project)

    def of_route(self, route: str, year: int) -> float:
        """Return the capacity of all arcs of a route together; 0 for a route that is not there."""
        return self.of_arcs(self._routes.get(route, ()), year)

    def of_arcs(self, arcs: Iterable[str], year: int, *, with_projects: bool = False) -> float:
        """Return the capacity of arcs together.

        Parameters
        ----------
        arcs
            Arc ids, ``:reverse`` behind a pipeline that is used against its first direction; unknown ones count 0.
        year
            Calendar year.
        with_projects
            Whether every project counts with its full size from its earliest year on.
        """
        total, ports = 0.0, set()
        for arc in arcs:
            line = arc.removesuffix(REVERSE)
            if line not in self._rows:
                continue
            component, row = self._rows[line]
            attribute = "reverse_capacity" if arc != line else "capacity"
            series = self._dataset.series(component, line, attribute)
            if series is None:
                ports.add(row["from"])
            else:
                total += series.year(year) + (self._added(arc, year) if with_projects else 0.0)
        return total + sum(self._of_port(port, year, with_projects) for port in ports)

    def _of_port(self, port: str, year: int, with_projects: bool) -> float:
        plants = self._plants.get(port)
        return math.inf if plants is None else self.of_arcs(plants, year, with_projects=with_projects)

    def _added(self, arc: str, year: int) -> float:
        """Size of the projects that could widen an arc by a year."""
        total = 0.0
        for project in self._projects.get(arc, ()):
            size, earliest = (self._dataset.series("projects", project, name) for name in ("size", "earliest"))
            if size is not None and earliest is not None and earliest.values[0] < year + 1:
                total += size.values[0]
        return total
