"""The program in plain Pyomo, an object a variable and a constraint, through either of its interfaces to HiGHS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyomo.environ as pyo
from benchmarks.inputs import Inputs, Integers
from benchmarks.options import options
from benchmarks.stopwatch import phase, tell
from benchmarks.with_highspy import outcome
from pyomo.contrib.appsi.solvers import Highs as AppsiHighs
from pyomo.contrib.solver.common.factory import SolverFactory

Objects = dict[int, list[int]]


def run(folder: Path, algorithm: str, interface: str) -> None:
    """State and solve the program of ``inputs.pickle`` through ``appsi`` or ``contrib``."""
    inputs = Inputs.load(folder / "inputs.pickle")
    with phase("build"):
        model = state(inputs)
    INTERFACES[interface](model, algorithm)


def through_appsi(model: pyo.ConcreteModel, algorithm: str) -> None:
    """Solve by ``pyomo.contrib.appsi``, told that nothing changes between passing and solving."""
    solver = AppsiHighs()
    solver.highs_options = options(algorithm)
    solver.config.load_solution = False
    for name in ("check_for_new_or_removed_constraints", "check_for_new_or_removed_vars", "update_constraints"):
        setattr(solver.update_config, name, False)
    for name in ("check_for_new_or_removed_params", "update_vars", "update_params", "update_named_expressions"):
        setattr(solver.update_config, name, False)
    with phase("pass"):
        solver.set_instance(model)
    native = _told(solver)
    with phase("solve"):
        solver.solve(model)
    with phase("load"):
        solver.load_vars()
        duals = solver.get_duals([model.node_balance[key] for key in model.node_balance])
        values = _tables(model, {key: duals[model.node_balance[key]] for key in model.node_balance})
    tell(values=values, **outcome(native))


def through_contrib(model: pyo.ConcreteModel, algorithm: str) -> None:
    """Solve by ``pyomo.contrib.solver``, told that nothing changes between passing and solving."""
    solver = SolverFactory("highs")
    solver.config.load_solutions = False
    solver.config.solver_options = options(algorithm)
    for name in ("check_for_new_or_removed_constraints", "check_for_new_or_removed_vars", "update_constraints"):
        setattr(solver.config.auto_updates, name, False)
    for name in ("check_for_new_or_removed_params", "update_vars", "update_parameters", "update_named_expressions"):
        setattr(solver.config.auto_updates, name, False)
    with phase("pass"):
        solver.set_instance(model)
    native = _told(solver)
    with phase("solve"):
        found = solver.solve(model)
    with phase("load"):
        found.solution_loader.load_vars()
        duals = found.solution_loader.get_duals([model.node_balance[key] for key in model.node_balance])
        values = _tables(model, {key: duals[model.node_balance[key]] for key in model.node_balance})
    tell(values=values, **outcome(native))


INTERFACES: Mapping[str, Callable[[pyo.ConcreteModel, str], None]] = {
    "appsi": through_appsi,
    "contrib": through_contrib,
}


def _told(solver: Any) -> Any:
    native = solver._solver_model
    tell(columns=native.getNumCol(), rows=native.getNumRow(), nonzeros=native.getNumNz())
    return native


def _tables(model: pyo.ConcreteModel, duals: Mapping[Any, float]) -> int:
    variables = list(model.component_objects(pyo.Var))
    tables = [pd.Series({key: data.value for key, data in variable.items()}) for variable in variables]
    return sum(map(len, [*tables, pd.Series(duals)]))


def state(inputs: Inputs) -> pyo.ConcreteModel:
    """State the program, a rule a constraint."""
    model = pyo.ConcreteModel()
    model.YEARS, model.SEASONS = pyo.RangeSet(0, len(inputs.years) - 1), pyo.RangeSet(0, len(inputs.seasons) - 1)
    _declare(model, inputs)
    _balance(model, inputs)
    _limits(model, inputs)
    if len(inputs.store_place):
        _storages(model, inputs)
    _objective(model, inputs)
    return model


def _declare(model: pyo.ConcreteModel, inputs: Inputs) -> None:
    sizes = {
        "FLOWS": len(inputs.flows),
        "STEPS": len(inputs.steps),
        "SALES": len(inputs.sale_place),
        "BLOCKS": len(inputs.blocks),
        "MARKETS": len(inputs.markets),
        "STORES": len(inputs.store_place),
        "STORAGES": len(inputs.storages),
        "LINES": len(inputs.lines),
        "PLACES": len(inputs.places),
    }
    for name, size in sizes.items():
        setattr(model, name, pyo.RangeSet(0, size - 1))
    time = (model.YEARS, model.SEASONS)
    highest, quantity, firm = inputs.step_highest.tolist(), inputs.block_quantity.tolist(), inputs.firm.tolist()
    model.flow = pyo.Var(model.FLOWS, *time, bounds=(0.0, None))
    model.production = pyo.Var(model.STEPS, *time, bounds=lambda _, k, y, s: (0.0, highest[k][y][s]))
    model.sales = pyo.Var(model.SALES, *time, bounds=(0.0, None))
    model.consumption = pyo.Var(model.BLOCKS, *time, bounds=lambda _, b, y, s: (0.0, quantity[b][y][s]))
    model.shortfall = pyo.Var(model.MARKETS, *time, bounds=lambda _, m, y, s: (0.0, firm[m][y][s]))
    for name in ("injection", "withdrawal", "level"):
        setattr(model, name, pyo.Var(model.STORES, *time, bounds=(0.0, None)))


def _by(group: Integers) -> Objects:
    """Objects of each group."""
    found: Objects = {}
    for number, label in enumerate(group.tolist()):
        found.setdefault(label, []).append(number)
    return found


def _balance(model: pyo.ConcreteModel, inputs: Inputs) -> None:
    arrives = inputs.flow_arrives.tolist()
    into, out_of, wells = _by(inputs.flow_to), _by(inputs.flow_from), _by(inputs.step_place)
    sold, stored = _by(inputs.sale_place), _by(inputs.store_place)

    def node_balance(m: Any, n: int, y: int, s: int) -> Any:
        inward = sum(arrives[f] * m.flow[f, y, s] for f in into.get(n, ()))
        inward += sum(m.production[k, y, s] for k in wells.get(n, ()))
        inward += sum(m.withdrawal[g, y, s] for g in stored.get(n, ()))
        outward = sum(m.flow[f, y, s] for f in out_of.get(n, ()))
        outward += sum(m.sales[v, y, s] for v in sold.get(n, ()))
        outward += sum(m.injection[g, y, s] for g in stored.get(n, ()))
        return inward - outward == 0.0

    model.node_balance = pyo.Constraint(model.PLACES, model.YEARS, model.SEASONS, rule=node_balance)


def _limits(model: pyo.ConcreteModel, inputs: Inputs) -> None:
    firm, use, capacity = inputs.firm.tolist(), inputs.flow_use.tolist(), inputs.line_capacity.tolist()
    sellers, blocks, carried = _by(inputs.sale_market), _by(inputs.block_market), _by(inputs.flow_line)
    duration, potential = inputs.duration.tolist(), inputs.step_potential.tolist()

    def market_clearing(m: Any, k: int, y: int, s: int) -> Any:
        served = sum(m.sales[v, y, s] for v in sellers.get(k, ())) + m.shortfall[k, y, s]
        return served - sum(m.consumption[b, y, s] for b in blocks.get(k, ())) == firm[k][y][s]

    def line_capacity(m: Any, a: int, y: int, s: int) -> Any:
        return sum(use[f][y][s] * m.flow[f, y, s] for f in carried[a]) <= capacity[a][y][s]

    def annual_potential(m: Any, k: int, y: int) -> Any:
        return sum(duration[s] * m.production[k, y, s] for s in m.SEASONS) <= potential[k][y]

    model.market_clearing = pyo.Constraint(model.MARKETS, model.YEARS, model.SEASONS, rule=market_clearing)
    model.line_capacity = pyo.Constraint(model.LINES, model.YEARS, model.SEASONS, rule=line_capacity)
    model.annual_potential = pyo.Constraint(model.STEPS, model.YEARS, rule=annual_potential)


def _storages(model: pyo.ConcreteModel, inputs: Inputs) -> None:
    duration, last = inputs.duration.tolist(), len(inputs.seasons) - 1
    keeps = inputs.storage_keeps[inputs.store_storage].tolist()
    stores = _by(inputs.store_storage)
    limits = {"level": inputs.working_gas, "injection": inputs.injection, "withdrawal": inputs.withdrawal}

    def level_recursion(m: Any, g: int, y: int, s: int) -> Any:
        net = keeps[g] * m.injection[g, y, s] - m.withdrawal[g, y, s]
        return m.level[g, y, s] - m.level[g, y, s - 1 if s else last] - duration[s] * net == 0.0

    model.level_recursion = pyo.Constraint(model.STORES, model.YEARS, model.SEASONS, rule=level_recursion)
    for name, limit in limits.items():
        highest = limit.tolist()

        def joint(m: Any, g: int, y: int, s: int, name: str = name, highest: Any = highest) -> Any:
            return sum(getattr(m, name)[store, y, s] for store in stores[g]) <= highest[g][y][s]

        setattr(model, f"{name}_limit", pyo.Constraint(model.STORAGES, model.YEARS, model.SEASONS, rule=joint))


def _objective(model: pyo.ConcreteModel, inputs: Inputs) -> None:
    costs = {
        "flow": inputs.flow_cost * inputs.money,
        "production": inputs.step_cost[:, :, None] * inputs.money,
        "consumption": -inputs.block_worth * inputs.money,
        "shortfall": inputs.lost_load * inputs.money[None].repeat(len(inputs.markets), axis=0),
        "injection": inputs.storage_cost[inputs.store_storage][:, None, None] * inputs.money,
    }
    terms = [
        cost * data
        for name, values in costs.items()
        for cost, data in zip(values.ravel().tolist(), getattr(model, name).values(), strict=True)
    ]
    model.total_cost = pyo.Objective(expr=pyo.quicksum(terms), sense=pyo.minimize)
