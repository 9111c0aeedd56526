"""The Belgian gas network of De Wolf and Smeers. Source and licence: 06_gastrans_belgium/README.txt.

Pressure does not bind in cost there, so a transport model must meet the published optimum of the whole problem.
"""

from __future__ import annotations

import pandas as pd
import pytest
from tests.cases import known

CASE = "06_gastrans_belgium"
EXPECTED = known.read(CASE, "expected.json")


def belgium(place, capacities=None):
    nodes = pd.read_csv(known.folder(CASE) / "nodes.csv")
    arcs = pd.read_csv(known.folder(CASE) / "arcs.csv")
    wells = nodes[nodes["supply_up"] > 0.0]
    towns = nodes[nodes["supply_up"] < 0.0]
    number = arcs.groupby(["from", "to"]).cumcount() + 1
    names = arcs["from"] + ">" + arcs["to"] + " " + number.astype(str)
    capacity = names.map(capacities or {}).fillna(known.PLENTY)
    return known.solve(
        place,
        sources=known.source(CASE, "Management Science 46 (2000) 1454-1465", "https://www.minlplib.org/gastrans.html"),
        nodes=nodes["node"].tolist(),
        producers=pd.DataFrame(
            {
                "producer": wells["node"],
                "node": wells["node"],
                "origin": "gas",
                "potential [bcm/yr]": wells["supply_up"],
                "minimum [share]": wells["supply_lo"] / wells["supply_up"],
            }
        ),
        supply_steps=pd.DataFrame(
            {"producer": wells["node"], "share [share]": 1.0, "cost [USD/MMBtu]": wells["cost_per_Mm3"]}
        ),
        demand=pd.DataFrame(
            {"market": towns["node"], "volume [bcm/yr]": -towns["supply_up"], "reference_price [USD/MMBtu]": 5.0}
        ),
        pipelines=pd.DataFrame(
            {
                "pipeline": names,
                "from": arcs["from"],
                "to": arcs["to"],
                "length [km]": arcs["length_km"],
                "capacity [bcm/yr]": capacity,
                "reverse_capacity [bcm/yr]": [None if active else known.PLENTY for active in arcs["active_compressor"]],
            }
        ),
    )


def test_cost_prices_and_unique_supplies_are_the_published_ones(tmp_path):
    results = belgium(tmp_path)
    assert known.cost(results) == pytest.approx(EXPECTED["objective"], rel=known.EXACT)
    prices = known.prices(results)
    assert len(prices) == 9
    assert prices == pytest.approx(dict.fromkeys(prices, EXPECTED["nodal_dual_all_nodes"]), rel=known.EXACT)
    balance = results.balance[results.balance["item"] == "production"].groupby("node")["volume"].sum()
    unique = EXPECTED["unique_in_optimum"]
    for node in ("Voeren", "Peronnes", "Anderlues"):
        assert balance[node] == pytest.approx(unique[node], rel=known.EXACT)
    dear = balance[["Dudzele", "Loenhout", "Zeebrugge"]].sum()
    assert dear == pytest.approx(unique["sum_of_2.28_sources(Dudzele+Loenhout+Zeebrugge)"], rel=known.EXACT)
    assert balance["Zeebrugge"] >= 8.87 - 1e-6  # a minimum take


def test_parallel_pipes_stay_apart(tmp_path):
    narrow = {"Voeren>Berneau 1": 15.0, "Voeren>Berneau 2": 7.012}
    results = belgium(tmp_path, narrow)
    found = known.flows(results)
    assert {name: found[name] for name in narrow} == pytest.approx(narrow, rel=known.EXACT)
    assert known.cost(results) == pytest.approx(EXPECTED["objective"], rel=known.EXACT)
    assert results.capacity["arc"].str.startswith("Voeren>Berneau").sum() == 2
