"""Make-up and carry-forward by hand: what is paid for may be taken later, what is taken beyond spares later years."""

from __future__ import annotations

from typing import Any

import pytest
from tests.formulation.tiny import Glance, Tiny, cell, near

QUANTITY, SHARE, MINIMUM = 10.0, 0.8, 8.0
PRICE, OTHER = 200.0, 150.0
"""Contract gas costs nothing to bring, so it is taken as far as the market is there; other gas costs 150."""


def world_with(folder, demand: dict[str, float], **clauses: Any) -> Tiny:
    """A market in which a contract is the cheapest gas, and other gas is there for what it does not bring."""
    world = Tiny(folder).market("M", demand).producer("own", "M", 50.0, OTHER, origin="Norway")
    world.producer("well", "N", 50.0, 0.0).pipeline("line", "N", "M", 50.0)
    return world.contract("deal", "M", "line", QUANTITY, SHARE, PRICE, exclusive=True, **clauses)


def of_years(results: Glance, column: str) -> list[float]:
    return results.contracts.sort_values("year")[column].tolist()


def bill(results: Glance) -> float:
    """Payments less credits, discounted and weighted."""
    table = results.costs
    return float(table.loc[table["item"].isin(["take_or_pay", "make_up", "lowest_rates"]), "discounted"].sum())


def test_gas_paid_for_in_one_year_is_taken_in_the_next(tmp_path):
    # 6 of the minimum of 8 find a buyer in 2030, so 2 are paid; of 10 in 2031, 2 have been paid for.
    results = world_with(tmp_path, {"2030": 6.0, "2031": 10.0}, make_up=1.0).glance(years=[2030, 2031])
    assert of_years(results, "shortfall") == [near(2.0), near(0.0)]
    assert of_years(results, "made_up") == [near(0.0), near(2.0)]
    assert of_years(results, "make_up_balance") == [near(2.0), near(0.0)]
    assert of_years(results, "payment") == [near(2.0 * PRICE), near(0.0)]
    assert of_years(results, "credit") == [near(0.0), near(2.0 * PRICE)]
    assert bill(results) == near(0.0)


def test_without_the_clause_what_is_paid_is_lost(tmp_path):
    results = world_with(tmp_path, {"2030": 6.0, "2031": 10.0}).glance(years=[2030, 2031])
    assert of_years(results, "made_up") == [near(0.0), near(0.0)]
    assert bill(results) == near(2.0 * PRICE)


def test_make_up_comes_after_the_minimum_of_its_own_year(tmp_path):
    # 2031 burns 9: the first 8 are that year's own, one is made up, one is lost.
    results = world_with(tmp_path, {"2030": 6.0, "2031": 9.0}, make_up=1.0).glance(years=[2030, 2031])
    assert of_years(results, "made_up") == [near(0.0), near(1.0)]
    assert bill(results) == near(1.0 * PRICE)


def test_a_right_runs_out(tmp_path):
    # 2031 takes just its minimum; a right of one year does not last until 2032, one of two years does.
    demand = {"2030": 6.0, "2031": 8.0, "2032": 10.0}
    one = world_with(tmp_path / "one", demand, make_up=1.0).glance(years=[2030, 2031, 2032])
    assert of_years(one, "made_up") == [near(0.0)] * 3
    assert of_years(one, "make_up_balance") == [near(2.0), near(0.0), near(0.0)]
    assert bill(one) == near(2.0 * PRICE)
    two = world_with(tmp_path / "two", demand, make_up=2.0).glance(years=[2030, 2031, 2032])
    assert of_years(two, "made_up") == [near(0.0), near(0.0), near(2.0)]
    assert bill(two) == near(0.0)


def test_a_right_is_not_renewed_by_paying_for_a_shortage_anew(tmp_path):
    """Taking 8 in 2031 as 6 of its own and 2 made up, and paying 2 again, would carry the right on: it may not."""
    results = world_with(tmp_path, {"2030": 6.0, "2031": 8.0, "2032": 10.0}, make_up=1.0).glance(
        years=[2030, 2031, 2032]
    )
    assert of_years(results, "shortfall") == [near(2.0), near(0.0), near(0.0)]


def test_three_years_share_what_room_there_is(tmp_path):
    # Short by 2 and by 1; 2032 has room for 2 beyond its minimum.
    demand = {"2030": 6.0, "2031": 7.0, "2032": 10.0}
    results = world_with(tmp_path, demand, make_up=2.0).glance(years=[2030, 2031, 2032])
    assert of_years(results, "shortfall") == [near(2.0), near(1.0), near(0.0)]
    assert sum(of_years(results, "made_up")) == near(2.0)
    assert bill(results) == near(1.0 * PRICE)
    assert of_years(results, "make_up_balance")[:2] == [near(2.0), near(3.0)]


def test_the_part_that_was_not_prepaid_is_paid_with_the_gas(tmp_path):
    results = world_with(tmp_path, {"2030": 6.0, "2031": 10.0}, make_up=1.0, prepaid=0.75).glance(years=[2030, 2031])
    assert of_years(results, "payment") == [near(2.0 * 0.75 * PRICE), near(0.0)]
    assert of_years(results, "credit") == [near(0.0), near(2.0 * 0.75 * PRICE)]


