"""Hold a program in HiGHS: every status checked, the algorithm that ran recorded."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray

from corridor.effort import allowance
from corridor.engine import canonical, interruptible
from corridor.engine.certificate import certify
from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.sparse import Flags, Floats, Integers, Matrix
from corridor.errors import CorridorError, InfeasibleError, SolverLimitError, UnboundedError

Algorithm = Literal["auto", "simplex", "ipm", "hipo"]

FEASIBILITY = 1e-7
#: One is as quick as two here, and a study runs its points side by side; two give the same numbers, to the byte.
THREADS = 1
#: Branch and bound goes on until the proof is as good as the linear program's tolerances.
_BRANCHING = {"mip_rel_gap": 1e-9, "mip_abs_gap": 1e-7, "mip_feasibility_tolerance": 1e-9}
#: Powers of two by which the objective of a quadratic program is scaled, one after another until one works.
_SCALES = (0, -4, -8, 4)
#: A point that misses no limit by more than this is near enough to an optimum to begin a crossover from, bcm/yr.
_NEAR = 1e-4
_NO_POINT = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_MOST_ITERATIONS = 2**31 - 1
#: Presolve has found that there is nothing to find.
_HOPELESS = (highspy.HighsPresolveStatus.kInfeasible, highspy.HighsPresolveStatus.kUnboundedOrInfeasible)
_STATUSES = [highspy.HighsBasisStatus(number) for number in range(5)]
_LIMITS = ("kTimeLimit", "kIterationLimit", "kInterrupt", "kMemoryLimit", "kSolutionLimit")


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a simplex method stands, or where it is to begin.

    Attributes
    ----------
    columns, rows : ndarray of int, shape (columns,) and (rows,)
        0 at the lower limit, 1 basic, 2 at the upper limit, 3 free and at zero, 4 at some limit. Where it is to begin,
        there may be too many or too few that are basic: HiGHS puts that right.
    """

    columns: Integers
    rows: Integers


def resolved(program: Program, algorithm: Algorithm) -> Algorithm:
    """Return the algorithm that solves a program: "auto" is simplex for linear ones, HiPO for quadratic ones.

    Raises
    ------
    CorridorError
        If the algorithm that is asked for cannot solve a quadratic program, or the program has integer columns too.
    """
    if algorithm == "auto":
        algorithm = "simplex" if program.is_linear else "hipo"
    if not program.is_linear and algorithm in ("simplex", "ipm"):
        raise CorridorError(
            f"{algorithm} solves linear programs, but demand or costs are curved here: only hipo solves them exactly; "
            "leave the algorithm out, or write 'market: {quadratic: piecewise}' in the scenario"
        )
    if not program.is_linear and bool(np.any(program.integer)):
        raise CorridorError(
            "projects in units cannot be chosen with curved demand or costs as they are: write "
            "'market: {quadratic: piecewise}' in the scenario"
        )
    return algorithm


def optimise(program: Program, algorithm: Algorithm = "auto", time_limit: float = math.inf) -> Point:
    """Solve a program without integer columns to proven optimality.

    Parameters
    ----------
    program : Program
        Linear, or convex quadratic; without integer columns, see :func:`optimise_integers`. Of a quadratic one the
        point may be as imprecise as an interior method leaves it, see :mod:`corridor.engine.crossover`.
    algorithm : {"auto", "simplex", "ipm", "hipo"}
        Which algorithm to run, see :func:`resolved`; the interior-point ones are followed by crossover to a vertex of
        linear programs.
    time_limit : float
        Seconds.

    Raises
    ------
    InfeasibleError, UnboundedError
        If no point or no finite optimum exists.
    SolverLimitError
        If a limit was reached first.
    CorridorError
        If HiGHS refused a call or ran another algorithm than the one asked for, or that one cannot solve the program.
    """
    algorithm = resolved(program, algorithm)
    if bool(np.any(program.integer)):
        raise CorridorError("a program with integer columns has no duals: branch and bound must come first")
    if not program.is_linear:
        return _point(_interior(program, algorithm, time_limit), algorithm)
    return Held(program, algorithm, time_limit).optimum()


