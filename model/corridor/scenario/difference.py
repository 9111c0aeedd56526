"""What differs between two scenarios, in words of the domain and with the place of each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corridor import units
from corridor.dataset import Series, decimal_year
from corridor.dataset.schema import ARC_COMPONENTS, Attribute
from corridor.scenario.changes import is_change, read_change
from corridor.scenario.history import histories
from corridor.scenario.layers import DATE
from corridor.scenario.model import Scenario
from corridor.scenario.presence import about, is_there, unshared, why_removed
from corridor.scenario.sections import SECTIONS, Section, section_of
from corridor.scenario.values import date_text, is_date, moment_text

_NAMED_BY = {**dict.fromkeys(ARC_COMPONENTS, "route"), "projects": "name", "fleets": "name", "levers": "name"}
_UNSAID = ("title", "description", "report", "dataset")
_REMARKS = ("reason", "source", "note")
_STATED = {"policies": "policy", "swaps": "swap", "budgets": "budget", "owners": "owner"}
"""Sections of what only scenarios state, and what one of each is called."""
_NOT_SET = "not set"
_NONE = "none"
_LONG = re.compile(r"-?\d{1,6}\.\d+")
"""A number that may have more digits than anybody reads."""

Where = Callable[[str], str]
"""Gives the place of the value at a path, empty where the dataset stands."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that two scenarios have differently.

    Attributes
    ----------
    path
        In the scenario, e.g. ``projects.russia-iran.capacity.2033``.
    subject
        The same in words, e.g. ``Russia-Iran corridor capacity 2033``.
    old, new
        Value and unit, ``not set`` where a scenario says nothing and the dataset has nothing of the kind.
    old_origin, new_origin
        File and line, or ``dataset``.
    change
        By which the second scenario makes the new value out of another, e.g. ``x1.1``; empty if it is stated.
    sentence
        What is to be said of an object that only one of the scenarios has; empty for values.
    """

    path: str
    subject: str
    old: str
    new: str
    old_origin: str
    new_origin: str
    change: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        """Return e.g. ``Iran corridor capacity 2033: 2 bcm/yr -> 55 bcm/yr, iran-55.yaml:9``."""
        if self.sentence:
            return self.sentence
        origin = self.new_origin if self.new_origin != "dataset" or self.old_origin == "dataset" else self.old_origin
        change = f" ({self.change})" if self.change else ""
        return f"{self.subject}: {self.old} -> {self.new}{change}, {origin}"


def difference(
    first: Scenario, second: Scenario, first_where: Where | None = None, second_where: Where | None = None
) -> list[Change]:
    """Name every value that two scenarios resolve differently; titles, reasons and report options are left out.

    Parameters
    ----------
    first, second
        The scenarios. Where only one of them sets a figure, the other one's is the dataset's.
    first_where, second_where
        Where values were written; the scenarios' own memory unless told.

    Returns
    -------
    list of Change
        In the order of the scenario language.
    """
    sides = (_Side(first, first_where), _Side(second, second_where))
    alone = list(unshared(first, second))
    changes = [_presence(one, sides) for one in alone]
    shared = [path for path in _paths(*(side.leaves for side in sides)) if path[:2] not in alone]
    for path in _with_dates(shared, sides):
        old, new = (side.value(path) for side in sides)
        if old != new:
            first_origin, second_origin = (side.origin(path) for side in sides)
            told = _readable(old, new)
            change = sides[1].change(path)
            changes.append(
                Change(".".join(path), sides[1].words(path), *told, first_origin, second_origin, change=change)
            )
    return sorted(changes, key=_place)


def _place(change: Change) -> int:
    """Return the place of the section of a change in the language; within one the order stays."""
    order = {section.key: place for place, section in enumerate(SECTIONS)}
    return order.get(change.path.partition(".")[0], -1)


def _readable(old: str, new: str) -> tuple[str, str]:
    """Write numbers with six digits, as long as the two texts still differ."""
    short = tuple(_LONG.sub(lambda number: f"{float(number[0]):.6g}", text) for text in (old, new))
    return (short[0], short[1]) if short[0] != short[1] else (old, new)


def _presence(one: tuple[str, str], sides: tuple[_Side, _Side]) -> Change:
    """Say of an object that only one of the scenarios has which one, and who says so."""
    section = section_of(one[0])
    assert section is not None  # the first step of an object is a section
    path = ".".join(one)
    old, new = (side.presence(one, section) for side in sides)
    old_origin, new_origin = (side.presence_origin(one) for side in sides)
    name = f"{section.kind} '{one[1]}'"
    if new_origin != "dataset":
        told = f"{name} removed, {new_origin}" if new == _NONE else f"new {name} {new}, {new_origin}"
    else:
        told = (
            f"{name} is not there, added by {old_origin}"
            if new == _NONE
            else f"{name} is there, removed by {old_origin}"
        )
    return Change(path, name, old, new, old_origin, new_origin, sentence=told)


class _Side:
    """One of the two scenarios: what it says, and what stands where it says nothing."""

    def __init__(self, scenario: Scenario, where: Where | None) -> None:
        self.scenario = scenario
        self.leaves = dict(_leaves(scenario.resolved()))
        self.stated = {key: scenario.resolved().get(key, {}) for key in _STATED}
        self._where = where if where is not None else lambda path: str(scenario.where(path) or "")

    def value(self, path: tuple[str, ...]) -> str:
        """Value at a path as the scenario resolves it, as text with its unit."""
        if path[0] in _STATED and len(path) == 2:
            stated = self.stated[path[0]].get(path[1])
            return _NONE if stated is None else _IN_WORDS[path[0]](stated)
        if path[0] in _STATED and path[:-1] in self.leaves:
            return self.leaves[path[:-1]]  # one value where the other side has several dates
        section, attribute = _attribute(path)
        if path in self.leaves and (attribute is None or not self.has_series(path)):
            return self.leaves[path]
        if section is not None and path[-1] == "status" and section.statuses:
            return section.usual_status or _NOT_SET
        if section is None or attribute is None:
            return _NOT_SET
        if section.component == "demand" and path[1] in self.scenario.dataset.groups and not self._known(section, path):
            return "as in the dataset"
        if section.component == "events":
            return self._event(path[1], path[2])
        series = self.series(path)
        if series is None:
            return _NOT_SET
        if is_date(attribute):
            return date_text(series.values[0])
        return units.text(_at(series, path[3] if len(path) > 3 else "", attribute), attribute.dimension)

    def change(self, path: tuple[str, ...]) -> str:
        """By what the last layer changes the figure to which a path leads, empty if it states it or does not."""
        _, attribute = _attribute(path)
        if attribute is None or not self.has_series(path) or path[:3] not in {leaf[:3] for leaf in self.leaves}:
            return ""
        (history,) = histories(self.scenario, ".".join(path[:3]))
        last = history.statements[0].text if history.statements else ""
        return last if is_change(last) and read_change(last, attribute) is not None else ""

    def presence(self, one: tuple[str, str], section: Section) -> str:
        """What is said of an object that is there, ``none`` if it is not."""
        return about(self.scenario, one) or "as in the dataset" if is_there(self.scenario, section, one[1]) else _NONE

    def presence_origin(self, one: tuple[str, str]) -> str:
        """Where the scenario adds or removes an object."""
        path = ".".join(one)
        removed = why_removed(self.scenario, one)
        stated = any(leaf[:2] == one and (not removed or leaf[2:] == ("status",)) for leaf in self.leaves)
        return (self._where(f"{path}.status" if removed else path) if stated else "") or removed or "dataset"

    def has_series(self, path: tuple[str, ...]) -> bool:
        """Whether a path leads to a figure of an object that is there."""
        section, attribute = _attribute(path)
        if section is None or attribute is None or section.component == "events":
            return False
        return self._known(section, path)

    def series(self, path: tuple[str, ...]) -> Series | None:
        """Values over time of the figure to which a path leads, None if there are none."""
        section, attribute = _attribute(path)
        if section is None or attribute is None:
            return None
        return self.scenario.series(section.component, path[1], attribute.name)

    def _event(self, event: str, key: str) -> str:
        """What the dataset says about an event: its first day, its end, or what it leaves."""
        text = str(self.scenario.dataset.tables["events"].at[event, key])
        return units.text(float(text), "share") if key == "factor" else text or _NOT_SET

    def _known(self, section: Section, path: tuple[str, ...]) -> bool:
        return path[1] in self.scenario.dataset.identities[section.component].index

    def origin(self, path: tuple[str, ...]) -> str:
        """Where the value was written."""
        depth = 3 if len(path) > 3 and path[0] not in _STATED else len(path)
        stated = any(leaf[:depth] == path[:depth] for leaf in self.leaves)
        return (self._where(".".join(path)) if stated else "") or "dataset"

    def words(self, path: tuple[str, ...]) -> str:
        """Say in words what stands at a path."""
        section = next((each for each in SECTIONS if each.key == path[0]), None)
        if path[:2] == ("horizon", "branches"):
            return f"branch {path[2]}: {' '.join(path[4:] or path[3:])}"
        if section is None:
            return " ".join((_STATED[path[0]], *path[1:]) if path[0] in _STATED else path)
        column = _NAMED_BY.get(section.component)
        table = self.scenario.dataset.identities.get(section.component)
        name = str(table.at[path[1], column]) if column and table is not None and path[1] in table.index else path[1]
        prefix = "" if column else f"{section.key} of " if section.key == "demand" else f"{section.kind} "
        return " ".join([f"{prefix}{name}", *(part.replace("_", " ") for part in path[2:])])


def _attribute(path: tuple[str, ...]) -> tuple[Section | None, Attribute | None]:
    section = next((each for each in SECTIONS if each.key == path[0]), None)
    if section is None or len(path) < 3:
        return section, None
    return section, section.attributes.get(path[2])


def _at(series: Series, date: str, attribute: Attribute) -> float:
    """Value at a date as written; the first value where a single one always holds."""
    if not date or series.over_time == "constant":
        return series.values[0]
    return series.at(decimal_year(date, attribute.over_time))


def _leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield path and text of everything that bears on a solution."""
    if len(path) == 1 and path[0] in _UNSAID:
        return
    if path and path[0] in _STATED and path[-1] in _REMARKS:
        return
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _leaves(value, (*path, str(key)))
    else:
        texts = node if isinstance(node, (list, tuple)) else [node]
        yield path, ", ".join("null" if item is None else str(item) for item in texts)


