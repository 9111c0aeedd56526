"""Helpers that turn network tables into Pyomo sets and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pyomo.environ as pyo


def indexed_set(index: pyo.Set, members: Mapping[Any, Iterable[Any]], dimen: int = 1) -> pyo.Set:
    """Declare a set for every element of ``index``; elements without members get the empty set."""
    return pyo.Set(index, initialize={key: list(members.get(key, ())) for key in index}, dimen=dimen)


def state(model: pyo.ConcreteModel, name: str, index: pyo.Set, equation: Callable[..., Any]) -> None:
    """Add a constraint under a name for every element of ``index``; none if there is no element."""
    if len(index):
        model.add_component(name, pyo.Constraint(index, rule=equation))


def parameter(index: pyo.Set, values: pd.Series | Mapping[Any, float]) -> pyo.Param:
    """Declare a parameter over a set; every element must have a value."""
    return pyo.Param(index, initialize=dict(values.items()), within=pyo.Reals)


def members(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Collect the second of each pair under the first, in order."""
    grouped: dict[Any, list[Any]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped
