"""Fleets: ships that some voyages need and that there are only so many of."""

from __future__ import annotations

import pandas as pd

from corridor.network.values import Values
from corridor.scenario import Scenario


def fleet_tables(scenario: Scenario, values: Values) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ships of every fleet by year, and the ship-years that a bcm takes on every voyage.

    A voyage may need two fleets: ice-class ships to the ice edge and others from there.
    """
    identities = scenario.dataset.identities
    ships = []
    for fleet in identities["fleets"].index:
        number = values.yearly("fleets", str(fleet), "ships")
        available = values.constant("fleets", str(fleet), "availability")
        ships += [(fleet, year, number(year) * available) for year in scenario.horizon.years]
    legs = [
        (
            row["fleet"],
            row["voyage"],
            values.constant("legs", str(leg), "round_trip") / values.constant("fleets", row["fleet"], "cargo"),
        )
        for leg, row in identities["legs"].iterrows()
    ]
    return (
        pd.DataFrame(ships, columns=["fleet", "year", "ships"]).set_index(["fleet", "year"]).sort_index(),
        pd.DataFrame(legs, columns=["fleet", "arc", "ship_years"]).set_index(["fleet", "arc"]).sort_index(),
    )
