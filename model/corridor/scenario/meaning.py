"""What a checked document means on its dataset: groups spelt out, growth as volumes, dates as decimal years."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corridor import units
from corridor.dataset import Dataset, lookup
from corridor.dataset.schema import COMPONENTS
from corridor.errors import Problem
from corridor.scenario.amounts import Dated, figure_of, moment, spelt
from corridor.scenario.benchmarks import paths
from corridor.scenario.conduct import Behaviour
from corridor.scenario.conduct_parts import stances
from corridor.scenario.document import CALENDARS, DocumentModel, MarketPart, amount_of, status_of
from corridor.scenario.horizons import branch_problems, moment_problems, window_of
from corridor.scenario.inventory import Inventory, Row
from corridor.scenario.investment import Budget
from corridor.scenario.model import (
    PRICE_ERROR,
    Branch,
    Growth,
    Horizon,
    Market,
    Override,
    PricePath,
    ReportOptions,
    Season,
    Status,
    Tie,
)
from corridor.scenario.order import out_of_order
from corridor.scenario.origin import Origin
from corridor.scenario.part import Part
from corridor.scenario.policies import Policy
from corridor.scenario.rules import PolicyBase
from corridor.scenario.sections import PRESENT, REMOVED, SECTIONS, Section
from corridor.scenario.swaps import Swap
from corridor.scenario.ties import ties_of
from corridor.scenario.volumes import Volumes

_EXEMPT = "name more in 'into' or less in 'except', or take the policy back: null"

PIECE_ERROR = units.to_canonical(0.01, "USD/MMBtu", "price")
"""Error of prices that pieces may leave unless a scenario says another, million USD per bcm."""

Where = Callable[[tuple[str, ...]], Origin]
"""Gives the origin of the value at a path."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything a document says, ready for the scenario."""

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
    added: Mapping[tuple[str, str], Row]
    changed: Mapping[tuple[str, str], Row]
    removed: tuple[tuple[str, str], ...]

    def hash(self, dataset_hash: str, branches: Iterable[Branch] = ()) -> str:
        """Return SHA-256 of what can change a solution; numbers to 12 digits, so that unit spelling does not matter."""
        window = self.horizon.window
        content = {
            "dataset": dataset_hash,
            "years": self.horizon.years,
            "seasons": [(season.name, season.months) for season in self.horizon.seasons],
            "discount_rate": _digits(self.horizon.discount_rate),
            "overrides": [
                (each.component, each.object, each.attribute, _pairs(each.points)) for each in self.overrides
            ],
            "statuses": [(each.component, each.object, each.status) for each in self.statuses],
            "policies": [policy.content() for policy in self.policies],
            "nomination": self.market.nomination,
        }
        # Only what is said is hashed, so that a new part of the language leaves the hashes of older scenarios alone.
        said: Mapping[str, Any] = {
            "parameters": {name: _digits(value) for name, value in sorted(self.parameters.items())},
            "added": [[*key, *_cells(key[0], row)] for key, row in sorted(self.added.items())],
            "changed": [[*key, *row.items()] for key, row in sorted(self.changed.items())],
            "removed": self.removed,
            "swaps": [swap.content() for swap in self.swaps],
            "market": self.market.content(),
            "storage": "" if self.horizon.storage == "cyclic" else self.horizon.storage,
            "disposal": self.horizon.disposal,
            "budgets": [budget.content() for budget in self.budgets],
            "returns": {owner: _digits(rate) for owner, rate in sorted(self.returns.items())},
            "ties": [(tie.component, tie.object, tie.key, tie.others) for tie in self.ties],
            "benchmarks": {name: _pairs(path.points) for name, path in self.benchmarks.items()},
            **self.behaviour.content(),
            "window": () if window is None else (window.years, window.look_ahead),
            "decided_before": self.horizon.decided_before,
            "branches": sorted((each.name, _digits(each.probability), each.scenario.hash) for each in branches),
        }
        content |= {name: value for name, value in said.items() if value}
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def interpret(document: DocumentModel, inventory: Inventory, where: Where) -> tuple[Meaning | None, list[Problem]]:
    """Return what a document means on its objects, or the problems that only show there."""
    dataset = inventory.dataset
    horizon, problems = _horizon(document, dataset, where)
    if horizon is None or problems:
        return None, problems
    present = _Present(document, inventory)
    volumes = Volumes(present.objects, dataset, horizon, where)
    figures, wrong = _figures(present, dataset, where)
    overrides = [*volumes.overrides, *figures]
    report = ReportOptions(document.report.years or horizon.years, document.report.units, document.report.compare_with)
    hint = "model years: " + ", ".join(str(year) for year in horizon.years)
    problems += [
        where(("report", "years")).problem(f"report year {year} is not a model year", "report.years", hint)
        for year in sorted(set(report.years) - set(horizon.years))
    ]
    policies = [_policy(name, part, dataset, where) for name, part in sorted(document.policies.items())]
    problems += [
        policy.written.problem(
            f"policy '{policy.name}' exempts every node it names", f"policies.{policy.name}", _EXEMPT
        )
        for policy in policies
        if not policy.nodes
    ]
    ties, tied_to_itself = ties_of(present.objects, where)
    behaviour, undecided = _behaviour(document, dataset, where)
    problems += [*volumes.problems, *wrong, *tied_to_itself, *undecided, *_events(overrides, dataset)]
    if problems:
        return None, problems
    meaning = Meaning(
        horizon=horizon,
        overrides=tuple(sorted(overrides, key=lambda each: (each.component, each.object, each.attribute))),
        growths=tuple(sorted(volumes.growths, key=lambda each: (each.component, each.object))),
        statuses=tuple(sorted(_statuses(present, where), key=lambda each: (each.component, each.object))),
        ties=ties,
        policies=tuple(policies),
        swaps=tuple(part.swap(name, where(("swaps", name))) for name, part in sorted(document.swaps.items())),
        budgets=tuple(part.budget(name, where(("budgets", name))) for name, part in sorted(document.budgets.items())),
        returns={owner: part.asked for owner, part in sorted(document.owners.items())},
        market=_market(document.market),
        benchmarks=paths(document.market.benchmarks, where),
        behaviour=behaviour,
        parameters=document.numbers(),
        report=report,
        added=inventory.added,
        changed=inventory.changed,
        removed=tuple(sorted((kind, name) for kind, names in inventory.removed.items() for name in names)),
    )
    return meaning, []


