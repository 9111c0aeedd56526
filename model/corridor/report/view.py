"""What the report room reads: the tables of one solved scenario, by their names and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

__all__ = ["ReportedResults", "optional_table", "stated"]


class ReportedResults(Protocol):
    """The tables that figures and sections are made of; volumes in bcm, prices in USD/MMBtu."""

    @property
    def nodes(self) -> pd.DataFrame:
        """Return node, kind, lon, lat, groups, region."""

    @property
    def flows(self) -> pd.DataFrame:
        """Return route, arc, form, from, to, origin, year, season, volume, arrived, unit."""

    @property
    def capacity(self) -> pd.DataFrame:
        """Return route, arc, form, from, to, year, season, existing, added, capacity, volume, utilisation."""

    @property
    def balance(self) -> pd.DataFrame:
        """Return node, origin, year, season, item, volume, unit."""

    @property
    def prices(self) -> pd.DataFrame:
        """Return node, year, season, price, unit, basis."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Return what was solved, with what, and how exactly."""


def optional_table(results: object, name: str) -> pd.DataFrame:
    """Return a table of the results, or an empty one where the results do not have it."""
    table = getattr(results, name, None)
    return table if isinstance(table, pd.DataFrame) else pd.DataFrame()


def stated(manifest: Mapping[str, Any], *paths: str, default: Any = None) -> Any:
    """Return the first entry that exists among dotted paths of a manifest, such as ``"scenario.title"``."""
    for path in paths:
        entry: Any = manifest
        for part in path.split("."):
            entry = entry.get(part) if isinstance(entry, Mapping) else None
        if entry is not None and not isinstance(entry, Mapping):
            return entry
    return default


def stated_years(manifest: Mapping[str, Any]) -> Sequence[int]:
    """Return the years that the scenario asks the report to look at, empty where it does not say."""
    years = stated(manifest, "report.years", "scenario.report.years", "report_years", default=())
    return tuple(int(year) for year in years)
