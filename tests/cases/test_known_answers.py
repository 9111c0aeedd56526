"""Problems whose answers others have published, as gas markets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.formulation.tiny import Tiny, cell, cost, near, price, total_cost, volume

CASES = Path(__file__).parents[3] / "shared" / "reference" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the collection of published cases is not here")

TRANSPORT = "01_trnsport"


def published(name: str) -> Any:
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def factories(folder: Path, halved: bool = False) -> Tiny:
    """Dantzig's transportation problem: cases are bcm, thousands of dollars are a hundredth of a million."""
    tables: Any = [pd.read_csv(CASES / TRANSPORT / f"{name}.csv") for name in ("distance", "markets", "plants")]
    distance, markets, plants = tables
    world = Tiny(folder)
    for row in plants.itertuples():
        world.producer(str(row.plant), f"At {row.plant}", float(row.capacity_cases), 0.0)
    for row in markets.itertuples():
        world.market(str(row.market), float(row.demand_cases), 300.0)
    for row in distance.itertuples():
        cheaper = 0.5 if halved and (row.plant, row.market) == ("seattle", "chicago") else 1.0
        world.pipeline(
            f"{row.plant}-{row.market}",
            f"At {row.plant}",
            str(row.market),
            1000.0,
            100.0 * 0.09 * row.thousand_miles * cheaper,
        )
    return world


@pytest.mark.parametrize(
    ("name", "halved"),
    [("A_fixed_demand", False), ("C_counterfactual_halve_seattle_chicago_cost_fixed_demand", True)],
)
def test_dantzigs_factories(tmp_path, name, halved):
    expected = published(f"{TRANSPORT}/expected.json")[name]
    results = factories(tmp_path, halved).glance()
    assert cost(results) / 100.0 == near(expected["objective_kusd"])
    for market, dual in expected["market_dual"].items():
        assert price(results, market) / 100.0 == near(dual, abs=1e-4)
    for pair, amount in expected.get("unique_flows", {}).items():
        assert volume(results, pair.replace(">", "-")) == near(amount)


CHEAP = ("google_ortools_1_bradley_hax_magnanti", "google_ortools_2", "ortools_test2", "networkx_simple_digraph")


@pytest.mark.parametrize("name", CHEAP)  # the fifth case has costs below zero, which no transport of gas has
def test_small_minimum_cost_flows(tmp_path, name):
    case = published("03_small_mincostflow/cases.json")[name]
    supplies = case["supply"].items() if isinstance(case["supply"], dict) else enumerate(case["supply"])
    world = Tiny(tmp_path)
    for node, supply in supplies:
        if supply > 0:
            world.producer(f"p-{node}", f"N{node}", float(supply), 0.0)
        elif supply < 0:
            world.market(f"N{node}", float(-supply))
    for start, end, capacity, tariff in case["arcs"]:
        world.pipeline(
            f"{start}-{end}", f"N{start}", f"N{end}", 1000.0 if capacity is None else float(capacity), float(tariff)
        )
    assert total_cost(world.optimum()) == pytest.approx(case["expected"], abs=1e-2)
    if "expected_flow" in case:
        results = world.glance()
        found = [volume(results, f"{start}-{end}") for start, end, _, _ in case["arcs"]]
        assert found == pytest.approx([float(flow) for flow in case["expected_flow"]], abs=1e-4)
        assert cell(results.costs, "value", item="production") == 0.0
