"""Contracts: what they oblige to in a year, after events and bans have taken their delivery arcs away."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from corridor.dataset import REVERSE, Series, lookup, split
from corridor.dataset.schema import CONTRACT
from corridor.errors import NetworkError
from corridor.network.arcs import Availability
from corridor.network.contract_clauses import misfits
from corridor.network.contract_prices import ContractPrices
from corridor.network.policies import PIPED, YearlyCap, yearly_caps
from corridor.network.values import Values
from corridor.scenario import Scenario

CLAUSES = ("prepaid", "make_up", "carry_forward", "carry_forward_limit", "highest", "lowest")
"""Attributes that stand in the table of contracts as they are."""

COLUMNS = (
    *("contract", "seller", "origin", "buyer", "arcs", "exclusive", "destination", "price_rule", "floor", "ceiling"),
    *CLAUSES,
)
TERM_COLUMNS = (
    *("contract", "year", "quantity", "obligation", "minimum", "carry_base", "left"),
    *("price", "premium", "own_part", "hub_weight", "cap_share", "cap"),
)

Quantity = Callable[[int], float]


def contract_tables(
    scenario: Scenario,
    values: Values,
    arc_terms: pd.DataFrame,
    seasons: pd.DataFrame,
    open_to: Mapping[tuple[str, str, int], float],
    price_caps: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Contracts that are active, with quantity and minimum by year.

    Force majeure: an event on the contract itself scales quantity and minimum. The minimum is scaled too by the share
    of the delivery arcs' physical capacity that events leave, and by the share of the year in which no ban closes the
    buyer to the origin.

    ``price`` is what decisions are made on and ``premium`` what it lies above other gas, see
    :class:`~corridor.network.contract_prices.ContractPrices`; after the end of a contract its renewal is priced anew if
    it says so. A buyer inside a price cap pays no more than the cap whatever his contract says, so both are of the
    lower of the two; what the market's price is above the cap is booked where the gas is sold
    (:mod:`corridor.formulation.price_cap`) and not with the contract.

    Parameters
    ----------
    open_to : mapping of (origin, buyer or arc, year) to float
        Share of the year left open by bans; 1 where absent.
    price_caps : DataFrame
        As in :class:`corridor.network.Network`.

    Raises
    ------
    NetworkError
        Naming every contract whose clauses do not fit together.
    """
    problems = [
        problem
        for name, row in _active(scenario)
        for problem in misfits(scenario, values, name, row, end_of(values, name))
    ]
    if problems:
        raise NetworkError(problems)
    active = _Active(scenario, values, arc_terms, seasons, open_to, price_caps)
    records = [active.record(name, row) for name, row in _active(scenario)]
    terms = [active.term(name, row, year) for name, row in _active(scenario) for year in scenario.horizon.years]
    return (
        pd.DataFrame(records, columns=list(COLUMNS)).set_index("contract").sort_index(),
        pd.DataFrame(terms, columns=list(TERM_COLUMNS)).set_index(["contract", "year"]).sort_index(),
    )


class _Active:
    """The rows of contracts that are in force."""

    def __init__(
        self,
        scenario: Scenario,
        values: Values,
        arc_terms: pd.DataFrame,
        seasons: pd.DataFrame,
        open_to: Mapping[tuple[str, str, int], float],
        price_caps: pd.DataFrame,
    ) -> None:
        self._scenario, self._values, self._open_to = scenario, values, open_to
        self._duration = lookup(seasons["duration"])
        self._caps = {
            True: yearly_caps(price_caps, self._duration, "pipeline"),
            False: yearly_caps(price_caps, self._duration, "lng"),
        }
        self._carried = annual_capacity(arc_terms, seasons)
        self._left = Availability(scenario, seasons)
        prices = ContractPrices(scenario, values)
        self._pricing = {name: prices.of(name, row) for name, row in _active(scenario)}
        self._quantities = {name: _quantities(values, name) for name in self._pricing}

    def record(self, name: str, row: Mapping[str, str]) -> tuple[Any, ...]:
        """What does not change from year to year."""
        pricing = self._pricing[name]
        clauses = [_clause(self._values, name, clause) for clause in CLAUSES]
        who = (name, row["seller"], row["origin"], row["buyer"], split(row["arcs"]), row["exclusive"] == "yes")
        where = _nodes(self._scenario, row["destination"])
        return (*who, where, row["price_rule"], pricing.floor, pricing.ceiling, *clauses)

    def term(self, name: str, row: Mapping[str, str], year: int) -> tuple[Any, ...]:
        """What holds in a year."""
        pricing, arcs = self._pricing[name], split(row["arcs"])
        lost = sum(d * (1.0 - self._left.share(CONTRACT + name, year, s)) for s, d in self._duration.items())
        before, after = (quantity(year) * (1.0 - lost) for quantity in self._quantities[name])
        volume = before + after
        left = min(1.0, _available(self._carried, arcs, year, volume))
        left *= _open(self._scenario, row, arcs, year, self._open_to)
        share = self._values.constant("contracts", name, "take_or_pay")
        base = self._values.series("contracts", name, "carry_forward_base")
        beyond = volume * max(share, 0.0 if base is None else base.values[0])
        price, premium, own, weight = (
            each(year) for each in (pricing.price, pricing.premium, pricing.own_part, pricing.hub_weight)
        )
        later = self._values.series("contracts", name, "renewal_price")
        if later is not None and after > 0.0:
            renewed = after / volume
            premium += (later.values[0] - price) * renewed if premium else 0.0
            price += (later.values[0] - price) * renewed
            own, weight = own + (later.values[0] - own) * renewed, weight * (1.0 - renewed)
        obligation = volume * share
        cap = self._caps[_is_piped(self._scenario, arcs)].get((row["origin"], row["buyer"], year), YearlyCap())
        paid = cap.below(price)
        if pricing.compared(year):
            premium += paid - price
        terms = (name, year, volume, obligation, obligation * left, beyond, left)
        return *terms, paid, premium, own, weight, cap.share, cap.price


