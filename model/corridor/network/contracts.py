"""Contracts: what they oblige to in a year, after events and bans have taken their delivery arcs away."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from corridor.dataset import split
from corridor.network.values import Values
from corridor.scenario import Scenario


def contract_tables(
    scenario: Scenario, values: Values, arc_terms: pd.DataFrame, seasons: pd.DataFrame, open_to: Mapping[tuple[str, str, int], float]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Contracts that are active, with quantity and minimum by year.

    Force majeure: the minimum is scaled by the share of the delivery arcs' physical capacity that events leave, and
    by the share of the year in which no ban closes the buyer to the origin.

    Parameters
    ----------
    open_to : mapping of (origin, buyer or arc, year) to float
        Share of the year left open by bans; 1 where absent.
    """
    records, terms = [], []
    for contract, row in scenario.dataset.identities["contracts"].iterrows():
        name = str(contract)
        if scenario.status("contracts", name, "active") == "ended":
            continue
        arcs = split(row["arcs"])
        records.append((name, row["seller"], row["origin"], row["buyer"], arcs, values.constant("contracts", name, "price")))
        quantity, share = values.yearly("contracts", name, "quantity"), values.constant("contracts", name, "take_or_pay")
        for year in scenario.horizon.years:
            left = min(1.0, _available(values, arcs, arc_terms, seasons, year, quantity(year)))
            left *= min(
                open_to.get((row["origin"], row["buyer"], year), 1.0),
                max(open_to.get((row["origin"], arc, year), 1.0) for arc in arcs),
            )
            terms.append((name, year, quantity(year), quantity(year) * share * left))
    columns = ["contract", "seller", "origin", "buyer", "arcs", "price"]
    return (
        pd.DataFrame(records, columns=columns).set_index("contract").sort_index(),
        pd.DataFrame(terms, columns=["contract", "year", "quantity", "minimum"]).set_index(["contract", "year"]).sort_index(),
    )


def _available(
    values: Values, arcs: tuple[str, ...], arc_terms: pd.DataFrame, seasons: pd.DataFrame, year: int, quantity: float
) -> float:
    """Share of the quantity that the delivery arcs can carry this year, events counted."""
    if quantity <= 0.0:
        return 1.0
    carried = sum(
        float(arc_terms.at[(arc, year, season), "capacity"]) * float(duration)
        for arc in arcs
        for season, duration in seasons["duration"].items()
    )
    return carried / quantity
