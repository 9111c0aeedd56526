"""Which estimates move the headline results most, each between its low and its high with all others as they are.

Estimates that rest on the same reasoning, that is all figures with one source key of one component and attribute, move
together: one estimate is wrong in the same direction for all its figures. There are more groups than full runs that a
person waits for, so they are screened: every group is solved at its low and its high in the measured year alone, and
those that move most are solved again over the whole horizon. A group that leaves every table of the network as it is
(the cost of a line that the scenario does not ask about, say) is not solved: it cannot move anything. What acts only
from year to year (the depletion of a budget, the choice of candidates over time) can escape the screen; what acts
within the year cannot.

Shares that make up a whole are closed: the first cost step of every producer, or the winter half of every seasonality,
goes to its low or high, and the others are scaled to fill the rest.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from corridor import api, units
from corridor.dataset import Dataset, lookup_rows
from corridor.dataset import load as load_dataset
from corridor.dataset.provenance import ESTIMATE
from corridor.dataset.schema import ATTRIBUTES, MONTHS, PARAMETERS
from corridor.errors import CorridorError, InputError
from corridor.network import Network, build
from corridor.results.folders import HASH
from corridor.scenario import load
from corridor.study.executors import executor, solver

if TYPE_CHECKING:
    from corridor.results import Results

Side = Literal["low", "high"]
Progress = Callable[[int, int], None]
"""Told after every run how many of how many are done."""

FULL = 40
"""How many groups are solved over the whole horizon after the screen."""

COLUMNS = (
    "scenario",
    "dataset",
    "year",
    "rank",
    "group",
    "component",
    "attribute",
    "figures",
    "low",
    "high",
    "indicator",
    "unit",
    "at_low",
    "base",
    "at_high",
    "swing",
    "score",
    "screened",
    "remark",
)

_MONTHS = "months"
_WINTER = tuple(MONTHS[month - 1] for month in (1, 2, 3, 10, 11, 12))
_LINE = "russia-iran"


@dataclass(frozen=True, slots=True)
class Group:
    """Estimates that move together.

    Attributes
    ----------
    source
        Key of the estimate they rest on.
    component, attribute
        Of the figures; ``parameters`` and the name for a global number, ``months`` for all months of a profile.
    """

    source: str
    component: str
    attribute: str

    def __str__(self) -> str:
        """Return e.g. ``project-stages (projects stage)``."""
        return f"{self.source.removeprefix(ESTIMATE)} ({self.component} {self.attribute})"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A headline figure: its name, its unit and how it is read from the table of indicators."""

    name: str
    unit: str
    read: Callable[[pd.Series], float]


INDICATORS = (
    Indicator(
        "Russian exports to Asia",
        "bcm",
        lambda table: _at(table, "exports", "Russia") * _at(table, "share_to_asia", "Russia") / 100.0,
    ),
    Indicator("Flow on the line to Iran", "bcm", lambda table: _at(table, "project_flow", _LINE)),
    Indicator("Russian export revenue", "billion USD", lambda table: _at(table, "export_revenue", "Russia")),
    Indicator("Russian netback", "USD/MMBtu", lambda table: _at(table, "average_netback", "Russia")),
    Indicator("Price in the Netherlands", "USD/MMBtu", lambda table: _at(table, "price", "Netherlands")),
)
"""What is measured, all in one year."""


def _at(table: pd.Series, indicator: str, subject: str) -> float:
    return float(table.get((indicator, subject), 0.0))


def headline(results: Results, year: int) -> tuple[float, ...]:
    """Return the headline figures of a solved scenario in a year, in the order of :data:`INDICATORS`."""
    table = results.indicators[results.indicators["year"] == year].set_index(["indicator", "subject"])["value"]
    return tuple(indicator.read(table) for indicator in INDICATORS)


def groups(dataset: Dataset) -> list[Group]:
    """Return every group of estimates of which at least one figure has a range, sorted."""
    found: set[Group] = set()
    for component, table in dataset.figures.items():
        open_ended = table[table["source"].str.startswith(ESTIMATE) & (table["low"] < table["high"])]
        for source, attribute in zip(open_ended["source"], open_ended["attribute"], strict=True):
            found.add(Group(source, component, _MONTHS if attribute in MONTHS else attribute))
    for row in dataset.tables["parameters"].to_dict("records"):
        if row["source"].startswith(ESTIMATE) and row["parameter"] in PARAMETERS:
            found.add(Group(row["source"], "parameters", row["parameter"]))
    return sorted(found, key=lambda group: (group.source, group.component, group.attribute))


