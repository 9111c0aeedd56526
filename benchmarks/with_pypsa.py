"""The program in PyPSA: gas of one origin, for PyPSA knows one commodity on a link.

Every part is the component that means the same there, as in :mod:`corridor.export.pypsa`: years are investment periods,
seasons their snapshots. What a cost step may produce in a year is added as an equation of its own, for PyPSA limits a
generator's energy over all years alone. Components are added by whole tables, and what changes with time is set as one
table an attribute, which is quicker than to add it with the components.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypsa
import xarray as xr
from benchmarks.inputs import Floats, Inputs
from benchmarks.options import options
from benchmarks.stopwatch import phase, tell
from benchmarks.with_highspy import outcome
from linopy.solvers import Solver

LINE = "capacity of "


def run(folder: Path, algorithm: str) -> None:
    """State and solve the program of ``inputs.pickle``."""
    inputs = Inputs.load(folder / "inputs.pickle")
    with phase("build"):
        network = state(inputs)
    with phase("pass"):
        solver = Solver.from_name("highs", network.model, io_api="direct", options=options(algorithm))
    native = solver.solver_model
    tell(columns=native.getNumCol(), rows=native.getNumRow(), nonzeros=native.getNumNz())
    with phase("solve"):
        result = solver.solve()
    with phase("load"):
        network.model.assign_result(result, solver=solver)
        network.optimize.assign_solution()
        network.optimize.assign_duals(assign_all_duals=True)
        tables = [network.c.links.dynamic.p0, network.c.generators.dynamic.p, network.c.stores.dynamic.e]
        tables.append(network.c.buses.dynamic.marginal_price)
    tell(values=sum(int(table.size) for table in tables), **outcome(native))


def state(inputs: Inputs) -> Any:
    """State the program.

    Raises
    ------
    ValueError
        If there is gas of several origins.
    """
    if len({origin for origin, _ in inputs.places}) > 1:
        raise ValueError("PyPSA has nothing like gas of several origins on the same line")
    pypsa.options.api.legacy_string_dtype = False
    logging.disable(logging.WARNING)
    network = pypsa.Network()
    snapshots = pd.MultiIndex.from_product([inputs.years, inputs.seasons], names=["period", "timestep"])
    network.set_snapshots(snapshots)  # type: ignore[arg-type] # the manual has it so
    network.set_investment_periods(inputs.years)
    network.snapshot_weightings["objective"] = inputs.money.ravel()
    share = np.tile(inputs.duration, len(inputs.years))
    for column in ("stores", "generators"):
        network.snapshot_weightings[column] = share
    nodes = [node for _, node in inputs.places]
    network.add("Bus", nodes)
    statement = _Statement(inputs, network, nodes)
    statement.generators()
    statement.links()
    network.optimize.create_model(multi_investment_periods=True, include_objective_constant=False)
    statement.potential(share)
    return network


class _Statement:
    """One network while it is put together."""

    def __init__(self, inputs: Inputs, network: Any, nodes: list[str]) -> None:
        self.inputs, self.network, self.nodes = inputs, network, nodes

    def _set(self, component: str, attribute: str, values: dict[str, tuple[Floats, list[str]]]) -> None:
        """Set what changes with time, from layers of objects, years and seasons and the names of the objects."""
        table = np.concatenate([part.reshape(len(names), -1) for part, names in values.values()]).T
        columns = pd.Index([name for _, names in values.values() for name in names], name="name")
        self.network.components[component].dynamic[attribute] = pd.DataFrame(table, self.network.snapshots, columns)

    def generators(self) -> None:
        """Cost steps; shortfall beside the load; blocks of demand with the sign turned."""
        inputs, add = self.inputs, self.network.add
        demand, shortfall = ([f"{what} of {market}" for market in inputs.markets] for what in ("demand", "shortfall"))
        blocks = [f"block {block} of {market}" for market, block in inputs.blocks]
        add("Generator", inputs.steps, bus=[self.nodes[place] for place in inputs.step_place], p_nom=1.0)
        add("Generator", shortfall, bus=inputs.markets, p_nom=1.0, marginal_cost=inputs.lost_load)
        add("Generator", blocks, bus=[market for market, _ in inputs.blocks], sign=-1.0, p_nom=1.0)
        add("Load", demand, bus=inputs.markets)
        self._set("loads", "p_set", {"firm": (inputs.firm, demand)})
        highest = {
            "steps": (inputs.step_highest, inputs.steps),
            "shortfall": (inputs.firm, shortfall),
            "blocks": (inputs.block_quantity, blocks),
        }
        cost = np.repeat(inputs.step_cost[:, :, None], len(inputs.seasons), axis=2)
        self._set("generators", "p_max_pu", highest)
        costs = {"steps": (cost, inputs.steps), "blocks": (-inputs.block_worth, blocks)}
        self._set("generators", "marginal_cost", costs)

    def links(self) -> None:
        """Arcs; the two directions of a line also use up a bus that holds its capacity, each by its own.

        A storage has a link that injects and one that withdraws.
        """
        inputs, add = self.inputs, self.network.add
        arcs = [arc for _, arc in inputs.flows]
        own = inputs.line_capacity[inputs.flow_line] / inputs.flow_use
        shared = np.bincount(inputs.flow_line)[inputs.flow_line] > 1
        on = [LINE + inputs.lines[line] if both else "" for line, both in zip(inputs.flow_line, shared, strict=True)]
        lines = sorted({line for line in on if line})
        add("Bus", lines)
        add("Generator", lines, bus=lines, p_nom=1.0)
        add(
            "Link",
            arcs,
            bus0=[self.nodes[place] for place in inputs.flow_from],
            bus1=[self.nodes[place] for place in inputs.flow_to],
            bus2=on,
            efficiency=inputs.flow_arrives,
            p_nom=1.0,
        )
        highest = {"arcs": (own, arcs), **self._stores()}
        self._set("links", "efficiency2", {"arcs": (np.where(shared[:, None, None], -1.0 / own, 0.0), arcs)})
        self._set("links", "p_max_pu", highest)
        self._set("links", "marginal_cost", {"arcs": (inputs.flow_cost, arcs)})

    def _stores(self) -> dict[str, tuple[Floats, list[str]]]:
        """Add storages, and return the limits of their links."""
        inputs, add = self.inputs, self.network.add
        names = [inputs.storages[storage] for storage in inputs.store_storage]
        if not names:
            return {}
        at = [self.nodes[place] for place in inputs.store_place]
        injection, withdrawal = ([f"{what} {name}" for name in names] for what in ("injection", "withdrawal"))
        add("Bus", names)
        add("Store", names, bus=names, e_nom=1.0, e_cyclic_per_period=True)
        self._set("stores", "e_max_pu", {"stores": (inputs.working_gas[inputs.store_storage], names)})
        keeps, cost = inputs.storage_keeps[inputs.store_storage], inputs.storage_cost[inputs.store_storage]
        add("Link", injection, bus0=at, bus1=names, efficiency=keeps, p_nom=1.0, marginal_cost=cost)
        add("Link", withdrawal, bus0=names, bus1=at, p_nom=1.0)
        return {
            "injection": (inputs.injection[inputs.store_storage], injection),
            "withdrawal": (inputs.withdrawal[inputs.store_storage], withdrawal),
        }

    def potential(self, share: Floats) -> None:
        """Add what a cost step may produce in a year, as PyPSA's manual adds equations to its model."""
        inputs, model = self.inputs, self.network.model
        production = model.variables["Generator-p"].sel(name=inputs.steps)
        dimension = production.dims[0]
        weights = xr.DataArray(share, coords={dimension: production.indexes[dimension]}, dims=dimension)
        years = xr.DataArray(np.repeat(inputs.years, len(inputs.seasons)), dims=dimension, name="year")
        volume = (production * weights).groupby(years).sum()
        limit = xr.DataArray(inputs.step_potential.T, coords={"year": inputs.years, "name": inputs.steps})
        model.add_constraints(volume <= limit, name="annual_potential")