def _market(part: MarketPart) -> Market:
    return Market(
        part.nomination or "cost",
        PRICE_ERROR if part.price_error is None else part.price_error,
        part.shortfall or "refused",
    )


class _Present:
    """What a document says of the objects that are not removed."""

    def __init__(self, document: DocumentModel, inventory: Inventory) -> None:
        self._document, self._removed = document, inventory.removed

    def objects(self, section: Section) -> Mapping[str, Part]:
        """Objects of a section by id."""
        gone = self._removed.get(section.component, {})
        return {name: part for name, part in self._document.objects(section).items() if name not in gone}


def _horizon(document: DocumentModel, dataset: Dataset, where: Where) -> tuple[Horizon | None, list[Problem]]:
    part = document.horizon
    if part.years is None:
        hint = "write e.g. 'horizon: {years: [2025, 2030, 2035]}'"
        return None, [where(("horizon",)).problem("'years' is missing in horizon", "horizon", hint)]
    seasons = part.seasons if part.seasons is not None else CALENDARS["winter-summer"]
    rate = part.discount_rate if part.discount_rate is not None else dataset.parameter("discount_rate")
    window, problems = window_of(part, part.years, where)
    problems += branch_problems(part.branches, part.window is not None, where)
    problems += moment_problems(part, part.years, where)
    horizon = Horizon(
        part.years,
        tuple(Season(name, months) for name, months in seasons.items()),
        rate,
        part.storage or "cyclic",
        part.disposal == "free",
        window,
        part.decided_before,
    )
    return horizon, [*problems, *out_of_order(horizon, where(("horizon", "storage")))]


