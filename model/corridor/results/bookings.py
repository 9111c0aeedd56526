"""Bookings: what is held, used and paid for in any case."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import Context, tidy

COLUMNS = (
    *("booking", "shipper", "origin", "year", "season", "booked", "used", "unused"),
    *("sunk_payment", "unused_payment", "unit", "payment_unit"),
)


def booking_table(context: Context) -> pd.DataFrame:
    """Volume of every booking that is held and used, bcm in the season, and what the shipper pays in any case.

    ``sunk_payment`` is the share of the tariff that is paid whether gas flows or not, on all that is booked, and
    ``unused_payment`` the part of it for capacity that stays empty (ship-or-pay), million USD. Both are a cost to the
    shipper and income of who owns the line, a transfer; nothing that is decided changes them, so they are in no account
    of the objective. Where a booking is for several arcs the mean of their tariffs counts.
    """
    network = context.network
    used = context.solution.values("booked", ("booking", "arc", "year", "season"))
    volume = lookup(context.volume(used).groupby(level=["booking", "year", "season"]).sum())
    tariff, duration = lookup(network.arc_terms["cost"]), lookup(network.seasons["duration"])
    bookings = lookup_rows(network.bookings)
    records = []
    for (booking, year, season), rate in lookup(network.booking_terms["capacity"]).items():
        row, booked = bookings[booking], rate * duration[season]
        if booked <= 0.0:
            continue
        taken = min(booked, volume.get((booking, year, season), 0.0))
        tariffs = [tariff[arc, year, season] for arc in row["arcs"]]
        sunk = row["sunk"] * sum(tariffs) / len(tariffs)
        facts = (booked, taken, booked - taken, sunk * booked, sunk * (booked - taken))
        records.append((booking, row["shipper"], row["origin"], year, season, *facts, "bcm", "million USD"))
    return tidy(pd.DataFrame(records, columns=list(COLUMNS)), list(COLUMNS), ["booking", "year", "season"])
