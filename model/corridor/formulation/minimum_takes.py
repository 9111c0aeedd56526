r"""Minimum takes: gas that contracts deliver in every season in any case, whatever it costs.

Take-or-pay is softer: there the buyer may pay and not take.

Variables
---------
``obliged[c,a,y,s]`` : :math:`\hat g_{c,a,y,s}`, bcm/yr
    Rate that flows over a delivery arc to meet the minimum of a contract.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the minimum takes and the delivery arcs that the seller's gas can reach."""
    rate = lookup(network.minimum_takes["rate"])
    arcs, origin = lookup(network.contracts["arcs"]), lookup(network.contracts["origin"])
    reach = set(network.flows)
    over = [(c, a, y, s) for c, y, s in rate for a in arcs[c] if (origin[c], a, y) in reach]
    shared = members(((origin[c], a, y, s), c) for c, a, y, s in over)
    model.MINIMUM_TAKES = listed_set(list(rate), 3)
    model.minimum_rate = parameter(model.MINIMUM_TAKES, rate)
    model.MINIMUM_ARCS = indexed_set(model.MINIMUM_TAKES, members(((c, y, s), a) for c, a, y, s in over))
    model.OBLIGED_OVER = listed_set(sorted(shared), 4)
    model.MINIMUMS_OVER = indexed_set(model.OBLIGED_OVER, shared)
    model.obliged = variable(listed_set(over, 4))


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: minimum takes only limit."""


def minimum_is_taken(model: pyo.ConcreteModel, c: Any, y: Any, s: Any) -> Any:
    r"""Over all delivery arcs flows at least the minimum.

    .. math:: \sum_a \hat g_{c,a,y,s} \ge M_{c,y,s}

    :math:`\hat g` gas that meets the minimum of contract :math:`c`, :math:`M` minimum take times the season's quantity
    [bcm/yr]. The dual (times -1, divided by :math:`d_s w_y D_y`) is what the obligation costs at the margin, million
    USD per bcm.
    """
    return sum(model.obliged[c, a, y, s] for a in model.MINIMUM_ARCS[c, y, s]) >= model.minimum_rate[c, y, s]


def obliged_below_flow(model: pyo.ConcreteModel, o: Any, a: Any, y: Any, s: Any) -> Any:
    r"""Gas meets one minimum only.

    .. math:: \sum_c \hat g_{c,a,y,s} \le f_{o,a,y,s}

    :math:`\hat g` as in :func:`minimum_is_taken`, over the contracts of origin :math:`o`; :math:`f` flow [bcm/yr]. The
    dual (times -1, divided by :math:`d_s w_y D_y`) is what one more bcm over the arc would save to those who must take
    it, million USD per bcm.
    """
    return sum(model.obliged[c, a, y, s] for c in model.MINIMUMS_OVER[o, a, y, s]) <= model.flow[o, a, y, s]


def constrain(model: pyo.ConcreteModel) -> None:
    """State the minimums."""
    state(model, "minimum_is_taken", model.MINIMUM_TAKES, minimum_is_taken)
    state(model, "obliged_below_flow", model.OBLIGED_OVER, obliged_below_flow)
