"""Arcs of the network: their losses, costs and capacities by season, after projects and events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from corridor.dataset import REVERSE, Series, split
from corridor.network.calendar import share_in_force
from corridor.network.values import Values
from corridor.scenario import Scenario

_COLUMNS = ("arc", "line", "form", "route", "from", "to", "length", "loss", "opposite", "metered")


def arc_table(scenario: Scenario, values: Values) -> pd.DataFrame:
    """Arcs sorted by id; a reversible pipeline becomes two, each the other's ``opposite``."""
    identities = scenario.dataset.identities
    rows: list[tuple[Any, ...]] = []
    for line, row in identities["pipelines"].iterrows():
        length = values.constant("pipelines", line, "length")
        loss = _pipeline_loss(scenario, values, line, length)
        reverse = values.series("pipelines", line, "reverse_capacity")
        both = reverse is not None and any(value > 0.0 for value in reverse.values)
        back = line + REVERSE if both else ""
        rows.append((line, line, "pipeline", row["route"], row["from"], row["to"], length, loss, back, "entry"))
        if both:
            route = f"{row['route']} (reverse)"
            rows.append((back, line, "pipeline", route, row["to"], row["from"], length, loss, line, "entry"))
    for component, form in (("liquefaction", "liquefaction"), ("regasification", "regasification")):
        for line, row in identities[component].iterrows():
            loss = values.constant(component, line, "own_use")
            rows.append((line, line, form, row["route"], row["from"], row["to"], 0.0, loss, "", "exit"))
    for line, row in identities["shipping"].iterrows():
        distance, loss = values.constant("shipping", line, "distance"), values.constant("shipping", line, "boil_off")
        rows.append((line, line, "shipping", row["route"], row["from"], row["to"], distance, loss, "", "entry"))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("arc").sort_index()


def _pipeline_loss(scenario: Scenario, values: Values, line: str, length: float) -> float:
    rate = values.series("pipelines", line, "fuel_rate")
    per_km = scenario.dataset.parameter("fuel_rate") if rate is None else rate.values[0]
    return per_km * length + values.constant("pipelines", line, "loss")


def arc_terms(
    scenario: Scenario, values: Values, arcs: pd.DataFrame, seasons: pd.DataFrame, stages: Mapping[str, Mapping[str, Series]]
) -> pd.DataFrame:
    """Capacity and cost of every arc, year and season; see :class:`corridor.network.Network`.

    Parameters
    ----------
    stages : mapping of str to mapping of str to Series
        For every arc the committed projects that widen it, and their capacity over time.
    """
    available = _Availability(scenario, seasons)
    plants = _plant_capacity(arcs, values)
    records = []
    for arc, row in arcs.iterrows():
        entry = 1.0 / (1.0 - row["loss"]) if row["metered"] == "exit" else 1.0
        existing = _existing(values, arc, row)
        window = _window(scenario, row)
        closed = scenario.status(_component(row["form"]), row["line"], "open") == "closed"
        for year in scenario.horizon.years:
            cost = _cost(values, row, year) / entry
            for season, months in seasons["months"].items():
                left = 0.0 if closed else available.share(row["line"], year, season)
                now = _limit(existing, plants.get(row["from"], ()), window, year, months) * entry
                added = sum(stage.months(year, months) for stage in stages.get(arc, {}).values()) * entry
                # An endless voyage that events close carries nothing; endless times nothing would be no number.
                now, added = (now * left, added * left) if left > 0.0 else (0.0, 0.0)
                records.append((arc, year, season, now, added, now + added, cost))
    columns = ["arc", "year", "season", "existing", "committed", "capacity", "cost"]
    return pd.DataFrame(records, columns=columns).set_index(["arc", "year", "season"])


def _existing(values: Values, arc: str, row: pd.Series) -> Series | None:
    attribute = "reverse_capacity" if arc.endswith(REVERSE) else "capacity"
    return values.series(_component(row["form"]), row["line"], attribute)


def _component(form: str) -> str:
    return "pipelines" if form == "pipeline" else form


def _limit(
    existing: Series | None,
    plants: tuple[Series, ...],
    window: Mapping[int, float] | None,
    year: int,
    months: tuple[int, ...],
) -> float:
    """Capacity in a season; a voyage through ice carries at most what its plants make while the window is open."""
    own = float("inf") if existing is None else existing.months(year, months)
    if window is None:
        return own
    open_share = sum(window[month] for month in months) / len(months)
    return min(own, open_share * sum(plant.months(year, months) for plant in plants))


def _plant_capacity(arcs: pd.DataFrame, values: Values) -> dict[str, tuple[Series, ...]]:
    found: dict[str, tuple[Series, ...]] = {}
    for line, row in arcs[arcs["form"] == "liquefaction"].iterrows():
        capacity = values.series("liquefaction", str(line), "capacity")
        if capacity is not None:
            found[row["to"]] = (*found.get(row["to"], ()), capacity)
    return found


def _window(scenario: Scenario, row: pd.Series) -> dict[int, float] | None:
    if row["form"] != "shipping":
        return None
    name = scenario.dataset.identities["shipping"].at[row["line"], "window"]
    if not name:
        return None
    shares = {}
    for month in range(1, 13):
        series = scenario.dataset.series("windows", name, f"month-{month:02d}")
        shares[month] = 0.0 if series is None else series.values[0]
    return shares


def _cost(values: Values, row: pd.Series, year: int) -> float:
    """Cost per unit of the volume at which the arc is metered."""
    if row["form"] != "pipeline":
        return values.yearly(row["form"], row["line"], "cost")(year)
    tariff = values.yearly("pipelines", row["line"], "tariff")(year)
    return tariff + values.yearly("pipelines", row["line"], "tariff_rate")(year) * float(row["length"])


class _Availability:
    """Share of an arc's capacity that events leave in a season."""

    def __init__(self, scenario: Scenario, seasons: pd.DataFrame) -> None:
        self._months = seasons["months"].to_dict()
        events = scenario.dataset.tables["events"]
        self._events: dict[str, list[tuple[float, float, float]]] = {}
        for event, row in events.iterrows():
            if scenario.status("events", str(event), "active") == "off":
                continue
            for target in split(row["targets"]):
                self._events.setdefault(target, []).append((row["start"], row["end"], row["left"]))

    def share(self, line: str, year: int, season: str) -> float:
        """Product over the events in force; 1 without any."""
        total = 1.0
        for start, end, left in self._events.get(line, ()):
            total *= 1.0 - (1.0 - left) * share_in_force(start, end, year, self._months[season])
        return total