def moved(dataset: Dataset, group: Group, side: Side) -> Dataset:
    """Return a dataset in which the figures of a group are at their low or their high."""
    name = hashlib.sha256(f"{dataset.hash} {group} {side}".encode()).hexdigest()
    if group.component == "parameters":
        table = dataset.tables["parameters"].copy()
        row = lookup_rows(table)[group.attribute]
        value = units.to_canonical(float(row[side]), row["unit"], PARAMETERS[group.attribute])
        table.loc[group.attribute, "canonical"] = value
        return replace(dataset, tables={**dataset.tables, "parameters": table}, hash=name)
    table = dataset.figures[group.component].copy()
    mine = _members(table, group)
    if group.component == "supply_steps" and group.attribute == "share":
        producer, rank = (
            table["object"].map(dataset.identities["supply_steps"][name]) for name in ("producer", "rank")
        )
        table["value"] = _closed(table, mine & (rank == "1"), mine, producer, side)
    elif group.component == "seasonality":
        winter = table["attribute"].isin(_WINTER)
        table["value"] = _closed(table, mine & winter, mine, table["object"], side)
    else:
        table.loc[mine, "value"] = table.loc[mine, side]
    return replace(dataset, figures={**dataset.figures, group.component: table}, hash=name)


def _members(table: pd.DataFrame, group: Group) -> pd.Series:
    attributes = MONTHS if group.attribute == _MONTHS else (group.attribute,)
    return (table["source"] == group.source) & table["attribute"].isin(attributes) & table["low"].notna()


