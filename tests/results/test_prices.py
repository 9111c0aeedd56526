"""Prices, netbacks and the comparison with what was observed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.formulation.tiny import PER_MMBTU, Tiny, cell, near, price

from corridor.results.prices import annual_prices


def mean_price(results) -> pd.Series:
    used = results.consumption.rename(columns={"market": "node"}).set_index(["node", "year", "season"])["consumption"]
    seasonal = results.prices.set_index(["node", "year", "season"])["price"]
    return (seasonal * used).groupby(level=["node", "year"]).sum() / used.groupby(level=["node", "year"]).sum()


def test_the_annual_price_is_the_consumption_weighted_mean(rich):
    indicator = rich.indicators[rich.indicators["indicator"] == "price"].set_index(["subject", "year"])["value"]
    expected = mean_price(rich)
    np.testing.assert_allclose(indicator, expected.reindex(indicator.index), rtol=1e-9)


def test_a_market_that_consumes_nothing_has_the_plain_mean():
    prices = pd.DataFrame({"node": ["M", "M"], "year": [2030, 2030], "season": ["a", "b"], "price": [4.0, 8.0]})
    consumption = pd.DataFrame(
        {"market": ["M", "M"], "year": [2030, 2030], "season": ["a", "b"], "consumption": [0.0, 0.0]}
    )
    assert annual_prices(prices, consumption).tolist() == [6.0]
    used = consumption.assign(consumption=[3.0, 1.0])
    assert annual_prices(prices, used).tolist() == [5.0]


def test_a_price_is_what_one_more_unit_costs(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 10.0)
        .producer("well", "N", 20.0, 100.0)
        .producer("dear", "O", 20.0, 150.0, origin="Norway")
    )
    world.pipeline("line", "N", "M", 8.0).pipeline("other", "O", "M", 8.0, tariff=20.0, loss=0.05)
    base = world.solve()
    more = world.market("M", 10.5).solve()
    difference = more.costs["discounted"].sum() - base.costs["discounted"].sum()
    assert price(base, "M") == near(difference / 0.5)


def test_the_netback_is_the_price_less_the_way(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 6.0)
        .producer("well", "N", 20.0, 100.0)
        .producer("dear", "M", 20.0, 400.0, origin="Norway")
    )
    world.pipeline("trunk", "N", "Coast", 50.0, tariff=20.0, loss=0.03).liquefaction(
        "plant", "Coast", "LNG", 3.0, cost=80.0, own_use=0.2
    )
    world.voyage("ship", "LNG", "Regas", cost=30.0, boil_off=0.05).terminal(
        "terminal", "Regas", "M", 50.0, cost=10.0, own_use=0.04
    )
    results = world.solve()
    at_regas = 0.96 * 400.0 - 10.0 * 0.96
    at_plant = 0.95 * at_regas - 30.0
    at_coast = 0.8 * at_plant - 80.0 * 0.8
    at_well = 0.97 * at_coast - 20.0
    assert cell(results.netbacks, "netback", origin="Russia") * PER_MMBTU == near(at_well)
    assert cell(results.netbacks, "transport", origin="Russia") * PER_MMBTU == near(400.0 - at_well)
    assert cell(results.netbacks, "netback", origin="Norway") * PER_MMBTU == near(400.0)
    assert cell(results.netbacks, "volume", origin="Russia") == near(3.0 * 0.95 * 0.96)


def test_the_best_way_back_counts(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 6.0)
        .producer("well", "N", 20.0, 100.0)
        .producer("dear", "M", 20.0, 400.0, origin="Norway")
    )
    results = world.pipeline("cheap", "N", "M", 2.0, tariff=20.0).pipeline("costly", "N", "M", 2.0, tariff=90.0).solve()
    assert cell(results.netbacks, "netback", origin="Russia") * PER_MMBTU == near(380.0)


def test_the_marginal_seller_nets_his_cost(tmp_path):
    results = (
        Tiny(tmp_path)
        .market("M", 6.0)
        .producer("well", "N", 20.0, 100.0)
        .pipeline("line", "N", "M", 9.0, tariff=33.0, loss=0.04)
        .solve()
    )
    assert cell(results.netbacks, "netback", origin="Russia") * PER_MMBTU == near(100.0)


def test_netbacks_are_below_prices_and_belong_to_sales(rich):
    table = rich.netbacks
    np.testing.assert_allclose(table["price"] - table["transport"], table["netback"])
    sold = -rich.balance[rich.balance["item"] == "sales"].groupby(["origin", "node", "year"])["volume"].sum()
    np.testing.assert_allclose(
        table["volume"], sold.reindex(pd.MultiIndex.from_frame(table[["origin", "market", "year"]])), atol=1e-5
    )


def observation(results, kind: str, subject: str) -> pd.Series:
    table = results.observed
    chosen = table[(table["kind"] == kind) & (table["subject"] == subject)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_routes_are_compared_at_the_meter(rich):
    flows = rich.flows[rich.flows["year"] == 2030]
    stream, plant = observation(rich, "route_flow", "Stream"), observation(rich, "route_flow", "plant-russia")
    assert stream["model"] == pytest.approx(flows.loc[flows["route"] == "Stream", "volume"].sum())
    assert plant["model"] == pytest.approx(flows.loc[flows["route"] == "plant-russia", "arrived"].sum())
    assert (stream["observed"], stream["difference"]) == (12.0, pytest.approx(stream["model"] - 12.0))


def test_prices_are_averaged_and_in_dollars_per_mmbtu(rich):
    row = observation(rich, "price", "Germany")
    assert (row["observed"], row["unit"]) == (pytest.approx(8.0), "USD/MMBtu")
    assert row["model"] == pytest.approx(mean_price(rich)["Germany", 2030])


def test_groups_are_summed(rich):
    used = rich.consumption[rich.consumption["market"].isin(["Germany", "Italy"]) & (rich.consumption["year"] == 2030)]
    assert observation(rich, "consumption", "EU")["model"] == pytest.approx(used["consumption"].sum())


def test_production_is_converted_and_compared_at_the_node(rich):
    row = observation(rich, "production", "Siberia")
    made = rich.balance[
        (rich.balance["item"] == "production") & (rich.balance["node"] == "Siberia") & (rich.balance["year"] == 2030)
    ]
    assert row["model"] == pytest.approx(made["volume"].sum())
    assert row["observed"] == pytest.approx(500.0 * 3.6 / 40.0)


def test_trade_is_by_origin(rich):
    sold = rich.balance[
        (rich.balance["item"] == "sales") & (rich.balance["origin"] == "Russia") & (rich.balance["year"] == 2035)
    ]
    to = -sold.groupby("node")["volume"].sum()
    assert observation(rich, "trade", "Russia>Italy")["model"] == pytest.approx(to.get("Italy", 0.0))
    assert observation(rich, "trade", "Russia>EU")["model"] == pytest.approx(
        to.get("Italy", 0.0) + to.get("Germany", 0.0)
    )
    assert observation(rich, "trade", "Russia>Italy + China")["model"] == pytest.approx(
        to.get("Italy", 0.0) + to.get("China", 0.0)
    )


def test_trade_is_counted_by_the_way_it_came(rich):
    flows = rich.flows[(rich.flows["origin"] == "Qatar") & (rich.flows["year"] == 2035)]
    landed = flows.loc[flows["form"] == "regasification", "arrived"].sum()
    assert landed > 0.0
    assert observation(rich, "trade", "Qatar>Italy + China (lng)")["model"] == pytest.approx(landed)
    assert observation(rich, "trade", "Qatar>Italy + China (pipeline)")["model"] == pytest.approx(0.0, abs=1e-6)


def test_other_years_and_unknown_routes_are_left_out(rich):
    assert set(rich.observed["year"]) <= {2030, 2035}
    assert not {"No such route", "Russia>Nowhere", "Russia>Italy (mule)"} & set(rich.observed["subject"])


def test_published_statements_stand_beside_the_model(rich):
    (row,) = rich.published.to_dict("records")
    exports = cell(rich.indicators, "value", indicator="exports", subject="Russia", year=2035)
    assert (row["model"], row["published_low"], row["published_high"]) == (pytest.approx(exports), 30.0, 40.0)
