"""Contracts, projects and costs."""

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


def project_table(context: Context, capacity: pd.DataFrame) -> pd.DataFrame:
    """Capacity of every project that a scenario commits to or offers, its use and its value.

    ``flow`` is the year's volume on the project's tightest arc and ``capacity`` the project's own part of that arc's
    total; ``used`` is the flow beyond what the arc could carry without the project. ``value`` is the congestion rent
    that the project's capacity earns on all its arcs, million USD a year, and ``annuity`` what it costs a year.
    """
    network = context.network
    built = lookup(context.solution.values("built", ("project", "year")))
    yearly = lookup_rows(capacity.groupby(["arc", "year"])[["existing", "capacity", "volume"]].sum())
    rent = _rent_of_a_unit(capacity)
    duration = lookup(network.seasons["duration"])
    projects = lookup_rows(network.projects)
    nothing = {"existing": 0.0, "capacity": 0.0, "volume": 0.0}
    records = []
    for (project, year), committed in lookup(network.project_terms["committed"]).items():
        row = projects[project]
        if row["status"] == "excluded":
            continue
        own = committed + built.get((project, year), 0.0)
        use = [(yearly.get((arc, year), nothing), arc) for arc in row["arcs"]]
        tightest, _ = min(use, key=lambda pair: (pair[0]["capacity"], pair[1]))
        flow, total = tightest["volume"], tightest["capacity"]
        value = sum(
            rent.get((arc, year, season), 0.0) * own * length
            for arc in row["arcs"]
            for season, length in duration.items()
        )
        used = min(own, max(0.0, flow - tightest["existing"]))
        utilisation = flow / total if total > 0.0 else 0.0
        status = row["status"] if row["status"] == "committed" else "built" if own > 1e-6 else "candidate, not built"
        facts = (own, used, flow, utilisation, own * row["annuity"], value)
        records.append((project, row["name"], status, year, *facts))
    columns = ["project", "name", "status", "year", "capacity", "used", "flow", "utilisation", "annuity", "value"]
    table = pd.DataFrame(records, columns=columns).assign(unit="bcm/yr", money_unit="million USD")
    return tidy(table, [*columns, "unit", "money_unit"], ["project", "year"])


def _rent_of_a_unit(capacity: pd.DataFrame) -> dict[tuple[str, int, str], float]:
    """Rent of a bcm/yr of capacity, million USD a year; key arc, year, season."""
    unit = (capacity["rent"] / capacity["capacity"]).where(capacity["capacity"] > 0.0, 0.0)
    keys = (capacity[name].tolist() for name in ("arc", "year", "season"))
    return dict(zip(zip(*keys, strict=True), unit.tolist(), strict=True))


def cost_table(context: Context) -> pd.DataFrame:
    """Every cost account by year, million USD of one such year, and its part of the objective.

    ``discounted`` carries the weight of the model year and its discount factor, so that its sum is the objective. The
    worth of flexible consumption is negative: it is a benefit.
    """
    cost = context.solution.values("cost", ("item", "year")).rename("value").reset_index()
    weight = context.network.years["weight"] * context.network.years["discount"]
    cost["discounted"] = cost["value"] * cost["year"].map(weight)
    return tidy(cost.assign(unit="million USD"), ["item", "year", "value", "discounted", "unit"], ["item", "year"])
