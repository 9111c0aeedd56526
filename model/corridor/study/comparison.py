"""Two solved scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corridor.study.facts import facts

if TYPE_CHECKING:
    from corridor.results import Results

FACT = ["indicator", "subject", "year", "unit"]
"""What makes a row of one scenario and a row of another the same fact."""


def compare(first: Results, second: Results) -> pd.DataFrame:
    """Return what differs between two solved scenarios.

    Parameters
    ----------
    first, second
        Results; years that only one of them has are left out.

    Returns
    -------
    DataFrame
        One row a fact, sorted: indicator, subject, year, first, second, difference (second less first), unit; the
        indicators are those of :func:`corridor.study.facts`. A route without flow counts as zero; any other figure that
        one of the scenarios lacks is missing there.
    """
    values = {name: facts(results).set_index(FACT)["value"] for name, results in (("first", first), ("second", second))}
    both = pd.concat(values, axis="columns").reset_index()
    flows = both["indicator"] == "route_flow"
    both.loc[flows, ["first", "second"]] = both.loc[flows, ["first", "second"]].fillna(0.0)
    both["difference"] = both["second"] - both["first"]
    years = set(first.indicators["year"]) & set(second.indicators["year"])
    columns = ["indicator", "subject", "year", "first", "second", "difference", "unit"]
    return both.loc[both["year"].isin(years), columns].sort_values(columns[:3], ignore_index=True)
