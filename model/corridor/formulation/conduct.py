r"""Market conduct: sellers who know that what they sell lowers the price.

An exporter with conduct :math:`\theta` in a market with linear demand :math:`P = a - bQ` sells up to where what one
more unit earns, :math:`P - \theta b v`, is what it costs. With :math:`\theta = 0` he takes the price, with
:math:`\theta = 1` he takes the sales of the others as given (Cournot), in between he does in part; a dominant exporter
counts on the supply of price takers, which rises with the price. These are the conditions of the maximum of welfare
less :math:`\frac{1}{2} \theta b v^2` (Hashimoto 1985; Gabriel, Conejo, Fuller, Hobbs, Ruiz: Complementarity Modeling in
Energy Markets, 2013), so one convex program finds the equilibrium.

It holds if demand is linear where somebody has conduct, sellers of one origin act as one, nobody buys in one market to
sell in another, lines and plants are taken at their tariffs and at the same scarcity by all who use them (a limit that
several share has one dual for all), and sales under contracts earn the market's price.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter
from corridor.formulation.terms import Terms
from corridor.network import Network

ACCOUNT = "conduct"
"""Account of the squares that make sellers hold back gas: no cost, for nobody pays it."""


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare who has conduct, and how steeply what one more unit earns falls with his own sales."""
    markup = lookup(network.conduct["share"] * network.conduct["slope"])
    sold = set(model.SALES)
    steep = {key: slope for key, slope in markup.items() if slope > 0.0 and key in sold}
    model.CONDUCTS = listed_set(list(steep), 4)
    model.CONDUCTS_IN = indexed_set(model.YEARS, members((y, (o, m, s)) for o, m, y, s in steep), dimen=3)
    model.markup_slope = parameter(model.CONDUCTS, steep)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what conduct adds to the objective, if somebody has conduct."""

    def held_back(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What makes sellers hold back gas: no cost, for nobody pays it.

        .. math:: C_y = \sum_s d_s \sum_{o,m} \frac{1}{2}\, \theta_{o,m,y,s}\, b_{m,y,s}\, v_{o,m,y,s}^2

        :math:`v` sales [bcm/yr], :math:`b` slope of demand [million USD per bcm, per bcm/yr], :math:`\theta` conduct.
        The derivative by sales is the markup of the price over what one more unit earns the seller.
        """
        return sum(
            m.duration[s] * 0.5 * m.markup_slope[o, k, y, s] * m.sales[o, k, y, s] ** 2
            for (o, k, s) in m.CONDUCTS_IN[y]
        )

    if len(model.CONDUCTS):
        terms.accounts[ACCOUNT] = held_back


def constrain(model: pyo.ConcreteModel) -> None:
    """Constrain nothing."""
