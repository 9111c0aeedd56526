"""What buyers take between their minimum and the annual quantity, and where gas flows only under contracts."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import PER_MMBTU, Glance, Tiny, cell, near, price, volume

from corridor.errors import NetworkError

MINIMUM, QUANTITY = 4.0, 8.0


def oil_world(folder, brent: float, hub: float) -> Tiny:
    """A market between oil-indexed gas, cheap to bring, and dearer gas from elsewhere; a slope of 0.1."""
    world = Tiny(folder).market("M", 10.0).producer("own", "M", 50.0, 100.0, origin="Norway")
    world.producer("well", "N", 50.0, 20.0).pipeline("line", "N", "M", 20.0)
    world.contract(
        "deal", "M", "line", QUANTITY, 0.5, 200.0, rule="oil", alternative="TTF", exclusive=True, slope=0.1, lag=0.5
    )
    for year, oil in ((2029, brent - 10.0), (2030, brent + 10.0)):
        world.benchmark("Brent", year, oil, "USD/bbl")
    return world.benchmark("TTF", 2030, hub).benchmark("TTF", 2031, hub)


def compared(world: Tiny) -> Glance:
    return world.glance(market={"nomination": "price"})


def test_gas_dearer_than_the_hub_is_taken_to_the_minimum_only(tmp_path):
    results = compared(oil_world(tmp_path, brent=60.0, hub=3.0))
    assert volume(results, "line") == near(MINIMUM)


def test_gas_cheaper_than_the_hub_is_taken_whole_and_no_more(tmp_path):
    results = compared(oil_world(tmp_path, brent=60.0, hub=9.0))
    assert volume(results, "line") == near(QUANTITY)


def test_the_premium_is_the_index_of_the_past_half_year_over_the_hub(tmp_path):
    # Half of the year before: (50 + 70) / 2 USD/bbl times 0.1 is 6 USD/MMBtu, 3 above the hub.
    network = oil_world(tmp_path, brent=60.0, hub=3.0).network(market={"nomination": "price"})
    assert network.contract_terms["price"].tolist() == [near(6.0 * PER_MMBTU)]
    assert network.contract_terms["premium"].tolist() == [near(3.0 * PER_MMBTU)]


def test_without_comparing_prices_supply_cost_decides(tmp_path):
    results = oil_world(tmp_path, brent=60.0, hub=3.0).glance()
    assert volume(results, "line") == near(QUANTITY)
    assert cell(results.costs, "value", item="contract_premium") == near(0.0)


def test_years_without_published_prices_compare_nothing(tmp_path):
    world = oil_world(tmp_path, brent=60.0, hub=3.0)
    assert world.network(market={"nomination": "price"}, years=[2040]).contract_terms["premium"].eq(0.0).all()


def test_the_premium_is_not_in_the_market_price(tmp_path):
    results = compared(oil_world(tmp_path, brent=60.0, hub=3.0))
    assert price(results, "M") == near(100.0)


def test_a_line_without_exclusive_contracts_carries_spot_gas_too(tmp_path):
    world = oil_world(tmp_path, brent=60.0, hub=9.0)
    world.contract("deal", "M", "line", QUANTITY, 0.5, 200.0)
    assert volume(world.glance(), "line") == near(10.0)


def test_stock_is_filled_in_summer_and_drawn_in_winter(tmp_path):
    world = Tiny(tmp_path).producer("well", "M", 50.0, 100.0)
    world.market("M", 10.0)
    filled = world.glance(seasons="winter-summer", demand={"M": {"stock_change": "2 bcm/yr"}})
    assert [cell(filled.consumption, "consumption", season=season) for season in ("winter", "summer")] == [
        near(5.0),
        near(7.0),
    ]
    drawn = world.glance(seasons="winter-summer", demand={"M": {"stock_change": "-2 bcm/yr"}})
    assert [cell(drawn.consumption, "consumption", season=season) for season in ("winter", "summer")] == [
        near(3.0),
        near(5.0),
    ]


def test_more_cannot_be_drawn_than_is_burnt(tmp_path):
    world = Tiny(tmp_path).producer("well", "M", 50.0, 100.0).market("M", 10.0)
    with pytest.raises(NetworkError, match=r"M would draw 6\.0 bcm from stock in winter 2030"):
        world.network(seasons="winter-summer", demand={"M": {"stock_change": "-6 bcm/yr"}})


def test_a_plant_with_a_minimum_runs_though_others_are_cheaper(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("own", "M", 50.0, 50.0, origin="Norway")
    world.producer("well", "N", 50.0, 100.0).liquefaction("plant", "N", "LNG", 4.0, minimum=0.75)
    world.voyage("ship", "LNG", "Regas").terminal("terminal", "Regas", "M", 9.0)
    assert volume(world.glance(), "plant") == near(3.0)
