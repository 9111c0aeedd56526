"""Arcs of the network: their losses, costs and capacities by season, after projects and events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from corridor.dataset import REVERSE, Series, lookup, lookup_rows, split
from corridor.errors import NetworkError, Problem
from corridor.network.calendar import share_in_force
from corridor.network.values import Values
from corridor.scenario import Scenario

_COLUMNS = ("arc", "line", "form", "route", "from", "to", "length", "loss", "opposite", "metered", "minimum")

Stages = Mapping[str, Mapping[str, Series]]
"""For every arc the committed projects that widen it, and their capacity over time."""


def arc_table(scenario: Scenario, values: Values) -> pd.DataFrame:
    """Arcs sorted by id; a reversible pipeline becomes two, each the other's ``opposite``."""
    rows = [*_pipelines(scenario, values), *_plants(scenario, values), *_voyages(scenario, values)]
    wasteful = [
        Problem(f"{row[0]} would lose {100.0 * row[7]:.0f} % of its gas [losses]") for row in rows if row[7] >= 1.0
    ]
    if wasteful:
        raise NetworkError(wasteful)
    return pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("arc").sort_index()


def _pipelines(scenario: Scenario, values: Values) -> Iterator[tuple[Any, ...]]:
    for line, row in scenario.dataset.rows("pipelines"):
        length = values.constant("pipelines", line, "length")
        loss = _pipeline_loss(scenario, values, line, length)
        reverse = values.series("pipelines", line, "reverse_capacity")
        both = reverse is not None and any(value > 0.0 for value in reverse.values)
        back = line + REVERSE if both else ""
        yield line, line, "pipeline", row["route"], row["from"], row["to"], length, loss, back, "entry", 0.0
        if both:
            route = f"{row['route']} (reverse)"
            yield back, line, "pipeline", route, row["to"], row["from"], length, loss, line, "entry", 0.0


def _pipeline_loss(scenario: Scenario, values: Values, line: str, length: float) -> float:
    rate = values.series("pipelines", line, "fuel_rate")
    per_km = scenario.parameter("fuel_rate") if rate is None else rate.values[0]
    return per_km * length + values.constant("pipelines", line, "loss")


def _plants(scenario: Scenario, values: Values) -> Iterator[tuple[Any, ...]]:
    for form in ("liquefaction", "regasification"):
        for line, row in scenario.dataset.rows(form):
            loss = values.constant(form, line, "own_use")
            least = values.constant(form, line, "minimum") if form == "liquefaction" else 0.0
            yield line, line, form, row["route"], row["from"], row["to"], 0.0, loss, "", "exit", least


def _voyages(scenario: Scenario, values: Values) -> Iterator[tuple[Any, ...]]:
    for line, row in scenario.dataset.rows("shipping"):
        distance, loss = values.constant("shipping", line, "distance"), values.constant("shipping", line, "boil_off")
        yield line, line, "shipping", row["route"], row["from"], row["to"], distance, loss, "", "entry", 0.0


def arc_terms(
    scenario: Scenario, values: Values, arcs: pd.DataFrame, seasons: pd.DataFrame, stages: Stages
) -> pd.DataFrame:
    """Capacity and cost of every arc, year and season; see :class:`corridor.network.Network`."""
    available = Availability(scenario, seasons)
    limits = _Limits(scenario, values, arcs, stages)
    months_of = lookup(seasons["months"])
    records = []
    for arc, row in lookup_rows(arcs).items():
        line, entry = row["line"], 1.0 / (1.0 - row["loss"]) if row["metered"] == "exit" else 1.0
        limit, cost = limits.of(str(arc), row), _cost(values, row)
        closed = scenario.status(_component(row["form"]), line, "open") == "closed"
        widened = stages.get(str(arc), {}).values()
        for year in scenario.horizon.years:
            yearly_cost = cost(year) / entry
            for season, months in months_of.items():
                left = 0.0 if closed else available.share(line, year, season)
                now = limit(year, months) * entry
                added = sum(stage.months(year, months) for stage in widened) * entry
                # An endless voyage that events close carries nothing; endless times nothing would be no number.
                open_now, open_added = (now * left, added * left) if left > 0.0 else (0.0, 0.0)
                capacity = open_now + open_added
                records.append((arc, year, season, now + added, open_now, open_added, capacity, yearly_cost))
    columns = ["arc", "year", "season", "nameplate", "existing", "committed", "capacity", "cost"]
    return pd.DataFrame(records, columns=columns).set_index(["arc", "year", "season"]).astype(float)


def _component(form: str) -> str:
    return "pipelines" if form == "pipeline" else form


def _cost(values: Values, row: Mapping[str, Any]) -> Callable[[int], float]:
    """Cost per unit of the volume at which the arc is metered, by year."""
    line, length = row["line"], float(row["length"])
    if row["form"] != "pipeline":
        return values.yearly(row["form"], line, "cost")
    tariff, rate = values.yearly("pipelines", line, "tariff"), values.yearly("pipelines", line, "tariff_rate")
    return lambda year: tariff(year) + rate(year) * length


class _Limits:
    """What arcs can carry as they stand, where they are metered, before events."""

    def __init__(self, scenario: Scenario, values: Values, arcs: pd.DataFrame, stages: Stages) -> None:
        self._scenario, self._values = scenario, values
        self._windows = {voyage: row["window"] for voyage, row in scenario.dataset.rows("shipping")}
        self._plants: dict[str, list[Series]] = {}
        plants = arcs[arcs["form"] == "liquefaction"]
        for line, node in zip(plants.index, plants["to"], strict=True):
            capacity = values.series("liquefaction", line, "capacity")
            if capacity is not None:
                self._plants.setdefault(node, []).append(capacity)
            self._plants.setdefault(node, []).extend(stages.get(line, {}).values())

    def of(self, arc: str, row: Mapping[str, Any]) -> Callable[[int, tuple[int, ...]], float]:
        """Rate in some months of a year; a voyage through ice carries at most what its plants make while it is open."""
        attribute = "reverse_capacity" if arc.endswith(REVERSE) else "capacity"
        existing = self._values.series(_component(row["form"]), row["line"], attribute)
        window = self._windows[row["line"]] if row["form"] == "shipping" else ""
        plants = self._plants.get(row["from"], [])

        def limit(year: int, months: tuple[int, ...]) -> float:
            own = float("inf") if existing is None else existing.months(year, months)
            if not window:
                return own
            ice = self._scenario.months("windows", window, year)
            open_share = sum(ice[month] for month in months) / len(months)
            return min(own, open_share * sum(plant.months(year, months) for plant in plants))

        return limit


class Availability:
    """Share of the capacity of an arc, or of a target of another kind, that events leave in a season."""

    def __init__(self, scenario: Scenario, seasons: pd.DataFrame) -> None:
        self._months = lookup(seasons["months"])
        self._events: dict[str, list[tuple[float, float, float]]] = {}
        for event, row in lookup_rows(scenario.dataset.tables["events"]).items():
            if scenario.status("events", str(event), "active") == "off":
                continue
            start, end, left = (scenario.event(str(event), column) for column in ("start", "end", "left"))
            for target in split(row["targets"]):
                self._events.setdefault(target, []).append((start, end, left))

    def share(self, line: str, year: int, season: str) -> float:
        """Product over the events in force; 1 without any."""
        total = 1.0
        for start, end, left in self._events.get(line, ()):
            total *= 1.0 - (1.0 - left) * share_in_force(start, end, year, self._months[season])
        return total
