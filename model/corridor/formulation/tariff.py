r"""Tariffs: charges on gas that enters a group of nodes or is sold there.

Shippers count them as a cost, so they are an account of the objective; to the world they are a transfer, and the
account stands apart.

Sets
----
:math:`p` : policies
    Each with the arcs, swaps or markets of a group of nodes over which gas is charged, and the origins that are.

Variables
---------
``duty[p,y]`` : :math:`\zeta_{p,y}`, million USD
    What is charged on sales in a year.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network

ACCOUNT = "policy_tariffs"


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare charges, the flows that they are on, and duties on sales."""
    charge = lookup(network.charges["charge"])
    seasons_of = members(((p, y), s) for p, y, s in charge)
    reach = set(network.flows)
    listed = list(network.policy_members.itertuples(index=False, name=None))
    on_sales = {policy for policy, kind, _, _ in listed if kind == "market"}
    arcs_of = members((p, (a, o)) for p, kind, a, o in listed if kind == "arc")
    model.CHARGES = listed_set(list(charge), 3)
    model.charge = parameter(model.CHARGES, charge)
    model.CHARGED_FLOWS = indexed_set(
        model.YEARS,
        members((y, (p, o, a, s)) for p, y, s in charge for a, o in arcs_of.get(p, ()) if (o, a, y) in reach),
        dimen=4,
    )
    working, titles_of = set(network.open_swaps), members((p, (w, o)) for p, kind, w, o in listed if kind == "swap")
    model.CHARGED_SWAPS = indexed_set(
        model.YEARS,
        members((y, (p, o, w, s)) for p, y, s in charge for w, o in titles_of.get(p, ()) if (w, y) in working),
        dimen=4,
    )
    model.DUTIES = listed_set([key for key in seasons_of if key[0] in on_sales], 2)
    model.DUTIES_IN = indexed_set(model.YEARS, members((y, p) for p, y in model.DUTIES))
    model.CHARGED_SEASONS = indexed_set(model.DUTIES, seasons_of)
    model.duty = variable(model.DUTIES)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what is charged; without a tariff there is no such account."""

    def charged(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What enters is charged as it comes over an arc or by title in a swap; for sales see :func:`duty_on_sales`.

        .. math:: C_y = \sum_s d_s \sum_p \tau_{p,y,s} \Big( \sum_{(o,a) \in p} (1-\lambda_a) f_{o,a,y,s}
                  + \sum_{(o,w) \in p} \sigma_{o,w} e_{w,y,s} \Big) + \sum_p \zeta_{p,y}

        :math:`\tau` charge [million USD per bcm], :math:`f` flow, :math:`e` what is handed over in a swap [bcm/yr],
        :math:`\sigma` what comes in of a unit of it, :math:`\zeta` duty on sales [million USD].
        """
        entering = sum(
            m.duration[s] * m.charge[p, y, s] * (1.0 - m.loss[a]) * m.flow[o, a, y, s]
            for (p, o, a, s) in m.CHARGED_FLOWS[y]
        )
        brought = sum(
            m.duration[s] * m.charge[p, y, s] * m.swap_title[o, w] * m.swapped[w, y, s]
            for (p, o, w, s) in m.CHARGED_SWAPS[y]
        )
        return entering + brought + sum(m.duty[p, y] for p in m.DUTIES_IN[y])

    if len(model.CHARGES):
        terms.accounts[ACCOUNT] = charged


def duty_on_sales(model: pyo.ConcreteModel, p: Any, y: Any) -> Any:
    r"""What is sold in a group is charged, less what came in a form that the tariff does not touch.

    .. math:: \zeta_{p,y} \ge \sum_s d_s\, \tau_{p,y,s} \Big( \sum_{(o,m) \in p} v_{o,m,y,s}
              - \sum_{(o,a) \in p} (1-\lambda_a) f_{o,a,y,s} \Big)

    Used where transit to third countries goes free: :math:`\zeta` duty [million USD in the year], :math:`v` sales
    inside the group, :math:`f` what came in the other form [bcm/yr], :math:`\tau` charge, averaged over the season
    where it is in force for a part of it [million USD per bcm]. Elsewhere :math:`\tau` is on what enters,
    :math:`d_s \tau (1-\lambda_a) f`, and on what swaps bring by title, in the account itself. The dual (times -1,
    divided by :math:`w_y D_y`) is the part of the charge that one more sale bears: 1, or 0 where nothing is left to
    charge.
    """
    return model.duty[p, y] >= sum(
        model.duration[s] * model.charge[p, y, s] * model.sales[o, m, y, s]
        for s in model.CHARGED_SEASONS[p, y]
        for (o, m) in model.POLICY_SALES[p, y]
    ) - sum(
        model.duration[s] * model.charge[p, y, s] * (1.0 - model.loss[a]) * model.flow[o, a, y, s]
        for s in model.CHARGED_SEASONS[p, y]
        for (o, a) in model.POLICY_CARGOES[p, y]
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State the duties on sales."""
    state(model, "duty_on_sales", model.DUTIES, duty_on_sales)
