"""Contract prices by year from their rules, and what they lie above the price that the buyer would pay elsewhere.

The rules are those by which the trade tells prices apart (International Gas Union, "Wholesale Gas Price Survey"): oil
price escalation, gas-on-gas competition (here ``hub``), fixed or regulated. An oil-indexed price is ``base + slope x
oil price of some time ago``, kept between a floor and a ceiling, which flattens the line at both ends as an S-curve
does (J. Stern, ed., "The Pricing of Internationally Traded Gas", Oxford Institute for Energy Studies, 2012). A mixed
price weighs it with the hub's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corridor import units
from corridor.dataset import Series
from corridor.dataset.schema import OIL
from corridor.network.values import Values
from corridor.scenario import Scenario

Price = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A price over time that is known for some years: as published, or as the scenario says.

    Attributes
    ----------
    series : Series
    open_end : bool
        Whether the last value holds on: the scenario's does, what was published says nothing of later years.
    """

    series: Series
    open_end: bool

    def at(self, moment: float) -> float | None:
        """Price at a decimal year; None where nothing is known."""
        dates = self.series.dates
        if moment < dates[0] or (moment > dates[-1] and not self.open_end):
            return None
        return self.series.at(moment)


@dataclass(frozen=True, slots=True)
class Pricing:
    """What a contract says of its price, million USD per bcm, as functions of the year.

    Attributes
    ----------
    price : callable
        Price that decisions are made on.
    premium : callable
        What it lies above other gas in the eyes of the buyer.
    compared : callable
        Whether he compares in the year: else the premium is 0 whatever the price.
    own_part, hub_weight : callable
        The price is ``own_part + hub_weight x price at the hub``, within the bounds.
    floor, ceiling : float
        Bounds of a price that is indexed.
    """

    price: Price
    premium: Price
    compared: Callable[[int], bool]
    own_part: Price
    hub_weight: Price
    floor: float
    ceiling: float


class ContractPrices:
    """Prices of contracts."""

    def __init__(self, scenario: Scenario, values: Values) -> None:
        self._scenario, self._values = scenario, values
        self._compared = scenario.market.nomination == "price"

    def of(self, name: str, row: Mapping[str, str]) -> Pricing:
        """Price a contract by its rule.

        What a hub will cost is part of the solution, so a price that follows it is reckoned at the scenario's benchmark
        of the alternative, if it gives one, else at the contract's own ``price``; the buyer, who would pay the hub's
        price elsewhere too, only sees the markup. The premium is 0 unless the scenario has buyers compare prices and
        both prices are known for the year. Where an index has no oil price to read, ``price`` stands for it.
        """
        rule, values = row["price_rule"], self._values
        said = row["alternative"] in self._scenario.benchmarks
        other, indicative = self._benchmark(row["alternative"]), values.yearly("contracts", name, "price")
        markup, index = values.constant("contracts", name, "markup"), self._oil_index(name)
        oil_share = values.constant("contracts", name, "oil_share") if rule == "mixed" else float(rule != "hub")
        floor, ceiling = (self._bound(name, each, end) for each, end in (("floor", -math.inf), ("ceiling", math.inf)))

        def alternative(year: int) -> float | None:
            return None if other is None else other.at(year + 0.5)

        def oil(year: int) -> float | None:
            return index(year) if rule not in ("hub", "fixed") else None

        def hub_weight(year: int) -> float:
            return 1.0 - oil_share if rule == "hub" or oil(year) is not None else 0.0

        def own_part(year: int) -> float:
            found = oil(year)
            if rule != "hub" and found is None:
                return indicative(year)
            return oil_share * (found or 0.0) + hub_weight(year) * markup

        def at_hub(year: int, hub: float) -> float:
            whole = own_part(year) + hub_weight(year) * hub
            return whole if rule != "hub" and oil(year) is None else min(max(whole, floor), ceiling)

        def price(year: int) -> float:
            known = alternative(year) if said else None
            return at_hub(year, indicative(year) - markup if known is None else known)

        def compared(year: int) -> bool:
            return self._compared and other is not None and (rule == "hub" or alternative(year) is not None)

        def premium(year: int) -> float:
            now = alternative(year)
            if not compared(year):
                return 0.0
            if now is None:
                return markup
            # The hub weighs nothing in a price that does not follow it.
            return at_hub(year, now) - now if rule != "hub" or floor > -math.inf or ceiling < math.inf else markup

        return Pricing(price, premium, compared, own_part, hub_weight, floor, ceiling)

    def _benchmark(self, name: str) -> Benchmark | None:
        series = self._scenario.benchmark(name)
        return None if series is None else Benchmark(series, name in self._scenario.benchmarks)

    def _oil_index(self, name: str) -> Callable[[int], float | None]:
        """Return the index in the middle of the year less the lag; None where there is no slope or no oil price."""
        slope, oil = self._values.series("contracts", name, "slope"), self._benchmark(OIL)
        base, lag = (self._values.constant("contracts", name, attribute) for attribute in ("base", "lag"))

        def index(year: int) -> float | None:
            found = None if slope is None or oil is None else oil.at(year + 0.5 - lag)
            if slope is None or found is None:
                return None
            return base + units.to_canonical(slope.values[0] * found, "USD/MMBtu", "price")

        return index

    def _bound(self, name: str, attribute: str, without: float) -> float:
        series = self._values.series("contracts", name, attribute)
        return without if series is None else series.values[0]
