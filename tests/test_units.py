"""Units against their definitions."""

from __future__ import annotations

import csv
import math
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor import units
from corridor.errors import InputError, Problem, UnitError, closest
from corridor.units import ambiguous, money, quantities, registry, words

EURO_2025 = Fraction("0.8845")  # euros for a dollar, from the table
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
        ("30 EUR/MWh", "price", 30 / 0.8845 * 100 / 9),
        ("2.5 USD/kcm/100km", "price_per_distance", 0.025),
        ("13.6 bn USD", "money", 13600.0),
        ("1 bn EUR", "money", 1000 / 0.8845),
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
        ("5 mmscm", "volume", "'mmscm' is not a unit: its reference condition is missing"),
        ("5 bn cubic metres/yr", "volume_rate", "'cubic' is not a unit: its reference condition is missing"),
        ("5 billion cubic metres", "volume", "is not a unit: its reference condition is missing"),
        ("5 bcm_iea", "volume", "the IEA keeps the heat value of each gas"),
        ("much", "volume", "'much' is not a quantity"),
        ("nan bcm", "volume", "'nan bcm' is not a quantity"),
        ("1,000 bcm", "volume", "'1,000 bcm' is not a quantity: write a number without separators"),
        ("1 000 bcm", "volume", "'1 000 bcm' is not a quantity: write a number without separators"),
        ("1,5 bcm", "volume", "'1,5 bcm' is not a quantity: write a number without separators"),
        (
            "3 bcm net",
            "volume",
            "'bcm net' cannot be: net and gross tell which calorific value an energy has; write 'bcm'",
        ),
        ("3 Mt LNG gross", "volume", "write 'Mt LNG'"),
        ("3 million bmc", "volume", "unknown unit 'million bmc'; did you mean 'bcm'?"),
        ("3 GBP net", "money", "'GBP' is not a unit: its year is missing"),
        ("3 EUR2021 net", "money", "net and gross tell which calorific value an energy has"),
        ("3 bn GBP", "money", "'GBP' is not a unit: its year is missing; write e.g. 'GBP2025' (2000 to 2025)"),
        ("70 p/therm", "price", "'p' is not a unit: its year is missing; write e.g. 'p2025' (2000 to 2025)"),
        ("3 EUR1950", "money", "'EUR1950' is not a unit: the money of EUR is known for 2000 to 2025"),
        ("3 USD2031", "money", "'USD2031' is not a unit: the money of USD is known for 1970 to 2025"),
        ("3 RUB", "money", "'RUB' is not a unit: its year is missing; write e.g. 'RUB2025' (2000 to 2023, 2025)"),
        ("3 RUB2024", "money", "'RUB2024' is not a unit: the money of RUB is known for 2000 to 2023, 2025"),
        ("3 TRY", "money", "'TRY' is not a unit: no exchange rate of it is known"),
        ("3 TRY2021", "money", "no exchange rate of 'TRY' is known; there are AUD, "),
        ("3 EUT2021", "money", "no exchange rate of 'EUT' is known; did you mean 'EUR'?"),
        ("3 Usd2020", "money", "'Usd2020' is not a unit: write 'USD2020'"),
        ("3 USD 2020", "money", "'USD 2020' is not a unit: write 'USD2020'"),
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


@pytest.fixture(scope="module")
def pints() -> Any:
    """Pint, with our registry and nothing else."""
    found: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    found.load_definitions(str(registry.FILE))
    for line in money_in_the_language_of_pint():
        found.define(line)
    return found


def money_rows() -> dict[str, dict[str, str]]:
    with money.TABLE.open(encoding="utf-8") as stream:
        return {row["money"]: row for row in csv.DictReader(stream)}


def money_in_the_language_of_pint() -> Iterator[str]:
    """The rule again, from the table: first to dollars of the year, then to dollars of 2025."""
    rows = money_rows()
    for key, row in rows.items():
        currency, year = key[:-4], key[-4:]
        index = rows[f"USD{year}"]["value"]
        if currency == "USD":
            yield f"{key} = {rows['USD2025']['value']} / {index} USD"
        elif row["unit"] == f"USD/{currency}":
            yield f"{key} = {row['value']} USD{year}"
        else:
            assert row["unit"] == f"{currency}/USD"
            yield f"{key} = 1 / {row['value']} USD{year}"
        if currency in ("EUR", "GBP"):
            yield f"{'ct' if currency == 'EUR' else 'p'}{year} = 0.01 {key}"
    yield "EUR = EUR2025"
    yield "ct = ct2025"


BASES = {"volume": "bcm", "money": "USD", "length": "km", "time": "yr", "share": "share", "number": ""}


