r"""Quotas and diversification: gas of an origin is at most a share of a group's consumption in a year.

Everybody takes the allowed volume as given: a buyer does not consume more to let more of the origin in, so the row's
limit is a number, found by solving again until it is the share of what is consumed.

Sets
----
:math:`p` : policies
    Each with the markets of a group of nodes whose consumption counts, and the origins that are limited.

Variables
---------
``share_allowed[p,o,y]`` : :math:`A_{p,o,y}`, bcm
    Volume of an origin that a policy allows in a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the limits on origins that are sold in a group, and all sales there."""
    share = lookup(network.share_limits["share"])
    keys = dict.fromkeys((p, o, y) for p, o, y, _ in share)
    listed = list(network.policy_members.itertuples(index=False, name=None))
    sellers = members(((m, y), o) for o, m, y in model.SELLING)
    reach = set(network.flows)
    counted = {
        kind: members(((p, o), name) for p, found, name, o in listed if found == kind)
        for kind in ("arc", "lng_arc", "market", "consumer")
    }
    sold = members(
        ((p, o, y), m) for p, o, y in keys for m in counted["market"].get((p, o), ()) if o in sellers.get((m, y), ())
    )
    flows = {
        kind: members(((p, o, y), a) for p, o, y in keys for a in counted[kind].get((p, o), ()) if (o, a, y) in reach)
        for kind in ("arc", "lng_arc")
    }
    model.SHARES = listed_set([key for key in keys if key in sold or key in flows["arc"]], 3)
    model.SHARE_SALES = indexed_set(model.SHARES, sold)
    model.SHARE_FLOWS = indexed_set(model.SHARES, flows["arc"])
    model.SHARE_CARGOES = indexed_set(model.SHARES, flows["lng_arc"])
    groups = dict.fromkeys((p, y) for p, _, y in model.SHARES)
    model.SHARED_MARKETS = listed_set(list(groups), 2)
    model.GROUP_SALES = indexed_set(
        model.SHARED_MARKETS,
        members(
            ((p, y), (o, m))
            for p, y in groups
            for m in counted["consumer"].get((p, ""), ())
            for o in sellers.get((m, y), ())
        ),
        dimen=2,
    )
    stated = {key: value for key, value in share.items() if key[:3] in model.SHARES}
    model.largest_share = parameter(model.SHARES * model.SEASONS, stated)
    model.share_given = parameter(model.SHARES, _first_limits(network, stated, counted["consumer"]))
    if len(model.SHARES):
        model.share_allowed = pyo.Var(model.SHARES)
        model.follows = {"share_below_limit": "share_allowed"}


def _first_limits(
    network: Network, share: Mapping[tuple[str, str, int, str], float], consumers: Mapping[tuple[str, str], list[str]]
) -> dict[tuple[str, str, int], float]:
    """Shares of what the markets consume at their reference prices, from which the search begins; bcm."""
    reference, duration = lookup(network.demand["reference"]), lookup(network.seasons["duration"])
    found: dict[tuple[str, str, int], float] = {}
    for (policy, origin, year, season), part in share.items():
        rate = sum(reference[market, year, season] for market in consumers.get((policy, ""), ()))
        found[policy, origin, year] = found.get((policy, origin, year), 0.0) + part * rate * duration[season]
    return found


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: shares only limit."""


def share_of_consumption(model: pyo.ConcreteModel, p: Any, o: Any, y: Any) -> Any:
    r"""A share of everything that is sold in a group in a year.

    .. math:: A_{p,o,y} = \sum_s d_s\, \sigma_{p,y,s} \sum_{m \in p} \sum_{k} v_{k,m,y,s}

    :math:`A` allowed volume [bcm]; :math:`v` sales of every origin :math:`k` [bcm/yr]; :math:`\sigma` largest share,
    averaged over the season with 1 for the time out of force. The dual is 0: the row measures and limits nothing.
    """
    return model.share_allowed[p, o, y] == sum(
        model.duration[s] * model.largest_share[p, o, y, s] * model.sales[k, m, y, s]
        for (k, m) in model.GROUP_SALES[p, y]
        for s in model.SEASONS
    )


def share_below_limit(model: pyo.ConcreteModel, p: Any, o: Any, y: Any) -> Any:
    r"""Gas of an origin sold in a group in a year stays below its share of what is consumed there.

    .. math:: \sum_s d_s \Big( \sum_{m \in p} v_{o,m,y,s} - \sum_{a \in p} (1-\lambda_a) f_{o,a,y,s} \Big)
              \le \bar A_{p,o,y}

    :math:`v` sales, :math:`f` cargoes that a quota on pipeline gas does not count [bcm/yr]; a quota on LNG has its
    landings :math:`\sum_{a \in p} (1-\lambda_a) f_{o,a,y,s}` on the left instead. :math:`\bar A` is the allowed volume
    of :func:`share_of_consumption` [bcm], taken as given. The dual (times -1, divided by :math:`w_y D_y`) is the worth
    of one more bcm let in, million USD per bcm.
    """
    return (
        sum(model.duration[s] * model.sales[o, m, y, s] for m in model.SHARE_SALES[p, o, y] for s in model.SEASONS)
        + sum(
            model.duration[s] * (1.0 - model.loss[a]) * model.flow[o, a, y, s]
            for a in model.SHARE_FLOWS[p, o, y]
            for s in model.SEASONS
        )
        - sum(
            model.duration[s] * (1.0 - model.loss[a]) * model.flow[o, a, y, s]
            for a in model.SHARE_CARGOES[p, o, y]
            for s in model.SEASONS
        )
        <= model.share_given[p, o, y]
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State the shares."""
    state(model, "share_of_consumption", model.SHARES, share_of_consumption)
    state(model, "share_below_limit", model.SHARES, share_below_limit)
