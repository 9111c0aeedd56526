"""Dantzig's transportation problem: two factories, three markets. Source and licence: 01_trnsport/README.txt."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.cases import known

CASE = "01_trnsport"
FREIGHT = 0.09  # thousand USD per case and thousand miles
EXPECTED = known.read(CASE, "expected.json")


ERROR = 1e-3
"""Price error of the demand blocks: prices are met to this part, volumes to as much times the elasticity."""


def factories(place, halved: bool, elastic: bool = False):
    tables = (pd.read_csv(known.folder(CASE) / f"{name}.csv") for name in ("distance", "markets", "plants"))
    distance, markets, plants = tables
    unit = FREIGHT * distance["thousand_miles"]
    if halved:
        unit = unit.where((distance["plant"] != "seattle") | (distance["market"] != "chicago"), unit / 2.0)
    return known.solve(
        place,
        sections={"market": {"price_error": f"{ERROR:.1%}"}},
        parameters={"value_of_lost_load": "2 USD/MMBtu"},
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
                "reference_price [USD/MMBtu]": markets["market"].map(EXPECTED["A_fixed_demand"]["market_dual"]),
                "elasticity [1]": -markets["elasticity_at_ref"] if elastic else 0.0,
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


@pytest.mark.parametrize(
    ("variant", "halved"),
    [
        ("B_elastic_isoelastic_replicates_A", False),
        ("D_counterfactual_halve_seattle_chicago_cost_elastic", True),
    ],
)
def test_equilibrium_with_elastic_demand_is_met_to_the_stated_error(tmp_path, variant, halved):
    expected = EXPECTED[variant]
    results = factories(tmp_path, halved, elastic=True)
    assert known.prices(results) == pytest.approx(expected["price"], rel=ERROR)
    elasticity = pd.read_csv(known.folder(CASE) / "markets.csv").set_index("market")["elasticity_at_ref"]
    consumption = results.consumption.set_index("market")["consumption"]
    for market, volume in expected["demand"].items():
        assert consumption[market] == pytest.approx(volume, rel=(1.0 + ERROR) ** elasticity[market] - 1.0)
