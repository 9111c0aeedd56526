"""Ways to solve scenarios that differ in a few numbers, one after the other.

Another way is one more entry here: whatever takes scenarios and gives their results in the same order. All of them are
measured on the same scenarios and held against the cold one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import corridor
from corridor.results import Results
from corridor.scenario import Scenario

Way = Callable[[Sequence[Scenario]], Iterator[Results]]
COLD = "cold"


def cold(scenarios: Sequence[Scenario]) -> Iterator[Results]:
    """Build, compile, pass and solve each of them as if it were the only one."""
    for scenario in scenarios:
        found = corridor.solve(scenario)
        assert isinstance(found, Results)
        yield found


def warm(scenarios: Sequence[Scenario]) -> Iterator[Results]:
    """Build and compile each of them, and solve it from where the one before it stood."""
    held = corridor.Solver()
    for scenario in scenarios:
        found = corridor.solve(scenario, solver=held)
        assert isinstance(found, Results)
        yield found


WAYS: Mapping[str, Way] = {COLD: cold, "from where the last stood": warm}