def _policy(policy: Mapping[str, Any]) -> str:
    """Say in words what a policy rules."""
    kind, rule = next((key, value) for key, value in policy.items() if key not in _REMARKS)
    told = {key: _told(value) for key, value in rule.items()}
    into, origin = told.pop("into"), told.pop("origin", None)
    about = f"in {into}" if origin is None else f"on gas of {origin} into {into}"
    parts = [f"{kind.replace('_', ' ')} {about}", *(f"{key.replace('_', ' ')} {value}" for key, value in told.items())]
    return ", ".join(parts)


def _swap(swap: Mapping[str, Any]) -> str:
    """Say in words what a swap exchanges."""
    sides = (f"{swap[side]['origin']} at {swap[side]['at']}" for side in ("gives", "takes"))
    terms = (f"{key} {_told(value)}" for key, value in swap.items() if key not in (*_REMARKS, "gives", "takes"))
    return ", ".join([f"gas of {' for gas of '.join(sides)}", *terms])


def _terms(stated: Mapping[str, Any]) -> str:
    """Say in words what a budget or an owner states."""
    return ", ".join(f"{key} {_told(value)}" for key, value in stated.items() if key not in _REMARKS)


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{date}: {amount}" for date, amount in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


_IN_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "policies": _policy,
    "swaps": _swap,
    "budgets": _terms,
    "owners": _terms,
}


