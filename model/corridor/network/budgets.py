"""Budgets: what is left of a sum of money for candidates beside what is committed, and which candidates it is about."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from corridor.dataset import Series, lookup_rows
from corridor.errors import NetworkError, Problem
from corridor.network.expansion import Expansion
from corridor.scenario import Budget, Scenario

#: What a committed investment may exceed its budget by, as a share of it: rounding.
TOLERANCE = 1e-9


def budget_tables(
    scenario: Scenario, projects: pd.DataFrame, stages: Mapping[str, Series | None], expansion: Expansion
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Budgets, and the candidates and model years of each.

    Capital counts in the model year in which capacity starts. Of a committed project that is what it has more than in
    the model year before; what it has before the first model year is paid for.

    Returns
    -------
    budgets : DataFrame
        Index budget; ``limit`` and ``committed`` (million USD).
    members : DataFrame
        Columns budget, project, start.

    Raises
    ------
    NetworkError
        Naming every budget that is below what is committed.
    """
    rows = lookup_rows(projects)
    starts = list(dict.fromkeys((project, start) for project, start, _ in expansion.vintages.index))
    spent = {budget.name: _committed(budget, rows, stages, scenario.horizon.years) for budget in scenario.budgets}
    problems = [
        _exceeded(budget, spent[budget.name])
        for budget in scenario.budgets
        if spent[budget.name] > budget.limit * (1.0 + TOLERANCE)
    ]
    if problems:
        raise NetworkError(problems)
    records = [(budget.name, budget.limit, spent[budget.name]) for budget in scenario.budgets]
    members = [
        (budget.name, project, start)
        for budget in scenario.budgets
        for project, start in starts
        if budget.owner in (None, rows[project]["owner"]) and budget.counts(start)
    ]
    table = pd.DataFrame(records, columns=["budget", "limit", "committed"]).set_index("budget").astype(float)
    return table, pd.DataFrame(members, columns=["budget", "project", "start"])


def _committed(
    budget: Budget, rows: Mapping[str, dict[str, object]], stages: Mapping[str, Series | None], years: tuple[int, ...]
) -> float:
    """Capital that committed projects take of a budget, million USD."""
    total = 0.0
    for project, stage in stages.items():
        row = rows[project]
        if stage is None or budget.owner not in (None, row["owner"]):
            continue
        before = stage.year(years[0] - 1)
        for year in years:
            now = stage.year(year)
            if budget.counts(year):
                begun = float(str(row["fixed_capital"])) if before <= 0.0 < now else 0.0
                total += max(0.0, now - before) * float(str(row["capital"])) + begun
            before = now
    return total


def _exceeded(budget: Budget, spent: float) -> Problem:
    message = (
        f"budget '{budget.name}' has {budget.limit / 1000.0:g} bn USD, but what the scenario commits to costs "
        f"{spent / 1000.0:.6g} bn USD"
    )
    return budget.written.problem(message, f"budgets.{budget.name}.limit", "raise it, or commit to less")
