"""Published equilibria of sellers who move prices, and of linear demand and supply, through the public functions."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.cases.known import folder, read
from tests.formulation.tiny import PER_MMBTU, YEAR, Tiny, cell, price, volume

from corridor.results import Results

FIRMS = "09_gabriel_cournot"
REGIONS = "10_spatequ_takayama_judge"
#: USD of a book in one canonical unit of price: large prices leave the tie-break far behind.
MONEY = 100.0


def exact(value: Any) -> Any:
    """Equal to the digits that books print."""
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def tangent(world: Tiny, name: str, intercept: float, slope: float, at: float) -> Tiny:
    """Add a market with demand ``P = intercept - slope Q``, described by its point at a price and its elasticity."""
    rate = (intercept - at) / slope
    return world.market(name, rate, MONEY * at, -at / (slope * rate))


def coal_firms(place: Path) -> Tiny:
    """Three firms of two processes each in one market (Gabriel et al. 2013, chapter 3)."""
    world = tangent(Tiny(place), "Market", 2.5, 1.0 / 60000.0, 1.5)
    table: Any = pd.read_csv(folder(FIRMS) / "producers.csv")
    for row in table.itertuples():
        cost, capacity = MONEY * row.variable_cost, float(row.capacity)
        world.producer(f"{row.firm}-{row.process}", "Market", capacity, cost, origin=str(row.firm))
    return world


@pytest.mark.parametrize(
    ("name", "market"),
    [
        ("3.4.2.2_all_price_takers", {"linear_demand": "Market"}),
        ("3.4.2.6_all_cournot", {"conduct": dict.fromkeys(("i1", "i2", "i3"), "cournot")}),
    ],
)
def test_three_firms(tmp_path, name, market):
    expected = read(FIRMS, "expected.json")[name]
    results = coal_firms(tmp_path).solve(market=market)
    assert price(results, "Market") / MONEY == exact(expected["price"])
    assert cell(results.consumption, "consumption", market="Market") == exact(expected["q"])
    told = results.indicators.set_index(["indicator", "subject"])["value"] * 1000.0 / MONEY
    for firm, profit in expected["profit"].items():
        assert told["producer_surplus", firm] == exact(profit)
    assert told["consumer_surplus", ""] == exact(expected["CS"])
    worth = results.costs.set_index("item")["value"]
    welfare = -(worth["worth_of_flexible_consumption"] + worth["production"]) / MONEY
    assert welfare == exact(expected["SW"])
    assert told["producer_surplus"].sum() + told["consumer_surplus"].sum() == exact(expected["SW"])
    made = dict.fromkeys(expected["profit"], 0.0)
    for process, rate in expected["x"].items():
        made[process[:2]] += rate
    for firm, rate in made.items():
        assert told["production", firm] * MONEY / 1000.0 == exact(rate)


def duopoly(place: Path, intercept: float, slope: float, costs: tuple[float, float], rise: float = 0.0) -> Tiny:
    """Two firms at one end of a line to the market."""
    world = tangent(Tiny(place), "Market", intercept, slope, 0.6 * intercept)
    for firm, cost in zip(("First", "Second"), costs, strict=True):
        world.producer(firm.lower(), "Pits", 100.0, MONEY * cost, origin=firm)
        world.add(
            "supply_steps", f"{firm.lower()}-1", firm.lower(), "1", share=1.0, cost=MONEY * cost, rise=MONEY * rise
        )
    return world


BOTH = {"conduct": {"First": "cournot", "Second": "cournot"}}


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("duopoly_a10_b1_cost1_1", (10.0, 1.0, (1.0, 1.0))),
        ("duopoly_a10_b5_cost1_2", (10.0, 5.0, (1.0, 2.0))),
    ],
)
def test_duopolies(tmp_path, name, numbers):
    expected = read(FIRMS, "expected.json")[name]
    results = duopoly(tmp_path, *numbers).pipeline("line", "Pits", "Market", length=0.0).solve(market=BOTH)
    sold = [volume(results, "line", origin=firm) for firm in ("First", "Second")]
    assert sold == exact(expected["q"])
    assert price(results, "Market") / MONEY == exact(expected["price"])


def test_a_duopoly_on_a_narrow_line(tmp_path):
    name = "duopoly_a10_b5_cost1_2_shared_capacity_1.06_equal_multiplier"
    expected = read(FIRMS, "expected.json")[name]
    world = duopoly(tmp_path, 10.0, 5.0, (1.0, 2.0)).pipeline("line", "Pits", "Market", 1.06, length=0.0)
    results = world.solve(market=BOTH)
    sold = [volume(results, "line", origin=firm) for firm in ("First", "Second")]
    assert sold == exact(expected["q"])
    assert price(results, "Market") / MONEY == exact(expected["price"])
    dual = cell(results.capacity, "marginal_value", arc="line") * PER_MMBTU / MONEY
    assert dual == exact(expected["capacity_dual"])


def test_a_duopoly_whose_cost_rises(tmp_path):
    expected = read(FIRMS, "expected.json")["duopoly_a30_b4_cost_q+0.5q2"]
    world = duopoly(tmp_path, 30.0, 4.0, (1.0, 1.0), rise=100.0).pipeline("line", "Pits", "Market", length=0.0)
    results = world.solve(market=BOTH)
    for firm in ("First", "Second"):
        assert volume(results, "line", origin=firm) == exact(expected["q_each"])
    assert price(results, "Market") / MONEY == exact(expected["price"])
    results = world.solve(market={"linear_demand": "Market"})
    assert volume(results, "line") == exact(2.0 * expected["competitive_q_each"])


def three_regions(place: Path) -> Tiny:
    """Takayama and Judge's regions: every commodity a world of its own in the same dataset."""
    regions: Any = pd.read_csv(folder(REGIONS) / "demand_supply.csv")
    transport: Any = pd.read_csv(folder(REGIONS) / "transport.csv")
    world = Tiny(place)
    for row in regions.itertuples():
        name = f"{row.region}.{row.commodity}"
        demand, supply = row.betaD_com1 + row.betaD_com2, row.betaS_com1 + row.betaS_com2
        tangent(world, name, -row.alphaD / demand, -1.0 / demand, -0.5 * row.alphaD / demand)
        first = -row.alphaS / supply
        steps = {"share": 1.0, "cost": MONEY * first, "rise": MONEY * 1000.0 / supply}
        world.producer(f"{name}-well", name, 1000.0, MONEY * first, origin=str(row.region))
        world.add("supply_steps", f"{name}-well-1", f"{name}-well", "1", **steps)
    for row in transport[transport["from"] != transport["to"]].itertuples():
        for commodity, cost in (("Com1", row.cost_com1), ("Com2", row.cost_com2)):
            ends = f"{row._1}.{commodity}", f"{row.to}.{commodity}"
            world.pipeline(f"{ends[0]}>{ends[1]}", *ends, 1000.0, MONEY * float(cost), length=0.0)
    return world


def test_three_regions(tmp_path):
    expected = read(REGIONS, "expected.json")["as_coded_in_GAMS_own_price_slopes_summed"]
    world = three_regions(tmp_path)
    results: Results = world.solve(market={"linear_demand": sorted(expected["price"])})
    for market, value in expected["price"].items():
        assert price(results, market) / MONEY == pytest.approx(value, rel=1e-6)
    for way, value in expected["inter_regional_shipments"].items():
        ways, commodity = way.split(".")
        start, end = ways.split(">")
        digits = 0.5e-3 if commodity == "Com2" else 1e-5  # three digits are published
        assert volume(results, f"{start}.{commodity}>{end}.{commodity}") == pytest.approx(value, abs=digits)
    cost = results.costs.set_index("item")["value"] / MONEY
    assert cost["transport"] == pytest.approx(expected["transport_cost"], rel=1e-6)
    welfare = -(cost.drop("tie_break").sum())
    assert welfare == pytest.approx(expected["welfare_quantity_form_of_our_QP"], rel=1e-6)
    assert math.isclose(results.consumption["shortfall"].sum(), 0.0, abs_tol=1e-9)
    assert results.prices["year"].unique().tolist() == [YEAR]
