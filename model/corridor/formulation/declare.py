"""Helpers that turn network tables into Pyomo sets and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pyomo.core as pyo

from corridor.dataset import lookup


def indexed_set(index: pyo.Set, members: Mapping[Any, Iterable[Any]], dimen: int = 1) -> pyo.Set:
    """Declare a set for every element of ``index``; elements without members get the empty set."""
    return pyo.Set(index, initialize=lambda _, *key: members.get(_whole(key), ()), dimen=dimen)


def parameter(index: pyo.Set, values: pd.Series | Mapping[Any, float]) -> pyo.Param:
    """Declare a parameter over a set; every element must have a value."""
    known = lookup(values) if isinstance(values, pd.Series) else values
    return pyo.Param(index, initialize=lambda _, *key: known[_whole(key)], within=pyo.Reals)


def _whole(key: tuple[Any, ...]) -> Any:
    """The element of a set from its parts, which is how Pyomo hands it to a function.

    Given a function, Pyomo goes through the set; given a dictionary, it would check every key against the set first.
    """
    return key if len(key) > 1 else key[0]


def state(model: pyo.ConcreteModel, name: str, index: pyo.Set, equation: Callable[..., Any]) -> None:
    """Add a constraint under a name for every element of ``index``; none if there is no element."""
    if len(index):
        model.add_component(name, pyo.Constraint(index, rule=equation))


def members(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Collect the second of each pair under the first, in order."""
    grouped: dict[Any, list[Any]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped
