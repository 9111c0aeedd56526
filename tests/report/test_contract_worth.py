"""The report puts contract prices beside the market, and says what is made up and carried forward."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from tests.report.synthetic import SyntheticResults

from corridor.report.blocks import Paragraph, Table
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections.contract_worth import contract_worth
from corridor.report.subject import Subject


def told(results: SyntheticResults, **changed: object) -> tuple[str, list[list[str]]]:
    facts = {"taken": 8.0, "price": 6.0, "market_value": 7.5, "rent": 440.0, "made_up": 0.0, "carried_in": 0.0}
    rows = [
        {"contract": "deal", "origin": "Russia", "year": year, "price_rule": "oil", **facts, **changed}
        for year in (2027, 2030, 2035)
    ]
    blocks = contract_worth(Subject(replace(results, contracts=pd.DataFrame(rows)), PLAIN_UNITS["bcm"]))
    paragraph = next(block for block in blocks if isinstance(block, Paragraph))
    table = next(block for block in blocks if isinstance(block, Table))
    text = "".join(run if isinstance(run, str) else "" for run in paragraph.runs)
    return text, [[cell.text for cell in row.cells] for row in table.rows]


def test_price_and_market_stand_side_by_side_in_the_first_and_last_year(results: SyntheticResults) -> None:
    text, rows = told(results)
    assert rows == [
        ["deal", "oil", "2027", "8.0", "6.00", "7.50", "440"],
        ["", "", "2035", "8.0", "6.00", "7.50", "440"],
    ]
    assert "made up" not in text


def test_rights_that_are_used_are_told(results: SyntheticResults) -> None:
    text, _ = told(results, made_up=1.5)
    assert "Gas made up: 1.5 in 2027, 1.5 in 2030, 1.5 in 2035 bcm/yr." in text


def test_tables_without_prices_say_nothing(results: SyntheticResults) -> None:
    assert contract_worth(Subject(results, PLAIN_UNITS["bcm"])) == []
