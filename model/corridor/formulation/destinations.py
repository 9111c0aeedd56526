r"""Destination clauses: gas under a contract is sold where the contract says, not sold on.

Gas is told apart by origin, not by contract: what a bound contract delivers must be covered by sales of the same origin
in the destination over the year. That is strict where all gas of the origin comes under bound contracts; beside free
gas of the origin the buyer may send the one on for the other, as he may in fact. Gas handed over in a swap leaves under
another name and does not count as sold. Storing is free: what goes in comes out in the same year, and what storing uses
up counts as used there. Losses between the delivery point and the destination are those of the way that loses least;
gas that takes a longer way is made up for by other gas of the origin. The clause holds by volume of the year.

Such clauses were in most gas contracts with Europe until the Commission had them taken out (European Commission, case
AT.39816, decision of 24 May 2018), and are in many LNG contracts (Japan Fair Trade Commission, survey on LNG trades,
2017).

Variables
---------
``placed[c,m,y]`` : :math:`\hat v_{c,m,y}`, bcm
    Volume that a contract sells in a market of its destination in a year.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare bound deliveries and the markets in which they may be sold."""
    origin, destination = lookup(network.contracts["origin"]), lookup(network.contracts["destination"])
    kept, markets = lookup(network.destinations["kept"]), set(model.MARKETS)
    bound = sorted({(c, y) for c, a, y in model.DELIVERIES if destination[c]})
    sellers = {(m, y): set(found) for (m, y), found in model.SELLERS.table.items()}
    places = [
        (c, m, y) for c, y in bound for m in destination[c] if m in markets and origin[c] in sellers.get((m, y), ())
    ]
    selling = members(((origin[c], m, y), c) for c, m, y in places)
    model.BOUND = listed_set(bound, 2)
    model.PLACED = listed_set(places, 3)
    model.PLACES = indexed_set(model.BOUND, members(((c, y), m) for c, m, y in places))
    model.BOUND_SALES = listed_set(sorted(selling), 3)
    model.BOUND_SELLERS = indexed_set(model.BOUND_SALES, selling)
    stored, place = {(o, g, y) for o, g, y, _ in model.STORED}, lookup(network.storages["node"])
    caverns = members(((o, place[g], y), g) for o, g, y in sorted(stored) if (o, place[g], y) in selling)
    model.BOUND_STORAGES = indexed_set(model.BOUND_SALES, caverns)
    arriving = {(c, a, y): kept.get((c, a, y), 0.0) for c, a, y in model.DELIVERIES if destination[c]}
    model.BOUND_DELIVERIES = listed_set(list(arriving), 3)
    model.arriving_share = parameter(model.BOUND_DELIVERIES, arriving)
    model.STRANDED = listed_set([key for key, share in arriving.items() if share <= 0.0], 3)
    model.placed = variable(model.PLACED)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add to no shared equation: the clause neither makes nor costs anything."""


def deliveries_are_placed(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""What a bound contract delivers is sold in its destination.

    .. math:: \sum_a \kappa_{c,a,y}\, g_{c,a,y} \le \sum_{m \in M_c} \hat v_{c,m,y}

    :math:`g` delivered, :math:`\hat v` sold in the markets :math:`M_c` of the destination [bcm in the year];
    :math:`\kappa` share that arrives there. The dual (times -1, divided by :math:`w_y D_y`) is what selling a unit
    elsewhere would gain, million USD per bcm.
    """
    return sum(model.arriving_share[c, a, y] * model.delivered[c, a, y] for a in model.DELIVERY_ARCS[c, y]) <= sum(
        model.placed[c, m, y] for m in model.PLACES[c, y]
    )


def placed_below_sales(model: pyo.ConcreteModel, o: Any, m: Any, y: Any) -> Any:
    r"""All bound contracts together sell in a market at most what their origin sells and storing it uses up there.

    .. math:: \sum_c \hat v_{c,m,y} \le \sum_s d_s \Big( v_{o,m,y,s} + \sum_{g \in m} \lambda_g i_{o,g,y,s} \Big)

    :math:`\hat v` sold under contracts [bcm in the year]; :math:`v` sales, :math:`i` injection [bcm/yr] into the
    storages :math:`g` at the market, :math:`\lambda_g` share lost on it. The dual (times -1, divided by
    :math:`w_y D_y`) is what bound contracts would gain from one more bcm sold there, million USD per bcm.
    """
    return sum(model.placed[c, m, y] for c in model.BOUND_SELLERS[o, m, y]) <= sum(
        model.duration[s] * model.sales[o, m, y, s] for s in model.SEASONS
    ) + sum(
        model.duration[s] * model.storage_loss[g] * model.injection[o, g, y, s]
        for g in model.BOUND_STORAGES[o, m, y]
        for s in model.SEASONS
    )


def nothing_goes_astray(model: pyo.ConcreteModel, c: Any, a: Any, y: Any) -> Any:
    r"""Nothing is delivered where nothing can arrive in the destination.

    .. math:: g_{c,a,y} = 0

    :math:`g` delivered [bcm in the year]. The dual (times -1, divided by :math:`w_y D_y`) is what one bcm delivered
    there would save, million USD per bcm, negative where it would cost.
    """
    return model.delivered[c, a, y] == 0.0


def constrain(model: pyo.ConcreteModel) -> None:
    """State where bound gas is sold."""
    state(model, "deliveries_are_placed", model.BOUND, deliveries_are_placed)
    state(model, "placed_below_sales", model.BOUND_SALES, placed_below_sales)
    state(model, "nothing_goes_astray", model.STRANDED, nothing_goes_astray)
