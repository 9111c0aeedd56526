"""Budgets: what they allow, what is spent of them, and what one more unit of money would be worth."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import Context, tidy


def budget_table(context: Context) -> pd.DataFrame:
    """Limit and spending of every budget, million USD; ``spent`` includes what is ``committed``.

    ``shadow_price`` is what one more million USD would save over the horizon, discounted, beyond the annuities that are
    paid for it: 0 where money is left. With projects in units, a budget may keep one out and still have a price of 0.
    """
    network, solution = context.network, context.solution
    rows = lookup_rows(network.projects)
    added, begun = (lookup(solution.values(name, ("project", "start"))) for name in ("added", "begun"))
    spent = dict(lookup(network.budgets["committed"]))
    for budget, project, start in network.budget_members.itertuples(index=False, name=None):
        row, key = rows[project], (project, start)
        spent[budget] += row["capital"] * added[key] + row["fixed_capital"] * begun.get(key, 0.0)
    shadow = lookup(solution.duals("investment_below_budget", ("budget",)))
    figures = lookup_rows(network.budgets)
    records = [
        (
            budget.name,
            budget.owner or "",
            figures[budget.name]["limit"],
            figures[budget.name]["committed"],
            spent[budget.name],
            max(0.0, -shadow.get(budget.name, 0.0)),
        )
        for budget in network.scenario.budgets
    ]
    columns = ["budget", "owner", "limit", "committed", "spent", "shadow_price"]
    table = pd.DataFrame(records, columns=columns)
    table = table.assign(unit="million USD", shadow_price_unit="million USD per million USD")
    return tidy(table, [*columns, "unit", "shadow_price_unit"], ["budget"])
