"""Projects: capacity that a scenario commits to or leaves to the model, and what it costs a year."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import Series, split
from corridor.network.values import Values
from corridor.scenario import Scenario


def annuity_factor(rate: float, years: float) -> float:
    r"""Yearly payment per unit of capital: :math:`r / (1 - (1+r)^{-n})`; :math:`1/n` at a rate of zero."""
    return 1.0 / years if rate == 0.0 else rate / (1.0 - (1.0 + rate) ** -years)


def project_tables(scenario: Scenario, values: Values) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Projects with status and annuity, and their committed or optional capacity by year."""
    records, terms = [], []
    for name, row in scenario.dataset.rows("projects"):
        status = scenario.status("projects", name, "excluded")
        size, capex = values.constant("projects", name, "size"), values.constant("projects", name, "capex")
        rate = values.constant("projects", name, "discount_rate")
        lifetime = values.constant("projects", name, "lifetime")
        # Nothing is decided before the first model year, so a lead time may push the dataset's earliest year back.
        decided = scenario.horizon.years[0] + values.constant("projects", name, "lead_time")
        earliest = max(values.constant("projects", name, "earliest"), decided)
        annuity = annuity_factor(rate, lifetime) * capex / size
        records.append((name, row["name"], status, split(row["arcs"]), row["owner"], size, earliest, annuity))
        stage = committed_stage(scenario, values, name)
        for year in scenario.horizon.years:
            committed = stage.year(year) if stage is not None else 0.0
            limit = size if status == "candidate" and year >= earliest else 0.0
            terms.append((name, year, committed, limit))
    columns = ["project", "name", "status", "arcs", "owner", "size", "earliest", "annuity"]
    term_columns = ["project", "year", "committed", "limit"]
    return (
        pd.DataFrame(records, columns=columns).set_index("project").sort_index(),
        pd.DataFrame(terms, columns=term_columns).set_index(term_columns[:2]).sort_index(),
    )


def committed_stage(scenario: Scenario, values: Values, project: str) -> Series | None:
    """Capacity over time of a committed project; None for others.

    A project without stages stands at full size from its earliest year.
    """
    if scenario.status("projects", project, "excluded") != "committed":
        return None
    stage = values.series("projects", project, "stage")
    if stage is not None:
        return stage
    earliest, size = values.constant("projects", project, "earliest"), values.constant("projects", project, "size")
    return Series("hold", (earliest,), (size,))


def stages_by_arc(scenario: Scenario, values: Values) -> dict[str, dict[str, Series]]:
    """Committed capacity over time on every arc, by project."""
    found: dict[str, dict[str, Series]] = {}
    for project, row in scenario.dataset.rows("projects"):
        stage = committed_stage(scenario, values, project)
        if stage is not None:
            for arc in split(row["arcs"]):
                found.setdefault(arc, {})[project] = stage
    return found
