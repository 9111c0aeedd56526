"""The figures of a solved scenario that studies and comparisons look at, in one long table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from corridor.results import Results

COLUMNS = ["indicator", "subject", "year", "value", "unit"]

FURTHER = {"route_flow": "annual volume on a route over all origins, bcm; no row without flow"}
"""What stands beside the result table ``indicators``, by name."""


def facts(results: Results) -> pd.DataFrame:
    """Return the headline figures of a solved scenario.

    Parameters
    ----------
    results
        A solved scenario.

    Returns
    -------
    DataFrame
        indicator, subject, year, value, unit: the result table ``indicators`` and beside it :data:`FURTHER`.
    """
    annual = results.flows.groupby(["route", "year", "unit"], as_index=False)["volume"].sum()
    flows = annual.rename({"route": "subject", "volume": "value"}, axis="columns").assign(indicator="route_flow")
    parts: list[pd.DataFrame] = [results.indicators[COLUMNS], flows[COLUMNS]]
    return pd.concat([part for part in parts if not part.empty], ignore_index=True)
