"""Programs in HiGHS: passed, run within what is allowed, every status checked, the algorithm that ran named."""

from __future__ import annotations

import math
from typing import Any, Literal

import highspy
import numpy as np

from corridor.effort import allowance
from corridor.engine import interruptible
from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.sparse import Flags, Floats
from corridor.errors import CorridorError, InfeasibleError, SolverLimitError, UnboundedError

Algorithm = Literal["auto", "simplex", "ipm", "hipo"]
FEASIBILITY = 1e-7
#: One is as quick as two here, and a study runs its points side by side; two give the same numbers, to the byte.
THREADS = 1
#: Branch and bound goes on until the proof is as good as the linear program's tolerances.
BRANCHING = {"mip_rel_gap": 1e-9, "mip_abs_gap": 1e-7, "mip_feasibility_tolerance": 1e-9}
_MOST_ITERATIONS = 2**31 - 1
_LIMITS = ("kTimeLimit", "kIterationLimit", "kInterrupt", "kMemoryLimit", "kSolutionLimit")


def prepared(program: Program, algorithm: str, time_limit: float = math.inf, *, named: bool = False) -> Any:
    """Return a solver that holds the program, so set up that two runs are the same.

    If asked for, everything is named by its number, which tells what presolve leaves.
    """
    solver = _solver()
    accept(solver.setOptionValue("output_flag", False), "output_flag")
    accept(solver.setOptionValue("threads", THREADS), "threads")
    accept(solver.setOptionValue("random_seed", 1), "random_seed")
    accept(solver.setOptionValue("solver", algorithm), f"solver {algorithm}")
    accept(solver.setOptionValue("primal_feasibility_tolerance", FEASIBILITY), "primal_feasibility_tolerance")
    accept(solver.setOptionValue("dual_feasibility_tolerance", FEASIBILITY), "dual_feasibility_tolerance")
    if math.isfinite(time_limit):
        accept(solver.setOptionValue("time_limit", time_limit), "time_limit")
    model = _native(program)
    if named:
        model.lp_.col_names_ = np.arange(len(program.cost)).astype(str).tolist()
        model.lp_.row_names_ = np.arange(program.matrix.shape[0]).astype(str).tolist()
    accept(solver.passModel(model), "passing the program")
    return solver


def started(solver: Any) -> Any:
    """Run within what is left of the time and of the iterations that are allowed, and return the status.

    Raises
    ------
    SolverLimitError
        If nothing is left.
    KeyboardInterrupt
        If a person stops it.
    """
    allowed = allowance()
    if math.isfinite(allowed.ends):
        # HiGHS counts the time of all its runs, and may have a limit of its own.
        until = min(solver.getOptionValue("time_limit")[1], solver.getRunTime() + allowed.time_left())
        accept(solver.setOptionValue("time_limit", until), "time_limit")
    if math.isfinite(allowed.iterations):
        for option in ("simplex_iteration_limit", "ipm_iteration_limit"):
            accept(solver.setOptionValue(option, int(min(allowed.iterations_left(), _MOST_ITERATIONS))), option)
    status = interruptible.run(solver)
    allowed.spent += iterations_of(solver)
    return status


def run_to_optimum(solver: Any) -> None:
    """Run to a proven optimum."""
    if started(solver) == highspy.HighsStatus.kError:
        raise CorridorError("HiGHS could not run")  # a warning is a limit that was reached: the model status tells
    require_optimal(solver)


def point_of(solver: Any, algorithm: Algorithm) -> Point:
    """Return what HiGHS found."""
    information, solution = solver.getInfo(), solver.getSolution()
    if not (solution.value_valid and solution.dual_valid):
        raise CorridorError("HiGHS reports an optimum without a valid primal and dual solution")
    return Point(
        np.asarray(solution.col_value),
        np.asarray(solution.col_dual),
        np.asarray(solution.row_value),
        np.asarray(solution.row_dual),
        float(information.objective_function_value),
        ran(algorithm, information),
        solver.version(),
        iterations_of(solver),
        float(solver.getRunTime()),
        float(information.objective_function_value),
    )


