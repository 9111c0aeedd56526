r"""Storage: gas of each origin moves between the seasons of a year.

``injection``, ``withdrawal`` [o,g,y,s] are rates in bcm/yr, ``level`` [o,g,y,s] is the working gas in bcm at the end
of a season.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare storages, the origins that can reach them, rates and levels."""
    node = lookup(network.storages["node"])
    at_node = members((place, storage) for storage, place in node.items())
    stored = [(o, g, y) for o, n, y in model.NODE_ORIGINS for g in at_node.get(n, ())]
    seasons = list(network.seasons.index) if len(network.seasons) > 1 else []
    model.STORAGES = listed_set(list(node))
    model.STORED = listed_set([(*key, s) for key in stored for s in seasons], 4)
    model.STORAGES_AT = indexed_set(
        model.ORIGIN_NODES, members(sorted({((o, node[g]), g) for o, g, _ in stored})) if seasons else {}
    )
    model.STORERS = indexed_set(
        model.STORAGES * model.YEARS, members(((g, y), o) for o, g, y in stored) if seasons else {}
    )
    model.injection = variable(model.STORED)
    model.withdrawal = variable(model.STORED)
    model.level = variable(model.STORED)
    model.storage_loss = parameter(model.STORAGES, network.storages["loss"])
    model.storage_cost = parameter(model.STORAGES, network.storages["cost"])
    places = model.STORAGES * model.YEARS
    for name in ("working_gas", "injection", "withdrawal"):
        model.add_component(f"{name}_limit", parameter(places, network.storage_terms[name]))


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register withdrawal as a source, injection as a use, the cost of a cycle."""

    def withdrawn(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        return sum(m.withdrawal[o, g, y, s] for g in m.STORAGES_AT[o, n])

    def injected(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        return sum(m.injection[o, g, y, s] for g in m.STORAGES_AT[o, n])

    def cost(m: pyo.ConcreteModel, y: Any) -> Any:
        return sum(
            m.duration[s] * m.storage_cost[g] * m.injection[o, g, y, s]
            for g in m.STORAGES
            for o in m.STORERS[g, y]
            for s in m.SEASONS
        )

    terms.sources.append(withdrawn)
    terms.uses.append(injected)
    terms.accounts["storage"] = cost if len(model.STORED) else nothing


def level_recursion(model: pyo.ConcreteModel, o: Any, g: Any, y: Any, s: Any) -> Any:
    r"""The level at the end of a season follows from the one before it, around the year.

    .. math:: \ell_{o,g,y,s} = \ell_{o,g,y,s-1} + d_s \left((1-\lambda_g)\, i_{o,g,y,s} - r_{o,g,y,s}\right)

    :math:`\ell` level [bcm]; :math:`i` injection, :math:`r` withdrawal [bcm/yr]; :math:`\lambda_g` share lost on
    injection. The season before the first is the last of the same year, so no gas is carried between years.
    """
    return model.level[o, g, y, s] == sum(model.level[o, g, y, b] for b in model.SEASON_BEFORE[s]) + model.duration[
        s
    ] * ((1.0 - model.storage_loss[g]) * model.injection[o, g, y, s] - model.withdrawal[o, g, y, s])


def working_gas(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Gas of all origins fits into the storage: :math:`\sum_o \ell_{o,g,y,s} \le L_{g,y}` [bcm]."""
    return sum(model.level[o, g, y, s] for o in model.STORERS[g, y]) <= model.working_gas_limit[g, y]


def injection_rate(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Injection of all origins stays below its rate: :math:`\sum_o i_{o,g,y,s} \le I_{g,y}` [bcm/yr]."""
    return sum(model.injection[o, g, y, s] for o in model.STORERS[g, y]) <= model.injection_limit[g, y]


def withdrawal_rate(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Withdrawal of all origins stays below its rate: :math:`\sum_o r_{o,g,y,s} \le R_{g,y}` [bcm/yr]."""
    return sum(model.withdrawal[o, g, y, s] for o in model.STORERS[g, y]) <= model.withdrawal_limit[g, y]


def constrain(model: pyo.ConcreteModel) -> None:
    """State recursion and joint limits, for the storages that some gas can reach."""
    reached = sorted({(g, y, s) for _, g, y, s in model.STORED})
    model.REACHED_STORAGES = listed_set(reached, 3)
    state(model, "level_recursion", model.STORED, level_recursion)
    state(model, "working_gas", model.REACHED_STORAGES, working_gas)
    state(model, "injection_rate", model.REACHED_STORAGES, injection_rate)
    state(model, "withdrawal_rate", model.REACHED_STORAGES, withdrawal_rate)
