"""What policies let through, charge and demand, and what one more unit would be worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu
from corridor.results.price_caps import capped_sales
from corridor.results.swaps import titles_brought
from corridor.scenario import Ban, Cap, Quota

_Row: TypeAlias = tuple[str, str, int, str, float, float, float, float]
"""Policy, origin, year, season, limit, level, shadow price, transfer."""


def policy_table(context: Context) -> pd.DataFrame:
    """What every policy leaves open or demands, what came, and what one more unit would be worth.

    ``limit`` and ``level`` are bcm in the season (in the year for whatever counts by the year, whose season is
    ``year``); the shadow price is USD/MMBtu; ``transfer`` is what a tariff collects or a price cap leaves with buyers,
    million USD of one such year, paid by the seller or shipper.

    - ban, cap: what may come, and what came.
    - quota, diversification: the share of what was consumed, and what was sold of the origin.
    - tariff: no limit; the volume charged, and what a unit of it paid.
    - price_cap: no limit; the volume sold under it, and what of the market's price its seller did not get for a unit;
      that is what goes to buyers. Where he sells nothing, the mean of it over the markets and the year.
    - filling: the stock to hold on the day, and the stock held; the shadow price is what a unit more would cost.
    """
    network = context.network
    kinds = {policy.name: policy.kind for policy in network.scenario.policies}
    rows = [
        *_seasonal(context),
        *_annual(context),
        *_shares(context),
        *_tariffs(context),
        *_price_caps(context),
        *_fillings(context),
    ]
    columns = ["policy", "origin", "year", "season", "limit", "level", "shadow_price", "transfer"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(1, "kind", table["policy"].map(kinds))
    table = table.assign(unit="bcm", shadow_price_unit="USD/MMBtu", transfer_unit="million USD")
    return tidy(table, table.columns.tolist(), ["policy", "origin", "year", "season"])


def _seasonal(context: Context) -> Iterator[_Row]:
    """Rows of bans: limits on a season, on what enters or on what is sold beyond what came in another form."""
    network, origins = context.network, _origins(context)
    limits = (
        (network.entry_limits, "entry_below_limit", "arc", context.flow),
        (network.sale_limits, "sales_below_limit", "market", context.sales),
    )
    duration, loss = lookup(network.seasons["duration"]), lookup(network.arcs["loss"])
    flow = lookup(context.volume(context.flow[context.flow > 0.0]))
    for table, constraint, kind, rate in limits:
        shadow = lookup(context.price(context.solution.duals(constraint, ("policy", "year", "season"))))
        came, members = lookup(context.volume(rate[rate > 0.0])), members_of(context, kind)
        brought, swaps = (titles_brought(context), members_of(context, "swap")) if kind == "arc" else ({}, {})
        ships = members_of(context, "lng_arc") if kind == "market" else {}
        for (policy, year, season), limit in lookup(table["limit"]).items():
            level = sum(came.get((*member, year, season), 0.0) for member in members.get(policy, ()))
            level += sum(brought.get((*swap, year, season), 0.0) for swap in swaps.get(policy, ()))
            level -= sum(
                (1.0 - loss[arc]) * flow.get((origin, arc, year, season), 0.0) for origin, arc in ships.get(policy, ())
            )
            price = max(0.0, -shadow.get((policy, year, season), 0.0))
            yield policy, origins[policy], year, season, limit * duration[season], level, price, 0.0


def _annual(context: Context) -> Iterator[_Row]:
    """Rows of caps: limits on a year, on what enters or on what is sold beyond what came in another form."""
    shadow: dict[tuple[str, int], float] = {}
    for constraint in ("entry_below_annual_limit", "sales_below_annual_limit"):
        shadow |= lookup(context.yearly_money(context.solution.duals(constraint, ("policy", "year"))))
    counted, origins = _Counted(context), _origins(context)
    for (policy, year), limit in lookup(context.network.annual_limits["limit"]).items():
        level = counted.entered(policy, origins[policy], year) + counted.sold(policy, origins[policy], year)
        price = max(0.0, -shadow.get((policy, year), 0.0)) * usd_per_mmbtu()
        yield policy, origins[policy], year, "year", limit, level, price, 0.0


def _shares(context: Context) -> Iterator[_Row]:
    """Rows of quotas and diversification, one an origin that can be sold there."""
    keys = ("policy", "origin", "year")
    shadow = lookup(context.yearly_money(context.solution.duals("share_below_limit", keys)))
    allowed, counted = lookup(context.solution.values("share_allowed", keys)), _Counted(context)
    for (policy, origin, year), limit in allowed.items():
        level = counted.sold(policy, origin, year) + counted.arrived(policy, origin, year)
        price = max(0.0, -shadow[policy, origin, year]) * usd_per_mmbtu()
        yield policy, origin, year, "year", limit, level, price, 0.0


def _tariffs(context: Context) -> Iterator[_Row]:
    """Rows of tariffs, one an origin; a duty on sales is split as the volumes that are charged."""
    network = context.network
    charge, loss = lookup(network.charges["charge"]), lookup(network.arcs["loss"])
    entering, selling, bringing = (members_of(context, kind) for kind in ("arc", "market", "swap"))
    flow, counted = lookup(context.volume(context.flow[context.flow > 0.0])), _Counted(context)
    duty = lookup(context.solution.values("duty", ("policy", "year")))
    seasons: dict[tuple[str, int], list[str]] = {}
    for policy, year, season in charge:
        seasons.setdefault((policy, year), []).append(season)
    for (policy, year), charged in seasons.items():
        volume: dict[str, float] = {}
        paid: dict[str, float] = {}
        for origin, arc in entering.get(policy, ()):
            for season in charged:
                arrived = flow.get((origin, arc, year, season), 0.0) * (1.0 - loss[arc])
                volume[origin] = volume.get(origin, 0.0) + arrived
                paid[origin] = paid.get(origin, 0.0) + arrived * charge[policy, year, season]
        for origin in dict.fromkeys(origin for origin, _ in bringing.get(policy, ())):
            for season in charged:
                gained = counted.brought(policy, origin, year, season)
                volume[origin] = volume.get(origin, 0.0) + gained
                paid[origin] = paid.get(origin, 0.0) + gained * charge[policy, year, season]
        for origin in dict.fromkeys(origin for origin, _ in selling.get(policy, ())):
            volume[origin] = max(0.0, counted.sold(policy, origin, year, charged))
        total = sum(volume.values())
        for origin, part in volume.items():
            if selling.get(policy):
                paid[origin] = duty.get((policy, year), 0.0) * part / total if total > DUST else 0.0
            price = paid[origin] / part * usd_per_mmbtu() if part > DUST else 0.0
            yield policy, origin, year, "year", float("nan"), part, price, paid[origin]


def _price_caps(context: Context) -> Iterator[_Row]:
    """Rows of price caps, one an origin."""
    sold = capped_sales(context)
    keys = ["policy", "origin", "year"]
    mean = lookup(sold["wedge"].groupby(level=keys).mean())
    for (policy, origin, year), row in lookup_rows(sold[["volume", "transfer"]].groupby(level=keys).sum()).items():
        volume, transfer = row["volume"], row["transfer"]
        wedge = transfer / volume if volume > DUST else mean[policy, origin, year]
        yield policy, origin, year, "year", float("nan"), volume, wedge * usd_per_mmbtu(), transfer


def _fillings(context: Context) -> Iterator[_Row]:
    """Rows of filling targets."""
    network = context.network
    cost = lookup(context.yearly_money(context.solution.duals("stock_reaches_target", ("policy", "year"))))
    level = context.solution.values("level", ("origin", "storage", "year", "season"))
    stock = lookup(level.groupby(level=["storage", "year", "season"]).sum()) if len(level) else {}
    storages, weights = members_of(context, "storage"), lookup(network.filling_weights["weight"])
    for (policy, year), target, opening in network.fillings[["target", "opening"]].itertuples(name=None):
        held = opening + sum(
            weight * stock.get((storage, year, season), 0.0)
            for (name, when, season), weight in weights.items()
            if (name, when) == (policy, year)
            for _, storage in storages[policy]
        )
        price = max(0.0, -cost.get((policy, year), 0.0)) * usd_per_mmbtu()
        yield policy, "", year, "year", target, held, price, 0.0


class _Counted:
    """Volumes that count for a policy, bcm in the year or in some seasons of it."""

    def __init__(self, context: Context) -> None:
        flow, sales = (context.volume(rate[rate > 0.0]) for rate in (context.flow, context.sales))
        self._flow, self._sales = lookup(flow), lookup(sales)
        self._seasons = context.network.seasons.index.tolist()
        self._loss = lookup(context.network.arcs["loss"])
        self._brought = titles_brought(context)
        self._members = {kind: members_of(context, kind) for kind in ("arc", "market", "lng_arc", "swap")}

    def entered(self, policy: str, origin: str, year: int) -> float:
        """What of an origin went into the arcs of a policy, or was brought in by title."""
        total: float = sum(
            self._flow.get((origin, arc, year, season), 0.0)
            for arc in self._names("arc", policy, origin)
            for season in self._seasons
        )
        return total + sum(self.brought(policy, origin, year, season) for season in self._seasons)

    def brought(self, policy: str, origin: str, year: int, season: str) -> float:
        """What swaps brought of an origin by title."""
        swaps = self._names("swap", policy, origin)
        return sum(self._brought.get((origin, swap, year, season), 0.0) for swap in swaps)

    def arrived(self, policy: str, origin: str, year: int, seasons: list[str] | None = None) -> float:
        """What of an origin came out of the arcs of a policy."""
        total: float = 0.0
        for season in self._seasons if seasons is None else seasons:
            for arc in self._names("arc", policy, origin):
                total += self._flow.get((origin, arc, year, season), 0.0) * (1.0 - self._loss[arc])
        return total

    def sold(self, policy: str, origin: str, year: int, seasons: list[str] | None = None) -> float:
        """What of an origin was sold in the markets of a policy, less what came in a form that does not count."""
        total: float = 0.0
        for season in self._seasons if seasons is None else seasons:
            for market in self._names("market", policy, origin):
                total += self._sales.get((origin, market, year, season), 0.0)
            for arc in self._names("lng_arc", policy, origin):
                total -= self._flow.get((origin, arc, year, season), 0.0) * (1.0 - self._loss[arc])
        return total

    def _names(self, kind: str, policy: str, origin: str) -> list[str]:
        return [name for whose, name in self._members[kind].get(policy, ()) if whose == origin]


def _origins(context: Context) -> dict[str, str]:
    """The origin that a policy names."""
    return {
        policy.name: policy.origin
        for policy in context.network.scenario.policies
        if isinstance(policy, (Ban, Cap, Quota))
    }


def members_of(context: Context, kind: str) -> dict[str, list[tuple[str, str]]]:
    """Origin and name of every arc, market or storage that each policy is about."""
    table = context.network.policy_members
    table = table[table["member_kind"] == kind]
    found: dict[str, list[tuple[str, str]]] = {}
    columns = (table[name].tolist() for name in ("policy", "origin", "member"))
    for policy, origin, member in zip(*columns, strict=True):
        found.setdefault(policy, []).append((origin, member))
    return found
