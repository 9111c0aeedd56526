"""Checks of projects: what is committed too early, and candidates that can never be built."""

from __future__ import annotations

import math
from collections.abc import Iterator

from corridor.dataset import lookup, lookup_rows
from corridor.network.tables import Finding, Network

TOLERANCE = 1e-6


def project_before_its_time(network: Network) -> Iterator[Finding]:
    """A committed project that delivers before its earliest year is suspicious."""
    committed = lookup(network.project_terms["committed"])
    names = lookup(network.projects["name"])
    for project, earliest in lookup(network.projects["earliest"]).items():
        early = [year for year in network.years.index if year < earliest and committed[project, year] > TOLERANCE]
        if early:
            yield Finding(
                "project_before_its_time",
                "warning",
                f"{names[project]} delivers in {early[0]}; its earliest year is {earliest:.0f}, lead time counted",
            )


def project_that_cannot_be_built(network: Network) -> Iterator[Finding]:
    """A candidate beside what excludes it, or without what it requires, is no candidate."""
    rows, scenario = lookup_rows(network.projects), network.scenario
    against = scenario.tied("projects", "exclusive_with")
    ways = (
        ("excludes", "committed", against),
        ("excludes", "committed", _turned(against)),
        ("requires", "excluded", scenario.tied("projects", "requires")),
    )
    told = set()
    for verb, status, ties in ways:
        for project, others in ties.items():
            for other in others:
                if rows[project]["status"] != "candidate" or rows[other]["status"] != status:
                    continue
                if (project, other) not in told:
                    told.add((project, other))
                    message = f"{rows[project]['name']} is a candidate, but '{other}', which it {verb}, is {status}"
                    yield Finding("project_that_cannot_be_built", "warning", message)


def _turned(ties: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for project, others in ties.items():
        for other in others:
            found[other] = (*found.get(other, ()), project)
    return found


def budget_without_projects(network: Network) -> Iterator[Finding]:
    """A budget for which no candidate counts, and nothing that is committed, limits nothing."""
    about, committed = set(network.budget_members["budget"]), lookup(network.budgets["committed"])
    for budget in network.scenario.budgets:
        if budget.name not in about and not committed[budget.name] > 0.0:
            whose = "" if budget.owner is None else f" of {budget.owner}"
            message = f"budget '{budget.name}' limits no project: no candidate{whose} can start in its period"
            yield Finding("budget_without_projects", "warning", message)


def units_leave_a_rest(network: Network) -> Iterator[Finding]:
    """A full size that is no whole number of units is never reached."""
    for row in lookup_rows(network.projects).values():
        if row["status"] != "candidate" or math.isnan(row["unit"]):
            continue
        largest = math.floor(row["size"] / row["unit"] * (1.0 + 1e-9)) * row["unit"]
        if row["size"] - largest > TOLERANCE:
            message = f"{row['name']} is built in units of {row['unit']:g} bcm/yr, so at most {largest:g} of its "
            yield Finding("units_leave_a_rest", "warning", f"{message}{row['size']:g} bcm/yr")


def paid_beyond_its_life(network: Network) -> Iterator[Finding]:
    """A technical life below the economic one means paying for what stands no more."""
    for row in lookup_rows(network.projects).values():
        if row["status"] == "candidate" and row["technical_life"] < row["lifetime"]:
            yield Finding(
                "paid_beyond_its_life",
                "warning",
                f"{row['name']} stands for {row['technical_life']:g} years, but is paid for over {row['lifetime']:g}",
            )
