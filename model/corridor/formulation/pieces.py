r"""Pieces: how far marginal costs may be off where squares are computed in pieces.

The worth of linear demand, conduct and costs that rise within a step are squares. Where they are computed in pieces, a
square is replaced by straight pieces, so many that what one more unit costs is off by no more than its share of the
error that is allowed for a price: a third, as there are at most three squares between a buyer and a well.
"""

from __future__ import annotations

import pyomo.core as pyo

from corridor.formulation.terms import Terms
from corridor.network import Network

#: Between a buyer and a well there are at most three squares: of demand, of conduct, of rising cost.
SQUARES = 3


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    r"""Share the allowed error of a price among the squares that lie between buyer and well.

    .. math:: \Big| \frac{\partial C}{\partial x} - \frac{\partial \tilde C}{\partial x} \Big|
              \le \frac{1}{3}\, \epsilon\, d_s w_y D_y

    :math:`\tilde C` what the pieces cost [million USD], :math:`x` consumption of a line, sales with conduct or
    production whose cost rises [bcm/yr], :math:`\epsilon` error of a price [million USD per bcm].
    """
    behaviour = network.scenario.behaviour
    model.gradient_error = {}
    if behaviour.curves == "piecewise":
        part = {
            (y, s): behaviour.piece_error / SQUARES * model.duration[s] * model.weight[y]
            for y in model.YEARS
            for s in model.SEASONS
        }
        model.gradient_error = dict.fromkeys(("consumption", "sales", "production"), part)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing."""


def constrain(model: pyo.ConcreteModel) -> None:
    """Constrain nothing."""
