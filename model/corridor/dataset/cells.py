"""Tables as plain dictionaries, for loops: pandas looks up and hands out single cells slowly, texts most of all."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def lookup(column: pd.Series) -> dict[Any, Any]:
    """Values by their index; tuples where it has several levels."""
    return dict(zip(column.index.tolist(), column.tolist(), strict=True))


def lookup_rows(table: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Rows by their index, each a dictionary of the columns."""
    return cast("dict[Any, dict[str, Any]]", table.to_dict("index"))
