"""Dantzig's warehouse: buy, store and sell over four quarters. Source and licence: 14_whouse_storage_arbitrage/README.txt.

Each quarter is a model year. What the warehouse sells displaces what a town would buy at the price of the quarter, so
its profit is what the town saves: the published cost is that of the whole less what the town would pay without it.
"""

from __future__ import annotations

import pandas as pd
import pytest
from tests.cases import known

CASE = "14_whouse_storage_arbitrage"
EXPECTED = known.read(CASE, "expected.json")
TOWN = 200.0
"""What the town consumes in a quarter: more than the warehouse can ever sell."""


def test_cost_and_stocks_are_the_published_ones(tmp_path):
    price = pd.read_csv(known.folder(CASE) / "periods.csv")["price"].astype(float).tolist()
    years = [known.YEAR + quarter for quarter in range(len(price))]
    results = known.solve(
        tmp_path,
        years,
        sections={"horizon": {"storage": "chronological"}},
        sources=known.source(CASE, "Linear Programming and Extensions, chapter 3.6", "", "1963"),
        nodes=["Town"],
        producers=[{"producer": "trade", "node": "Town", "origin": "goods", "potential [bcm/yr]": 2.0 * TOWN}],
        supply_steps=[
            {"producer": "trade", "share": "100 %", "cost [USD/MMBtu]": dict(zip(years, price, strict=True))}
        ],
        demand=[{"market": "Town", "volume [bcm/yr]": TOWN, "reference_price": "10 USD/MMBtu"}],
        storages=[
            {
                "storage": "warehouse",
                "node": "Town",
                "working_gas [bcm]": float(EXPECTED["storage_capacity"]),
                "injection [bcm/yr]": TOWN,
                "withdrawal [bcm/yr]": TOWN,
                "opening [share]": EXPECTED["initial_stock"] / EXPECTED["storage_capacity"],
                "holding_cost [USD/MMBtu/yr]": float(EXPECTED["holding_cost_per_quarter_on_end_stock"]),
            }
        ],
    )
    assert known.cost(results) - TOWN * sum(price) == pytest.approx(EXPECTED["objective_min_cost"], rel=known.EXACT)
    levels = results.storage.set_index("year")["level"]
    assert levels[years[:2]].tolist() == pytest.approx([100.0, 0.0], abs=1e-6)  # later quarters are a tie
    assert known.prices_by_year(results) == pytest.approx(dict(zip(years, price, strict=True)), rel=known.EXACT)
