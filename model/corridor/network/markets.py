"""Markets: seasonal demand and its response to price, in blocks of falling willingness to pay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from corridor.dataset import lookup
from corridor.errors import NetworkError, Problem
from corridor.network.levers import Levers
from corridor.network.sectors import Consumers, consumers_by_market
from corridor.network.values import Values
from corridor.scenario import Scenario

#: Months in which stocks are drawn and filled.
WINTER = frozenset((1, 2, 3, 10, 11, 12))
SUMMER = frozenset((4, 5, 6, 7, 8, 9))
#: Price below which consumption does not rise further, as a multiple of the reference price.
LOWEST = 0.5
LINE = "line"
"""Name of the one block of linear demand."""


def demand_table(
    scenario: Scenario, values: Values, seasons: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    r"""Reference demand by season and the blocks around it.

    The curve of a market, or of each of its sectors, is :math:`Q(p) = Q_0 (p / p_0)^{\varepsilon}` (constant
    elasticity), read at the block edges: what is still consumed at the value of lost load is firm, every block between
    two edges is worth their geometric mean. Edges are at most :math:`(1+\eta)^2` apart, so that the price of a block
    is off the curve by at most the price error :math:`\eta` of the scenario, from the value of lost load down to
    :data:`LOWEST`. What goes into stock over the year comes on top of firm demand, what is drawn is taken off it.
    Active levers are taken off :math:`Q_0`, down to zero (a check tells), off sectors in proportion.

    Linear demand, where it is asked for or somebody has conduct, is the tangent of that curve at :math:`(Q_0, p_0)`,
    as one block: :math:`P = a - bQ` with :math:`b = -p_0 / (\varepsilon Q_0)` and :math:`a = p_0 + b Q_0`, down to a
    price of 0. It has no firm part but what goes into stock; what is drawn from stock is the last that is wanted.

    Returns
    -------
    demand, blocks, sectors : DataFrame
        As in :class:`corridor.network.Network`; ``sectors`` as its ``sector_terms``.
    """
    duration, months_of = lookup(seasons["duration"]), lookup(seasons["months"])
    levers, stocks = Levers(scenario, values, "demand"), _Stocks(scenario, values, seasons)
    linear, lost_load = linear_markets(scenario, values), scenario.parameter("value_of_lost_load")
    demand, sectors, blocks = [], [], _Blocks()
    for market, consumers in consumers_by_market(scenario, values, seasons).items():
        volume, price = values.yearly("demand", market, "volume"), values.yearly("demand", market, "reference_price")
        for year in scenario.horizon.years:
            curves = [_Curve.of(part, year, lost_load, scenario.market.price_error) for part in consumers]
            for season, length in duration.items():
                rates = [volume(year) * part.share(year) * part.seasons(year)[season] / length for part in consumers]
                rates = _less(rates, levers.months(market, year, months_of[season]))
                stored = stocks.rate(market, year, season)
                if market in linear:
                    line = _line(sum(rates), price(year), consumers[0].elasticity, stored)
                    stocks.require(market, year, season, line[0], "it wants at any price")
                    firm = max(stored, 0.0)
                    blocks.add_line(market, year, season, line)
                else:
                    firm = stored + sum(rate * curve.firm for rate, curve in zip(rates, curves, strict=True))
                    stocks.require(market, year, season, firm, "its firm demand")
                    for part, curve, rate in zip(consumers, curves, rates, strict=True):
                        blocks.add_curve(market, year, season, part.sector, curve, rate)
                demand.append((market, year, season, sum(rates), price(year), firm))
                sectors += [
                    (part.sector, year, season, rate, rate * curve.firm)
                    for part, curve, rate in zip(consumers, curves, rates, strict=True)
                    if part.sector
                ]
    demand_columns = ["market", "year", "season", "reference", "price", "firm"]
    sector_columns = ["sector", "year", "season", "reference", "firm"]
    return (
        pd.DataFrame(demand, columns=demand_columns).set_index(demand_columns[:3]).sort_index(),
        blocks.table(),
        pd.DataFrame(sectors, columns=sector_columns).set_index(sector_columns[:3]).sort_index(),
    )


class _Blocks:
    """Blocks of all markets, gathered curve by curve: one by one they would take longer than all else."""

    def __init__(self) -> None:
        self._whose: list[tuple[str, int, str, str]] = []
        self._names: list[list[str]] = []
        self._figures: list[tuple[npt.NDArray[np.float64], ...]] = []
        self._known: dict[tuple[str, int], list[str]] = {}

    def add_line(self, market: str, year: int, season: str, line: tuple[float, float, float]) -> None:
        """Add the one block of linear demand: its quantity, value and slope."""
        self._whose.append((market, year, season, ""))
        self._names.append([LINE])
        self._figures.append(tuple(np.asarray([figure]) for figure in line))

    def add_curve(self, market: str, year: int, season: str, sector: str, curve: _Curve, rate: float) -> None:
        """Add the blocks of a curve, the dearest first, for what is consumed at the reference price."""
        size = (sector, len(curve.widths))
        if size not in self._known:
            self._known[size] = [f"{sector} {number:03d}".lstrip() for number in range(1, len(curve.widths) + 1)]
        self._whose.append((market, year, season, sector))
        self._names.append(self._known[size])
        self._figures.append((rate * curve.widths, curve.worths, np.zeros(len(curve.widths))))

    def table(self) -> pd.DataFrame:
        """Return the blocks as in :class:`corridor.network.Network`."""
        counts = [len(names) for names in self._names]
        whose = zip(*self._whose, strict=True) if self._whose else [()] * 4
        market, year, season, sector = (np.repeat(np.asarray(each, dtype=object), counts) for each in whose)
        block = np.asarray(list(chain.from_iterable(self._names)), dtype=object)
        figures = zip(*self._figures, strict=True) if self._figures else [()] * 3
        quantity, value, slope = (np.concatenate([np.empty(0), *each]) for each in figures)
        names = ["market", "block", "year", "season"]
        index = pd.MultiIndex.from_arrays([market, block, year.astype(np.int64), season], names=names)
        columns = {"quantity": quantity, "value": value, "slope": slope, "sector": sector}
        return pd.DataFrame(columns, index=index).sort_index()


def _less(rates: list[float], taken: float) -> list[float]:
    """Take a rate off others in proportion, down to zero."""
    total = sum(rates)
    left = max(0.0, total - taken) / total if total > 0.0 else 0.0
    # Levers may also add, and where nothing is consumed there is no proportion.
    return [rate * left for rate in rates] if total > 0.0 else [max(0.0, -taken) / len(rates)] * len(rates)


@dataclass(frozen=True, slots=True)
class _Curve:
    """Blocks of one demand curve, as shares of what is consumed at the reference price."""

    firm: float
    widths: npt.NDArray[np.float64]
    worths: npt.NDArray[np.float64]

    @classmethod
    def of(cls, part: Consumers, year: int, lost_load: float, error: float) -> _Curve:
        reference = part.price(year)
        edges = _edges(lost_load, min(LOWEST * reference, lost_load), error)
        curve = (edges / reference) ** part.elasticity
        if part.elasticity == 0.0:
            return cls(1.0, np.empty(0), np.empty(0))
        return cls(float(curve[0]), np.diff(curve), np.sqrt(edges[:-1] * edges[1:]))


def _edges(highest: float, lowest: float, error: float) -> npt.NDArray[np.float64]:
    """Prices between which blocks lie, falling at an even ratio."""
    steps = math.ceil(math.log(highest / lowest) / (2.0 * math.log1p(error)) - 1e-9)
    return np.geomspace(highest, lowest, steps + 1)


def linear_markets(scenario: Scenario, values: Values) -> frozenset[str]:
    """Markets with linear demand: those that are to have it, and those with elastic demand where somebody has conduct.

    Raises
    ------
    NetworkError
        If a market that is to have linear demand does not respond to its price, or has sectors.
    """
    behaviour = scenario.behaviour
    markets = [name for name, _ in scenario.dataset.rows("demand")]
    elastic = {name for name in markets if values.constant("demand", name, "elasticity") < 0.0}
    parted = sorted({row["market"] for _, row in scenario.dataset.rows("sectors")})
    fixed = [name for name in behaviour.linear if name not in elastic]
    if fixed:
        written = scenario.where("market.linear_demand")
        problems = [f"demand of {name} does not respond to its price, so it has no line ({written})" for name in fixed]
        raise NetworkError([Problem(f"{each}; give it an elasticity below 0") for each in problems])
    found = frozenset(behaviour.linear) | {stance.market for stance in behaviour.stances if stance.market in elastic}
    both = [name for name in parted if name in found]
    if both:
        raise NetworkError(
            [Problem(f"linear demand is one line, but {name} has sectors; remove them or the conduct") for name in both]
        )
    return found


def _line(rate: float, price: float, elasticity: float, stored: float) -> tuple[float, float, float]:
    """Quantity, value and slope of the one block of linear demand; without any demand it is empty."""
    if rate <= 0.0:
        return min(stored, 0.0), price, 0.0
    slope = -price / (elasticity * rate)
    value = price + slope * (rate + min(stored, 0.0))
    return value / slope, value, slope


class _Stocks:
    """What goes into stock beside the storages of the network."""

    def __init__(self, scenario: Scenario, values: Values, seasons: pd.DataFrame) -> None:
        self._months, self._duration = lookup(seasons["months"]), lookup(seasons["duration"])
        self._changes = {
            market: values.yearly("demand", market, "stock_change") for market in scenario.dataset.ids("demand")
        }

    def rate(self, market: str, year: int, season: str) -> float:
        """Rate that is put into stock, below 0 drawn: stocks are filled in summer and drawn in winter."""
        change = self._changes[market](year)
        months = SUMMER if change > 0.0 else WINTER
        share = len(months.intersection(self._months[season])) / len(months)
        return float(change * share / self._duration[season])

    def require(self, market: str, year: int, season: str, left: float, of_what: str) -> None:
        """See that something is left of demand after what is drawn from stock.

        Raises
        ------
        NetworkError
            If more is drawn.
        """
        if left < 0.0:
            drawn = -self.rate(market, year, season) * self._duration[season]
            raise NetworkError(
                f"{market} would draw {drawn:.1f} bcm from stock in {season} {year}, more than {of_what} [stock_change]"
            )
