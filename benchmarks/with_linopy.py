"""The program in linopy: labelled arrays, whole equations at a time, in its sparse form, which is its quickest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from benchmarks.inputs import Floats, Inputs, Integers
from benchmarks.options import options
from benchmarks.stopwatch import phase, tell
from benchmarks.with_highspy import outcome
from linopy.solvers import Solver

#: Names of the objects of each variable, by variable.
ALONG = {
    "flow": "flow_no",
    "production": "step",
    "sales": "sale",
    "consumption": "block",
    "shortfall": "market",
    "injection": "store",
    "withdrawal": "store",
    "level": "store",
}


def run(folder: Path, algorithm: str) -> None:
    """State and solve the program of ``inputs.pickle``."""
    inputs = Inputs.load(folder / "inputs.pickle")
    with phase("build"):
        model = state(inputs)
    with phase("pass"):
        solver = Solver.from_name("highs", model, io_api="direct", options=options(algorithm))
    native = solver.solver_model
    tell(columns=native.getNumCol(), rows=native.getNumRow(), nonzeros=native.getNumNz())
    with phase("solve"):
        result = solver.solve()
    with phase("load"):
        model.assign_result(result, solver=solver)
        tables = [model.variables[name].solution.to_series() for name in ALONG if name in model.variables]
        tables.append(model.constraints["node_balance"].dual.to_series())
    tell(values=sum(map(len, tables)), **outcome(native))


def state(inputs: Inputs) -> linopy.Model:
    """State the program."""
    with linopy.options as chosen:
        chosen.set_value(semantics="v1")
        return _Statement(inputs).model


class _Statement:
    """One model while it is put together."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.model = linopy.Model(sparse=True)
        years, seasons = pd.Index(inputs.years, name="year"), pd.Index(inputs.seasons, name="season")
        self.time: dict[str, Any] = {"year": years, "season": seasons}
        self.duration = xr.DataArray(inputs.duration, coords=[seasons])
        self.money = xr.DataArray(inputs.money, coords=[years, seasons])
        upper = {
            "production": inputs.step_highest,
            "consumption": inputs.block_quantity,
            "shortfall": inputs.firm,
        }
        sizes = {
            "flow": len(inputs.flows),
            "production": len(inputs.steps),
            "sales": len(inputs.sale_place),
            "consumption": len(inputs.blocks),
            "shortfall": len(inputs.markets),
            "injection": len(inputs.store_place),
            "withdrawal": len(inputs.store_place),
            "level": len(inputs.store_place),
        }
        self.of = {name: self._variable(name, size, upper.get(name)) for name, size in sizes.items() if size}
        self._balance()
        self._markets()
        self._lines()
        self._potential()
        if "level" in self.of:
            self._storages()
        self._objective()

    def _coordinates(self, name: str, size: int) -> dict[str, Any]:
        return {name: pd.RangeIndex(size, name=name), **self.time}

    def _variable(self, name: str, size: int, upper: Floats | None) -> Any:
        coordinates = self._coordinates(ALONG[name], size)
        high = np.inf if upper is None else xr.DataArray(upper, coords=coordinates)
        return self.model.add_variables(lower=0.0, upper=high, coords=coordinates, name=name)

    def _layers(self, values: Floats, name: str) -> xr.DataArray:
        return xr.DataArray(values, coords=self._coordinates(name, len(values)))

    def _by(self, expression: Any, along: str, group: Integers, name: str, size: int) -> Any:
        """Sum over the objects of each group; a group without any is an empty sum."""
        label = xr.DataArray(group, coords={along: expression.indexes[along]}, name=name)
        return expression.groupby(label).sum().reindex({name: pd.RangeIndex(size, name=name)}).fillna(0.0)

    def _balance(self) -> None:
        inputs, size = self.inputs, len(self.inputs.places)
        arrives = xr.DataArray(inputs.flow_arrives, dims="flow_no", coords={"flow_no": range(len(inputs.flows))})

        def at(expression: Any, along: str, group: Integers) -> Any:
            return self._by(expression, along, group, "place", size)

        parts = [
            at(self.of["flow"] * arrives, "flow_no", inputs.flow_to),
            at(-1.0 * self.of["flow"], "flow_no", inputs.flow_from),
            at(1.0 * self.of["production"], "step", inputs.step_place),
            at(-1.0 * self.of["sales"], "sale", inputs.sale_place),
        ]
        if "level" in self.of:
            parts.append(at(1.0 * self.of["withdrawal"], "store", inputs.store_place))
            parts.append(at(-1.0 * self.of["injection"], "store", inputs.store_place))
        self.model.add_constraints(linopy.merge(parts) == 0.0, name="node_balance")

    def _markets(self) -> None:
        inputs, size = self.inputs, len(self.inputs.markets)
        served = self._by(1.0 * self.of["sales"], "sale", inputs.sale_market, "market", size) + self.of["shortfall"]
        blocks = self._by(1.0 * self.of["consumption"], "block", inputs.block_market, "market", size)
        self.model.add_constraints(served - blocks == self._layers(inputs.firm, "market"), name="market_clearing")

    def _lines(self) -> None:
        inputs = self.inputs
        used = self.of["flow"] * self._layers(inputs.flow_use, "flow_no")
        carried = self._by(used, "flow_no", inputs.flow_line, "line", len(inputs.lines))
        self.model.add_constraints(carried <= self._layers(inputs.line_capacity, "line"), name="line_capacity")

    def _potential(self) -> None:
        steps = {"step": range(len(self.inputs.steps)), "year": self.inputs.years}
        volume = (self.of["production"] * self.duration).sum("season")
        potential = xr.DataArray(self.inputs.step_potential, coords=steps)
        self.model.add_constraints(volume <= potential, name="annual_potential")

    def _storages(self) -> None:
        inputs = self.inputs
        stores = {"store": range(len(inputs.store_place))}
        keeps = xr.DataArray(inputs.storage_keeps[inputs.store_storage], coords=stores)
        level, injection, withdrawal = (self.of[name] for name in ("level", "injection", "withdrawal"))
        net = (injection * keeps - withdrawal) * self.duration
        self.model.add_constraints(level - level.roll(season=1) - net == 0.0, name="level_recursion")
        limits = {"level": inputs.working_gas, "injection": inputs.injection, "withdrawal": inputs.withdrawal}
        for name, limit in limits.items():
            joint = self._by(1.0 * self.of[name], "store", inputs.store_storage, "storage", len(inputs.storages))
            self.model.add_constraints(joint <= self._layers(limit, "storage"), name=f"{name}_limit")

    def _objective(self) -> None:
        inputs = self.inputs
        cost = xr.DataArray(inputs.step_cost, coords={"step": range(len(inputs.steps)), "year": inputs.years})
        parts = [
            self.of["flow"] * (self._layers(inputs.flow_cost, "flow_no") * self.money),
            self.of["production"] * (cost * self.money),
            self.of["shortfall"] * (inputs.lost_load * self.money),
            self.of["consumption"] * (self._layers(-inputs.block_worth, "block") * self.money),
        ]
        if "level" in self.of:
            stores = {"store": range(len(inputs.store_place))}
            cost = xr.DataArray(inputs.storage_cost[inputs.store_storage], coords=stores)
            parts.append(self.of["injection"] * (cost * self.money))
        self.model.add_objective(sum(part.sum() for part in parts))
