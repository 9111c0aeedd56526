"""What one report is about: a case, whose gas, which years, in which units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from corridor.report.difference import Difference
from corridor.report.display import Display
from corridor.report.regions import ordered_regions
from corridor.report.routes import route_years
from corridor.report.tracing import exports
from corridor.report.view import ReportedResults, optional_table, stated, stated_years

__all__ = ["Subject"]


@dataclass(frozen=True)
class Subject:
    """What a section needs to know.

    Attributes
    ----------
    results
        The solved scenario.
    display
        Units and number formats.
    reference
        Another solved scenario to compare with, if any.
    """

    results: ReportedResults
    display: Display
    reference: ReportedResults | None = None

    @property
    def origin(self) -> str:
        """Return whose exports the report follows."""
        return str(stated(self.results.manifest, "report.focus", default="Russia"))

    @property
    def title(self) -> str:
        """Return the title of the scenario."""
        return str(
            stated(self.results.manifest, "scenario.title", "title", "scenario.name", "name", default="Scenario")
        )

    @property
    def reference_title(self) -> str:
        """Return the title of the scenario that this one is compared with, empty without one."""
        if self.reference is None:
            return ""
        return str(stated(self.reference.manifest, "scenario.title", "title", default="the reference scenario"))

    @property
    def years(self) -> list[int]:
        """Return the model years."""
        years = {int(year) for year in self.results.prices["year"]} | {
            int(year) for year in self.results.balance["year"]
        }
        return sorted(years)

    @property
    def chosen_years(self) -> tuple[int, ...]:
        """Return the one or two years that maps show: those of the scenario, or else the first and the last."""
        years = self.years
        asked = [year for year in stated_years(self.results.manifest) if year in years]
        if not asked or len(asked) > 2:
            asked = sorted({(asked or years)[0], (asked or years)[-1]})
        return tuple(asked)

    @cached_property
    def difference(self) -> Difference | None:
        """Return what differs from the other scenario; None without one, or without a model year of both."""
        if self.reference is None:
            return None
        found = Difference(self.results, self.reference, self.origin)
        return found if found.years else None

    @cached_property
    def routes(self) -> pd.DataFrame:
        """Return the export routes by year; see :func:`corridor.report.routes.route_years`."""
        return route_years(self.results, self.origin)

    @cached_property
    def _exports(self) -> pd.DataFrame:
        """Return exports by region and year of this case."""
        return exports(self.results, self.origin)

    def exports(self, reference: bool = False) -> pd.DataFrame:
        """Return exports by region (rows, west to east) and year (columns), bcm."""
        other = self.reference if reference else None
        sold = self._exports if other is None else exports(other, self.origin)
        table = sold.pivot_table(index="region", columns="year", values="volume", aggfunc="sum")
        table = table.reindex(columns=self.years).fillna(0.0)
        return table.loc[ordered_regions(table.index)]

    def indicator(self, name: str, year: int, subject: str | None = None, reference: bool = False) -> tuple[float, str]:
        """Return an indicator and its unit; a missing one is not a number."""
        results = self.reference if reference and self.reference is not None else self.results
        table = optional_table(results, "indicators")
        if table.empty:
            return float("nan"), ""
        chosen = (table["indicator"] == name) & (table["subject"] == (subject or self.origin)) & (table["year"] == year)
        found = table[chosen]
        return (float(found["value"].iloc[0]), str(found["unit"].iloc[0])) if len(found) else (float("nan"), "")
