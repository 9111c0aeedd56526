r"""Markets: sales of each origin, consumption in blocks of falling willingness to pay, shortfall.

Demand that nothing moves is firm; demand with an elasticity is worth to its buyers what the steps of its curve say, and
is not served where gas costs more.

Sets
----
:math:`m` : markets
    Nodes with demand; ``MARKETS``.
:math:`b` : blocks
    Steps of a market's demand curve, from the highest willingness to pay down; ``BLOCKS_OF``.

Variables
---------
``sales[o,m,y,s]`` : :math:`v_{o,m,y,s}`, bcm/yr
    Rate at which gas of an origin is sold in a market.
``consumption[m,b,y,s]`` : :math:`c_{m,b,y,s}`, bcm/yr
    Rate at which a block consumes, at most its width.
``shortfall[m,y,s]`` : :math:`u_{m,y,s}`, bcm/yr
    Firm demand that is not served, at most all of it.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare markets, their demand blocks, sales, consumption and shortfall."""
    markets = sorted(set(network.demand.index.get_level_values("market")))
    known = set(markets)
    confined = network.confined
    sellers = [(o, n, y) for o, n, y in model.NODE_ORIGINS if n in confined.get(o, known) and n in known]
    seasons = list(network.seasons.index)
    model.MARKETS = listed_set(markets)
    model.MARKET_YEARS = model.MARKETS * model.YEARS
    model.SALES = listed_set([(*key, s) for key in sellers for s in seasons], 4)
    model.sales = variable(model.SALES, upper=_most_sold(model, network))
    model.SELLERS = indexed_set(model.MARKET_YEARS, members(((m, y), o) for o, m, y in sellers))
    model.SELLING = listed_set(sellers, 3)
    model.MARKET_AT = indexed_set(model.ORIGIN_NODES, {(o, n): [n] for o, n, _ in sellers})

    # Blocks are half of all columns: what is the same for every season is read off one of them.
    quantity = lookup(network.blocks["quantity"])
    model.CONSUMPTIONS = listed_set(list(quantity), 4)
    model.consumption = variable(model.CONSUMPTIONS, upper=quantity)
    seasonal = network.blocks.index.to_frame(index=False)[["market", "year", "block"]].drop_duplicates()
    blocks = sorted(seasonal.itertuples(index=False, name=None))
    model.BLOCKS_OF = indexed_set(model.MARKET_YEARS, members(((m, y), b) for m, y, b in blocks))
    model.BLOCKS_IN = indexed_set(model.YEARS, members((y, (m, b)) for m, y, b in blocks), dimen=2)
    model.worth = parameter(model.CONSUMPTIONS, dict(zip(quantity, network.blocks["value"].tolist(), strict=True)))
    steep = lookup(network.blocks["slope"][network.blocks["slope"] > 0.0])
    model.SLOPES = listed_set(list(steep), 4)
    model.SLOPES_IN = indexed_set(model.YEARS, members((y, (m, b, s)) for m, b, y, s in steep), dimen=3)
    model.demand_slope = parameter(model.SLOPES, steep)

    firm = lookup(network.demand["firm"])
    model.firm_demand = parameter(model.MARKETS * model.YEARS * model.SEASONS, firm)
    model.shortfall = variable(model.MARKETS, model.YEARS, model.SEASONS, upper=firm)
    model.value_of_lost_load = pyo.Param(initialize=network.value_of_lost_load)


def _most_sold(model: pyo.ConcreteModel, network: Network) -> dict[Any, float] | None:
    """Nobody sells more than a market buys: a bound that only sales whose squares are in pieces need."""
    if network.conduct.empty or network.scenario.behaviour.curves == "exact":
        return None
    bought = network.blocks["quantity"].groupby(level=["market", "year", "season"]).sum()
    most = lookup(network.demand["firm"].add(bought, fill_value=0.0))
    return {(o, m, y, s): most[m, y, s] for o, m, y, s in model.SALES}


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register sales as a use, the value of consumption as a benefit, shortfall as a cost."""

    def sold(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What is sold in the market at a node, if there is one.

        .. math:: \sum_{m = n} v_{o,m,y,s}
        """
        return sum(m.sales[o, k, y, s] for k in m.MARKET_AT[o, n])

    def worth(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What gas is worth to those who could do without: a negative cost.

        .. math:: C_y = -\sum_s d_s \sum_{m,b} \Big( P_{m,b,y,s}\, c_{m,b,y,s}
                  - \frac{1}{2}\, \beta_{m,b,y,s}\, c_{m,b,y,s}^2 \Big)

        :math:`c` consumption of a block [bcm/yr], :math:`P` willingness to pay for its first unit [million USD per
        bcm], :math:`\beta` how it falls [per bcm/yr]: 0 in blocks along a curve of constant elasticity, the slope of
        the price in linear demand :math:`P - \beta c`, which is one block.
        """
        flat = sum(
            m.duration[s] * m.worth[k, b, y, s] * m.consumption[k, b, y, s]
            for (k, b) in m.BLOCKS_IN[y]
            for s in m.SEASONS
        )
        if not len(m.SLOPES):
            return -flat
        return -flat + sum(
            m.duration[s] * 0.5 * m.demand_slope[k, b, y, s] * m.consumption[k, b, y, s] ** 2
            for (k, b, s) in m.SLOPES_IN[y]
        )

    def shortfall(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Firm demand that is not served costs the value of lost load.

        .. math:: C_y = \sum_s d_s \sum_m V\, u_{m,y,s}

        :math:`V` value of lost load [million USD per bcm], :math:`u` shortfall [bcm/yr].
        """
        return sum(m.duration[s] * m.value_of_lost_load * m.shortfall[k, y, s] for k in m.MARKETS for s in m.SEASONS)

    terms.uses.append(sold)
    terms.accounts["worth_of_flexible_consumption"] = worth if len(model.CONSUMPTIONS) else nothing
    terms.accounts["shortfall"] = shortfall


def market_clearing(model: pyo.ConcreteModel, m: Any, y: Any, s: Any) -> Any:
    r"""What is sold in a market is what it consumes.

    .. math:: \sum_o v_{o,m,y,s} + u_{m,y,s} = F_{m,y,s} + \sum_b c_{m,b,y,s}

    :math:`v` sales by origin, :math:`u` shortfall, :math:`F` firm demand, :math:`c` consumption of block
    :math:`b` [bcm/yr]. The dual divided by :math:`d_s w_y D_y` is the market's price, million USD per bcm: what one
    more unit of firm demand costs.
    """
    return sum(model.sales[o, m, y, s] for o in model.SELLERS[m, y]) + model.shortfall[m, y, s] == model.firm_demand[
        m, y, s
    ] + sum(model.consumption[m, b, y, s] for b in model.BLOCKS_OF[m, y])


def constrain(model: pyo.ConcreteModel) -> None:
    """State market clearing."""
    state(model, "market_clearing", model.MARKETS * model.YEARS * model.SEASONS, market_clearing)
