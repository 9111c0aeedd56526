"""Money of a year: ``8 USD2020/MMBtu``, ``15 bn USD2018``, ``70 p2021/therm``.

The rule: an amount in a currency of a year is turned into dollars at the average exchange rate of that year, and from
there into dollars of 2025 by the deflator of the gross domestic product of the United States. So what a foreign amount
bought in dollars when it was paid is kept, not what it bought at home.

Both stand in the table ``money.csv`` of the reference dataset, a row a currency and year, each with its source. It is
read by path on first use (units are below datasets), and it is always that of the reference dataset, whichever dataset
a scenario uses. A dollar without a year is one of 2025, as is a euro; any other currency needs its year.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from corridor.errors import did_you_mean
from corridor.units.registry import Unit

TABLE: Final = Path(__file__).parents[1] / "dataset" / "reference" / "money.csv"
"""Deflators and exchange rates."""

YEAR: Final = "2025"
"""Whose dollars are canonical."""

BARE: Final = ("USD", "EUR", "ct")
"""What may stand without a year and is of :data:`YEAR`."""

PARTS: Final[Mapping[str, str]] = MappingProxyType({"ct": "EUR", "p": "GBP"})
"""Hundredths and what they are of: the euro cent and the penny."""

WORD: Final = re.compile(r"(?P<currency>[A-Z]{3}|ct|p)(?P<year>\d{4})?")
"""A currency, with or without its year."""


@cache
def units() -> Mapping[str, Unit]:
    """Return every word of money, such as ``EUR2021``, and what one of it is in dollars of 2025."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = {row["money"]: row for row in csv.DictReader(stream)}
    found: dict[str, Unit] = {}
    for key, row in rows.items():
        currency, year = key[:3], key[3:]
        if f"USD{year}" not in rows:
            continue
        inflated = Fraction(rows[f"USD{YEAR}"]["value"]) / Fraction(rows[f"USD{year}"]["value"])
        size = inflated * _rate(currency, row["value"], row["unit"])
        for word, divisor in _spellings(currency):
            meaning = f"{word if divisor == 1 else f'hundredth of {currency}'} of {year}"
            unit = Unit(f"{word}{year}", size / divisor, "USD", "Money", meaning, row["source"])
            found[unit.name] = unit
            if word in BARE and year == YEAR:
                found[word] = unit
    return MappingProxyType(found)


def _rate(currency: str, value: str, unit: str) -> Fraction:
    """Return dollars for one of a currency, of the same year; the table may quote either way."""
    if currency == "USD":
        return Fraction(1)
    return Fraction(value) if unit == f"USD/{currency}" else 1 / Fraction(value)


def _spellings(currency: str) -> list[tuple[str, int]]:
    """Return the words of a currency and how many of each make one."""
    return [(currency, 1), *((part, 100) for part, whole in PARTS.items() if whole == currency)]


def years() -> Mapping[str, tuple[int, ...]]:
    """Return the currencies and the years in which each is known."""
    found: dict[str, list[int]] = {}
    for name in sorted(units()):
        match = WORD.fullmatch(name)
        if match is not None and match["year"]:
            found.setdefault(match["currency"], []).append(int(match["year"]))
    return MappingProxyType({currency: tuple(known) for currency, known in found.items()})


def reason(word: str) -> str | None:
    """Say why a word that may be meant as money is none, or nothing if it cannot be meant as money."""
    upright = word.replace(" ", "").upper()
    if word != upright and upright in units():
        return f"write '{upright}'"
    match = WORD.fullmatch(word)
    if match is None:
        return None
    known = years().get(match["currency"])
    if known is not None and not match["year"]:
        return f"its year is missing; write e.g. '{word}{known[-1]}' ({_range(known)})"
    if known is not None:
        return f"the money of {match['currency']} is known for {_range(known)}"
    if match["year"]:
        currencies = ", ".join(currency for currency in years() if currency not in PARTS)
        near = did_you_mean(match["currency"], years())
        return f"no exchange rate of '{match['currency']}' is known{near or f'; there are {currencies}'}"
    return None


def _range(known: tuple[int, ...]) -> str:
    """Write years, with gaps where there are some."""
    first = last = known[0]
    parts = []
    for year in (*known[1:], 0):
        if year != last + 1:
            parts.append(f"{first} to {last}" if last > first else str(first))
            first = year
        last = year
    return ", ".join(parts)
