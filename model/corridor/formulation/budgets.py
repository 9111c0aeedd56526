r"""Budgets: what projects may cost that start in a period, whoever owns them or one owner alone.

Sets
----
:math:`b` : budgets
    Each for the projects of its owner, or all, that start in its years; ``BUDGETS``.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the budgets that are about some candidate, and what they have left for candidates."""
    listed = list(network.budget_members.itertuples(index=False, name=None))
    under = members((budget, (project, start)) for budget, project, start in listed)
    fixed = set(model.BEGINNINGS)
    left = network.budgets["limit"] - network.budgets["committed"]
    model.BUDGETS = listed_set(list(under))
    model.UNDER_BUDGET = indexed_set(model.BUDGETS, under, dimen=2)
    begun = members((budget, (project, start)) for budget, project, start in listed if (project, start) in fixed)
    model.BEGUN_UNDER_BUDGET = indexed_set(model.BUDGETS, begun, dimen=2)
    model.budget_left = parameter(model.BUDGETS, left.clip(lower=0.0))
    projects = network.projects
    model.capital = parameter(model.OPTIONS, {j: lookup(projects["capital"])[j] for j in model.OPTIONS})
    model.fixed_capital = parameter(model.OPTIONS, {j: lookup(projects["fixed_capital"])[j] for j in model.OPTIONS})


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: budgets only limit."""


def investment_below_budget(model: pyo.ConcreteModel, b: Any) -> Any:
    r"""What candidates cost that start in a period stays below what its budget has left beside committed projects.

    .. math:: \sum_{(j,v) \in b} \big( \kappa_j\, x^+_{j,v} + \Phi_j\, \bar x_{j,v} \big) \le B_b

    :math:`x^+` capacity that starts in year :math:`v` [bcm/yr], :math:`\kappa` capital of a bcm/yr, :math:`\bar x`
    1 if a project with a fixed investment :math:`\Phi` is begun; :math:`B` budget less what committed projects take,
    million USD. The dual (times -1) is what one more million USD of budget would save over the horizon beyond its own
    cost, discounted million USD.
    """
    by_size = sum(model.capital[j] * model.added[j, v] for (j, v) in model.UNDER_BUDGET[b])
    fixed = sum(model.fixed_capital[j] * model.begun[j, v] for (j, v) in model.BEGUN_UNDER_BUDGET[b])
    return by_size + fixed <= model.budget_left[b]


def constrain(model: pyo.ConcreteModel) -> None:
    """State the budgets."""
    state(model, "investment_below_budget", model.BUDGETS, investment_below_budget)
