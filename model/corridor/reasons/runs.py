"""From what somebody names - results, a scenario, a folder of a run - to a solved run that can be explained."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from corridor import api
from corridor import scenario as scenario_room
from corridor.engine import Solver, compile_model, solve_with_conduct
from corridor.errors import InputError, Problem
from corridor.formulation import formulate
from corridor.network import build
from corridor.reasons.solved import Solved
from corridor.results import Results
from corridor.results.context import Context
from corridor.scenario import Scenario

Progress = Callable[[str], None]

#: How far the optimum of a stored scenario may lie from the one in the run's manifest, relative.
SAME = 1e-9


def solved_run(run: Results | Scenario | str | Path, progress: Progress | None = None) -> Solved:
    """Return a run with its optimum; a folder or a scenario is solved first.

    A folder holds tables and the scenario, not the optimum's duals, so that its scenario is solved again, and must give
    the objective that the folder's manifest states.

    Raises
    ------
    InputError
        If the results were read from files and so have no optimum, the run cannot be explained as one program, or its
        scenario has another optimum by now.
    """
    if isinstance(run, Results):
        return _of_results(run)
    if isinstance(run, Scenario):
        return _of_scenario(run, progress)
    folder = Path(run)
    return _of_folder(folder, progress) if folder.is_dir() else _of_scenario(scenario_room.load(run), progress)


def _of_results(results: Results) -> Solved:
    _require_one_program(results.manifest, bool(results.branches))
    if results.solved is None:
        raise InputError(
            Problem(
                "results that were read from files hold no optimum to explain",
                hint="name the folder of the run instead, or the scenario: it is solved again",
            )
        )
    return Solved(results.solved, _written(results.solved.network.scenario), _again)


def _of_scenario(scenario: Scenario, progress: Progress | None) -> Solved:
    require_one_program(scenario)
    return _of_results(api.solve(scenario, progress=progress))


def _of_folder(folder: Path, progress: Progress | None) -> Solved:
    manifest, written = folder / "manifest.json", folder / "scenario.yaml"
    if not manifest.is_file() or not written.is_file():
        missing = " and ".join(path.name for path in (manifest, written) if not path.is_file())
        raise InputError(f"'{folder}' is not the folder of a run: {missing} missing")
    content = json.loads(manifest.read_text(encoding="utf-8"))
    _require_one_program(content, "branches" in content or "branch" in content)
    results = api.solve(scenario_room.load(written), progress=progress)
    told, found = float(content["objective"]), float(results.manifest["objective"])
    if abs(told - found) > SAME * max(1.0, abs(told)):
        raise InputError(
            Problem(
                f"the scenario of '{folder}' has an optimum of {found:,.6f} by now, the run has one of {told:,.6f}: "
                "the dataset or Corridor has changed since, or the run was made in Python with more than its scenario",
                hint="run it again",
            )
        )
    assert results.solved is not None
    where = _stored(folder, results.solved.network.scenario)
    return Solved(results.solved, where, lambda changed: Solved(_optimum(changed), where))


def _again(scenario: Scenario) -> Solved:
    """Solve a changed scenario, whose values were written where those of the run were."""
    return Solved(_optimum(scenario), _written(scenario))


def _optimum(scenario: Scenario) -> Context:
    """Solve a scenario without making tables."""
    network = build(scenario)
    program = compile_model(formulate(network))
    network, solution = solve_with_conduct(network, program, lambda other: compile_model(formulate(other)), Solver())
    return Context(network, solution)


def require_one_program(scenario: Scenario) -> None:
    """Refuse a scenario whose results are no optimum of one program.

    Raises
    ------
    InputError
        If it has branches, or is decided in rolling windows.
    """
    if scenario.branches or scenario.horizon.window is not None:
        _refuse("branches" if scenario.branches else "windows")


def _require_one_program(manifest: Mapping[str, object], branched: bool) -> None:
    if branched:
        _refuse("branches")
    if manifest.get("windows"):
        _refuse("windows")


def _refuse(what: str) -> None:
    if what == "branches":
        raise InputError(
            Problem(
                "a run with branches has a plan for all of them, whose values no branch explains by itself",
                hint="solve the branch's scenario without the others, and ask of that",
            )
        )
    raise InputError(
        Problem(
            "a run in rolling windows is no optimum of the whole horizon, so its values do not explain it",
            hint="solve the scenario without 'horizon: {window: ...}', and ask of that",
        )
    )


def _written(scenario: Scenario) -> Callable[[str], str]:
    return partial(_nearest, {path: str(origin) for path, origin in scenario.origins.items()})


def _stored(folder: Path, scenario: Scenario) -> Callable[[str], str]:
    """Where values were written before the scenario was stored: the table of the run remembers it."""
    table = folder / "tables" / "summary.csv"
    if not table.is_file():
        return _written(scenario)
    with table.open(encoding="utf-8", newline="") as stream:
        origins = {row["path"]: row["origin"] for row in csv.DictReader(stream)}
    return partial(_nearest, origins)


def _nearest(origins: Mapping[str, str], path: str) -> str:
    """Origin of the value at a path, of its object, or of the first value within it; empty for the dataset's."""
    parts = path.split(".")
    for length in range(len(parts), 1, -1):
        above = ".".join(parts[:length])
        found = origins.get(above) or next((o for p, o in origins.items() if p.startswith(f"{above}.")), None)
        if found is not None:
            return "" if found == "dataset" else found
    return ""
