"""Constraints of the user's own, added in Python."""

from __future__ import annotations

import pyomo.environ as pyo
import pytest
from tests.formulation.tiny import YEAR, Tiny, cost, near, price, volume

from corridor.errors import InfeasibleError


def world_with(folder) -> Tiny:
    world = Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0)
    return world.producer("dear", "O", 20.0, 300.0, origin="Norway").pipeline("other", "O", "M", 15.0)


def test_a_limit_of_the_users_binds(tmp_path):
    def diversify(m: pyo.ConcreteModel) -> None:
        def largest_share(m, y, s):
            return m.sales["Russia", "M", y, s] <= 0.4 * (m.sales["Russia", "M", y, s] + m.sales["Norway", "M", y, s])

        m.largest_share = pyo.Constraint(m.YEARS, m.SEASONS, rule=largest_share)

    free, bound = world_with(tmp_path).solve(), world_with(tmp_path).solve(extend=diversify)
    assert (volume(free, "line"), volume(bound, "line")) == (near(10.0), near(4.0))
    assert cost(bound) == near(4.0 * 100.0 + 6.0 * 300.0)
    assert price(bound, "M") == near(0.4 * 100.0 + 0.6 * 300.0)
    assert bound.manifest["certificate"]["row_violation"] <= 1e-6


def test_a_single_constraint_will_do(tmp_path):
    def limit(m: pyo.ConcreteModel) -> None:
        m.mine = pyo.Constraint(expr=m.flow["Russia", "line", YEAR, "year"] <= 3.0)

    assert volume(world_with(tmp_path).solve(extend=limit), "line") == near(3.0)


def test_a_variable_of_the_users_may_enter_the_equations(tmp_path):
    def spare(m: pyo.ConcreteModel) -> None:
        m.slack = pyo.Var(bounds=(0.0, 2.0))
        m.mine = pyo.Constraint(expr=m.flow["Russia", "line", YEAR, "year"] <= 3.0 + m.slack)

    assert volume(world_with(tmp_path).solve(extend=spare), "line") == near(5.0)


def test_what_cannot_be_is_infeasible(tmp_path):
    def impossible(m: pyo.ConcreteModel) -> None:
        m.mine = pyo.Constraint(expr=m.flow["Russia", "line", YEAR, "year"] >= 16.0)

    with pytest.raises(InfeasibleError):
        world_with(tmp_path).solve(extend=impossible)
