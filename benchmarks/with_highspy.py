"""The program as arrays straight into HiGHS: what no tool can be quicker than."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import highspy
import numpy as np
from benchmarks.options import options
from benchmarks.stopwatch import phase, tell, told


def run(folder: Path, algorithm: str) -> None:
    """Pass and solve the arrays of ``program.npz``."""
    arrays = dict(np.load(folder / "program.npz"))
    told("build", 0.0)
    solver = prepared(algorithm)
    with phase("pass"):
        hand_over(solver, arrays)
    tell(columns=len(arrays["cost"]), rows=len(arrays["row_lower"]), nonzeros=len(arrays["value"]))
    with phase("solve"):
        solver.run()
    with phase("load"):
        solution = solver.getSolution()
        values = [np.asarray(part) for part in (solution.col_value, solution.col_dual, solution.row_dual)]
    tell(values=sum(map(len, values)), **outcome(solver))


def prepared(algorithm: str) -> Any:
    """Return an empty solver, set as in every tool."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call] # highspy has types for most else
    for option, value in options(algorithm).items():
        if solver.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS does not take {option} = {value}")
    return solver


def hand_over(solver: Any, arrays: dict[str, Any]) -> None:
    """Pass a program, with its squares if it has some."""
    width, height, count = len(arrays["cost"]), len(arrays["row_lower"]), len(arrays["value"])
    names = ("cost", "column_lower", "column_upper", "row_lower", "row_upper", "start", "index", "value")
    sense, rowwise = int(highspy.ObjSense.kMinimize), int(highspy.MatrixFormat.kRowwise)
    parts = [arrays[name] for name in names]
    whole = np.zeros(width, dtype=np.int32)  # no column has to be a whole number
    status = solver.passModel(width, height, count, rowwise, sense, float(arrays["offset"]), *parts, whole)
    if status != highspy.HighsStatus.kOk:
        raise ValueError("HiGHS does not take the program")
    curvature = arrays["curvature"]
    if curvature.any():
        curved = np.flatnonzero(curvature).astype(np.int32)
        begin = np.concatenate([[0], np.cumsum(curvature != 0.0)]).astype(np.int32)
        triangular = int(highspy.HessianFormat.kTriangular)
        status = solver.passHessian(width, len(curved), triangular, begin, curved, curvature[curved])
        if status != highspy.HighsStatus.kOk:
            raise ValueError("HiGHS does not take the squares")


def outcome(solver: Any) -> dict[str, Any]:
    """Objective, iterations, and seconds inside HiGHS."""
    found = solver.getInfo()
    counts = (found.simplex_iteration_count, found.ipm_iteration_count, found.pdlp_iteration_count)
    status = solver.getModelStatus()
    optimal = status == highspy.HighsModelStatus.kOptimal
    return {
        "status": "optimal" if optimal else f"gave up: {solver.modelStatusToString(status)}",
        "objective": float(found.objective_function_value),
        "iterations": sum(max(int(count), 0) for count in counts),
        "inside": float(solver.getRunTime()),
    }