def every_word() -> list[tuple[str, str]]:
    """Every word with every calorific value and every multiple, and what it is in pint's language."""
    plain = [(word, name.replace(" ", " * ") or "1") for word, name in words.vocabulary().items()]
    plain = [
        (word, f"{name} * {word.split()[1]}" if word.endswith((" net", " gross")) else name) for word, name in plain
    ]
    energies = [word for word, name in words.vocabulary().items() if name and is_energy(name) and " " not in word]
    qualified = [(f"{word} {value}", f"{word} * {value}") for word in energies for value in ("net", "gross")]
    multiples = [
        (f"{word} {unit}", f"{word} * {unit}")
        for word in ("thousand", "million", "bn", "trn")
        for unit in ("Nm3", "USD")
    ]
    shorts = [
        ("MUSD", "million * USD"),
        ("MEUR", "million * EUR"),
        ("MEUR2021", "million * EUR2021"),
        ("bn CNY2020", "bn * CNY2020"),
        ("thousand m3_ru", "thousand * m3_ru"),
    ]
    yearly = [(word, word) for word in money.units()]
    return [*plain, *qualified, *multiples, *shorts, *yearly]


def is_energy(name: str) -> bool:
    return words._defined(name).section == "Energy"


@pytest.mark.parametrize(("word", "expression"), every_word())
def test_the_registry_says_the_same_to_pint(pints, word, expression):
    quantity = pints.Quantity(expression)
    (dimension, base) = next(pair for pair in BASES.items() if quantity.is_compatible_with(pair[1]))
    # Money inside is counted in millions.
    exact = Fraction(quantity.to(base).magnitude) / (10**6 if dimension == "money" else 1)
    assert quantities.factor(word, dimension) == exact
    assert exact > 0


def test_every_line_of_the_registry_can_be_written_and_has_a_meaning_and_a_source():
    found = registry.registry()
    used = {name for word in words.vocabulary() for name in words._names(word, word, "number")}
    assert (used - set(money.BARE)) | {"USD", "hundred", "thousand", "million", "bn", "trn"} == set(found.units)
    for unit in found.units.values():
        assert unit.section
        assert unit.meaning
    assert {unit.source for unit in found.units.values()} == set(found.sources)


def test_definitions_that_pint_knows_itself():
    pints: Any = pint.UnitRegistry(non_int_type=Fraction)
    joules = pints.Quantity(1, "international_british_thermal_unit").to("J").magnitude
    # Pint's pound is exact; its degree of Fahrenheit is 5/9 of a kelvin.
    assert units.to_canonical(1.0, "MMBtu", "volume") == pytest.approx(float(joules * 10**6 / 10**15 / 40), rel=1e-11)
    toe = pints.Quantity(1, "toe").to("J").magnitude
    assert units.to_canonical(1.0, "Mtoe gross", "volume") == pytest.approx(float(toe * 10**6 / 10**15 / 40), rel=1e-15)
    assert units.to_canonical(1.0, "nm", "length") == float(pints.Quantity(1, "nautical_mile").to("km").magnitude)
    pressure = pints.Quantity(Fraction("14.73"), "psi").to("kPa").magnitude / Fraction("101.325")
    cold = Fraction("288.15") / pints.Quantity(Fraction("519.67"), "degR").to("K").magnitude
    cubic_metres = pints.Quantity(1, "cubic_foot").to("m**3").magnitude * pressure * cold
    assert quantities.factor("bcf", "volume") == cubic_metres


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        # Volumes of the same gas at other conditions: by temperature and pressure alone.
        ("1 bcm_n", "volume", Fraction("288.15") / Fraction("273.15")),
        ("1 bn Nm3", "volume", Fraction("288.15") / Fraction("273.15")),
        ("1 million Sm3", "volume", Fraction(1, 1000)),
        ("155 million m3_ru/d", "volume_rate", Fraction("0.946") * 155 * 365 / 1000),
        ("3 kcm_n/h", "volume_rate", 3 * Fraction("288.15") / Fraction("273.15") * 8760 / 10**6),
        ("10 mcm/month", "volume_rate", Fraction(12, 100)),
        # Liquid.
        ("174000 m3 LNG", "volume", Fraction("174000") * Fraction("0.45") * Fraction("1.36") / 10**6),
        ("70 kt LNG", "volume", Fraction("0.07") * Fraction("1.36")),
        ("70000 t LNG", "volume", Fraction("0.07") * Fraction("1.36")),
        # Energy: 40 PJ gross and 36 PJ net a bcm.
        ("40000 TJ", "volume", 1),
        ("0.04 EJ", "volume", 1),
        ("40000000 GJ", "volume", 1),
        ("36 PJ net", "volume", 1),
        ("36 PJ gross", "volume", Fraction(9, 10)),
        ("10 TWh net/yr", "volume_rate", 10 * Fraction("3.6") / 36),
        ("1 Mtoe net", "volume", Fraction("41.868") / 36),
        ("1 ktoe gross", "volume", Fraction("41.868") / 40000),
        ("100 therm", "volume", 10 * 10**6 * MMBTU_IN_JOULES / 10**6 / (40 * 10**15)),
        ("1000 kWh", "volume", Fraction("3.6") / 40 / 10**6),
        # Prices: money per anything.
        ("8 EUR/GJ", "price", 8 / EURO_2025 * 40),
        ("3 ct/kWh", "price", Fraction("0.03") / EURO_2025 / Fraction("3.6") * 40000),
        ("30 EUR/MWh net", "price", 30 / EURO_2025 * 36 / Fraction("3.6")),
        ("500 USD/t LNG", "price", 500 / Fraction("1.36")),
        ("250 USD/1000 Nm3", "price", 250 * Fraction("273.15") / Fraction("288.15")),
        ("5 million USD/mcm", "price", 5000),
        ("2.4 USD/MMBtu/1000km", "price_per_distance", Fraction("2.4") * 40 * 10**6 / MMBTU_IN_JOULES),
        ("2 trn USD", "money", 2 * 10**6),
        ("500 thousand EUR", "money", Fraction("0.5") / EURO_2025),
        ("6 month", "time", Fraction(1, 2)),
        ("12 h", "time", Fraction(1, 730)),
    ],
)
def test_units_of_analysts_follow_from_their_definitions(text, dimension, expected):
    assert units.parse(text, dimension) == float(expected)


