r"""Booked capacity: a shipper who has paid for transport in any case counts only what is left to pay.

Sets
----
:math:`b` : bookings
    Capacity that a shipper holds over named arcs for gas of one origin; ``BOOKINGS``.

Variables
---------
``booked[b,a,y,s]`` : :math:`h_{b,a,y,s}`, bcm/yr
    Rate that flows over an arc under a booking.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare bookings that hold capacity in a year, over arcs that the shipper's gas can reach."""
    reach, seasons = set(network.flows), network.seasons.index.tolist()
    arcs, origin = lookup(network.bookings["arcs"]), lookup(network.bookings["origin"])
    capacity = lookup(network.booking_terms["capacity"])
    held = sorted({(b, y) for (b, y, _), rate in capacity.items() if rate > 0.0})
    over = [(b, a, y) for b, y in held for a in arcs[b] if (origin[b], a, y) in reach]
    model.BOOKINGS = listed_set(list(network.bookings.index))
    model.BOOKED = listed_set([(*key, s) for key in over for s in seasons], 4)
    model.BOOKED_IN = indexed_set(model.YEARS, members((y, (b, a)) for b, a, y in over), dimen=2)
    model.BOOKING_YEARS = listed_set(sorted({(b, y) for b, _, y in over}), 2)
    model.BOOKED_ARCS = indexed_set(model.BOOKING_YEARS, members(((b, y), a) for b, a, y in over))
    shippers = members(((origin[b], a, y), b) for b, a, y in over)
    model.BOOKED_FLOWS = listed_set(sorted(shippers), 3)
    model.BOOKINGS_OVER = indexed_set(model.BOOKED_FLOWS, shippers)
    model.ARCS_WITH_BOOKINGS = indexed_set(model.YEARS, members((y, (o, a)) for o, a, y in sorted(shippers)), dimen=2)
    multiplier = lookup(network.bookings["multiplier"])
    beyond = {key: max(multiplier[b] for b in found) for key, found in shippers.items()}
    model.booked_capacity = parameter(model.BOOKING_YEARS * model.SEASONS, capacity)
    model.multiplier_beyond = parameter(model.BOOKED_FLOWS, beyond)
    left = {(b, a, y): beyond[origin[b], a, y] - 1.0 + sunk for b, a, y in over for sunk in [_sunk(network, b)]}
    model.SAVINGS = listed_set(over, 3)
    model.saved_share = parameter(model.SAVINGS, left)
    model.booked = variable(model.BOOKED)


def _sunk(network: Network, booking: str) -> float:
    return float(network.bookings["sunk"].loc[booking])


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register the surcharge beyond bookings, and what bookings save."""

    def cost(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Beyond bookings the tariff is multiplied; under them the part that is paid in any case is saved.

        .. math:: C_y = \sum_s d_s \Big( \sum_{o,a} (M_{o,a,y} - 1)\, t_{a,y,s}\, f_{o,a,y,s}
                  - \sum_{b,a} (M_{o,a,y} - 1 + \eta_b)\, t_{a,y,s}\, h_{b,a,y,s} \Big)

        :math:`M` multiple of the tariff beyond bookings, 1 where nothing is booked; :math:`t` cost of what enters
        [million USD per bcm]; :math:`\eta` share of it that a booking has paid in any case; :math:`f` flow and
        :math:`h` the part of it under a booking of its origin [bcm/yr].
        """
        surcharge = sum(
            m.duration[s] * (m.multiplier_beyond[o, a, y] - 1.0) * m.transport_cost[a, y, s] * m.flow[o, a, y, s]
            for (o, a) in m.ARCS_WITH_BOOKINGS[y]
            for s in m.SEASONS
        )
        saving = sum(
            m.duration[s] * m.saved_share[b, a, y] * m.transport_cost[a, y, s] * m.booked[b, a, y, s]
            for (b, a) in m.BOOKED_IN[y]
            for s in m.SEASONS
        )
        return surcharge - saving

    terms.accounts["bookings"] = cost if len(model.BOOKED) else nothing


def booked_below_flow(model: pyo.ConcreteModel, o: Any, a: Any, y: Any, s: Any) -> Any:
    r"""Under all bookings together flows at most the shipper's gas on the arc.

    .. math:: \sum_b h_{b,a,y,s} \le f_{o,a,y,s}

    :math:`h` flow under a booking, :math:`f` flow [bcm/yr]. The dual (times -1, divided by :math:`d_s w_y D_y`) is what
    bookings would save on one more bcm that flows, million USD per bcm.
    """
    return sum(model.booked[b, a, y, s] for b in model.BOOKINGS_OVER[o, a, y]) <= model.flow[o, a, y, s]


def booked_below_capacity(model: pyo.ConcreteModel, b: Any, y: Any, s: Any) -> Any:
    r"""Under a booking flows at most what is booked, over all its arcs.

    .. math:: \sum_a h_{b,a,y,s} \le H_{b,y,s}

    :math:`H` booked [bcm/yr]. The dual (times -1, divided by :math:`w_y D_y`) is what one more bcm/yr of booking would
    save in a year, million USD.
    """
    return sum(model.booked[b, a, y, s] for a in model.BOOKED_ARCS[b, y]) <= model.booked_capacity[b, y, s]


def constrain(model: pyo.ConcreteModel) -> None:
    """State the limits of bookings."""
    state(model, "booked_below_flow", model.BOOKED_FLOWS * model.SEASONS, booked_below_flow)
    state(model, "booked_below_capacity", model.BOOKING_YEARS * model.SEASONS, booked_below_capacity)
