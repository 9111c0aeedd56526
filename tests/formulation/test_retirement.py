"""A line with a fixed cost is kept exactly where it earns it, and comes back from mothballs where that pays."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, near, volume

from corridor.errors import NetworkError

YEARS = [2030, 2031, 2032]


def world_with(folder, demand=10.0, **figures) -> Tiny:
    """Gas at 100 through the line, gas at 150 in the market: full, the line earns 400 a year."""
    world = Tiny(folder).market("M", demand).producer("well", "N", 50.0, 100.0)
    world.producer("own", "M", 50.0, 150.0, origin="Norway")
    return world.pipeline("line", "N", "M", 8.0, **figures)


def upkeep(results) -> dict[int, float]:
    return results.costs[results.costs["item"] == "upkeep"].set_index("year")["value"].to_dict()


@pytest.mark.parametrize(("fixed", "used"), [(390.0, 8.0), (410.0, 0.0)])
def test_a_line_is_kept_exactly_where_it_earns_its_cost(tmp_path, fixed, used):
    results = world_with(tmp_path, fixed_cost=fixed).glance()
    assert volume(results, "line") == near(used)
    assert upkeep(results) == {2030: near(fixed if used else 0.0)}
    assert cell(results.capacity, "capacity", arc="line") == used
    assert cell(results.capacity, "nameplate", arc="line") == 8.0


def test_without_a_fixed_cost_there_is_no_such_account(tmp_path):
    results = world_with(tmp_path).glance()
    assert upkeep(results) == {}
    assert volume(results, "line") == near(8.0)


def test_retired_is_for_good(tmp_path):
    # Without demand in 2031, the 400 that 2032 earns must carry two years.
    demand = {"2030": 10.0, "2031": 0.0, "2032": 10.0}
    for fixed, kept in ((190.0, True), (210.0, False)):
        results = world_with(tmp_path / str(fixed), demand, fixed_cost=fixed).glance(years=YEARS)
        assert volume(results, "line", 2030) == near(8.0)
        assert volume(results, "line", 2032) == near(8.0 if kept else 0.0)
        assert upkeep(results) == {
            2030: near(fixed),
            2031: near(fixed if kept else 0.0),
            2032: near(fixed if kept else 0.0),
        }


def test_mothballed_it_may_come_back(tmp_path):
    demand = {"2030": 10.0, "2031": 0.0, "2032": 10.0}
    # In 2032 it earns 400 and costs 300, which leaves 100 for a year of rest at 20 and the restart.
    figures = {"fixed_cost": 300.0, "mothball_cost": 20.0}
    results = world_with(tmp_path, demand, restart_cost=50.0, **figures).glance(years=YEARS)
    assert upkeep(results) == {2030: near(300.0), 2031: near(20.0), 2032: near(350.0)}
    assert volume(results, "line", 2032) == near(8.0)
    assert results.capacity["state"].tolist() == ["in use", "mothballed", "in use"]
    results = world_with(tmp_path, demand, restart_cost=90.0, **figures).glance(years=YEARS)
    assert upkeep(results) == {2030: near(300.0), 2031: near(0.0), 2032: near(0.0)}
    assert results.capacity["state"].tolist() == ["in use", "given up", "given up"]


def test_a_restart_is_paid_once_whatever_the_year_stands_for(tmp_path):
    demand = {"2030": 10.0, "2035": 0.0, "2040": 10.0}
    world = world_with(tmp_path, demand, fixed_cost=300.0, restart_cost=150.0)
    results = world.glance(years=[2030, 2035, 2040], discount_rate="5 %")
    account = results.costs[results.costs["item"] == "upkeep"].set_index("year")
    assert account["value"].to_dict() == pytest.approx({2030: 300.0, 2035: 0.0, 2040: 300.0 + 150.0 / 3.0})
    assert account["discounted"][2040] == pytest.approx((3.0 * 300.0 + 150.0) * 1.05**-10)


def test_a_plant_that_runs_anyway_stops_when_it_is_given_up(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 50.0, 100.0)
    world.producer("own", "M", 50.0, 50.0, origin="Norway")
    world.liquefaction("plant", "N", "LNG", 4.0, minimum=0.5, fixed_cost=1.0).voyage("ship", "LNG", "Regas")
    results = world.terminal("terminal", "Regas", "M", 4.0).glance()
    assert volume(results, "plant") == near(0.0)


def test_both_directions_of_a_line_are_one(tmp_path):
    world = world_with(tmp_path, fixed_cost=410.0, reverse_capacity=8.0)
    assert volume(world.glance(), "line") == near(0.0)
    world = world_with(tmp_path, fixed_cost=390.0, reverse_capacity=8.0)
    assert volume(world.glance(), "line") == near(8.0)


def test_a_closed_line_costs_nothing(tmp_path):
    results = world_with(tmp_path, fixed_cost=390.0).glance(pipelines={"line": {"status": "closed"}})
    assert upkeep(results) in ({}, {2030: near(0.0)})


def test_costs_of_resting_without_a_fixed_cost_mean_nothing(tmp_path):
    with pytest.raises(NetworkError, match="'line' has a restart cost, but no fixed cost") as caught:
        world_with(tmp_path).network(pipelines={"line": {"restart_cost": "1 bn USD"}})
    assert "tiny-1.yaml:" in str(caught.value)
