"""A reversible line: both directions share it, each counted at its own capacity."""

from __future__ import annotations

from tests.formulation.tiny import PER_MMBTU, Tiny, cell, near, volume


def opposed(folder) -> Tiny:
    """East may not buy its own gas, nor West its own: the line must carry both ways. 10 bcm/yr east, 5 back."""
    world = Tiny(folder).market("West", 3.0).market("East", 6.0)
    world.producer("west", "West", 20.0, 100.0, origin="Russia").producer("east", "East", 20.0, 100.0, origin="Norway")
    world.producer("spare-west", "West", 20.0, 400.0, origin="Algeria").producer(
        "spare-east", "East", 20.0, 200.0, origin="Qatar"
    )
    return world.pipeline("line", "West", "East", 10.0, reverse_capacity=5.0)


BANS = {
    "west": {"ban": {"origin": "Russia", "into": "West", "transit": "allowed"}},
    "east": {"ban": {"origin": "Norway", "into": "East", "transit": "allowed"}},
}


def test_both_directions_share_the_line(tmp_path):
    results = opposed(tmp_path).glance(policies=BANS)
    back, forth = volume(results, "line:reverse"), volume(results, "line")
    assert back == near(3.0)  # 300 a unit and 5 units a line: worth 1500, against 1000 forth
    assert forth == near((1.0 - 3.0 / 5.0) * 10.0)
    assert cell(results.capacity, "marginal_value", arc="line") * PER_MMBTU == near(100.0)
    assert cell(results.capacity, "marginal_value", arc="line:reverse") * PER_MMBTU == near(200.0)


def test_what_one_direction_leaves_the_other_may_use(tmp_path):
    bans = {**BANS, "none": {"ban": {"origin": "Norway", "into": "West"}}}
    results = opposed(tmp_path).glance(policies=bans)
    forth = volume(results, "line")
    assert volume(results, "line:reverse", origin="Norway") == near(0.0)
    # Both uses are worth the same here, so only the sharing is a law.
    assert volume(results, "line:reverse", origin="Qatar") == near((1.0 - forth / 10.0) * 5.0)


def test_the_seasons_use_the_line_one_way_each(tmp_path):
    summer = [0.0] * 3 + [1.0 / 6.0] * 6 + [0.0] * 3
    winter = [1.0 / 6.0] * 3 + [0.0] * 6 + [1.0 / 6.0] * 3
    world = Tiny(tmp_path).profile("summer", summer).profile("winter", winter)
    world.market("West", 2.0, profile="summer").market("East", 4.0, profile="winter")
    world.producer("west", "West", 20.0, 100.0, origin="Russia").producer("east", "East", 20.0, 200.0, origin="Norway")
    world.producer("west-dear", "West", 20.0, 500.0, origin="Qatar")
    world.event("west-stands-still", "gathering", "2030-04", "2030-10").pipeline(
        "line", "West", "East", 10.0, reverse_capacity=5.0
    )
    world.producer("west", "Field", 20.0, 100.0, swing=1.0, origin="Russia").pipeline(
        "gathering", "Field", "West", 50.0
    )
    results = world.glance(seasons="winter-summer")
    assert volume(results, "line", season="winter") == near(4.0)
    assert volume(results, "line:reverse", season="summer") == near(2.0, abs=0.15)


def test_a_candidate_widens_the_direction_it_names(tmp_path):
    world = opposed(tmp_path).project("back", "line:reverse", 3.0, 30.0)
    results = world.glance(policies=BANS, projects={"back": {"status": "candidate"}})
    assert cell(results.projects, "capacity", project="back") > 0.0
