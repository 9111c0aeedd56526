"""Production that changes slowly: at most a share from season to season, or from the end of the year before."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, near

from corridor.errors import NetworkError

QUARTERS = ("first", "second", "third", "fourth")
#: A tenth of the demand in the first quarter, half of it in the fourth.
RISING = [0.1 / 3] * 3 + [0.2 / 3] * 3 + [0.2 / 3] * 3 + [0.5 / 3] * 3


def world_of(folder, **figures) -> Tiny:
    """A market of 10 bcm/yr that needs most at the end of the year; slow gas at 100, quick gas at 300."""
    world = Tiny(folder).profile("rising", RISING).market("M", 10.0, profile="rising").pipeline("line", "N", "M")
    world.producer("slow", "N", 100.0, [(0.05, 100.0), (0.95, 100.0)], **figures)
    return world.producer("quick", "M", 100.0, 300.0, origin="Norway")


def produced(results, year=2030) -> list[float]:
    balance = results.balance
    own = balance[(balance["item"] == "production") & (balance["node"] == "N") & (balance["year"] == year)]
    volume = own.groupby("season")["volume"].sum()
    return [float(volume.get(season, 0.0)) for season in QUARTERS]


def test_production_rises_and_falls_by_a_share(tmp_path):
    results = world_of(tmp_path, ramp=0.5).glance(seasons="quarters")
    assert produced(results) == [near(1.0), near(1.5), near(2.0), near(3.0)]


def test_the_turn_of_the_year_counts_where_the_year_before_is_modelled(tmp_path):
    world = world_of(tmp_path, ramp=0.5)
    results = world.glance([2030, 2031], seasons="quarters")
    before, after = produced(results), produced(results, 2031)
    # Half of the season before is the least: too much at a year's end could not be sold after it.
    assert after[0] >= 0.5 * before[-1] - 1e-3
    assert after[0] == near(1.0)
    assert before == [near(1.0), near(1.5), near(2.0), near(2.0)]
    apart = world.glance([2030, 2032], seasons="quarters")
    assert produced(apart) == produced(apart, 2032) == [near(1.0), near(1.5), near(2.0), near(3.0)]


def test_a_ramp_holds_from_its_date_to_its_end(tmp_path):
    world = world_of(tmp_path, ramp={"2030-07": 0.5, "2030-10": 1.0})
    assert produced(world.glance(seasons="quarters")) == [near(1.0), near(2.0), near(2.0), near(5.0)]
    assert set(world.network(seasons="quarters").ramps.index) == {("slow", 2030, "third", "season")}


def test_a_whole_year_stays_near_the_end_of_the_year_before(tmp_path):
    world = world_of(tmp_path, yearly_ramp=0.8).producer("quick", "M", 100.0, 101.0, origin="Norway")
    results = world.glance([2030, 2031], seasons="quarters")
    before, after = produced(results), produced(results, 2031)
    assert before == [near(1.0), near(2.0), near(2.0), near(5.0)]
    assert after == [near(1.0), near(2.0), near(2.0), near(5.0)]
    tight = world_of(tmp_path / "tight", yearly_ramp=0.2).producer("quick", "M", 100.0, 101.0, origin="Norway")
    results = tight.glance([2030, 2031], seasons="quarters")
    before, after = produced(results), produced(results, 2031)
    assert before[-1] == near(1.25)
    assert after == [near(1.0), near(1.5), near(1.5), near(1.5)]


@pytest.mark.parametrize("attribute", ["ramp", "yearly_ramp"])
def test_seasons_that_do_not_follow_each_other_have_no_ramp(tmp_path, attribute):
    world = world_of(tmp_path, **{attribute: 0.5})
    with pytest.raises(NetworkError, match=f"'slow' has a {attribute}, but the seasons do not follow each other"):
        world.network(seasons="winter-summer")


def test_a_hundred_percent_is_no_limit(tmp_path):
    assert world_of(tmp_path, ramp=1.0).network(seasons="winter-summer").ramps.empty
