r"""Long-term contracts: annual quantity over named delivery arcs, and a minimum that is paid in any case.

Between minimum and quantity the take is the buyer's option: where he compares prices, a delivered bcm costs the premium
of the contract price over the price that he would pay elsewhere (a saving if the contract is the cheaper).

Sets
----
:math:`c` : contracts
    Each of one origin, over its delivery arcs, in the years in which it runs; ``RUNNING``.

Variables
---------
``delivered[c,a,y]`` : :math:`g_{c,a,y}`, bcm
    Volume delivered under a contract over an arc in a year.
``unpaid_take[c,y]`` : :math:`z_{c,y}`, bcm
    Part of the minimum that is paid for and not taken.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the contracts that run in a year, their delivery arcs and volumes."""
    reach = set(network.flows)
    contracts = network.contracts
    arcs, origin = lookup(contracts["arcs"]), lookup(contracts["origin"])
    running = network.contract_terms[network.contract_terms["quantity"] > 0.0]
    delivery = [(c, a, y) for c, y in running.index for a in arcs[c] if (origin[c], a, y) in reach]
    model.CONTRACTS = listed_set(list(contracts.index))
    model.RUNNING = listed_set(list(running.index), 2)
    model.DELIVERIES = listed_set(delivery, 3)
    model.DELIVERY_ARCS = indexed_set(model.RUNNING, members(((c, y), a) for c, a, y in delivery))
    shared = members(((origin[c], a, y), c) for c, a, y in delivery)
    model.DELIVERED_OVER = listed_set(sorted(shared), 3)
    bound = {(origin[c], a) for c, only in lookup(contracts["exclusive"]).items() if only for a in arcs[c]}
    model.ONLY_CONTRACTS = listed_set([(o, a, y) for o, a, y in network.flows if (o, a) in bound], 3)
    # An exclusive contract that has run out still keeps other gas of the seller off its arcs.
    model.CONTRACTS_OVER = indexed_set(model.DELIVERED_OVER | model.ONLY_CONTRACTS, shared)
    model.DELIVERIES_IN = indexed_set(model.YEARS, members((y, (c, a)) for c, a, y in delivery), dimen=2)
    model.RUNNING_IN = indexed_set(model.YEARS, members((y, c) for c, y in running.index))
    model.contract_quantity = parameter(model.RUNNING, running["quantity"])
    model.contract_minimum = parameter(model.RUNNING, running["minimum"])
    model.contract_price = parameter(model.RUNNING, running["price"])
    model.contract_premium = parameter(model.RUNNING, running["premium"])
    model.delivered = variable(model.DELIVERIES)
    model.unpaid_take = variable(model.RUNNING)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what is paid for gas that is not taken, and what gas that is taken costs more than other gas would."""

    def paid(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What is not taken of the minimum is paid at the contract price.

        .. math:: C_y = \sum_c \rho_c P_{c,y}\, z_{c,y}

        :math:`\rho` share that is paid ahead, :math:`P` contract price [million USD per bcm], :math:`z` what is paid
        and not taken [bcm].
        """
        return sum(m.prepaid_share[c] * m.contract_price[c, y] * m.unpaid_take[c, y] for c in m.RUNNING_IN[y])

    def premium(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What buyers who compare prices pay more, or less, than elsewhere.

        .. math:: C_y = \sum_{c,a} \Pi_{c,y}\, g_{c,a,y}

        :math:`\Pi` contract price less that of the alternative [million USD per bcm], :math:`g` delivered [bcm].
        """
        return sum(m.contract_premium[c, y] * m.delivered[c, a, y] for (c, a) in m.DELIVERIES_IN[y])

    terms.accounts["take_or_pay"] = paid if len(model.RUNNING) else nothing
    terms.accounts["contract_premium"] = premium if len(model.DELIVERIES) else nothing


def deliveries_below_flow(model: pyo.ConcreteModel, o: Any, a: Any, y: Any) -> Any:
    r"""All contracts over an arc together deliver at most the seller's gas that flows there.

    .. math:: \sum_{c} g_{c,a,y} \le \sum_s d_s f_{o,a,y,s}

    :math:`g` delivered [bcm in the year], at the entry of the arc; :math:`f` flow [bcm/yr]. The dual (times -1, divided
    by :math:`w_y D_y`) is what contracts would pay for one more bcm over the arc, million USD per bcm.
    """
    return sum(model.delivered[c, a, y] for c in model.CONTRACTS_OVER[o, a, y]) <= sum(
        model.duration[s] * model.flow[o, a, y, s] for s in model.SEASONS
    )


def flow_only_under_contract(model: pyo.ConcreteModel, o: Any, a: Any, y: Any) -> Any:
    r"""Over the delivery arcs of exclusive contracts the seller's gas flows only under contracts.

    .. math:: \sum_s d_s f_{o,a,y,s} \le \sum_{c} g_{c,a,y}

    Units as in :func:`deliveries_below_flow`, with which this is an equality. The dual (times -1, divided by
    :math:`w_y D_y`) is what one more bcm outside of contracts would be worth, million USD per bcm.
    """
    return sum(model.duration[s] * model.flow[o, a, y, s] for s in model.SEASONS) <= sum(
        model.delivered[c, a, y] for c in model.CONTRACTS_OVER[o, a, y]
    )


def annual_quantity(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""A contract delivers at most its annual quantity.

    .. math:: \sum_a g_{c,a,y} \le A_{c,y}

    :math:`g` delivered, :math:`A` annual quantity [bcm]. The dual (times -1, divided by :math:`w_y D_y`) is what one
    more bcm under the contract would be worth, million USD per bcm.
    """
    return sum(model.delivered[c, a, y] for a in model.DELIVERY_ARCS[c, y]) <= model.contract_quantity[c, y]


def take_or_pay(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""The minimum is taken, or paid for.

    .. math:: \sum_a g_{c,a,y} - \sum_b \hat z_{c,b,y} + \sum_b \hat\psi_{c,b,y} + z_{c,y} \ge T_{c,y}

    :math:`T` take-or-pay share times annual quantity, times what events leave open of the delivery arcs; :math:`g`
    delivered, :math:`z` paid and not taken; :math:`\hat z` gas paid for in earlier years :math:`b` and made up,
    :math:`\hat\psi` carried forward from them, see :func:`made_up_was_paid` and :func:`carried_was_earned` [bcm]. The
    dual (times -1, divided by :math:`w_y D_y`) is what the obligation costs at the margin, million USD per bcm, at most
    the contract price.
    """
    own = sum(model.delivered[c, a, y] for a in model.DELIVERY_ARCS[c, y]) - sum(
        model.made_up[c, b, y] for b in model.MAKE_UPS_INTO[c, y]
    )
    spared = sum(model.carried[c, b, y] for b in model.CARRIES_INTO[c, y])
    return own + spared + model.unpaid_take[c, y] >= model.contract_minimum[c, y]


def constrain(model: pyo.ConcreteModel) -> None:
    """State what contracts demand."""
    state(model, "deliveries_below_flow", model.DELIVERED_OVER, deliveries_below_flow)
    state(model, "flow_only_under_contract", model.ONLY_CONTRACTS, flow_only_under_contract)
    state(model, "annual_quantity", model.RUNNING, annual_quantity)
    state(model, "take_or_pay", model.RUNNING, take_or_pay)
