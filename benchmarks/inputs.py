"""The tables that every tool states the program from: plain arrays, ready before any clock starts.

They hold the numbers of a :class:`corridor.network.Network` in the shape that a tool would like to have them: one row
an object, one column a year, one layer a season. So none of the tools pays for reading and checking a dataset, for
which they have nothing of their own.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyomo.core as pyo
from numpy.typing import NDArray

from corridor.formulation import tie_break
from corridor.formulation.time import declare_time
from corridor.network import Network

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A network by numbers; shapes name objects, years Y and seasons S.

    Attributes
    ----------
    years, seasons : list
    duration : ndarray, shape (S,)
        Share of the year.
    money : ndarray, shape (Y, S)
        What a cost of one unit of rate counts for in the objective: duration, weight and discount of the year.
    places : list of (str, str)
        Origin and node.
    flows : list of (str, str)
        Origin and arc.
    flow_from, flow_to : ndarray of int, shape (flows,)
        Places.
    flow_arrives : ndarray, shape (flows,)
        Share of what enters that arrives.
    flow_cost : ndarray, shape (flows, Y, S)
        Tariff and tie-break.
    lines : list of str
        Arcs with a limit; a line that can be turned round stands for both of its directions.
    flow_line : ndarray of int, shape (flows,)
        Its line.
    flow_use : ndarray, shape (flows, Y, S)
        How much of the line's capacity a unit takes up.
    line_capacity : ndarray, shape (lines, Y, S)
    steps : list of str
    step_place : ndarray of int, shape (steps,)
    step_highest : ndarray, shape (steps, Y, S)
    step_potential, step_cost : ndarray, shape (steps, Y)
    markets : list of str
    firm : ndarray, shape (markets, Y, S)
    lost_load : float
    sale_place, sale_market : ndarray of int, shape (sales,)
    blocks : list of (str, str)
        Market and block.
    block_market : ndarray of int, shape (blocks,)
    block_quantity, block_worth : ndarray, shape (blocks, Y, S)
    storages : list of str
    store_place, store_storage : ndarray of int, shape (stores,)
        Gas of an origin in a storage.
    storage_keeps, storage_cost : ndarray, shape (storages,)
        Share of an injection that is kept, and its cost.
    working_gas, injection, withdrawal : ndarray, shape (storages, Y, S)
    """

    years: list[int]
    seasons: list[str]
    duration: Floats
    money: Floats
    places: list[tuple[str, str]]
    flows: list[tuple[str, str]]
    flow_from: Integers
    flow_to: Integers
    flow_arrives: Floats
    flow_cost: Floats
    lines: list[str]
    flow_line: Integers
    flow_use: Floats
    line_capacity: Floats
    steps: list[str]
    step_place: Integers
    step_highest: Floats
    step_potential: Floats
    step_cost: Floats
    markets: list[str]
    firm: Floats
    lost_load: float
    sale_place: Integers
    sale_market: Integers
    blocks: list[tuple[str, str]]
    block_market: Integers
    block_quantity: Floats
    block_worth: Floats
    storages: list[str]
    store_place: Integers
    store_storage: Integers
    storage_keeps: Floats
    storage_cost: Floats
    working_gas: Floats
    injection: Floats
    withdrawal: Floats

    def save(self, path: Path) -> None:
        """Write to a file."""
        path.write_bytes(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL))

    @staticmethod
    def load(path: Path) -> Inputs:
        """Read what :meth:`save` wrote."""
        found = pickle.loads(path.read_bytes())
        assert isinstance(found, Inputs)
        return found


