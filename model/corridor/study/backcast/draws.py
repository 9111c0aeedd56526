"""Draws of what nobody knows exactly: costs, contracts and changes of stock, for the robustness of a back-cast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from corridor.network import Network

#: Largest relative change of the cost of an arc, and of a contract's quantity and minimum.
COST, CONTRACT = 0.20, 0.10
#: Largest change of the stock of all European markets together, bcm in a year.
STOCK = 4.0
#: Markets that share it: those of these groups.
EUROPE = frozenset(("EU",))


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw, from its number alone.

    Attributes
    ----------
    number : int
        Seed of the random numbers.
    """

    number: int

    @property
    def name(self) -> str:
        """Name of the case."""
        return f"draw {self.number:03d}"

    def apply(self, network: Network) -> Network:
        """Change a network.

        The cost of every arc changes by a factor, uniform within 20 % and the same in all years; the quantity and
        minimum of every contract by one within 10 %; and in each year the demand of the European Union by at most 4 bcm
        of stock, shared by the size of the markets.
        """
        random = np.random.default_rng(self.number)
        terms, contracts, demand = network.arc_terms.copy(), network.contract_terms.copy(), network.demand.copy()
        terms["cost"] *= _factors(random, terms.index.get_level_values("arc"), COST)
        size = _factors(random, contracts.index.get_level_values("contract"), CONTRACT)
        for column in ("quantity", "obligation", "minimum", "carry_base"):
            contracts[column] *= size
        demand["firm"] += _stock(random, network)
        return replace(network, arc_terms=terms, contract_terms=contracts, demand=demand)


def draws(number: int) -> Iterator[Draw]:
    """So many draws; the same every time."""
    return (Draw(each) for each in range(1, number + 1))


def _factors(random: np.random.Generator, names: pd.Index, width: float) -> np.ndarray:
    codes, known = pd.factorize(names, sort=True)
    return (1.0 + random.uniform(-width, width, len(known)))[codes]


def _stock(random: np.random.Generator, network: Network) -> pd.Series:
    """Extra rate of firm demand by market, year and season, bcm/yr."""
    groups = network.nodes["groups"].map(EUROPE.intersection).map(bool)
    demand = network.demand
    inside = demand.index.get_level_values("market").map(groups.to_dict()).to_numpy(dtype=bool)
    firm = demand["firm"].where(inside, 0.0)
    years = demand.index.get_level_values("year")
    change = dict(zip(network.years.index.tolist(), random.uniform(-STOCK, STOCK, len(network.years)), strict=True))
    duration = demand.index.get_level_values("season").map(network.seasons["duration"].to_dict()).to_numpy(dtype=float)
    volume = (firm * duration).groupby(years).sum()
    share = years.map({year: change[year] / volume[year] for year in change}).to_numpy(dtype=float)
    extra: pd.Series = firm * share
    return extra