class Held:
    """A linear program that stays in HiGHS: its numbers can change, and it is solved again from where it stood.

    The optimum is that of :mod:`corridor.engine.canonical`: the same to the last byte whatever was solved before.

    Parameters
    ----------
    program : Program
        Linear, without integer columns.
    algorithm : {"simplex", "ipm", "hipo"}
        Of the first solve; the interior methods are followed by crossover to a vertex. Later ones run by simplex.
    time_limit : float
        Seconds, for each solve.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`optimise`.
    """

    def __init__(self, program: Program, algorithm: Algorithm = "simplex", time_limit: float = math.inf) -> None:
        self._program = program
        self._searching = _prepared(program, algorithm, time_limit)
        _run(self._searching)
        self._algorithm = _ran(algorithm, self._searching.getInfo())
        self._first, self._seconds = _iterations(self._searching), self._searching.getRunTime()
        _accept(self._searching.setOptionValue("solver", "simplex"), "solver simplex")
        for tolerance in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            _accept(self._searching.setOptionValue(tolerance, canonical.TOLERANCE), tolerance)
        self._found = self._searching.getBasis()
        self._standing = program
        self._exact = _prepared(program, "simplex", time_limit)

    def change(self, program: Program) -> None:
        """Take over the numbers of a program of the same shape: rows, columns and which coefficients are not 0."""
        _pass_changes(self._exact, self._program, program)
        self._program = program

    def optimum(self) -> Point:
        """Solve the program as it now stands."""
        earlier = self._searching.getRunTime() + self._exact.getRunTime()
        iterations = self._first + self._search()
        _accept(self._exact.clearSolver(), "a fresh start")
        _accept(self._exact.setBasis(self._found), "the basis")
        for tolerance in (canonical.SLACK * canonical.COST, FEASIBILITY):
            _accept(self._exact.setOptionValue("dual_feasibility_tolerance", tolerance), "dual_feasibility_tolerance")
            _run(self._exact)
            iterations += _iterations(self._exact)
            point = _point(self._exact, "simplex")
            if certify(self._program, point).holds:
                break
        seconds = self._searching.getRunTime() + self._exact.getRunTime() - earlier + self._seconds
        self._first, self._seconds = 0, 0.0
        return replace(point, algorithm=self._algorithm, iterations=iterations, seconds=seconds)

    def _search(self) -> int:
        """Find the basis that is optimal once every number is moved; return the number of iterations."""
        iterations = 0
        for limits in (True, False):
            target = canonical.moved(self._program, limits=limits)
            _pass_changes(self._searching, self._standing, target)
            self._standing = target
            if _started(self._searching) == highspy.HighsStatus.kError:
                raise CorridorError("HiGHS could not run")
            iterations += _iterations(self._searching)
            if self._searching.getModelStatus() not in _NO_POINT:
                _require_optimal(self._searching)
                self._found = self._searching.getBasis()
                break
        return iterations


def optimise_to_basis(program: Program, algorithm: Algorithm = "simplex") -> tuple[Point, Flags, Flags]:
    """Solve a linear program to a vertex.

    Parameters
    ----------
    program : Program
    algorithm : {"simplex", "ipm", "hipo"}

    Returns
    -------
    point : Point
    columns, rows : ndarray of bool
        Which are basic: the others are at a limit.

    Raises
    ------
    CorridorError
        As :func:`optimise`.
    """
    solver = _prepared(program, algorithm, math.inf)
    _run(solver)
    return _with_basis(solver, algorithm)


class Repeated:
    """A linear program that is solved again and again with other costs, from the vertex at which it was left."""

    def __init__(self, program: Program, tolerance: float = FEASIBILITY) -> None:
        self._solver = _prepared(program, "simplex", math.inf)
        for each in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            _accept(self._solver.setOptionValue(each, tolerance), each)
        self._cost = program.cost

    def optimise(self, cost: Floats) -> tuple[Point, Flags, Flags]:
        """Solve with these costs; see :func:`optimise_to_basis`."""
        other = np.flatnonzero(cost != self._cost).astype(np.int32)
        if other.size:
            _accept(self._solver.changeColsCost(other.size, other, cost[other]), "changing costs")
            self._cost = cost
        _run(self._solver)
        return _with_basis(self._solver, "simplex")


def _with_basis(solver: Any, algorithm: Algorithm) -> tuple[Point, Flags, Flags]:
    """Return what HiGHS found, and which columns and rows are basic."""
    basis, basic = solver.getBasis(), highspy.HighsBasisStatus.kBasic
    columns, rows = (np.asarray([each == basic for each in part]) for part in (basis.col_status, basis.row_status))
    return _point(solver, algorithm), columns, rows


