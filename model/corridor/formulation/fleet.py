r"""Fleets: voyages that share a limited number of ships.

Sets
----
:math:`v` : fleets
    Ships of one kind, each with the voyages that only they can make; ``FLEET_YEARS`` with the years.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare fleets, the flows that need them and the ship-years of a bcm."""
    legs = network.legs["ship_years"]
    fleets = members((arc, fleet) for fleet, arc in legs.index)
    needing = members(((fleet, y), (o, a)) for o, a, y in network.flows for fleet in fleets.get(a, ()))
    seasons = list(network.seasons.index)
    model.FLEET_YEARS = listed_set(sorted(needing), 2)
    model.FLEET_SEASONS = listed_set([(*key, s) for key in sorted(needing) for s in seasons], 3)
    model.NEEDING = indexed_set(model.FLEET_YEARS, needing, dimen=2)
    model.LEGS = listed_set(list(legs.index), 2)
    model.ship_years = parameter(model.LEGS, legs)
    model.ships = parameter(model.FLEET_YEARS, network.fleets["ships"])


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: a fleet only limits; its cost is in the freight."""


def ships_at_sea(model: pyo.ConcreteModel, v: Any, y: Any, s: Any) -> Any:
    r"""The ships that a season's voyages keep at sea are no more than the fleet has.

    .. math:: \sum_{(o,a) \in v} \tau_{v,a}\, f_{o,a,y,s} \le N_{v,y}

    :math:`\tau` ship-years for one bcm loaded (round trip over cargo) [yr/bcm], :math:`f` flow entering the voyage
    [bcm/yr], :math:`N` ships in service, those in dock not counted. The dual (times -1, divided by :math:`w_y D_y`) is
    the value of one more ship in the season, million USD a year.
    """
    return sum(model.ship_years[v, a] * model.flow[o, a, y, s] for (o, a) in model.NEEDING[v, y]) <= model.ships[v, y]


def constrain(model: pyo.ConcreteModel) -> None:
    """State the limits of fleets."""
    state(model, "ships_at_sea", model.FLEET_SEASONS, ships_at_sea)
