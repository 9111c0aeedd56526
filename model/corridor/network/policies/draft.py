"""The tables that policies become, and what they are collected in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from corridor.dataset import Series
from corridor.scenario.policies import Form

#: Prefix of a market's key in ``open_to`` where only gas delivered by pipeline is barred.
PIPED = "by pipeline to "


@dataclass(frozen=True, slots=True)
class PolicyTables:
    """What policies limit, charge and demand.

    Attributes
    ----------
    entry_limits, sale_limits, annual_limits, share_limits, charges, price_caps, fillings, filling_weights, members
        As in :class:`corridor.network.Network`.
    closed : set of (origin, arc, year)
        Flows that a ban forbids through the whole year; they are left out of the network.
    unsold : set of (origin, market, year)
        Sales forbidden through the whole year.
    open_to : dict of (origin, market or arc, year) to float
        Share of the year that bans leave open, where it is below 1.
    """

    entry_limits: pd.DataFrame
    sale_limits: pd.DataFrame
    annual_limits: pd.DataFrame
    share_limits: pd.DataFrame
    charges: pd.DataFrame
    price_caps: pd.DataFrame
    fillings: pd.DataFrame
    filling_weights: pd.DataFrame
    members: pd.DataFrame
    closed: set[tuple[str, str, int]]
    unsold: set[tuple[str, str, int]]
    open_to: dict[tuple[str, str, int], float]


@dataclass(frozen=True, slots=True)
class Highest:
    """A price cap on gas of an origin in a market: whose rule, by which way of coming, and when.

    Attributes
    ----------
    policy, form : str
    start, end : float
        Decimal years, in force over ``[start, end)``.
    price : Series
        Million USD per bcm.
    """

    policy: str
    form: Form
    start: float
    end: float
    price: Series

    @property
    def dates(self) -> tuple[float, ...]:
        """When it begins, ends or changes."""
        return (self.start, self.end, *self.price.dates)


@dataclass(slots=True)
class Draft:
    """Rows of the tables while policies are translated one after the other; as :class:`PolicyTables`.

    ``highest`` are the price caps on gas of an origin in a market, before it is known which of them is the lowest.
    """

    entry: list[tuple[str, int, str, float]] = field(default_factory=list)
    sale: list[tuple[str, int, str, float]] = field(default_factory=list)
    annual: list[tuple[str, int, float]] = field(default_factory=list)
    shares: list[tuple[str, str, int, str, float]] = field(default_factory=list)
    charges: list[tuple[str, int, str, float]] = field(default_factory=list)
    highest: dict[tuple[str, str], list[Highest]] = field(default_factory=dict)
    fillings: list[tuple[str, int, float, float, float]] = field(default_factory=list)
    weights: list[tuple[str, int, str, float]] = field(default_factory=list)
    members: list[tuple[str, str, str, str]] = field(default_factory=list)
    closed: set[tuple[str, str, int]] = field(default_factory=set)
    unsold: set[tuple[str, str, int]] = field(default_factory=set)
    open_to: dict[tuple[str, str, int], float] = field(default_factory=dict)

    def add_members(self, policy: str, kind: str, names: Iterable[str], origins: Iterable[str] = ("",)) -> None:
        """Note what a policy is about: arcs or markets with the origins that count there, consumers or storages."""
        origins = tuple(origins)
        self.members += [(policy, kind, name, origin) for name in names for origin in origins]

    def add_swaps(self, policy: str, brought: Iterable[tuple[str, str]]) -> None:
        """Note swaps that bring gas of an origin by title."""
        self.members += [(policy, "swap", swap, origin) for swap, origin in brought]

    def tables(self, price_caps: pd.DataFrame) -> PolicyTables:
        """Return the finished tables."""
        period = ("policy", "year", "season")
        return PolicyTables(
            entry_limits=_table(self.entry, period, "limit"),
            sale_limits=_table(self.sale, period, "limit"),
            annual_limits=_table(self.annual, ("policy", "year"), "limit"),
            share_limits=_table(self.shares, ("policy", "origin", "year", "season"), "share"),
            charges=_table(self.charges, period, "charge"),
            price_caps=price_caps,
            fillings=_table(self.fillings, ("policy", "year"), "target", "opening", "rise"),
            filling_weights=_table(self.weights, period, "weight"),
            members=pd.DataFrame(sorted(self.members), columns=["policy", "member_kind", "member", "origin"]),
            closed=self.closed,
            unsold=self.unsold,
            open_to=self.open_to,
        )


def _table(rows: list[Any], keys: tuple[str, ...], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*keys, *columns]).set_index(list(keys)).sort_index()