def inputs_of(network: Network) -> Inputs:
    """Collect the tables of a network of the benchmark's rule: nothing else than it has is looked at."""
    years, seasons = network.years.index.tolist(), network.seasons.index.tolist()
    duration = network.seasons["duration"].to_numpy()
    weight = (network.years["weight"] * network.years["discount"]).to_numpy()
    start, end = network.arcs["from"].to_dict(), network.arcs["to"].to_dict()
    flows = sorted({(origin, arc) for origin, arc, _ in network.flows})
    if len(flows) * len(years) != len(network.flows):
        raise ValueError("some gas can flow on some arc in some years only: the rule of the benchmark has no such arc")
    wells = set(zip(network.steps["origin"], network.steps["node"], strict=True))
    places = sorted(wells | {(o, end[a]) for o, a in flows} | {(o, start[a]) for o, a in flows})
    place = _numbers(places)
    arcs = [arc for _, arc in flows]
    line_of, use, lines, capacity = _lines(network, sorted(set(arcs)), years, seasons)
    markets = sorted(set(network.demand.index.get_level_values("market")))
    sales = [(o, n) for o, n in places if n in set(markets)]
    storages = network.storages.index.tolist()
    at = {node: storage for storage, node in network.storages["node"].items()}
    stores = [(o, n) for o, n in places if n in at] if len(seasons) > 1 else []
    blocks = sorted({(m, b) for m, b, _, _ in network.blocks.index})
    steps = network.steps.index.tolist()
    swing = network.steps["producer"].map(network.producers["swing"]).to_numpy(dtype=float)
    potential = _yearly(network.step_terms["capacity"], steps, years)
    cost = _layers(network.arc_terms["cost"], arcs, years, seasons)

    def stored(name: str) -> Floats:
        return _layers(network.storage_terms[name], storages, years, seasons)

    return Inputs(
        years=years,
        seasons=seasons,
        duration=duration,
        money=np.outer(weight, duration),
        places=places,
        flows=flows,
        flow_from=np.array([place[o, start[a]] for o, a in flows]),
        flow_to=np.array([place[o, end[a]] for o, a in flows]),
        flow_arrives=1.0 - network.arcs["loss"].reindex(arcs).to_numpy(),
        flow_cost=cost + _tie_breaks(network, flows)[:, None, :],
        lines=lines,
        flow_line=np.array([line_of[arc] for arc in arcs]),
        flow_use=np.stack([use[arc] for arc in arcs]),
        line_capacity=capacity,
        steps=steps,
        step_place=np.array([place[pair] for pair in zip(network.steps["origin"], network.steps["node"], strict=True)]),
        step_highest=np.repeat((potential * (1.0 + swing)[:, None])[:, :, None], len(seasons), axis=2),
        step_potential=potential,
        step_cost=_yearly(network.step_terms["cost"], steps, years),
        markets=markets,
        firm=_layers(network.demand["firm"], markets, years, seasons),
        lost_load=network.value_of_lost_load,
        sale_place=np.array([place[pair] for pair in sales]),
        sale_market=np.array([_numbers(markets)[node] for _, node in sales]),
        blocks=blocks,
        block_market=np.array([_numbers(markets)[market] for market, _ in blocks]),
        block_quantity=_layers(network.blocks["quantity"], blocks, years, seasons),
        block_worth=_layers(network.blocks["value"], blocks, years, seasons),
        storages=storages,
        store_place=np.array([place[pair] for pair in stores], dtype=np.int64),
        store_storage=np.array([_numbers(storages)[at[node]] for _, node in stores], dtype=np.int64),
        storage_keeps=1.0 - network.storages["loss"].to_numpy(),
        storage_cost=network.storages["cost"].to_numpy(),
        working_gas=stored("working_gas"),
        injection=stored("injection"),
        withdrawal=stored("withdrawal"),
    )


def _numbers(labels: list[Label]) -> dict[Label, int]:
    return {label: number for number, label in enumerate(labels)}


def _layers(values: pd.Series, objects: list[Any], years: list[int], seasons: list[str]) -> Floats:
    """Arrange values by object, year and season; an object may be labelled by two levels."""
    wide = values.unstack(["year", "season"]).reindex(objects)  # noqa: PD010
    wide = wide.reindex(columns=pd.MultiIndex.from_product([years, seasons]))
    return wide.to_numpy(dtype=float).reshape(len(objects), len(years), len(seasons))


def _yearly(values: pd.Series, objects: list[str], years: list[int]) -> Floats:
    return values.unstack("year").reindex(objects)[years].to_numpy(dtype=float)  # noqa: PD010


def _lines(
    network: Network, arcs: list[str], years: list[int], seasons: list[str]
) -> tuple[dict[str, int], dict[str, Floats], list[str], Floats]:
    """Say on which line each arc is and what it takes up there, and what lines there are with their capacity."""
    opposite = network.arcs["opposite"].to_dict()
    limit = dict(zip(arcs, _layers(network.arc_terms["capacity"], arcs, years, seasons), strict=True))
    first = {arc: min(arc, opposite[arc]) if opposite[arc] in limit else arc for arc in arcs}
    lines = sorted(set(first.values()))
    number = _numbers(lines)
    use = {arc: limit[first[arc]] / limit[arc] for arc in arcs}
    return {arc: number[first[arc]] for arc in arcs}, use, lines, np.stack([limit[line] for line in lines])


def _tie_breaks(network: Network, flows: list[tuple[str, str]]) -> Floats:
    """Tie-break of every flow and season, which all tools must have for the same optimum, shape (flows, seasons)."""
    model = pyo.ConcreteModel()
    declare_time(model, network)
    tie_break.declare(model, network)
    order = np.array([model.season_order[season] for season in network.seasons.index])
    return np.outer([model.tie_break[flow] for flow in flows], order)
