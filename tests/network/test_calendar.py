"""Model years, seasons, and the share of a season in which something is in force."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.dataset import decimal_year
from corridor.network.calendar import season_table, share_in_force, year_table

HALVES = [("winter", (1, 2, 3, 10, 11, 12)), ("summer", (4, 5, 6, 7, 8, 9))]
QUARTERS = [("q1", (1, 2, 3)), ("q2", (4, 5, 6)), ("q3", (7, 8, 9)), ("q4", (10, 11, 12))]
MONTHS = [(f"{month:02d}", (month,)) for month in range(1, 13)]
YEAR = [("year", tuple(range(1, 13)))]


@given(st.lists(st.integers(1990, 2100), min_size=1, max_size=8, unique=True).map(sorted))
@settings(deadline=None, max_examples=50, derandomize=True)
def test_weights_sum_to_the_length_of_the_horizon(years):
    table = year_table(years, 0.06)
    assert table["weight"].sum() == pytest.approx(years[-1] - years[0] + 1)
    assert (table["weight"] > 0.0).all()


def test_a_model_year_stands_for_the_years_nearest_to_it():
    table = year_table([2025, 2030, 2040], 0.1)
    assert table["weight"].tolist() == [3.0, 7.5, 5.5]
    assert table["discount"].tolist() == pytest.approx([1.0, 1.1**-5, 1.1**-15])


@pytest.mark.parametrize("seasons", [YEAR, HALVES, QUARTERS, MONTHS])
def test_durations_sum_to_a_year(seasons):
    table = season_table(seasons)
    assert table["duration"].sum() == pytest.approx(1.0)
    assert sorted(month for months in table["months"] for month in months) == list(range(1, 13))


@pytest.mark.parametrize(
    ("seasons", "order"),
    [
        (HALVES, ["summer", "winter"]),  # storage fills before it empties
        (list(reversed(QUARTERS)), ["q1", "q2", "q3", "q4"]),
        (list(reversed(MONTHS)), [name for name, _ in MONTHS]),
        (YEAR, ["year"]),
        ([("cold", (12, 1, 2)), ("rest", tuple(range(3, 12)))], ["rest", "cold"]),
    ],
)
def test_seasons_stand_in_the_order_in_which_they_begin(seasons, order):
    assert list(season_table(seasons).index) == order


WINTER, SUMMER = HALVES[0][1], HALVES[1][1]


@pytest.mark.parametrize(
    ("start", "end", "months", "expected"),
    [
        (2027.0, 2028.0, SUMMER, 1.0),
        (2028.0, 2029.0, SUMMER, 0.0),
        (2027.0 + 5 / 12, 2099.0, SUMMER, 4 / 6),  # from 1 June
        (2027.0 + 10 / 12, 2099.0, WINTER, 2 / 6),  # from 1 November: two of six winter months of that calendar year
        (0.0, 2027.0 + 5.5 / 12, SUMMER, 2.5 / 6),  # to the middle of June
        (2027.0 + 6 / 12, 2027.0 + 7 / 12, SUMMER, 1 / 6),
        (2027.0 + 7.25 / 12, 2027.0 + 7.75 / 12, (8,), 0.5),
        (float("-inf"), float("inf"), WINTER, 1.0),
    ],
)
def test_share_of_a_season_in_force(start, end, months, expected):
    assert share_in_force(start, end, 2027, months) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("year", [2024, 2027])
def test_the_first_of_a_month_is_where_the_month_begins(year):
    dates = {month: decimal_year(f"{year}-{month:02d}-01", "hold") for month in range(2, 13)}
    after = {month: share_in_force(date, float("inf"), year, tuple(range(month, 13))) for month, date in dates.items()}
    before = {month: share_in_force(date, float("inf"), year, tuple(range(1, month))) for month, date in dates.items()}
    assert after == dict.fromkeys(dates, 1.0)
    assert before == dict.fromkeys(dates, 0.0)


@given(st.floats(2026.0, 2029.0), st.floats(2026.0, 2029.0))
@settings(deadline=None, max_examples=50, derandomize=True)
def test_shares_of_the_seasons_make_up_the_share_of_the_year(first, second):
    start, end = sorted((first, second))
    whole = share_in_force(start, end, 2027, YEAR[0][1])
    for seasons in (HALVES, QUARTERS, MONTHS):
        parts = sum(share_in_force(start, end, 2027, months) * len(months) / 12 for _, months in seasons)
        assert parts == pytest.approx(whole, abs=3e-3)
