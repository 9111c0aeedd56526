"""The network: sorted, aligned tables in canonical units, ready to be stated as mathematics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import pandas as pd

from corridor.dataset import lookup

if TYPE_CHECKING:
    from corridor.network.expansion import Expansion
    from corridor.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found.

    Attributes
    ----------
    check : str
        Name of the check.
    severity : {"error", "infeasible", "warning"}
    message : str
    """

    check: str
    severity: Literal["error", "infeasible", "warning"]
    message: str


@dataclass(frozen=True)
class Network:
    """A scenario's network.

    Rates are bcm/yr, volumes bcm, prices and costs million USD per bcm, shares fractions of 1. Every
    table is sorted by its index. ``year`` and ``season`` index levels are called so everywhere.

    Attributes
    ----------
    scenario : Scenario
        What it was built from.
    years : DataFrame
        Index year; ``weight`` (years that the model year stands for), ``discount`` (factor to the first year).
    seasons : DataFrame
        Index season, in calendar order; ``duration`` (share of the year), ``months`` (tuple).
    nodes : DataFrame
        Index node; ``name, kind, country, groups`` (tuple), ``region, lon, lat``.
    arcs : DataFrame
        Index arc; ``line`` (dataset id), ``form`` (pipeline, liquefaction, shipping, regasification), ``route``,
        ``from``, ``to``, ``length`` (km), ``loss`` (share of what enters that does not arrive), ``opposite``
        (the arc of the same line in the other direction, or ""), ``metered`` (entry or exit: where the
        capacity is measured), ``minimum`` (share of the year's capacity that is always used).
    arc_terms : DataFrame
        Index (arc, year, season); ``nameplate`` (what stands, before events), ``existing``, ``committed``, ``capacity``
        (their sum after events; rate at the entry; inf where there is no limit), ``cost`` (per volume entering).
    upkeep : DataFrame
        Index (line, year), for lines with a fixed cost; ``fixed`` and ``rest`` (million USD a year in use, and
        mothballed), ``restart`` (million USD; NaN if it cannot be mothballed).
    producers : DataFrame
        Index producer; ``node, origin, swing, minimum, sold_in`` (tuple of the markets in which alone its gas is sold;
        empty for all).
    ramps : DataFrame
        Index (producer, year, season, since); production may differ from that of ``year_before`` and
        ``season_before`` by ``share``; since is ``season`` or ``year``.
    steps : DataFrame
        Index step; ``producer, node, origin``.
    step_terms : DataFrame
        Index (step, year); ``capacity``, ``cost`` of the first unit, and ``slope`` (rise of marginal cost per rate).
    demand : DataFrame
        Index (market, year, season); ``reference`` (rate at the reference price), ``price`` (reference price),
        ``firm`` (rate that is consumed up to the value of lost load).
    blocks : DataFrame
        Index (market, block, year, season); ``quantity`` (rate), ``value`` (willingness to pay for its first unit),
        ``slope`` (fall of the willingness to pay per rate: 0, or that of linear demand, which is one block) and
        ``sector`` (empty where the market has none).
    sectors : DataFrame
        Index sector; ``market, name``.
    sector_terms : DataFrame
        Index (sector, year, season); ``reference`` and ``firm``, rates as in ``demand``.
    conduct : DataFrame
        Index (origin, market, year, season), of those who do not take the price; ``share`` (conduct, 0 to 1; that of a
        dominant exporter is where the search for it begins), ``dominant``, ``slope`` (fall of the market's price per
        rate sold).
    fleets : DataFrame
        Index (fleet, year); ``ships`` that sail, all the year round.
    legs : DataFrame
        Index (fleet, arc); ``ship_years`` that a voyage keeps a ship for one bcm loaded.
    storages : DataFrame
        Index storage; ``node``, ``cost`` (of injection), ``withdrawal_cost`` (prices), ``holding_cost`` (price a year),
        ``loss``.
    storage_terms : DataFrame
        Index (storage, year, season); ``working_gas`` (volume that can be used), ``injection``, ``withdrawal`` (rates).
    storage_stocks : DataFrame
        Index (storage, year, moment); ``volume`` that lies there before the year (moment ``opening``), or that must at
        least be left after it (``closing``); none where every year ends as it began.
    contracts : DataFrame
        Index contract; ``seller, origin, buyer, arcs`` (tuple), ``exclusive`` (the seller's gas flows there only under
        contracts), ``destination`` (nodes where alone it may be sold; none for anywhere), ``price_rule``, ``floor``
        and ``ceiling`` (of an indexed price, infinite if there is none), ``prepaid`` (share), ``make_up`` and
        ``carry_forward`` (years), ``carry_forward_limit`` (share), ``highest`` (inf if there is none) and ``lowest``
        (rates of a season over that of the year).
    contract_terms : DataFrame
        Index (contract, year); ``quantity``, ``obligation`` (take-or-pay share of it) and ``minimum`` (what of that
        events and bans leave in force), ``carry_base`` (beyond which a take is carried forward), rates; ``left`` (share
        of the obligation in force); ``price`` that decisions are made on, and ``premium`` over what the buyer would pay
        elsewhere; ``own_part`` and ``hub_weight`` (the price is the one plus the other times the price at the hub);
        ``cap_share`` (share of the year in which a price cap holds for the buyer) and ``cap`` (its mean meanwhile).
    destinations : DataFrame
        Index (contract, arc, year); ``kept``, the share of what enters a delivery arc of a contract with a destination
        that can arrive there, 0 where none can.
    minimum_takes : DataFrame
        Index (contract, year, season); ``rate`` that is delivered in any case, after events and bans.
    bookings : DataFrame
        Index booking; ``shipper, origin, arcs`` (tuple), ``sunk`` (share of the tariff paid in any case),
        ``multiplier`` (tariff beyond the booking over the tariff).
    booking_terms : DataFrame
        Index (booking, year, season); ``capacity`` (rate, over all arcs of the booking).
    projects : DataFrame
        Index project; ``name, status, arcs`` (tuple), ``owner``; ``size`` and ``unit`` (rates; NaN without units);
        ``earliest`` (year); ``ramp_up, lifetime, technical_life`` (years; inf to the end of the horizon); ``capital``
        and ``annuity`` (million USD, and a year, per bcm/yr of capacity); ``fixed_capital`` and ``fixed_annuity``
        (million USD, and a year, whatever the size).
    project_terms : DataFrame
        Index (project, year); ``committed`` and ``limit`` (rates; limit is the largest optional capacity).
    expansion : Expansion
        What candidates are made of; see :class:`corridor.network.expansion.Expansion`.
    budgets : DataFrame
        Index budget; ``limit``, and ``committed`` for what the scenario commits to (million USD).
    budget_members : DataFrame
        Columns budget, project, start: candidates and the model years of their start that count for a budget.
    entry_limits : DataFrame
        Index (policy, year, season); ``limit`` (rate) on gas of ``origin`` over ``arcs``.
    sale_limits : DataFrame
        Index (policy, year, season); ``limit`` (rate) on sales of ``origin`` in ``markets`` beyond arrivals over
        ``arcs``.
    annual_limits : DataFrame
        Index (policy, year); ``limit`` (volume) on gas of ``origin`` over ``arcs`` in the year.
    share_limits : DataFrame
        Index (policy, origin, year, season); ``share`` of the consumption of the policy's markets.
    charges : DataFrame
        Index (policy, year, season); ``charge`` (price) on gas that enters or is sold.
    price_caps : DataFrame
        Index (policy, origin, market, year, season); ``price`` that the seller gets at most for the ``share`` of the
        season in which this cap is the lowest in force, on gas that comes by ``form`` (pipeline, lng, any).
    fillings : DataFrame
        Index (policy, year); ``target`` and ``opening`` stock, and the ``rise`` from one to the other (volumes).
    filling_weights : DataFrame
        Index (policy, year, season); ``weight`` of the stock at the end of the season in the rise.
    policy_members : DataFrame
        Columns policy, member_kind, member, origin. An ``arc`` or ``market`` is where gas of the origin counts, a
        ``swap`` brings it by title, an ``lng_arc`` brings what is taken off sales; a ``consumer`` (market of whose
        consumption a share counts) and a ``storage`` have no origin.
    swaps : DataFrame
        Index swap; ``gives_origin, gives_at, takes_origin, takes_at, ratio`` (got for each unit handed over).
    swap_terms : DataFrame
        Index (swap, year, season), for the years in which a swap is open; ``capacity`` (rate handed over), ``fee``
        (price), ``possible`` (whether there can be gas on both sides, and an outlet for it).
    reach : DataFrame
        Columns origin, arc, year: the flows that can exist.
    value_of_lost_load : float
        Price above which a market goes short.
    findings : tuple of Finding
        What the checks found when it was built: warnings, for nothing worse is built.
    """

    scenario: Scenario
    years: pd.DataFrame
    seasons: pd.DataFrame
    nodes: pd.DataFrame
    arcs: pd.DataFrame
    arc_terms: pd.DataFrame
    upkeep: pd.DataFrame
    producers: pd.DataFrame
    ramps: pd.DataFrame
    steps: pd.DataFrame
    step_terms: pd.DataFrame
    demand: pd.DataFrame
    blocks: pd.DataFrame
    sectors: pd.DataFrame
    sector_terms: pd.DataFrame
    conduct: pd.DataFrame
    fleets: pd.DataFrame
    legs: pd.DataFrame
    storages: pd.DataFrame
    storage_terms: pd.DataFrame
    storage_stocks: pd.DataFrame
    contracts: pd.DataFrame
    contract_terms: pd.DataFrame
    destinations: pd.DataFrame
    minimum_takes: pd.DataFrame
    bookings: pd.DataFrame
    booking_terms: pd.DataFrame
    projects: pd.DataFrame
    project_terms: pd.DataFrame
    expansion: Expansion
    budgets: pd.DataFrame
    budget_members: pd.DataFrame
    entry_limits: pd.DataFrame
    sale_limits: pd.DataFrame
    annual_limits: pd.DataFrame
    share_limits: pd.DataFrame
    charges: pd.DataFrame
    price_caps: pd.DataFrame
    fillings: pd.DataFrame
    filling_weights: pd.DataFrame
    policy_members: pd.DataFrame
    swaps: pd.DataFrame
    swap_terms: pd.DataFrame
    reach: pd.DataFrame
    value_of_lost_load: float
    findings: tuple[Finding, ...] = ()

    @cached_property
    def flows(self) -> tuple[tuple[str, str, int], ...]:
        """The rows of ``reach`` as (origin, arc, year); a table hands out its texts slowly, and many ask for them."""
        columns = (self.reach[name].tolist() for name in ("origin", "arc", "year"))
        return tuple(zip(*columns, strict=True))

    @cached_property
    def landing(self) -> Mapping[tuple[str, str, int], tuple[str, ...]]:
        """Arcs by which LNG lands at a node; key origin, node, year."""
        form, end = lookup(self.arcs["form"]), lookup(self.arcs["to"])
        found: dict[tuple[str, str, int], tuple[str, ...]] = {}
        for origin, arc, year in self.flows:
            if form[arc] in ("shipping", "regasification"):
                key = (origin, end[arc], year)
                found[key] = (*found.get(key, ()), arc)
        return found

    @cached_property
    def confined(self) -> Mapping[str, frozenset[str]]:
        """For every origin that is not sold everywhere the markets in which it is."""
        rows = zip(self.producers["origin"], self.producers["sold_in"], strict=True)
        return {origin: frozenset(markets) for origin, markets in rows if markets}

    @cached_property
    def carried(self) -> frozenset[tuple[str, str, int]]:
        """Origin, node and year of gas that can lie in a storage there from an earlier year; none unless carried on."""
        if self.scenario.horizon.storage != "chronological":
            return frozenset()
        ends, stores = dict(self.arcs["to"].items()), set(self.storages["node"])
        arriving = {(origin, str(ends[arc]), year) for origin, arc, year in self.flows}
        wells = zip(self.steps["origin"].tolist(), self.steps["node"].tolist(), strict=True)
        first = self.years.index.tolist()[0]
        there = {(o, n, y) for o, n, y in arriving | {(o, n, first) for o, n in wells} if n in stores}
        years = self.years.index.tolist()
        return frozenset((o, n, later) for o, n, year in there for later in years if later > year)

    @cached_property
    def open_swaps(self) -> tuple[tuple[str, int], ...]:
        """Swap and year of every swap that can work in the year."""
        possible = self.swap_terms.index[self.swap_terms["possible"].astype(bool)]
        return tuple(dict.fromkeys((swap, year) for swap, year, _ in possible))
