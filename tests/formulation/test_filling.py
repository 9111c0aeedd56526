"""Filling targets in a solved market: what they force into store, and what that costs."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import PER_MMBTU, YEAR, Tiny, cell, cost, near, price

from corridor.errors import InfeasibleError
from corridor.results.collecting import MISSED

SIZE, COST, LOSS = 10.0, 20.0, 0.1
WINTER = [0.7 / 6] * 3 + [0.3 / 6] * 6 + [0.7 / 6] * 3
"""Seven tenths of the demand in the winter half."""


def world_with(folder, rate=1000.0) -> Tiny:
    """A market of 7 bcm in winter and 3 in summer, gas for all of it at 100, and a storage that nobody needs."""
    world = Tiny(folder).profile("cold", WINTER).node("M", "market", groups="EU").market("M", 10.0, profile="cold")
    world.producer("well", "N", 30.0, 100.0).pipeline("line", "N", "M")
    return world.storage("cavern", "M", SIZE, rate, cost=COST, loss=LOSS)


def target(**fields):
    return {"rule": {"filling": {"into": "EU", "share": "40 %", "by": "10-01", **fields}}}


def moved(results, column="injection", season="summer", year=YEAR) -> float:
    return cell(results.storage, column, season=season, year=year)


def test_nobody_stores_without_a_target(tmp_path):
    assert moved(world_with(tmp_path).glance(seasons="winter-summer")) == near(0.0)


def test_a_target_forces_gas_into_store_at_what_a_cycle_costs(tmp_path):
    results = world_with(tmp_path).glance(seasons="winter-summer", policies=target())
    plain = world_with(tmp_path / "plain").glance(seasons="winter-summer")
    stored = 0.4 * SIZE
    assert moved(results) == near(stored / (1.0 - LOSS))
    assert moved(results, "withdrawal", "winter") == near(stored)
    # Every bcm in store is 1/0.9 bought at 100 and put in for 20, and saves one at 100.
    cycle = (100.0 + COST) / (1.0 - LOSS) - 100.0
    row = results.policies.iloc[0]
    assert (row["kind"], row["origin"], row["season"]) == ("filling", "", "year")
    assert (row["limit"], row["level"]) == (near(stored), near(stored))
    assert row["shadow_price"] * PER_MMBTU == near(cycle)
    assert cost(results) - cost(plain) == near(stored * cycle, abs=0.05)


def test_the_price_of_winter_falls_below_that_of_summer_and_the_cycle(tmp_path):
    results = world_with(tmp_path).glance(seasons="winter-summer", policies=target(share="80 %"))
    # 8 from store for 7 of demand: some is carried on, so winter gas is worth no more than it costs to keep.
    assert price(results, "M", "winter") < price(results, "M", "summer") + COST


def test_an_opening_stock_need_not_be_bought(tmp_path):
    results = world_with(tmp_path).glance(seasons="winter-summer", policies=target(opening="30 %"))
    assert moved(results) == near(0.1 * SIZE / (1.0 - LOSS))
    assert (cell(results.policies, "limit", policy="rule"), cell(results.policies, "level", policy="rule")) == (
        near(4.0),
        near(4.0),
    )


def test_a_day_inside_a_season_lies_evenly_between_its_ends(tmp_path):
    # A third of the fourth quarter has gone: two thirds of the end of September, one third of the end of December.
    results = world_with(tmp_path).glance(seasons="quarters", policies=target(by="11-01"))
    level = results.storage.set_index("season")["level"]
    assert 2.0 / 3.0 * level["third"] + 1.0 / 3.0 * level["fourth"] - level["first"] == near(4.0)
    assert cell(results.policies, "level", policy="rule") == near(4.0)


def test_a_day_inside_summer_asks_for_a_part_of_its_filling(tmp_path):
    results = world_with(tmp_path).glance(seasons="winter-summer", policies=target(by="07-01"))
    assert moved(results, "level", "summer") - moved(results, "level", "winter") == near(8.0)


def test_a_target_counts_from_its_day(tmp_path):
    policies = target(**{"from": "2030-10-02", "until": "2032-10-01"})
    results = world_with(tmp_path).glance(years=[2030, 2031, 2032], seasons="winter-summer", policies=policies)
    assert [moved(results, year=year) for year in (2030, 2031, 2032)] == [near(0.0), near(4.0 / 0.9), near(0.0)]
    assert results.policies["year"].tolist() == [2031]


def test_a_target_over_time(tmp_path):
    share = {"2030": "20 %", "2031": "30 %"}
    results = world_with(tmp_path).glance(
        years=[2029, 2030, 2031], seasons="winter-summer", policies=target(share=share)
    )
    assert dict(zip(results.policies["year"], results.policies["limit"], strict=True)) == {
        2030: near(2.0),
        2031: near(3.0),
    }


def test_storages_of_a_group_fill_together_the_cheapest_first(tmp_path):
    world = world_with(tmp_path).storage("dear", "M", SIZE, 1000.0, cost=2 * COST, loss=LOSS)
    results = world.glance(seasons="winter-summer", policies=target(share="35 %"))
    assert cell(results.storage, "level", storage="cavern", season="summer") == near(7.0)
    assert cell(results.storage, "level", storage="dear", season="summer") == near(0.0)
    assert cell(results.policies, "limit", policy="rule") == near(7.0)


def test_a_target_out_of_reach_says_what_is_missing(tmp_path):
    with pytest.raises(InfeasibleError) as caught:
        world_with(tmp_path, rate=4.0).solve(seasons="winter-summer", policies=target())
    assert "the storages of EU stay 2.20 bcm below the 4.00 bcm of policy 'rule' in 2030 (tiny-1.yaml" in str(
        caught.value
    )
    assert MISSED in str(caught.value)


@pytest.mark.parametrize("fields", [{"share": "0 %"}, {"share": "20 %", "opening": "20 %"}, {"until": 2030}])
def test_a_target_of_nothing_adds_no_row_and_no_column(tmp_path, fields):
    world = world_with(tmp_path)
    plain = world.optimum(seasons="winter-summer")
    ruled = world.optimum(seasons="winter-summer", policies=target(**fields))
    assert ruled.program.matrix.shape == plain.program.matrix.shape
    assert ruled.point.objective == plain.point.objective
