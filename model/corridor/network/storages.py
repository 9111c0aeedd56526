"""Storages and what they can hold and move in a year."""

from __future__ import annotations

import pandas as pd

from corridor.network.values import Values
from corridor.scenario import Scenario

_LIMITS = ("working_gas", "injection", "withdrawal")


def storage_tables(scenario: Scenario, values: Values) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Storages (node, cost, loss) and their yearly limits."""
    table = scenario.dataset.identities["storages"][["node"]].rename_axis("storage").copy()
    storages = table.index.tolist()
    for attribute in ("cost", "loss"):
        table[attribute] = [values.constant("storages", storage, attribute) for storage in storages]
    records = []
    for storage in storages:
        limits = [values.yearly("storages", storage, limit) for limit in _LIMITS]
        records += [(storage, year, *(limit(year) for limit in limits)) for year in scenario.horizon.years]
    terms = pd.DataFrame(records, columns=["storage", "year", *_LIMITS]).set_index(["storage", "year"])
    return table.sort_index(), terms.sort_index()
