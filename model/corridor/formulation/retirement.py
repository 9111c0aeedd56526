r"""Retirement: lines and plants that cost something whether or not gas flows may be given up, or rest for a while.

A line that is kept but not in use is mothballed. Only lines with a fixed cost are here; all others stand as they are.

Sets
----
:math:`l` : lines
    Pipelines in both directions, plants and terminals that cost something a year; ``LINES`` with the years.

Variables
---------
``in_use[l,y]`` : :math:`\xi_{l,y}`, number (0 or 1)
    1 while a line works.
``kept[l,y]`` : :math:`\bar\xi_{l,y}`, number (0 or 1)
    1 as long as a line that may be mothballed is not given up for good.
``restarted[l,y]`` : :math:`\xi^+_{l,y}`, number
    1 in a year in which a line comes out of mothballs.
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
    """Declare lines with a fixed cost, and which of them may rest."""
    upkeep = network.upkeep
    keys = list(upkeep.index)
    restart = lookup(upkeep["restart"])
    resting = [key for key in keys if not math.isnan(restart[key])]
    model.LINES = listed_set(keys, 2)
    model.RESTING = listed_set(resting, 2)
    model.LINES_IN = indexed_set(model.YEARS, members((y, line) for line, y in keys))
    model.RESTING_IN = indexed_set(model.YEARS, members((y, line) for line, y in resting))
    model.in_use = variable(model.LINES, upper=dict.fromkeys(keys, 1.0), integer=True)
    model.kept = variable(model.RESTING, upper=dict.fromkeys(resting, 1.0), integer=True)
    model.restarted = variable(model.RESTING)
    model.fixed_cost = parameter(model.LINES, upkeep["fixed"])
    model.rest_cost = parameter(model.LINES, upkeep["rest"])
    years, weight = network.years.index.tolist(), lookup(network.years["weight"])
    model.restart_cost = parameter(model.RESTING, {(line, y): restart[line, y] / weight[y] for line, y in resting})
    known, before = set(keys), dict(zip(years[1:], years[:-1], strict=True))
    pairs = [(line, before[y], y) for line, y in keys if y in before and (line, before[y]) in known]
    model.LATER_LINES = listed_set([key for key in pairs if key[::2] not in set(resting)], 3)
    model.LATER_RESTING = listed_set([key for key in pairs if key[::2] in set(resting)], 3)
    line_of = lookup(network.arcs["line"])
    on = members(((a, y), line_of[a]) for a, y in model.USED if (line_of[a], y) in known)
    model.UPKEPT = indexed_set(model.USED, on)


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what lines cost a year, if any has a fixed cost."""

    def upkeep(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""What lines cost a year in use and mothballed, and to come back into use.

        .. math:: C_y = \sum_l \Big( F_{l,y}\, \xi_{l,y} + G_{l,y}\, (\bar\xi_{l,y} - \xi_{l,y})
                  + H_{l,y}\, \xi^+_{l,y} \Big)

        :math:`F` fixed cost in use, :math:`G` while mothballed, :math:`H` cost of a restart over the years that the
        model year stands for, :math:`G` and :math:`H` for lines that may be mothballed only [million USD a year];
        :math:`\xi` is 1 in use, :math:`\bar\xi` while kept, :math:`\xi^+` where the line is restarted.
        """
        working = sum(m.fixed_cost[line, y] * m.in_use[line, y] for line in m.LINES_IN[y])
        resting = sum(m.rest_cost[line, y] * (m.kept[line, y] - m.in_use[line, y]) for line in m.RESTING_IN[y])
        return working + resting + sum(m.restart_cost[line, y] * m.restarted[line, y] for line in m.RESTING_IN[y])

    if len(model.LINES):
        terms.accounts["upkeep"] = upkeep


def retired_for_good(model: pyo.ConcreteModel, line: Any, before: Any, y: Any) -> Any:
    r"""A line that cannot be mothballed is given up for good.

    .. math:: \xi_{l,y} \le \xi_{l,y-1}, \qquad \xi_{l,y} \in \{0, 1\}

    :math:`\xi` is 1 while the line is in use; :math:`y-1` is the model year before. Units: none. The dual means
    nothing: where prices are found, both sides are fixed whole numbers.
    """
    return model.in_use[line, y] <= model.in_use[line, before]


def given_up_for_good(model: pyo.ConcreteModel, line: Any, before: Any, y: Any) -> Any:
    r"""A line that may be mothballed is kept until it is given up.

    .. math:: \bar\xi_{l,y} \le \bar\xi_{l,y-1}, \qquad \bar\xi_{l,y} \in \{0, 1\}

    :math:`\bar\xi` is 1 while the line is kept, in use or mothballed; :math:`y-1` is the model year before. Units:
    none. The dual means nothing, as in :func:`retired_for_good`.
    """
    return model.kept[line, y] <= model.kept[line, before]


def in_use_if_kept(model: pyo.ConcreteModel, line: Any, y: Any) -> Any:
    r"""Only a line that is kept is in use.

    .. math:: \xi_{l,y} \le \bar\xi_{l,y}

    :math:`\xi` is 1 for a line in use, :math:`\bar\xi` for one that is kept. Units: none. The dual means nothing, as in
    :func:`retired_for_good`.
    """
    return model.in_use[line, y] <= model.kept[line, y]


def restart_is_paid(model: pyo.ConcreteModel, line: Any, before: Any, y: Any) -> Any:
    r"""Whoever takes a line out of mothballs pays for its restart.

    .. math:: \xi^+_{l,y} \ge \xi_{l,y} - \xi_{l,y-1}

    :math:`\xi^+` is 1 in the year of the restart, whose cost is spread over the years that the model year stands for;
    :math:`\xi` is 1 in use, :math:`y-1` the model year before. Units: none. A line is in use before the first model
    year. The dual (times -1, divided by :math:`w_y D_y`), whole numbers fixed, is what a restart costs in the year,
    million USD, where the line is restarted.
    """
    return model.restarted[line, y] >= model.in_use[line, y] - model.in_use[line, before]


def constrain(model: pyo.ConcreteModel) -> None:
    """State how lines are given up and come back."""
    state(model, "retired_for_good", model.LATER_LINES, retired_for_good)
    state(model, "given_up_for_good", model.LATER_RESTING, given_up_for_good)
    state(model, "in_use_if_kept", model.RESTING, in_use_if_kept)
    state(model, "restart_is_paid", model.LATER_RESTING, restart_is_paid)
