"""Medians of what was measured, and the ratios in which they are told."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
from benchmarks.runs import PHASES

from corridor.dataset import lookup

BARE, OURS, OTHER = "highspy", "corridor", "linopy"


def read(folder: Path, name: str) -> pd.DataFrame:
    """Read a table; empty if it was not measured."""
    path = folder / f"{name}.csv"
    return pd.read_csv(path, keep_default_na=True) if path.is_file() else pd.DataFrame()


def medians(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Median of every figure over repetitions, in the order in which things were measured.

    Returns
    -------
    DataFrame
        Index ``keys``; the figures, ``runs`` (how many there were), ``status`` (that of the worst), ``stated`` (seconds
        of building and passing) and ``total`` (all phases; NaN if it was not solved).
    """
    groups = rows.groupby(keys, sort=False)
    found = groups.median(numeric_only=True)
    found["runs"] = groups.size()
    found["status"] = groups["status"].agg(lambda told: next((each for each in told if each != "optimal"), "optimal"))
    found["stated"] = found["build"].fillna(0.0) + found["pass"]
    phases = [phase for phase in PHASES if phase != "read"]
    found["total"] = found[phases].fillna({"build": 0.0}).sum(axis=1, skipna=False)
    return found.drop(columns="repetition")


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries, with what the index says."""
    return [{str(key): value for key, value in row.items()} for row in table.reset_index().to_dict("records")]


def by_key(table: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Rows as dictionaries, by their index."""
    return dict(zip(table.index.tolist(), records(table), strict=True))


def part(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows whose first level has a name, without that level; none if there is none."""
    return table[table.index.get_level_values(0) == name].droplevel(0)


def ratio(table: pd.DataFrame, figure: str, tool: str) -> pd.Series:
    """A figure over that of a tool on the same program; index (program, size, tool)."""
    own = table[figure]
    reference = {key[:-1]: value for key, value in lookup(own).items() if key[-1] == tool}
    return pd.Series([value / reference.get(key[:-1], math.nan) for key, value in lookup(own).items()], own.index)


def seconds(value: Any) -> str:
    """Write seconds with as many digits as mean something; a dash if there are none."""
    if pd.isna(value):
        return "–"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10.0 else f"{value:.0f}"


def times(value: Any) -> str:
    """Write a ratio."""
    if pd.isna(value):
        return "–"
    return f"{value:.2f}" if value < 10.0 else f"{value:,.0f}"


def amount(value: Any) -> str:
    """Write a number of megabytes or columns; a dash if there is none."""
    return "–" if pd.isna(value) else f"{value:,.0f}"
