r"""Solve branches together, and say what knowing the future and planning for all of it are worth.

Costs are minimised, so with :math:`z_b(x)` the least cost of branch :math:`b` under a first stage :math:`x`, and
:math:`\pi_b` its probability:

* recourse problem :math:`RP = \min_x \sum_b \pi_b z_b(x)`: the expected cost of the run;
* wait and see :math:`WS = \sum_b \pi_b \min_x z_b(x)`: every branch with a first stage of its own;
* expected value of perfect information :math:`EVPI = RP - WS \ge 0`: the most that it would be worth to know the branch
  before the first stage is decided;
* expected result of a plan :math:`\hat x`, made for one future: :math:`E(\hat x) = \sum_b \pi_b z_b(\hat x) \ge RP`. For the
  plan :math:`\bar x` of the program of mean numbers it is :math:`EEV`, and the value of the stochastic solution is
  :math:`VSS = EEV - RP \ge 0`.

Where branches differ by more than numbers there is no mean program; the plans of single branches take its place, and
what is told is the value against the best of them. Source: Birge and Louveaux, Introduction to Stochastic Programming,
2nd edition 2011, sections 4.1 and 4.2 (with the signs of a minimum).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridor.engine.certificate import certify
from corridor.engine.following import optimise_following
from corridor.engine.integers import with_integers_fixed
from corridor.engine.matrix import Program
from corridor.engine.session import Algorithm
from corridor.engine.solve import Solution, complete
from corridor.engine.solve import solve as optimise
from corridor.engine.stacked import first_stage, held, mean, parts, stacked
from corridor.errors import InfeasibleError

Told = Callable[[str], None]


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
    """

    made_for: str
    costs: Mapping[str, float]
    expected: float


@dataclass(frozen=True, slots=True)
class Branched:
    """Branches solved together.

    Attributes
    ----------
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
        return self.expected - self.wait_and_see

    @property
    def best_single(self) -> Plan:
        """The plan of a single branch that costs least over all."""
        return min(self.single_plans, key=lambda plan: plan.expected)


def solve_branches(
    programs: Mapping[str, Program],
    probabilities: Mapping[str, float],
    algorithm: Algorithm = "auto",
    told: Told = lambda _: None,
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

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CertificateError
    """
    told("all branches together")
    order, shares = list(programs), [probabilities[branch] for branch in programs]
    listed = [programs[branch] for branch in order]
    whole, point = optimise_following(stacked(listed, shares), algorithm)
    certificate = certify(with_integers_fixed(whole, point.columns), point)
    certificate.require()
    solutions = {
        branch: Solution(program, complete(program, own), certificate, int(np.count_nonzero(programs[branch].integer)))
        for branch, (program, own) in zip(order, parts(listed, shares, whole, point), strict=True)
    }
    alone: dict[str, Solution] = {}
    for branch in order:
        told(f"{branch} alone")
        alone[branch] = optimise(programs[branch], algorithm)
    told("plans for one future")
    tried = _Plans(programs, probabilities, algorithm)
    middle = mean(listed, shares)
    return Branched(
        probabilities,
        solutions,
        point.objective,
        {branch: solution.point.objective for branch, solution in alone.items()},
        None if middle is None else tried.plan("", optimise(middle, algorithm)),
        tuple(tried.plan(branch, solution) for branch, solution in alone.items()),
    )


class _Plans:
    """Finds out what a plan costs in every branch."""

    def __init__(
        self, programs: Mapping[str, Program], probabilities: Mapping[str, float], algorithm: Algorithm
    ) -> None:
        self._programs, self._probabilities, self._algorithm = programs, probabilities, algorithm

    def plan(self, made_for: str, solution: Solution) -> Plan:
        """Carry the first stage of a solution out in every branch."""
        chosen = {key: float(solution.point.columns[number]) for key, number in first_stage(solution.program).items()}
        costs = {
            branch: solution.point.objective if branch == made_for else self._cost(program, chosen)
            for branch, program in self._programs.items()
        }
        return Plan(made_for, costs, sum(self._probabilities[branch] * cost for branch, cost in costs.items()))

    def _cost(self, program: Program, chosen: dict[Any, float]) -> float:
        try:
            return optimise(held(program, chosen), self._algorithm).point.objective
        except InfeasibleError:
            return math.inf
