"""Contracts that deliver in every season in any case, by month where the quantity is dated."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cost, near, volume

from corridor.errors import InfeasibleError


def world_of(folder, **figures) -> Tiny:
    """A market of 8 bcm/yr with own gas at 100, and dear gas under contract at 300 over a line."""
    world = Tiny(folder).market("M", 8.0).producer("own", "M", 20.0, 100.0, origin="Norway")
    world.producer("dear", "N", 20.0, 300.0).pipeline("line", "N", "M")
    return world.contract("deal", "M", "line", **{"quantity": 4.0, "take_or_pay": 0.0, "price": 0.0, **figures})


def test_the_minimum_is_taken_at_any_cost(tmp_path):
    results = world_of(tmp_path, minimum_take=0.7).glance(seasons="quarters")
    assert [volume(results, "line", season=season) for season in ("first", "fourth")] == [near(0.7), near(0.7)]
    assert cost(results) == near(8.0 * 100.0 + 2.8 * 200.0, abs=0.05)


def test_the_quantity_of_each_season_counts(tmp_path):
    quantity = {"2030": 4.0, "2030-04": 8.0, "2030-07": 0.0}
    results = world_of(tmp_path, minimum_take=0.5, quantity=quantity).glance(seasons="quarters")
    taken = [volume(results, "line", season=season) for season in ("first", "second", "third", "fourth")]
    assert taken == [near(0.5), near(1.0), near(0.0), near(0.0)]


def test_gas_meets_one_contract_only(tmp_path):
    world = world_of(tmp_path, minimum_take=0.5).contract("other", "M", "line", 2.0, 0.0, 0.0, minimum_take=1.0)
    assert volume(world.glance(), "line") == near(4.0)


def test_two_arcs_together_meet_a_minimum(tmp_path):
    world = world_of(tmp_path).pipeline("line", "N", "M", 1.0).pipeline("other", "N", "M", 5.0, tariff=10.0)
    results = world.contract("deal", "M", "line;other", 4.0, 0.0, 0.0, minimum_take=0.75).glance()
    assert (volume(results, "line"), volume(results, "other")) == (near(1.0), near(2.0))


def test_force_majeure_takes_the_minimum_away(tmp_path):
    world = world_of(tmp_path, minimum_take=1.0).pipeline("line", "N", "M", 6.0)
    world.event("burst", "line", "2030-04", "2030-10", factor=0.5)
    taken = world.glance(seasons="quarters")
    assert [volume(taken, "line", season=season) for season in ("first", "second")] == [near(1.0), near(0.75)]
    banned = world.network(
        seasons="quarters", policies={"ban": {"ban": {"origin": "Russia", "into": "M", "from": 2030}}}
    )
    assert banned.minimum_takes.empty


def test_a_minimum_above_what_can_be_produced_is_infeasible(tmp_path):
    world = world_of(tmp_path, minimum_take=1.0).producer("dear", "N", 2.0, 300.0)
    with pytest.raises(InfeasibleError):
        world.glance()
