r"""Decisions in whole numbers: units, projects that cost something whatever their size, and projects with ties.

Without such projects the program stays linear. The formulation is that of capacitated facility location (Beasley,
European Journal of Operational Research 33 (1988) 314).

Prices are those of the program in which all whole numbers are fixed at the best ones: so the dual of an equation says
what more room would save with the same decisions.

Sets
----
:math:`v` : vintages
    Model years in which capacity of a project may start.
:math:`k` : other projects
    The project that one excludes or requires; ``EXCLUSIVE``, ``CONDITIONS``.

Variables
---------
``units[j,v]`` : :math:`\hat x_{j,v}`, number
    Units of a project that start in a year.
``begun[j,v]`` : :math:`\bar x_{j,v}`, number (0 or 1)
    1 if a project with a fixed investment is begun in a year.
``chosen[j]`` : :math:`\tilde x_j`, number (0 or 1)
    1 if one of several projects that exclude each other is the one that is built.
"""

from __future__ import annotations

import math
from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare units, beginnings and choices."""
    limit, size = lookup(network.project_terms["limit"]), lookup(network.projects["size"])
    starts = list(model.STARTS)
    unit = {j: rate for j, rate in lookup(network.projects["unit"]).items() if not math.isnan(rate)}
    lumps = {(j, v): float(round(limit[j, v] / unit[j])) for j, v in starts if j in unit}
    model.UNIT_STARTS = listed_set(list(lumps), 2)
    model.units = variable(model.UNIT_STARTS, upper=lumps, integer=True)
    model.unit_size = parameter(model.OPTIONS, {j: unit[j] for j in dict.fromkeys(j for j, _ in lumps)})

    fixed = {j: money for j, money in lookup(network.projects["fixed_annuity"]).items() if money > 0.0}
    beginnings = [(j, v) for j, v in starts if j in fixed]
    model.BEGINNINGS = listed_set(beginnings, 2)
    model.begun = variable(model.BEGINNINGS, upper=dict.fromkeys(beginnings, 1.0), integer=True)
    model.fixed_annuity = parameter(model.OPTIONS, fixed)
    vintages = [(j, v, y) for j, v, y in model.VINTAGES if j in fixed]
    model.PAYING_FIXED = indexed_set(model.YEARS, members((y, (j, v)) for j, v, y in vintages), dimen=2)
    model.STANDING_ONCE_BEGUN = listed_set([(j, y) for j, y in model.STANDING if j in fixed], 2)

    pairs = list(network.expansion.exclusive.itertuples(index=False, name=None))
    model.EXCLUSIVE = listed_set(pairs, 2)
    rivals = sorted({j for pair in pairs for j in pair})
    model.RIVALS = listed_set(rivals)
    model.chosen = variable(model.RIVALS, upper=dict.fromkeys(rivals, 1.0), integer=True)
    model.RIVALS_STANDING = listed_set([(j, y) for j, y in model.STANDING if j in set(rivals)], 2)

    conditions = list(network.expansion.conditions.itertuples(index=False, name=None))
    needing = [(j, k, y) for j, k in conditions for one, y in model.STANDING if one == j]
    model.CONDITIONS = listed_set(needing, 3)
    model.full_size = parameter(model.OPTIONS, {j: size[j] for j in model.OPTIONS})


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Add nothing: what a beginning costs is among the annuities."""


def added_in_units(model: pyo.ConcreteModel, j: Any, v: Any) -> Any:
    r"""Capacity is built in whole units.

    .. math:: x^+_{j,v} = U_j\, \hat x_{j,v}, \qquad \hat x_{j,v} \in \{0, 1, 2, \ldots\}

    :math:`x^+` capacity that starts in year :math:`v`, :math:`U` size of a unit [bcm/yr], :math:`\hat x` number of
    units. The dual (times -1), whole numbers fixed, is what one more bcm/yr that starts would save beyond its annuity,
    discounted million USD, negative where it is not worth it.
    """
    return model.added[j, v] == model.unit_size[j] * model.units[j, v]


