r"""Filling targets: what the storages of a group hold on a day of the year.

What is missing of a target costs as much as demand that goes short, and a scenario in which anything is missing is told
to be infeasible.

Sets
----
:math:`p` : targets
    Each for the storages of a group of nodes; ``FILLINGS`` with the years.

Variables
---------
``unfilled[p,y]`` : :math:`\nu_{p,y}`, bcm
    What is missing of a target, at most all of it.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network

ACCOUNT = "missed_filling"


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare targets and the stocks that count for them."""
    rise, weight = lookup(network.fillings["rise"]), lookup(network.filling_weights["weight"])
    listed = network.policy_members
    storages = listed[listed["member_kind"] == "storage"]
    storages_of = members(zip(storages["policy"], storages["member"], strict=True))
    stocks = members(((g, y, s), o) for o, g, y, s in model.STORED)
    model.FILLINGS = listed_set(list(rise), 2)
    model.FILLINGS_IN = indexed_set(model.YEARS, members((y, p) for p, y in rise))
    model.FILLING_STOCKS = indexed_set(
        model.FILLINGS,
        members(((p, y), (o, g, s)) for p, y, s in weight for g in storages_of[p] for o in stocks.get((g, y, s), ())),
        dimen=3,
    )
    model.FILLING_SEASONS = listed_set(list(weight), 3)
    model.filling_weight = parameter(model.FILLING_SEASONS, weight)
    model.filling_rise = parameter(model.FILLINGS, rise)
    model.unfilled = variable(model.FILLINGS, upper=rise)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register the cost of what is missing; without a target there is no such account."""

    def missed(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What is missing costs the value of lost load.

        .. math:: C_y = \sum_p V\, \nu_{p,y}

        :math:`V` value of lost load [million USD per bcm], :math:`\nu` what is missing [bcm].
        """
        return sum(m.value_of_lost_load * m.unfilled[p, y] for p in m.FILLINGS_IN[y])

    if len(model.FILLINGS):
        terms.accounts[ACCOUNT] = missed


def stock_reaches_target(model: pyo.ConcreteModel, p: Any, y: Any) -> Any:
    r"""Stocks of all origins in all storages of a group rise from the opening to the target.

    .. math:: \sum_s \omega_{p,s} \sum_{g \in p} \sum_o \ell_{o,g,y,s} + \nu_{p,y}
              \ge (\phi_{p,y} - \phi^0_p) \sum_{g \in p} L_{g,y}

    :math:`\ell` stock at the end of a season, :math:`L` working gas, :math:`\nu` what is missing [bcm]; :math:`\phi`
    target and :math:`\phi^0` opening stock as shares. :math:`\omega` is the weight of the season's end in the stock on
    the day of the target, less that in the stock on the opening day; between two ends a stock moves evenly. The dual
    (times -1, divided by :math:`w_y D_y`) is what one more bcm of target costs, million USD per bcm.
    """
    return (
        sum(model.filling_weight[p, y, s] * model.level[o, g, y, s] for (o, g, s) in model.FILLING_STOCKS[p, y])
        + model.unfilled[p, y]
        >= model.filling_rise[p, y]
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State the targets."""
    state(model, "stock_reaches_target", model.FILLINGS, stock_reaches_target)