def test_published_round_figures_of_other_units():
    # What is published is rounded to the digits given.
    assert units.from_canonical(1.0, "bcf", "volume") == pytest.approx(35.301, abs=5e-4)  # at 14.73 psi and 60 F
    assert units.to_canonical(1.0, "kcf", "volume") / units.to_canonical(1.0, "MMBtu", "volume") == pytest.approx(
        1.074, abs=5e-4
    )
    assert units.from_canonical(1.0, "Mtoe net", "volume") == pytest.approx(0.86, abs=5e-3)
    assert units.from_canonical(1.0, "Mt LNG", "volume") == pytest.approx(0.735, abs=5e-4)
    assert units.from_canonical(1.0, "m3 LNG", "volume") * 1e-9 == pytest.approx(1 / 612, rel=1e-12)
    assert units.to_canonical(1.0, "USD/kcm_ru", "price") / units.to_canonical(1.0, "USD/MMBtu", "price") == (
        pytest.approx(1 / 35.87, rel=1e-3)
    )


@pytest.mark.parametrize(
    ("text", "dimension", "choices"),
    [
        ("55 m3", "volume", ("'Sm3' (15 C)", "'Nm3' (0 C)", "'m3_ru' (20 C, Gazprom)", "'m3 LNG'")),
        ("55 million m3/d", "volume_rate", ("Sm3", "Nm3", "m3_ru")),
        ("250 USD/1000 m3", "price", ("Sm3", "Nm3", "m3_ru")),
        ("5 Mt", "volume", ("t LNG", "kt LNG", "Mt LNG")),
        ("5 t/yr", "volume_rate", ("t LNG", "Mt LNG")),
        ("5 mtpa", "volume_rate", ("Mt LNG/yr",)),
        ("5 toe", "volume", ("Mtoe net", "Mtoe gross")),
        ("5 Mtoe/yr", "volume_rate", ("Mtoe net", "Mtoe gross")),
        ("5 mmboe", "volume", ("Mtoe net",)),
        ("5 Btu", "volume", ("MMBtu", "therm")),
        ("5 $/MMBtu", "price", ("USD",)),
        ("5 €/MWh", "price", ("EUR",)),
        ("5 mmcm/d", "volume_rate", ("kcm", "mcm", "bcm")),
        ("5 tcm", "volume", ("kcm", "bcm")),
        ("5 Mcf/d", "volume_rate", ("kcf", "mmcf")),
        ("5 bcfd", "volume_rate", ("bcf",)),
        ("5 bcma", "volume_rate", ("bcm/yr",)),
        ("5 bcm/year", "volume_rate", ("yr", "month", "d", "h")),
        ("5 GW", "volume_rate", ("GWh/h",)),
        ("5 Gcal", "volume", ("GJ", "MWh")),
        ("3 cargoes", "volume", ("m3 LNG", "t LNG")),
        ("5 billion USD", "money", ("thousand", "million", "bn", "trn")),
        ("800 miles", "length", ("nm", "km")),
        ("5 USD/bbl", "price", ("oil",)),
    ],
)
def test_a_word_that_leaves_the_basis_open_is_an_error_that_lists_the_choices(text, dimension, choices):
    with pytest.raises(UnitError) as caught:
        units.parse(text, dimension)
    (problem,) = caught.value.problems
    assert " is not a unit: " in problem.message
    assert all(choice in problem.message for choice in choices)


