"""The model beside statements of published studies."""

from __future__ import annotations

import pandas as pd

from corridor.network import Network

_COLUMNS = ["statement", "year", "published_low", "published_high", "model", "unit", "source", "remark"]


def published_table(indicators: pd.DataFrame, network: Network) -> pd.DataFrame:
    """Statements of the dataset's ``published`` table that the scenario can be held against.

    Each statement names an indicator, its subject and a year; it is shown where the scenario has that year.
    """
    value = indicators.set_index(["indicator", "subject", "year"])["value"]
    records = []
    for _, row in network.scenario.dataset.tables["published"].iterrows():
        key = (row["indicator"], row["subject"], int(row["year"]))
        if int(row["year"]) not in network.years.index:
            continue
        model = float(value.get(key, 0.0))
        records.append(
            (
                row["statement"],
                key[2],
                float(row["low"]),
                float(row["high"]),
                model,
                row["unit"],
                row["source"],
                row["note"],
            )
        )
    return pd.DataFrame(records, columns=_COLUMNS).sort_values(["year", "statement"], kind="stable", ignore_index=True)