class Presolved:
    """A linear program once HiGHS has presolved it, to be finished from a basis of what is left.

    Attributes
    ----------
    program : Program
        What is left, its rows and columns without labels; all of it if presolve takes nothing out, nothing if it takes
        out everything.
    columns, rows : ndarray of int
        Number that each column and row of it has in the whole.

    Raises
    ------
    InfeasibleError
        If presolve finds that there is no point.
    CorridorError
        If HiGHS refuses a call.
    """

    def __init__(self, program: Program) -> None:
        self._solver = _prepared(program, "simplex", math.inf, named=True)
        _accept(self._solver.presolve(), "presolving the program")
        if self._solver.getModelPresolveStatus() in _HOPELESS:
            _run(self._solver)  # tells what is wrong
        left = self._solver.getPresolvedLp()
        self.columns, self.rows = (np.asarray(names, dtype=np.int64) for names in (left.col_names_, left.row_names_))
        self.program = _of_native(program, left)

    def finish(self, start: Basis) -> Point:
        """Solve what is left from a basis, and return the optimum of the whole.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, CorridorError
            As :func:`optimise`.
        """
        if not self.columns.size:
            _run(self._solver)
            return _point(self._solver, "simplex")
        inner = _prepared(self.program, "simplex", math.inf)
        _begin(inner, start)
        _run(inner)
        iterations, seconds = inner.getInfo().simplex_iteration_count, inner.getRunTime()
        _accept(self._solver.postsolve(inner.getSolution(), inner.getBasis()), "the solution of what presolve left")
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            _run(self._solver)  # from the basis that postsolve found
        point = _point(self._solver, "simplex")
        own = self._solver.getRunTime()
        return replace(point, iterations=point.iterations + iterations, seconds=own + seconds)


def improved(program: Program, start: Basis) -> tuple[Point, Basis] | None:
    """Solve a linear program as it is from a basis; None if it has no optimum.

    For programs that only help to find where to begin: why there is no optimum does not matter.

    Raises
    ------
    SolverLimitError
        If nothing is left of the time or the iterations that are allowed.
    """
    solver = _prepared(program, "simplex", math.inf)
    _begin(solver, start)
    if _started(solver) != highspy.HighsStatus.kOk or solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = solver.getBasis()
    columns, rows = (np.fromiter(map(int, part), np.int64) for part in (found.col_status, found.row_status))
    return _point(solver, "simplex"), Basis(columns, rows)


def _begin(solver: Any, start: Basis) -> None:
    """Have a solver begin at a basis; it then leaves presolve out."""
    basis = highspy.HighsBasis()
    basis.valid = basis.alien = True
    basis.col_status = [_STATUSES[number] for number in start.columns.tolist()]
    basis.row_status = [_STATUSES[number] for number in start.rows.tolist()]
    _accept(solver.setOptionValue("presolve", "off"), "presolve off")
    _accept(solver.setBasis(basis), "the basis to begin with")


def _of_native(program: Program, lp: Any) -> Program:
    """Return a program with the arrays of one in HiGHS, and without labels."""
    size, matrix = lp.num_col_, lp.a_matrix_
    start, index, value = (np.asarray(each) for each in (matrix.start_, matrix.index_, matrix.value_))
    outer, shape = np.repeat(np.arange(len(start) - 1), np.diff(start)), (lp.num_row_, size)
    row, column = (outer, index) if matrix.format_ == highspy.MatrixFormat.kRowwise else (index, outer)
    return replace(
        program,
        columns=(),
        rows=(),
        matrix=Matrix.of(row.astype(np.int64), column.astype(np.int64), value, shape),
        cost=np.asarray(lp.col_cost_),
        curvature=np.zeros(size),
        gradient_error=np.zeros(size),
        column_lower=np.asarray(lp.col_lower_),
        column_upper=np.asarray(lp.col_upper_),
        row_lower=np.asarray(lp.row_lower_),
        row_upper=np.asarray(lp.row_upper_),
        offset=float(lp.offset_),
        integer=np.zeros(size, dtype=bool),
    )


def _point(solver: Any, algorithm: Algorithm) -> Point:
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
        _ran(algorithm, information),
        solver.version(),
        _iterations(solver),
        float(solver.getRunTime()),
        float(information.objective_function_value),
    )


