"""One scenario through all the rooms: from text to results."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor import scenario as scenario_room
from corridor.collector import nothing_thrown_away
from corridor.effort import allowing
from corridor.errors import InfeasibleError, InputError, NetworkError, ScenarioError, UnboundedError

if TYPE_CHECKING:
    from corridor.dataset.difference import Change as DatasetChange
    from corridor.engine import Algorithm, Program, Solution, Solver
    from corridor.formulation import Extend
    from corridor.formulation.branches import Moment
    from corridor.network import Network
    from corridor.results import BranchedResults, Results
    from corridor.scenario import Scenario
    from corridor.scenario.difference import Change as ScenarioChange
    from corridor.scenario.difference import Where

Progress = Callable[[str], None]
Adapt = Callable[["Network"], "Network"]


def load(
    path: str | Path, overrides: Mapping[str, str] | Sequence[str] = (), *, options: Sequence[str | Path] = ()
) -> Scenario:
    """Read a scenario; see :func:`corridor.scenario.load`."""
    return scenario_room.load(path, overrides, options=options)


def load_reference(
    scenario: Scenario, overrides: Mapping[str, str] | Sequence[str] = (), *, options: Sequence[str | Path] = ()
) -> Scenario | None:
    """Read the scenario that another one is to be compared with; None if it names none.

    Options and overrides of the command line hold for both: a comparison shows what the scenario itself changes.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or the overrides do not fit it.
    """
    name = scenario.report.compare_with
    if name is None:
        return None
    beside = [Path(layer.file).parent / f"{name}.yaml" for layer in scenario.layers if layer.name == scenario.name]
    found = next((path for path in beside if path.is_file()), None)
    return scenario_room.load(name if found is None else found, overrides, options=options)


def solve(
    scenario: Scenario,
    *,
    adapt: Adapt | None = None,
    extend: Extend | None = None,
    algorithm: Algorithm = "auto",
    solver: Solver | None = None,
    progress: Progress | None = None,
    explain: bool = True,
    time_limit: float | None = None,
    iteration_limit: int | None = None,
) -> Results:
    """Solve a scenario.

    Parameters
    ----------
    scenario : Scenario
        From :func:`load`.
    adapt : callable, optional
        Given the network before it is stated as mathematics; returns the one to state.
    extend : callable, optional
        Given the Pyomo model before it is compiled; may add variables and constraints.
    algorithm : {"auto", "simplex", "ipm", "hipo"}
        "auto" is simplex for linear programs, led along the years where they are a long chain, and HiPO for quadratic
        ones, which the others cannot solve.
    solver : Solver, optional
        What the scenario before was solved with, for scenarios solved one after another: where the program keeps its
        shape, only numbers that differ are solved for again. The results are the same without it. Scenarios with
        branches or rolling windows are solved from nothing.
    progress : callable, optional
        Told the name of each step as it begins.
    explain : bool
        Whether to look for the reason where there is no answer; that takes a few times as long as an answer.
    time_limit : float, optional
        Seconds for everything: network, mathematics and all solves together.
    iteration_limit : int, optional
        Iterations of all solves together.

    Returns
    -------
    Results
        Of a scenario with branches, :class:`~corridor.results.BranchedResults`: the results of each, and what it is
        worth to know which comes.

    Raises
    ------
    NetworkError, UnboundedError, SolverLimitError, CertificateError
    InfeasibleError
        With what contradicts and what would help, in words and as tables.
    """
    with allowing(time_limit, iteration_limit):
        try:
            if scenario.branches:
                return _solve_branches(scenario, adapt, extend, algorithm, progress)
            from corridor.engine import Solver

            return _solve_one(scenario, adapt, extend, solver or Solver(algorithm), progress)
        except (InfeasibleError, UnboundedError) as error:
            if not explain:
                raise
            from corridor.diagnosis import reason

            (progress or (lambda _: None))("looking for the reason")
            with nothing_thrown_away():
                raise reason(scenario, error, adapt, extend) from error


def _solve_one(
    scenario: Scenario, adapt: Adapt | None, extend: Extend | None, solver: Solver, progress: Progress | None
) -> Results:
    """Solve a scenario of one future."""
    import pandas as pd

    from corridor.results import STRINGS, collect

    watch = _Watch(progress)
    with nothing_thrown_away(), pd.option_context("mode.string_storage", STRINGS):
        network, program = _stated(scenario, adapt, extend, watch)
        with watch("solving"):
            again = _recompiled(extend)
            network, solution, windows = _optimum(network, program, again, solver)
        with watch("collecting results"):
            timings = {**watch.seconds, "inside HiGHS": solution.point.seconds}
            results = collect(network, solution, timings)
            return replace(results, manifest={**results.manifest, **windows})


def _solve_branches(
    scenario: Scenario, adapt: Adapt | None, extend: Extend | None, algorithm: Algorithm, progress: Progress | None
) -> BranchedResults:
    """Solve the branches of a scenario together."""
    import pandas as pd

    from corridor.engine.branching import solve_branches
    from corridor.results import STRINGS, collect_branches

    _require_no_price_caps(scenario)
    watch = _Watch(progress)
    networks: dict[str, Network] = {}
    programs: dict[str, Program] = {}
    with nothing_thrown_away(), pd.option_context("mode.string_storage", STRINGS):
        for branch in scenario.branches:
            watch.prefix = f"{branch.name}: "
            try:
                networks[branch.name], programs[branch.name] = _stated(branch.scenario, adapt, extend, watch)
            except NetworkError as error:
                named = [replace(each, message=f"branch {branch.name}: {each.message}") for each in error.problems]
                raise NetworkError(named) from error
            except InfeasibleError as error:
                raise InfeasibleError(f"branch {branch.name}: {error}") from error
        watch.prefix = ""
        probabilities = {branch.name: branch.probability for branch in scenario.branches}
        with watch("solving"):
            branched = solve_branches(
                programs, probabilities, algorithm, progress or (lambda _: None), _moment(scenario)
            )
        with watch("collecting results"):
            return collect_branches(scenario, networks, branched, watch.seconds)


def _require_no_price_caps(scenario: Scenario) -> None:
    """Refuse price caps over branches: what foresight is worth is told from least costs, and there is no least cost.

    Raises
    ------
    ScenarioError
        Naming the price cap.
    """
    for branch in scenario.branches:
        for policy in branch.scenario.policies:
            if policy.kind == "price_cap":
                message = f"policy '{policy.name}' caps a price, which cannot be weighed over branches of the future"
                hint = "run each branch as a scenario of its own, or leave the price cap out"
                raise ScenarioError([policy.written.problem(message, f"policies.{policy.name}", hint)])


def _stated(scenario: Scenario, adapt: Adapt | None, extend: Extend | None, watch: _Watch) -> tuple[Network, Program]:
    """Build the network of a scenario and state it as a program."""
    from corridor.engine import compile_model
    from corridor.formulation import formulate
    from corridor.network import build

    with watch("building the network"):
        network = build(scenario)
        if adapt is not None:
            network = adapt(network)
    with watch("stating the mathematics"):
        model = formulate(network, extend)
    with watch("compiling"):
        return network, compile_model(model)


def _moment(scenario: Scenario) -> Moment:
    """When it becomes known which branch has come true; where lead times differ by branch, the longest counts."""
    from corridor.formulation.branches import AFTER_ALL, Moment

    if scenario.horizon.decided_before is None:
        return AFTER_ALL
    lead_times: dict[str, float] = {}
    for branch in scenario.branches:
        for project in branch.scenario.dataset.ids("projects"):
            series = branch.scenario.series("projects", project, "lead_time")
            years = 0.0 if series is None else series.values[0]
            lead_times[project] = max(years, lead_times.get(project, 0.0))
    return Moment(scenario.horizon.decided_before, lead_times)


def _recompiled(extend: Extend | None) -> Callable[[Network], Program]:
    """Return how a network with other conduct becomes a program."""
    from corridor.engine import compile_model
    from corridor.formulation import formulate

    return lambda changed: compile_model(formulate(changed, extend))


def _optimum(
    network: Network, program: Program, again: Callable[[Network], Program], solver: Solver
) -> tuple[Network, Solution, dict[str, Any]]:
    """Solve a program in one or window by window, and say for the manifest what each window did."""
    from corridor.engine import solve_with_conduct
    from corridor.engine.windows import Stage, solve_windows

    window = network.scenario.horizon.window
    if window is None:
        return *solve_with_conduct(network, program, again, solver), {}
    stages = [Stage(decided, ahead) for decided, ahead in window.stages(network.scenario.horizon.years)]
    solution, windows = solve_windows(program, stages, solver.algorithm)
    told = [
        {
            "decided": list(each.stage.decided),
            "ahead": list(each.stage.ahead),
            "objective": each.objective,
            "certificate": each.certificate.as_dict(),
        }
        for each in windows
    ]
    return network, solution, {"windows": told}


class _Watch:
    """Time the steps of a run and tell about them."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.prefix = ""
        self.seconds: dict[str, float] = {}

    def __call__(self, step: str) -> _Watch:
        self._step = f"{self.prefix}{step}"
        if self._progress is not None:
            self._progress(self._step)
        return self

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds[self._step] = time.perf_counter() - self._start


