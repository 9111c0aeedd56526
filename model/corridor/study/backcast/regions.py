"""Gas by origin and region on arrival, and prices, beside what was observed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from corridor import units
from corridor.dataset import Dataset, lookup, split
from corridor.results import Results
from corridor.results.arrivals import Arrivals
from corridor.study.backcast.scoring import SCORE_COLUMNS, bias, error, rank_correlation

_COLUMNS = ["subject", "year", "model", "observed", "difference", "unit", "sources"]

#: Sets of regions that are scored, and how they are called.
SETS = {"Russia": "Russia to region", "all": "all suppliers to region"}


def region_table(results: Results, dataset: Dataset, years: Iterable[int]) -> pd.DataFrame:
    """Gas of an origin that arrived in a market or group of markets, model and observation, bcm.

    Subjects are ``Origin>Region``, a region one or several markets or groups, with ``(pipeline)`` or ``(lng)`` where
    only gas that came that way counts. Stocks are part of the year's demand in a back-cast, so what is sold in a
    region is what arrived there. By ship came what its own terminals took in; the rest came by pipeline.
    """
    arrivals = Arrivals(results.balance, results.flows, dataset)
    table = _of_kind(dataset, "trade", years)
    records = []
    for subject, year, rows in _by_subject(table):
        model = arrivals.of(subject, year)
        if model is None:
            continue
        observed = float(rows["canonical"].mean())
        sources = "; ".join(sorted(set(rows["source"])))
        records.append((subject, year, model, observed, model - observed, "bcm", sources))
    return pd.DataFrame(records, columns=_COLUMNS)


def region_scores(table: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Error and bias of the sets of regions by year and over all, from :func:`region_table`.

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


def price_table(results: Results, dataset: Dataset, years: Iterable[int]) -> pd.DataFrame:
    """Annual mean prices of markets, model and observation, USD/MMBtu; volumes say nothing about them."""
    factor = units.from_canonical(1.0, "USD/MMBtu", "price")
    used = results.consumption.groupby(["market", "year", "season"])["consumption"].sum()
    prices = results.prices.rename(columns={"node": "market"}).set_index(["market", "year", "season"])["price"]
    weight = used.reindex(prices.index).fillna(0.0)
    annual = lookup(
        (prices * weight).groupby(level=["market", "year"]).sum() / weight.groupby(["market", "year"]).sum()
    )
    records = []
    for subject, year, rows in _by_subject(_of_kind(dataset, "price", years)):
        if (subject, year) not in annual:
            continue
        observed = float(rows["canonical"].mean()) * factor
        model, sources = annual[subject, year], "; ".join(sorted(set(rows["source"])))
        records.append((subject, year, model, observed, model - observed, "USD/MMBtu", sources))
    return pd.DataFrame(records, columns=_COLUMNS)


def _of_kind(dataset: Dataset, kind: str, years: Iterable[int]) -> pd.DataFrame:
    table = dataset.tables["observed"]
    table = table[table["kind"] == kind]
    table = table.assign(year=table["year"].astype(int))
    return table[table["year"].isin(list(years))]


def _by_subject(table: pd.DataFrame) -> Iterator[tuple[str, int, pd.DataFrame]]:
    keys = sorted(set(zip(table["subject"].tolist(), table["year"].tolist(), strict=True)))
    for subject, year in keys:
        yield subject, year, table[(table["subject"] == subject) & (table["year"] == year)]
