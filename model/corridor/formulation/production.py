r"""Producers: steps of rising cost, each of one cost or rising within, with a seasonal swing around the annual mean.

Sets
----
:math:`p` : producers
    Each at a node, its gas of one origin; ``PRODUCERS``.
:math:`k` : steps
    Parts of a producer's potential, each with a cost of its own; ``STEPS``.

Variables
---------
``production[k,y,s]`` : :math:`q_{k,y,s}`, bcm/yr
    Rate at which a cost step produces, at most :math:`(1+\sigma_p)\, Q_{k,y}`: its potential and the swing.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare steps, their capacity and cost, and the rate at which they produce."""
    steps = network.steps
    model.STEPS = listed_set(list(steps.index))
    model.PRODUCERS = listed_set(list(network.producers.index))
    model.ORIGIN_NODES = listed_set(sorted({(o, n) for o, n, _ in model.NODE_ORIGINS}), 2)
    model.STEPS_AT = indexed_set(
        model.ORIGIN_NODES, members(zip(zip(steps["origin"], steps["node"], strict=True), steps.index, strict=True))
    )
    model.STEPS_OF = indexed_set(model.PRODUCERS, members(zip(steps["producer"], steps.index, strict=True)))
    step_years = model.STEPS * model.YEARS
    capacity = lookup(network.step_terms["capacity"])
    swing = lookup(steps["producer"].map(network.producers["swing"]))
    model.step_capacity = parameter(step_years, capacity)
    model.step_cost = parameter(step_years, network.step_terms["cost"])
    steep = {key: slope for key, slope in lookup(network.step_terms["slope"]).items() if slope > 0.0}
    model.RISES = listed_set(list(steep), 2)
    model.RISES_IN = indexed_set(model.YEARS, members((y, k) for k, y in steep))
    model.cost_slope = parameter(model.RISES, steep)
    minimum = network.producers["minimum"]
    model.OBLIGED = listed_set(list(minimum.index[minimum > 0.0]))
    model.minimum_share = parameter(model.OBLIGED, minimum[minimum > 0.0])
    highest = {
        (k, y, s): rate * (1.0 + swing[k]) for (k, y), rate in capacity.items() for s in network.seasons.index.tolist()
    }
    model.production = variable(model.STEPS, model.YEARS, model.SEASONS, upper=highest)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register production at its node and its cost."""

    def produced(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What the steps of an origin at a node produce.

        .. math:: \sum_{k \in (o,n)} q_{k,y,s}
        """
        return sum(m.production[k, y, s] for k in m.STEPS_AT[o, n])

    def cost(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Every step has its cost of a unit, which may rise within it.

        .. math:: C_y = \sum_s d_s \sum_k \Big( \gamma_{k,y}\, q_{k,y,s}
                  + \frac{1}{2}\, \kappa_{k,y}\, q_{k,y,s}^2 \Big)

        :math:`\gamma` cost of the first unit [million USD per bcm], :math:`q` production [bcm/yr], :math:`\kappa` how
        marginal cost rises with the rate [per bcm/yr]: the rise of the step over its capacity, 0 for a step of one
        cost.
        """
        flat = sum(m.duration[s] * m.step_cost[k, y] * m.production[k, y, s] for k in m.STEPS for s in m.SEASONS)
        if not len(m.RISES):
            return flat
        return flat + sum(
            m.duration[s] * 0.5 * m.cost_slope[k, y] * m.production[k, y, s] ** 2
            for k in m.RISES_IN[y]
            for s in m.SEASONS
        )

    terms.sources.append(produced)
    terms.accounts["production"] = cost


def annual_potential(model: pyo.ConcreteModel, k: Any, y: Any) -> Any:
    r"""A step's production over the year stays within its potential.

    .. math:: \sum_s d_s\, q_{k,y,s} \le Q_{k,y}

    :math:`q` rate [bcm/yr], bounded by :math:`(1+\sigma_p)\, Q` in a season; :math:`d_s` share of the year; :math:`Q`
    annual potential of the step [bcm/yr]. The dual (times -1, divided by :math:`w_y D_y`) is the scarcity rent,
    million USD per bcm.
    """
    return sum(model.duration[s] * model.production[k, y, s] for s in model.SEASONS) <= model.step_capacity[k, y]


def annual_minimum(model: pyo.ConcreteModel, p: Any, y: Any) -> Any:
    r"""A producer that cannot be shut (associated gas) produces its minimum.

    .. math:: \sum_{k \in p} \sum_s d_s\, q_{k,y,s} \ge \mu_p \sum_{k \in p} Q_{k,y}

    :math:`\mu_p` minimum share of the potential. Units as in :func:`annual_potential`. The dual (times -1, divided by
    :math:`w_y D_y`) is what the last bcm that must be produced costs, million USD per bcm.
    """
    return sum(
        model.duration[s] * model.production[k, y, s] for k in model.STEPS_OF[p] for s in model.SEASONS
    ) >= model.minimum_share[p] * sum(model.step_capacity[k, y] for k in model.STEPS_OF[p])


def constrain(model: pyo.ConcreteModel) -> None:
    """State the limits of producers."""
    state(model, "annual_potential", model.STEPS * model.YEARS, annual_potential)
    state(model, "annual_minimum", model.OBLIGED * model.YEARS, annual_minimum)