def standing_once_begun(model: pyo.ConcreteModel, j: Any, y: Any) -> Any:
    r"""Nothing of a project with a fixed investment stands unless it has been begun within its technical life.

    .. math:: \sum_{v \le y} \sigma_{j,y-v}\, x^+_{j,v} \le S_{j,y} \sum_{v \le y} \sigma_{j,y-v}\, \bar x_{j,v},
              \qquad \bar x_{j,v} \in \{0, 1\}

    :math:`x^+` capacity that starts in year :math:`v`, :math:`S` full size [bcm/yr], :math:`\sigma` share that stands
    at an age; :math:`\bar x` is 1 if the project is begun in that year, for which its fixed investment is paid. The
    dual (times -1), whole numbers fixed, is what one more bcm/yr that stands would save, discounted million USD.
    """
    standing = sum(model.standing[j, v, y] * model.added[j, v] for v in model.STARTS_BY[j, y])
    return standing <= model.option_limit[j, y] * sum(
        model.standing[j, v, y] * model.begun[j, v] for v in model.STARTS_BY[j, y]
    )


def standing_if_chosen(model: pyo.ConcreteModel, j: Any, y: Any) -> Any:
    r"""Of projects that exclude each other only a chosen one stands.

    .. math:: \sum_{v \le y} \sigma_{j,y-v}\, x^+_{j,v} \le S_{j,y}\, \tilde x_j, \qquad \tilde x_j \in \{0, 1\}

    :math:`x^+` capacity that starts, :math:`\sigma` share of it that stands at an age, :math:`S` full size [bcm/yr];
    :math:`\tilde x` is 1 for a chosen project. The dual (times -1), whole numbers fixed, is what one more bcm/yr that
    stands would save, discounted million USD.
    """
    standing = sum(model.standing[j, v, y] * model.added[j, v] for v in model.STARTS_BY[j, y])
    return standing <= model.option_limit[j, y] * model.chosen[j]


def one_of_two(model: pyo.ConcreteModel, j: Any, k: Any) -> Any:
    r"""Of two projects that exclude each other at most one is chosen, over the whole horizon.

    .. math:: \tilde x_j + \tilde x_k \le 1

    Units: none, :math:`\tilde x` is 1 for a chosen project and 0 else. The dual means nothing: where prices are found,
    the left side is a fixed whole number.
    """
    return model.chosen[j] + model.chosen[k] <= 1.0


def stands_with_condition(model: pyo.ConcreteModel, j: Any, k: Any, y: Any) -> Any:
    r"""A project stands at most to the share of its size to which the project that it requires does.

    .. math:: \frac{1}{S_j} \sum_{v \le y} \sigma_{j,y-v}\, x^+_{j,v}
              \le \frac{1}{S_k} \sum_{v \le y} \sigma_{k,y-v}\, x^+_{k,v}

    :math:`x^+` capacity that starts, :math:`S` full sizes [bcm/yr], :math:`\sigma` share that stands at an age. If the
    condition is built at once (its unit is its size), the project stands only if the condition does. The dual (times
    -1) is what a project that stands to one more of its full size than its condition would save, discounted million
    USD.
    """
    own = sum(model.standing[j, v, y] * model.added[j, v] for v in model.STARTS_BY[j, y])
    needed = sum(model.standing[k, v, y] * model.added[k, v] for v in model.STARTS_BY[k, y])
    return own / model.full_size[j] <= needed / model.full_size[k]


def constrain(model: pyo.ConcreteModel) -> None:
    """State what is decided in whole numbers, and what hangs on it."""
    state(model, "added_in_units", model.UNIT_STARTS, added_in_units)
    state(model, "standing_once_begun", model.STANDING_ONCE_BEGUN, standing_once_begun)
    state(model, "standing_if_chosen", model.RIVALS_STANDING, standing_if_chosen)
    state(model, "one_of_two", model.EXCLUSIVE, one_of_two)
    state(model, "stands_with_condition", model.CONDITIONS, stands_with_condition)
