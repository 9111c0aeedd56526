"""Tables as plain dictionaries, for loops: pandas looks up and hands out single cells slowly, texts most of all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd


def lookup(column: pd.Series) -> dict[Any, Any]:
    """Values by their index; tuples where it has several levels."""
    return dict(zip(_keys(column.index), column.tolist(), strict=True))


def _keys(index: pd.Index) -> Iterable[Any]:
    """Elements of an index; of several levels, pandas would make the tuples one by one and take five times as long."""
    if not isinstance(index, pd.MultiIndex) or any(bool((codes < 0).any()) for codes in index.codes):
        return index.tolist()
    levels = [level.tolist() for level in index.levels]
    parts = zip(levels, index.codes, strict=True)
    return zip(*(map(level.__getitem__, codes.tolist()) for level, codes in parts), strict=True)


def lookup_rows(table: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Rows by their index, each a dictionary of the columns."""
    names, columns = table.columns.tolist(), (table[name].tolist() for name in table.columns)
    rows = zip(*columns, strict=True) if names else iter([()] * len(table))
    return {key: dict(zip(names, row, strict=True)) for key, row in zip(table.index.tolist(), rows, strict=True)}
