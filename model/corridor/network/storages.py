"""Storages, what they can hold and move, and the stocks with which they begin and end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from corridor.dataset import lookup
from corridor.network.values import Values
from corridor.scenario import Scenario

_LIMITS = ("working_gas", "injection", "withdrawal")
_COSTS = ("cost", "withdrawal_cost", "holding_cost", "loss")
_KEYS = ["storage", "year", "season"]
_ENDS = ["storage", "year", "moment"]


def storage_tables(
    scenario: Scenario, values: Values, seasons: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Storages, their limits by season, and their stocks where these begin and end.

    A year that ends as it began stands for many like it, so its limits are the year's means; where stocks begin and
    end, each season has its own.

    Returns
    -------
    storages, storage_terms, storage_stocks : DataFrame
        As in :class:`corridor.network.Network`.
    """
    table = scenario.dataset.identities["storages"][["node"]].rename_axis("storage").copy()
    storages = table.index.tolist()
    for attribute in _COSTS:
        table[attribute] = [values.constant("storages", storage, attribute) for storage in storages]
    records: list[tuple[str, int, str, float, float, float]] = []
    stocks: list[tuple[str, int, str, float]] = []
    months: dict[str, tuple[int, ...]] = lookup(seasons["months"])
    for storage in storages:
        size, injection, withdrawal = (_seasonal(scenario, values, storage, limit) for limit in _LIMITS)
        usable = 1.0 - values.constant("storages", storage, "reserve")
        records += [
            (storage, year, season, usable * size(year, within), injection(year, within), withdrawal(year, within))
            for year in scenario.horizon.years
            for season, within in months.items()
        ]
        for moment, year, season in _ends(scenario, list(months)):
            share = values.constant("storages", storage, moment)
            stocks.append((storage, year, moment, share * size(year, months[season])))
    terms = pd.DataFrame(records, columns=[*_KEYS, *_LIMITS]).set_index(_KEYS)
    ends = pd.DataFrame(stocks, columns=[*_ENDS, "volume"]).set_index(_ENDS)
    return table.sort_index(), terms.sort_index(), ends.sort_index()


def _seasonal(scenario: Scenario, values: Values, storage: str, limit: str) -> Callable[[int, tuple[int, ...]], float]:
    """A limit in some months of a year."""
    if scenario.horizon.storage == "cyclic":
        yearly = values.yearly("storages", storage, limit)
        return lambda year, _: yearly(year)
    return values.seasonal("storages", storage, limit)


def _ends(scenario: Scenario, seasons: list[str]) -> Iterator[tuple[str, int, str]]:
    """Where stocks begin (before a season) and end (after one): moment, year and season."""
    years, way = scenario.horizon.years, scenario.horizon.storage
    if way == "cyclic":
        return
    for year in years:
        if way == "yearly" or year == years[0]:
            yield "opening", year, seasons[0]
        if way == "yearly" or year == years[-1]:
            yield "closing", year, seasons[-1]
