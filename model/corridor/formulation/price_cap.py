r"""Price caps: the seller of capped gas gets no more than the cap, and who buys it keeps the rest.

The market clears at its own price :math:`P`. For a unit of capped gas the seller gets :math:`\min(P, \bar P)`, so that
he stays away where the way there costs more, or another market leaves him more. Who buys it at the cap uses it, or
sells it on, at :math:`P` and keeps the wedge

.. math:: \tau = \max(0, P - \bar P)

which is to the seller what a tariff is, only that its rate follows the solution and that buyers collect it. Everybody
takes it as given: a buyer does not consume more to lower it. So it is a cost in the program, and the program is solved
again with the wedges that its prices give until the two agree (:mod:`corridor.engine.price_caps`). What is found meets

.. math:: 0 \le v \perp K - \min(P, \bar P) \ge 0

for every capped sale :math:`v` [bcm/yr] that costs its seller :math:`K` at the margin, ways, scarcity and what other
markets would leave him included [million USD per bcm]: what he sells costs him what he gets, and he sells nothing
where that is too little. A cap that is in force for a share :math:`\varphi` of a season is on that share of what is
sold in it; of several caps the lowest holds.

Gas that is delivered under contracts counts as all that is sold: in the model it earns the market's price, and here no
more than the cap. What a contract's own price lies below that is its rent; the wedge is not part of it, so that nothing
is booked twice.

Source: the seller's side is that of S. Johnson, L. Rachel, C. Wolfram, "A Theory of Price Caps on Non-Renewable
Resources", NBER Working Paper 31347, 2023, within a year, for a seller who takes prices and saves no gas for later.

Sets
----
:math:`p` : policies
    Price caps, each on gas of some origins in the markets of a group of nodes; ``CAPPED``.

Variables
---------
``capped[p,o,m,y,s]`` : :math:`\omega_{p,o,m,y,s}`, bcm/yr
    Rate at which gas is sold under a cap in a market.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup, lookup_rows
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network

ACCOUNT = "price_caps"
"""Account of what caps leave with buyers: no cost to the world."""


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what is sold under caps, wedges that begin at 0, and for the search what the caps are."""
    caps, selling = lookup_rows(network.price_caps), set(model.SELLING)
    landing = network.landing
    sold = {key: row for key, row in caps.items() if key[1:4] in selling}
    ships = {key: row for key, row in sold.items() if row["form"] == "lng"}
    piped = {key: row for key, row in sold.items() if row["form"] == "pipeline"}
    model.CAPPED = listed_set(list(sold), 5)
    model.CAPPED_PIPED = listed_set(list(piped), 5)
    model.CAPPED_WHOLE = listed_set([key for key in sold if key not in piped], 5)
    groups = dict.fromkeys(key[:4] for key in sold)
    model.CAPPED_MARKETS = listed_set(list(groups), 4)
    landed: dict[Any, tuple[str, ...]] = {key[:4]: landing.get(key[1:4], ()) for key in (*ships, *piped)}
    model.CAPPED_SALES = indexed_set(model.CAPPED_MARKETS, {key[:4]: [key[2]] for key in sold if key not in ships})
    model.CAPPED_CARGOES = indexed_set(model.CAPPED_MARKETS, {key[:4]: landed[key[:4]] for key in ships})
    model.FREE_CARGOES = indexed_set(model.CAPPED_MARKETS, {key[:4]: landed[key[:4]] for key in piped})
    model.CAPPED_IN = indexed_set(model.YEARS, members((y, (p, o, m, s)) for p, o, m, y, s in sold), dimen=4)
    model.cap_share = parameter(model.CAPPED, {key: row["share"] for key, row in sold.items()})
    model.wedge = parameter(model.CAPPED, dict.fromkeys(sold, 0.0))
    model.capped = variable(model.CAPPED)
    model.price_caps = {key: (row["price"], _weight(network, key)) for key, row in sold.items()}


def _weight(network: Network, key: tuple[str, str, str, int, str]) -> float:
    """What a rate in a season counts in the objective, per unit of price."""
    *_, year, season = key
    worth: float = lookup(network.years["weight"] * network.years["discount"])[year]
    duration: float = lookup(network.seasons["duration"])[season]
    return worth * duration


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what caps leave with buyers; without a cap there is no such account."""

    def kept(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What sellers of capped gas do not get of the market's price, and buyers keep.

        .. math:: C_y = \sum_s d_s \sum_{p,o,m} \tau_{p,o,m,y,s}\, \omega_{p,o,m,y,s}

        :math:`\omega` gas sold under a cap [bcm/yr], :math:`\tau` wedge [million USD per bcm].
        """
        return sum(m.duration[s] * m.wedge[p, o, k, y, s] * m.capped[p, o, k, y, s] for (p, o, k, s) in m.CAPPED_IN[y])

    if len(model.CAPPED):
        terms.accounts[ACCOUNT] = kept


def capped_gas(model: pyo.ConcreteModel, p: Any, o: Any, m: Any, y: Any, s: Any) -> Any:
    r"""All that is sold in a market counts, or for a cap on LNG what lands there.

    .. math:: \omega_{p,o,m,y,s} = \varphi_{p,o,m,y,s}\, v_{o,m,y,s} \quad \text{or} \quad
              \omega_{p,o,m,y,s} = \varphi_{p,o,m,y,s} \sum_{a \to m} (1-\lambda_a) f_{o,a,y,s}

    :math:`\omega` gas sold under a cap, :math:`v` sales, :math:`f` cargoes [bcm/yr]; :math:`\varphi` share of the
    season in which the cap is in force and the lowest. LNG is sold where it lands, so what goes on by pipeline is not
    sold under the cap again. The dual (divided by :math:`d_s w_y D_y`) is what the cap takes off a unit, the wedge,
    million USD per bcm.
    """
    sold = sum(model.sales[o, k, y, s] for k in model.CAPPED_SALES[p, o, m, y])
    landed = sum((1.0 - model.loss[a]) * model.flow[o, a, y, s] for a in model.CAPPED_CARGOES[p, o, m, y])
    return model.capped[p, o, m, y, s] == model.cap_share[p, o, m, y, s] * (sold + landed)


def capped_piped_gas(model: pyo.ConcreteModel, p: Any, o: Any, m: Any, y: Any, s: Any) -> Any:
    r"""A cap on pipeline gas counts what is sold beyond the cargoes that land in the market.

    .. math:: \omega_{p,o,m,y,s} \ge \varphi_{p,o,m,y,s}
              \Big( v_{o,m,y,s} - \sum_{a \to m} (1-\lambda_a) f_{o,a,y,s} \Big)

    :math:`\omega` gas sold under a cap [bcm/yr]; other symbols and the dual as in :func:`capped_gas`. The dual is 0
    where cargoes are all that is sold.
    """
    sold = sum(model.sales[o, k, y, s] for k in model.CAPPED_SALES[p, o, m, y])
    landed = sum((1.0 - model.loss[a]) * model.flow[o, a, y, s] for a in model.FREE_CARGOES[p, o, m, y])
    return model.capped[p, o, m, y, s] >= model.cap_share[p, o, m, y, s] * (sold - landed)


def constrain(model: pyo.ConcreteModel) -> None:
    """State what is sold under caps."""
    state(model, "capped_gas", model.CAPPED_WHOLE, capped_gas)
    state(model, "capped_piped_gas", model.CAPPED_PIPED, capped_piped_gas)
