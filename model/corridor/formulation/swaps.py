r"""Swaps: gas of one origin becomes that of another at one node, and back at another node.

Swap :math:`w` hands gas of origin :math:`X_w` over at node :math:`A_w`. Title passes, not gas: at :math:`A_w` gas of
:math:`X_w` turns into gas of :math:`Y_w`, and for each unit of it :math:`\rho_w` units of :math:`Y_w` turn into
:math:`X_w` at :math:`B_w`. What turns is taken off one origin and added to another at the same node, so the gas at
every node is what it was. Where :math:`\rho_w < 1` the partner keeps :math:`1-\rho_w` of each unit: he has a whole
unit more at :math:`A_w` and only :math:`\rho_w` less at :math:`B_w`.

Sets
----
:math:`w` : swaps
    Agreements of two origins at two nodes; ``SWAPS``.

Variables
---------
``swapped[w,y,s]`` : :math:`e_{w,y,s}`, bcm/yr
    Rate at which gas of the giving origin is handed over.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup_rows
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network

ACCOUNT = "swap_fees"


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what is swapped, for the swaps that can work in a year."""
    rows, working = lookup_rows(network.swaps), network.open_swaps
    terms = network.swap_terms.loc[[(w, y) in set(working) for w, y, _ in network.swap_terms.index]]
    model.SWAPS = listed_set(list(rows))
    model.SWAPPED = listed_set(list(terms.index), 3)
    model.swapped = variable(model.SWAPPED)
    model.swap_ratio = parameter(model.SWAPS, network.swaps["ratio"])
    model.swap_capacity = parameter(model.SWAPPED, terms["capacity"])
    model.swap_fee = parameter(model.SWAPPED, terms["fee"])
    title = {(rows[w]["gives_origin"], w): rows[w]["ratio"] for w in rows}
    title |= {(rows[w]["takes_origin"], w): 1.0 for w in rows}
    model.SWAP_TITLES = listed_set(sorted(title), 2)
    model.swap_title = parameter(model.SWAP_TITLES, title)
    model.SWAPS_IN = indexed_set(model.YEARS, members((y, w) for w, y in working))

    def standing(origin: str, node: str) -> pyo.Set:
        """Swaps by the origin and node that their columns hold."""
        pairs = (((rows[w][origin], rows[w][node], y), w) for w, y in working)
        return indexed_set(model.NODE_ORIGINS, members(pairs))

    model.SWAPS_GIVING = standing("gives_origin", "gives_at")
    model.SWAPS_GIVEN = standing("takes_origin", "gives_at")
    model.SWAPS_TAKING = standing("takes_origin", "takes_at")
    model.SWAPS_TAKEN = standing("gives_origin", "takes_at")


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register gas that turns into another's on both sides of a swap, and the fee; nothing without a swap."""

    def turned_into(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What becomes gas of the origin at a node.

        .. math:: \sum_{w:\, Y_w = o,\, A_w = n} e_{w,y,s} + \sum_{w:\, X_w = o,\, B_w = n} \rho_w\, e_{w,y,s}
        """
        return sum(m.swapped[w, y, s] for w in m.SWAPS_GIVEN[o, n, y]) + sum(
            m.swap_ratio[w] * m.swapped[w, y, s] for w in m.SWAPS_TAKEN[o, n, y]
        )

    def turned_away(m: pyo.ConcreteModel, o: Any, n: Any, y: Any, s: Any) -> Any:
        r"""What becomes gas of another origin at a node.

        .. math:: \sum_{w:\, X_w = o,\, A_w = n} e_{w,y,s} + \sum_{w:\, Y_w = o,\, B_w = n} \rho_w\, e_{w,y,s}
        """
        return sum(m.swapped[w, y, s] for w in m.SWAPS_GIVING[o, n, y]) + sum(
            m.swap_ratio[w] * m.swapped[w, y, s] for w in m.SWAPS_TAKING[o, n, y]
        )

    def fees(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What is handed over may cost a fee.

        .. math:: C_y = \sum_s d_s \sum_w \phi_{w,y,s}\, e_{w,y,s}

        :math:`\phi` fee [million USD per bcm], :math:`e` what is handed over [bcm/yr].
        """
        return sum(m.duration[s] * m.swap_fee[w, y, s] * m.swapped[w, y, s] for w in m.SWAPS_IN[y] for s in m.SEASONS)

    if len(model.SWAPPED):
        terms.sources.append(turned_into)
        terms.uses.append(turned_away)
        terms.accounts[ACCOUNT] = fees


def swapped_below_capacity(model: pyo.ConcreteModel, w: Any, y: Any, s: Any) -> Any:
    r"""What is handed over stays below the capacity of the swap.

    .. math:: e_{w,y,s} \le K_{w,y,s}

    :math:`e` rate handed over, :math:`K` capacity, averaged over the season where the swap is open for a part of it
    [bcm/yr]. The dual (times -1, divided by :math:`d_s w_y D_y`) is what one more unit handed over would be worth,
    million USD per bcm. With :math:`\pi` the values of gas by origin and node (see the node balance) and :math:`\phi`
    the fee, it is :math:`\rho\,(\pi_{X,B} - \pi_{Y,B}) + \pi_{Y,A} - \pi_{X,A} - \phi` where the swap is used.
    """
    return model.swapped[w, y, s] <= model.swap_capacity[w, y, s]


def constrain(model: pyo.ConcreteModel) -> None:
    """State the capacities."""
    state(model, "swapped_below_capacity", model.SWAPPED, swapped_below_capacity)
