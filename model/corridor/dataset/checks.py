"""Whether a dataset can be true: laws that every figure must obey, beyond what it takes to read the tables.

Each check is one function in :data:`CHECKS` and yields findings; a finding about something that is known and explained
in ``exceptions.csv`` is let pass. Tolerances stand here, allowed ranges of attributes in the schema.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor import units
from corridor.dataset import schema
from corridor.dataset.balances import balances
from corridor.dataset.capacities import Capacities
from corridor.dataset.provenance import ESTIMATE, UNDATED
from corridor.dataset.reader import Dataset, read, split
from corridor.errors import Problem

FLOW_TOLERANCE = 0.02
"""How far an observed flow may exceed the capacity of its route, a share: rounding and heat value."""

CONTRACT_TOLERANCE = 0.02
"""How far a contract may exceed the capacity of its delivery arcs, a share."""

PROFILE_TOLERANCE = 1e-3
"""How far the months of a seasonality may be from 1: they are written to a tenth of a percent."""

OWN_WORK = "Corridor"
"""Publisher of what was made for the dataset itself, which has no address."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says.

    Attributes
    ----------
    problem
        What, and where it stands.
    fails
        Whether the dataset is wrong; else it is a warning.
    check, subject, year
        By which ``exceptions.csv`` may let it pass; empty and 0 for what cannot be excused.
    """

    problem: Problem
    fails: bool = True
    check: str = ""
    subject: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that is wrong with a dataset, and what is worth knowing."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


_SAID = ("kind", "subject", "object", "benchmark", "year", "value", "unit")
"""Columns that say what a yearly figure is."""

Check = Callable[[Dataset], Iterator[Finding]]


def check(folder: str | Path | None = None, cited: Collection[str] = ()) -> Verdict:
    """Check a dataset folder; the reference dataset if none is named.

    Parameters
    ----------
    folder
        Which dataset.
    cited
        Source keys that something outside the dataset cites, so that they are not unused.

    Raises
    ------
    DatasetError
        If there is no such folder.
    """
    dataset, problems = read(folder)
    findings = [finding for law in CHECKS for finding in law(dataset)]
    findings += sources_used(dataset, cited)
    table = dataset.tables["exceptions"].to_dict("records")
    excused = {(row["check"], row["subject"], row["year"]): row for row in table}
    used: set[tuple[str, str, str]] = set()
    kept = []
    for finding in findings:
        keys = [(finding.check, finding.subject, year) for year in (str(finding.year), "")]
        matching = [key for key in keys if key in excused] if finding.fails else []
        used.update(matching)
        if not matching:
            kept.append(finding)
    unused = [
        _at(dataset, "exceptions", row, f"exception '{row['exception']}' excuses nothing any more")
        for key, row in excused.items()
        if key not in used
    ]
    failing = [finding.problem for finding in kept if finding.fails]
    warnings = [finding.problem for finding in kept if not finding.fails]
    return Verdict(_ordered([*problems, *failing]), _ordered([*warnings, *unused]))


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file or "", problem.line or 0)))


def _at(dataset: Dataset, table: str, row: Any, message: str, hint: str | None = None) -> Problem:
    return Problem(message, file=str(dataset.folder / f"{table}.csv"), line=int(row["line"]), hint=hint)


def figures_in_range(dataset: Dataset) -> Iterator[Finding]:
    """No figure lies outside the range that the schema allows its attribute."""
    for name, table in dataset.figures.items():
        attributes = schema.ATTRIBUTES[name]
        for row in table.to_dict("records"):
            attribute = attributes[row["attribute"]]
            lower, upper = attribute.dataset_limits
            if any(not lower <= row[part] <= upper for part in ("value", "low", "high") if row[part] == row[part]):
                ends = [units.text(end, attribute.dimension) for end in (lower, upper) if math.isfinite(end)]
                allowed = f"from {ends[0]} to {ends[1]}" if len(ends) == 2 else f"at least {ends[0]}"
                message = f"'{row['object']}' {attribute.name} {row['text']} cannot be; allowed: {allowed}"
                yield Finding(_at(dataset, f"{name}_figures", row, message))
    for row in dataset.tables["parameters"].to_dict("records"):
        top = 1.0 if schema.PARAMETERS.get(row["parameter"]) == "share" else math.inf
        if row["canonical"] == row["canonical"] and not 0.0 <= row["canonical"] <= top:
            yield Finding(_at(dataset, "parameters", row, f"{row['parameter']} {row['value']} {row['unit']} cannot be"))
    for name in ("observed", "year_inputs", "benchmarks"):
        for row in dataset.tables[name].to_dict("records"):
            if row["canonical"] < 0.0 and row.get("kind") != "stock_change":
                said = " ".join(str(row[column]) for column in schema.PLAIN_TABLES[name][1:] if column in _SAID)
                yield Finding(_at(dataset, name, row, f"{said} is below 0"))
    for node, place in dataset.rows("nodes"):
        if abs(place["lon"]) > 180.0 or abs(place["lat"]) > 90.0:
            message = f"'{node}' lies at {place['lon']}, {place['lat']}, not on the globe"
            yield Finding(_at(dataset, "nodes", place, message))


def parameters_with_range(dataset: Dataset) -> Iterator[Finding]:
    """An estimated parameter has a range, and lies in it."""
    for row in dataset.tables["parameters"].to_dict("records"):
        if row["source"].startswith(ESTIMATE):
            try:
                low, value, high = (float(row[part]) for part in ("low", "value", "high"))
            except ValueError:
                low = value = high = math.nan
            if not low <= value <= high:
                message = f"an estimate of '{row['parameter']}' needs low <= value <= high"
                yield Finding(_at(dataset, "parameters", row, message))


def money_is_known(dataset: Dataset) -> Iterator[Finding]:
    """A deflator or an exchange rate is a number above 0 of a currency and a year, quoted in dollars or for one."""
    for row in dataset.tables["money"].to_dict("records"):
        match = re.fullmatch(r"([A-Z]{3})(\d{4})", row["money"])
        currency = match[1] if match else ""
        quoted = row["unit"] in (f"USD/{currency}", f"{currency}/USD") or currency == "USD"
        if not (match and quoted and re.fullmatch(r"\d+(\.\d+)?", row["value"]) and float(row["value"]) > 0.0):
            message = f"'{row['money']}' {row['value']} {row['unit']} is not what a currency was worth in a year"
            yield Finding(_at(dataset, "money", row, message, "write e.g. EUR2021,1.183,USD/EUR"))


def dates_in_range(dataset: Dataset) -> Iterator[Finding]:
    """No figure is dated before or after the years the schema allows."""
    first, last = schema.FIRST_YEAR, schema.LAST_YEAR
    for name, table in dataset.figures.items():
        for row in table.to_dict("records"):
            if row["date"] == row["date"] and not first <= row["date"] < last + 1:
                message = f"'{row['object']}' {row['attribute']} is dated {row['written']}, outside {first}-{last}"
                yield Finding(_at(dataset, f"{name}_figures", row, message))
    for name, columns in schema.PLAIN_TABLES.items():
        for column in {"year", "from", "until"}.intersection(columns):
            for row in dataset.tables[name].to_dict("records"):
                year = str(row[column])[:4]
                if year and not (year.isdigit() and first <= int(year) <= last):
                    yield Finding(_at(dataset, name, row, f"{column} '{row[column]}' lies outside {first}-{last}"))


def profiles_sum_to_one(dataset: Dataset) -> Iterator[Finding]:
    """The months of a seasonality make up the year."""
    figures = dataset.figures["seasonality"]
    dates = figures["date"].groupby(figures["object"]).unique()
    for profile, row in dataset.rows("seasonality"):
        years = sorted({int(date) for date in dates.get(profile, ()) if date == date}) or [schema.FIRST_YEAR]
        for year in years:
            total = sum(dataset.months("seasonality", profile, year).values())
            if abs(total - 1.0) > PROFILE_TOLERANCE:
                when = f" in {year}" if len(years) > 1 else ""
                message = f"the months of '{profile}' sum to {total:.2%}{when}, not to 100 %"
                yield Finding(_at(dataset, "seasonality", row, message))


def sources_used(dataset: Dataset, cited: Collection[str] = ()) -> Iterator[Finding]:
    """Something rests on every source, here or in what cites it from outside."""
    used = {
        key
        for table in (*dataset.identities.values(), *dataset.figures.values(), *dataset.tables.values())
        for column in table.columns
        if column == "source" or column.endswith("_source")
        for key in table[column]
    }
    for row in dataset.tables["sources"].to_dict("records"):
        if row["key"] not in used and row["key"] not in cited:
            yield Finding(_at(dataset, "sources", row, f"nothing rests on source '{row['key']}'"))


def sources_complete(dataset: Dataset) -> Iterator[Finding]:
    """A source that is no estimate and not our own work has an address and a date."""
    for row in dataset.tables["sources"].to_dict("records"):
        key, date = row["key"], row["date"]
        if key.startswith(ESTIMATE):
            continue
        if not row["url"] and row["publisher"] != OWN_WORK:
            yield Finding(_at(dataset, "sources", row, f"source '{key}' has no address"))
        if date == UNDATED:
            yield Finding(_at(dataset, "sources", row, f"source '{key}' bears no date"), fails=False)
        elif not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date):
            hint = f"write YYYY, YYYY-MM, YYYY-MM-DD, or '{UNDATED}' if the page bears none"
            said = f"'{date}' is no date" if date else "no date"
            yield Finding(_at(dataset, "sources", row, f"source '{key}': {said}", hint))


def capacity_below_flow(dataset: Dataset) -> Iterator[Finding]:
    """No route carried more in a year than its capacity of that year, but for :data:`FLOW_TOLERANCE`."""
    capacities = Capacities(dataset)
    for row in dataset.tables["observed"].to_dict("records"):
        flow, year = row["canonical"], str(row["year"])
        if row["kind"] != "route_flow" or not year.isdigit() or flow != flow:
            continue
        routes = row["subject"].split(" + ")
        capacity = sum(capacities.of_route(route, int(year)) for route in routes)
        if flow > capacity * (1.0 + FLOW_TOLERANCE):
            share = f", {flow / capacity:.0%} of it" if capacity > 0.0 else ""
            message = f"{row['subject']} carried {flow:.2f} bcm in {year}, above its capacity of {capacity:.2f} bcm/yr"
            problem = _at(dataset, "observed", row, message + share)
            yield Finding(problem, check="capacity_below_flow", subject=row["subject"], year=int(year))


def contract_above_capacity(dataset: Dataset) -> Iterator[Finding]:
    """No contract is for more than its delivery arcs can carry once every project on them is built."""
    capacities = Capacities(dataset)
    for contract, row in dataset.rows("contracts"):
        quantity = dataset.series("contracts", contract, "quantity")
        if quantity is None:
            continue
        arcs = split(row["arcs"])
        first = max(schema.FIRST_YEAR, math.floor(min(quantity.dates)))
        wrong = [
            (year, quantity.year(year), capacity)
            for year in range(first, schema.LAST_YEAR + 1)
            if quantity.year(year)
            > (capacity := capacities.of_arcs(arcs, year, with_projects=True)) * (1.0 + CONTRACT_TOLERANCE)
        ]
        if wrong:
            year, volume, capacity = wrong[0]
            more = f" and in {len(wrong) - 1} later years" if len(wrong) > 1 else ""
            message = (
                f"contract '{contract}' is for {volume:.2f} bcm in {year}{more}, but its delivery arcs carry"
                f" {capacity:.2f} bcm/yr"
            )
            problem = _at(dataset, "contracts", row, message)
            yield Finding(problem, check="contract_above_capacity", subject=contract, year=year)


def balance_closes(dataset: Dataset) -> Iterator[Finding]:
    """Production, imports, exports and consumption of a country agree where all of them were observed."""
    unknown = []
    path = str(dataset.folder / "observed.csv")
    for balance in balances(dataset):
        if balance.missing:
            unknown.append(f"{balance.subject} {balance.year}")
        elif not balance.closes:
            message = f"the balance of {balance.subject} {balance.year} does not close: {balance.told()}"
            problem = Problem(message, file=path, line=balance.line)
            yield Finding(problem, check="balance_closes", subject=balance.subject, year=balance.year)
    if unknown:
        message = f"balances that cannot be told, because not every trade was observed: {', '.join(unknown)}"
        yield Finding(Problem(message, file=path), fails=False)


CHECKS: tuple[Check, ...] = (
    figures_in_range,
    parameters_with_range,
    money_is_known,
    dates_in_range,
    profiles_sum_to_one,
    sources_complete,
    capacity_below_flow,
    contract_above_capacity,
    balance_closes,
)
"""What every dataset must obey."""
