"""Numbers as they are printed."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from corridor.report.display import PLAIN_UNITS, number, plain_share, signed
from corridor.report.style import spread, text_on, utilisation_class
from corridor.report.wording import change, listed, named, plural


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234567.0, 0, "1\u202f234\u202f567"),
        (-12.34, 1, "\u221212.3"),
        (-0.04, 1, "0.0"),
        (math.nan, 1, "–"),
        (math.inf, 1, "–"),
    ],
)
def test_number(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_signed_and_shares() -> None:
    assert [signed(value) for value in (1.25, -1.25, 0.01)] == ["+1.2", "\u22121.2", "±0.0"]
    assert [plain_share(value) for value in (0.954, math.nan)] == ["95 %", "–"]


def test_energy_units_follow_from_the_definitions() -> None:
    energy = PLAIN_UNITS["energy"]
    assert energy.volume(1.0) == "11"
    assert energy.rate_unit == "TWh/yr"
    # 1 MMBtu = 0.293071 MWh and 0.8845 EUR = 1 USD (mean of 2025)
    assert energy.price_factor == pytest.approx(0.8845 / 0.293071, rel=1e-5)
    value, unit = energy.converted(2.0, "bcm/yr")
    assert value == pytest.approx(200 / 9)
    assert unit == "TWh/yr"
    assert energy.converted(55.0, "%") == (55.0, "%")


def test_words() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert plural(1, "route") == "1 route"
    assert change(150.0, 100.0) == "50 % more than"
    assert change(250.0, 100.0) == "2.5 times"
    assert named("EU", start=True) == "The EU"
    assert named("Türkiye") == "Türkiye"


def test_classes_and_contrast() -> None:
    assert [utilisation_class(share) for share in (0.0, 0.2, 0.7999999, 0.95, 1.4)] == [0, 1, 4, 5, 5]
    assert text_on("#b3231c") == "#ffffff"
    assert text_on("#b8d6e2") != "#ffffff"


def test_spread_keeps_order_gap_and_limits() -> None:
    places = spread([0.0, 0.1, 0.2, 9.9], 1.0, 0.0, 10.0)
    assert all(after - before >= 1.0 - 1e-9 for before, after in pairwise(places))
    assert places[0] >= 0.0
    assert places[-1] <= 10.0
    assert spread([1.0, 5.0], 1.0, 0.0, 10.0) == [1.0, 5.0]
