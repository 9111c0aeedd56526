"""Values over time: dates, and the ways of reading between key points."""

from __future__ import annotations

import pytest

from corridor.dataset import Series, decimal_year

FIRST_HALF, SECOND_HALF = tuple(range(1, 7)), tuple(range(7, 13))


@pytest.mark.parametrize(
    ("text", "over_time", "expected"),
    [
        ("2025", "hold", 2025.0),
        ("2025", "constant", 2025.0),
        ("2025", "linear", 2025.5),
        ("2025-01", "hold", 2025.0),
        ("2025-01", "linear", 2025.0),
        ("2025-07-02", "hold", 2025.0 + (6.0 + 1.0 / 31.0) / 12.0),
        ("2024-12-31", "hold", 2024.0 + (11.0 + 30.0 / 31.0) / 12.0),
        (" 2027-11-01 ", "hold", 2027.0 + 10.0 / 12.0),
    ],
)
def test_dates_are_decimal_years(text, over_time, expected):
    assert decimal_year(text, over_time) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("text", ["", "soon", "1899", "2201", "2025-13", "2025-02-30", "2025-01-01-01", "2025-00"])
def test_no_date(text):
    with pytest.raises(ValueError, match=r"."):
        decimal_year(text, "hold")


def test_a_constant_is_the_same_at_all_times():
    series = Series("constant", (0.0,), (7.0,))
    assert {series.at(1900.0), series.mean(2020.0, 2030.0), series.year(2025), series.months(2025, (1, 12))} == {7.0}


def test_a_held_value_is_absent_before_its_first_date_and_stays_after_its_last():
    series = Series("hold", (2025.0, 2030.5), (10.0, 4.0))
    assert [series.at(date) for date in (2024.999, 2025.0, 2030.499, 2030.5, 2099.0)] == [0.0, 10.0, 10.0, 4.0, 4.0]


def test_the_mean_of_a_held_value_is_exact():
    series = Series("hold", (2025.25, 2025.75), (10.0, 4.0))
    assert series.year(2024) == 0.0
    assert series.year(2025) == pytest.approx(0.5 * 10.0 + 0.25 * 4.0)
    assert series.mean(2025.5, 2026.5) == pytest.approx(0.25 * 10.0 + 0.75 * 4.0)


def test_a_held_value_over_months_knows_the_seasons():
    series = Series("hold", (2025.5,), (10.0,))
    assert series.months(2025, FIRST_HALF) == 0.0
    assert series.months(2025, SECOND_HALF) == pytest.approx(10.0)
    assert series.months(2025, (6, 7)) == pytest.approx(5.0)
    assert series.months(2025, FIRST_HALF + SECOND_HALF) == pytest.approx(series.year(2025))


def test_an_interpolated_value_is_flat_outside_its_key_points():
    series = Series("linear", (2025.5, 2035.5), (100.0, 200.0))
    assert [series.at(date) for date in (2000.0, 2025.5, 2028.0, 2035.5, 2099.0)] == [100.0, 100.0, 125.0, 200.0, 200.0]


def test_an_interpolated_value_is_that_of_the_middle_of_the_year():
    series = Series("linear", (2025.5, 2035.5), (100.0, 200.0))
    assert series.year(2025) == 100.0
    assert series.year(2030) == pytest.approx(150.0)
    assert series.months(2030, FIRST_HALF) == series.months(2030, SECOND_HALF) == pytest.approx(150.0)
    assert series.mean(2029.0, 2031.0) == pytest.approx(145.0)