def optimise_integers(program: Program, time_limit: float = math.inf) -> Point:
    """Find the best point whose integer columns are whole numbers, by branch and bound.

    Parameters
    ----------
    program : Program
    time_limit : float
        Seconds.

    Returns
    -------
    Point
        Without duals (NaN), which a program with integer columns does not have.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`optimise`.
    """
    # With the name of an algorithm HiGHS would leave integrality aside and solve the linear program alone.
    solver = _prepared(program, "choose", time_limit)
    for option, value in _BRANCHING.items():
        _accept(solver.setOptionValue(option, value), option)
    _run(solver)
    information, solution = solver.getInfo(), solver.getSolution()
    if not solution.value_valid or information.mip_node_count < 0:
        raise CorridorError("HiGHS reports an optimum in integers without having branched")
    columns, rows = np.asarray(solution.col_value), np.asarray(solution.row_value)
    return Point(
        columns,
        np.full(columns.shape, np.nan),
        rows,
        np.full(rows.shape, np.nan),
        float(information.objective_function_value),
        "branch and bound",
        solver.version(),
        int(max(information.simplex_iteration_count, 0)),
        float(solver.getRunTime()),
        float(information.mip_dual_bound),
    )


def _iterations(solver: Any) -> int:
    """Iterations of the last run."""
    information = solver.getInfo()
    return int(max(information.simplex_iteration_count, 0) + max(information.ipm_iteration_count, 0))


def _pass_changes(solver: Any, before: Program, after: Program) -> None:
    """Tell a solver the numbers in which two programs of the same shape differ."""
    costs = _differ(before.cost, after.cost)
    _accept(solver.changeColsCost(len(costs), costs, after.cost[costs]), "changed costs")
    for call, what, low, high in (
        (solver.changeColsBounds, "changed bounds", "column_lower", "column_upper"),
        (solver.changeRowsBounds, "changed limits", "row_lower", "row_upper"),
    ):
        lower, upper = getattr(after, low), getattr(after, high)
        places = np.union1d(_differ(getattr(before, low), lower), _differ(getattr(before, high), upper))
        _accept(call(len(places), places, lower[places], upper[places]), what)
    places = _differ(before.matrix.data, after.matrix.data)
    if len(places):
        rows = np.searchsorted(after.matrix.indptr, places, side="right") - 1
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            column, value = int(after.matrix.indices[place]), float(after.matrix.data[place])
            _accept(solver.changeCoeff(row, column, value), "a changed coefficient")
    if before.offset != after.offset:
        _accept(solver.changeObjectiveOffset(after.offset), "a changed constant")


def _differ(before: Floats, after: Floats) -> NDArray[np.int32]:
    return np.flatnonzero(before != after).astype(np.int32)


class Recosted:
    """A program that stays in HiGHS while its costs change.

    Each time HiGHS begins anew: where most costs are nothing, its presolve leaves little to be solved, while from an
    old basis a simplex method wanders through points that all cost the same.

    Parameters
    ----------
    program : Program
        Linear but for integer columns.
    """

    def __init__(self, program: Program) -> None:
        self._whole = bool(np.any(program.integer))
        self._solver = _prepared(program, "choose" if self._whole else "simplex")
        if self._whole:
            for option, value in _BRANCHING.items():
                _accept(self._solver.setOptionValue(option, value), option)
        self._columns = np.arange(len(program.cost), dtype=np.int32)

    def minimise(self, cost: Floats) -> tuple[Floats, Floats, Floats]:
        """Find an optimum.

        Returns
        -------
        values, reduced : ndarray, shape (columns,)
        duals : ndarray, shape (rows,)
            Reduced costs and duals are NaN with integer columns.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, CorridorError
            As :func:`optimise`.
        """
        _accept(self._solver.clearSolver(), "beginning anew")
        _accept(self._solver.changeColsCost(len(cost), self._columns, cost), "new costs")
        _run(self._solver)
        solution = self._solver.getSolution()
        if not solution.value_valid or not (solution.dual_valid or self._whole):
            raise CorridorError("HiGHS reports an optimum without a valid solution")
        values, reduced, duals = (
            np.asarray(part) for part in (solution.col_value, solution.col_dual, solution.row_dual)
        )
        if self._whole:
            reduced, duals = np.full(reduced.shape, np.nan), np.full(duals.shape, np.nan)
        return values, reduced, duals


