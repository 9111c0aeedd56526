"""A competitive network with gas of one origin as a network of PyPSA, which must find the same cost and prices.

Every part becomes the component that means the same there: snapshots are the seasons of the model years, rates stay in
bcm/yr and prices in million USD per bcm.

- A node is a bus; firm demand is a load with a generator at the value of lost load beside it, a demand block a
  generator with the sign turned.
- A cost step is a generator for every year, whose energy over the year is limited to the potential.
- An arc is a link with its losses as efficiency. The two directions of a reversible line also use up a second bus that
  holds the line's capacity, each by its own.
- A storage is, for every year, a bus with a cyclic store, a link that injects and one that withdraws.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.errors import InputError, Problem
from corridor.network import Network

#: What PyPSA has no component for, by the table of the network that must be without rows.
_WITHOUT: Mapping[str, str] = {
    "contracts": "contracts",
    "bookings": "booked capacity",
    "legs": "fleets",
    "swaps": "swaps",
    "entry_limits": "bans and quotas",
    "sale_limits": "limits on sales",
    "annual_limits": "caps",
    "share_limits": "limits of a supplier's share",
    "charges": "tariffs of policies",
    "price_caps": "price caps",
    "fillings": "filling targets",
}


def to_pypsa(network: Network) -> Any:
    """Turn a network into one of PyPSA.

    Parameters
    ----------
    network : Network
        Of one origin, with competitive markets, and without what is not a flow at a cost: contracts, bookings,
        policies, swaps, fleets, optional projects, plants and producers that cannot stand still.

    Returns
    -------
    pypsa.Network
        Snapshots are called ``2030 winter``. After ``optimize``, the objective is the discounted cost in million USD
        (without the tie-break) and ``buses_t.marginal_price`` the value of gas, million USD per bcm.

    Raises
    ------
    InputError
        Naming everything in the network that has no like in PyPSA.
    ModuleNotFoundError
        If PyPSA is not installed (``pip install 'corridor[pypsa]'``).
    """
    problems = [Problem(f"PyPSA has nothing like {what}") for what in _unlike(network)]
    if problems:
        raise InputError(problems)
    model = import_module("pypsa").Network(name=network.scenario.name)
    periods = [(year, season) for year in network.years.index.tolist() for season in network.seasons.index.tolist()]
    _Export(network, model, periods).run()
    return model


def _unlike(network: Network) -> Iterator[str]:
    yield from (what for table, what in _WITHOUT.items() if len(getattr(network, table)))
    origins = sorted(set(network.producers["origin"]))
    if len(origins) > 1:
        yield f"gas of several origins ({', '.join(origins)})"
    if (network.project_terms["limit"] > 0.0).any():
        yield "candidate projects over several years"
    if (network.producers["minimum"] > 0.0).any():
        yield "a least production"
    if (network.arcs["minimum"] > 0.0).any():
        yield "plants that cannot stand still"
    if len(network.storages) and network.scenario.horizon.storage != "cyclic":
        yield "stocks with a beginning and an end"


class _Export:
    """One network on its way into PyPSA."""

    def __init__(self, network: Network, model: Any, periods: list[tuple[int, str]]) -> None:
        self.network, self.model, self.periods = network, model, periods
        self.snapshots = [f"{year} {season}" for year, season in periods]

    def run(self) -> None:
        """Add everything."""
        self._time()
        self.model.add("Bus", self.network.nodes.index.tolist())
        self._markets()
        self._producers()
        self._arcs()
        self._storages()

    def _time(self) -> None:
        """A rate counts in the year as the season's share of it, money also with weight and discount of the year."""
        duration = lookup(self.network.seasons["duration"])
        weight = lookup(self.network.years["weight"] * self.network.years["discount"])
        self.model.set_snapshots(pd.Index(self.snapshots, name="snapshot"))
        share = np.array([duration[season] for _, season in self.periods])
        money = np.array([weight[year] for year, _ in self.periods])
        for column, values in (("objective", share * money), ("stores", share), ("generators", share)):
            self.model.snapshot_weightings[column] = values

    def _series(self, values: Mapping[Any, float], *key: str) -> list[float]:
        """Values of an object in every snapshot; 0 where it has none."""
        return [values.get((*key, year, season), 0.0) for year, season in self.periods]

    def _in_year(self, year: int, value: float) -> list[float]:
        return [value if each == year else 0.0 for each, _ in self.periods]

    def _add(self, kind: str, name: str, **values: Any) -> None:
        """Add a component; lists are series."""
        series = {key: pd.Series(each, self.snapshots) for key, each in values.items() if isinstance(each, list)}
        self.model.add(kind, name, **{**values, **series})

    def _markets(self) -> None:
        firm = lookup(self.network.demand["firm"])
        for market in sorted({market for market, _, _ in firm}):
            rate = self._series(firm, market)
            self._add("Load", f"demand of {market}", bus=market, p_set=rate)
            self._add(
                "Generator",
                f"shortfall of {market}",
                bus=market,
                p_nom=1.0,
                p_max_pu=rate,
                marginal_cost=self.network.value_of_lost_load,
            )
        quantity, value = (lookup(self.network.blocks[name]) for name in ("quantity", "value"))
        for market, block in sorted({key[:2] for key in quantity}):
            self._add(
                "Generator",
                f"block {block} of {market}",
                bus=market,
                sign=-1.0,
                p_nom=1.0,
                p_max_pu=self._series(quantity, market, block),
                marginal_cost=[-worth for worth in self._series(value, market, block)],
            )

    def _producers(self) -> None:
        node = lookup(self.network.steps["node"])
        swing = lookup(self.network.steps["producer"].map(self.network.producers["swing"]))
        for (step, year), row in lookup_rows(self.network.step_terms).items():
            self._add(
                "Generator",
                f"{step} {year}",
                bus=node[step],
                p_nom=1.0,
                p_max_pu=self._in_year(year, row["capacity"] * (1.0 + swing[step])),
                e_sum_max=row["capacity"],
                marginal_cost=row["cost"],
            )

    def _arcs(self) -> None:
        capacity, cost = (lookup(self.network.arc_terms[name]) for name in ("capacity", "cost"))
        for arc, row in lookup_rows(self.network.arcs).items():
            limits = self._series(capacity, arc)
            largest = max((limit for limit in limits if math.isfinite(limit)), default=0.0)
            shared: dict[str, Any] = {}
            if row["opposite"]:
                line = f"capacity of {min(arc, row['opposite'])}"
                shared = self._shared(line, arc, row["opposite"], limits)
            self._add(
                "Link",
                arc,
                bus0=row["from"],
                bus1=row["to"],
                efficiency=1.0 - row["loss"],
                p_nom=1.0,
                p_max_pu=[min(limit, _plenty(self.network, largest)) for limit in limits],
                marginal_cost=self._series(cost, arc),
                **shared,
            )

    def _shared(self, line: str, arc: str, opposite: str, limits: list[float]) -> dict[str, Any]:
        """Have a direction of a line use up its share of the whole: a unit of flow is a part of the capacity."""
        if arc < opposite:
            self._add("Bus", line)
            self._add("Generator", line, bus=line, p_nom=1.0)
        return {"bus2": line, "efficiency2": [-1.0 / limit if limit > 0.0 else 0.0 for limit in limits]}

    def _storages(self) -> None:
        limits = {name: lookup(self.network.storage_terms[name]) for name in ("working_gas", "injection", "withdrawal")}
        first = self.network.seasons.index[0]
        for storage, row in lookup_rows(self.network.storages).items():
            for year in self.network.years.index.tolist():
                name = f"{storage} {year}"
                pipe = {"p_nom": 1.0, "bus0": name, "bus1": row["node"]}
                self._add("Bus", name)
                self._add(
                    "Store",
                    name,
                    bus=name,
                    e_nom=limits["working_gas"][storage, year, first],
                    e_cyclic=True,
                    # What lies there costs in its own year alone: all the years lie in one line of snapshots.
                    marginal_cost_storage=self._in_year(year, row["holding_cost"]),
                )
                self._add(
                    "Link",
                    f"injection {name}",
                    **{**pipe, "bus0": row["node"], "bus1": name},
                    efficiency=1.0 - row["loss"],
                    marginal_cost=row["cost"],
                    p_max_pu=self._in_year(year, limits["injection"][storage, year, first]),
                )
                self._add(
                    "Link",
                    f"withdrawal {name}",
                    **pipe,
                    marginal_cost=row["withdrawal_cost"],
                    p_max_pu=self._in_year(year, limits["withdrawal"][storage, year, first]),
                )


def _plenty(network: Network, largest: float) -> float:
    """A rate that no arc without a limit can reach: everything that can be produced, and any limited arc."""
    produced = network.step_terms["capacity"].groupby(level="year").sum().max()
    swing = 1.0 + float(network.producers["swing"].max())
    return max(largest, 12.0 * swing * float(produced))
