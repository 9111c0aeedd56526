r"""A declared tie-break: among flows of equal cost, the shorter total distance, then a fixed order of arcs and origins.

Without it a transport program has many optimal flows, and a report about routes would depend on the solver's path.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import listed_set, parameter
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network

#: Million USD per bcm and 1000 km: 0.0000026 USD/MMBtu, far below any tariff, far above solver tolerance.
PER_THOUSAND_KM = 1e-4
#: Largest part that only separates arcs and origins, million USD per bcm: what 20 km are.
ORDER = 2e-6
#: On what is swapped, million USD per bcm, as 100 km: gas that could as well go itself does.
SWAPPED = 1e-5
#: What a later season adds to both parts, share: among equal seasons, gas moves in the earlier one.
LATER = 0.1
_GOLDEN = 0.6180339887498949


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the tie-break of every flow; it does not depend on the year, and on the season only by its order.

    The order part is the golden-ratio sequence over sorted (origin, arc) pairs: fixed, evenly spread, no two alike,
    so sums over different paths do not coincide.
    """
    pairs = sorted({(o, a) for o, a, _ in network.flows})
    length = lookup(network.arcs["length"])
    spread = np.modf(_GOLDEN * np.arange(1, len(pairs) + 1))[0]
    model.ORIGIN_ARCS = listed_set(pairs, 2)
    size = {
        (o, a): PER_THOUSAND_KM * length[a] / 1000.0 + ORDER * part
        for (o, a), part in zip(pairs, spread.tolist(), strict=True)
    }
    model.tie_break = parameter(model.ORIGIN_ARCS, size)
    seasons = network.seasons.index.tolist()
    model.season_order = parameter(model.SEASONS, {season: 1.0 + LATER * place for place, season in enumerate(seasons)})


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register the tie-break as an account of its own, so that reported costs are free of it."""

    def tie_break(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""A weight too small to change what anything costs.

        .. math:: C_y = \sum_s d_s \, \omega_s \Big( \sum_{o,a} \epsilon_{o,a}\, f_{o,a,y,s}
                  + \sum_w \epsilon\, e_{w,y,s} \Big)

        :math:`\epsilon_{o,a}` grows with the length of the arc, and a little with its place in the order
        [million USD per bcm], :math:`\epsilon` on swaps; :math:`\omega` 1 in the first season and a tenth more in each
        later one; :math:`f` flow, :math:`e` what is handed over in a swap [bcm/yr].
        """
        carried = sum(
            m.duration[s] * m.season_order[s] * m.tie_break[o, a] * m.flow[o, a, y, s]
            for (o, a) in m.CARRIED[y]
            for s in m.SEASONS
        )
        swapped = sum(
            m.duration[s] * m.season_order[s] * SWAPPED * m.swapped[w, y, s] for w in m.SWAPS_IN[y] for s in m.SEASONS
        )
        return carried + swapped

    terms.accounts["tie_break"] = tie_break if len(model.FLOWS) else nothing


def constrain(model: pyo.ConcreteModel) -> None:
    """Constrain nothing."""
