"""Contracts and costs."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import Context, tidy


def contract_table(context: Context) -> pd.DataFrame:
    """Quantity, minimum and take of every running contract, bcm in the year; payment for gas not taken, million USD.

    ``taken`` is what the seller's gas on the delivery arcs fills of the quantity. Where several contracts share arcs,
    the minimums come first, then the quantities in order of the contracts' names: a rule of the table, not of the
    model.
    """
    network = context.network
    running = network.contract_terms[network.contract_terms["quantity"] > 0.0]
    unpaid = context.solution.values("unpaid_take", ("contract", "year"))
    table = running.assign(
        taken=_taken(context, running), shortfall=unpaid.reindex(running.index, fill_value=0.0)
    ).reset_index()
    table = table.join(network.contracts[["seller", "origin", "buyer"]], on="contract")
    table["payment"] = table["shortfall"] * table["price"]
    table = table.assign(unit="bcm", payment_unit="million USD")
    columns = ["contract", "seller", "origin", "buyer", "year", "quantity", "minimum", "taken", "shortfall", "payment"]
    return tidy(table, [*columns, "unit", "payment_unit"], ["contract", "year"])


def _taken(context: Context, running: pd.DataFrame) -> pd.Series:
    """Volume taken under each contract, bcm; index contract, year."""
    network = context.network
    delivered = lookup(context.solution.values("delivered", ("contract", "arc", "year")))
    left = dict(lookup(context.volume(context.flow).groupby(level=["origin", "arc", "year"]).sum()))
    contracts = lookup_rows(network.contracts)
    taken = dict.fromkeys(running.index, 0.0)
    for (contract, arc, year), volume in delivered.items():
        taken[contract, year] += volume
        left[contracts[contract]["origin"], arc, year] -= volume
    for (contract, year), quantity in lookup(running["quantity"]).items():
        total = taken[contract, year]
        for arc in contracts[contract]["arcs"]:
            key = (contracts[contract]["origin"], arc, year)
            more = max(0.0, min(quantity - total, left.get(key, 0.0)))
            left[key] = left.get(key, 0.0) - more
            total += more
        taken[contract, year] = total
    return pd.Series(list(taken.values()), index=running.index, dtype=float)


def cost_table(context: Context) -> pd.DataFrame:
    """Every cost account by year, million USD of one such year, and its part of the objective.

    ``discounted`` carries the weight of the model year and its discount factor, so that its sum is the objective. The
    worth of flexible consumption is negative: it is a benefit.
    """
    cost = context.solution.values("cost", ("item", "year")).rename("value").reset_index()
    weight = context.network.years["weight"] * context.network.years["discount"]
    cost["discounted"] = cost["value"] * cost["year"].map(weight)
    return tidy(cost.assign(unit="million USD"), ["item", "year", "value", "discounted", "unit"], ["item", "year"])
