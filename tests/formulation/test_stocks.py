"""Stocks that are carried on: what lies in a storage at a year's end lies there when the next begins."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, cost, near, price

from corridor.engine import long_chains
from corridor.errors import InfeasibleError, NetworkError

QUARTERS = ("first", "second", "third", "fourth")
CHRONOLOGICAL = {"seasons": "quarters", "storage": "chronological"}


def two_years(folder, dear_from: float = 300.0, **figures) -> Tiny:
    """A market of 4 bcm/yr, gas at 100 in 2030 and dear from 2031."""
    world = Tiny(folder).market("M", 4.0).pipeline("line", "N", "M")
    world.producer("well", "N", 100.0, {"2030": 100.0, "2031": dear_from})
    return world.storage("cavern", "M", **{"working_gas": 10.0, **figures})


def levels(results, years=(2030, 2031)) -> list[float]:
    return [cell(results.storage, "level", year=year, season=season) for year in years for season in QUARTERS]


@pytest.mark.parametrize(
    ("storage", "expected"),
    [("chronological", [9, 8, 7, 6, 5, 4, 3, 2]), ("yearly", [9, 8, 7, 6, 9, 8, 7, 6])],
)
def test_an_opening_stock_is_used_up_before_dear_gas(tmp_path, storage, expected):
    results = two_years(tmp_path, opening=1.0, injection=0.0).glance([2030, 2031], seasons="quarters", storage=storage)
    assert levels(results) == [near(level) for level in expected]
    assert cost(results) == near(0.0)


def test_gas_is_carried_to_the_year_that_pays_for_it(tmp_path):
    results = two_years(tmp_path, working_gas=3.0, withdrawal_cost=5.0, cost=10.0, loss=0.1).glance(
        [2030, 2031], **CHRONOLOGICAL
    )
    assert (levels(results)[3], levels(results)[-1]) == (near(3.0), near(0.0))
    injected = 3.0 / 0.9
    assert cost(results) == near(4.0 * 100.0 + injected * 110.0 + 3.0 * 5.0 + 300.0)


def test_holding_costs_what_is_there_at_the_end_of_each_season(tmp_path):
    """One volume for a quarter costs a quarter of a year's rate: gas is held while that is less than it saves."""
    results = two_years(tmp_path, working_gas=3.0, holding_cost=320.0).glance([2030, 2031], **CHRONOLOGICAL)
    # Held over one end of a season a volume costs 80, over two 160: both save 200. Three would cost 240.
    assert levels(results) == [near(0.0)] * 3 + [near(2.0), near(1.0), near(0.0), near(0.0), near(0.0)]
    assert cell(results.costs, "value", item="storage", year=2030) == near(160.0)
    assert cell(results.costs, "value", item="storage", year=2031) == near(80.0)
    assert price(results, "M", "second", 2031) - price(results, "M", "first", 2031) == near(80.0)


def test_a_closing_stock_is_left(tmp_path):
    results = two_years(tmp_path, opening=0.6, closing=0.5).glance([2030, 2031], **CHRONOLOGICAL)
    assert levels(results)[-1] == near(5.0)
    assert cost(results) == near(7.0 * 100.0)


def test_a_closing_stock_that_cannot_be_is_infeasible(tmp_path):
    with pytest.raises(InfeasibleError):
        two_years(tmp_path, closing=0.5, injection=0.0).glance([2030, 2031], **CHRONOLOGICAL)


def test_years_that_are_carried_on_without_loss_are_one_long_year(tmp_path):
    """Four seasons of one year, or one of each of four years: the same law."""
    annual = two_years(tmp_path / "annual", working_gas=3.0).optimum([2030, 2031], storage="chronological")
    quarters = two_years(tmp_path / "quarters", working_gas=3.0).optimum([2030, 2031], **CHRONOLOGICAL)
    assert annual.point.objective == near(quarters.point.objective, abs=0.05)


def test_gas_that_nobody_needs_can_be_thrown_away_where_that_is_allowed(tmp_path):
    def world(name):
        made = two_years(tmp_path / name, working_gas=2.0)
        return made.producer("oil field", "M", 6.0, 0.0, origin="Norway", minimum=1.0)

    with pytest.raises(InfeasibleError):
        world("kept").glance([2030, 2031], **CHRONOLOGICAL)
    results = world("lost").glance([2030, 2031], disposal="free", **CHRONOLOGICAL)
    assert cost(results) == near(0.0)


def test_stored_gas_of_an_origin_that_is_gone_is_sold(tmp_path):
    world = two_years(tmp_path, working_gas=2.0).pipeline("west", "W", "M", {"2030": 9.0, "2031": 0.0})
    world.producer("old", "W", 8.0, 50.0, origin="Norway").pipeline("line", "N", "M", {"2030": 0.0, "2031": 5.0})
    balance = world.glance([2030, 2031], **CHRONOLOGICAL).balance
    sold = balance[(balance["item"] == "sales") & (balance["year"] == 2031)].groupby("origin")["volume"].sum()
    assert dict(sold) == {"Norway": near(-2.0), "Russia": near(-2.0)}


def test_the_opening_stock_belongs_to_origins_that_can_reach_it(tmp_path):
    world = two_years(tmp_path, opening=0.4, injection=0.0).producer("far", "F", 5.0, 1.0, origin="Norway")
    balance = world.pipeline("elsewhere", "F", "X").market("X", 1.0).glance([2030], **CHRONOLOGICAL).balance
    assert set(balance.loc[balance["item"] == "withdrawal", "origin"]) == {"Russia"}


def test_a_filling_target_is_the_stock_itself(tmp_path):
    policies = {"full": {"filling": {"into": "M", "share": "80 %", "by": "10-01"}}}
    results = two_years(tmp_path, opening=0.3).glance([2030], policies=policies, **CHRONOLOGICAL)
    assert cell(results.storage, "level", season="third") == near(8.0)
    assert cell(results.policies, "level", policy="full") == near(8.0)


def test_a_filling_target_in_the_first_season_is_refused(tmp_path):
    policies = {"full": {"filling": {"into": "M", "share": "80 %", "by": "02-01"}}}
    with pytest.raises(NetworkError, match="lies before the end of 'first', the first season of the year"):
        two_years(tmp_path).glance([2030], policies=policies, **CHRONOLOGICAL)


def test_the_manifest_tells_that_a_long_chain_was_solved_along_its_years(tmp_path, monkeypatch):
    monkeypatch.setattr(long_chains, "LONG_CHAIN", 1)
    world = two_years(tmp_path, opening=0.5).producer("west", "N", 3.0, 90.0, origin="Norway")
    manifest = world.solve([2030, 2031], **CHRONOLOGICAL).manifest
    assert manifest["algorithm"] == long_chains.ALONG_YEARS
    assert manifest["mixed"]["columns"] > 0
