"""Hand-sized minimum-cost flows with a published optimum. Source and licence: 03_small_mincostflow/README.txt."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.cases import known

CASE = "03_small_mincostflow"
CASES = known.read(CASE, "cases.json")


def network(place, case):
    supply = case["supply"].items() if isinstance(case["supply"], dict) else enumerate(case["supply"])
    balance = {f"node {node}": float(volume) for node, volume in supply}
    arcs = pd.DataFrame(case["arcs"], columns=["from", "to", "capacity", "cost"])
    start, end = (arcs[name].astype(str) for name in ("from", "to"))
    nodes = sorted({*balance, *("node " + start), *("node " + end)})
    wells = {node: volume for node, volume in balance.items() if volume > 0.0}
    towns = {node: -volume for node, volume in balance.items() if volume < 0.0}
    return known.solve(
        place,
        sources=known.source(CASE, "Applied Mathematical Programming; tests of or-tools and networkx", ""),
        nodes=nodes,
        producers=[
            {"producer": f"well {node}", "node": node, "origin": "gas", "potential [bcm/yr]": volume}
            for node, volume in wells.items()
        ],
        supply_steps=[{"producer": f"well {node}", "share": "100 %", "cost": "0 USD/MMBtu"} for node in wells],
        demand=[
            {"market": node, "volume [bcm/yr]": volume, "reference_price": "10 USD/MMBtu"}
            for node, volume in towns.items()
        ],
        pipelines=pd.DataFrame(
            {
                "pipeline": start + ">" + end,
                "from": "node " + start,
                "to": "node " + end,
                "length [km]": 0.0,
                "capacity [bcm/yr]": arcs["capacity"].astype(float).fillna(known.PLENTY),
                "tariff [USD/MMBtu]": arcs["cost"].astype(float),
            }
        ),
    )


@pytest.mark.parametrize("name", CASES)
def test_cost_and_unique_flows_are_the_published_ones(tmp_path, name):
    case = CASES[name]
    results = network(tmp_path, case)
    assert known.cost(results) == pytest.approx(case["expected"], rel=known.EXACT)
    expected = case.get("expected_flow", {})
    if not isinstance(expected, dict):
        expected = {f"{start}>{end}": flow for (start, end, _, _), flow in zip(case["arcs"], expected, strict=True)}
    found = known.flows(results)
    for way, volume in expected.items():
        assert found.get(way, 0.0) == pytest.approx(volume, rel=known.EXACT, abs=1e-7)
