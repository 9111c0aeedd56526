"""The price of a market, as every variant of the program defines it."""

from __future__ import annotations

import numpy as np

from corridor.engine.matrix import Labels, Program
from corridor.engine.point import Point
from corridor.engine.sparse import Flags, Floats

#: Consumption below this is numerical dust, bcm/yr.
BOUGHT = 1e-6


def clearing_prices(program: Program, point: Point, clearing: Labels, consumption: Labels) -> tuple[Floats, Flags]:
    """Price of every market by season, in money of the objective per unit of a rate.

    Where demand is linear it is what buyers pay for the last unit, whatever sellers earn on one more and however the
    squares are computed: the negative derivative of the objective by consumption on the line; of several lines, of the
    one bought most on. Elsewhere, and where nothing is bought on a line, it is the dual of market clearing.

    Parameters
    ----------
    clearing, consumption : Labels
        Rows of market clearing with keys (market, year, season), columns of consumption with keys (market, block,
        year, season).

    Returns
    -------
    price : ndarray, shape (clearing rows,)
    on_the_line : ndarray of bool, shape (clearing rows,)
        Where it is the price of linear demand.
    """
    price, on_the_line = point.row_duals[clearing.start : clearing.stop].copy(), np.zeros(len(clearing.keys), bool)
    part = slice(consumption.start, consumption.stop)
    bought = point.columns[part]
    used = np.flatnonzero((program.curvature[part] > 0.0) & (bought > BOUGHT))
    if used.size:
        place = {key: position for position, key in enumerate(clearing.keys)}
        # The one bought most on comes last and stands.
        used = used[np.argsort(bought[used], kind="stable")]
        market = np.asarray([place[key[0], *key[2:]] for key in (consumption.keys[number] for number in used)])
        price[market] = -(program.cost[part] + program.curvature[part] * bought)[used]
        on_the_line[market] = True
    return price, on_the_line
