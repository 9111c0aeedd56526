"""What every explanation must hold: its conflicts are conflicts, nothing in them is idle, and its repair repairs.

Rows are dropped from the arrays of the program here, and the changed network is solved as any other: nothing of how the
explanation was found is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from corridor.diagnosis import Explanation, applied, explained
from corridor.diagnosis.program import Stated, stated
from corridor.diagnosis.repairs import Change
from corridor.engine import compile_model, solve
from corridor.engine.integers import optimise_mixed
from corridor.errors import InfeasibleError
from corridor.formulation import Extend, formulate
from corridor.network import Network, build
from corridor.scenario import Scenario

SHORT = 1e-3
"""What may be missing of demand after a repair, bcm/yr: amounts are found to the tolerance of the solver."""


LOST_LOAD = 1e5
"""So much that nothing which somebody can do without is worth going short of what is asked for, million USD per bcm."""


def asked(scenario: Scenario, extend: Extend | None = None) -> tuple[Network, Stated, Explanation]:
    network = build(scenario, unpruned=True)
    program = compile_model(formulate(network, extend))
    found = explained(network, program)
    assert found is not None, "nothing contradicts"
    return network, stated(network, program), found


def possible(of: Stated, kept: Iterable[int]) -> bool:
    """Whether there is a point when of all numbers that could be changed only some are kept."""
    program, held = of.program, set(kept)
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for number, limit in enumerate(of.numbers):
        for row, gain in limit.rows if number not in held else ():
            equation = program.row_lower[row] == program.row_upper[row]
            if gain > 0.0 and (equation or np.isfinite(program.row_lower[row])):
                lower[row] = -np.inf
            if (gain < 0.0) if equation else (gain > 0.0 and np.isfinite(program.row_upper[row])):
                upper[row] = np.inf
    nothing = np.zeros_like(program.cost)
    try:
        optimise_mixed(
            replace(program, cost=nothing, curvature=nothing, offset=0.0, row_lower=lower, row_upper=upper, follows=())
        )
    except InfeasibleError:
        return False
    return True


def require_conflicts(of: Stated, found: Explanation) -> None:
    """Every conflict is one, without any of its numbers it is none, and without all that is named there is none."""
    alike = {(limit.statement, limit.when, limit.key, limit.rows): number for number, limit in enumerate(of.numbers)}
    every = set(range(len(of.numbers)))
    named: set[int] = set()
    for conflict in found.findings.conflicts:
        own = [alike[limit.statement, limit.when, limit.key, limit.rows] for limit in conflict.limits]
        assert not possible(of, own), f"no conflict: {conflict.statements}"
        for idle in own:
            assert possible(of, set(own) - {idle}), f"{of.numbers[idle]} is idle in {conflict.statements}"
        named |= {number for number in every if of.numbers[number].statement in conflict.statements}
    assert possible(of, every - named), "something contradicts that is not named"


def require_repair(network: Network, changes: Iterable[Change], extend: Extend | None = None) -> None:
    """With the changes all demand is met and all storages are filled, whatever that costs."""
    repaired = replace(applied(network, changes), value_of_lost_load=LOST_LOAD)
    solution = solve(compile_model(formulate(repaired, extend)))
    for missing, levels in (("shortfall", ("market", "year", "season")), ("unfilled", ("policy", "year"))):
        if missing == "unfilled" or network.scenario.market.shortfall == "refused":
            values = solution.values(missing, levels)
            assert values.max() < SHORT if len(values) else True, f"{missing} after the repair: {values.max()}"


def require_explained(scenario: Scenario, extend: Extend | None = None, *, singly: bool = True) -> Explanation:
    """All of it; with ``singly`` every way of repairing one conflict alone too."""
    network, of, found = asked(scenario, extend)
    require_conflicts(of, found)
    if found.findings.repair is not None:
        require_repair(network, found.findings.repair, extend)
    if singly and len(found.findings.conflicts) == 1:
        for changes in found.findings.conflicts[0].ways.values():
            require_repair(network, changes, extend)
    return found
