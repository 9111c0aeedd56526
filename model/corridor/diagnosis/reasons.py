"""From a failed run to its reason: the scenario is stated once more, so that every limit of it can give way."""

from __future__ import annotations

from collections.abc import Callable

from corridor import units
from corridor.diagnosis.explain import Explanation, explained
from corridor.diagnosis.unbounded import unlimited
from corridor.engine import Program, compile_model
from corridor.errors import CorridorError, InfeasibleError, UnboundedError
from corridor.formulation import Extend, formulate
from corridor.network import Network, build
from corridor.scenario import Scenario

Adapt = Callable[[Network], Network]


def reason(
    scenario: Scenario, error: InfeasibleError | UnboundedError, adapt: Adapt | None, extend: Extend | None
) -> CorridorError:
    """Return an error that says why, or the one that was given if nothing more can be said.

    Parameters
    ----------
    scenario
        That has no answer.
    error
        What was found when it was solved.
    adapt, extend
        As it was solved with.
    """
    try:
        if scenario.branches:
            return _of_branches(scenario, error, adapt, extend)
        network, program = _stated(scenario, adapt, extend)
        return _reason(network, program, error)
    except CorridorError:
        return error


def _stated(scenario: Scenario, adapt: Adapt | None, extend: Extend | None) -> tuple[Network, Program]:
    network = build(scenario, unpruned=True)
    if adapt is not None:
        network = adapt(network)
    return network, compile_model(formulate(network, extend))


def _reason(network: Network, program: Program, error: InfeasibleError | UnboundedError) -> CorridorError:
    if isinstance(error, InfeasibleError):
        found = explained(network, program)
        if found is not None:
            return InfeasibleError(f"{error}\n\n{found.text}", found.conflict, found.repair)
    endless = unlimited(program)
    if endless is not None:
        return UnboundedError(f"costs can fall without limit: a cost or a capacity is missing\n\n{endless}")
    return error if isinstance(error, UnboundedError) else InfeasibleError(f"{error}\n\n{_possible(network)}")


def _possible(network: Network) -> str:
    """Say why a run failed though all statements can hold together."""
    window = network.scenario.horizon.window
    if window is not None:
        return (
            "all statements can hold together if all years are decided at once: it is what earlier windows decided "
            "that later ones cannot do with; a longer window or look-ahead would help"
        )
    reported = units.report(network.value_of_lost_load, "price")
    price = f"{reported.value:.4g} {reported.unit}"
    return (
        f"all statements can hold together, but some of what they ask for costs more than the value of lost load, "
        f"{price}: with a higher 'value_of_lost_load' under 'parameters' it is met, and with "
        "'market: {shortfall: accepted}' demand goes short of it"
    )


def _of_branches(
    scenario: Scenario, error: InfeasibleError | UnboundedError, adapt: Adapt | None, extend: Extend | None
) -> CorridorError:
    """Explain every branch that has no answer by itself."""
    told: list[str] = []
    found: list[Explanation] = []
    for branch in scenario.branches:
        explanation = explained(*_stated(branch.scenario, adapt, extend))
        if explanation is not None:
            told.append(f"branch {branch.name}:\n{explanation.text}")
            found.append(explanation)
    if not found:
        return error
    conflict = tuple(row for each in found for row in each.conflict)
    repair = tuple(row for each in found for row in each.repair)
    return InfeasibleError("\n\n".join([str(error), *told]), conflict, repair)