def with_basis(solver: Any, algorithm: Algorithm) -> tuple[Point, Flags, Flags]:
    """Return what HiGHS found, and which columns and rows are basic."""
    basis, basic = solver.getBasis(), highspy.HighsBasisStatus.kBasic
    columns, rows = (np.asarray([each == basic for each in part]) for part in (basis.col_status, basis.row_status))
    return point_of(solver, algorithm), columns, rows


def iterations_of(solver: Any) -> int:
    """Iterations of the last run."""
    information = solver.getInfo()
    return int(max(information.simplex_iteration_count, 0) + max(information.ipm_iteration_count, 0))


def ran(asked: Algorithm, information: Any) -> str:
    """Return the algorithm that ran.

    Raises
    ------
    CorridorError
        If it is not the one that was asked for.
    """
    interior = information.ipm_iteration_count > 0
    if asked == "simplex" and interior:
        raise CorridorError("HiGHS ran an interior-point method although simplex was asked for")
    if asked != "simplex" and not interior and information.simplex_iteration_count > 0:
        raise CorridorError(f"HiGHS ran simplex although {asked} was asked for")
    if information.qp_iteration_count > 0:
        raise CorridorError(f"HiGHS ran its active-set method although {asked} was asked for")
    return asked


def accept(status: Any, what: str) -> None:
    """Raise if HiGHS refused a call.

    Raises
    ------
    CorridorError
        Naming what it did not accept.
    """
    if status != highspy.HighsStatus.kOk:
        raise CorridorError(f"HiGHS {_solver().version()} did not accept {what}: {status.name}")


def require_optimal(solver: Any) -> None:
    """Raise if the last run did not end with a proven optimum.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        By the status.
    """
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return
    text = f"HiGHS: {solver.modelStatusToString(status)}"
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise InfeasibleError(f"no flows satisfy all statements of the scenario ({text})")
    if status == highspy.HighsModelStatus.kUnbounded:
        raise UnboundedError(f"costs can fall without limit: a cost or a capacity is missing ({text})")
    allowed = allowance()
    if status.name == "kTimeLimit" and math.isfinite(allowed.ends):
        raise allowed.out_of_time()
    if status.name == "kIterationLimit" and math.isfinite(allowed.iterations):
        raise allowed.out_of_iterations()
    if status.name in _LIMITS:
        raise SolverLimitError(f"the solver stopped before the optimum ({text})")
    raise CorridorError(f"the solver did not finish ({text})")


def _solver() -> Any:
    return highspy.Highs()  # type: ignore[no-untyped-call] # highspy has types for most else


def _native(program: Program) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_ = len(program.cost)
    lp.num_row_ = program.matrix.shape[0]
    lp.col_cost_ = program.cost
    lp.col_lower_ = program.column_lower
    lp.col_upper_ = program.column_upper
    lp.row_lower_ = program.row_lower
    lp.row_upper_ = program.row_upper
    lp.offset_ = program.offset
    if bool(np.any(program.integer)):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in program.integer]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_ = lp.num_col_
    lp.a_matrix_.num_row_ = lp.num_row_
    lp.a_matrix_.start_ = program.matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = program.matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = program.matrix.data
    model = highspy.HighsModel()
    model.lp_ = lp
    if not program.is_linear:
        model.hessian_ = _diagonal(program.curvature)
    return model


def _diagonal(curvature: Floats) -> Any:
    """Second derivatives of the objective; the columns are separate, so nothing is off the diagonal."""
    curved = np.flatnonzero(curvature)
    hessian = highspy.HighsHessian()
    hessian.dim_ = len(curvature)
    hessian.format_ = highspy.HessianFormat.kTriangular
    hessian.start_ = np.concatenate([[0], np.cumsum(curvature != 0.0)]).astype(np.int32)
    hessian.index_ = curved.astype(np.int32)
    hessian.value_ = curvature[curved]
    return hessian