class Probe:
    """A linear program that stays in HiGHS and is asked for its minimum with another limit of one row.

    Every solve begins at the basis in which the last one ended.

    Parameters
    ----------
    program : Program
        Linear, without integer columns.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._solver = _prepared(program, "simplex", math.inf)

    def minimum(self, row: int, limit: float) -> float | None:
        """Return the minimum with a row at a value, None if there is no such point; the row is then as it was.

        Raises
        ------
        UnboundedError, SolverLimitError, CorridorError
            As :func:`optimise`.
        """
        solver, program = self._solver, self._program
        _accept(solver.changeRowBounds(row, limit, limit), "a limit")
        try:
            _run(solver)
            return float(solver.getInfo().objective_function_value)
        except InfeasibleError:
            return None
        finally:
            lower, upper = float(program.row_lower[row]), float(program.row_upper[row])
            _accept(solver.changeRowBounds(row, lower, upper), "a limit")


def _solver() -> Any:
    return highspy.Highs()  # type: ignore[no-untyped-call] # highspy has types for most else


def _prepared(program: Program, algorithm: str, time_limit: float = math.inf, *, named: bool = False) -> Any:
    """Return a solver that holds the program, so set up that two runs are the same.

    If asked for, everything is named by its number, which tells what presolve leaves.
    """
    solver = _solver()
    _accept(solver.setOptionValue("output_flag", False), "output_flag")
    _accept(solver.setOptionValue("threads", THREADS), "threads")
    _accept(solver.setOptionValue("random_seed", 1), "random_seed")
    _accept(solver.setOptionValue("solver", algorithm), f"solver {algorithm}")
    _accept(solver.setOptionValue("primal_feasibility_tolerance", FEASIBILITY), "primal_feasibility_tolerance")
    _accept(solver.setOptionValue("dual_feasibility_tolerance", FEASIBILITY), "dual_feasibility_tolerance")
    if math.isfinite(time_limit):
        _accept(solver.setOptionValue("time_limit", time_limit), "time_limit")
    model = _native(program)
    if named:
        model.lp_.col_names_ = np.arange(len(program.cost)).astype(str).tolist()
        model.lp_.row_names_ = np.arange(program.matrix.shape[0]).astype(str).tolist()
    _accept(solver.passModel(model), "passing the program")
    return solver


def _interior(program: Program, algorithm: Algorithm, time_limit: float) -> Any:
    """Run an interior method on a quadratic program, to an optimum or as near as it comes.

    Whoever takes a point that is only near makes it exact, or finds by its certificate that it is none. On its way it
    may break off for reasons of numbers alone, at one scale of the objective and not at another.
    """
    nearest, missed = None, math.inf
    for scale in _SCALES:
        solver = _prepared(program, algorithm, time_limit)
        _accept(solver.setOptionValue("user_objective_scale", scale), "user_objective_scale")
        if _started(solver) == highspy.HighsStatus.kError:
            continue
        if solver.getModelStatus() != highspy.HighsModelStatus.kUnknown:
            _require_optimal(solver)
            return solver
        if solver.getSolution().value_valid and solver.getInfo().max_primal_infeasibility < missed:
            nearest, missed = solver, solver.getInfo().max_primal_infeasibility
        if missed < _NEAR:
            break
    if nearest is not None:
        return nearest
    free = replace(program, cost=np.zeros_like(program.cost), curvature=np.zeros_like(program.curvature))
    _run(_prepared(free, "simplex", time_limit))  # tells if there is no point at all
    raise CorridorError(
        "HiPO did not find an optimum of this quadratic program; with 'market: {quadratic: piecewise}' it is solved as "
        "a linear one"
    )


def _started(solver: Any) -> Any:
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
        _accept(solver.setOptionValue("time_limit", until), "time_limit")
    if math.isfinite(allowed.iterations):
        for option in ("simplex_iteration_limit", "ipm_iteration_limit"):
            _accept(solver.setOptionValue(option, int(min(allowed.iterations_left(), _MOST_ITERATIONS))), option)
    status = interruptible.run(solver)
    allowed.spent += _iterations(solver)
    return status


def _run(solver: Any) -> None:
    """Run to a proven optimum."""
    if _started(solver) == highspy.HighsStatus.kError:
        raise CorridorError("HiGHS could not run")  # a warning is a limit that was reached: the model status tells
    _require_optimal(solver)


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


def _accept(status: Any, what: str) -> None:
    if status != highspy.HighsStatus.kOk:
        raise CorridorError(f"HiGHS {_solver().version()} did not accept {what}: {status.name}")


def _require_optimal(solver: Any) -> None:
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


def _ran(asked: Algorithm, information: Any) -> str:
    interior = information.ipm_iteration_count > 0
    if asked == "simplex" and interior:
        raise CorridorError("HiGHS ran an interior-point method although simplex was asked for")
    if asked != "simplex" and not interior and information.simplex_iteration_count > 0:
        raise CorridorError(f"HiGHS ran simplex although {asked} was asked for")
    if information.qp_iteration_count > 0:
        raise CorridorError(f"HiGHS ran its active-set method although {asked} was asked for")
    return asked
