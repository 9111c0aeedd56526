"""Prices that the same optimum supports, where it supports more than one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from corridor.engine.directions import Directions
from corridor.engine.matrix import named
from corridor.results.context import Context, tidy, usd_per_mmbtu
from corridor.results.prices import ON_THE_LINE, price_table


def interval_table(context: Context) -> pd.DataFrame:
    r"""Lowest and highest price of every market, year and season that the optimum supports, USD/MMBtu.

    Where limits meet, the dual of a market's equation is not unique, and a solver reports one of many. One more unit of
    demand costs ``price_high``, one less saves ``price_low``: the right and the left derivative of the optimal value,
    which are the largest and the least dual (see :mod:`corridor.engine.directions`). A price on the line of linear
    demand is what buyers pay for the last unit, and there is only one. An infinite end says that the market cannot
    take a unit more, or less, at all. With whole numbers they are those of the program in which these are fixed.
    """
    prices = price_table(context)
    keys = list(zip(prices["node"], prices["year"], prices["season"], strict=True))
    rows = named(context.solution.program.rows, "market_clearing").numbers
    open_ = (prices["basis"] != ON_THE_LINE).to_numpy()
    asked = [key for key, free in zip(keys, open_, strict=True) if free]
    low, high = prices["price"].to_numpy(copy=True), prices["price"].to_numpy(copy=True)
    if asked:
        directions = Directions(context.solution.program, context.solution.point)
        ends = directions.slopes([rows[key] for key in asked])
        low[open_], high[open_] = (_prices(context, asked, slopes) for slopes in ends)
    table = prices.assign(price_low=low, price_high=high)
    columns = ["node", "year", "season", "price_low", "price", "price_high", "unit"]
    return tidy(table, columns, ["node", "year", "season"])


def _prices(context: Context, keys: list[tuple[str, int, str]], slopes: np.ndarray) -> np.ndarray:
    """Turn duals of market equations into prices."""
    index = pd.MultiIndex.from_tuples(keys, names=["market", "year", "season"])
    dual = pd.Series(slopes, index=index)
    duration = index.get_level_values("season").map(context.network.seasons["duration"].to_dict())
    prices: np.ndarray = np.asarray(context.yearly_money(dual), dtype=float) / np.asarray(duration, dtype=float)
    return prices * usd_per_mmbtu()
