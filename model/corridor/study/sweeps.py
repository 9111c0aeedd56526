"""Solve every point of a sweep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from corridor import api
from corridor.errors import (
    CorridorError,
    InfeasibleError,
    InputError,
    Problem,
    ScenarioError,
    UnboundedError,
)
from corridor.scenario import Scenario, load
from corridor.scenario.origin import COMMAND_LINE
from corridor.study.checking import wrong_measures
from corridor.study.definition import Definition, Point
from corridor.study.executors import Executor, executor, solver
from corridor.study.facts import facts
from corridor.study.outcome import Memory, Outcome
from corridor.study.reading import define
from corridor.study.table import FAILED, OK, Study, tabulate

if TYPE_CHECKING:
    from corridor.results import Results

Solve = Callable[[Scenario], "Results"]
Progress = Callable[[int, int], None]
"""Told after every point how many of how many are done."""


def solved(scenario: Scenario) -> Results:
    """Solve a point from where the one before it stood; why one has no answer is a question to that one alone."""
    return api.solve(scenario, solver=solver(), explain=False)


def sweep(
    path: Path | str,
    *,
    jobs: int = 1,
    memory: Path | str | None = None,
    progress: Progress | None = None,
    solve: Solve = solved,
) -> Study:
    """Solve every point of a sweep.

    Parameters
    ----------
    path
        Sweep file, or name of a shipped sweep.
    jobs
        Points solved at the same time, each in a process of its own; 1 solves them in this process. The table is
        the same.
    memory
        Folder that remembers solved points, so that a sweep that was killed goes on where it was.
    progress
        Called after every point with the number of points done and their total.
    solve
        Solves one scenario.

    Returns
    -------
    Study
        One row a point; a point that cannot be solved is a row with its reason.

    Raises
    ------
    InputError
        If the file is wrong, or a point of it is no valid scenario; nothing is solved then.
    """
    definition = define(path)
    scenarios = scenarios_of(definition)
    unique = {scenario.hash: scenario for scenario in scenarios}
    twins = Counter(scenario.hash for scenario in scenarios)
    done = 0
    outcomes: dict[str, Outcome] = {}
    for key, outcome in _answers(unique, executor(jobs), Memory(Path(memory)) if memory else None, solve):
        outcomes[key] = outcome
        done += twins[key]
        if progress is not None:
            progress(done, len(scenarios))
    pairs = zip(definition.points(), scenarios, strict=True)
    rows = [(point, scenario.hash, outcomes[scenario.hash]) for point, scenario in pairs]
    manifest = {
        "title": definition.title,
        "scenario": definition.scenario.stem,
        "points": len(rows),
        "failed": sum(outcome.status == FAILED for _, _, outcome in rows),
        "version": version("corridor"),
    }
    return tabulate(definition, rows, manifest)


def answer(solve: Solve, scenario: Scenario) -> Outcome:
    """Solve one point and keep what a study needs of it; a failure is an answer too."""
    try:
        rows = facts(solve(scenario)).to_dict("records")
    except (InfeasibleError, UnboundedError, InputError) as error:
        return Outcome(FAILED, _one_line(error))
    except CorridorError as error:
        return Outcome(FAILED, _one_line(error), lasting=False)
    except Exception as error:  # a fault at one point must not lose the others
        return Outcome(FAILED, f"fault in Corridor: {type(error).__name__}: {_one_line(error)}", lasting=False)
    return Outcome(OK, indicators=tuple({str(key): value for key, value in row.items()} for row in rows))


def scenarios_of(definition: Definition) -> list[Scenario]:
    """Load the scenario of every point.

    Raises
    ------
    ScenarioError
        With everything that is wrong at any point; a value of an axis is wrong where the sweep file has it. If the
        points are right, with every indicator that none of them can have.
    """
    scenarios: list[Scenario] = []
    problems: dict[Problem, None] = {}
    # Reading the dataset takes longer than the rest; only a point that sets another dataset reads its own.
    varied = any(path == "dataset" for path in (*dict(definition.always), *(axis.path for axis in definition.axes)))
    for point in definition.points():
        known = scenarios[0].dataset if scenarios and not varied else None
        try:
            scenarios.append(load(definition.scenario, point.overrides, dataset=known))
        except InputError as error:
            problems |= dict.fromkeys(_placed(problem, definition, point) for problem in error.problems)
    if not problems:
        problems |= dict.fromkeys(map(_branched, (scenario for scenario in scenarios if scenario.branches)))
    if not problems:
        problems |= dict.fromkeys(wrong_measures(definition.measures, scenarios))
    if problems:
        raise ScenarioError(problems)
    return scenarios


def _branched(scenario: Scenario) -> Problem:
    """Say that a point would have several results."""
    message = f"'{scenario.name}' has branches of the future, but a point of a sweep has one result"
    hint = "set 'horizon.branches: null', and vary what the branches set along an axis"
    return scenario.branches[0].origin.problem(message, "horizon.branches", hint)


def _placed(problem: Problem, definition: Definition, point: Point) -> Problem:
    """Say where in the sweep file a value stands that the scenario refuses."""
    if problem.file != COMMAND_LINE:
        return problem
    for axis, choice in zip(definition.axes, point.choices, strict=True):
        if _touch(problem.path or "", axis.path):
            return problem.at(choice.origin.file, choice.origin.line, choice.origin.column)
    return problem.at(str(definition.file))


def _touch(first: str, second: str) -> bool:
    """Whether one path is the other or leads to it."""
    return f"{first}.".startswith(f"{second}.") or f"{second}.".startswith(f"{first}.")


def _answers(
    scenarios: Mapping[str, Scenario], where: Executor, memory: Memory | None, solve: Solve
) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcome of every scenario by its hash: what is remembered first, then what is solved."""
    known = {key: outcome for key in scenarios if memory and (outcome := memory.recall(key)) is not None}
    yield from known.items()
    open_keys = [key for key in scenarios if key not in known]
    for position, outcome in where.run(partial(answer, solve), [scenarios[key] for key in open_keys]):
        if memory is not None:
            memory.keep(open_keys[position], outcome)
        yield open_keys[position], outcome


def _one_line(error: Exception) -> str:
    return " ".join((error.summary if isinstance(error, CorridorError) else str(error)).split())
