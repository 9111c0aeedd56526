"""What policies stand on: the arcs into a set of nodes, whose gas is whose, and values while a policy is in force."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from corridor.dataset import Series, lookup
from corridor.network.calendar import share_in_force
from corridor.scenario import Entry, Policy, Scenario
from corridor.scenario.policies import OverTime

#: Dataset forms of an arc by which gas enters a country, for every form of a policy.
_FORMS = {"pipeline": ("pipeline",), "lng": ("shipping",), "any": ("pipeline", "shipping")}
#: What is taken off sales where a policy is only on what came in a form.
OTHER = {"pipeline": "lng", "any": None}


class Ground:
    """The network as policies see it."""

    def __init__(
        self,
        scenario: Scenario,
        arcs: pd.DataFrame,
        terms: pd.DataFrame,
        seasons: pd.DataFrame,
        storages: pd.DataFrame,
        storage_terms: pd.DataFrame,
        swap_terms: pd.DataFrame,
    ) -> None:
        self.years = scenario.horizon.years
        self.cyclic = scenario.horizon.storage == "cyclic"
        self.months: dict[str, tuple[int, ...]] = lookup(seasons["months"])
        self.durations: dict[str, float] = lookup(seasons["duration"])
        self._arcs = arcs
        self._capacities: dict[tuple[str, int, str], float] = lookup(terms["capacity"])
        self._starts: dict[str, str] = lookup(arcs["from"])
        self._markets = set(scenario.dataset.identities["demand"].index)
        self._places: dict[str, str] = lookup(storages["node"])
        size = storage_terms["working_gas"].groupby(level=["storage", "year"]).mean()
        self._working_gas: dict[tuple[str, int], float] = lookup(size)
        self._swaps = scenario.swaps
        self._swapped: dict[tuple[str, int, str], float] = lookup(swap_terms["capacity"])
        country: dict[str, str] = lookup(scenario.dataset.nodes["country"])
        self._country = country
        self._homes: dict[str, set[str]] = {}
        for _, row in scenario.dataset.rows("producers"):
            self._homes.setdefault(row["origin"], set()).add(country[row["node"]])

    def entering(self, inside: Iterable[str], form: str | None) -> list[str]:
        """Arcs of a form over which gas enters a set of nodes; none without a form."""
        if form is None:
            return []
        arcs, nodes = self._arcs, frozenset(inside)
        crossing = arcs["form"].isin(_FORMS[form]) & arcs["to"].isin(nodes) & ~arcs["from"].isin(nodes)
        return [str(arc) for arc in arcs.index[crossing]]

    def brought(self, inside: Iterable[str], form: str | None, origins: Iterable[str]) -> dict[tuple[str, str], float]:
        """Swaps that bring gas of some origins into a set of nodes by title, as (swap, origin), and how much of a unit.

        What is got at one node was handed over at the other, so title enters where only the first lies inside. It
        counts as gas that comes by pipeline.
        """
        if form not in ("pipeline", "any"):
            return {}
        nodes, wanted = frozenset(inside), frozenset(origins)
        found: dict[tuple[str, str], float] = {}
        for swap in self._swaps:
            sides = ((swap.gives.origin, swap.takes.at, swap.ratio), (swap.takes.origin, swap.gives.at, 1.0))
            lying = [node for node in (swap.gives.at, swap.takes.at) if node in nodes]
            for origin, node, share in sides:
                if lying == [node] and origin in wanted:
                    found[swap.name, origin] = share
        return found

    def swapped(self, brought: Mapping[tuple[str, str], float], year: int, season: str) -> float:
        """What swaps could bring, bcm/yr."""
        return sum(share * self._swapped.get((swap, year, season), 0.0) for (swap, _), share in brought.items())

    def markets(self, nodes: Iterable[str]) -> list[str]:
        """The nodes that are markets."""
        return sorted(self._markets.intersection(nodes))

    def storages(self, nodes: Iterable[str]) -> list[str]:
        """Storages at the nodes."""
        inside = frozenset(nodes)
        return sorted(storage for storage, place in self._places.items() if place in inside)

    def working_gas(self, storages: Iterable[str], year: int) -> float:
        """Working gas of storages together, bcm."""
        return sum(self._working_gas[storage, year] for storage in storages)

    def foreign_origins(self, nodes: Iterable[str]) -> list[str]:
        """Origins that produce in none of the countries of the nodes."""
        own = {self._country[node] for node in nodes} - {""}
        return sorted(origin for origin, homes in self._homes.items() if not homes & own)

    def capacity(self, arcs: Iterable[str], year: int, season: str) -> float:
        """What the arcs could carry; voyages without a limit count as the plants behind them."""
        total = 0.0
        plants: set[str] = set()
        for arc in arcs:
            own = self._capacities[arc, year, season]
            if math.isfinite(own):
                total += own
            else:
                plants.add(self._starts[arc])
        behind = self._arcs.index[(self._arcs["form"] == "liquefaction") & self._arcs["to"].isin(plants)]
        return total + sum(self._capacities[plant, year, season] for plant in behind)

    def mean(self, policy: Policy, points: OverTime, outside: float, year: int, season: str) -> float:
        """Mean of a value over a season; ``outside`` where the policy is not in force or has no value yet."""
        start, end = span(policy)
        start = start if points[0][0] is None else max(start, points[0][0])
        months = self.months[season]
        share = share_in_force(start, end, year, months)
        if share == 0.0:
            return outside
        series, covered, total = held(points), 0.0, 0.0
        for month in months:
            left, right = max(year + (month - 1) / 12.0, start), min(year + month / 12.0, end)
            if right > left:
                covered += right - left
                total += (right - left) * series.mean(left, right)
        return outside + share * (total / covered - outside)


def counts_sales(policy: Entry) -> bool:
    """Whether a policy is on what is sold, so that gas may cross; ships never cross, they are counted as they land."""
    return policy.transit == "allowed" and policy.form != "lng"


def span(policy: Policy) -> tuple[float, float]:
    """Decimal years between which a policy is in force."""
    return (
        float("-inf") if policy.start is None else policy.start,
        float("inf") if policy.until is None else policy.until,
    )


def held(points: OverTime) -> Series:
    """Values over time, each held from its date on."""
    if points[0][0] is None:
        return Series("constant", (0.0,), (points[0][1],))
    return Series("hold", tuple(date or 0.0 for date, _ in points), tuple(value for _, value in points))
