"""Scores against answers worked out by hand, and the naive answers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from corridor.study.backcast.scoring import bias, error, naive, rank_correlation, scores


def table(*rows: tuple[str, int, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["route", "year", "model", "observed"])
    return frame.assign(contestable=frame["route"] != "China")


HISTORY = table(
    ("Nord Stream", 2015, 40.0, 37.0),
    ("Ukraine", 2015, 50.0, 61.0),
    ("Nord Stream", 2016, 44.0, 41.0),
    ("Ukraine", 2016, 80.0, 76.0),
    ("China", 2016, 5.0, 10.0),
)


def test_the_error_is_weighted_by_volume():
    assert error(HISTORY[HISTORY["year"] == 2015]) == pytest.approx((3.0 + 11.0) / 98.0)
    assert bias(HISTORY[HISTORY["year"] == 2015]) == pytest.approx(-8.0 / 98.0)


def test_nothing_observed_has_no_score():
    assert math.isnan(error(HISTORY[:0]))
    assert math.isnan(bias(HISTORY[:0]))
    assert math.isnan(rank_correlation(HISTORY[:2]))


def test_ranks_in_the_same_order_correlate_fully():
    assert rank_correlation(HISTORY) == pytest.approx(1.0)
    turned = HISTORY.assign(model=-HISTORY["model"])
    assert rank_correlation(turned) == pytest.approx(-1.0)


def test_contestable_routes_are_scored_apart_and_over_the_whole_period():
    found = scores(HISTORY).set_index(["routes", "period"])
    assert found.loc[("contestable", "2016"), "error"] == pytest.approx(7.0 / 117.0)
    assert found.loc[("all", "2016"), "error"] == pytest.approx(12.0 / 127.0)
    assert found.loc[("contestable", "2015-2021"), "pairs"] == 4
    assert found.loc[("contestable", "2015-2021"), "error"] == pytest.approx(21.0 / 215.0)


def test_last_year_is_repeated_where_there_is_one():
    repeated = naive(HISTORY, {})["last year"]
    assert repeated[["route", "year", "model"]].values.tolist() == [
        ["Nord Stream", 2016, 37.0],
        ["Ukraine", 2016, 61.0],
    ]


def test_cheap_routes_are_filled_and_ukraine_takes_the_rest_of_the_true_total():
    capacity = {("Nord Stream", 2015): 55.0, ("Nord Stream", 2016): 200.0}
    filled = naive(HISTORY, capacity)["cheap routes full"].set_index(["route", "year"])["model"]
    assert filled[("Nord Stream", 2015)] == 55.0
    assert filled[("Ukraine", 2015)] == pytest.approx(98.0 - 55.0)
    assert filled[("Ukraine", 2016)] == 0.0  # nothing is left
