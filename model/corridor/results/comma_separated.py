"""Tables as comma-separated text for people and other programs."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

#: Digits of the figures; Parquet holds them whole.
DIGITS = "%.10g"


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table without its index; nothing stands for what is missing, figures have ten digits."""
    columns = [_text(table[column]) for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(zip(*columns, strict=True))


def _text(column: pd.Series) -> list[Any]:
    if pd.api.types.is_float_dtype(column.dtype):
        return [DIGITS % value if value == value else "" for value in column.tolist()]  # a NaN is not itself
    if column.hasnans:
        return ["" if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
    return column.tolist()
