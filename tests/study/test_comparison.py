"""Two solved scenarios side by side."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from corridor.results import DEFINITIONS
from corridor.study import compare, facts
from corridor.study.facts import FURTHER

INDICATOR = ["indicator", "subject", "year", "value", "unit"]
FLOW = ["route", "arc", "origin", "year", "season", "volume", "unit"]


def results(flows, indicators):
    return SimpleNamespace(
        indicators=pd.DataFrame([(*row, "USD/MMBtu") for row in indicators], columns=INDICATOR),
        flows=pd.DataFrame([(*row, "bcm") for row in flows], columns=FLOW),
    )


@pytest.fixture
def first():
    return results(
        [
            ("Blue Stream", "blue-stream", "Russia", 2030, "winter", 6.0),
            ("Blue Stream", "blue-stream", "Russia", 2030, "summer", 4.0),
            ("Blue Stream", "blue-stream", "Kazakhstan", 2030, "summer", 1.0),
            ("Blue Stream", "blue-stream", "Russia", 2035, "summer", 1.0),
        ],
        [("price", "Türkiye", 2030, 8.0), ("price", "Türkiye", 2035, 7.0), ("price", "Iran North", 2030, 3.0)],
    )


@pytest.fixture
def second():
    return results(
        [("Hajigabul-Astara", "hajigabul-astara", "Russia", 2030, "winter", 5.0)],
        [("price", "Türkiye", 2030, 7.5)],
    )


def test_differences_of_indicators_and_annual_flows(first, second):
    expected = pd.DataFrame(
        [
            ("price", "Iran North", 2030, 3.0, None, None, "USD/MMBtu"),
            ("price", "Türkiye", 2030, 8.0, 7.5, -0.5, "USD/MMBtu"),
            ("route_flow", "Blue Stream", 2030, 11.0, 0.0, -11.0, "bcm"),
            ("route_flow", "Hajigabul-Astara", 2030, 0.0, 5.0, 5.0, "bcm"),
        ],
        columns=["indicator", "subject", "year", "first", "second", "difference", "unit"],
    )
    pd.testing.assert_frame_equal(compare(first, second), expected)


def test_the_other_way_round_changes_the_sign(first, second):
    forth, back = compare(first, second), compare(second, first)
    assert (forth["difference"].dropna() == -back["difference"].dropna()).all()


def test_nothing_differs_from_itself(first):
    same = compare(first, first)
    assert (same["difference"] == 0).all()
    assert set(same["year"]) == {2030, 2035}


def test_real_results_say_every_fact_once(solved):
    table = facts(solved)
    assert not table.duplicated(["indicator", "subject", "year"]).any()
    assert set(table["indicator"]) <= {*DEFINITIONS, *FURTHER}
    assert (compare(solved, solved)["difference"].dropna() == 0).all()
