"""Why the model misses an observed flow: what its own tables say about the route, put into a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from corridor.report.display import plain_share
from corridor.report.figures.prices_over_time import yearly_prices
from corridor.report.subject import Subject
from corridor.report.tracing import deliveries
from corridor.report.view import optional_table
from corridor.report.wording import listed, named, shortened

__all__ = ["Observation", "Reasons"]

_FULL = 0.995
_TOUCH = 1e-3  # bcm a year within which a limit counts as reached
_NOTE = 120  # letters
_MOSTLY = 0.3  # of what a buyer gets from the origin


@dataclass(frozen=True, slots=True)
class Observation:
    """An observed flow beside that of the model, bcm.

    Attributes
    ----------
    label
        As printed.
    routes
        The routes whose sum was observed.
    model, observed
        Volumes.
    source, note
        Where the figure is from, and what it is.
    """

    label: str
    routes: tuple[str, ...]
    model: float
    observed: float
    source: str
    note: str

    @property
    def miss(self) -> float:
        """Return the model less the observed."""
        return self.model - self.observed


@dataclass(frozen=True)
class Reasons:
    """Facts about the routes of one year."""

    subject: Subject
    year: int
    observations: Sequence[Observation]

    @cached_property
    def _delivered(self) -> pd.DataFrame:
        return deliveries(self.subject.results, self.subject.origin, self.year, by="node")

    @cached_property
    def _regions(self) -> pd.DataFrame:
        return deliveries(self.subject.results, self.subject.origin, self.year)

    def sentence(self, seen: Observation) -> str:
        """Return why the model may miss, from the tables of the case."""
        reasons = [self._policy(seen) or self._limit(seen), self._contracts(seen), self._others(seen), self._swap(seen)]
        text = "; ".join(reason for reason in reasons if reason)
        note = f" The observed figure: {shortened(seen.note, _NOTE)}." if seen.note else ""
        return f"{text[0].upper()}{text[1:]}.{note}"

    def _lines(self, seen: Observation) -> pd.DataFrame:
        routes = self.subject.routes
        return routes[(routes["year"] == self.year) & routes["route"].isin(seen.routes)]

    def _buyers(self, seen: Observation) -> pd.Series:
        """Return what the routes bring to each node where it is sold, bcm, the largest first."""
        table = self._delivered
        volume = table[table["route"].isin(seen.routes)].groupby("node")["volume"].sum()
        return volume.sort_values(ascending=False, kind="stable")

    def _worth(self, seen: Observation) -> str:
        """Say what a unit is worth where the gas is sold."""
        buyers, prices = self._buyers(seen), yearly_prices(self.subject.results)
        price = prices[prices["year"] == self.year].set_index("node")["price"].reindex(buyers.index)
        known = price.notna()
        if not buyers[known].sum() > 0:
            return ""
        mean = float((price * buyers)[known].sum() / buyers[known].sum())
        display = self.subject.display
        return f" at {display.price(mean)} {display.price_unit} where it is sold"

    def _limit(self, seen: Observation) -> str:
        """Say how full the routes are."""
        lines, display = self._lines(seen), self.subject.display
        if lines.empty:
            return "no line of these is in the case"
        by_sea = bool((lines["form"] == "shipping").all())
        used = lines[lines["volume"] > 0.05]
        if by_sea:
            full = len(used) and float(used["utilisation"].min()) >= _FULL
            what = "the plants that load the ships are full" if full else "the plants that load the ships have room"
            return f"{what}, and their gas earns its way{self._worth(seen)}"
        total, capacity = float(lines["total"].sum()), float(lines["capacity"].sum())
        if not capacity > 0.05:
            return "closed" if lines["closed"].sum() > 0.05 else "without capacity"
        if total >= _FULL * capacity:
            return (
                f"full ({display.volume(total)} of {display.volume(capacity)}),"
                f" as every unit earns its way{self._worth(seen)}"
            )
        share = plain_share(total / capacity)
        worth = self._worth(seen)
        more = f", as more would not earn its way{worth}" if worth else ""
        return f"used to {share} of {display.volume(capacity)} {display.rate_unit}{more}"

    def _policy(self, seen: Observation) -> str:
        """Say which policy stops the sales exactly where they stand."""
        table = optional_table(self.subject.results, "policies")
        if table.empty:
            return ""
        if "origin" in table.columns:
            # A tariff or a price cap stops nothing at a volume, and a filling target is about no sales.
            table = table[(table["origin"] == self.subject.origin) & ~table["kind"].isin(("tariff", "price_cap"))]
        yearly = table[table["year"] == self.year].groupby("policy")[["limit", "level", "shadow_price"]].sum()
        reached = (yearly["shadow_price"] > 5e-4) & (yearly["level"] >= yearly["limit"] - _TOUCH)
        exact = yearly[reached & ((yearly["level"] - seen.model).abs() < _TOUCH + 0.002 * seen.model)]
        if exact.empty:
            return ""
        display = self.subject.display
        limit = display.volume(float(exact["limit"].iloc[0]))
        return (
            f"sales stop at the {limit} {display.volume_unit}"
            f" that the policy {exact.index[0]} allows{self._worth(seen)}"
        )

    def _contracts(self, seen: Observation) -> str:
        """Say at which limit the contracts stand of buyers that get much of their gas this way."""
        table = optional_table(self.subject.results, "contracts")
        if table.empty:
            return ""
        if "origin" in table.columns:
            table = table[table["origin"] == self.subject.origin]
        here, everything = self._buyers(seen), self._delivered.groupby("node")["volume"].sum()
        mostly = here[here > _MOSTLY * everything.reindex(here.index)].index
        table = table[(table["year"] == self.year) & table["buyer"].isin(mostly) & (table["quantity"] > 0.5)]
        least = table[(table["minimum"] > _TOUCH) & (table["taken"] <= table["minimum"] + _TOUCH)]
        more = table[(table["taken"] > table["minimum"] + _TOUCH) & (table["minimum"] > _TOUCH)]
        display = self.subject.display
        if seen.miss < 0 and len(least):
            parts = [f"{line['contract']} ({display.volume(line['minimum'])})" for line in least.to_dict("records")[:3]]
            return f"no more than the minimum is taken of {listed(parts)}"
        if seen.miss > 0 and len(more):
            parts = [
                f"{line['contract']} ({display.volume(line['taken'])}, minimum {display.volume(line['minimum'])})"
                for line in more.sort_values("taken", ascending=False, kind="stable").to_dict("records")[:2]
            ]
            return f"buyers take more than they must of {listed(parts)}"
        return ""

    def _others(self, seen: Observation) -> str:
        """Say how much gas of others is in the same lines."""
        lines = self._lines(seen)
        others = float((lines["total"] - lines["volume"]).clip(lower=0.0).sum())
        display = self.subject.display
        return f"{display.volume(others)} {display.volume_unit} in it are of other origins" if others > 0.05 else ""

    def _swap(self, seen: Observation) -> str:
        """Say which other observation goes to the same region and makes up for part of the miss."""
        region = self._region(seen)
        best: tuple[float, str] = (abs(seen.miss), "")
        for other in self.observations:
            together = abs(seen.miss + other.miss)
            if other is not seen and region and self._region(other) == region and together < best[0] - 0.05:
                best = (together, other.label)
        if not best[1]:
            return ""
        display = self.subject.display
        both = seen.miss + next(other.miss for other in self.observations if other.label == best[1])
        return f"together with {best[1]}, also to {named(region)}, the miss is {display.volume_change(both)}"

    def _region(self, seen: Observation) -> str:
        """Return the region to which most of the gas goes; empty where nothing goes."""
        table = self._regions
        volume = table[table["route"].isin(seen.routes)].groupby("region")["volume"].sum()
        return str(volume.idxmax()) if len(volume) else ""
