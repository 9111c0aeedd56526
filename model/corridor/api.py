"""One scenario through all the rooms: from text to results."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor import scenario as scenario_room

if TYPE_CHECKING:
    from corridor.engine import Algorithm
    from corridor.formulation import Extend
    from corridor.results import Results
    from corridor.scenario import Scenario

Progress = Callable[[str], None]


def load(path: str | Path, overrides: Mapping[str, str] | Sequence[str] = ()) -> Scenario:
    """Read a scenario; see :func:`corridor.scenario.load`."""
    return scenario_room.load(path, overrides)


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
    from corridor.network import build, findings
    from corridor.results import collect

    watch = _Watch(progress)
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
        return collect(network, solution, findings(network), timings)


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
