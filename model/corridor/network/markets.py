"""Markets: seasonal demand and its response to price, in blocks of falling willingness to pay."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from corridor.dataset import lookup
from corridor.errors import NetworkError
from corridor.network.levers import Levers
from corridor.network.values import Values
from corridor.scenario import Scenario

#: Months in which stocks are drawn and filled.
WINTER = frozenset((1, 2, 3, 10, 11, 12))
SUMMER = frozenset((4, 5, 6, 7, 8, 9))
#: Price below which consumption does not rise further, as a multiple of the reference price.
LOWEST = 0.5


def demand_table(scenario: Scenario, values: Values, seasons: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    r"""Reference demand by season and the blocks around it.

    The curve is :math:`Q(p) = Q_0 (p / p_0)^{\varepsilon}` (constant elasticity), read at the block edges: what is
    still consumed at the value of lost load is firm, every block between two edges is worth their geometric mean. Edges
    are at most :math:`(1+\eta)^2` apart, so that the price of a block is off the curve by at most the price error
    :math:`\eta` of the scenario, from the value of lost load down to :data:`LOWEST`. What
    goes into stock over the year comes on top of firm demand, what is drawn is taken off it. Active levers are taken
    off :math:`Q_0`, down to zero (a check tells).

    Returns
    -------
    demand, blocks : DataFrame
        As in :class:`corridor.network.Network`.
    """
    lost_load = scenario.parameter("value_of_lost_load")
    duration, months_of = lookup(seasons["duration"]), lookup(seasons["months"])
    levers = Levers(scenario, values, "demand")
    demand, blocks = [], []
    for name, row in scenario.dataset.rows("demand"):
        volume = values.yearly("demand", name, "volume")
        price = values.yearly("demand", name, "reference_price")
        elasticity = values.constant("demand", name, "elasticity")
        shares = _season_shares(scenario, row["profile"], seasons)
        stock = values.yearly("demand", name, "stock_change")
        for year in scenario.horizon.years:
            reference = price(year)
            edges = _edges(lost_load, min(LOWEST * reference, lost_load), scenario.market.price_error)
            curve = (edges / reference) ** elasticity
            worth = np.sqrt(edges[:-1] * edges[1:])
            for season, share in shares.items():
                rate = volume(year) * share / duration[season]
                rate = max(0.0, rate - levers.months(name, year, months_of[season]))
                stored = stock(year) * _stock_share(months_of, season, stock(year)) / duration[season]
                firm = rate * curve[0] + stored
                if firm < 0.0:
                    raise NetworkError(
                        f"{name} would draw {-stored * duration[season]:.1f} bcm from stock in {season} {year}, more "
                        "than its firm demand [stock_change]"
                    )
                demand.append((name, year, season, rate, reference, firm))
                if elasticity < 0.0:
                    blocks += [
                        (name, f"{number:02d}", year, season, rate * width, value)
                        for number, (width, value) in enumerate(zip(np.diff(curve), worth, strict=True), start=1)
                    ]
    demand_columns = ["market", "year", "season", "reference", "price", "firm"]
    block_columns = ["market", "block", "year", "season", "quantity", "value"]
    return (
        pd.DataFrame(demand, columns=demand_columns).set_index(demand_columns[:3]).sort_index(),
        pd.DataFrame(blocks, columns=block_columns).set_index(block_columns[:4]).sort_index(),
    )


def _edges(highest: float, lowest: float, error: float) -> npt.NDArray[np.float64]:
    """Prices between which blocks lie, falling at an even ratio."""
    steps = math.ceil(math.log(highest / lowest) / (2.0 * math.log1p(error)) - 1e-9)
    return np.geomspace(highest, lowest, steps + 1)


def _stock_share(months_of: Mapping[str, tuple[int, ...]], season: str, change: float) -> float:
    """Share of a year's stock change that belongs to a season: stocks are filled in summer and drawn in winter."""
    months = SUMMER if change > 0.0 else WINTER
    return len(months.intersection(months_of[season])) / len(months)


def _season_shares(scenario: Scenario, profile: str, seasons: pd.DataFrame) -> dict[str, float]:
    """Share of annual demand in each season."""
    share = scenario.months("seasonality", profile)
    return {season: sum(share[month] for month in months) for season, months in lookup(seasons["months"]).items()}
