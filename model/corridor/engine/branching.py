r"""Solve branches together, and say what knowing the future and planning for all of it are worth.

Costs are minimised, so with :math:`z_b(x)` the least cost of branch :math:`b` under a first stage :math:`x`, and
:math:`\pi_b` its probability:

* recourse problem :math:`RP = \min_x \sum_b \pi_b z_b(x)`: the expected cost of the run;
* wait and see :math:`WS = \sum_b \pi_b \min_x z_b(x)`: every branch with a first stage of its own;
* expected value of perfect information :math:`EVPI = RP - WS \ge 0`: the most that it would be worth to know the branch
  before the first stage is decided;
* expected result of a plan :math:`\hat x` that was made for one future:
  :math:`E(\hat x) = \sum_b \pi_b z_b(\hat x) \ge RP`. For the plan :math:`\bar x` of the program of mean numbers it is
  :math:`EEV`, and the value of the stochastic solution is :math:`VSS = EEV - RP \ge 0`.

Where branches differ by more than numbers there is no mean program; the plans of single branches take its place, and
what is told is the value against the best of them. Source: Birge and Louveaux, Introduction to Stochastic Programming,
2nd edition 2011, sections 4.1 and 4.2 (with the signs of a minimum).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.pieces import optimum
from corridor.engine.price_caps import optimise_settled
from corridor.engine.session import Algorithm
from corridor.engine.solve import Solution, complete, proven
from corridor.engine.stacked import first_stage, held, mean, parts, stacked
from corridor.engine.warm import solve as optimise
from corridor.errors import InfeasibleError
from corridor.formulation.branches import AFTER_ALL, Moment

SHORT = 1e-4
"""Shortfall above this is no rounding, bcm/yr."""

DIGITS = 1e-9
"""Costs are no more exact than this share of them, and so are differences of costs."""

Told = Callable[[str], None]


def above(cost: float, other: float) -> float:
    """Return by how much one cost is above another, 0 where they are the same but for the last digits."""
    return 0.0 if abs(cost - other) <= DIGITS * max(abs(cost), abs(other)) else cost - other


@dataclass(frozen=True, slots=True)
class Plan:
    """A first stage that was made for one future, and what it costs in all of them.

    Attributes
    ----------
    made_for : str
        A branch; empty for the mean of all.
    costs : mapping
        Cost of every branch under the plan, million USD; infinite where it cannot be carried out.
    expected : float
        Their probability-weighted mean, million USD.
    chosen : mapping
        The first stage itself: value by variable and index.
    short : tuple of str
        Branches in which firm demand goes short under the plan, paid at the value of lost load.
    """

    made_for: str
    costs: Mapping[str, float]
    expected: float
    chosen: Mapping[Any, float]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branched:
    """Branches solved together.

    Attributes
    ----------
    probabilities : mapping
        By branch.
    chosen : mapping
        The first stage: value by variable and index.
    solutions : mapping
        By branch; duals are of the branch alone, the certificate is that of the whole.
    expected : float
        :math:`RP`, million USD.
    alone : mapping
        Cost of every branch with a first stage of its own, million USD.
    mean_plan : Plan or None
        None where there is no mean of the branches.
    single_plans : tuple of Plan
        Of every branch.
    """

    probabilities: Mapping[str, float]
    chosen: Mapping[Any, float]
    solutions: Mapping[str, Solution]
    expected: float
    alone: Mapping[str, float]
    mean_plan: Plan | None
    single_plans: tuple[Plan, ...]

    @property
    def wait_and_see(self) -> float:
        """:math:`WS`, million USD."""
        return sum(self.probabilities[branch] * cost for branch, cost in self.alone.items())

    @property
    def perfect_information(self) -> float:
        """:math:`EVPI`, million USD."""
        return above(self.expected, self.wait_and_see)

    @property
    def best_single(self) -> Plan:
        """The plan of a single branch that costs least over all."""
        return min(self.single_plans, key=lambda plan: plan.expected)


def solve_branches(
    programs: Mapping[str, Program],
    probabilities: Mapping[str, float],
    algorithm: Algorithm = "auto",
    told: Told = lambda _: None,
    moment: Moment = AFTER_ALL,
) -> Branched:
    """Solve the branches together, each alone, and the plans that were made for one future.

    Parameters
    ----------
    programs : mapping
        By branch.
    probabilities : mapping
        By branch, above 0; they sum to 1.
    algorithm : str
    told : callable
        Given the name of each step as it begins.
    moment : Moment
        When it becomes known which branch has come true.

    Raises
    ------
    InfeasibleError
        Naming the branch that has no way.
    UnboundedError, SolverLimitError, CertificateError
    """
    alone: dict[str, Solution] = {}
    for branch, program in programs.items():
        told(f"{branch} alone")
        try:
            alone[branch] = optimise(program, algorithm)
        except InfeasibleError as error:
            raise InfeasibleError(f"branch {branch}: {error}") from error
    told("all branches together")
    shares, listed = [probabilities[branch] for branch in programs], list(programs.values())
    whole, point = optimise_settled(stacked(listed, shares, moment), partial(optimum, algorithm=algorithm))
    _, certificate, left = proven(whole, point)
    integers = {branch: int(np.count_nonzero(program.integer)) for branch, program in programs.items()}
    solutions = {
        branch: Solution(program, complete(program, own), certificate, integers[branch], left)
        for branch, (program, own) in zip(programs, parts(listed, shares, whole, point), strict=True)
    }
    told("plans for one future")
    tried = _Plans(programs, probabilities, algorithm, moment)
    middle = mean(listed, shares)
    return Branched(
        probabilities,
        chosen_in(next(iter(solutions.values())), moment),
        solutions,
        point.objective,
        {branch: solution.point.objective for branch, solution in alone.items()},
        None if middle is None else tried.plan("", optimise(middle, algorithm)),
        tuple(tried.plan(branch, solution) for branch, solution in alone.items()),
    )


class _Plans:
    """Finds out what a plan costs in every branch."""

    def __init__(
        self, programs: Mapping[str, Program], probabilities: Mapping[str, float], algorithm: Algorithm, moment: Moment
    ) -> None:
        self._moment = moment
        self._programs, self._probabilities, self._algorithm = programs, probabilities, algorithm

    def plan(self, made_for: str, solution: Solution) -> Plan:
        """Carry the first stage of a solution out in every branch."""
        chosen = chosen_in(solution, self._moment)
        costs: dict[str, float] = {}
        short: list[str] = []
        for branch, program in self._programs.items():
            try:
                found = (
                    solution if branch == made_for else optimise(held(program, chosen, self._moment), self._algorithm)
                )
            except InfeasibleError:
                costs[branch] = math.inf
                continue
            costs[branch] = found.point.objective
            if _goes_short(found):
                short.append(branch)
        expected = sum(self._probabilities[branch] * cost for branch, cost in costs.items())
        return Plan(made_for, costs, expected, chosen, tuple(short))


def chosen_in(solution: Solution, moment: Moment) -> dict[Any, float]:
    """Return the first stage of a solution by variable and index."""
    found = first_stage(solution.program, moment)
    return {key: float(solution.point.columns[number]) for key, number in found.items()}


def _goes_short(solution: Solution) -> bool:
    shortfall = solution.values("shortfall", ("market", "year", "season"))
    return bool((shortfall > SHORT).any())
