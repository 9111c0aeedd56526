r"""Policies: bans and caps on gas of an origin that enters a group of nodes or is sold there.

A ban that begins inside a season leaves open the share of the season before it.

Sets
----
:math:`p` : policies
    Each with the arcs, swaps or markets of a group of nodes over which gas counts, and the origins that count.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the policies that limit something, and what they limit."""
    listed = list(network.policy_members.itertuples(index=False, name=None))
    reach = set(network.flows)
    sellers = set(model.SELLING)
    entry, sale = network.entry_limits["limit"], network.sale_limits["limit"]
    model.ENTRY_LIMITS = listed_set(list(entry.index), 3)
    model.SALE_LIMITS = listed_set(list(sale.index), 3)
    annual = network.annual_limits["limit"]
    of_sales = {policy for policy, kind, _, _ in listed if kind == "market"}
    model.ANNUAL_ENTRIES = listed_set([(p, y) for p, y in annual.index if p not in of_sales], 2)
    model.ANNUAL_SALES = listed_set([(p, y) for p, y in annual.index if p in of_sales], 2)
    model.annual_limit = parameter(model.ANNUAL_ENTRIES | model.ANNUAL_SALES, annual)
    years = list(network.years.index)
    policies = sorted({policy for policy, _, _, _ in listed})
    model.POLICY_YEARS = listed_set([(p, y) for p in policies for y in years], 2)
    flows = members(((p, y), (o, a)) for p, kind, a, o in listed if kind == "arc" for y in years if (o, a, y) in reach)
    ships = members(
        ((p, y), (o, a)) for p, kind, a, o in listed if kind == "lng_arc" for y in years if (o, a, y) in reach
    )
    working = set(network.open_swaps)
    swaps = members(((p, y), (o, w)) for p, kind, w, o in listed if kind == "swap" for y in years if (w, y) in working)
    sales = members(
        ((p, y), (o, m)) for p, kind, m, o in listed if kind == "market" for y in years if (o, m, y) in sellers
    )
    model.POLICY_FLOWS = indexed_set(model.POLICY_YEARS, flows, dimen=2)
    model.POLICY_CARGOES = indexed_set(model.POLICY_YEARS, ships, dimen=2)
    model.POLICY_SWAPS = indexed_set(model.POLICY_YEARS, swaps, dimen=2)
    model.POLICY_SALES = indexed_set(model.POLICY_YEARS, sales, dimen=2)
    model.entry_limit = parameter(model.ENTRY_LIMITS, entry)
    model.sale_limit = parameter(model.SALE_LIMITS, sale)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: bans and caps only limit."""


def entry_below_limit(model: pyo.ConcreteModel, p: Any, y: Any, s: Any) -> Any:
    r"""Gas that enters over the policy's arcs, or by title in a swap, stays below what it leaves open.

    .. math:: \sum_{(o,a) \in p} f_{o,a,y,s} + \sum_{(o,w) \in p} \sigma_{o,w} e_{w,y,s} \le E_{p,y,s}

    :math:`f` flow, :math:`e` what is handed over in a swap, :math:`\sigma` what comes in of a unit of it: the swap's
    ratio or 1; :math:`E` open entry [bcm/yr], 0 once a ban is wholly in force. The dual (times -1, divided by
    :math:`d_s w_y D_y`) is the policy's shadow price, million USD per bcm.
    """
    return (
        sum(model.flow[o, a, y, s] for (o, a) in model.POLICY_FLOWS[p, y])
        + sum(model.swap_title[o, w] * model.swapped[w, y, s] for (o, w) in model.POLICY_SWAPS[p, y])
        <= model.entry_limit[p, y, s]
    )


def sales_below_limit(model: pyo.ConcreteModel, p: Any, y: Any, s: Any) -> Any:
    r"""Gas sold in a group, beyond what came as LNG the policy does not touch, stays below what it leaves open.

    .. math:: \sum_{(o,m) \in p} v_{o,m,y,s} \le \sum_{(o,a) \in p} (1-\lambda_a) f_{o,a,y,s} + S_{p,y,s}

    Used where transit to third countries stays allowed: :math:`v` sales inside the group, :math:`f` cargoes landed
    there, :math:`S` open sales [bcm/yr]. Dual as in :func:`entry_below_limit`.
    """
    return (
        sum(model.sales[o, m, y, s] for (o, m) in model.POLICY_SALES[p, y])
        <= sum((1.0 - model.loss[a]) * model.flow[o, a, y, s] for (o, a) in model.POLICY_CARGOES[p, y])
        + model.sale_limit[p, y, s]
    )


def entry_below_annual_limit(model: pyo.ConcreteModel, p: Any, y: Any) -> Any:
    r"""A cap on what enters in a year.

    .. math:: \sum_s d_s \Big( \sum_{(o,a) \in p} f_{o,a,y,s} + \sum_{(o,w) \in p} \sigma_{o,w} e_{w,y,s} \Big)
              \le E_{p,y}

    :math:`E` volume allowed [bcm], the rest as in :func:`entry_below_limit`. The dual (times -1, divided by
    :math:`w_y D_y`) is the cap's shadow price, million USD per bcm.
    """
    return (
        sum(model.duration[s] * model.flow[o, a, y, s] for (o, a) in model.POLICY_FLOWS[p, y] for s in model.SEASONS)
        + sum(
            model.duration[s] * model.swap_title[o, w] * model.swapped[w, y, s]
            for (o, w) in model.POLICY_SWAPS[p, y]
            for s in model.SEASONS
        )
        <= model.annual_limit[p, y]
    )


def sales_below_annual_limit(model: pyo.ConcreteModel, p: Any, y: Any) -> Any:
    r"""A cap on what is sold in a year, beyond what came in a form that the cap does not touch.

    .. math:: \sum_s d_s \Big( \sum_{(o,m) \in p} v_{o,m,y,s} - \sum_{(o,a) \in p} (1-\lambda_a) f_{o,a,y,s} \Big)
              \le E_{p,y}

    :math:`v` sales inside the group, :math:`f` what came in the other form [bcm/yr]; :math:`E` and dual as in
    :func:`entry_below_annual_limit` [bcm].
    """
    sold = sum(
        model.duration[s] * model.sales[o, m, y, s] for (o, m) in model.POLICY_SALES[p, y] for s in model.SEASONS
    )
    other = sum(
        model.duration[s] * (1.0 - model.loss[a]) * model.flow[o, a, y, s]
        for (o, a) in model.POLICY_CARGOES[p, y]
        for s in model.SEASONS
    )
    return sold - other <= model.annual_limit[p, y]


def constrain(model: pyo.ConcreteModel) -> None:
    """State the policies."""
    state(model, "entry_below_limit", model.ENTRY_LIMITS, entry_below_limit)
    state(model, "entry_below_annual_limit", model.ANNUAL_ENTRIES, entry_below_annual_limit)
    state(model, "sales_below_annual_limit", model.ANNUAL_SALES, sales_below_annual_limit)
    state(model, "sales_below_limit", model.SALE_LIMITS, sales_below_limit)
