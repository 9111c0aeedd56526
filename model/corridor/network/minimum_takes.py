"""What contracts deliver in every season in any case."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from corridor.dataset import REVERSE, lookup
from corridor.network.policies import PIPED
from corridor.network.values import Values
from corridor.scenario import Scenario

_KEYS = ["contract", "year", "season"]


def minimum_take_table(
    scenario: Scenario,
    values: Values,
    contracts: pd.DataFrame,
    arc_terms: pd.DataFrame,
    seasons: pd.DataFrame,
    open_to: Mapping[tuple[str, str, int], float],
) -> pd.DataFrame:
    """Rates that contracts deliver in any case; see :class:`corridor.network.Network`.

    Force majeure: nobody delivers more than the delivery arcs can carry in the season, nor in the share of a year in
    which a ban closes the buyer or every arc to the origin.

    Parameters
    ----------
    contracts
        That are active.
    arc_terms
        Capacities after events.
    open_to : mapping of (origin, buyer or arc, year) to float
        Share of the year left open by bans; 1 where absent.
    """
    capacity: dict[tuple[str, int, str], float] = lookup(arc_terms["capacity"])
    months: dict[str, tuple[int, ...]] = lookup(seasons["months"])
    records: list[tuple[str, int, str, float]] = []
    for contract, row in contracts.to_dict("index").items():
        share = values.constant("contracts", str(contract), "minimum_take")
        if share <= 0.0:
            continue
        quantity = values.seasonal("contracts", str(contract), "quantity")
        origin, arcs = row["origin"], row["arcs"]
        by_pipe = all(scenario.dataset.arcs.get(arc.removesuffix(REVERSE)) == "pipelines" for arc in arcs)
        buyers = [row["buyer"], f"{PIPED}{row['buyer']}"] if by_pipe else [row["buyer"]]
        for year in scenario.horizon.years:
            left = min(
                *(open_to.get((origin, buyer, year), 1.0) for buyer in buyers),
                max(open_to.get((origin, arc, year), 1.0) for arc in arcs),
            )
            for season, within in months.items():
                most = sum(capacity[arc, year, season] for arc in arcs)
                rate = left * min(share * quantity(year, within), most)
                if rate > 0.0:
                    records.append((str(contract), year, season, rate))
    return pd.DataFrame(records, columns=[*_KEYS, "rate"]).set_index(_KEYS).sort_index()