def _active(scenario: Scenario) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, row in scenario.dataset.rows("contracts"):
        if scenario.status("contracts", name, "active") != "ended":
            yield name, row


def _clause(values: Values, name: str, clause: str) -> float:
    series = values.series("contracts", name, clause)
    return math.inf if series is None else series.values[0]


def _nodes(scenario: Scenario, text: str) -> tuple[str, ...]:
    """Nodes of a destination clause, groups spelt out."""
    groups = scenario.dataset.groups
    return tuple(sorted({node for word in split(text) for node in groups.get(word, frozenset({word}))}))


def _quantities(values: Values, name: str) -> tuple[Quantity, Quantity]:
    """Annual quantity up to the end of a contract and after it, by year.

    After the end a share goes on of what was last in force; the end is the date that is set, or else the one from which
    the quantity stays at nothing.
    """
    series = values.series("contracts", name, "quantity")
    assert series is not None, "a contract has a quantity"
    end, share = end_of(values, name), values.constant("contracts", name, "renewal")
    if end is None:
        return series.year, lambda _: 0.0
    dates = (-math.inf,) if series.over_time == "constant" else series.dates
    begun = [(date, value) for date, value in zip(dates, series.values, strict=True) if date < end]
    last = begun[-1][1] if begun else 0.0
    until = Series("hold", *zip(*begun, (end, 0.0), strict=True))
    return until.year, Series("hold", (end,), (last * share,)).year


def end_of(values: Values, name: str) -> float | None:
    """Date from which a contract has run out, as a decimal year; None if it never does."""
    end, quantity = (values.series("contracts", name, attribute) for attribute in ("end", "quantity"))
    if end is not None:
        return end.values[0]
    if quantity is None or len(quantity.values) < 2 or quantity.values[-1] > 0.0:
        return None
    running = [place for place, value in enumerate(quantity.values) if value > 0.0]
    return quantity.dates[running[-1] + 1] if running else None


def _available(
    carried: Mapping[tuple[str, int], tuple[float, ...]], arcs: tuple[str, ...], year: int, quantity: float
) -> float:
    """Share of the quantity that the delivery arcs can carry this year, events counted."""
    if quantity <= 0.0:
        return 1.0
    return sum(part for arc in arcs for part in carried[arc, year]) / quantity


def _open(
    scenario: Scenario,
    row: Mapping[str, str],
    arcs: tuple[str, ...],
    year: int,
    open_to: Mapping[tuple[str, str, int], float],
) -> float:
    """Share of the year in which no ban closes the buyer or all delivery arcs to the origin."""
    buyer = open_to.get((row["origin"], row["buyer"], year), 1.0)
    if _is_piped(scenario, arcs):
        buyer = min(buyer, open_to.get((row["origin"], f"{PIPED}{row['buyer']}", year), 1.0))
    return min(buyer, max(open_to.get((row["origin"], arc, year), 1.0) for arc in arcs))


def _is_piped(scenario: Scenario, arcs: tuple[str, ...]) -> bool:
    """Whether gas comes to the buyer by pipeline all the way."""
    return all(scenario.dataset.arcs.get(arc.removesuffix(REVERSE)) == "pipelines" for arc in arcs)


def annual_capacity(
    arc_terms: pd.DataFrame, seasons: pd.DataFrame, column: str = "capacity"
) -> dict[tuple[str, int], tuple[float, ...]]:
    """Volume that every arc can carry in each season of a year, bcm; key arc, year.

    ``column`` is ``capacity`` for what events leave, ``nameplate`` for what stands.
    """
    duration = lookup(seasons["duration"])
    capacity = lookup(arc_terms[column])
    keys = dict.fromkeys((arc, year) for arc, year, _ in capacity)
    return {(arc, year): tuple(capacity[arc, year, s] * d for s, d in duration.items()) for arc, year in keys}
