r"""Nominations: how evenly over the year a contract is taken.

Above the highest rate the seller need not deliver; below the lowest the buyer pays for what is missing, as far as he
does not pay for it over the year already. To that no make-up is due.

Variables
---------
``nominated[c,a,y,s]`` : :math:`\tilde g_{c,a,y,s}`, bcm/yr
    Rate that a contract with limits takes over an arc in a season.
``below_rate[c,y,s]`` : :math:`\tilde u_{c,y,s}`, bcm/yr
    What is missing of the lowest rate in a season.
``unpaid_rate[c,y]`` : :math:`\tilde z_{c,y}`, bcm
    What is missing over the year and paid for, beyond what is paid of the year's minimum.
"""

from __future__ import annotations

import math
from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare contracts with limits of the rate, and their rates."""
    contracts, seasons = network.contracts, network.seasons.index.tolist()
    highest, lowest = lookup(contracts["highest"]), lookup(contracts["lowest"])
    origin, quantity, left = (
        lookup(contracts["origin"]),
        lookup(network.contract_terms["quantity"]),
        lookup(network.contract_terms["left"]),
    )
    limited = {c for c in contracts.index.tolist() if math.isfinite(highest[c]) or lowest[c] > 0.0}
    over = [(c, a, y) for c, a, y in model.DELIVERIES if c in limited]
    model.LIMITED_DELIVERIES = listed_set(over, 3)
    model.NOMINATED = listed_set([(*key, s) for key in over for s in seasons], 4)
    nominators = members(((origin[c], a, y), c) for c, a, y in over)
    model.NOMINATED_OVER = listed_set(sorted(nominators), 3)
    model.NOMINATORS = indexed_set(model.NOMINATED_OVER, nominators)
    capped = [(c, y) for c, y in model.RUNNING if math.isfinite(highest[c])]
    floored = [(c, y) for c, y in model.RUNNING if lowest[c] * left[c, y] > 0.0]
    model.HIGHEST_IN = listed_set(capped, 2)
    model.LOWEST_IN = listed_set(floored, 2)
    model.LOWEST_OF = indexed_set(model.YEARS, members((y, c) for c, y in floored))
    model.NOMINATED_ARCS = indexed_set(model.RUNNING, members(((c, y), a) for c, a, y in over))
    model.highest_rate_limit = parameter(model.HIGHEST_IN, {(c, y): highest[c] * quantity[c, y] for c, y in capped})
    least = {(c, y): lowest[c] * quantity[c, y] * left[c, y] for c, y in floored}
    model.lowest_rate_limit = parameter(model.LOWEST_IN, least)
    model.nominated = variable(model.NOMINATED)
    model.below_rate = variable(model.LOWEST_IN * model.SEASONS)
    model.unpaid_rate = variable(model.LOWEST_IN)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what is paid below the lowest rate."""

    def paid(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What is missing of the lowest rates is paid as what is missing of the year's minimum.

        .. math:: C_y = \sum_c \rho_c P_{c,y}\, \tilde z_{c,y}

        :math:`\rho` share that is paid ahead, :math:`P` contract price [million USD per bcm], :math:`\tilde z` what is
        missing and paid for [bcm].
        """
        return sum(m.prepaid_share[c] * m.contract_price[c, y] * m.unpaid_rate[c, y] for c in m.LOWEST_OF[y])

    if len(model.LOWEST_IN):
        terms.accounts["lowest_rates"] = paid


def nominations_are_deliveries(model: pyo.ConcreteModel, c: Any, a: Any, y: Any) -> Any:
    r"""What is nominated over the seasons is what is delivered.

    .. math:: g_{c,a,y} = \sum_s d_s\, \tilde g_{c,a,y,s}

    :math:`\tilde g` rate nominated [bcm/yr], :math:`g` delivered [bcm in the year]. The dual (times -1, divided by
    :math:`w_y D_y`) is what one more bcm delivered without a nomination would save, million USD per bcm, negative where
    it would cost.
    """
    return model.delivered[c, a, y] == sum(model.duration[s] * model.nominated[c, a, y, s] for s in model.SEASONS)


def nominated_below_flow(model: pyo.ConcreteModel, o: Any, a: Any, y: Any, s: Any) -> Any:
    r"""What contracts nominate flows.

    .. math:: \sum_c \tilde g_{c,a,y,s} \le f_{o,a,y,s}

    :math:`\tilde g` rate nominated by the contracts of origin :math:`o`, :math:`f` flow [bcm/yr]. The dual (times -1,
    divided by :math:`d_s w_y D_y`) is what contracts would pay for one more bcm over the arc in the season, million USD
    per bcm.
    """
    return sum(model.nominated[c, a, y, s] for c in model.NOMINATORS[o, a, y]) <= model.flow[o, a, y, s]


def highest_rate(model: pyo.ConcreteModel, c: Any, y: Any, s: Any) -> Any:
    r"""A season takes at most the highest rate.

    .. math:: \sum_a \tilde g_{c,a,y,s} \le \eta_c A_{c,y}

    :math:`\tilde g` rate nominated, :math:`\eta` highest rate over the mean rate of the annual quantity :math:`A`
    [bcm/yr]. The dual (times -1, divided by :math:`w_y D_y`) is the yearly value of one more bcm/yr of rate, million
    USD.
    """
    return sum(model.nominated[c, a, y, s] for a in model.NOMINATED_ARCS[c, y]) <= model.highest_rate_limit[c, y]


def lowest_rate(model: pyo.ConcreteModel, c: Any, y: Any, s: Any) -> Any:
    r"""A season takes at least the lowest rate, or falls short of it.

    .. math:: \sum_a \tilde g_{c,a,y,s} + \tilde u_{c,y,s} \ge \eta^0_{c,y} A_{c,y}

    :math:`\tilde g` rate nominated, :math:`\tilde u` what is missing, :math:`A` annual quantity as a rate [bcm/yr];
    :math:`\eta^0` lowest rate over the mean rate, times what events and bans leave of the obligation. The dual (times
    -1, divided by :math:`w_y D_y`) is what one more bcm/yr of the season's lowest rate costs in the year, million USD.
    """
    return (
        sum(model.nominated[c, a, y, s] for a in model.NOMINATED_ARCS[c, y]) + model.below_rate[c, y, s]
        >= model.lowest_rate_limit[c, y]
    )


def missing_rate_is_paid(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""What is missing below the lowest rate is paid, once.

    .. math:: \tilde z_{c,y} + z_{c,y} \ge \sum_s d_s\, \tilde u_{c,y,s}

    :math:`z` what is paid over the year in any case, see :func:`take_or_pay`, :math:`\tilde z` what is paid beyond it
    [bcm in the year]; :math:`\tilde u` what is missing in a season [bcm/yr]. The dual (times -1, divided by
    :math:`w_y D_y`) is what one more missing bcm costs, million USD per bcm, at most the share of the contract price
    that is paid ahead.
    """
    return model.unpaid_rate[c, y] + model.unpaid_take[c, y] >= sum(
        model.duration[s] * model.below_rate[c, y, s] for s in model.SEASONS
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State the limits of nominations."""
    state(model, "nominations_are_deliveries", model.LIMITED_DELIVERIES, nominations_are_deliveries)
    state(model, "nominated_below_flow", model.NOMINATED_OVER * model.SEASONS, nominated_below_flow)
    state(model, "highest_rate", model.HIGHEST_IN * model.SEASONS, highest_rate)
    state(model, "lowest_rate", model.LOWEST_IN * model.SEASONS, lowest_rate)
    state(model, "missing_rate_is_paid", model.LOWEST_IN, missing_rate_is_paid)
