"""The shipped page about the data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corridor import dataset as datasets
from corridor.report.other_runs import FOLDER
from corridor.study.data_page import page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "data.md"


def test_the_shipped_page_is_the_one_of_the_shipped_tables():
    """If not, ``make evidence`` renews both."""
    made = page(datasets.load(), FOLDER / "sensitivity-iran-55.csv", FOLDER / "backcast")
    assert PAGE.read_text(encoding="utf-8") == made


@pytest.mark.parametrize(
    ("case", "row"),
    [
        ("totals given", "model, totals of the year given"),
        ("totals not given", "model, totals not given"),
        ("last year", "the flows of the year before"),
        ("cheap routes full", "cheap lines full, Ukraine takes the rest"),
    ],
)
def test_the_readme_quotes_the_shipped_back_cast(case, row):
    scores = pd.read_csv(FOLDER / "backcast" / "scores.csv", dtype={"period": str})
    errors = scores[(scores["case"] == case) & (scores["routes"] == "contestable")].set_index("period")["error"] * 100.0
    years = errors.drop(["2015-2021", "2025"], errors="ignore").dropna()
    last = f"{errors['2025']:.1f}" if "2025" in errors.index and errors["2025"] == errors["2025"] else ""
    line = f"| {row} | {errors['2015-2021']:.1f} | {years.max():.1f} ({years.idxmax()}) | {last}".rstrip() + " |"
    assert line in (ROOT / "README.md").read_text(encoding="utf-8")
