"""Units against their definitions."""

from __future__ import annotations

import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor import units
from corridor.errors import InputError, Problem, UnitError, closest

MMBTU_IN_JOULES = Fraction("1055055852.62")


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        ("55 bcm/yr", "volume_rate", 55.0),
        ("155 mcm/d", "volume_rate", 56.575),
        ("12.3 Mt LNG/yr", "volume_rate", 16.728),
        ("11 bcm_ru/yr", "volume_rate", 10.406),
        ("9 mcm_ru/d", "volume_rate", 9 * 0.365 * 0.946),
        ("1 TWh/yr", "volume_rate", 0.09),
        ("4.2 GWh/d", "volume_rate", 4.2 * 365 * 3.6e-3 / 40),
        ("40 PJ", "volume", 1.0),
        ("1000 kcm", "volume", 0.001),
        ("1 USD/kcm", "price", 1.0),
        ("248.7 USD/kcm_ru", "price", 248.7 / 0.946),
        ("1 USD/MMBtu", "price", float(Fraction(40 * 10**15) / MMBTU_IN_JOULES / 10**6)),
        ("30 EUR/MWh", "price", 30 * 1.13 * 100 / 9),
        ("2.5 USD/kcm/100km", "price_per_distance", 0.025),
        ("13.6 bn USD", "money", 13600.0),
        ("1 bn EUR", "money", 1130.0),
        ("4900 nm", "length", 9074.8),
        ("7 %", "share", 0.07),
        ("57%", "share", 0.57),
        ("0.25 share", "share", 0.25),
        ("3 %/1000km", "share_per_distance", 3e-5),
        ("1.2 %/yr", "share_per_time", 0.012),
        ("2027 yr", "time", 2027.0),
        ("73 d", "time", 0.2),
        ("-0.3", "number", -0.3),
        ("-0.3 1", "number", -0.3),
        ("1e3 mcm", "volume", 1.0),
        (" 5  bcm / yr ", "volume_rate", 5.0),
    ],
)
def test_conversion_is_exact(text, dimension, expected):
    assert units.parse(text, dimension) == pytest.approx(expected, rel=1e-15)


def test_published_round_figures_follow_from_the_definitions():
    assert units.from_canonical(1.0, "MMBtu", "volume") == pytest.approx(37.913e6, rel=1e-5)
    assert units.from_canonical(1.0, "TWh", "volume") == pytest.approx(11.111, rel=1e-4)
    assert units.to_canonical(1.0, "USD/MMBtu", "price") == pytest.approx(37.913, rel=1e-5)


def test_spelling_of_a_unit_does_not_change_the_float():
    assert units.parse("55.2 mcm/d", "volume_rate") == units.parse("0.0552 bcm/d", "volume_rate")
    assert units.parse("13.6 bn USD", "money") == units.parse("13600 MUSD", "money")


def test_words_people_write_are_all_in_the_registry():
    for word in units.WORDS:
        assert units._size(units.WORDS[word])[0] > 0


@pytest.mark.parametrize("dimension", units.DIMENSIONS)
@given(value=st.floats(1e-12, 1e9) | st.floats(-1e9, -1e-12) | st.just(0.0))
def test_text_reads_back_as_the_same_float(dimension, value):
    assert units.parse(units.text(value, dimension), dimension) == value


@pytest.mark.parametrize("dimension", units.DIMENSIONS)
def test_conversion_there_and_back(dimension):
    for unit in (*units.DIMENSIONS[dimension].examples, units.UNIT_LABELS[dimension]):
        assert units.from_canonical(units.to_canonical(17.3, unit, dimension), unit, dimension) == pytest.approx(17.3)
    assert units.to_canonical(17.3, units.UNIT_LABELS[dimension], dimension) == 17.3


