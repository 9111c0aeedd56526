"""Contracts: what they oblige to in a year, after events and bans have taken their delivery arcs away."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from corridor import units
from corridor.dataset import REVERSE, lookup, split
from corridor.network.policies import PIPED
from corridor.network.values import Values
from corridor.scenario import Scenario


def contract_tables(
    scenario: Scenario,
    values: Values,
    arc_terms: pd.DataFrame,
    seasons: pd.DataFrame,
    open_to: Mapping[tuple[str, str, int], float],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Contracts that are active, with quantity and minimum by year.

    Force majeure: the minimum is scaled by the share of the delivery arcs' physical capacity that events leave, and
    by the share of the year in which no ban closes the buyer to the origin.

    ``price`` is the contract's price of the year where it is indexed to oil by a published slope, else its indicative
    price; ``premium`` is what it lies above the benchmark that the buyer would otherwise pay, 0 unless the scenario has
    buyers compare prices and both are published for the year.

    Parameters
    ----------
    open_to : mapping of (origin, buyer or arc, year) to float
        Share of the year left open by bans; 1 where absent.
    """
    carried = annual_capacity(arc_terms, seasons)
    prices = _Prices(scenario, values)
    records, terms = [], []
    for name, row in scenario.dataset.rows("contracts"):
        if scenario.status("contracts", name, "active") == "ended":
            continue
        arcs = split(row["arcs"])
        price, premium = prices.of(name, row)
        piped = all(scenario.dataset.arcs.get(arc.removesuffix(REVERSE)) == "pipelines" for arc in arcs)
        records.append((name, row["seller"], row["origin"], row["buyer"], arcs, row["exclusive"] == "yes"))
        quantity, share = (
            values.yearly("contracts", name, "quantity"),
            values.constant("contracts", name, "take_or_pay"),
        )
        for year in scenario.horizon.years:
            left = min(1.0, _available(carried, arcs, year, quantity(year)))
            buyer = open_to.get((row["origin"], row["buyer"], year), 1.0)
            if piped:
                buyer = min(buyer, open_to.get((row["origin"], f"{PIPED}{row['buyer']}", year), 1.0))
            left *= min(
                buyer,
                max(open_to.get((row["origin"], arc, year), 1.0) for arc in arcs),
            )
            volume = quantity(year)
            terms.append((name, year, volume, volume * share, volume * share * left, price(year), premium(year)))
    columns = ["contract", "seller", "origin", "buyer", "arcs", "exclusive"]
    term_columns = ["contract", "year", "quantity", "obligation", "minimum", "price", "premium"]
    return (
        pd.DataFrame(records, columns=columns).set_index("contract").sort_index(),
        pd.DataFrame(terms, columns=term_columns).set_index(term_columns[:2]).sort_index(),
    )


class _Prices:
    """Contract prices by year, and what they lie above the price that the buyer would pay elsewhere."""

    def __init__(self, scenario: Scenario, values: Values) -> None:
        self._dataset, self._values = scenario.dataset, values
        self._compared = scenario.market.nomination == "price"

    def of(self, name: str, row: Mapping[str, str]) -> tuple[Callable[[int], float], Callable[[int], float]]:
        """Price and premium as functions of the year, million USD per bcm."""
        indicative = self._values.constant("contracts", name, "price")
        slope = self._values.series("contracts", name, "slope")
        lag, markup = (self._values.constant("contracts", name, attribute) for attribute in ("lag", "markup"))
        oil, other = self._dataset.benchmark("Brent"), self._dataset.benchmark(row["alternative"])

        def indexed(year: int) -> float | None:
            moment = year + 0.5 - lag
            if slope is None or oil is None or not oil.dates[0] <= moment <= oil.dates[-1]:
                return None
            return units.to_canonical(slope.values[0] * oil.at(moment), "USD/MMBtu", "price")

        def price(year: int) -> float:
            found = indexed(year)
            return indicative if found is None else found

        def premium(year: int) -> float:
            now = year + 0.5
            if not self._compared or other is None:
                return 0.0
            if row["price_rule"] == "hub":
                return markup
            if not other.dates[0] <= now <= other.dates[-1]:
                return 0.0
            return price(year) - other.at(now)

        return price, premium


def _available(
    carried: Mapping[tuple[str, int], tuple[float, ...]], arcs: tuple[str, ...], year: int, quantity: float
) -> float:
    """Share of the quantity that the delivery arcs can carry this year, events counted."""
    if quantity <= 0.0:
        return 1.0
    return sum(part for arc in arcs for part in carried[arc, year]) / quantity


def annual_capacity(
    arc_terms: pd.DataFrame, seasons: pd.DataFrame, column: str = "capacity"
) -> dict[tuple[str, int], tuple[float, ...]]:
    """Volume that every arc can carry in each season of a year, bcm; key arc, year.

    ``column`` is ``capacity`` for what events leave, ``nameplate`` for what stands.
    """
    duration = lookup(seasons["duration"])
    capacity = lookup(arc_terms[column])
    keys = dict.fromkeys((arc, year) for arc, year, _ in capacity)
    return {(arc, year): tuple(capacity[arc, year, s] * d for s, d in duration.items()) for arc, year in keys}