def _with_dates(paths: Iterable[tuple[str, ...]], sides: tuple[_Side, _Side]) -> Iterator[tuple[str, ...]]:
    """Replace the paths of figures by one for each date at which either side has a point.

    A point of the dataset that a scenario drops is a difference too, though no scenario names its date.
    """
    first = float(min(side.scenario.horizon.years[0] for side in sides))
    done = set()
    for path in paths:
        _, attribute = _attribute(path)
        if attribute is None or not any(side.has_series(path) for side in sides):
            yield path
        elif path[:3] not in done:
            done.add(path[:3])
            known = [series for side in sides if (series := side.series(path[:3])) is not None]
            dates = {date for series in known for date in _dates(series, first, alone=len(known) == 1)}
            yield from ((*path[:3], moment_text(date, attribute)) for date in sorted(dates)) if dates else (path[:3],)


def _dates(series: Series, first: float, *, alone: bool) -> set[float]:
    """Return the dates that matter from a moment on; with it, if nothing stands there yet but on the other side."""
    if series.over_time == "constant":
        return set()
    begun = [date for date in series.dates if date <= first]
    if not begun and series.over_time == "hold" and not alone:
        return {first, *series.dates}
    return {date for date in series.dates if date >= max(begun, default=first)}


def _paths(*sides: Mapping[tuple[str, ...], str]) -> list[tuple[str, ...]]:
    """Paths of either side, in order; a policy or swap of only one of them is one path, and so is a date of a value."""
    every = dict.fromkeys(path for side in sides for path in side)
    ruled = [{path[:2] for path in side if path[0] in _STATED} for side in sides]
    whole = set.symmetric_difference(*ruled)
    every = dict.fromkeys(path[:2] if path[:2] in whole else path for path in every)
    dated = {path[:-1] for path in every if len(path) > 3 and DATE.fullmatch(path[-1])}
    order = {section.key: place for place, section in enumerate(SECTIONS)}
    chosen = [path for path in every if path not in dated]
    return sorted(chosen, key=lambda path: (order.get(path[0], -1), path))
