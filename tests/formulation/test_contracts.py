"""Take-or-pay: taken where that is cheaper than paying for nothing, paid for where it cannot be taken."""

from __future__ import annotations

from tests.formulation.tiny import Glance, Tiny, cell, near, price, volume

#: 6.4 of 8 bcm a year must be taken or paid.
QUANTITY, SHARE, MINIMUM = 8.0, 0.8, 6.4


def world_with(folder, contract_price: float, demand: float = 10.0) -> Tiny:
    """A market with gas at 100 next to it and gas under contract that costs 300 to bring."""
    world = Tiny(folder).market("M", demand).producer("own", "M", 50.0, 100.0, origin="Norway")
    world.producer("well", "N", 50.0, 250.0).pipeline("line", "N", "M", 20.0, tariff=50.0)
    return world.contract("deal", "M", "line", QUANTITY, SHARE, contract_price)


def taken(results: Glance) -> tuple[float, float, float]:
    return tuple(cell(results.contracts, column, contract="deal") for column in ("taken", "shortfall", "payment"))  # type: ignore[return-value]


def test_dear_gas_is_taken_where_paying_for_nothing_costs_more(tmp_path):
    results = world_with(tmp_path, 250.0).glance()
    assert volume(results, "line") == near(MINIMUM)
    assert taken(results) == (near(MINIMUM), near(0.0), near(0.0))
    assert price(results, "M") == near(100.0)


def test_it_is_paid_and_left_where_that_costs_less(tmp_path):
    results = world_with(tmp_path, 150.0).glance()
    assert volume(results, "line") == near(0.0)
    assert taken(results) == (near(0.0), near(MINIMUM), near(MINIMUM * 150.0))
    assert cell(results.costs, "value", item="take_or_pay") == near(MINIMUM * 150.0)


def test_what_the_market_cannot_burn_is_paid(tmp_path):
    results = world_with(tmp_path, 250.0, demand=5.0).glance()
    assert taken(results) == (near(5.0), near(1.4), near(1.4 * 250.0))


def test_cheap_gas_is_taken_up_to_the_quantity(tmp_path):
    world = world_with(tmp_path, 250.0).producer("own", "M", 50.0, 400.0, origin="Norway")
    results = world.glance()
    assert volume(results, "line") == near(10.0)  # more than the contract flows as spot gas
    assert cell(results.contracts, "taken", contract="deal") <= QUANTITY + 1e-6


def test_two_contracts_do_not_count_the_same_gas(tmp_path):
    world = world_with(tmp_path, 500.0, demand=15.0).contract("second", "M", "line", QUANTITY, SHARE, 500.0)
    results = world.glance()
    assert volume(results, "line") == near(2.0 * MINIMUM)
    assert results.contracts["taken"].sum() == near(2.0 * MINIMUM)


def test_an_obligation_holds_over_the_year_not_in_each_season(tmp_path):
    world = world_with(tmp_path, 500.0).event("repair", "line", "2030-04", "2030-10")
    results = world.glance(seasons="winter-summer")
    assert volume(results, "line", season="winter") > 0.95 * 5.0
    assert volume(results, "line", season="summer") < 0.1


def test_an_excused_contract_costs_nothing(tmp_path):
    results = world_with(tmp_path, 500.0).pipeline("other", "N", "M", 1.0).event("cut", "line", "2022").glance()
    assert taken(results) == (near(0.0), near(0.0), near(0.0))
