"""Swaps of a scenario as tables: who hands over what where, how much and at what fee, season by season."""

from __future__ import annotations

import math

import pandas as pd

from corridor.dataset import lookup
from corridor.network.policies.ground import held
from corridor.scenario import Scenario, Swap


def swap_tables(scenario: Scenario, seasons: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return swaps, and their capacity and fee in every season of the years in which they are open."""
    rows = [
        (swap.name, swap.gives.origin, swap.gives.at, swap.takes.origin, swap.takes.at, swap.ratio)
        for swap in scenario.swaps
    ]
    columns = ["swap", "gives_origin", "gives_at", "takes_origin", "takes_at", "ratio"]
    table = pd.DataFrame(rows, columns=columns).set_index("swap")
    months: dict[str, tuple[int, ...]] = lookup(seasons["months"])
    records = []
    for swap in scenario.swaps:
        for year in scenario.horizon.years:
            seasonal = {season: _terms(swap, year, months[season]) for season in months}
            if any(capacity > 0.0 for capacity, _ in seasonal.values()):
                records += [(swap.name, year, season, *seasonal[season]) for season in months]
    terms = pd.DataFrame(records, columns=["swap", "year", "season", "capacity", "fee"])
    return table, terms.set_index(["swap", "year", "season"]).sort_index()


def _terms(swap: Swap, year: int, months: tuple[int, ...]) -> tuple[float, float]:
    """Mean capacity over a season, nothing where the swap is not open, and the mean fee while it is."""
    first = -math.inf if swap.start is None else swap.start
    last = math.inf if swap.until is None else swap.until
    capacity, fee = held(swap.capacity), held(swap.fee)
    lasted, volume, paid = 0.0, 0.0, 0.0
    for month in months:
        # Twelfths of a year are not exact in binary: a billionth of a month is nothing.
        left, right = max(year + (month - 1) / 12.0, first), min(year + month / 12.0, last)
        if right - left > 1e-10:
            lasted += right - left
            volume += (right - left) * capacity.mean(left, right)
            paid += (right - left) * fee.mean(left, right)
    return volume * 12.0 / len(months), paid / lasted if lasted else 0.0
