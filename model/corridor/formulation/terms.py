"""What a component may add to the shared equations: node balance and cost accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyomo.core as pyo

BalanceTerm = Callable[[pyo.ConcreteModel, Any, Any, Any, Any], Any]
AccountTerm = Callable[[pyo.ConcreteModel, Any], Any]


@dataclass(slots=True)
class Terms:
    """Registered terms; components add to it, the shared equations sum over it.

    Attributes
    ----------
    sources, uses : list of callables
        ``term(model, origin, node, year, season)`` gives a rate in bcm/yr that enters or leaves a node.
    accounts : dict of str to callable
        ``term(model, year)`` gives a cost in million USD of one such year; negative is a benefit.
    """

    sources: list[BalanceTerm] = field(default_factory=list)
    uses: list[BalanceTerm] = field(default_factory=list)
    accounts: dict[str, AccountTerm] = field(default_factory=dict)


def nothing(_model: pyo.ConcreteModel, _year: Any) -> float:
    """Return the cost of a component that the network does not have."""
    return 0.0