def test_make_up_gas_that_is_paid_for_displaces_cheaper_gas(tmp_path):
    """Other gas at 150 beats contract gas that costs 180 to bring, but not what is paid for already."""
    world = Tiny(tmp_path).market("M", {"2030": 6.0, "2031": 10.0}).producer("own", "M", 50.0, 150.0, origin="Norway")
    world.producer("well", "N", 50.0, 180.0).pipeline("line", "N", "M", 50.0)
    world.contract("deal", "M", "line", QUANTITY, SHARE, 250.0, exclusive=True, make_up=1.0)
    results = world.glance(years=[2030, 2031])
    assert of_years(results, "taken") == [near(6.0), near(10.0)]


def test_balances_are_in_bcm_of_real_years(tmp_path):
    """2030 stands for three years, 2035 for seven and a half: 3 x 2 bcm paid are 0.8 a year made up."""
    results = world_with(tmp_path, {"2030": 6.0, "2035": 10.0}, make_up=5.0).glance(years=[2030, 2035, 2045])
    assert of_years(results, "make_up_balance")[0] == near(3.0 * 2.0)
    assert of_years(results, "made_up")[1] == near(3.0 * 2.0 / 7.5)
    assert bill(results) == near(0.0)


def test_years_further_apart_than_the_right_lasts_make_up_nothing(tmp_path):
    world = world_with(tmp_path, {"2030": 6.0, "2035": 10.0}, make_up=3.0)
    network = world.network(years=[2030, 2035])
    assert [finding.message for finding in network.findings if finding.check == "rights_out_of_reach"] == [
        "the model years of contract 'deal' lie further apart than its make-up lasts (3 years): nothing is made up"
    ]
    assert of_years(world.glance(years=[2030, 2035]), "made_up") == [near(0.0), near(0.0)]


def test_a_take_beyond_the_minimum_spares_the_next_year(tmp_path):
    results = world_with(tmp_path, {"2030": 10.0, "2031": 6.5}, carry_forward=1.0).glance(years=[2030, 2031])
    assert of_years(results, "carried_out") == [near(2.0), near(0.0)]
    assert of_years(results, "carried_in") == [near(0.0), near(1.5)]
    assert of_years(results, "carry_forward_balance") == [near(2.0), near(0.0)]
    assert bill(results) == near(0.0)


def test_only_a_share_of_the_minimum_is_spared(tmp_path):
    world = world_with(tmp_path, {"2030": 10.0, "2031": 6.0}, carry_forward=1.0, carry_forward_limit=0.1)
    results = world.glance(years=[2030, 2031])
    assert of_years(results, "carried_in") == [near(0.0), near(0.8)]
    assert bill(results) == near(1.2 * PRICE)


def test_only_what_is_beyond_the_base_is_carried_forward(tmp_path):
    world = world_with(tmp_path, {"2030": 9.5, "2031": 6.0}, carry_forward=1.0, carry_forward_base=0.9)
    results = world.glance(years=[2030, 2031])
    assert of_years(results, "carried_out") == [near(0.5), near(0.0)]
    assert bill(results) == near(1.5 * PRICE)


def test_a_short_year_earns_nothing(tmp_path):
    """With both clauses nobody pays for a shortage of his own making to earn two rights from it."""
    world = world_with(tmp_path, {"2030": 8.0, "2031": 6.0, "2032": 10.0}, carry_forward=2.0, make_up=2.0)
    results = world.glance(years=[2030, 2031, 2032])
    assert of_years(results, "shortfall") == [near(0.0), near(2.0), near(0.0)]
    assert of_years(results, "carried_in") == [near(0.0)] * 3
    assert of_years(results, "made_up") == [near(0.0), near(0.0), near(2.0)]


def test_carry_forward_runs_out(tmp_path):
    demand = {"2030": 10.0, "2031": 8.0, "2032": 6.0}
    for time, spared in ((1.0, 0.0), (2.0, 2.0)):
        results = world_with(tmp_path / f"{time}", demand, carry_forward=time).glance(years=[2030, 2031, 2032])
        assert of_years(results, "carried_in")[2] == near(spared)


@pytest.mark.parametrize("clauses", [{"make_up": 2.0}, {"carry_forward": 2.0}, {"make_up": 2.0, "carry_forward": 2.0}])
def test_a_right_never_costs_the_buyer_more(tmp_path, clauses):
    demand = {"2030": 6.0, "2031": 10.0, "2032": 7.0}
    without = world_with(tmp_path / "without", demand).glance(years=[2030, 2031, 2032])
    given = world_with(tmp_path / "with", demand, **clauses).glance(years=[2030, 2031, 2032])
    assert given.costs["discounted"].sum() <= without.costs["discounted"].sum() + 1e-6


def test_accounts_are_the_sums_of_the_table(tmp_path):
    results = world_with(tmp_path, {"2030": 6.0, "2031": 9.0}, make_up=1.0).glance(years=[2030, 2031])
    for item, column, sign in (("take_or_pay", "payment", 1.0), ("make_up", "credit", -1.0)):
        for year in (2030, 2031):
            table = results.contracts
            booked = cell(results.costs, "value", item=item, year=year)
            assert booked == pytest.approx(sign * table.loc[table["year"] == year, column].sum(), abs=1e-6)
