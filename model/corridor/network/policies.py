"""Policies of a scenario as limits on entry arcs and sales, season by season."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from corridor.dataset import Series, lookup
from corridor.network.calendar import share_in_force
from corridor.scenario import Ban, Cap, Policy, Scenario

#: Prefix of a market's key in ``open_to`` where only gas delivered by pipeline is barred.
PIPED = "by pipeline to "


@dataclass(frozen=True, slots=True)
class PolicyTables:
    """What policies limit.

    Attributes
    ----------
    entry_limits, sale_limits, annual_limits, members : DataFrame
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
    members: pd.DataFrame
    closed: set[tuple[str, str, int]]
    unsold: set[tuple[str, str, int]]
    open_to: dict[tuple[str, str, int], float]


def policy_tables(scenario: Scenario, arcs: pd.DataFrame, terms: pd.DataFrame, seasons: pd.DataFrame) -> PolicyTables:
    """Translate bans and caps.

    A ban on pipeline gas that allows transit limits what is *sold* inside the group; without transit, and for LNG, it
    limits what *enters*. Exempt nodes count as outside.
    """
    translation = _Translation(scenario, arcs, terms, seasons)
    for policy in scenario.policies:
        if isinstance(policy, Ban):
            translation.ban(policy)
        elif isinstance(policy, Cap):
            translation.cap(policy)
    return translation.tables()


class _Translation:
    def __init__(self, scenario: Scenario, arcs: pd.DataFrame, terms: pd.DataFrame, seasons: pd.DataFrame) -> None:
        self._scenario, self._arcs = scenario, arcs
        self._capacities: dict[tuple[str, int, str], float] = lookup(terms["capacity"])
        self._starts: dict[str, str] = lookup(arcs["from"])
        self._months, self._durations = lookup(seasons["months"]), lookup(seasons["duration"])
        self._markets = set(scenario.dataset.identities["demand"].index)
        self._entry: list[tuple[str, int, str, float]] = []
        self._sale: list[tuple[str, int, str, float]] = []
        self._annual: list[tuple[str, int, float]] = []
        self._members: list[tuple[str, str, str, str]] = []
        self._closed: set[tuple[str, str, int]] = set()
        self._unsold: set[tuple[str, str, int]] = set()
        self._open_to: dict[tuple[str, str, int], float] = {}

    def ban(self, ban: Ban) -> None:
        inside = frozenset(ban.nodes)
        sale_only = ban.transit == "allowed" and ban.form != "lng"
        entry_form = {"pipeline": None, "any": "lng"}[ban.form] if sale_only else ban.form
        entering = self._entering(inside, entry_form)
        cargoes = self._entering(inside, "lng") if sale_only and ban.form == "pipeline" else []
        landing = self._entering(inside, "pipeline") if sale_only else []
        markets = sorted(inside & self._markets) if sale_only else []
        for kind, names in (("arc", entering), ("market", markets), ("lng_arc", cargoes)):
            self._members += [(ban.name, kind, name, ban.origin) for name in names]
        for year in self._scenario.horizon.years:
            opened = {
                season: 1.0 - share_in_force(*_span(ban), year, months) for season, months in self._months.items()
            }
            if entering:
                self._limit(self._entry, ban.name, year, opened, entering)
            if sale_only:
                self._limit(self._sale, ban.name, year, opened, [*landing, *entering])
            self._note_open(ban, year, opened, entering, markets, cargoes)

    def _limit(
        self, table: list[tuple[str, int, str, float]], name: str, year: int, opened: dict[str, float], arcs: list[str]
    ) -> None:
        for season, share in opened.items():
            if share < 1.0:
                table.append((name, year, season, share * self._capacity(arcs, year, season) if share > 0.0 else 0.0))

    def _note_open(
        self, ban: Ban, year: int, opened: dict[str, float], entering: list[str], markets: list[str], cargoes: list[str]
    ) -> None:
        share = sum(opened[season] * length for season, length in self._durations.items())
        if share >= 1.0:
            return
        # Where ships may still come, only what is delivered by pipeline is excused.
        barred = [(f"{PIPED}{market}" if cargoes else market) for market in markets]
        for name in (*entering, *barred):
            key = (ban.origin, name, year)
            self._open_to[key] = min(share, self._open_to.get(key, 1.0))
        if share == 0.0:
            self._closed |= {(ban.origin, arc, year) for arc in entering}
            self._unsold |= {(ban.origin, market, year) for market in markets if not cargoes}

    def cap(self, cap: Cap) -> None:
        inside = frozenset(cap.nodes)
        entering = self._entering(inside, cap.form)
        if cap.transit == "allowed":
            # What is sold counts, less what came in a form that the cap does not touch.
            other = {"pipeline": "lng", "lng": "pipeline"}.get(cap.form)
            self._members += [(cap.name, "market", market, cap.origin) for market in sorted(inside & self._markets)]
            self._members += [(cap.name, "lng_arc", arc, cap.origin) for arc in self._entering(inside, other)]
        else:
            self._members += [(cap.name, "arc", arc, cap.origin) for arc in entering]
        volume = _volume(cap)
        start, end = _span(cap)
        start = max(start, volume.dates[0]) if volume.over_time == "hold" else start
        for year in self._scenario.horizon.years:
            share, whole = 0.0, 0.0
            for season, duration in self._durations.items():
                part = share_in_force(start, end, year, self._months[season]) * duration
                share += part
                if part < duration:
                    whole += (duration - part) * self._capacity(entering, year, season)
            if share > 0.0:
                allowed = volume.mean(max(float(year), start), min(year + 1.0, end))
                self._annual.append((cap.name, year, share * allowed + whole))

    def _entering(self, inside: frozenset[str], form: str | None) -> list[str]:
        if form is None:
            return []
        forms = {"pipeline": ("pipeline",), "lng": ("shipping",), "any": ("pipeline", "shipping")}[form]
        arcs = self._arcs
        crossing = arcs["form"].isin(forms) & arcs["to"].isin(inside) & ~arcs["from"].isin(inside)
        return [str(arc) for arc in arcs.index[crossing]]

    def _capacity(self, arcs: list[str], year: int, season: str) -> float:
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

    def tables(self) -> PolicyTables:
        columns = ["policy", "year", "season", "limit"]
        entry = pd.DataFrame(self._entry, columns=columns).set_index(columns[:3]).sort_index()
        sale = pd.DataFrame(self._sale, columns=columns).set_index(columns[:3]).sort_index()
        members = pd.DataFrame(sorted(self._members), columns=["policy", "member_kind", "member", "origin"])
        annual = (
            pd.DataFrame(self._annual, columns=["policy", "year", "limit"]).set_index(["policy", "year"]).sort_index()
        )
        return PolicyTables(entry, sale, annual, members, self._closed, self._unsold, self._open_to)


def _span(policy: Policy) -> tuple[float, float]:
    """Decimal years between which a policy is in force."""
    return (
        float("-inf") if policy.start is None else policy.start,
        float("inf") if policy.until is None else policy.until,
    )


def _volume(cap: Cap) -> Series:
    """Allowed volume over time, bcm/yr."""
    if cap.volume[0][0] is None:
        return Series("constant", (0.0,), (cap.volume[0][1],))
    return Series("hold", tuple(date or 0.0 for date, _ in cap.volume), tuple(value for _, value in cap.volume))
