"""Contracts, projects, policies and costs."""

from __future__ import annotations

import pandas as pd

from corridor.results.context import Context, tidy, usd_per_mmbtu


def contract_table(context: Context) -> pd.DataFrame:
    """Quantity, minimum and take of every running contract, bcm in the year; payment for gas not taken, million USD."""
    network = context.network
    running = network.contract_terms[network.contract_terms["quantity"] > 0.0]
    delivered = context.solution.values("delivered", ("contract", "arc", "year"))
    unpaid = context.solution.values("unpaid_take", ("contract", "year"))
    taken = delivered.groupby(level=["contract", "year"]).sum() if len(delivered) else pd.Series(dtype=float)
    table = running.assign(
        taken=taken.reindex(running.index, fill_value=0.0), shortfall=unpaid.reindex(running.index, fill_value=0.0)
    ).reset_index()
    table = table.join(network.contracts[["seller", "buyer", "price"]], on="contract")
    table["payment"] = table["shortfall"] * table["price"]
    table = table.assign(unit="bcm", payment_unit="million USD")
    columns = ["contract", "seller", "buyer", "year", "quantity", "minimum", "taken", "shortfall", "payment"]
    return tidy(table, [*columns, "unit", "payment_unit"], ["contract", "year"])


def project_table(context: Context, capacity: pd.DataFrame) -> pd.DataFrame:
    """Capacity of every project that a scenario commits to or offers, its use and its value.

    ``flow`` is the year's volume on the project's tightest arc and ``capacity`` the project's own part of that arc's
    total; ``used`` is the flow beyond what the arc could carry without the project. ``value`` is the congestion rent
    that the project's capacity earns on all its arcs, million USD a year, and ``annuity`` what it costs a year.
    """
    network = context.network
    built = context.solution.values("built", ("project", "year")).to_dict()
    yearly = capacity.groupby(["arc", "year"])[["existing", "capacity", "volume"]].sum()
    unit_rent = (capacity["rent"] / capacity["capacity"]).where(capacity["capacity"] > 0.0, 0.0)
    share = capacity.assign(unit=unit_rent).set_index(["arc", "year", "season"])["unit"]
    records = []
    for (project, year), term in network.project_terms.iterrows():
        row = network.projects.loc[project]
        if row["status"] == "excluded":
            continue
        own = float(term["committed"]) + built.get((project, year), 0.0)
        tightest = min(row["arcs"], key=lambda arc, year=year: (_cell(yearly, arc, year, "capacity"), arc))
        flow, without = _cell(yearly, tightest, year, "volume"), _cell(yearly, tightest, year, "existing")
        total = _cell(yearly, tightest, year, "capacity")
        value = sum(
            float(share.get((arc, year, season), 0.0)) * own * float(length)
            for arc in row["arcs"]
            for season, length in network.seasons["duration"].items()
        )
        used = min(own, max(0.0, flow - without))
        annuity = own * float(row["annuity"])
        status = row["status"] if row["status"] == "committed" else "built" if own > 1e-6 else "candidate, not built"
        records.append((project, row["name"], status, year, own, used, flow, flow / total if total > 0.0 else 0.0, annuity, value))
    columns = ["project", "name", "status", "year", "capacity", "used", "flow", "utilisation", "annuity", "value"]
    table = pd.DataFrame(records, columns=columns).assign(unit="bcm/yr", money_unit="million USD")
    return tidy(table, [*columns, "unit", "money_unit"], ["project", "year"])


def _cell(table: pd.DataFrame, arc: str, year: int, column: str) -> float:
    return float(table.at[(arc, year), column]) if (arc, year) in table.index else 0.0


def policy_table(context: Context) -> pd.DataFrame:
    """What every policy leaves open, what came, and what one more unit would be worth.

    Volumes are bcm in the season (in the year for an annual cap, whose season is ``year``); the shadow price is
    USD/MMBtu.
    """
    network = context.network
    kinds = {policy.name: type(policy).__name__.lower() for policy in network.scenario.policies}
    members = network.policy_members
    flow, sales = context.volume(context.flow), context.volume(context.sales)
    records: list[tuple[str, str, int, str, float, float, float]] = []
    for name, table, constraint in (
        ("arc", network.entry_limits, "entry_below_limit"),
        ("market", network.sale_limits, "sales_below_limit"),
    ):
        shadow = context.price(context.solution.duals(constraint, ("policy", "year", "season")))
        for (policy, year, season), limit in table["limit"].items():
            duration = float(network.seasons.at[season, "duration"])
            own = members[(members["policy"] == policy) & (members["member_kind"] == name)]
            source = flow if name == "arc" else sales
            level = sum(float(source.get((row.origin, row.member, year, season), 0.0)) for row in own.itertuples())
            price = max(0.0, -float(shadow.get((policy, year, season), 0.0)))
            records.append((policy, kinds[policy], year, season, limit * duration, level, price))
    annual = context.yearly_money(context.solution.duals("entry_below_annual_limit", ("policy", "year")))
    by_year = flow.groupby(level=["origin", "arc", "year"]).sum()
    for (policy, year), limit in network.annual_limits["limit"].items():
        own = members[(members["policy"] == policy) & (members["member_kind"] == "arc")]
        level = sum(float(by_year.get((row.origin, row.member, year), 0.0)) for row in own.itertuples())
        price = max(0.0, -float(annual.get((policy, year), 0.0))) * usd_per_mmbtu()
        records.append((policy, kinds[policy], year, "year", limit, level, price))
    columns = ["policy", "kind", "year", "season", "limit", "level", "shadow_price"]
    table = pd.DataFrame(records, columns=columns).assign(unit="bcm", shadow_price_unit="USD/MMBtu")
    return tidy(table, [*columns, "unit", "shadow_price_unit"], ["policy", "year", "season"])


def cost_table(context: Context) -> pd.DataFrame:
    """Every cost account by year, million USD of one such year, and its part of the objective.

    ``discounted`` carries the weight of the model year and its discount factor, so that its sum is the objective. The
    worth of flexible consumption is negative: it is a benefit.
    """
    cost = context.solution.values("cost", ("item", "year")).rename("value").reset_index()
    weight = context.network.years["weight"] * context.network.years["discount"]
    cost["discounted"] = cost["value"] * cost["year"].map(weight)
    return tidy(cost.assign(unit="million USD"), ["item", "year", "value", "discounted", "unit"], ["item", "year"])
