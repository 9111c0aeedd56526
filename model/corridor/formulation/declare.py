"""Helpers that turn network tables into Pyomo sets, parameters and variables.

A stated equation needs the names of its sets and variables, not an object for every element: a network has tens of
thousands of flows, and nearly all of them only ever meet the solver as rows of an array. So the components here keep
their tables and make an element when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pyomo.core as pyo
from pyomo.core.base.param import IndexedParam
from pyomo.core.base.set import IndexedSet, InsertionOrderSetData, OrderedScalarSet
from pyomo.core.base.var import IndexedVar

from corridor.dataset import lookup


class Listed(OrderedScalarSet):  # type: ignore[misc]  # Pyomo has no types
    """A set of elements that are known to be of one dimension: none is looked at again."""

    def __init__(self, elements: Iterable[Any], dimen: int) -> None:
        super().__init__(dimen=dimen, initialize=())
        self._listed = elements

    def construct(self, data: object = None) -> None:
        """Take the elements over in their order."""
        super().construct(data)
        self._values.update(dict.fromkeys(self._listed))


class Relation(IndexedSet):  # type: ignore[misc]  # Pyomo has no types
    """A set for every element of another set, as one mapping.

    ``relation[key]`` is a Pyomo set like any other, made on request; without members it is empty.

    Attributes
    ----------
    table : mapping
        Members of every key that has some.
    """

    _ComponentDataClass = InsertionOrderSetData

    def __init__(self, index: pyo.Set, table: Mapping[Any, Iterable[Any]], dimen: int) -> None:
        super().__init__(index, initialize=lambda _, *key: table.get(_whole(key), ()), dimen=dimen)
        self.table = table

    def construct(self, data: object = None) -> None:
        """Make no element yet."""
        del data
        self._constructed = True


class Figures(IndexedParam):  # type: ignore[misc]  # Pyomo has no types
    """A number for every element of a set, as one mapping.

    Attributes
    ----------
    table : mapping
        Value of every element.
    """

    def __init__(self, index: pyo.Set, table: Mapping[Any, float]) -> None:
        super().__init__(index, within=pyo.Reals)
        self.table = table

    def construct(self, data: object = None) -> None:
        """Make no element yet."""
        del data
        for made in self._anonymous_sets or ():
            made.construct()
        self._constructed = True

    def _getitem_when_not_present(self, index: Any) -> float:
        return float(self.table[index])


class Quantity(IndexedVar):  # type: ignore[misc]  # Pyomo has no types
    """A variable of at least zero for every element of a set.

    Attributes
    ----------
    upper : mapping, optional
        Upper bound of every element; without it there is none.
    integer : bool
        Whether its values are whole numbers.
    """

    def __init__(self, index: tuple[pyo.Set, ...], upper: Mapping[Any, float] | None, *, integer: bool) -> None:
        bounds = (0.0, None) if upper is None else lambda _, *key: (0.0, upper[_whole(key)])
        super().__init__(*index, bounds=bounds, dense=False, domain=pyo.Integers if integer else pyo.Reals)
        self.upper = upper
        self.integer = integer

    def made(self) -> dict[Any, Any]:
        """Return the elements that somebody asked for, by key; only they can differ from the rule."""
        return dict(self._data)


def listed_set(elements: Iterable[Any], dimen: int = 1) -> pyo.Set:
    """Declare a set of elements in their order; tuples of ``dimen`` places if that is above 1."""
    return Listed(elements, dimen)


def indexed_set(index: pyo.Set, members: Mapping[Any, Iterable[Any]], dimen: int = 1) -> pyo.Set:
    """Declare a set for every element of ``index``; elements without members get the empty set."""
    return Relation(index, members, dimen)


def parameter(index: pyo.Set, values: pd.Series | Mapping[Any, float]) -> pyo.Param:
    """Declare a parameter over a set; every element must have a value."""
    return Figures(index, lookup(values) if isinstance(values, pd.Series) else values)


def variable(*index: pyo.Set, upper: Mapping[Any, float] | None = None, integer: bool = False) -> pyo.Var:
    """Declare a variable of at least zero over sets, and at most ``upper`` if that is given for every element."""
    return Quantity(index, upper, integer=integer)


def _whole(key: tuple[Any, ...]) -> Any:
    """The element of a set from its parts, which is how Pyomo hands it to a function."""
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
