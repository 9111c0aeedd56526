"""The shipped sweep, whole: its table says what single runs of its points say."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.api import load, solve
from corridor.study import sweep
from corridor.study.facts import facts

pytestmark = pytest.mark.slow

SWEEP = Path(__file__).parents[2] / "scenarios" / "sweeps" / "iran-capacity.yaml"
COLUMNS = {
    "Russian gas to Iran": ("exports_to", "Russia>Iran"),
    "All Russian exports": ("exports", "Russia"),
    "Russian export revenue": ("export_revenue", "Russia"),
    "Price in northern Iran": ("price", "Iran North"),
}
POINTS = [
    (1.0, 55.0, "{2027: 2 bcm/yr, 2030: 28 bcm/yr, 2033: 55 bcm/yr}"),
    (1.5, 10.0, "{2027: 2 bcm/yr, 2030: 10 bcm/yr}"),
]


def test_the_shipped_sweep_agrees_with_single_runs():
    study = sweep(SWEEP, jobs=2)
    assert len(study.table) == 28
    failed = study.table[study.table["status"] != "ok"]
    assert failed["reason"].str.contains("goes short").all()
    table = study.table.set_index(["Growth in Iran", "Iran corridor capacity"])
    for growth, size, stages in POINTS:
        overrides = {"demand.Iran.growth": f"{growth} %/yr", "projects.russia-iran.capacity": stages}
        single = facts(solve(load("iran-55", overrides))).set_index(["indicator", "subject", "year"])["value"]
        for column, key in COLUMNS.items():
            assert table.loc[(growth, size), column] == pytest.approx(single[(*key, 2035)], rel=1e-9), column
