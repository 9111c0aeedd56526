r"""Arcs: pipelines, liquefaction, shipping and regasification carry gas of each origin.

What arrives is :math:`(1-\lambda_a)` of what enters, :math:`\lambda_a` being compressor fuel, boil-off, own use and gas
kept in kind.

Sets
----
:math:`o` : origins
    Whose gas it is; an arc carries only the origins that can reach it.
:math:`n` : nodes
    Basins, hubs, markets, plants and terminals.
:math:`a` : arcs
    Pipelines by direction, plants, voyages and terminals; :math:`a \to n` are those that end at a node,
    :math:`n \to a` those that begin there.

Variables
---------
``flow[o,a,y,s]`` : :math:`f_{o,a,y,s}`, bcm/yr
    Rate at which gas of an origin enters an arc.
"""

from __future__ import annotations

import math
from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare flows on the arcs that an origin can reach, and the arcs with a limit."""
    reach = network.flows
    seasons = list(network.seasons.index)
    model.FLOWS = listed_set([(o, a, y, s) for o, a, y in reach for s in seasons], 4)
    model.flow = variable(model.FLOWS)

    start, end = lookup(network.arcs["from"]), lookup(network.arcs["to"])
    model.ARCS = listed_set(list(network.arcs.index))
    model.NODE_ORIGINS = listed_set(_node_origins(network, start, end), 3)
    model.ARCS_IN = indexed_set(model.NODE_ORIGINS, members(((o, end[a], y), a) for o, a, y in reach))
    model.ARCS_OUT = indexed_set(model.NODE_ORIGINS, members(((o, start[a], y), a) for o, a, y in reach))
    model.USED = listed_set(sorted({(a, y) for _, a, y in reach}), 2)
    model.ORIGINS_ON = indexed_set(model.USED, members(((a, y), o) for o, a, y in reach))
    model.CARRIED = indexed_set(model.YEARS, members((y, (o, a)) for o, a, y in reach), dimen=2)
    model.loss = parameter(model.ARCS, network.arcs["loss"])
    model.transport_cost = parameter(model.ARCS * model.YEARS * model.SEASONS, network.arc_terms["cost"])
    _declare_limits(model, network)
    _declare_minimums(model, network)


def _node_origins(network: Network, start: dict[str, str], end: dict[str, str]) -> list[tuple[str, str, int]]:
    years = network.years.index.tolist()
    wells = zip(network.steps["origin"].tolist(), network.steps["node"].tolist(), strict=True)
    found = {(o, n, y) for o, n in wells for y in years}
    found |= {(o, start[a], y) for o, a, y in network.flows} | {(o, end[a], y) for o, a, y in network.flows}
    # Where a swap hands gas over, both origins are, even if no arc brings the one or leads on for the other.
    sides = {w: [(o, n) for o in row[:2] for n in row[2:]] for w, row in _sides(network).items()}
    found |= {(o, n, y) for w, y in network.open_swaps for o, n in sides[w]}
    return sorted(found | network.carried)


def _sides(network: Network) -> dict[str, tuple[str, str, str, str]]:
    """Origins and nodes of every swap."""
    columns = ("gives_origin", "takes_origin", "gives_at", "takes_at")
    return dict(zip(network.swaps.index, network.swaps[list(columns)].itertuples(index=False, name=None), strict=True))


def _declare_limits(model: pyo.ConcreteModel, network: Network) -> None:
    capacity = lookup(network.arc_terms["capacity"])
    used = {(a, y) for _, a, y in network.flows}
    limited = {key: rate for key, rate in capacity.items() if key[:2] in used and math.isfinite(rate)}
    opposite = lookup(network.arcs["opposite"])

    def shared(a: str, y: int, s: str) -> bool:
        return bool(opposite[a]) and (opposite[a], y) in used and capacity[opposite[a], y, s] > 0.0

    both = {key for key in limited if limited[key] > 0.0 and shared(*key)}
    single = [key for key in limited if key not in both]
    pairs = [key for key in both if key[0] < opposite[key[0]]]
    model.LIMITED = listed_set(sorted(single), 3)
    model.SHARED = listed_set(sorted(pairs), 3)
    model.SHARED_LINES = listed_set(sorted({(a, y) for a, y, _ in pairs}), 2)
    against = members(((opposite[a], y), (o, a)) for o, a, y in network.flows if opposite[a])
    model.AGAINST = indexed_set(model.SHARED_LINES, against, dimen=2)
    model.capacity = parameter(model.LIMITED | model.SHARED, limited)
    exchange = {(a, y, s): limited[a, y, s] / limited[opposite[a], y, s] for a, y, s in pairs}
    model.exchange = parameter(model.SHARED, exchange)


def _declare_minimums(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare plants that run in any case, with the volume that goes in."""
    least = {arc: share for arc, share in lookup(network.arcs["minimum"]).items() if share > 0.0}
    duration, used = lookup(network.seasons["duration"]), {(a, y) for _, a, y in network.flows}
    volume: dict[tuple[str, int], float] = {}
    for (arc, year, season), rate in lookup(network.arc_terms["capacity"]).items():
        if arc in least and (arc, year) in used:
            volume[arc, year] = volume.get((arc, year), 0.0) + least[arc] * rate * duration[season]
    model.RUNS_ANYWAY = listed_set(sorted(volume), 2)
    model.minimum_volume = parameter(model.RUNS_ANYWAY, volume)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register arrivals, departures and the cost of carrying."""

    def arrivals(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What arrives at a node over arcs.

        .. math:: \sum_{a \to n} (1-\lambda_a)\, f_{o,a,y,s}
        """
        return sum((1.0 - m.loss[a]) * m.flow[o, a, y, s] for a in m.ARCS_IN[o, n, y])

    def departures(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What leaves a node over arcs.

        .. math:: \sum_{n \to a} f_{o,a,y,s}
        """
        return sum(m.flow[o, a, y, s] for a in m.ARCS_OUT[o, n, y])

    def transport(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Carrying costs the tariff, freight or fee of every arc.

        .. math:: C_y = \sum_s d_s \sum_{o,a} t_{a,y,s}\, f_{o,a,y,s}

        :math:`t` cost of what enters [million USD per bcm], :math:`f` flow [bcm/yr].
        """
        return sum(
            m.duration[s] * m.transport_cost[a, y, s] * m.flow[o, a, y, s] for (o, a) in m.CARRIED[y] for s in m.SEASONS
        )

    terms.sources.append(arrivals)
    terms.uses.append(departures)
    terms.accounts["transport"] = transport if len(model.FLOWS) else nothing


def flow_below_capacity(model: pyo.ConcreteModel, a: Any, y: Any, s: Any) -> Any:
    r"""Flow of all origins on an arc stays below its capacity.

    .. math:: \sum_o f_{o,a,y,s} \le K_{a,y,s}\, \xi_{l(a),y} + \sum_{j \in J_a} \phi_a\, x_{j,y}

    :math:`f` flow entering [bcm/yr]; :math:`K` existing and committed capacity after events, at the entry
    [bcm/yr]; :math:`\xi` is 0 for a line :math:`l(a)` that is given up or mothballed, else 1; :math:`x` optional
    capacity built [bcm/yr] by the projects :math:`J_a` that widen the arc; :math:`\phi_a` entry volume per unit of
    capacity. The dual (times -1, divided by :math:`w_y D_y`) is the yearly value of one more bcm/yr, million USD.
    """
    carried = sum(model.flow[o, a, y, s] for o in model.ORIGINS_ON[a, y])
    idle = sum(model.capacity[a, y, s] * (1.0 - model.in_use[line, y]) for line in model.UPKEPT[a, y])
    added = sum(model.entry_per_capacity[a] * model.built[j, y] for j in model.OPTIONS_ON[a])
    return carried <= model.capacity[a, y, s] - idle + added


def directions_share_capacity(model: pyo.ConcreteModel, a: Any, y: Any, s: Any) -> Any:
    r"""Both directions of a reversible line share it, each counted at its own capacity.

    .. math:: \sum_o f_{o,a,y,s} + \frac{K_{a,y,s}}{K_{\bar a,y,s}} \sum_o f_{o,\bar a,y,s}
              \le K_{a,y,s}\, \xi_{l(a),y} + \sum_{j \in J_a} \phi_a\, x_{j,y}
              + \frac{K_{a,y,s}}{K_{\bar a,y,s}} \sum_{j \in J_{\bar a}} \phi_{\bar a}\, x_{j,y}

    :math:`\bar a` is the same line in the other direction. Units, dual and other symbols as in
    :func:`flow_below_capacity`.
    """
    back = model.exchange[a, y, s]
    carried = sum(model.flow[o, a, y, s] for o in model.ORIGINS_ON[a, y])
    returned = sum(model.flow[o, b, y, s] for (o, b) in model.AGAINST[a, y])
    idle = sum(model.capacity[a, y, s] * (1.0 - model.in_use[line, y]) for line in model.UPKEPT[a, y])
    added = sum(model.entry_per_capacity[a] * model.built[j, y] for j in model.OPTIONS_ON[a])
    added_back = sum(model.entry_per_capacity[b] * model.built[j, y] for (b, j) in model.OPTIONS_AGAINST[a])
    return carried + back * returned <= model.capacity[a, y, s] - idle + added + back * added_back


def plant_runs(model: pyo.ConcreteModel, a: Any, y: Any) -> Any:
    r"""A plant that cannot stand still takes in its minimum over the year.

    .. math:: \sum_s d_s \sum_o f_{o,a,y,s} \ge \mu_a\, \xi_{l(a),y} \sum_s d_s K_{a,y,s}

    :math:`\mu` minimum share; the rest as in :func:`flow_below_capacity` [bcm in the year]. The dual (times -1, divided
    by :math:`w_y D_y`) is what the last bcm that the plant must take costs, million USD per bcm.
    """
    return (
        sum(model.duration[s] * model.flow[o, a, y, s] for o in model.ORIGINS_ON[a, y] for s in model.SEASONS)
        + sum(model.minimum_volume[a, y] * (1.0 - model.in_use[line, y]) for line in model.UPKEPT[a, y])
        >= model.minimum_volume[a, y]
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State the limits of arcs."""
    state(model, "flow_below_capacity", model.LIMITED, flow_below_capacity)
    state(model, "directions_share_capacity", model.SHARED, directions_share_capacity)
    state(model, "plant_runs", model.RUNS_ANYWAY, plant_runs)
