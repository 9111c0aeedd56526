r"""Candidate projects: capacity that the model may build, paid as annuities inside the horizon.

An annuity is paid in every year in which capacity stands, so a project built late is not charged for years beyond the
horizon.

Sets
----
:math:`j` : projects
    Candidates, each widening one arc or several; ``OPTIONS``.

Variables
---------
``built[j,y]`` : :math:`x_{j,y}`, bcm/yr
    Optional capacity of a project that stands in a year, at most what it could have by then.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms, nothing
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare candidate projects, their limits and the arcs they widen."""
    projects = network.projects[network.projects["status"] == "candidate"]
    limit = lookup(network.project_terms["limit"])
    model.OPTIONS = listed_set(list(projects.index))
    model.built = variable(model.OPTIONS, model.YEARS, upper=limit)
    widened = members((a, j) for j, arcs in lookup(projects["arcs"]).items() for a in arcs)
    model.OPTIONS_ON = indexed_set(model.ARCS, widened)
    opposite = lookup(network.arcs["opposite"])
    against = {opposite[a]: [(a, j) for j in chosen] for a, chosen in widened.items() if opposite[a]}
    model.OPTIONS_AGAINST = indexed_set(model.ARCS, against, dimen=2)
    model.annuity = parameter(model.OPTIONS, projects["annuity"])
    metered_at_exit = network.arcs["metered"] == "exit"
    per_capacity = (1.0 / (1.0 - network.arcs["loss"])).where(metered_at_exit, 1.0)
    model.entry_per_capacity = parameter(model.ARCS, per_capacity)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register the annuities."""

    def annuities(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Every unit of capacity that stands is paid for.

        .. math:: C_y = \sum_j \alpha_j\, x_{j,y}

        :math:`\alpha` annuity [million USD a year for each bcm/yr], :math:`x` capacity [bcm/yr].
        """
        return sum(m.annuity[j] * m.built[j, y] for j in m.OPTIONS)

    terms.accounts["annuities"] = annuities if len(model.OPTIONS) else nothing


def capacity_stays(model: pyo.ConcreteModel, j: Any, y: Any) -> Any:
    r"""What has been built stands in the next model year.

    .. math:: x_{j,y} \ge x_{j,y-1}

    :math:`x` capacity that stands [bcm/yr]. The dual (times -1, divided by :math:`w_y D_y`) is what the last unit costs
    in a year in which it is there only because it was built before, million USD.
    """
    return model.built[j, y] >= sum(model.built[j, b] for b in model.YEAR_BEFORE[y])


def constrain(model: pyo.ConcreteModel) -> None:
    """State that capacity stays."""
    later = [(j, y) for j in model.OPTIONS for y in list(model.YEARS)[1:]]
    model.OPTION_YEARS = listed_set(later, 2)
    state(model, "capacity_stays", model.OPTION_YEARS, capacity_stays)
