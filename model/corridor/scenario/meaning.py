"""What a checked document means on its dataset: groups spelt out, growth as volumes, dates as decimal years."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corridor.dataset import Dataset, Series, decimal_year, lookup
from corridor.errors import Problem
from corridor.scenario.document import (
    CALENDARS,
    SECTIONS,
    BanPart,
    DocumentModel,
    Part,
    PolicyPart,
    Section,
    growth_of,
    points_of,
    status_of,
)
from corridor.scenario.model import Ban, Cap, Growth, Horizon, Nomination, Override, ReportOptions, Season, Status
from corridor.scenario.origin import Origin
from corridor.scenario.values import Points

Where = Callable[[tuple[str, ...]], Origin]
"""Gives the origin of the value at a path."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything a document says, ready for the scenario."""

    horizon: Horizon
    overrides: tuple[Override, ...]
    growths: tuple[Growth, ...]
    statuses: tuple[Status, ...]
    policies: tuple[Ban | Cap, ...]
    nomination: Nomination
    report: ReportOptions

    def hash(self, dataset_hash: str) -> str:
        """Return SHA-256 of what can change a solution; numbers to 12 digits, so that unit spelling does not matter."""
        content = {
            "dataset": dataset_hash,
            "years": self.horizon.years,
            "seasons": [(season.name, season.months) for season in self.horizon.seasons],
            "discount_rate": _digits(self.horizon.discount_rate),
            "overrides": [(each.component, each.object, each.attribute, _points(each)) for each in self.overrides],
            "statuses": [(each.component, each.object, each.status) for each in self.statuses],
            "policies": [_policy_content(policy) for policy in self.policies],
            "nomination": self.nomination,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def interpret(document: DocumentModel, dataset: Dataset, where: Where) -> tuple[Meaning | None, list[Problem]]:
    """Return what a document means on a dataset, or the problems that only show there."""
    horizon, problems = _horizon(document, dataset, where)
    if horizon is None:
        return None, problems
    demand = _Demand(document, dataset, horizon, where)
    overrides = [*demand.overrides, *_figures(document, where)]
    report = ReportOptions(document.report.years or horizon.years, document.report.units, document.report.compare_with)
    hint = "model years: " + ", ".join(str(year) for year in horizon.years)
    problems += [
        where(("report", "years")).problem(f"report year {year} is not a model year", "report.years", hint)
        for year in sorted(set(report.years) - set(horizon.years))
    ]
    policies = [_policy(name, part, dataset, where) for name, part in sorted(document.policies.items())]
    problems += [
        policy.written.problem(f"policy '{policy.name}' exempts every node it names", f"policies.{policy.name}")
        for policy in policies
        if not policy.nodes
    ]
    problems += demand.problems
    problems += _events(overrides, dataset)
    if problems:
        return None, problems
    meaning = Meaning(
        horizon=horizon,
        overrides=tuple(sorted(overrides, key=lambda each: (each.component, each.object, each.attribute))),
        growths=tuple(sorted(demand.growths, key=lambda each: each.market)),
        statuses=tuple(sorted(_statuses(document, where), key=lambda each: (each.component, each.object))),
        policies=tuple(policies),
        nomination=document.market.nomination or "cost",
        report=report,
    )
    return meaning, []


def _horizon(document: DocumentModel, dataset: Dataset, where: Where) -> tuple[Horizon | None, list[Problem]]:
    part = document.horizon
    if part.years is None:
        hint = "write e.g. 'horizon: {years: [2025, 2030, 2035]}'"
        return None, [where(("horizon",)).problem("'years' is missing in horizon", "horizon", hint)]
    seasons = part.seasons if part.seasons is not None else CALENDARS["winter-summer"]
    rate = part.discount_rate if part.discount_rate is not None else dataset.parameter("discount_rate")
    return Horizon(part.years, tuple(Season(name, months) for name, months in seasons.items()), rate), []


def _figures(document: DocumentModel, where: Where) -> Iterable[Override]:
    """Spell out the figures of every section but demand, which knows groups and growth."""
    for section in SECTIONS:
        if section.component == "demand":
            continue
        for identity, part in document.objects(section).items():
            for key, attribute in section.attributes.items():
                points = points_of(part, key)
                if points is not None:
                    dated = tuple((_moment(date, attribute.over_time), value) for date, value in points)
                    origin = where((section.key, identity, key))
                    yield Override(section.component, identity, attribute.name, dated, origin)


def _events(overrides: Iterable[Override], dataset: Dataset) -> Iterable[Problem]:
    """Find events that would be over before they begin."""
    known = {column: lookup(dataset.tables["events"][column]) for column in ("from", "until", "start", "end")}
    changed: dict[str, dict[str, Override]] = {}
    for override in overrides:
        if override.component == "events" and override.attribute in ("start", "end"):
            changed.setdefault(override.object, {})[override.attribute] = override
    for event, dates in changed.items():
        start, end = (
            dates[column].points[0][1] if column in dates else known[column][event] for column in ("start", "end")
        )
        if start >= end:
            key, override = ("until", dates["end"]) if "end" in dates else ("from", dates["start"])
            written = f"{known['from'][event]} to {known['until'][event] or 'an open end'}"
            message = f"event '{event}' would be over before it begins"
            yield override.origin.problem(message, f"events.{event}.{key}", f"the dataset has it from {written}")


def _statuses(document: DocumentModel, where: Where) -> Iterable[Status]:
    for section in SECTIONS:
        for identity, part in document.objects(section).items():
            status = status_of(part)
            if status is not None:
                yield Status(section.component, identity, status, where((section.key, identity, "status")))


class _Demand:
    """Demand by market: a market's own entry beats a group's, a smaller group a larger one.

    A volume given for a group is the group's total; its markets share it as in the dataset.
    """

    def __init__(self, document: DocumentModel, dataset: Dataset, horizon: Horizon, where: Where) -> None:
        self.section: Section = next(section for section in SECTIONS if section.component == "demand")
        self.entries: Mapping[str, Part] = document.objects(self.section)
        self.dataset, self.horizon, self.where = dataset, horizon, where
        self.markets = frozenset(dataset.ids("demand"))
        self.overrides: list[Override] = []
        self.growths: list[Growth] = []
        self.problems: list[Problem] = []
        for market in sorted(self.markets):
            self._market(market)

    def _market(self, market: str) -> None:
        keys = [*self.section.attributes, "growth"]
        names = {key: self._entry(market, key) for key in keys}
        for key, attribute in self.section.attributes.items():
            name = names[key]
            if name is not None and not (key == "volume" and names["growth"] is not None):
                points = self._volume(market, name) if key == "volume" else self._points(name, key)
                origin = self.where(("demand", name, key))
                self.overrides.append(Override("demand", market, attribute.name, points, origin))
        if names["growth"] is not None:
            self._growth(market, names["growth"], names["volume"])

    def _entry(self, market: str, key: str) -> str | None:
        """Return the name of the entry that sets a key for a market: itself, or the smallest group."""
        setting = [name for name, part in self.entries.items() if getattr(part, key) is not None]
        if market in setting:
            return market
        groups = sorted((len(self._members(name)), name) for name in setting if market in self._members(name))
        if len(groups) > 1 and groups[0][0] == groups[1][0]:
            first, second = groups[0][1], groups[1][1]
            message = f"'{first}' and '{second}' both set {key} of '{market}', and neither is the smaller group"
            problem = self.where(("demand", second, key)).problem(message, f"demand.{second}.{key}")
            self.problems.append(problem)
        return groups[0][1] if groups else None

    def _members(self, name: str) -> frozenset[str]:
        return frozenset({name}) if name in self.markets else self.dataset.groups[name] & self.markets

    def _points(self, name: str, key: str) -> tuple[tuple[float | None, float], ...]:
        points: Points = points_of(self.entries[name], key) or ()
        over_time = self.section.attributes[key].over_time
        return tuple((_moment(date, over_time), value) for date, value in points)

    def _volume(self, market: str, name: str) -> tuple[tuple[float | None, float], ...]:
        points = self._points(name, "volume")
        if name == market:
            return points
        first = self.horizon.years[0] + 0.5
        return tuple(
            (date, value * self._share(market, name, first if date is None else date)) for date, value in points
        )

    def _share(self, market: str, group: str, date: float) -> float:
        total = sum(self._dataset_volume(member).at(date) for member in sorted(self._members(group)))
        return self._dataset_volume(market).at(date) / total if total else 1.0 / len(self._members(group))

    def _dataset_volume(self, market: str) -> Series:
        return self.dataset.series("demand", market, "volume") or Series("constant", (0.0,), (0.0,))

    def _growth(self, market: str, name: str, volume_name: str | None) -> None:
        """Compound growth from the first model year; its volume is the dataset's, or the scenario's single value."""
        rate = growth_of(self.entries[name]) or 0.0
        origin = self.where(("demand", name, "growth"))
        first = self.horizon.years[0]
        start = self._dataset_volume(market).year(first)
        if volume_name is not None:
            points = self._volume(market, volume_name)
            if points[0][0] is not None:
                message = f"growth of '{market}' needs a single volume, but its volume is given over time"
                self.problems.append(origin.problem(message, f"demand.{name}.growth"))
                return
            start = points[0][1]
        path = tuple((year + 0.5, start * (1.0 + rate) ** (year - first)) for year in self.horizon.years)
        self.growths.append(Growth(market, rate, origin))
        self.overrides.append(Override("demand", market, "volume", path, origin))


def _policy(name: str, part: PolicyPart, dataset: Dataset, where: Where) -> Ban | Cap:
    entry = part.rule
    nodes = _nodes(entry.into, dataset) - _nodes(entry.exempt, dataset)
    fields: dict[str, Any] = {
        "name": name,
        "origin": entry.origin,
        "into": entry.into,
        "exempt": entry.exempt,
        "nodes": tuple(sorted(nodes)),
        "form": entry.form,
        "start": _moment(entry.start, "hold"),
        "until": _moment(entry.until, "hold"),
        "reason": part.reason,
        "source": part.source,
        "transit": entry.transit,
        "written": where(("policies", name)),
    }
    if isinstance(entry, BanPart):
        return Ban(**fields)
    return Cap(**fields, volume=tuple((_moment(date, "hold"), value) for date, value in entry.volume))


def _nodes(names: Iterable[str], dataset: Dataset) -> frozenset[str]:
    """Spell out nodes and groups; a name that is both is the group."""
    return frozenset(node for name in names for node in dataset.groups.get(name, frozenset({name})))


def _moment(date: str | None, over_time: Any) -> float | None:
    return None if date is None else decimal_year(date, over_time)


def _digits(value: float) -> str:
    return f"{value:.12g}"


def _points(override: Override | Cap) -> list[tuple[str | None, str]]:
    points = override.volume if isinstance(override, Cap) else override.points
    return [(None if date is None else _digits(date), _digits(value)) for date, value in points]


def _policy_content(policy: Ban | Cap) -> dict[str, Any]:
    return {
        "kind": type(policy).__name__,
        "name": policy.name,
        "origin": policy.origin,
        "nodes": policy.nodes,
        "form": policy.form,
        "start": None if policy.start is None else _digits(policy.start),
        "until": None if policy.until is None else _digits(policy.until),
        "transit": policy.transit,
        "volume": _points(policy) if isinstance(policy, Cap) else None,
    }