def difference(first: str | Path, second: str | Path) -> list[DatasetChange | ScenarioChange]:
    """Name everything that two scenarios, or two datasets, say differently.

    Parameters
    ----------
    first, second
        Each a scenario (file or name) or a folder with the results of one; or both dataset folders. Scenarios on
        different datasets are compared in their datasets as well.

    Raises
    ------
    InputError
        If one of them is neither, or a dataset is to be compared with a scenario.
    """
    from corridor.dataset.difference import difference as between_datasets
    from corridor.dataset.difference import is_dataset
    from corridor.scenario.difference import difference as between_scenarios

    datasets = [is_dataset(Path(name)) for name in (first, second)]
    if all(datasets):
        return [*between_datasets(first, second)]
    if any(datasets):
        raise InputError("a dataset can be compared with a dataset only; name two folders, or two scenarios")
    one, other = _Compared(first), _Compared(second)
    changes: list[DatasetChange | ScenarioChange] = []
    if one.dataset_hash != other.dataset_hash:
        changes += between_datasets(one.scenario.dataset.folder, other.scenario.dataset.folder)
        changes += _lost_datasets(one, other)
    return [*changes, *between_scenarios(one.scenario, other.scenario, one.where, other.where)]


class _Compared:
    """A scenario, or the one that a results folder was made from, with where its values were written."""

    def __init__(self, name: str | Path) -> None:
        folder = Path(name)
        self.where: Where | None = None
        if not folder.is_dir():
            self.scenario = scenario_room.load(name)
            self.dataset_hash = self.scenario.dataset.hash
            return
        needed = [folder / "scenario.yaml", folder / "manifest.json", folder / "tables" / "summary.csv"]
        if not all(path.is_file() for path in needed):
            raise InputError(f"'{folder}' is neither a dataset folder nor the folder of a run")
        self.scenario = scenario_room.load(needed[0])
        self.dataset_hash = str(json.loads(needed[1].read_text(encoding="utf-8"))["dataset"]["hash"])
        with needed[2].open(encoding="utf-8", newline="") as stream:
            origins = {row["path"]: row["origin"] for row in csv.DictReader(stream)}
        self.where = partial(_nearest, origins)


def _nearest(origins: Mapping[str, str], path: str) -> str:
    """Origin of the value at a path, or of the nearest value above it; empty for the dataset's."""
    parts = path.split(".")
    found = (origins.get(".".join(parts[:length])) for length in range(len(parts), 0, -1))
    origin = next((each for each in found if each is not None), "")
    return "" if origin == "dataset" else origin


def _lost_datasets(first: _Compared, second: _Compared) -> list[ScenarioChange]:
    """Say so where a run was made on a dataset that has changed since."""
    from corridor.scenario.difference import Change

    if all(side.dataset_hash == side.scenario.dataset.hash for side in (first, second)):
        return []
    note = "manifest.json; the dataset has changed since the run and cannot be compared figure by figure"
    return [Change("dataset", "dataset", first.dataset_hash[:12], second.dataset_hash[:12], "manifest.json", note)]
