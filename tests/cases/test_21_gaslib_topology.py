"""Networks of the shape of real ones: GasLib-40, -135 and -582. Source and licence: 21_gaslib_topology/README.txt."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.cases import known

from corridor.errors import InfeasibleError

CASE = "21_gaslib_topology"
EXPECTED = known.read(CASE, "expected.json")
ENLARGED = 1.000001
"""By how much receipts are enlarged, so that rounding does not make a network infeasible."""


def topology(place, name, receipts, shortfall="refused"):
    nodes, arcs = (
        pd.read_csv(known.folder(CASE) / f"{name}_{part}.csv", dtype={"node": str, "from": str, "to": str})
        for part in ("nodes", "arcs")
    )
    wells, towns = nodes[nodes["receipt_max"] > 0.0], nodes[nodes["delivery_nominal"] > 0.0]
    return known.solve(
        place,
        sections={"market": {"shortfall": shortfall}},
        sources=known.source(CASE, "GasLib", "https://gaslib.zib.de", licence="CC-BY 3.0"),
        nodes=nodes["node"].tolist(),
        producers=pd.DataFrame(
            {
                "producer": wells["node"],
                "node": wells["node"],
                "origin": "gas",
                "potential [bcm/yr]": wells["receipt_max"] * receipts,
            }
        ),
        supply_steps=pd.DataFrame({"producer": wells["node"], "share [share]": 1.0, "cost [USD/MMBtu]": 0.0}),
        demand=pd.DataFrame(
            {
                "market": towns["node"],
                "volume [bcm/yr]": towns["delivery_nominal"],
                "reference_price [USD/MMBtu]": 1000.0,
            }
        ),
        pipelines=pd.DataFrame(
            {
                "pipeline": [f"{row.type} {number}" for number, row in enumerate(arcs.itertuples())],
                "from": arcs["from"],
                "to": arcs["to"],
                "length [km]": 0.0,
                "capacity [bcm/yr]": known.PLENTY,
                "reverse_capacity [bcm/yr]": known.PLENTY,
                "tariff [USD/MMBtu]": arcs["length_km"],
            }
        ),
        parameters={"value_of_lost_load": "10000 USD/MMBtu"},
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_cost_is_that_of_the_shortest_ways(tmp_path, name):
    results = topology(tmp_path, name, ENLARGED)
    assert known.cost(results) == pytest.approx(
        EXPECTED[name]["LP_min_sum_length_times_abs_flow_HiGHS"], rel=known.EXACT
    )
    assert results.consumption["consumption"].sum() == pytest.approx(EXPECTED[name]["total_delivery_kg_s"])


def test_what_rounding_leaves_unserved_is_told(tmp_path):
    with pytest.raises(InfeasibleError, match=r"short of 0\.0003 bcm"):
        topology(tmp_path, "gaslib582", 1.0)


def test_what_rounding_leaves_unserved_can_be_accepted(tmp_path):
    results = topology(tmp_path, "gaslib582", 1.0, "accepted")
    expected = EXPECTED["gaslib582"]
    missing = expected["total_delivery_kg_s"] - expected["total_receipt_max"]
    assert results.consumption["shortfall"].sum() == pytest.approx(missing, abs=1e-6)
