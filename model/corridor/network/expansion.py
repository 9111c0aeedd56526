"""What candidates are made of: when they can start, how long they stand and are paid for, and their ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.scenario import Scenario


@dataclass(frozen=True)
class Expansion:
    """Tables about candidates; a candidate that can stand in no year is in none of them.

    Attributes
    ----------
    vintages : DataFrame
        Index (project, start, year), years from the start on; of what starts in a model year the shares that are
        ``available`` (after ramp-up), ``standing`` and ``paid`` for in a later one.
    exclusive : DataFrame
        Columns project, other: pairs of which at most one is built.
    conditions : DataFrame
        Columns project, condition: pairs of which the first stands at most to the share to which the second does.
    """

    vintages: pd.DataFrame
    exclusive: pd.DataFrame
    conditions: pd.DataFrame


def expansion_tables(scenario: Scenario, projects: pd.DataFrame, project_terms: pd.DataFrame) -> Expansion:
    """Vintages and ties of the candidates."""
    limit = lookup(project_terms["limit"])
    rows = lookup_rows(projects)
    starts = sorted(key for key, rate in limit.items() if rate > 0.0)
    records = [
        (name, start, year, *shares(rows[name], year - start))
        for name, start in starts
        for year in scenario.horizon.years
        if year >= start
    ]
    keys = ["project", "start", "year"]
    vintages = pd.DataFrame(records, columns=[*keys, "available", "standing", "paid"])
    offered = {name for name, _ in starts}
    return Expansion(
        vintages=vintages.set_index(keys).astype(float),
        exclusive=_pairs(scenario, "exclusive_with", offered, both_ways=True),
        conditions=_pairs(scenario, "requires", offered, both_ways=False).rename(columns={"other": "condition"}),
    )


def shares(row: dict[str, Any], age: int) -> tuple[float, float, float]:
    r"""Shares of what a project has started that are available, stand and are paid for at an age in years.

    Year :math:`k = 0` is the calendar year in which it starts. With a ramp-up over :math:`R` years
    :math:`\min(1, (k+1)/R)` of it is available, with a technical life of :math:`T` years the part of year :math:`k`
    that lies before :math:`T` stands, with an economic life of :math:`n` years the part before :math:`n` is paid for.
    The two lives apart from each other follow Hunter, Sreepathi and DeCarolis, Energy Economics 40 (2013) 339, where
    they are the lifetime and the loan period of a vintage.
    """
    standing, paid = (min(1.0, max(0.0, row[life] - age)) for life in ("technical_life", "lifetime"))
    ramp = min(1.0, (age + 1.0) / row["ramp_up"]) if row["ramp_up"] > 0.0 else 1.0
    return ramp * standing, standing, paid


def _pairs(scenario: Scenario, key: str, offered: set[str], *, both_ways: bool) -> pd.DataFrame:
    found = {
        (min(name, other), max(name, other)) if both_ways else (name, other)
        for name, others in scenario.tied("projects", key).items()
        for other in others
        if name in offered and other in offered
    }
    return pd.DataFrame(sorted(found), columns=["project", "other"])
