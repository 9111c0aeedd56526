"""The shipped page about units."""

from __future__ import annotations

from pathlib import Path

from corridor.study.units_page import page
from corridor.units.ambiguous import CASELESS, INSTEAD
from corridor.units.words import vocabulary

PAGE = Path(__file__).parents[2] / "docs" / "units.md"


def test_the_shipped_page_is_the_one_of_the_registry():
    """If not, ``make pages`` renews it."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_word_is_on_the_page():
    made = page()
    assert [word for word in (*vocabulary(), *INSTEAD, *CASELESS) if f"`{word}`" not in made] == []


def test_sizes_are_in_canonical_units_and_say_where_digits_are_left_out():
    lines = {line.split("|")[1].strip(): line.split("|")[2].strip() for line in page().splitlines() if "|" in line[:1]}
    assert lines["`bcm_ru`"] == "0.946 bcm"
    assert lines["`bcm_n`"] == "1.05491488193... bcm"
    assert lines["`nm`"] == "1.852 km"
    assert lines["`h`"] == "0.000114155251142... yr"
