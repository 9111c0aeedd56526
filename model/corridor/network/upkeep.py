"""Upkeep: what lines and plants cost a year whether or not gas flows, and could save if they were given up."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from corridor.dataset import Series, lookup
from corridor.errors import NetworkError, Problem
from corridor.network.values import Values
from corridor.scenario import Scenario

KEPT_UP = ("pipelines", "liquefaction", "regasification")
"""Components whose objects may have a fixed cost."""


def upkeep_table(scenario: Scenario, values: Values, arcs: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Fixed cost of every line that has one, in the years in which it has capacity of its own or of committed projects.

    Returns
    -------
    DataFrame
        Index (line, year); ``fixed`` and ``rest`` (million USD a year in use, and mothballed), ``restart`` (million
        USD; NaN for a line that cannot be mothballed).

    Raises
    ------
    NetworkError
        Naming every line with costs of resting, but nothing that resting would save.
    """
    problems: list[Problem] = []
    records = []
    nameplate = terms["nameplate"].reset_index().assign(line=_lines(terms, arcs))
    largest = lookup(nameplate.groupby(["line", "year"])["nameplate"].max())
    for component in KEPT_UP:
        for line, _ in scenario.dataset.rows(component):
            fixed = values.series(component, line, "fixed_cost")
            restart = values.series(component, line, "restart_cost")
            if fixed is None:
                problems += _idle_keys(scenario, values, component, line)
            elif scenario.status(component, line, "open") != "closed":
                rest = values.constant(component, line, "mothball_cost")
                once = float("nan") if restart is None else restart.values[0]
                records += [
                    (line, year, fixed.year(year), rest, once)
                    for year in scenario.horizon.years
                    if largest.get((line, year), 0.0) > 0.0
                ]
    if problems:
        raise NetworkError(problems)
    table = pd.DataFrame(records, columns=["line", "year", "fixed", "rest", "restart"])
    return table.astype(dict.fromkeys(("fixed", "rest", "restart"), float)).set_index(["line", "year"]).sort_index()


def _lines(terms: pd.DataFrame, arcs: pd.DataFrame) -> list[str]:
    """Line of every row."""
    line = lookup(arcs["line"])
    return [line[arc] for arc, _, _ in terms.index]


def _idle_keys(scenario: Scenario, values: Values, component: str, line: str) -> Iterator[Problem]:
    """What resting costs means nothing where it saves nothing."""
    for key in ("mothball_cost", "restart_cost"):
        figure: Series | None = values.series(component, line, key)
        if figure is not None and figure.values[0] > 0.0:
            path = f"{component}.{line}.{key}"
            where = scenario.where(path)
            message = f"'{line}' has a {key.replace('_', ' ')}, but no fixed cost that mothballing could save"
            hint = "write its 'fixed_cost' too"
            yield Problem(message, path=path, hint=hint) if where is None else where.problem(message, path, hint)
