"""Storage moves gas between seasons until the price difference is what a cycle costs."""

from __future__ import annotations

from typing import Any

import pytest
from tests.formulation.tiny import YEAR, Tiny, cell, near, price

COST, LOSS = 20.0, 0.1
WINTER = [0.7 / 6] * 3 + [0.3 / 6] * 6 + [0.7 / 6] * 3
"""Seven tenths of the demand in the winter half."""


def world_with(folder, working_gas=50.0, **figures) -> Tiny:
    """A market of 14 bcm/yr in winter and 6 in summer, a steady well of 10 at 100, dear gas at 400."""
    world = Tiny(folder).profile("cold", WINTER).market("M", 10.0, profile="cold")
    world.producer("steady", "N", 10.0, 100.0).pipeline("line", "N", "M")
    world.producer("dear", "M", 20.0, 400.0, origin="Norway")
    return world.storage("cavern", "M", working_gas, **{"cost": COST, "loss": LOSS, **figures})


def test_the_spread_is_the_cost_of_a_cycle(tmp_path):
    results = world_with(tmp_path).glance(seasons="winter-summer")
    summer, winter = price(results, "M", "summer"), price(results, "M", "winter")
    assert winter == near(400.0)
    assert winter * (1.0 - LOSS) == near(summer + COST)
    assert cell(results.storage, "injection", season="summer") == near(2.0)
    assert cell(results.storage, "withdrawal", season="winter") == near(1.8)
    assert [cell(results.storage, "level", season=season) for season in ("summer", "winter")] == [near(1.8), near(0.0)]
    assert cell(results.costs, "value", item="storage") == near(2.0 * COST)


@pytest.mark.parametrize(
    ("limit", "moved"), [({"working_gas": 1.0}, 1.0), ({"injection": 3.0}, 1.5 * 0.9), ({"withdrawal": 3.0}, 1.5)]
)
def test_a_full_storage_leaves_the_seasons_apart(tmp_path, limit, moved):
    results = world_with(tmp_path, **limit).glance(seasons="winter-summer")
    assert (price(results, "M", "summer"), price(results, "M", "winter")) == (near(100.0), near(400.0))
    assert cell(results.storage, "withdrawal", season="winter") == near(moved)


def test_a_storage_that_costs_more_than_it_saves_stands_idle(tmp_path):
    results = world_with(tmp_path, cost=270.0).glance(seasons="winter-summer")
    assert results.storage[["injection", "withdrawal"]].to_numpy().sum() == near(0.0)
    assert price(results, "M", "winter") - price(results, "M", "summer") == near(300.0)


def test_four_seasons_obey_the_same_law(tmp_path):
    shares = [0.35 / 3] * 3 + [0.2 / 3] * 3 + [0.1 / 3] * 3 + [0.35 / 3] * 3
    results = world_with(tmp_path).profile("cold", shares).glance(seasons="quarters")
    prices = {season: price(results, "M", season) for season in ("first", "second", "third", "fourth")}
    moved: Any = results.storage.set_index("season")
    filling = [season for season in prices if moved.at[season, "injection"] > 1e-6]
    emptying = [season for season in prices if moved.at[season, "withdrawal"] > 1e-6]
    assert set(filling) == {"second", "third"}
    assert set(emptying) == {"first", "fourth"}
    for into in filling:
        for out in emptying:
            assert prices[out] * (1.0 - LOSS) == near(prices[into] + COST)
    assert moved["injection"].sum() * (1.0 - LOSS) == near(moved["withdrawal"].sum())
    assert moved.at["third", "level"] == near(moved["level"].max())
    level = [moved.at[season, "level"] for season in ("first", "second", "third", "fourth")]
    for before, after, season in zip([level[-1], *level[:-1]], level, prices, strict=True):
        assert after == near(before + 0.9 * moved.at[season, "injection"] - moved.at[season, "withdrawal"])


def test_a_year_without_seasons_has_no_storage(tmp_path):
    results = world_with(tmp_path).producer("dear", "M", 20.0, 400.0, origin="Norway").glance()
    assert results.storage.empty
    assert cell(results.costs, "value", item="storage") == 0.0


def test_stored_gas_keeps_its_origin(tmp_path):
    world = world_with(tmp_path)
    balance = world.glance(seasons="winter-summer").balance
    stored = balance[
        balance["item"].isin(["injection", "withdrawal"]) & (balance["node"] == "M") & (balance["year"] == YEAR)
    ]
    assert set(stored["origin"]) == {"Russia"}
