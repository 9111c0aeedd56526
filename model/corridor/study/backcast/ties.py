"""Other optima of the same cost: which gas ends where is often open while the flows on the routes are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

#: Largest extra cost of a sale, USD per thousand m3: a change of the optimum that costs no more than this per volume
#: counts as no change at all.
HAIR = 0.01
#: How many other optima are looked at.
NUMBER = 6


def tie(number: int) -> Callable[[Any], None]:
    """Return a change of a model that prefers other buyers among ways of equal cost.

    Every sale of an origin in a market is made dearer by a random amount of at most :data:`HAIR`, the same in all
    seasons of a year; the random numbers come from ``number`` alone.
    """

    def prefer(model: Any) -> None:
        random = np.random.default_rng(number)
        pairs = sorted({(origin, market, year) for origin, market, year, _ in model.SALES})
        extra = dict(zip(pairs, random.uniform(0.0, HAIR, len(pairs)).tolist(), strict=True))
        model.total_cost.expr += sum(
            model.weight[y] * model.duration[s] * extra[o, m, y] * model.sales[o, m, y, s] for o, m, y, s in model.SALES
        )

    return prefer
