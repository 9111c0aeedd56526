"""Model years and seasons, and the share of a season in which something is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd


def year_table(years: Sequence[int], discount_rate: float) -> pd.DataFrame:
    """Weight and discount factor of the model years.

    A model year stands for the years nearer to it than to another: half the gap on each side, and half a year
    beyond the ends, so that the weights sum to the length of the horizon.

    Returns
    -------
    DataFrame
        Index year; ``weight`` (yr), ``discount`` (to the first model year, mid-year to mid-year).
    """
    edges = [
        years[0] - 0.5,
        *((left + right) / 2.0 for left, right in pairwise(years)),
        years[-1] + 0.5,
    ]
    return pd.DataFrame(
        {
            "weight": [right - left for left, right in pairwise(edges)],
            "discount": [(1.0 + discount_rate) ** -(year - years[0]) for year in years],
        },
        index=pd.Index(years, name="year"),
    )


def season_table(seasons: Sequence[tuple[str, tuple[int, ...]]]) -> pd.DataFrame:
    """Seasons in calendar order with their share of the year, each month a twelfth.

    Order is by the first month after which the season begins, so that storage fills before it empties.
    """
    ordered = sorted(seasons, key=lambda season: _first_month(season[1]))
    return pd.DataFrame(
        {
            "duration": [len(months) / 12.0 for _, months in ordered],
            "months": pd.Series([tuple(sorted(months)) for _, months in ordered], dtype=object).to_numpy(),
        },
        index=pd.Index([name for name, _ in ordered], name="season"),
    )


def _first_month(months: tuple[int, ...]) -> int:
    """Month in which a season starts; winter, which spans the turn of the year, starts in autumn."""
    present = set(months)
    starts = [month for month in months if (month - 2) % 12 + 1 not in present]
    return min(starts) if starts else min(months)


def share_in_force(start: float, end: float, year: int, months: tuple[int, ...]) -> float:
    """Share of a season of a calendar year that lies in ``[start, end)``, decimal years."""
    covered = 0.0
    for month in months:
        left, right = year + (month - 1) / 12.0, year + month / 12.0
        covered += max(0.0, min(right, end) - max(left, start)) * 12.0
    share = covered / len(months)
    # Twelfths of a year are not exact in binary: a billionth of a season is not a policy.
    return 0.0 if share < 1e-9 else 1.0 if share > 1.0 - 1e-9 else share


def stock_weights(months_of: Mapping[str, tuple[int, ...]], moment: float) -> dict[str, float]:
    """Say how a stock at a moment of the year follows from the stocks at the ends of seasons.

    Rates are constant within a season, so a stock moves evenly from what it was at the end of the season before.

    Parameters
    ----------
    months_of
        Seasons in calendar order, and their months.
    moment
        Part of the year before it.

    Returns
    -------
    dict of season to float
        Weights that sum to 1: one season if the moment lies between two, else two.
    """
    month = int(moment * 12.0 + 1e-9)
    seasons = list(months_of)
    season = next(name for name, months in months_of.items() if month + 1 in months)
    first = _first_month(months_of[season])
    passed = sum((each - first) % 12 < (month + 1 - first) % 12 for each in months_of[season])
    elapsed = (passed + moment * 12.0 - month) / len(months_of[season])
    before = seasons[seasons.index(season) - 1]
    return {before: 1.0} if elapsed < 1e-9 else {before: 1.0 - elapsed, season: elapsed}