def _closed(table: pd.DataFrame, first: pd.Series, mine: pd.Series, wholes: pd.Series, side: Side) -> pd.Series:
    """Shares with the first of every whole at their low or high, and the others scaled to what is left."""
    values = table["value"].astype(float).copy()
    values[first] = table.loc[first, side]
    others = mine & ~first
    taken = values[first].groupby(wholes[first]).sum()
    scale = (1.0 - taken) / values[others].groupby(wholes[others]).sum()
    good = scale[(scale > 0.0) & (scale < math.inf)]
    values[others] = values[others] * wholes[others].map(good).fillna(1.0)
    back = first & ~wholes.isin(good.index)
    values[back] = table.loc[back, "value"]
    return values


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: a scenario on a dataset in which one group is moved."""

    scenario: str
    overrides: tuple[str, ...]
    folder: Path
    year: int
    group: Group | None
    side: Side | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """Headline figures of a run; without them the reason, or that nothing changes."""

    values: tuple[float, ...] | None
    reason: str = ""
    same: bool = False


@cache
def _dataset(folder: Path) -> Dataset:
    return load_dataset(folder)


@cache
def _base(scenario: str, overrides: tuple[str, ...], folder: Path) -> Network:
    return build(load(scenario, overrides, dataset=_dataset(folder)))


def _measure(run: _Run) -> _Answer:
    """Solve one run; nothing is solved where the network is the one of the scenario itself."""
    dataset = _dataset(run.folder)
    try:
        if run.group is None or run.side is None:
            return _Answer(
                headline(api.solve(load(run.scenario, run.overrides, dataset=dataset), solver=solver()), run.year)
            )
        scenario = load(run.scenario, run.overrides, dataset=moved(dataset, run.group, run.side))
        if _same(build(scenario), _base(run.scenario, run.overrides, run.folder)):
            return _Answer(None, same=True)
        return _Answer(headline(api.solve(scenario, solver=solver()), run.year))
    except CorridorError as error:
        return _Answer(None, reason=" ".join(" ".join(error.summary.splitlines()[:2]).split()))


def _same(first: object, second: object) -> bool:
    """Whether two networks, or parts of them, have the same tables."""
    if isinstance(first, pd.DataFrame):
        return isinstance(second, pd.DataFrame) and first.equals(second)
    if is_dataclass(first):
        names = [field.name for field in fields(first) if field.name != "scenario"]
        return all(_same(getattr(first, name), getattr(second, name)) for name in names)
    return first == second


def sensitivity(
    scenario: str | Path,
    *,
    year: int | None = None,
    full: int = FULL,
    jobs: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Move every group of estimates to its low and its high, and rank them by what they do to the headline figures.

    Parameters
    ----------
    scenario
        File or name.
    year
        Model year in which the headline figures are read; the last but one unless told, since the last one has no
        future.
    full
        How many groups to solve over the whole horizon, the strongest of the screen.
    jobs
        Runs at a time, each in a process of its own.
    progress
        Told after every run.

    Returns
    -------
    DataFrame
        One row for each group solved in full and each indicator, strongest first; columns :data:`COLUMNS`. ``year`` is
        the year of the headline figures; ``low`` and
        ``high`` are the range of the figure, or the mean change of the figures of a group; ``swing`` is the largest
        less the smallest of the three values; ``score`` is the mean over the indicators of swing over base, by which
        the groups are ranked; ``screened`` is the same in the measured year alone; ``remark`` says why a side has no
        solution over the whole horizon. Such a side is that of the measured year alone, if there it has one.

    Raises
    ------
    InputError
        If the scenario is wrong, or the year is none of its model years.
    """
    loaded = load(scenario)
    years = loaded.horizon.years
    chosen = year if year is not None else years[max(len(years) - 2, 0)]
    if chosen not in years:
        raise InputError(f"{chosen} is not a model year: {', '.join(str(each) for each in years)}")
    dataset = loaded.dataset
    alone = (f"horizon.years=[{chosen}]", f"report.years=[{chosen}]")
    every = groups(dataset)
    expected = 2 * (len(every) + min(full, len(every))) + 2
    done = count(1)

    def told() -> None:
        if progress is not None:
            progress(next(done), expected)

    def solved(chosen_groups: Sequence[Group], overrides: tuple[str, ...]) -> list[_Outcome]:
        runs = _runs(str(scenario), overrides, dataset.folder, chosen, chosen_groups)
        answers: dict[int, _Answer] = {}
        for position, answer in executor(jobs).run(_measure, runs):
            answers[position] = answer
            told()
        base = answers.pop(0)
        if base.values is None:
            raise CorridorError(f"the scenario itself has no solution: {base.reason}")
        found = {place: replace(base) if answer.same else answer for place, answer in answers.items()}
        return [
            _Outcome(group, base.values, found[1 + 2 * place], found[2 + 2 * place])
            for place, group in enumerate(chosen_groups)
        ]

    screen = sorted(solved(every, alone), key=lambda outcome: -outcome.score)
    over_all = solved([outcome.group for outcome in screen[:full]], ())
    screened = {outcome.group: outcome.score for outcome in screen}
    completed = [outcome.completed(part) for outcome, part in zip(over_all, screen[:full], strict=True)]
    ranked = sorted(completed, key=lambda outcome: (-outcome.score, str(outcome.group)))
    rows = [
        (loaded.name, dataset.hash[:HASH], chosen, *row)
        for rank, outcome in enumerate(ranked, 1)
        for row in _rows(dataset, rank, outcome, screened)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Headline figures of a group at its base, low and high; None and a reason where a side has no solution."""

    group: Group
    base: tuple[float, ...]
    low: _Answer
    high: _Answer

    def swing(self, place: int) -> float:
        """Largest less smallest value of an indicator."""
        sides = [answer.values for answer in (self.low, self.high) if answer.values is not None]
        values = [self.base[place], *(values[place] for values in sides)]
        return max(values) - min(values)

    def completed(self, screened: _Outcome) -> _Outcome:
        """The same, with the measured year alone for a side that has no solution over the whole horizon."""
        sides = [
            replace(other, reason=own.reason) if own.values is None and other.values is not None else own
            for own, other in ((self.low, screened.low), (self.high, screened.high))
        ]
        return _Outcome(self.group, self.base, sides[0], sides[1])

    @property
    def score(self) -> float:
        """Mean over the indicators of swing over base."""
        parts = [self.swing(place) / abs(base) for place, base in enumerate(self.base) if base]
        return sum(parts) / len(parts) if parts else 0.0


def _runs(scenario: str, overrides: tuple[str, ...], folder: Path, year: int, chosen: Sequence[Group]) -> list[_Run]:
    """The base, and every group at its low and its high."""
    sides: tuple[Side, Side] = ("low", "high")
    moves = [(group, side) for group in chosen for side in sides]
    return [_Run(scenario, overrides, folder, year, *pair) for pair in ((None, None), *moves)]


def _rows(dataset: Dataset, rank: int, outcome: _Outcome, screened: dict[Group, float]) -> Iterator[tuple[object, ...]]:
    group = outcome.group
    number, low, high = _range(dataset, group)
    answers = {"low": outcome.low, "high": outcome.high}
    remark = "; ".join(
        f"{side} {'in the measured year alone' if each.values else 'without a solution'}: {each.reason}"
        for side, each in answers.items()
        if each.reason
    )
    for place, indicator in enumerate(INDICATORS):
        ends = [float("nan") if each.values is None else each.values[place] for each in answers.values()]
        yield (
            rank, group.source, group.component, group.attribute, number, low, high, indicator.name, indicator.unit,
            ends[0], outcome.base[place], ends[1], outcome.swing(place), outcome.score, screened[group], remark,
        )  # fmt: skip


def _range(dataset: Dataset, group: Group) -> tuple[int, str, str]:
    """Number of figures of a group, and its range: of the one figure with its unit, or the mean change of several."""
    if group.component == "parameters":
        row = lookup_rows(dataset.tables["parameters"])[group.attribute]
        return 1, f"{row['low']} {row['unit']}", f"{row['high']} {row['unit']}"
    table = dataset.figures[group.component]
    mine = table[_members(table, group)]
    figures = {
        (low, high, str(text).partition(" ")[2], attribute)
        for low, high, text, attribute in zip(mine["low"], mine["high"], mine["text"], mine["attribute"], strict=True)
    }
    if len(figures) == 1:
        low, high, unit, attribute = figures.pop()
        dimension = ATTRIBUTES[group.component][attribute].dimension
        ends = [f"{units.from_canonical(end, unit, dimension):.6g} {unit}" for end in (low, high)]
        return len(mine), ends[0], ends[1]
    known = mine[mine["value"] != 0.0]
    changes = [100.0 * float((known[side] / known["value"] - 1.0).mean()) for side in ("low", "high")]
    return len(mine), f"{changes[0]:+.0f} %", f"{changes[1]:+.0f} %"
