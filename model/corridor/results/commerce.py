"""Costs."""

from __future__ import annotations

import pandas as pd

from corridor.results.context import Context, tidy


def cost_table(context: Context) -> pd.DataFrame:
    """Every cost account by year, million USD of one such year, and its part of the objective.

    ``discounted`` carries the weight of the model year and its discount factor, so that its sum is the objective. The
    worth of flexible consumption is negative: it is a benefit.
    """
    cost = context.solution.values("cost", ("item", "year")).rename("value").reset_index()
    weight = context.network.years["weight"] * context.network.years["discount"]
    cost["discounted"] = cost["value"] * cost["year"].map(weight)
    return tidy(cost.assign(unit="million USD"), ["item", "year", "value", "discounted", "unit"], ["item", "year"])