def _behaviour(document: DocumentModel, dataset: Dataset, where: Where) -> tuple[Behaviour, list[Problem]]:
    """Spell out conduct and the form of demand by market."""
    part, parted = document.market, document.horizon.window is not None or bool(document.horizon.branches)
    found, problems = stances(part.conduct, dataset, where)
    linear = _nodes(part.linear_demand, dataset) & frozenset(dataset.ids("demand"))
    error = PIECE_ERROR if part.piece_error is None else part.piece_error
    if parted and any(stance.share is None for stance in found):
        message = "the conduct of a dominant exporter is not found in windows or over branches"
        hint = "write cournot or a share, or leave the windows or branches out"
        problems.append(where(("market", "conduct")).problem(message, "market.conduct", hint))
    return Behaviour(tuple(found), tuple(sorted(linear)), part.quadratic or "exact", error), problems


def _figures(present: _Present, dataset: Dataset, where: Where) -> tuple[list[Override], list[Problem]]:
    """Spell out all figures but the volumes that grow."""
    overrides: list[Override] = []
    problems: list[Problem] = []
    for section in SECTIONS:
        if section.component in Volumes.COMPONENTS:
            continue
        for identity, part in present.objects(section).items():
            for key, attribute in section.attributes.items():
                amount = amount_of(part, key)
                if amount is None:
                    continue
                path = (section.key, identity, key)
                points, wrong = spelt(
                    amount, attribute, figure_of(dataset, section.component, identity, attribute.name)
                )
                overrides.append(Override(section.component, identity, attribute.name, points, where(path)))
                if wrong is not None:
                    problems.append(where(path).problem(wrong, ".".join(path), "write a value with its unit"))
    return overrides, problems


def _events(overrides: Iterable[Override], dataset: Dataset) -> Iterable[Problem]:
    """Find events that would be over before they begin."""
    known = {column: lookup(dataset.tables["events"][column]) for column in ("from", "until", "start", "end")}
    changed: dict[str, dict[str, Override]] = {}
    for override in overrides:
        if override.component == "events" and override.attribute in ("start", "end") and override.points:
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


def _statuses(present: _Present, where: Where) -> Iterable[Status]:
    for section in SECTIONS:
        for identity, part in present.objects(section).items():
            status = status_of(part)
            if status is not None and status not in (PRESENT, REMOVED):
                yield Status(section.component, identity, status, where((section.key, identity, "status")))


def _policy(name: str, part: PolicyBase, dataset: Dataset, where: Where) -> Policy:
    kind, rule = part.stated
    nodes = _nodes(rule.into, dataset) - _nodes(rule.exempt, dataset)
    return kind.policy(
        name=name,
        into=rule.into,
        exempt=rule.exempt,
        nodes=tuple(sorted(nodes)),
        start=moment(rule.start, "hold"),
        until=moment(rule.until, "hold"),
        reason=part.reason,
        source=part.source,
        written=where(("policies", name)),
        **rule.terms(),
    )


def _nodes(names: Iterable[str], dataset: Dataset) -> frozenset[str]:
    """Spell out nodes and groups; a name that is both is the group."""
    return frozenset(node for name in names for node in dataset.groups.get(name, frozenset({name})))


def _cells(component: str, row: Row) -> list[str]:
    """Return the columns of a new object; those that a table may leave out only where they say something."""
    optional = COMPONENTS[component].optional if component in COMPONENTS else ()
    return [str(cell) for column, cell in row.items() if cell or column not in optional]


def _digits(value: float) -> str:
    return f"{value:.12g}"


def _pairs(points: Dated) -> list[tuple[str | None, str]]:
    return [(None if date is None else _digits(date), _digits(value)) for date, value in points]
