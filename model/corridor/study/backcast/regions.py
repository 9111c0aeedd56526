"""Gas by origin and region on arrival, and prices, beside what was observed."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from corridor.dataset import Dataset, split
from corridor.results import Results
from corridor.study.backcast.scoring import SCORE_COLUMNS, bias, error, rank_correlation

_COLUMNS = ["subject", "year", "model", "observed", "difference", "unit", "source"]

#: Sets of regions that are scored, and how they are called.
SETS = {"Russia": "Russia to region", "all": "all suppliers to region"}


def beside(results: Results, kind: Literal["trade", "price"]) -> pd.DataFrame:
    """Model and observation by subject and year, from :func:`corridor.results.observed.observed_table`.

    Subjects of trade are ``Origin>Region`` (bcm on arrival), those of prices are markets (USD/MMBtu). Stocks are part
    of the year's demand in a back-cast, so what is sold in a region is what arrived there.
    """
    table = results.observed
    chosen = table.loc[table["kind"] == kind, _COLUMNS]
    return chosen.rename(columns={"source": "sources"}).reset_index(drop=True)


def region_scores(table: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Error and bias of the sets of regions by year and over all, from :func:`beside`.

    Columns as in :func:`corridor.study.backcast.scoring.scores`, with the set in ``routes``.
    """
    listed = dataset.tables["backcast_regions"]
    records = []
    for key, name in SETS.items():
        members = {
            subject
            for subject, sets in zip(listed["backcast_region"], listed["sets"], strict=True)
            if key in split(sets)
        }
        chosen = table[table["subject"].isin(members)]
        periods = {str(year): chosen[chosen["year"] == year] for year in sorted(set(chosen["year"].tolist()))}
        for period, rows in {**periods, "all years": chosen}.items():
            measures = error(rows), bias(rows), rank_correlation(rows)
            records.append((name, period, *measures, float(rows["observed"].sum()), len(rows)))
    return pd.DataFrame(records, columns=SCORE_COLUMNS)
