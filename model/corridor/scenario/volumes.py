"""Volumes that may grow: demand of markets and groups, potential of producers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corridor.dataset import Dataset, Series
from corridor.errors import Problem
from corridor.scenario.amounts import Dated, points_of, spelt
from corridor.scenario.changes import Relative, changed
from corridor.scenario.document import amount_of, growth_of
from corridor.scenario.model import Growth, Horizon, Override
from corridor.scenario.origin import Origin
from corridor.scenario.part import Part
from corridor.scenario.sections import GROWING, GROWN, GROWTH, SECTIONS, Section

Where = Callable[[tuple[str, ...]], Origin]


class Volumes:
    """Figures of markets and producers: their own entry beats a group's, a smaller group's a larger one's.

    A volume given for a group is the group's total; its markets share it as in the dataset. A change of a group's
    volume by a factor is one of each market, an addition is shared like a total.

    Parameters
    ----------
    objects_of
        Gives what is said of a section, by id or group.
    dataset, horizon
        With all objects there are.
    where
        Gives the place of the value at a path.

    Attributes
    ----------
    overrides, growths, problems
        What was found.
    """

    COMPONENTS = GROWING

    def __init__(
        self, objects_of: Callable[[Section], Mapping[str, Part]], dataset: Dataset, horizon: Horizon, where: Where
    ) -> None:
        self.overrides: list[Override] = []
        self.growths: list[Growth] = []
        self.problems: list[Problem] = []
        for section in SECTIONS:
            if section.component in GROWING:
                found = _Component(section, objects_of(section), dataset, horizon, where)
                self.overrides += found.overrides
                self.growths += found.growths
                self.problems += found.problems


class _Component:
    """The figures of one component."""

    def __init__(
        self, section: Section, entries: Mapping[str, Part], dataset: Dataset, horizon: Horizon, where: Where
    ) -> None:
        self.section, self.entries = section, entries
        self.dataset, self.horizon, self.where = dataset, horizon, where
        self.component, self.grown = section.component, GROWN[section.component]
        self.ids = frozenset(dataset.ids(self.component))
        self.overrides: list[Override] = []
        self.growths: list[Growth] = []
        self.problems: list[Problem] = []
        for identity in sorted(self.ids):
            self._object(identity)

    def _object(self, identity: str) -> None:
        names = {key: self._entry(identity, key) for key in (*self.section.attributes, GROWTH.name)}
        growing = names[GROWTH.name]
        for key in self.section.attributes:
            name = names[key]
            if name is not None and not (key == self.grown and growing is not None):
                points = self._points(identity, name, key)
                self.overrides.append(Override(self.component, identity, key, points, self._origin(name, key)))
        if growing is not None:
            self._growth(identity, growing, names[self.grown])

    def _origin(self, name: str, key: str) -> Origin:
        return self.where((self.section.key, name, key))

    def _problem(self, message: str, name: str, key: str, hint: str | None = None) -> None:
        self.problems.append(self._origin(name, key).problem(message, f"{self.section.key}.{name}.{key}", hint))

    def _entry(self, identity: str, key: str) -> str | None:
        """Return the name of the entry that sets a key of an object: itself, or the smallest group."""
        setting = [name for name, part in self.entries.items() if getattr(part, key) is not None]
        if identity in setting:
            return identity
        groups = sorted((len(self._members(name)), name) for name in setting if identity in self._members(name))
        if len(groups) > 1 and groups[0][0] == groups[1][0]:
            first, second = groups[0][1], groups[1][1]
            message = f"'{first}' and '{second}' both set {key} of '{identity}', and neither is the smaller group"
            self._problem(message, second, key, f"set it for '{identity}' as well")
        return groups[0][1] if groups else None

    def _members(self, name: str) -> frozenset[str]:
        if name in self.ids or self.component != "demand":
            return frozenset({name})
        return self.dataset.groups[name] & self.ids

    def _points(self, identity: str, name: str, key: str) -> Dated:
        """Return the points that an entry gives an object, which may be one of a group."""
        amount = amount_of(self.entries[name], key) or ()
        attribute = self.section.attributes[key]
        base = self.dataset.series(self.component, identity, key)
        if key != self.grown or name == identity:
            points, wrong = spelt(amount, attribute, base)
        elif isinstance(amount, Relative) and base is not None:
            points, wrong = self._change_of_group(identity, name, amount, base)
        else:
            total, wrong = spelt(amount, attribute, base)
            points = tuple((date, value * self._share(identity, name, self._at(date))) for date, value in total)
        if wrong is not None:
            self._problem(wrong, name, key)
        return points

    def _change_of_group(self, identity: str, name: str, change: Relative, base: Series) -> tuple[Dated, str | None]:
        """Return the volume of a market after its part of the change of a group."""
        attribute = self.section.attributes[self.grown]
        found: list[tuple[float | None, float]] = []
        for date, value in points_of(base):
            part = Relative(change.factor, change.addend * self._share(identity, name, self._at(date)))
            points, wrong = changed(((date, value),), part, attribute)
            if wrong is not None:
                return tuple(points), wrong
            found += points
        return tuple(found), None

    def _at(self, date: float | None) -> float:
        """Return a date, the first model year for a value that always holds."""
        return self.horizon.years[0] + 0.5 if date is None else date

    def _share(self, market: str, group: str, date: float) -> float:
        total = sum(self._volume(member).at(date) for member in sorted(self._members(group)))
        return self._volume(market).at(date) / total if total else 1.0 / len(self._members(group))

    def _volume(self, identity: str) -> Series:
        return self.dataset.series(self.component, identity, self.grown) or Series("constant", (0.0,), (0.0,))

    def _growth(self, identity: str, name: str, volume_name: str | None) -> None:
        """Compound growth from the first model year; its volume is the dataset's, or the scenario's single value."""
        rates = growth_of(self.entries[name]) or ()
        dated, wrong = spelt(rates, GROWTH, None)
        first = self.horizon.years[0]
        start = self._start(identity, name, volume_name)
        if wrong is not None or start is None:
            return
        if dated[0][0] is not None and dated[0][0] > first + 0.5:
            hint = f"give a rate for {first} too, '0 %/yr' for none"
            self._problem(f"growth of '{identity}' begins after the first model year {first}", name, GROWTH.name, hint)
            return
        path = tuple((year + 0.5, start * _growth_factor(dated, first, year)) for year in self.horizon.years)
        origin = self._origin(name, GROWTH.name)
        self.growths.append(Growth(self.component, identity, dated, origin))
        self.overrides.append(Override(self.component, identity, self.grown, path, origin))

    def _start(self, identity: str, name: str, volume_name: str | None) -> float | None:
        """Return the volume of the first model year, None if the scenario gives several."""
        if volume_name is None:
            return self._volume(identity).year(self.horizon.years[0])
        points = self._points(identity, volume_name, self.grown)
        if points and points[0][0] is None:
            return points[0][1]
        if isinstance(amount_of(self.entries[volume_name], self.grown), Relative):
            dates, values = (tuple(part) for part in zip(*points, strict=True))
            return Series("linear", dates, values).year(self.horizon.years[0])
        message = f"growth of '{identity}' needs a single {self.grown}, but it is given over time"
        self._problem(message, name, GROWTH.name, "leave out the growth, or give one value without dates")
        return None


def _growth_factor(rates: Dated, first: int, year: int) -> float:
    """Return what a volume of the first year has grown to, as a multiple; a dated rate holds from its date."""
    if rates[0][0] is None:
        return float((1.0 + rates[0][1]) ** (year - first))
    series = Series("hold", *(tuple(part) for part in zip(*rates, strict=True)))
    factor = 1.0
    for before in range(first, year):
        factor *= 1.0 + series.at(before + 0.5)
    return factor
