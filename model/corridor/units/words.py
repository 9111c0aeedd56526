"""From the words people write to names of the registry, or to an error that says which words there are.

A unit is words joined by "/". A word is a unit of the registry, with a multiple before it where wanted
(``million t LNG``, ``bn EUR2021``, ``100km``) and, if it measures energy, with ``net`` or ``gross`` behind it. Exact
case is needed: ``mcm`` and ``MCM`` are not the same to everybody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Final

from corridor.errors import Problem, UnitError, did_you_mean
from corridor.units import money
from corridor.units.ambiguous import CASELESS, INSTEAD
from corridor.units.dimensions import UNIT_LABELS, advice, readable
from corridor.units.registry import Unit, registry

_OIL = ("toe", "ktoe", "Mtoe")
_MULTIPLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "100": "hundred",
        "1000": "thousand",
        "thousand": "thousand",
        "million": "million",
        "bn": "bn",
        "trn": "trn",
    }
)
_SPECIAL = {"%": "percent", "1": ""}
_MULTIPLE = re.compile(r"(?:(?P<digits>100|1000) ?|(?P<word>thousand|million|bn|trn) )(?P<unit>[^\d\s].*)")
_DIGITS = re.compile(r"\d+ ?[^\d\s]")


@cache
def vocabulary() -> Mapping[str, str]:
    """Return every word without multiple or calorific value, and its name in the registry."""
    hidden = ("hundred", "thousand", "million", "bn", "trn", "net", "gross", "percent", *_OIL)
    words = {name.replace("_LNG", " LNG"): name for name in registry().units if name not in hidden}
    oil = {f"{name} {value}": name for name in _OIL for value in ("net", "gross")}
    return MappingProxyType({**words, **oil, **_SPECIAL, **{word: word for word in money.BARE}})


def _defined(name: str) -> Unit:
    """Return the definition of a name: of the registry, or money of a year."""
    return registry().units.get(name) or money.units()[name]


@cache
def measured(unit: str, dimension: str) -> tuple[Fraction, str]:
    """Return the exact size of a unit in the registry's base units, and these base units with their powers.

    Raises
    ------
    UnitError
        If a word is unknown or ambiguous; ``dimension`` is what the advice is about.
    """
    size = Fraction(1)
    powers: Counter[str] = Counter()
    for place, part in enumerate(unit.split("/")):
        word = " ".join(part.split())
        # In front "100 bcm" could be the rest of a number, so only a divisor has digits.
        if not place and _DIGITS.match(word):
            raise UnitError(Problem(f"unknown unit '{unit}': a multiple is written in words", hint=advice(dimension)))
        for name in _names(word, unit, dimension):
            found = _defined(name)
            size = size / found.size if place else size * found.size
            powers[found.base] += -1 if place else 1
    return size, " ".join(f"{base}^{power}" for base, power in sorted(powers.items()) if base and power)


def measures(base: str) -> str:
    """Name what these base units measure, for messages about wrong dimensions."""
    for name, label in UNIT_LABELS.items():
        if measured(label, name)[1] == base:
            return readable(name)
    return "something else"


def _names(word: str, unit: str, dimension: str) -> tuple[str, ...]:
    """Translate one word to names of the registry whose product it is."""
    multiple, rest = _split(word)
    stem, _, value = rest.rpartition(" ")
    name = _name(rest)
    if name is not None:
        return tuple(part for part in (multiple, name, value if name in _OIL else "") if part)
    known = _name(stem) if value in ("net", "gross") else None
    if known is not None and _defined(known).section == "Energy":
        return tuple(part for part in (multiple, known, value) if part)
    if known is not None:
        message = f"'{rest}' cannot be: net and gross tell which calorific value an energy has; write '{stem}'"
    else:
        message = _unknown(rest, unit)
    raise UnitError(Problem(message, hint=advice(dimension)))


def _name(word: str) -> str | None:
    """Return the name of a word without multiple, or None if there is no such word."""
    found = vocabulary().get(word)
    return word if found is None and money.WORD.fullmatch(word) and word in money.units() else found


def _split(word: str) -> tuple[str, str]:
    """Split off the multiple."""
    if word[:1] == "M" and _name(word[1:]) is not None and money.WORD.fullmatch(word[1:]):
        return "million", word[1:]
    match = _MULTIPLE.fullmatch(word)
    if match is None:
        return "", word
    return _MULTIPLES[match["digits"] or match["word"]], match["unit"]


def _unknown(rest: str, unit: str) -> str:
    """Say why a word is none, and which to write instead."""
    for candidate in (rest, rest.partition(" ")[0]):
        if candidate in vocabulary():
            break
        reason = INSTEAD.get(candidate) or CASELESS.get(candidate.casefold()) or money.reason(candidate)
        if reason is not None:
            return f"'{candidate}' is not a unit: {reason}"
    return f"unknown unit '{unit}'{did_you_mean(rest, vocabulary())}"
