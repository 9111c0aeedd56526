"""Booked transport capacity: what shippers have paid for in any case."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import split
from corridor.dataset.schema import BOOKING
from corridor.network.arcs import Availability
from corridor.network.values import Values
from corridor.scenario import Scenario


def booking_tables(scenario: Scenario, values: Values, seasons: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bookings that are active, with the booked rate; see :class:`corridor.network.Network`.

    The rate is the mean of the year, times what events on the booking itself leave of it in a season: what they take
    away is neither held nor paid for.
    """
    records, terms = [], []
    available, parts = Availability(scenario, seasons), seasons.index.tolist()
    for name, row in scenario.dataset.rows("bookings"):
        if scenario.status("bookings", name, "active") == "ended":
            continue
        sunk, multiplier = (values.constant("bookings", name, attribute) for attribute in ("sunk", "multiplier"))
        records.append((name, row["shipper"], row["origin"], split(row["arcs"]), sunk, multiplier))
        capacity = values.yearly("bookings", name, "capacity")
        terms += [
            (name, year, season, capacity(year) * available.share(BOOKING + name, year, season))
            for year in scenario.horizon.years
            for season in parts
        ]
    keys = ["booking", "year", "season"]
    columns = ["booking", "shipper", "origin", "arcs", "sunk", "multiplier"]
    return (
        pd.DataFrame(records, columns=columns).set_index("booking").sort_index(),
        pd.DataFrame(terms, columns=[*keys, "capacity"]).set_index(keys).sort_index(),
    )
