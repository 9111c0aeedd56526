r"""Candidate projects: capacity that the model may build, paid as annuities inside the horizon.

A vintage is what starts in one model year. It is paid for in every year of its economic life that lies inside the
horizon, so a project built late is not charged for years beyond it, and nothing hangs on what capacity would be worth
at its end.

Sets
----
:math:`j` : projects
    Candidates, each with the arcs that it widens; ``OPTIONS``.
:math:`v` : vintages
    Model years in which capacity of a project may start; ``STARTS`` with the projects.

Variables
---------
``added[j,v]`` : :math:`x^+_{j,v}`, bcm/yr
    Capacity of a project that starts in a year, at most its full size.
``built[j,y]`` : :math:`x_{j,y}`, bcm/yr
    Capacity of a project that is available in a year, of all vintages.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare candidate projects, their vintages and the arcs they widen."""
    projects = network.projects[network.projects["status"] == "candidate"]
    vintages = network.expansion.vintages
    limit = {key: rate for key, rate in lookup(network.project_terms["limit"]).items() if rate > 0.0}
    model.OPTIONS = listed_set(list(projects.index))
    model.STARTS = listed_set(sorted(limit), 2)
    model.added = variable(model.STARTS, upper=limit)
    model.built = variable(model.OPTIONS, model.YEARS)
    model.VINTAGES = listed_set(list(vintages.index), 3)
    model.available = parameter(model.VINTAGES, vintages["available"])
    model.standing = parameter(model.VINTAGES, vintages["standing"])
    model.paid = parameter(model.VINTAGES, vintages["paid"])
    since = members(((j, y), v) for j, v, y in vintages.index)
    model.STARTS_BY = indexed_set(model.OPTIONS * model.YEARS, since)
    model.STANDING = listed_set(sorted(since), 2)
    model.PAYING = indexed_set(model.YEARS, members((y, (j, v)) for j, v, y in vintages.index), dimen=2)
    model.option_limit = parameter(model.STANDING, {key: limit.get(key, 0.0) for key in since})
    model.annuity = parameter(model.OPTIONS, projects["annuity"])
    _declare_widened(model, network, lookup(projects["arcs"]))


def _declare_widened(model: pyo.ConcreteModel, network: Network, arcs_of: dict[str, tuple[str, ...]]) -> None:
    """Declare the candidates on every arc and against it."""
    widened = members((a, j) for j, arcs in arcs_of.items() for a in arcs)
    model.OPTIONS_ON = indexed_set(model.ARCS, widened)
    opposite = lookup(network.arcs["opposite"])
    against = {opposite[a]: [(a, j) for j in chosen] for a, chosen in widened.items() if opposite[a]}
    model.OPTIONS_AGAINST = indexed_set(model.ARCS, against, dimen=2)
    metered_at_exit = network.arcs["metered"] == "exit"
    per_capacity = (1.0 / (1.0 - network.arcs["loss"])).where(metered_at_exit, 1.0)
    model.entry_per_capacity = parameter(model.ARCS, per_capacity)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register the annuities, those of what is paid whatever the size included."""

    def annuities(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""A vintage pays its annuity in every year of its economic life inside the horizon.

        .. math:: C_y = \sum_{j} \sum_{v \le y} \eta_{j,y-v} \big( R_j\, x^+_{j,v} + R^0_j\, \bar x_{j,v} \big)

        :math:`x^+` capacity that starts in year :math:`v` [bcm/yr], :math:`R` its annuity [million USD a year per
        bcm/yr]; :math:`R^0` annuity of a fixed investment [million USD a year], :math:`\bar x` 1 if a project with one
        is begun; :math:`\eta` share of a year in which a vintage of an age is paid for, after the economic life 0.
        """
        by_size = sum(m.annuity[j] * m.paid[j, v, y] * m.added[j, v] for (j, v) in m.PAYING[y])
        return by_size + sum(m.fixed_annuity[j] * m.paid[j, v, y] * m.begun[j, v] for (j, v) in m.PAYING_FIXED[y])

    terms.accounts["annuities"] = annuities if len(model.OPTIONS) else nothing


def capacity_of_vintages(model: pyo.ConcreteModel, j: Any, y: Any) -> Any:
    r"""What is available in a year is what the vintages have of it, after ramp-up and until the end of technical life.

    .. math:: x_{j,y} = \sum_{v \le y} \alpha_{j,y-v}\, x^+_{j,v}

    :math:`x` available, :math:`x^+` capacity that starts in year :math:`v` [bcm/yr]; :math:`\alpha` available share at
    an age, :math:`\min(1, (k+1)/R)` in year :math:`k` of a ramp-up over :math:`R` years, 0 after the technical life.
    The dual (times -1, divided by :math:`w_y D_y`) is what a bcm/yr more would save in a year, million USD.
    """
    return model.built[j, y] == sum(model.available[j, v, y] * model.added[j, v] for v in model.STARTS_BY[j, y])


def standing_below_size(model: pyo.ConcreteModel, j: Any, y: Any) -> Any:
    r"""No more than the full size stands; what has left after its technical life may be built anew.

    .. math:: \sum_{v \le y} \sigma_{j,y-v}\, x^+_{j,v} \le S_{j,y}

    :math:`x^+` capacity that starts, :math:`\sigma` share that stands at an age, 1 and after the technical life 0;
    :math:`S` full size, less where a committed project that it requires is smaller [bcm/yr]. The dual (times -1) is
    what one more bcm/yr of full size would save, discounted million USD.
    """
    return sum(model.standing[j, v, y] * model.added[j, v] for v in model.STARTS_BY[j, y]) <= model.option_limit[j, y]


def constrain(model: pyo.ConcreteModel) -> None:
    """State what vintages make available and their limit."""
    state(model, "capacity_of_vintages", model.OPTIONS * model.YEARS, capacity_of_vintages)
    state(model, "standing_below_size", model.STANDING, standing_below_size)
