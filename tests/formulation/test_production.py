"""Producers: annual potential, swing between seasons, gas that cannot be shut in."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, near, price, volume


def two_seasons(folder, winter: float, summer: float, swing: float) -> Tiny:
    """A well of 10 bcm/yr at 100 before a market with these rates and dear gas at 300."""
    year = (winter + summer) / 2.0
    shares = [winter / year / 12.0] * 3 + [summer / year / 12.0] * 6 + [winter / year / 12.0] * 3
    world = Tiny(folder).profile("cold", shares).market("M", year, profile="cold")
    world.producer("well", "N", 10.0, 100.0, swing=swing).pipeline("line", "N", "M", 100.0)
    return world.producer("dear", "M", 50.0, 300.0, origin="Norway", swing=1.0)


@pytest.mark.parametrize(
    ("rates", "swing", "taken", "prices"),
    [
        ((13.0, 7.0), 0.2, (6.0, 3.5), (300.0, 100.0)),  # the swing binds in winter
        ((11.0, 7.0), 0.2, (5.5, 3.5), (100.0, 100.0)),  # nothing binds
        ((14.0, 8.0), 0.5, None, (300.0, 300.0)),  # the year binds: each season is worth the same
        ((9.0, 9.0), 0.0, (4.5, 4.5), (100.0, 100.0)),
    ],
)
def test_swing_and_potential(tmp_path, rates, swing, taken, prices):
    results = two_seasons(tmp_path, rates[0], rates[1], swing).glance(seasons="winter-summer")
    assert (price(results, "M", "winter"), price(results, "M", "summer")) == (near(prices[0]), near(prices[1]))
    volumes = (volume(results, "line", season="winter"), volume(results, "line", season="summer"))
    if taken is None:
        assert sum(volumes) == near(10.0)
    else:
        assert volumes == (near(taken[0]), near(taken[1]))


def test_associated_gas_is_produced_whatever_it_costs(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("cheap", "N", 50.0, 100.0).pipeline("line", "N", "M")
    world.producer("associated", "M", 10.0, 400.0, origin="Norway", minimum=0.3)
    results = world.glance()
    assert cell(results.balance, "volume", node="M", item="production") == near(3.0)
    assert price(results, "M") == near(100.0)


def test_the_potential_of_a_year_lies_between_its_key_points(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("dear", "M", 50.0, 300.0, origin="Norway")
    world.producer("well", "N", {"2030": 8.0, "2040": 4.0}, 100.0).pipeline("line", "N", "M")
    results = world.glance(years=[2030, 2035, 2040])
    assert [volume(results, "line", year) for year in (2030, 2035, 2040)] == [near(8.0), near(6.0), near(4.0)]
