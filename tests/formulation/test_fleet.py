"""Fleets: voyages share the ships there are."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, near, volume


def world_with(folder, ships, **figures) -> Tiny:
    """Two voyages of 0.1 bcm a cargo: to the near market in a tenth of a year, to the far one in a fifth."""
    world = Tiny(folder).market("Near", 5.0).market("Far", 5.0).producer("well", "N", 50.0, 100.0)
    world.liquefaction("plant", "N", "LNG", 50.0)
    for market, value in (("Near", 300.0), ("Far", 600.0)):
        world.producer(f"own-{market}", market, 50.0, value, origin="Norway")
        world.voyage(f"to-{market}", "LNG", f"Regas {market}").terminal(
            f"regas-{market}", f"Regas {market}", market, 50.0
        )
    return world.fleet("carriers", ships, 0.1, {"to-Near": 0.1, "to-Far": 0.2}, **figures)


def test_ships_go_where_a_ship_year_earns_most(tmp_path):
    results = world_with(tmp_path, 12.0).glance()  # far: 500 for two ship-years, near: 200 for one
    assert (volume(results, "to-Far"), volume(results, "to-Near")) == (near(5.0), near(2.0))


@pytest.mark.parametrize(("availability", "carried"), [(1.0, 2.0), (0.5, 1.0)])
def test_ships_in_dock_do_not_count(tmp_path, availability, carried):
    results = world_with(tmp_path, 4.0, availability=availability).glance()
    assert volume(results, "to-Far") == near(carried)


def test_a_fleet_grows(tmp_path):
    results = world_with(tmp_path, {"2015": 2.0, "2035": 6.0}).glance(years=[2030, 2035])
    assert [volume(results, "to-Far", year) for year in (2030, 2035)] == [near(1.0), near(3.0)]


def test_the_limit_holds_in_every_season(tmp_path):
    summer = [0.0] * 3 + [1.0 / 6.0] * 6 + [0.0] * 3
    world = world_with(tmp_path, 4.0).profile("summer", summer).market("Far", 5.0, profile="summer")
    results = world.glance(seasons="winter-summer")
    assert volume(results, "to-Far", season="summer") == near(2.0 / 2.0)


def test_a_voyage_without_a_fleet_needs_no_ships(tmp_path):
    world = world_with(tmp_path, 4.0).voyage("other", "LNG", "Regas Near", cost=1.0)
    assert volume(world.glance(), "other") == near(5.0)
