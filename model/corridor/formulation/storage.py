r"""Storage: gas of each origin moves between the seasons of a year, and through the years where stocks are carried on.

Nobody knows whose molecules lie in a storage on the first day. A share for each origin would be an invention, and an
origin of its own would pass by every rule on trade. So the opening stock belongs to the origins that can reach the
storage in its year, split as is cheapest: what is withdrawn of it obeys the rules for some gas that could have filled
it. A year that ends as it began splits its stock in the same way.

Sets
----
:math:`g` : storages
    Each at a node, for gas of every origin that comes there; ``STORAGES``.

Variables
---------
``injection[o,g,y,s]`` : :math:`i_{o,g,y,s}`, bcm/yr
    Rate at which gas is put in.
``withdrawal[o,g,y,s]`` : :math:`r_{o,g,y,s}`, bcm/yr
    Rate at which gas is taken out.
``discarded[o,g,y,s]`` : :math:`\chi_{o,g,y,s}`, bcm/yr
    Rate at which gas in store is thrown away; only where that is allowed.
``level[o,g,y,s]`` : :math:`\ell_{o,g,y,s}`, bcm
    Working gas at the end of a season.
``opening_stock[o,g,y]`` : :math:`\beta_{o,g,y}`, bcm
    Working gas before the first season of a year in which stocks begin.
"""

from __future__ import annotations

from itertools import pairwise
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
    # A year of one season that ends as it began has nothing to store.
    moving = len(network.seasons) > 1 or network.scenario.horizon.storage != "cyclic"
    seasons = list(network.seasons.index) if moving else []
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
    model.free_disposal = network.scenario.horizon.disposal
    if model.free_disposal:
        model.discarded = variable(model.STORED)
    model.storage_loss = parameter(model.STORAGES, network.storages["loss"])
    model.storage_cost = parameter(model.STORAGES, network.storages["cost"])
    model.withdrawal_cost = parameter(model.STORAGES, network.storages["withdrawal_cost"])
    model.holding_cost = parameter(model.STORAGES, network.storages["holding_cost"])
    places = model.STORAGES * model.YEARS * model.SEASONS
    for name in ("working_gas", "injection", "withdrawal"):
        model.add_component(f"{name}_limit", parameter(places, network.storage_terms[name]))
    _declare_stocks(model, network, stored if seasons else [])


