"""Producers and their cost steps."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup, split
from corridor.errors import NetworkError, Problem
from corridor.network.levers import Levers
from corridor.network.values import Values
from corridor.scenario import Scenario


def producer_table(scenario: Scenario, values: Values) -> pd.DataFrame:
    """Producers sorted by id: node, origin, swing, minimum, sold_in.

    Raises
    ------
    NetworkError
        If producers of one origin are not sold in the same markets: which gas is whose could not be told any more.
    """
    table = scenario.dataset.identities["producers"][["node", "origin"]].copy()
    producers = table.index.tolist()
    for attribute in ("swing", "minimum"):
        table[attribute] = [values.constant("producers", producer, attribute) for producer in producers]
    named = (split(row["sold_in"]) for _, row in scenario.dataset.rows("producers"))
    groups = scenario.dataset.groups
    sold = [tuple(sorted({m for name in names for m in groups.get(name, frozenset({name}))})) for names in named]
    table["sold_in"] = pd.Series(sold, index=table.index, dtype=object)
    first: dict[str, str] = {}
    problems = [
        Problem(
            f"'{producer}' and '{first[origin]}' both produce gas of {origin}, but are not sold in the same markets",
            hint="give the gas that is sold elsewhere an origin of its own",
        )
        for producer, origin, markets in zip(producers, table["origin"], sold, strict=True)
        if table.at[first.setdefault(origin, producer), "sold_in"] != markets
    ]
    if problems:
        raise NetworkError(problems)
    return table.rename_axis("producer")


def step_tables(scenario: Scenario, values: Values, producers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Steps (producer, node, origin) and their yearly capacity, cost and slope; active levers move every step alike.

    The slope is the rise over the capacity, so marginal cost at a rate :math:`q` is cost + slope :math:`q`.
    """
    steps = scenario.dataset.identities["supply_steps"][["producer"]].rename_axis("step")
    steps = steps.join(producers[["node", "origin"]], on="producer")
    levers = Levers(scenario, values, "supply")
    records = []
    for step, producer in lookup(steps["producer"]).items():
        share = values.yearly("supply_steps", str(step), "share")
        potential = values.yearly("producers", producer, "potential")
        cost = values.yearly("supply_steps", str(step), "cost")
        rise = values.yearly("supply_steps", str(step), "rise")
        for year in scenario.horizon.years:
            left = max(0.0, potential(year) + levers.year(producer, year))
            capacity = share(year) * left
            slope = rise(year) / capacity if capacity > 0.0 else 0.0
            records.append((step, year, capacity, cost(year), slope))
    terms = pd.DataFrame(records, columns=["step", "year", "capacity", "cost", "slope"]).set_index(["step", "year"])
    return steps.sort_index(), terms.sort_index()
