"""Dantzig's transportation problem: two factories, three markets. Source and licence: 01_trnsport/README.txt."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.cases import known

CASE = "01_trnsport"
FREIGHT = 0.09  # thousand USD per case and thousand miles
EXPECTED = known.read(CASE, "expected.json")


def factories(place, halved: bool):
    tables = (pd.read_csv(known.folder(CASE) / f"{name}.csv") for name in ("distance", "markets", "plants"))
    distance, markets, plants = tables
    unit = FREIGHT * distance["thousand_miles"]
    if halved:
        unit = unit.where((distance["plant"] != "seattle") | (distance["market"] != "chicago"), unit / 2.0)
    return known.solve(
        place,
        sources=known.source(CASE, "Linear Programming and Extensions, chapter 3.3", "", "1963"),
        nodes=[*(f"at {plant}" for plant in plants["plant"]), *markets["market"]],
        producers=[
            {
                "producer": row.plant,
                "node": f"at {row.plant}",
                "origin": "USA",
                "potential": f"{row.capacity_cases} bcm/yr",
            }
            for row in plants.itertuples()
        ],
        supply_steps=[{"producer": plant, "share": "100 %", "cost": "0 USD/MMBtu"} for plant in plants["plant"]],
        demand=pd.DataFrame(
            {
                "market": markets["market"],
                "volume [bcm/yr]": markets["demand_cases"],
                "reference_price [USD/MMBtu]": 1.0,
            }
        ),
        pipelines=pd.DataFrame(
            {
                "pipeline": distance["plant"] + ">" + distance["market"],
                "from": "at " + distance["plant"],
                "to": distance["market"],
                "length [km]": 0.0,
                "capacity [bcm/yr]": known.PLENTY,
                "tariff [USD/MMBtu]": unit,
            }
        ),
    )


@pytest.mark.parametrize(
    ("variant", "halved"),
    [("A_fixed_demand", False), ("C_counterfactual_halve_seattle_chicago_cost_fixed_demand", True)],
)
def test_cost_prices_and_flows_are_the_published_ones(tmp_path, variant, halved):
    expected = EXPECTED[variant]
    results = factories(tmp_path, halved)
    assert known.cost(results) == pytest.approx(expected["objective_kusd"], rel=known.EXACT)
    assert known.prices(results) == pytest.approx(expected["market_dual"], rel=known.EXACT)
    found = known.flows(results)
    for way, volume in expected.get("unique_flows", {}).items():
        assert found[way] == pytest.approx(volume, rel=known.EXACT)
