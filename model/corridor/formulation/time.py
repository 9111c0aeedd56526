r"""Years and seasons: the sets and weights that every component shares.

A season is :math:`d_s` of a year long, and these shares sum to 1. A model year stands for :math:`w_y` years, each
discounted by :math:`D_y`; what an equation costs or earns in one such year counts :math:`w_y D_y` times.

Sets
----
:math:`y` : years
    Model years, in their order; ``YEARS``.
:math:`s` : seasons
    Parts of the year, in their order and around it: before the first comes the last; ``SEASONS``.
"""

from __future__ import annotations

import pyomo.core as pyo

from corridor.formulation.declare import indexed_set, listed_set, parameter
from corridor.network import Network


def declare_time(model: pyo.ConcreteModel, network: Network) -> None:
    r"""Declare model years :math:`y`, seasons :math:`s`, their order and weights.

    ``duration[s]`` is :math:`d_s`, the share of the year (they sum to 1); ``weight[y]`` is :math:`w_y D_y`, the
    years that a model year stands for times its discount factor. ``SEASON_BEFORE[s]`` holds the season
    before, around the year; ``YEAR_BEFORE[y]`` the model year before, none for the first.
    """
    years, seasons = list(network.years.index), list(network.seasons.index)
    model.YEARS = listed_set(years)
    model.SEASONS = listed_set(seasons)
    model.SEASON_BEFORE = indexed_set(
        model.SEASONS, {season: [seasons[position - 1]] for position, season in enumerate(seasons)}
    )
    model.YEAR_BEFORE = indexed_set(model.YEARS, {year: [years[i]] for i, year in enumerate(years[1:])})
    model.duration = parameter(model.SEASONS, network.seasons["duration"])
    model.weight = parameter(model.YEARS, network.years["weight"] * network.years["discount"])
