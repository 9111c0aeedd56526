"""What a scenario is once it is read: frozen, in canonical units, with the origin of every value."""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from corridor.dataset import Dataset, Series, lookup
from corridor.dataset.schema import ATTRIBUTES, MONTHS
from corridor.errors import Problem
from corridor.scenario.conduct import Behaviour
from corridor.scenario.horizons import Window
from corridor.scenario.investment import Budget
from corridor.scenario.origin import Origin
from corridor.scenario.policies import Policy
from corridor.scenario.swaps import Swap
from corridor.scenario.tree import Table
from corridor.units import ReportUnits

Nomination = Literal["cost", "price"]
Shortfall = Literal["refused", "accepted"]

PRICE_ERROR = 0.02
"""How far the price of a demand block lies from the demand curve at most, unless the scenario says so."""
Stocks = Literal["cyclic", "yearly", "chronological"]


@dataclass(frozen=True, slots=True)
class Season:
    """A part of the year: its name and its months (1 to 12)."""

    name: str
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The years and seasons of the model.

    Attributes
    ----------
    years
        Calendar years, increasing.
    seasons
        In the order given; together they hold each month once.
    discount_rate
        Real, a fraction a year.
    storage
        How stocks go on: ``cyclic`` ends each year as it began, ``yearly`` begins each with the opening stock,
        ``chronological`` carries stocks from each year to the next.
    disposal
        Whether stored gas may be thrown away.
    window
        Years that are decided at a time; None if all are together.
    decided_before
        Year from which it is known which branch has come true; None if nothing is built after it is.
    """

    years: tuple[int, ...]
    seasons: tuple[Season, ...]
    discount_rate: float
    storage: Stocks = "cyclic"
    disposal: bool = False
    window: Window | None = None
    decided_before: int | None = None


@dataclass(frozen=True, slots=True)
class Market:
    """How buyers and sellers behave.

    Attributes
    ----------
    nomination
        What buyers of contract gas compare beyond their minimum: the cost of supply or prices of the day.
    price_error
        How far the price of a demand block may lie from the demand curve, a fraction of the price.
    shortfall
        Whether a market that goes short of firm demand makes the scenario infeasible, or is part of its answer.
    """

    nomination: Nomination
    price_error: float
    shortfall: Shortfall

    def content(self) -> dict[str, float | str]:
        """Return what can change a solution, the nomination aside, where it is not as usual."""
        said = {"price_error": float(f"{self.price_error:.12g}"), "shortfall": self.shortfall}
        return {key: value for key, value in said.items() if value != _USUAL_MARKET[key]}


_USUAL_MARKET = {"price_error": PRICE_ERROR, "shortfall": "refused"}


@dataclass(frozen=True, slots=True)
class Override:
    """A figure that replaces the dataset's whole series.

    Attributes
    ----------
    component, object, attribute
        As in the dataset.
    points
        Pairs of decimal year and canonical value, dates increasing; a single pair with date None always holds. Demand
        growth is already turned into the volumes of the model years.
    origin
        Where it was written.
    """

    component: str
    object: str
    attribute: str
    points: tuple[tuple[float | None, float], ...]
    origin: Origin

    @property
    def series(self) -> Series:
        """The points as values over time, read the way the dataset reads this attribute."""
        first = self.points[0]
        if first[0] is None:
            return Series("constant", (0.0,), (first[1],))
        dates = tuple(date for date, _ in self.points if date is not None)
        values = tuple(value for _, value in self.points)
        return Series(ATTRIBUTES[self.component][self.attribute].over_time, dates, values)


@dataclass(frozen=True, slots=True)
class Growth:
    """Yearly growth of a market's demand or a producer's potential, compounded from the first model year.

    Attributes
    ----------
    component, object
        As in the dataset.
    rates
        Pairs of decimal year and fraction a year, held from their date on; a single pair with date None always holds.
    origin
        Where it was written.
    """

    component: str
    object: str
    rates: tuple[tuple[float | None, float], ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Status:
    """What a scenario says about an object: arcs open or closed, contracts active or ended, and so on."""

    component: str
    object: str
    status: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Tie:
    """What a scenario says about an object and others of its component.

    Attributes
    ----------
    component, object
        As in the dataset.
    key
        In the scenario language: ``exclusive_with`` or ``requires``.
    others
        The objects that it names, sorted.
    origin
        Where it was written.
    """

    component: str
    object: str
    key: str
    others: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class PricePath:
    """A benchmark price that a scenario assumes.

    Attributes
    ----------
    points
        Pairs of decimal year and price (million USD per bcm, oil USD/bbl), in a straight line between them and the last
        one held; a single pair with date None always holds.
    origin
        Where it was written.
    """

    points: tuple[tuple[float | None, float], ...]
    origin: Origin

    def after(self, published: Series | None) -> Series:
        """Return the price over time: what was published before the first date, then what is assumed."""
        first = self.points[0][0]
        if first is None:
            return Series("constant", (0.0,), (self.points[0][1],))
        known = () if published is None else zip(published.dates, published.values, strict=True)
        before = [(date, value) for date, value in known if date < first]
        assumed = [(date, value) for date, value in self.points if date is not None]
        return Series("linear", *zip(*before, *assumed, strict=True))


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What reports of the scenario show: years to lead with, unit system, scenario to compare with."""

    years: tuple[int, ...]
    units: ReportUnits
    compare_with: str | None


