"""Ramps: how far production may differ from that of the season before, or of the end of the year before."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from corridor.dataset import Series, lookup
from corridor.errors import NetworkError, Problem
from corridor.network.values import Values
from corridor.scenario import Scenario

#: From this share on a ramp limits nothing.
NO_LIMIT = 1.0

_KEYS = ["producer", "year", "season", "since"]
_COLUMNS = [*_KEYS, "year_before", "season_before", "share"]


def ramp_table(scenario: Scenario, values: Values, seasons: pd.DataFrame) -> pd.DataFrame:
    """Seasons in which production may differ by a share only; see :class:`corridor.network.Network`.

    A season's share is the one at its beginning. The first season of a year follows the last one of the year before
    where that year is modelled.

    Raises
    ------
    NetworkError
        If production is to follow that of a season before, and seasons do not follow each other in the calendar.
    """
    months: dict[str, tuple[int, ...]] = lookup(seasons["months"])
    records: list[tuple[str, int, str, str, int, str, float]] = []
    problems: list[Problem] = []
    for producer, _ in scenario.dataset.rows("producers"):
        for attribute, since in (("ramp", "season"), ("yearly_ramp", "year")):
            series = values.series("producers", producer, attribute)
            if series is None or min(series.values) >= NO_LIMIT:
                continue
            if any(max(within) - min(within) + 1 != len(within) for within in months.values()):
                problems.append(
                    Problem(
                        f"'{producer}' has a {attribute}, but the seasons do not follow each other within the year",
                        hint="write seasons that do, e.g. quarters or months",
                    )
                )
                continue
            for year, season, year_before, season_before in _pairs(scenario.horizon.years, list(months), since):
                share = _at(series, year + (min(months[season]) - 1) / 12.0)
                if share < NO_LIMIT:
                    records.append((producer, year, season, since, year_before, season_before, share))
    if problems:
        raise NetworkError(problems)
    return pd.DataFrame(records, columns=_COLUMNS).set_index(_KEYS).sort_index()


def _pairs(years: tuple[int, ...], seasons: list[str], since: str) -> Iterator[tuple[int, str, int, str]]:
    """Every season with the one that it follows: year, season, year before, season before."""
    known = set(years)
    for year in years:
        for place, season in enumerate(seasons):
            if since == "season" and place:
                yield year, season, year, seasons[place - 1]
            elif year - 1 in known:
                yield year, season, year - 1, seasons[-1]


def _at(series: Series, date: float) -> float:
    """The share at a date; no limit before the first."""
    if series.over_time == "hold" and date < series.dates[0] - 1e-9:
        return NO_LIMIT
    return series.at(date + 1e-9)
