"""What every result table is made from: the network, the solution, and the factors between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from corridor import units
from corridor.dataset import lookup
from corridor.engine import Solution
from corridor.network import Network

#: Volumes below this are numerical dust and are not reported, bcm.
DUST = 1e-6

Floats: TypeAlias = npt.NDArray[np.float64]

PERIOD = ("year", "season")


@dataclass(frozen=True)
class Context:
    """Network and solution, with the conversions that tables share."""

    network: Network
    solution: Solution

    @cached_property
    def _made(self) -> dict[Callable[[Context], pd.Series], pd.Series]:
        return {}

    def once(self, make: Callable[[Context], pd.Series]) -> pd.Series:
        """What a function makes of this context, made once for all tables that need it."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def volume(self, rate: pd.Series) -> pd.Series:
        """Turn rates (bcm/yr) with a season level into volumes of that season (bcm)."""
        duration = lookup(self.network.seasons["duration"])
        volume: pd.Series = rate * along(rate.index, "season", duration)
        return volume

    def yearly_money(self, dual: pd.Series) -> pd.Series:
        """Undo weight and discount of a dual: million USD of one such year per unit of the limit."""
        weight = lookup(self.network.years["weight"] * self.network.years["discount"])
        yearly: pd.Series = dual / along(dual.index, "year", weight)
        return yearly

    def price(self, dual: pd.Series) -> pd.Series:
        """Turn the dual of a seasonal rate into a price, USD/MMBtu."""
        duration = lookup(self.network.seasons["duration"])
        money = self.yearly_money(dual) / along(dual.index, "season", duration)
        price: pd.Series = money * usd_per_mmbtu()
        return price

    @cached_property
    def flow(self) -> pd.Series:
        """Rates entering arcs, bcm/yr; index origin, arc, year, season; dust set to zero."""
        flow = self.solution.values("flow", ("origin", "arc", "year", "season"))
        return flow.where(flow > DUST, 0.0)

    @cached_property
    def total_flow(self) -> pd.Series:
        """Rates over all origins, bcm/yr; index arc, year, season."""
        return self.flow.groupby(level=["arc", "year", "season"]).sum()

    @cached_property
    def sales(self) -> pd.Series:
        """Sales rates, bcm/yr; index origin, market, year, season."""
        sales = self.solution.values("sales", ("origin", "market", "year", "season"))
        return sales.where(sales > DUST, 0.0)

    @cached_property
    def production(self) -> pd.Series:
        """Production rates of cost steps, bcm/yr; index step, year, season."""
        production = self.solution.values("production", ("step", "year", "season"))
        return production.where(production > DUST, 0.0)


def along(index: pd.Index, level: str, values: Mapping[Any, float]) -> Floats:
    """Give each row the value of its element of a level."""
    if not isinstance(index, pd.MultiIndex):
        return np.asarray([values[key] for key in index], dtype=float)
    place = index.names.index(level)
    return np.asarray([values[key] for key in index.levels[place]], dtype=float)[index.codes[place]]


def usd_per_mmbtu() -> float:
    """USD/MMBtu per million USD per bcm."""
    return units.from_canonical(1.0, "USD/MMBtu", "price")


def tidy(table: pd.DataFrame, columns: list[str], keys: list[str]) -> pd.DataFrame:
    """Columns in order, rows sorted by keys, index plain."""
    return table[columns].sort_values(keys, kind="stable", ignore_index=True)
