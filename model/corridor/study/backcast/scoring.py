"""Scores of a back-cast, and the naive answers it must beat."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

SCORE_COLUMNS = ["routes", "period", "error", "bias", "rank_correlation", "observed", "pairs"]
#: Routes that carry what is left over, in the words of the second naive benchmark.
REMAINDER = "Ukraine"
#: Routes that are filled to their capacity there; the others keep what was observed.
CHEAP = ("Belarus-Poland", "Blue Stream and TurkStream 1", "Nord Stream", "TurkStream 2")
#: Years over which the first bar is read.
PERIOD = tuple(range(2015, 2022))


def error(table: pd.DataFrame) -> float:
    r"""Volume-weighted absolute error :math:`\sum |model - observed| / \sum observed`, a share; NaN without rows."""
    total = float(table["observed"].sum())
    return float((table["model"] - table["observed"]).abs().sum()) / total if total > 0.0 else float("nan")


def bias(table: pd.DataFrame) -> float:
    r"""Signed error :math:`\sum (model - observed) / \sum observed`, a share; NaN without rows."""
    total = float(table["observed"].sum())
    return float((table["model"] - table["observed"]).sum()) / total if total > 0.0 else float("nan")


def rank_correlation(table: pd.DataFrame) -> float:
    """Spearman's rank correlation of model and observation over the rows; NaN with fewer than three."""
    if len(table) < 3:
        return float("nan")
    ranks = table[["model", "observed"]].rank()
    return float(ranks["model"].corr(ranks["observed"]))


def scores(table: pd.DataFrame) -> pd.DataFrame:
    """Error, bias and rank correlation by group of routes and year.

    Parameters
    ----------
    table : DataFrame
        From :func:`corridor.results.routes.route_table`.

    Returns
    -------
    DataFrame
        Columns routes (contestable or all), period (a year, or ``2015-2021``), error, bias, rank_correlation (shares of
        1), observed (bcm), pairs (how many routes and years).
    """
    records = []
    for routes, chosen in (("contestable", table[table["contestable"]]), ("all", table)):
        periods: dict[str, pd.DataFrame] = {str(year): rows for year, rows in chosen.groupby("year")}
        periods["2015-2021"] = chosen[chosen["year"].isin(PERIOD)]
        for period, rows in periods.items():
            measures = error(rows), bias(rows), rank_correlation(rows)
            records.append((routes, period, *measures, float(rows["observed"].sum()), len(rows)))
    return pd.DataFrame(records, columns=SCORE_COLUMNS)


def naive(table: pd.DataFrame, capacity: Mapping[tuple[str, int], float]) -> dict[str, pd.DataFrame]:
    """Answers that need no model, as tables like that of the routes.

    ``last year`` repeats the observation of the year before; ``cheap routes full`` fills every cheap route to what it
    could carry (``capacity``, bcm by route and year, events counted) and leaves the rest of the true total to Ukraine.
    """
    chosen = table[table["contestable"]]
    observed = {
        (route, year): value
        for route, year, value in zip(chosen["route"], chosen["year"], chosen["observed"], strict=True)
    }
    before = [observed.get((route, year - 1)) for route, year in zip(chosen["route"], chosen["year"], strict=True)]
    repeated = chosen.assign(model=pd.Series(before, index=chosen.index, dtype=float)).dropna(subset=["model"])
    filled = chosen.copy()
    cheap = filled["route"].isin(CHEAP)
    full = [capacity.get((route, year), 0.0) for route, year in zip(filled["route"], filled["year"], strict=True)]
    filled["model"] = filled["observed"].where(~cheap, pd.Series(full, index=filled.index))
    rest = filled["route"] == REMAINDER
    for year, rows in filled.groupby("year"):
        left = float(rows["observed"].sum()) - float(rows["model"][rows["route"] != REMAINDER].sum())
        filled.loc[rest & (filled["year"] == year), "model"] = max(0.0, left)
    return {"last year": repeated, "cheap routes full": filled}
