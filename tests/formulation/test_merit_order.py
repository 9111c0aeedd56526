"""Price is the cost of the last unit, brought to the market with its fuel and tariffs."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import PER_MMBTU, Tiny, cell, cost, near, price, volume


def test_price_is_marginal_cost_and_tariff_over_what_arrives(tmp_path):
    world = Tiny(tmp_path).market("M", 9.5).producer("well", "N", 20.0, [(0.4, 100.0), (0.6, 150.0)])
    world.pipeline("line", "N", "M", 15.0, tariff=15.0, tariff_rate=0.01, length=500.0, fuel_rate=2e-5, loss=0.04)
    results = world.glance()
    assert volume(results, "line") == near(9.5 / 0.95)
    assert price(results, "M") == near((150.0 + 15.0 + 5.0) / 0.95)
    assert cost(results) == near(8.0 * 100.0 + 2.0 * 150.0 + 10.0 * 20.0)
    accounts = results.costs.set_index("item")["value"]
    assert (accounts["production"], accounts["transport"]) == (near(1100.0), near(200.0))


def test_the_cheapest_way_is_filled_first(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0)
    world.producer("near", "A", 20.0, 200.0, origin="Norway").producer("far", "B", 20.0, 100.0)
    world.pipeline("short", "A", "M", 20.0, tariff=10.0).pipeline("long", "B", "M", 7.0, tariff=80.0)
    results = world.glance()
    assert (volume(results, "long"), volume(results, "short")) == (near(7.0), near(3.0))
    assert price(results, "M") == near(210.0)


def test_liquefied_gas_carries_its_chain(tmp_path):
    world = Tiny(tmp_path).market("M", 6.0).producer("well", "N", 20.0, 100.0)
    world.liquefaction("plant", "N", "LNG", 8.0, cost=80.0, own_use=0.2).voyage(
        "ship", "LNG", "Regas", cost=20.0, boil_off=0.05
    )
    results = world.terminal("terminal", "Regas", "M", 7.0, cost=10.0, own_use=0.04).glance()
    at_ship = (100.0 + 80.0 * 0.8) / 0.8
    landed = (at_ship + 20.0) / 0.95
    assert price(results, "M") == near((landed + 10.0 * 0.96) / 0.96)
    assert volume(results, "ship") == near(6.0 / 0.96 / 0.95)
    assert volume(results, "plant") == near(6.0 / 0.96 / 0.95 / 0.8)


def test_a_full_line_earns_the_difference_of_prices(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 100.0)
    world.producer("dear", "M", 20.0, 300.0, origin="Norway").pipeline("line", "N", "M", 6.0, tariff=10.0, loss=0.05)
    results = world.glance()
    rent = 300.0 * 0.95 - 10.0 - 100.0
    assert price(results, "M") == near(300.0)
    assert cell(results.capacity, "marginal_value", arc="line") * PER_MMBTU == near(rent)
    assert cell(results.capacity, "rent", arc="line") == near(6.0 * rent)
    assert cell(results.capacity, "utilisation", arc="line") == near(1.0)


def test_a_full_terminal_earns_it_at_its_own_meter(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 10.0)
        .producer("well", "N", 20.0, 100.0)
        .producer("dear", "M", 20.0, 300.0, origin="Norway")
    )
    world.liquefaction("plant", "N", "LNG", 50.0).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "M", 6.0, own_use=0.2
    )
    results = world.glance()
    assert cell(results.capacity, "volume", arc="terminal") == near(6.0)
    assert cell(results.capacity, "marginal_value", arc="terminal") * PER_MMBTU == near(300.0 - 100.0 / 0.8)


def test_prices_of_markets_in_a_row_differ_by_the_tariff(tmp_path):
    world = Tiny(tmp_path).market("A", 5.0).market("B", 5.0).market("C", 5.0).producer("well", "A", 20.0, 120.0)
    results = world.pipeline("a-b", "A", "B", tariff=10.0).pipeline("b-c", "B", "C", tariff=25.0).glance()
    assert [price(results, market) for market in "ABC"] == [near(120.0), near(130.0), near(155.0)]


def test_money_of_later_years_counts_less_and_stands_for_more(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M")
    results = world.glance(years=[2030, 2040], discount_rate="5 %")
    assert cell(results.costs, "discounted", item="production", year=2030) == pytest.approx(1000.0 * 5.5)
    assert cell(results.costs, "discounted", item="production", year=2040) == pytest.approx(1000.0 * 5.5 * 1.05**-10)
    assert price(results, "M", year=2040) == near(100.0)


def test_a_run_without_storages_is_quiet(tmp_path, caplog):
    Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M").solve()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