@dataclass(frozen=True, slots=True)
class LayerName:
    """A layer the scenario is made of: its name, its file, and whether another file extends it."""

    name: str
    file: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What one layer says, patterns written out.

    Attributes
    ----------
    table
        A file, or the nested form of an override.
    path
        Of an override, which changes nothing beside it; None for a file.
    """

    table: Table
    path: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which the future may go on.

    Attributes
    ----------
    name
        As the scenario calls it.
    probability
        A fraction, above 0.
    scenario
        What holds in it: a scenario of its own, with its own hash.
    origin
        Where the branch is written.
    """

    name: str
    probability: float
    scenario: Scenario
    origin: Origin


@dataclass(frozen=True, eq=False)
class Scenario:
    """A question to the model, complete and checked.

    Attributes
    ----------
    name
        Name of the file without suffix.
    title, description
        As written in the file itself; not inherited.
    dataset
        The dataset it stands on.
    horizon
        Years, seasons, discount rate.
    overrides
        Figures that replace the dataset's, sorted by component, object and attribute.
    growths
        Of demand and potentials; their volumes are among the overrides already.
    statuses
        Sorted by component and object.
    ties
        Of projects with each other, sorted by component, object and key.
    policies
        Rules on gas and storages, sorted by name.
    swaps
        Sorted by name.
    budgets
        Limits on what projects may cost, sorted by name.
    returns
        Real return that owners ask of their projects, a fraction a year, by owner; others ask what the dataset says.
    market
        How buyers and sellers behave.
    benchmarks
        Prices that the scenario assumes, by benchmark.
    behaviour
        Who moves prices, and the form of demand.
    parameters
        Global numbers that replace the dataset's, canonical.
    report
        What reports show.
    origins
        Where each value was written, by path (``projects.russia-iran.status``).
    layers
        Files and ``--set``, oldest first.
    said
        What each layer says, oldest first, every override by itself.
    hash
        SHA-256 of everything that can change a solution, dataset included; titles, reasons, sources and report options
        are left out, and so are formatting and unit spelling.
    files
        Other files and folders that the scenario names by a path, by their place in the document.
    removed
        Component to the objects that it takes out of the dataset, and where it says so.
    restated
        Warnings about values that change nothing because an earlier layer says so.
    branches
        Of the future, in the order written; none if it is known.
    """

    name: str
    title: str
    description: str
    dataset: Dataset
    horizon: Horizon
    overrides: tuple[Override, ...]
    growths: tuple[Growth, ...]
    statuses: tuple[Status, ...]
    ties: tuple[Tie, ...]
    policies: tuple[Policy, ...]
    swaps: tuple[Swap, ...]
    budgets: tuple[Budget, ...]
    returns: Mapping[str, float]
    market: Market
    benchmarks: Mapping[str, PricePath]
    behaviour: Behaviour
    parameters: Mapping[str, float]
    report: ReportOptions
    origins: Mapping[str, Origin]
    layers: tuple[LayerName, ...]
    said: tuple[Said, ...]
    hash: str
    plain: Mapping[str, Any]
    files: Mapping[tuple[str, ...], Path]
    removed: Mapping[str, Mapping[str, str]]
    restated: tuple[Problem, ...]
    branches: tuple[Branch, ...] = ()

    @cached_property
    def _overrides(self) -> Mapping[tuple[str, str, str], Override]:
        return {(each.component, each.object, each.attribute): each for each in self.overrides}

    @cached_property
    def _statuses(self) -> Mapping[tuple[str, str], Status]:
        return {(each.component, each.object): each for each in self.statuses}

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What is legal but suspicious in the file itself, in options and overrides; parents have their own."""
        from corridor.scenario.suspicions import suspicions

        inherited = {layer.file for layer in self.layers if layer.inherited}
        own = (*self.restated, *suspicions(self), *(each for b in self.branches for each in b.scenario.warnings))
        return tuple(dict.fromkeys(each for each in own if each.file not in inherited))

    def override(self, component: str, identity: str, attribute: str) -> Override | None:
        """Return the override of a figure, None if the dataset's stands."""
        return self._overrides.get((component, identity, attribute))

    def series(self, component: str, identity: str, attribute: str) -> Series | None:
        """Return a figure over time: the override if there is one, else the dataset's; None without either."""
        found = self.override(component, identity, attribute)
        if component == "events":
            value = self.event(identity, attribute)
            return Series("constant", (0.0,), (value,)) if math.isfinite(value) else None
        return self.dataset.series(component, identity, attribute) if found is None else found.series

    def event(self, identity: str, column: str) -> float:
        """Return ``start``, ``end`` (decimal years, infinite if open) or ``left`` (share of capacity) of an event."""
        found = self.override("events", identity, column)
        known: float = lookup(self.dataset.tables["events"][column])[identity]
        return known if found is None else found.points[0][1]

    def months(self, component: str, identity: str, year: int) -> dict[int, float]:
        """Return the shares of the twelve months of a year in a seasonality or window; 0 where there is no figure."""
        found = {month: self.series(component, identity, name) for month, name in enumerate(MONTHS, start=1)}
        return {month: 0.0 if series is None else series.year(year) for month, series in found.items()}

    def tied(self, component: str, key: str) -> dict[str, tuple[str, ...]]:
        """Return the objects that a key names, by the object of which it says so."""
        return {tie.object: tie.others for tie in self.ties if (tie.component, tie.key) == (component, key)}

    def benchmark(self, name: str) -> Series | None:
        """Return a benchmark price over time, as assumed or else as published; None if nobody says anything."""
        published, assumed = self.dataset.benchmark(name), self.benchmarks.get(name)
        return published if assumed is None else assumed.after(published)

    def parameter(self, name: str) -> float:
        """Return a global number."""
        return self.parameters[name] if name in self.parameters else self.dataset.parameter(name)

    def status(self, component: str, identity: str, default: str) -> str:
        """Return the status of an object, ``default`` if the scenario says nothing."""
        found = self._statuses.get((component, identity))
        return default if found is None else found.status

    def where(self, path: str) -> Origin | None:
        """Return where the value at a path was written, or the nearest value above it; None if the dataset stands."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            found = self.origins.get(".".join(parts[:length]))
            if found is not None:
                return found
        return None

    def resolved(self, folder: Path | None = None) -> dict[str, Any]:
        """Return the scenario as one flat document in texts: written as YAML and loaded, it has the same hash.

        Parameters
        ----------
        folder
            Where it will be written, to which paths of other files are relative; the working directory unless told.
        """
        document = copy.deepcopy(dict(self.plain))
        for (*above, key), file in self.files.items():
            part = document
            for step in above:
                part = part[step]
            part[key] = Path(os.path.relpath(file, folder)).as_posix()
        return document