@pytest.mark.parametrize("reason", sorted({*ambiguous.INSTEAD.values(), *ambiguous.CASELESS.values()}))
def test_what_an_error_says_to_write_can_be_written(reason):
    offered = re.findall(r"'(.+?)'", reason)
    assert offered
    assert all(words.measured(word, "volume")[0] > 0 for word in offered)


def test_no_word_is_both_a_unit_and_refused():
    assert not set(words.vocabulary()) & set(ambiguous.INSTEAD)
    assert not {word.casefold() for word in words.vocabulary()} & set(ambiguous.CASELESS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("BCM", "bcm"), ("Bcf", "bcf"), ("TWH", "TWh"), ("MMBTU", "MMBtu"), ("nm3", "Nm3")],
)
def test_case_is_exact_and_the_error_names_the_right_one(written, meant):
    with pytest.raises(UnitError, match=f"unknown unit '{written}'; did you mean '{meant}'"):
        units.to_canonical(1.0, written, "volume")


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        ("1 million USD2025", "money", lambda index, rate: Fraction(1)),
        ("15 bn USD2018", "money", lambda index, rate: 15000 * index("2025") / index("2018")),
        (
            "8 USD2020/MMBtu",
            "price",
            lambda index, rate: 8 * index("2025") / index("2020") * 40 * 10**9 / MMBTU_IN_JOULES,
        ),
        ("30 EUR2021/MWh", "price", lambda index, rate: 30 * rate("EUR2021") * index("2025") / index("2021") * 100 / 9),
        (
            "70 p2021/therm",
            "price",
            lambda index, rate: (
                Fraction("0.7") * rate("GBP2021") * index("2025") / index("2021") * 40 * 10**10 / MMBTU_IN_JOULES
            ),
        ),
        ("1500 CNY2022/kcm", "price", lambda index, rate: 1500 / rate("CNY2022") * index("2025") / index("2022")),
        ("2.4 USD1975/GJ", "price", lambda index, rate: Fraction("2.4") * 40 * index("2025") / index("1975")),
    ],
)
def test_money_goes_to_dollars_of_its_year_and_then_to_dollars_of_2025(text, dimension, expected):
    rows = money_rows()
    worth = expected(lambda year: Fraction(rows[f"USD{year}"]["value"]), lambda key: Fraction(rows[key]["value"]))
    assert units.parse(text, dimension) == pytest.approx(float(worth), rel=1e-15)


def test_bare_dollars_and_euros_are_of_2025():
    for word in ("USD", "EUR", "ct"):
        assert quantities.factor(word, "money") == quantities.factor(f"{word}2025", "money")


NOT_READ = {"RUB": {2024}}
"""Years of which no mean rate was found in a source that could be opened."""


def test_the_table_of_money_is_whole():
    rows = money_rows()
    assert list(rows) == sorted(rows)
    assert all(re.fullmatch(r"[A-Z]{3}(19|20)\d{2}", key) for key in rows)
    for key, row in rows.items():
        assert Fraction(row["value"]) > 0
        assert row["unit"] in ({"2017=100"} if key[:3] == "USD" else {f"USD/{key[:3]}", f"{key[:3]}/USD"})
        assert f"USD{key[3:]}" in rows
        assert key in money.units()
    for currency, known in money.years().items():
        assert set(range(known[0], known[-1] + 1)) - set(known) == NOT_READ.get(currency, set())
        assert known[-1] >= 2024


def test_rates_and_prices_move_little_from_year_to_year():
    """A slip of the pen, a row of another country or a rate upside down would show."""
    for currency, known in money.years().items():
        for last, year in pairwise(known):
            before, after = (money.units()[f"{currency}{one}"].size for one in (last, year))
            assert 0.5 < after / before < 1.35, f"{currency}{year}"


def test_conversion_rounds_once():
    for value in (0.1, 35.0, 1234.5678):
        assert units.to_canonical(value, "EUR2021/MWh", "price") == float(
            Fraction(value) * quantities.factor("EUR2021/MWh", "price")
        )
        assert units.from_canonical(value, "TWh/yr", "volume_rate") == float(
            Fraction(value) / quantities.factor("TWh/yr", "volume_rate")
        )


def test_what_is_not_finite_or_does_not_fit_is_as_floats_make_it():
    assert units.to_canonical(float("inf"), "USD/MMBtu", "price") == float("inf")
    assert units.to_canonical(-1e308, "trn USD", "money") == float("-inf")
    assert math.isnan(units.from_canonical(float("nan"), "TWh", "volume"))


def test_import_reads_no_registry_and_no_pint():
    code = """
import sys, corridor.units
from corridor.units import registry
print('pint' in sys.modules, registry.registry.cache_info().currsize)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "0"]
