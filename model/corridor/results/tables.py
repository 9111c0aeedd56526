"""The results of a solved scenario: tidy tables, each with its units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from corridor.results.context import Context

#: How pandas keeps the texts of tables: names are handed out one by one far more often than columns are computed with.
STRINGS = "python"


@dataclass(frozen=True)
class Results:
    """Tables of a solved scenario; one fact a row, sorted, units beside the figures.

    Volumes are bcm (15 C, gross 40 MJ/m3) in the season of the row, so sums over seasons are annual volumes; prices are
    USD/MMBtu in real money of 2025; money is million USD of 2025. The makers of the tables say what each column means.

    Attributes
    ----------
    flows, capacity, balance, consumption, sectors, prices, netbacks : DataFrame
    contracts, bookings, projects, storage, policies, swaps : DataFrame
    conduct : DataFrame
        Markups of sellers who do not take the price.
    price_caps : DataFrame
        What sellers under price caps get, and what buyers keep.
    budgets, costs : DataFrame
    indicators : DataFrame
        Headline figures; see :data:`corridor.results.indicators.DEFINITIONS`.
    observed : DataFrame
        The model beside observed figures of the same years.
    national : DataFrame
        Production and consumption of countries beside the figures that are published for them.
    supply_mix : DataFrame
        Where the gas of every market comes from, beside published trade.
    published : DataFrame
        The model beside statements of published studies.
    nodes : DataFrame
        What the node names mean, for maps and groups.
    sources : DataFrame
        Sources of the dataset's figures and how many figures rest on each.
    summary : DataFrame
        What the scenario says: path, value, origin.
    manifest : mapping
        Scenario and dataset hash, versions, solver, certificate, counts; no clock in it.
    timings : mapping
        Seconds by step; the only thing that differs between two identical runs.
    solved : Context, optional
        The network and the optimum that the tables were made from; None where they were read from files.
    """

    flows: pd.DataFrame
    capacity: pd.DataFrame
    balance: pd.DataFrame
    consumption: pd.DataFrame
    sectors: pd.DataFrame
    prices: pd.DataFrame
    netbacks: pd.DataFrame
    contracts: pd.DataFrame
    bookings: pd.DataFrame
    projects: pd.DataFrame
    budgets: pd.DataFrame
    storage: pd.DataFrame
    policies: pd.DataFrame
    price_caps: pd.DataFrame
    swaps: pd.DataFrame
    conduct: pd.DataFrame
    costs: pd.DataFrame
    indicators: pd.DataFrame
    observed: pd.DataFrame
    national: pd.DataFrame
    supply_mix: pd.DataFrame
    published: pd.DataFrame
    nodes: pd.DataFrame
    sources: pd.DataFrame
    summary: pd.DataFrame
    manifest: Mapping[str, Any]
    timings: Mapping[str, float]
    solved: Context | None = field(default=None, repr=False, compare=False)

    @property
    def findings(self) -> list[dict[str, str]]:
        """What the checks of the network and of the results found: ``check, severity, message``, warnings first."""
        return list(self.manifest["findings"])

    @property
    def branches(self) -> Mapping[str, Results]:
        """Results of every branch of the future by its name; none if the future is known."""
        return {}

    def sentences(self) -> list[str]:
        """Return what is to be said of the run in a terminal, beside its tables."""
        windows, integers = self.manifest.get("windows", ()), self.manifest.get("integers")
        told = [f"decided in {len(windows)} rolling windows"] if windows else []
        if integers:
            how = self.manifest["algorithm"]
            told.append(f"{integers['columns']} decisions in whole numbers by {how}; prices: {integers['prices']}")
        if "mixed" in self.manifest:
            told.append(self.manifest["mixed"]["meaning"])
        return told

    @property
    def scenario_summary(self) -> list[dict[str, Any]]:
        """What the scenario says, a dictionary a line."""
        return [{str(key): value for key, value in row.items()} for row in self.summary.to_dict("records")]

    def annual(self, table: str, *keys: str, column: str = "volume") -> pd.Series:
        """Sum a column of a table over everything but the keys and the year."""
        frame: pd.DataFrame = getattr(self, table)
        return frame.groupby([*keys, "year"])[column].sum()

    def write(self, folder: str | Path, add: Callable[[Path], None] | None = None) -> Path:
        """Write tables (CSV and Parquet), manifest and timings; an existing folder is replaced only at the end.

        ``add`` is given the new folder before it takes its place, to add further files (a report, say).
        """
        from corridor.results.writing import write

        return write(self, Path(folder), add)

    def _repr_html_(self) -> str:
        from corridor.results.display import summary_html

        return summary_html(self)


TABLES = tuple(each.name for each in fields(Results) if each.name not in ("manifest", "timings", "solved"))