def _declare_stocks(model: pyo.ConcreteModel, network: Network, stored: list[tuple[str, str, int]]) -> None:
    """Declare what comes before each level: a level, an opening stock, or nothing; and what must be left at the end."""
    volume = lookup(network.storage_stocks["volume"])
    opening = {(g, y): stock for (g, y, moment), stock in volume.items() if moment == "opening"}
    closing = {(g, y): stock for (g, y, moment), stock in volume.items() if moment == "closing" and stock > 0.0}
    seasons, known = network.seasons.index.tolist(), set(stored)
    years = {year: earlier for earlier, year in pairwise(network.years.index.tolist())}
    carried = network.scenario.horizon.storage == "chronological"
    before: dict[tuple[str, str, int, str], list[tuple[int, str]]] = {}
    for o, g, y in stored:
        for earlier, season in pairwise(seasons):
            before[o, g, y, season] = [(y, earlier)]
        if not volume:
            before[o, g, y, seasons[0]] = [(y, seasons[-1])]
        elif carried and y in years and (o, g, years[y]) in known:
            before[o, g, y, seasons[0]] = [(years[y], seasons[-1])]
    openings = [(o, g, y) for o, g, y in stored if (g, y) in opening]
    model.LEVEL_BEFORE = indexed_set(model.STORED, before, dimen=2)
    model.OPENINGS = listed_set(openings, 3)
    model.OPENED = indexed_set(model.STORED, {(*key, seasons[0]): [key[-1]] for key in openings})
    model.OPENING_STOCKS = listed_set(sorted({(g, y) for _, g, y in openings}), 2)
    model.opening_volume = parameter(model.OPENING_STOCKS, opening)
    model.opening_stock = variable(model.OPENINGS)
    model.CLOSING_STOCKS = listed_set(sorted({(g, y, seasons[-1]) for g, y in closing}), 3)
    model.closing_volume = parameter(
        model.CLOSING_STOCKS, {(g, y, seasons[-1]): stock for (g, y), stock in closing.items()}
    )


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register withdrawal as a source, injection as a use, the costs of both and of what lies there."""

    def withdrawn(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What storages at a node give.

        .. math:: \sum_{g \in n} r_{o,g,y,s}
        """
        return sum(m.withdrawal[o, g, y, s] for g in m.STORAGES_AT[o, n])

    def injected(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What storages at a node take.

        .. math:: \sum_{g \in n} i_{o,g,y,s}
        """
        return sum(m.injection[o, g, y, s] for g in m.STORAGES_AT[o, n])

    def cost(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Gas is paid for when it is put in, when it is taken out, and for the time that it lies there.

        .. math:: C_y = \sum_s d_s \sum_{o,g} \left( \kappa^i_g\, i_{o,g,y,s} + \kappa^r_g\, r_{o,g,y,s}
                  + \kappa^\ell_g\, \ell_{o,g,y,s} \right)

        :math:`\kappa^i, \kappa^r` cost of injection and withdrawal [million USD per bcm], :math:`\kappa^\ell` of
        holding [million USD per bcm and year]; :math:`i` injection, :math:`r` withdrawal [bcm/yr], :math:`\ell` level
        [bcm].
        """
        return sum(
            m.duration[s]
            * (
                m.storage_cost[g] * m.injection[o, g, y, s]
                + m.withdrawal_cost[g] * m.withdrawal[o, g, y, s]
                + m.holding_cost[g] * m.level[o, g, y, s]
            )
            for g in m.STORAGES
            for o in m.STORERS[g, y]
            for s in m.SEASONS
        )

    terms.sources.append(withdrawn)
    terms.uses.append(injected)
    terms.accounts["storage"] = cost if len(model.STORED) else nothing


def level_recursion(model: pyo.ConcreteModel, o: Any, g: Any, y: Any, s: Any) -> Any:
    r"""The level at the end of a season follows from the one before it.

    .. math:: \ell_{o,g,y,s} = \ell_{o,g,b(y,s)} + \beta_{o,g,y}
              + d_s \left((1-\lambda_g)\, i_{o,g,y,s} - r_{o,g,y,s} - \chi_{o,g,y,s}\right)

    :math:`\ell` level [bcm]; :math:`i` injection, :math:`r` withdrawal [bcm/yr]; :math:`\lambda_g` share lost on
    injection; :math:`\chi` what is thrown away [bcm/yr], only where that is allowed. :math:`b(y,s)` is the season
    before. Before the first one comes the last of the same year, so that no gas is carried between years; or, where
    stocks are carried on, the last of the year before; where stocks begin, instead of it the opening stock
    :math:`\beta` [bcm]. The dual (times -1, divided by :math:`w_y D_y`) is the worth of gas in the storage,
    million USD per bcm.
    """
    net = (1.0 - model.storage_loss[g]) * model.injection[o, g, y, s] - model.withdrawal[o, g, y, s]
    if model.free_disposal:
        net = net - model.discarded[o, g, y, s]
    earlier = sum(model.level[o, g, z, b] for (z, b) in model.LEVEL_BEFORE[o, g, y, s])
    opening = sum(model.opening_stock[o, g, z] for z in model.OPENED[o, g, y, s])
    return model.level[o, g, y, s] == earlier + opening + model.duration[s] * net


def opening_stock_is_shared(model: pyo.ConcreteModel, g: Any, y: Any) -> Any:
    r"""The opening stock belongs to the origins that can reach the storage.

    .. math:: \sum_o \beta_{o,g,y} = \Lambda_{g,y}

    :math:`\beta` opening stock of an origin, :math:`\Lambda` of all above the reserve [bcm]. The dual (times -1,
    divided by :math:`w_y D_y`) is what one more bcm in the storage would save, million USD.
    """
    return sum(model.opening_stock[o, g, y] for o in model.STORERS[g, y]) == model.opening_volume[g, y]


def closing_stock(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Where stocks end, a stock is left.

    .. math:: \sum_o \ell_{o,g,y,s} \ge \Omega_{g,y}

    :math:`\ell` level at the end of the last season, :math:`\Omega` the least closing stock above the reserve [bcm].
    The dual (times -1, divided by :math:`w_y D_y`) is what one more bcm of it costs, million USD.
    """
    return sum(model.level[o, g, y, s] for o in model.STORERS[g, y]) >= model.closing_volume[g, y, s]


def working_gas(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Gas of all origins fits into the storage.

    .. math:: \sum_o \ell_{o,g,y,s} \le L_{g,y,s}

    :math:`\ell` level, :math:`L` working gas without the strategic reserve [bcm]. The dual (times -1, divided by
    :math:`w_y D_y`) is the value of room for one more bcm at the end of the season, million USD per bcm.
    """
    return sum(model.level[o, g, y, s] for o in model.STORERS[g, y]) <= model.working_gas_limit[g, y, s]


def injection_rate(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Injection of all origins stays below its rate.

    .. math:: \sum_o i_{o,g,y,s} \le I_{g,y,s}

    :math:`i` injection, :math:`I` largest rate [bcm/yr]. The dual (times -1, divided by :math:`w_y D_y`) is the worth
    of one more bcm/yr of compressors in the season, million USD.
    """
    return sum(model.injection[o, g, y, s] for o in model.STORERS[g, y]) <= model.injection_limit[g, y, s]


def withdrawal_rate(model: pyo.ConcreteModel, g: Any, y: Any, s: Any) -> Any:
    r"""Withdrawal of all origins stays below its rate.

    .. math:: \sum_o r_{o,g,y,s} \le R_{g,y,s}

    :math:`r` withdrawal, :math:`R` largest rate [bcm/yr]. The dual (times -1, divided by :math:`w_y D_y`) is the worth
    of one more bcm/yr of deliverability in the season, million USD.
    """
    return sum(model.withdrawal[o, g, y, s] for o in model.STORERS[g, y]) <= model.withdrawal_limit[g, y, s]


def constrain(model: pyo.ConcreteModel) -> None:
    """State recursion and joint limits, for the storages that some gas can reach."""
    reached = sorted({(g, y, s) for _, g, y, s in model.STORED})
    model.REACHED_STORAGES = listed_set(reached, 3)
    state(model, "level_recursion", model.STORED, level_recursion)
    state(model, "working_gas", model.REACHED_STORAGES, working_gas)
    state(model, "injection_rate", model.REACHED_STORAGES, injection_rate)
    state(model, "withdrawal_rate", model.REACHED_STORAGES, withdrawal_rate)
    state(model, "opening_stock_is_shared", model.OPENING_STOCKS, opening_stock_is_shared)
    state(model, "closing_stock", model.CLOSING_STOCKS, closing_stock)
