"""The program in Corridor, as a run does it: stated in Pyomo, compiled to arrays, solved, made into tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.inputs import inputs_of
from benchmarks.stopwatch import phase, tell, told
from benchmarks.world import TITLE

import corridor
from corridor.collector import nothing_thrown_away
from corridor.engine import Program, Solver, compile_model
from corridor.engine.session import held, presolved, solving
from corridor.formulation import formulate
from corridor.network import build
from corridor.results import STRINGS, collect

#: Phases of the benchmark by the steps that a run tells about.
STEPS = {
    "building the network": "read",
    "stating the mathematics": "build",
    "compiling": "build",
    "solving": "solve",
    "collecting results": "load",
}

CHANGED = {"pipelines.link 00-0.capacity": "x0.9"}
"""What is set in the scenario that is solved again."""


def prepare(scenario: Path) -> None:
    """Write the program and its tables beside the scenario, for the other tools."""
    network = build(corridor.load(scenario))
    program = compile_model(formulate(network))
    folder = scenario.parent
    save(program, folder / "program.npz")
    stated = network.scenario
    if stated.title == TITLE and stated.horizon.storage == "cyclic" and program.is_linear:
        inputs_of(network).save(folder / "inputs.pickle")
    tell(columns=len(program.cost), rows=program.matrix.shape[0], nonzeros=program.matrix.nnz)


def save(program: Program, path: Path) -> None:
    """Write the arrays of a program."""
    np.savez(
        path,
        cost=program.cost,
        curvature=program.curvature,
        column_lower=program.column_lower,
        column_upper=program.column_upper,
        row_lower=program.row_lower,
        row_upper=program.row_upper,
        offset=program.offset,
        start=program.matrix.indptr.astype(np.int32),
        index=program.matrix.indices.astype(np.int32),
        value=program.matrix.data,
    )


def run(scenario: Path, algorithm: Any) -> None:
    """Load and solve a scenario by :func:`corridor.solve`, phase by phase."""
    steps = _Steps()
    steps.begin("read")
    loaded = corridor.load(scenario)
    with passing() as seconds:
        results = corridor.solve(loaded, algorithm=algorithm, progress=lambda step: steps.begin(STEPS[step]))
        steps.end()
    for name, spent in steps.seconds.items():
        told(name, spent - (seconds["pass"] if name == "solve" else 0.0))
    counts = results.manifest["counts"]
    tell(
        status="optimal",
        objective=float(results.manifest["objective"]),
        inside=results.timings["inside HiGHS"],
        algorithm=results.manifest["algorithm"],
        **{name: counts[name] for name in ("columns", "rows", "nonzeros", "iterations")},
    )


def run_warm(scenario: Path, algorithm: Any) -> None:
    """Solve a scenario, then with another limit, from where the first one stood; only the second is told."""
    loaded = corridor.load(scenario)
    solver = Solver(algorithm)
    with nothing_thrown_away(), pd.option_context("mode.string_storage", STRINGS):
        tell(begins="solve")
        solver.solve(compile_model(formulate(build(loaded))))
        with phase("read"):
            network = build(corridor.load(scenario, CHANGED))
        with phase("build"):
            program = compile_model(formulate(network))
        with passing() as seconds:
            tell(begins="solve")
            start = time.perf_counter()
            solution = solver.solve(program)
            whole = time.perf_counter() - start
        told("solve", whole - seconds["pass"])
        with phase("load"):
            collect(network, solution, {})
    if solver.rebuilt is not None:
        raise ValueError(f"the changed program was solved from nothing: {solver.rebuilt.text}")
    point = solution.point
    tell(columns=len(program.cost), rows=program.matrix.shape[0], nonzeros=program.matrix.nnz)
    tell(status="optimal", objective=point.objective, iterations=point.iterations, inside=point.seconds)


class _Steps:
    """Seconds of the steps of a run, told as each of them ends; some steps are of the same phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._phase, self._since = "", 0.0

    def begin(self, phase: str) -> None:
        """End what went on and begin a phase, or go on with it."""
        self.end()
        tell(begins=phase)
        self._phase, self._since = phase, time.perf_counter()

    def end(self) -> None:
        """End what goes on."""
        if self._phase:
            spent = time.perf_counter() - self._since
            self.seconds[self._phase] = self.seconds.get(self._phase, 0.0) + spent
            told(self._phase, self.seconds[self._phase])


@contextmanager
def passing() -> Iterator[dict[str, float]]:
    """Clock what hands programs, or what changed in them, to HiGHS while inside; told at once."""
    seconds = {"pass": 0.0}
    with ExitStack() as stack:
        for module in (held, presolved, solving):
            stack.enter_context(_clocked(module, "prepared", seconds))
        stack.enter_context(_clocked(held, "_pass_changes", seconds))
        yield seconds


@contextmanager
def _clocked(module: ModuleType, name: str, seconds: dict[str, float]) -> Iterator[None]:
    original = getattr(module, name)

    def clocked(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        found = original(*arguments, **options)
        seconds["pass"] += time.perf_counter() - start
        told("pass", seconds["pass"])
        return found

    setattr(module, name, clocked)
    try:
        yield
    finally:
        setattr(module, name, original)
