"""The program in Corridor, as a run does it: stated in Pyomo, compiled to arrays, solved, made into tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.inputs import inputs_of
from benchmarks.stopwatch import phase, tell, told

import corridor
from corridor.collector import nothing_thrown_away
from corridor.engine import Program, compile_model, session, solve
from corridor.formulation import formulate
from corridor.network import build
from corridor.results import STRINGS, collect


def prepare(scenario: Path) -> None:
    """Write the program and its tables beside the scenario, for the other tools."""
    network = build(corridor.load(scenario))
    program = compile_model(formulate(network))
    folder = scenario.parent
    save(program, folder / "program.npz")
    if program.is_linear and network.scenario.horizon.storage == "cyclic":
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
    """Read, state, solve and collect a scenario, by the same steps as :func:`corridor.solve`."""
    with nothing_thrown_away(), pd.option_context("mode.string_storage", STRINGS):
        with phase("read"):
            network = build(corridor.load(scenario))
        with phase("build"):
            program = compile_model(formulate(network))
        tell(columns=len(program.cost), rows=program.matrix.shape[0], nonzeros=program.matrix.nnz)
        with passing() as seconds:
            tell(begins="solve")
            start = time.perf_counter()
            solution = solve(program, algorithm)
            whole = time.perf_counter() - start
        told("solve", whole - seconds["pass"])
        with phase("load"):
            results = collect(network, solution, {})
        point = solution.point
    tell(
        status="optimal",
        objective=float(results.manifest["objective"]),
        iterations=point.iterations,
        inside=point.seconds,
        algorithm=point.algorithm,
    )


@contextmanager
def passing() -> Iterator[dict[str, float]]:
    """Clock what hands programs to HiGHS while inside, from arrays to a solver that holds them; told at once."""
    seconds = {"pass": 0.0}
    original = session._prepared

    def clocked(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        prepared = original(*arguments, **options)
        seconds["pass"] += time.perf_counter() - start
        told("pass", seconds["pass"])
        return prepared

    session._prepared = clocked
    try:
        yield seconds
    finally:
        session._prepared = original
