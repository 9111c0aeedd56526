"""What differs between two solved scenarios: projects, exports, prices, gains and losses, costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from corridor.report.regions import home_nodes, ordered_regions
from corridor.report.tracing import exports
from corridor.report.view import ReportedResults, optional_table

__all__ = ["Difference", "Effort", "changed_statements", "most_changed"]

_PROJECT_COLUMNS: Final = ("capacity", "used", "annuity")
_NO_COSTS: Final = ("annuities", "policy_tariffs", "price_caps", "tie_break")
_SPOKEN: Final = ("title", "description", "report.")
_REMARKS: Final = (".reason", ".source", ".note")
_LEAST: Final = 0.05  # bcm a year


@dataclass(frozen=True, slots=True)
class Effort:
    """A project that has another capacity here than there.

    Attributes
    ----------
    name
        As people say it.
    years
        By model year: ``capacity`` and what is ``used`` of it here, and ``more`` capacity than there, bcm/yr.
    """

    name: str
    years: pd.DataFrame


@dataclass(frozen=True)
class Difference:
    """What a scenario changes against another one, over the model years that both have.

    Attributes
    ----------
    results, reference
        This scenario, and the other.
    origin
        Whose gas.
    """

    results: ReportedResults
    reference: ReportedResults
    origin: str

    @cached_property
    def years(self) -> list[int]:
        """Return the model years that both scenarios have."""
        return sorted(_years(self.results) & _years(self.reference))

    @cached_property
    def projects(self) -> tuple[Effort, ...]:
        """Return projects with more capacity here in some year, the largest first."""
        changed = self._projects["capacity"]
        more = changed[changed.max(axis=1) > _LEAST].max(axis=1)
        here = optional_table(self.results, "projects")
        names = {} if here.empty else dict(zip(here["project"], here["name"], strict=True))
        own = _by_project(here, self.years)
        found = []
        for project in more.sort_index().sort_values(ascending=False, kind="stable").index:
            years = pd.DataFrame(
                {
                    "capacity": own["capacity"].loc[project],
                    "used": own["used"].loc[project],
                    "more": changed.loc[project],
                }
            )
            found.append(Effort(str(names[project]), years))
        return tuple(found)

    @cached_property
    def _projects(self) -> Mapping[str, pd.DataFrame]:
        """Return capacity, use and annuity of every project, here less there: project by year."""
        pair = [_by_project(optional_table(case, "projects"), self.years) for case in (self.results, self.reference)]
        return {name: _less(pair[0][name], pair[1][name]) for name in _PROJECT_COLUMNS}

    @cached_property
    def exports(self) -> pd.DataFrame:
        """Return exports of the origin as delivered, region by year, bcm."""
        ours, theirs = (
            exports(case, self.origin).pivot_table(index="region", columns="year", values="volume", aggfunc="sum")
            for case in (self.results, self.reference)
        )
        changed = _less(ours, theirs).reindex(columns=self.years).fillna(0.0)
        return changed.loc[ordered_regions(changed.index)]

    def indicator(self, name: str) -> pd.DataFrame:
        """Return an indicator, subject by year; a subject that one of the two lacks counts as zero there."""
        pair = [_indicator(case, name) for case in (self.results, self.reference)]
        return _less(*pair).reindex(columns=self.years).fillna(0.0)

    def level(self, name: str, subject: str, year: int) -> tuple[float, float]:
        """Return an indicator here and there; a missing one is not a number."""
        values = []
        for case in (self.results, self.reference):
            table = _indicator(case, name)
            known = subject in table.index and year in table.columns
            values.append(float(table[year].to_dict()[subject]) if known else float("nan"))
        return values[0], values[1]

    @cached_property
    def costs(self) -> pd.DataFrame:
        """Return cost accounts, item by year, billion USD a year, without annuities, transfers and tie-breaks."""
        ours, theirs = (
            table.pivot_table(index="item", columns="year", values="value", aggfunc="sum")
            if len(table := optional_table(case, "costs"))
            else pd.DataFrame()
            for case in (self.results, self.reference)
        )
        changed = _less(ours, theirs).reindex(columns=self.years).fillna(0.0) / 1000
        return changed[~changed.index.isin(_NO_COSTS)]

    @property
    def saving(self) -> pd.Series:
        """Return what the whole market gains in a year, the annuities of projects not counted, billion USD."""
        return -self.costs.sum()

    @property
    def annuity(self) -> pd.Series:
        """Return what the projects cost in a year more than there, billion USD."""
        return self._projects["annuity"].sum().reindex(self.years).fillna(0.0) / 1000

    @cached_property
    def supply(self) -> pd.DataFrame:
        """Return what the origin produces and what its own country consumes, item by year, bcm."""
        parts = []
        for case in (self.results, self.reference):
            balance = case.balance[case.balance["origin"] == self.origin]
            at_home = balance[(balance["item"] == "sales") & balance["node"].isin(home_nodes(case, self.origin))]
            made = balance[balance["item"] == "production"]
            rows = {
                "production": made.groupby("year")["volume"].sum(),
                "sold at home": -at_home.groupby("year")["volume"].sum(),
            }
            parts.append(pd.DataFrame(rows).T)
        return _less(*parts).reindex(columns=self.years).fillna(0.0)

    @cached_property
    def gainer(self) -> str:
        """Return the region that buys more of the origin's gas than there by most, over all years; empty if none."""
        more = self.exports.sum(axis=1)
        return str(more.idxmax()) if len(more) and more.max() > _LEAST else ""


def changed_statements(results: object, reference: object) -> list[tuple[str, str | None, str | None]]:
    """Return path and values of the statements that bear on the solution and differ; None where there is none."""
    ours, theirs = (
        {str(line["path"]): str(line["value"]) for line in getattr(case, "scenario_summary", [])}
        for case in (results, reference)
    )
    paths = sorted(path for path in {*ours, *theirs} if ours.get(path) != theirs.get(path))
    return [
        (path, ours.get(path), theirs.get(path))
        for path in paths
        if not path.startswith(_SPOKEN) and not path.endswith(_REMARKS) and path != "extends"
    ]


def _years(case: ReportedResults) -> set[int]:
    return {int(year) for year in case.balance["year"]}


def _less(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Return one table less another, missing entries as zero."""
    return ours.sub(theirs, fill_value=0.0).fillna(0.0)


def _indicator(case: ReportedResults, name: str) -> pd.DataFrame:
    """Return an indicator, subject by year."""
    table = optional_table(case, "indicators")
    if table.empty:
        return pd.DataFrame()
    return table[table["indicator"] == name].pivot_table(index="subject", columns="year", values="value")


def _by_project(table: pd.DataFrame, years: list[int]) -> dict[str, pd.DataFrame]:
    """Return capacity, use and annuity, each project by year."""
    if table.empty:
        return {name: pd.DataFrame(columns=years, dtype=float) for name in _PROJECT_COLUMNS}
    return {
        name: table.pivot_table(index="project", columns="year", values=name).reindex(columns=years).fillna(0.0)
        for name in _PROJECT_COLUMNS
    }


def most_changed(table: pd.DataFrame, count: int) -> list[str]:
    """Return the rows that differ most in any year, the largest first."""
    size = table.abs().max(axis=1)
    return list(size.sort_index().sort_values(ascending=False, kind="stable").head(count).index)
