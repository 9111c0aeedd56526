"""The figures of a solved scenario that studies and comparisons look at, in one long table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from corridor.results import Results

COLUMNS = ["indicator", "subject", "year", "value", "unit"]

FURTHER = {
    "route_flow": "annual volume on a route over all origins, bcm; no row without flow",
    "project_use": "flow that would not fit without the project, bcm/yr",
    "project_value": "rent that the project's capacity earns in the year, million USD",
}
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
        indicator, subject, year, value, unit: the result table ``indicators`` and beside it :data:`FURTHER`, by route
        and by project id.
    """
    flows = results.flows.groupby(["route", "year", "unit"], as_index=False)["volume"].sum()
    projects = results.projects
    parts = [
        results.indicators,
        _rows("route_flow", flows["route"], flows["year"], flows["volume"], flows["unit"]),
        _rows("project_use", projects["project"], projects["year"], projects["used"], projects["unit"]),
        _rows("project_value", projects["project"], projects["year"], projects["value"], projects["money_unit"]),
    ]
    return pd.concat([part[COLUMNS] for part in parts if not part.empty], ignore_index=True)


def _rows(indicator: str, subject: pd.Series, year: pd.Series, value: pd.Series, unit: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"indicator": indicator, "subject": subject, "year": year, "value": value, "unit": unit})
