"""One scenario through all the rooms: from text to results."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor import scenario as scenario_room
from corridor.collector import nothing_thrown_away

if TYPE_CHECKING:
    from corridor.engine import Algorithm
    from corridor.formulation import Extend
    from corridor.results import Results
    from corridor.scenario import Scenario

Progress = Callable[[str], None]


def load(path: str | Path, overrides: Mapping[str, str] | Sequence[str] = ()) -> Scenario:
    """Read a scenario; see :func:`corridor.scenario.load`."""
    return scenario_room.load(path, overrides)


def load_reference(scenario: Scenario, overrides: Mapping[str, str] | Sequence[str] = ()) -> Scenario | None:
    """Read the scenario that another one is to be compared with; None if it names none.

    Overrides of the command line hold for both, so that a comparison shows what the scenario itself changes.

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
    return scenario_room.load(name if found is None else found, overrides)


def solve(
    scenario: Scenario,
    *,
    extend: Extend | None = None,
    algorithm: Algorithm = "simplex",
    progress: Progress | None = None,
) -> Results:
    """Solve a scenario.

    Parameters
    ----------
    scenario : Scenario
        From :func:`load`.
    extend : callable, optional
        Given the Pyomo model before it is compiled; may add variables and constraints.
    algorithm : {"simplex", "ipm", "hipo"}
        Linear programming algorithm.
    progress : callable, optional
        Told the name of each step as it begins.

    Returns
    -------
    Results

    Raises
    ------
    NetworkError, InfeasibleError, UnboundedError, SolverLimitError, CertificateError
    """
    from corridor.engine import compile_model
    from corridor.engine import solve as optimise
    from corridor.formulation import formulate
    from corridor.network import build
    from corridor.results import collect

    watch = _Watch(progress)
    with nothing_thrown_away():
        with watch("building the network"):
            network = build(scenario)
        with watch("stating the mathematics"):
            model = formulate(network, extend)
        with watch("compiling"):
            program = compile_model(model)
        with watch("solving"):
            solution = optimise(program, algorithm)
        with watch("collecting results"):
            timings = {**watch.seconds, "inside HiGHS": solution.point.seconds}
            return collect(network, solution, timings)


class _Watch:
    """Time the steps of a run and tell about them."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    def __call__(self, step: str) -> _Watch:
        self._step = step
        if self._progress is not None:
            self._progress(step)
        return self

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds[self._step] = time.perf_counter() - self._start
