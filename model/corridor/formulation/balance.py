r"""Balance and cost: the two equations that every component adds to.

Variables
---------
``cost[i,y]`` : :math:`C_{i,y}`, million USD
    Cost of an account in one year like a model year; negative where it is a benefit.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.formulation.declare import listed_set, state
from corridor.formulation.terms import Terms


def balance_nodes(model: pyo.ConcreteModel, terms: Terms) -> None:
    r"""Gas of an origin at a node comes from somewhere and goes somewhere.

    .. math:: \sum_i S^i_{o,n,y,s} = \sum_i U^i_{o,n,y,s}

    Sources :math:`S` are production, arrivals, withdrawal and what swaps turn into gas of the origin; uses :math:`U`
    are departures, sales, injection and what swaps turn into gas of others, all in bcm/yr. The dual divided by
    :math:`d_s w_y D_y` is the value of gas of that origin at the node, million USD per bcm: what one more unit taken
    out there would cost.
    """

    def node_balance(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        inward = sum([term(m, o, n, y, s) for term in terms.sources])
        outward = sum([term(m, o, n, y, s) for term in terms.uses])
        return inward - outward == 0.0

    state(model, "node_balance", model.NODE_ORIGINS * model.SEASONS, node_balance)
    # Where nothing tells origins apart their gas may be counted together: what comes to a node and to a storage stands
    # in these equations with this sign.
    model.balances = {"node_balance": 1.0, "level_recursion": -1.0}


def account_costs(model: pyo.ConcreteModel, terms: Terms) -> None:
    r"""Every cost is booked on a yearly account, and their weighted sum is minimised.

    .. math:: \min \sum_{i,y} w_y D_y\, C_{i,y}

    :math:`C_{i,y}` is the cost of account :math:`i` in one year like :math:`y`, million USD; :math:`w_y` the years that
    it stands for, :math:`D_y` their discount factor. The worth of flexible consumption is a negative cost, so this
    is welfare maximisation with the sign turned.
    """
    model.ACCOUNTS = listed_set(sorted(terms.accounts))
    model.cost = pyo.Var(model.ACCOUNTS, model.YEARS)
    for name, term in sorted(terms.accounts.items()):

        def booked(m: pyo.ConcreteModel, y: Any, name: str = name, term: Any = term) -> Any:
            return m.cost[name, y] == term(m, y)

        model.add_component(f"account_{name}", pyo.Constraint(model.YEARS, rule=booked))
    model.total_cost = pyo.Objective(
        rule=lambda m: sum(m.weight[y] * m.cost[i, y] for i in m.ACCOUNTS for y in m.YEARS), sense=pyo.minimize
    )