def test_report_systems():
    assert units.report(55.0, "volume_rate") == (55.0, "bcm/yr")
    assert units.report(9.0, "volume_rate", "energy") == (100.0, "TWh/yr")
    value, unit = units.report(units.parse("8.5 USD/MMBtu", "price"), "price")
    assert value == pytest.approx(8.5)
    assert unit == "USD/MMBtu"
    value, unit = units.report(units.parse("30 EUR/MWh", "price"), "price", "energy")
    assert value == pytest.approx(30.0)
    assert unit == "EUR/MWh"
    assert units.report(0.5, "share", "energy") == (50.0, "%")


@pytest.mark.parametrize(
    ("text", "dimension", "message"),
    [
        ("55", "volume_rate", "a unit is missing: write e.g. '55 bcm/yr'"),
        (55, "volume_rate", "a unit is missing: write e.g. '55 bcm/yr'"),
        ("0", "price", "a unit is missing: write e.g. '0 USD/MMBtu'"),
        ("55 bcm", "volume_rate", "'bcm' measures volume; a unit of volume rate is needed"),
        ("7 %", "number", "'%' measures share; a unit of number is needed"),
        ("7 1", "share", "'1' measures number; a unit of share is needed"),
        ("3 bcm/USD", "price", "'bcm/USD' measures something else; a unit of price is needed"),
        ("55 bmc/yr", "volume_rate", "unknown unit 'bmc/yr'; did you mean 'bcm'?"),
        ("5 Mt/yr", "volume_rate", "unknown unit 'Mt/yr'"),
        ("much", "volume", "'much' is not a quantity"),
        ("nan bcm", "volume", "'nan bcm' is not a quantity"),
        ("1,000 bcm", "volume", "unknown unit ',000 bcm'"),
        ("1e3000 bcm", "volume", "unknown unit 'e3000 bcm'"),
        ("9" * 90 + " bcm", "volume", "is not a quantity"),
    ],
)
def test_error_says_what_is_wrong_and_names_the_allowed_forms(text, dimension, message):
    with pytest.raises(UnitError) as caught:
        units.parse(text, dimension)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.hint is not None
    assert all(form in problem.hint or dimension == "number" for form in units.DIMENSIONS[dimension].examples)


def test_empty_unit_in_a_table_is_missing():
    with pytest.raises(UnitError, match="a unit is missing"):
        units.to_canonical(3.0, " ", "volume")


def test_input_error_orders_its_problems_and_survives_pickling():
    problems = [
        Problem("last", "b.yaml", 1, 1),
        Problem("second", "a.yaml", 10, 2, hint="write x"),
        Problem("first", "a.yaml", 9, 80),
        Problem("nowhere"),
    ]
    error = InputError(problems)
    assert str(error) == "nowhere\na.yaml:9:80: first\na.yaml:10:2: second\n    hint: write x\nb.yaml:1:1: last"
    assert error.exit_code == 2
    assert str(InputError("a sentence")) == "a sentence"
    copy = pickle.loads(pickle.dumps(error))
    assert copy.problems == error.problems
    assert problems[3].at("c.yaml", 3) == Problem("nowhere", "c.yaml", 3)


def test_nearest_word():
    assert closest("capcity", ["capacity", "reverse_capacity"]) == "capacity"
    assert closest("iran", ["Iran", "Iraq"]) == "Iran"
    assert closest("bmc", ["bcm", "mcm"]) == "bcm"
    assert closest("anything", []) is None
    assert closest("NO", ["Norway", "Oman"]) is None


def test_the_registry_says_the_same_to_pint():
    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions(str(Path(units.__file__).with_name("corridor_units.txt")))
    bases = {"volume": "bcm", "money": "USD", "length": "km", "time": "yr", "share": "share"}
    checked = 0
    for word, name in units.WORDS.items():
        for dimension, base in bases.items():
            quantity = registry.Quantity(Fraction(1), name)
            if quantity.is_compatible_with(base):
                # Money inside is counted in millions.
                factor = quantity.to(base).magnitude / (10**6 if dimension == "money" else 1)
                assert units.to_canonical(1.0, word, dimension) == pytest.approx(float(factor), rel=1e-15), word
                checked += 1
    assert checked == len(units.WORDS) - 1  # all but the plain number
