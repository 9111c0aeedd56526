"""The one statement of the mathematics: a network becomes a Pyomo model."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pyomo.core as pyo
import pyomo.core.base.constraint as pyomo_constraint
import pyomo.core.base.objective as pyomo_objective

from corridor.formulation import (
    bookings,
    budgets,
    choices,
    conduct,
    contracts,
    destinations,
    expansion,
    filling,
    fleet,
    make_up,
    market,
    minimum_takes,
    nominations,
    pieces,
    policy,
    price_cap,
    production,
    ramps,
    retirement,
    share,
    storage,
    swaps,
    tariff,
    tie_break,
    transport,
)
from corridor.formulation.balance import account_costs, balance_nodes
from corridor.formulation.terms import Terms
from corridor.formulation.time import declare_time
from corridor.network import Network

#: Every component has ``declare(model, network)``, ``connect(model, terms)`` and ``constrain(model)``, run in order.
COMPONENTS: tuple[ModuleType, ...] = (
    transport,
    retirement,
    production,
    market,
    conduct,
    fleet,
    storage,
    swaps,
    contracts,
    make_up,
    nominations,
    minimum_takes,
    destinations,
    bookings,
    expansion,
    choices,
    budgets,
    ramps,
    policy,
    share,
    tariff,
    price_cap,
    filling,
    tie_break,
    pieces,
)

Extend = Callable[[pyo.ConcreteModel], None]


def formulate(network: Network, extend: Extend | None = None) -> pyo.ConcreteModel:
    """State a network as a linear program, or a convex quadratic one where something is curved.

    Parameters
    ----------
    network : Network
        Tables in canonical units.
    extend : callable, optional
        Given the model before it is compiled; may add sets, variables and constraints of its own, by any rule that
        Pyomo takes.

    Returns
    -------
    ConcreteModel
        With constraints kept as templates (one symbolic equation each) where Pyomo can, so that they need not be
        written out row by row.
    """
    model = pyo.ConcreteModel(name=network.scenario.name)
    terms = Terms()
    with _Templates():
        declare_time(model, network)
        for component in COMPONENTS:
            component.declare(model, network)
        for component in COMPONENTS:
            component.connect(model, terms)
            component.constrain(model)
        balance_nodes(model, terms)
        account_costs(model, terms)
    if extend is not None:
        extend(model)
    return model


class _Templates:
    """Have Pyomo keep constraints as templates while inside; restore its switches after."""

    def __enter__(self) -> None:
        self._before = (pyomo_constraint.TEMPLATIZE_CONSTRAINTS, pyomo_objective.TEMPLATIZE_OBJECTIVES)
        pyomo_constraint.TEMPLATIZE_CONSTRAINTS = True

    def __exit__(self, *_: object) -> None:
        pyomo_constraint.TEMPLATIZE_CONSTRAINTS, pyomo_objective.TEMPLATIZE_OBJECTIVES = self._before
