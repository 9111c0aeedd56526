"""The cheapest repair of a program without a point: by how much which limits must give way.

The elastic program of Chinneck (Feasibility and Infeasibility in Optimization, 2008, chapter 6), with weights in terms
of the domain: a bcm is a bcm, whichever limit lets it through.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corridor.engine.conflict import Conflict
from corridor.engine.elastic import NOTHING, Elastic, Given
from corridor.engine.sparse import Floats

#: What a bcm costs by which limits give way that are not asked about: whatever else helps comes first.
DEAR = 1e3


def cheapest(elastic: Elastic) -> Given | None:
    """Find the cheapest repair; None if limits would have to go that no amount can change."""
    return _by(elastic, elastic.limits.weight)


def alternative(elastic: Elastic, conflict: Conflict, others: Sequence[Conflict], statement: int) -> Given | None:
    """Find the cheapest repair by one statement of a conflict alone; None if it cannot be repaired by that.

    Parameters
    ----------
    elastic : Elastic
    conflict : Conflict
    others : sequence of Conflict
        Taken as settled.
    statement : int
        Of the conflict.
    """
    limits = elastic.limits
    settled = np.asarray([each for other in others for each in other.statements], dtype=np.int64)
    own = limits.statement == statement
    if statement not in conflict.statements:
        raise ValueError("the statement is none of the conflict")
    costs = np.where(own, limits.weight, np.where(limits.of(settled), 0.0, DEAR * limits.weight))
    given = _by(elastic, np.asarray(costs))
    if given is None or float(np.max(given.amounts[~own & ~limits.of(settled)], initial=0.0)) > NOTHING:
        return None
    return given


def _by(elastic: Elastic, costs: Floats) -> Given | None:
    limits = elastic.limits
    given = elastic.least(np.where(limits.changeable | (costs == 0.0), costs, DEAR * DEAR))
    taken = ~limits.changeable & (costs > 0.0) & (given.amounts > NOTHING)
    return None if bool(np.any(taken)) else given
