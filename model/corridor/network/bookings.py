"""Booked transport capacity: what shippers have paid for in any case."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import split
from corridor.network.values import Values
from corridor.scenario import Scenario


def booking_tables(scenario: Scenario, values: Values) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bookings that are active, with the booked rate by year; see :class:`corridor.network.Network`."""
    records, terms = [], []
    for name, row in scenario.dataset.rows("bookings"):
        if scenario.status("bookings", name, "active") == "ended":
            continue
        sunk, multiplier = (values.constant("bookings", name, attribute) for attribute in ("sunk", "multiplier"))
        records.append((name, row["shipper"], row["origin"], split(row["arcs"]), sunk, multiplier))
        capacity = values.yearly("bookings", name, "capacity")
        terms += [(name, year, capacity(year)) for year in scenario.horizon.years]
    columns = ["booking", "shipper", "origin", "arcs", "sunk", "multiplier"]
    return (
        pd.DataFrame(records, columns=columns).set_index("booking").sort_index(),
        pd.DataFrame(terms, columns=["booking", "year", "capacity"]).set_index(["booking", "year"]).sort_index(),
    )
