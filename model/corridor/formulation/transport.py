r"""Arcs: pipelines, liquefaction, shipping and regasification carry gas of each origin.

``flow[o,a,y,s]`` is the rate in bcm/yr that *enters* arc :math:`a`; what arrives is
:math:`(1-\lambda_a)` of it, :math:`\lambda_a` being compressor fuel, boil-off, own use and gas kept in kind.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from corridor.formulation.declare import indexed_set, members, parameter, state
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare flows on the arcs that an origin can reach, and the arcs with a limit."""
    reach = list(network.reach.itertuples(index=False, name=None))
    seasons = list(network.seasons.index)
    model.FLOWS = pyo.Set(initialize=[(o, a, y, s) for o, a, y in reach for s in seasons], dimen=4)
    model.flow = pyo.Var(model.FLOWS, within=pyo.NonNegativeReals)

    start, end = network.arcs["from"].to_dict(), network.arcs["to"].to_dict()
    model.ARCS = pyo.Set(initialize=list(network.arcs.index))
    model.NODE_ORIGINS = pyo.Set(initialize=_node_origins(network), dimen=3)
    model.ARCS_IN = indexed_set(model.NODE_ORIGINS, members(((o, end[a], y), a) for o, a, y in reach))
    model.ARCS_OUT = indexed_set(model.NODE_ORIGINS, members(((o, start[a], y), a) for o, a, y in reach))
    model.USED = pyo.Set(initialize=sorted({(a, y) for _, a, y in reach}), dimen=2)
    model.ORIGINS_ON = indexed_set(model.USED, members(((a, y), o) for o, a, y in reach))
    model.CARRIED = indexed_set(model.YEARS, members((y, (o, a)) for o, a, y in reach), dimen=2)
    model.loss = parameter(model.ARCS, network.arcs["loss"])
    model.transport_cost = pyo.Param(
        model.ARCS * model.YEARS * model.SEASONS, initialize=network.arc_terms["cost"].to_dict(), within=pyo.Reals
    )
    _declare_limits(model, network)


def _node_origins(network: Network) -> list[tuple[str, str, int]]:
    start, end = network.arcs["from"].to_dict(), network.arcs["to"].to_dict()
    found = {(o, node, y) for o, a, y in network.reach.itertuples(index=False, name=None) for node in (start[a], end[a])}
    for _, row in network.steps.iterrows():
        found |= {(row["origin"], row["node"], year) for year in network.years.index}
    return sorted(found)


def _declare_limits(model: pyo.ConcreteModel, network: Network) -> None:
    capacity = network.arc_terms["capacity"]
    limited = capacity[np.isfinite(capacity)].to_dict()
    used = set(model.USED)
    opposite = network.arcs["opposite"].to_dict()
    committed = dict(capacity.items())

    def shared(a: str, y: int, s: str) -> bool:
        return bool(opposite[a]) and (opposite[a], y) in used and committed[opposite[a], y, s] > 0.0

    single = [key for key in limited if key[:2] in used and not shared(*key)]
    pairs = [key for key in limited if key[:2] in used and shared(*key) and key[0] < opposite[key[0]]]
    pairs = [key for key in pairs if limited[key] > 0.0]
    single += [key for key in limited if key[:2] in used and shared(*key) and limited[key] == 0.0]
    model.LIMITED = pyo.Set(initialize=sorted(single), dimen=3)
    model.SHARED = pyo.Set(initialize=sorted(pairs), dimen=3)
    against = members(((opposite[a], y), (o, a)) for o, a, y in network.reach.itertuples(index=False) if opposite[a])
    model.AGAINST = indexed_set(model.USED, against, dimen=2)
    stated = sorted(set(single) | set(pairs))
    model.capacity = pyo.Param(stated, initialize={key: limited[key] for key in stated}, within=pyo.NonNegativeReals)
    model.exchange = pyo.Param(
        model.SHARED,
        initialize={(a, y, s): limited[a, y, s] / limited[opposite[a], y, s] for a, y, s in pairs},
        within=pyo.Reals,
    )


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register arrivals, departures and the cost of carrying."""

    def arrivals(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        return sum((1.0 - m.loss[a]) * m.flow[o, a, y, s] for a in m.ARCS_IN[o, n, y])

    def departures(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        return sum(m.flow[o, a, y, s] for a in m.ARCS_OUT[o, n, y])

    def transport(m: pyo.ConcreteModel, y: Any) -> Any:
        return sum(
            m.duration[s] * m.transport_cost[a, y, s] * m.flow[o, a, y, s] for (o, a) in m.CARRIED[y] for s in m.SEASONS
        )

    terms.sources.append(arrivals)
    terms.uses.append(departures)
    terms.accounts["transport"] = transport


def flow_below_capacity(model: pyo.ConcreteModel, a: Any, y: Any, s: Any) -> Any:
    r"""Flow of all origins on an arc stays below its capacity.

    .. math:: \sum_o f_{o,a,y,s} \le K_{a,y,s} + \sum_{j \in J_a} \phi_a\, x_{j,y}

    :math:`f` flow entering [bcm/yr]; :math:`K` existing and committed capacity after events, at the entry
    [bcm/yr]; :math:`x` optional capacity built [bcm/yr]; :math:`\phi_a` entry volume per unit of capacity. The dual
    (times -1, divided by :math:`w_y D_y`) is the yearly value of one more bcm/yr, million USD.
    """
    return (
        sum(model.flow[o, a, y, s] for o in model.ORIGINS_ON[a, y])
        <= model.capacity[a, y, s] + sum(model.entry_per_capacity[a] * model.built[j, y] for j in model.OPTIONS_ON[a, y])
    )


def directions_share_capacity(model: pyo.ConcreteModel, a: Any, y: Any, s: Any) -> Any:
    r"""Both directions of a reversible line share it, each counted at its own capacity.

    .. math:: \sum_o f_{o,a,y,s} + \frac{K_{a,y,s}}{K_{\bar a,y,s}} \sum_o f_{o,\bar a,y,s}
              \le K_{a,y,s} + \sum_{j \in J_a} \phi_a\, x_{j,y}

    :math:`\bar a` is the same line in the other direction. Units and dual as in :func:`flow_below_capacity`.
    """
    return (
        sum(model.flow[o, a, y, s] for o in model.ORIGINS_ON[a, y])
        + model.exchange[a, y, s] * sum(model.flow[o, b, y, s] for (o, b) in model.AGAINST[a, y])
        <= model.capacity[a, y, s] + sum(model.entry_per_capacity[a] * model.built[j, y] for j in model.OPTIONS_ON[a, y])
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State the limits of arcs."""
    state(model, "flow_below_capacity", model.LIMITED, flow_below_capacity)
    state(model, "directions_share_capacity", model.SHARED, directions_share_capacity)
