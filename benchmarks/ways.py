"""Ways to solve scenarios that differ in a few numbers, one after the other.

Another way is one more entry here: whatever takes scenarios and gives their results in the same order. All of them are
measured on the same scenarios and held against the cold one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

import corridor
from corridor.collector import nothing_thrown_away
from corridor.engine import Standing, compile_model
from corridor.formulation import formulate
from corridor.network import build
from corridor.results import STRINGS, Results, collect
from corridor.scenario import Scenario

Way = Callable[[Sequence[Scenario]], Iterator[Results]]
COLD = "cold"


def cold(scenarios: Sequence[Scenario]) -> Iterator[Results]:
    """Build, compile, pass and solve each of them as if it were the only one."""
    for scenario in scenarios:
        found = corridor.solve(scenario)
        assert isinstance(found, Results)
        yield found


def standing(scenarios: Sequence[Scenario]) -> Iterator[Results]:
    """Build and compile each of them, and solve it from where the one before it stood."""
    held = Standing()
    with nothing_thrown_away(), pd.option_context("mode.string_storage", STRINGS):
        for scenario in scenarios:
            network = build(scenario)
            solution = held.solve(compile_model(formulate(network)))
            yield collect(network, solution, {"inside HiGHS": solution.point.seconds})


WAYS: Mapping[str, Way] = {COLD: cold, "from where the last stood": standing}
