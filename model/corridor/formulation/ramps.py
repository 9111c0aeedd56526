r"""Ramps: production that cannot change quickly, because wells are slow or the state says so.

Sets
----
:math:`e` : kinds of ramp
    From the season before, or from the last season of the year before; ``RAMPS`` with producers, years and seasons.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, parameter, state
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the seasons in which production follows that of an earlier one."""
    share = lookup(network.ramps["share"])
    year, season = lookup(network.ramps["year_before"]), lookup(network.ramps["season_before"])
    model.RAMPS = listed_set(list(share), 4)
    model.RAMP_FROM = indexed_set(model.RAMPS, {key: [(year[key], season[key])] for key in share}, dimen=2)
    model.ramp_share = parameter(model.RAMPS, share)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: ramps only limit."""


def production_rises_slowly(model: pyo.ConcreteModel, p: Any, y: Any, s: Any, e: Any) -> Any:
    r"""Production of all steps is at most a share above that of an earlier season.

    .. math:: \sum_{k \in p} q_{k,y,s} \le (1 + \rho_{p,y,s,e}) \sum_{k \in p} q_{k,b_e(y,s)}

    :math:`q` rate [bcm/yr]; :math:`\rho` largest change as a share; :math:`b_e` the season before, or the last season
    of the year before. The dual (times -1, divided by :math:`d_s w_y D_y`) is what one more unit of change is worth,
    million USD per bcm.
    """
    return sum(model.production[k, y, s] for k in model.STEPS_OF[p]) <= (1.0 + model.ramp_share[p, y, s, e]) * sum(
        model.production[k, z, b] for (z, b) in model.RAMP_FROM[p, y, s, e] for k in model.STEPS_OF[p]
    )


def production_falls_slowly(model: pyo.ConcreteModel, p: Any, y: Any, s: Any, e: Any) -> Any:
    r"""Production of all steps is at most a share below that of an earlier season.

    .. math:: \sum_{k \in p} q_{k,y,s} \ge (1 - \rho_{p,y,s,e}) \sum_{k \in p} q_{k,b_e(y,s)}

    Units, symbols and dual as in :func:`production_rises_slowly`.
    """
    return sum(model.production[k, y, s] for k in model.STEPS_OF[p]) >= (1.0 - model.ramp_share[p, y, s, e]) * sum(
        model.production[k, z, b] for (z, b) in model.RAMP_FROM[p, y, s, e] for k in model.STEPS_OF[p]
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State both limits."""
    state(model, "production_rises_slowly", model.RAMPS, production_rises_slowly)
    state(model, "production_falls_slowly", model.RAMPS, production_falls_slowly)
