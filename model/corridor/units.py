"""Gas units: text with a unit on the outside, plain floats inside.

Canonical inside (see :data:`UNIT_LABELS`): volumes in bcm (15 C, gross 40 MJ/m3, so 1 bcm = 40 PJ), rates in bcm/yr,
prices in million USD of 2025 per bcm (the same number as USD per thousand cubic metres), money in million USD, lengths
in km, times in years of 365 days, shares as fractions of 1.

The definitions stand in ``corridor_units.txt`` and are read on first use. The file is a registry in pint's format, so
that every factor can be held against pint's; but each of its lines is a number times a unit, and reading them here
spares every run the import of pint. Factors are exact fractions, so that ``55.2 mcm/d`` and ``0.0552 bcm/d`` are the
same float.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from corridor.errors import Problem, UnitError, did_you_mean

__all__ = [
    "DIMENSIONS",
    "UNIT_LABELS",
    "Dimension",
    "ReportUnits",
    "Reported",
    "from_canonical",
    "parse",
    "report",
    "text",
    "to_canonical",
]

ReportUnits = Literal["bcm", "energy"]
"""The two ways of printing results: bcm/yr and USD/MMBtu, or TWh/yr and EUR/MWh."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a number measures.

    Attributes
    ----------
    name
        Key in :data:`DIMENSIONS`.
    label
        The canonical unit as people write it; :func:`parse` reads it back.
    examples
        Units offered in error messages, the most usual first.
    bcm, energy
        The unit of reports in the two systems.
    """

    name: str
    label: str
    examples: tuple[str, ...]
    bcm: str
    energy: str


class Reported(NamedTuple):
    """A number ready to print, and its unit."""

    value: float
    unit: str


_DIMENSIONS = (
    Dimension("volume", "bcm", ("bcm", "TWh", "Mt LNG"), "bcm", "TWh"),
    Dimension("volume_rate", "bcm/yr", ("bcm/yr", "mcm/d", "Mt LNG/yr", "GWh/d"), "bcm/yr", "TWh/yr"),
    Dimension("price", "USD/kcm", ("USD/MMBtu", "EUR/MWh", "USD/kcm", "USD/kcm_ru"), "USD/MMBtu", "EUR/MWh"),
    Dimension("price_per_distance", "USD/kcm/km", ("USD/kcm/100km",), "USD/kcm/100km", "EUR/MWh/100km"),
    Dimension("money", "million USD", ("bn USD", "million USD", "bn EUR"), "million USD", "million EUR"),
    Dimension("length", "km", ("km", "nm"), "km", "km"),
    Dimension("share", "share", ("%", "share"), "%", "%"),
    Dimension("share_per_distance", "share/km", ("%/1000km",), "%/1000km", "%/1000km"),
    Dimension("share_per_time", "share/yr", ("%/yr",), "%/yr", "%/yr"),
    Dimension("time", "yr", ("yr", "d"), "yr", "yr"),
    Dimension("number", "1", ("1",), "1", "1"),
)

DIMENSIONS: Final[Mapping[str, Dimension]] = MappingProxyType({dimension.name: dimension for dimension in _DIMENSIONS})
"""Every dimension by name."""

UNIT_LABELS: Final[Mapping[str, str]] = MappingProxyType({dimension.name: dimension.label for dimension in _DIMENSIONS})
"""The canonical unit of every dimension."""

# Words people write and their names in the registry file. A unit is such words joined by "/".
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{word: word for word in ("bcm", "mcm", "kcm", "bcm_ru", "mcm_ru", "kcm_ru", "Mt_LNG")},
        **{word: word for word in ("PJ", "TWh", "GWh", "MWh", "MMBtu")},
        **{word: word for word in ("USD", "MUSD", "EUR", "MEUR", "km", "nm", "yr", "d", "share")},
        "Mt LNG": "Mt_LNG",
        "million USD": "MUSD",
        "bn USD": "bn_USD",
        "million EUR": "MEUR",
        "bn EUR": "bn_EUR",
        "100km": "hundred_km",
        "100 km": "hundred_km",
        "1000km": "thousand_km",
        "1000 km": "thousand_km",
        "%": "percent",
        "1": "dimensionless",
    }
)

_LONGEST_QUANTITY = 80
# Two digits of exponent keep every product of factors inside the range of a float.
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2}(?!\d))?"
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>(?:[^\d.].*)?)")


def parse(text: str | float, dimension: str) -> float:
    """Read a quantity such as ``"55 bcm/yr"``.

    Parameters
    ----------
    text
        Number and unit. A bare number is accepted for the dimension ``number`` only.
    dimension
        Key of :data:`DIMENSIONS`.

    Returns
    -------
    float
        The value in the canonical unit of the dimension.

    Raises
    ------
    UnitError
        If it is no number, the unit is missing or unknown, or measures something else.
    """
    written = str(text).strip()
    match = _QUANTITY.fullmatch(written) if len(written) <= _LONGEST_QUANTITY else None
    if match is None:
        raise UnitError(Problem(f"'{written[:_LONGEST_QUANTITY]}' is not a quantity", hint=_advice(dimension)))
    unit = " ".join(match["unit"].split())
    if not unit:
        if dimension != "number":
            example = f"{match['number']} {DIMENSIONS[dimension].examples[0]}"
            raise UnitError(Problem(f"a unit is missing: write e.g. '{example}'", hint=_advice(dimension)))
        unit = "1"
    return float(Fraction(match["number"]) * _factor(unit, dimension))


def to_canonical(value: float, unit: str, dimension: str) -> float:
    """Convert a number from a unit to the canonical unit of a dimension.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, or measures something else.
    """
    factor = _factor(unit, dimension)
    return value * factor.numerator / factor.denominator


def from_canonical(value: float, unit: str, dimension: str) -> float:
    """Convert a number from the canonical unit of a dimension to another unit.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, or measures something else.
    """
    factor = _factor(unit, dimension)
    return value * factor.denominator / factor.numerator


def text(value: float, dimension: str) -> str:
    """Write a canonical number so that :func:`parse` reads back the same float, e.g. ``"55 bcm/yr"`` or ``"7 %"``."""
    if dimension == "number":
        return _shortest(value)
    unit = DIMENSIONS[dimension].bcm
    usual = f"{from_canonical(value, unit, dimension):.12g} {unit}"
    canonical = f"{_shortest(value)} {UNIT_LABELS[dimension]}"
    # The unit of reports where it says exactly the same in no more letters.
    return usual if len(usual) <= len(canonical) and parse(usual, dimension) == value else canonical


def report(value: float, dimension: str, system: ReportUnits = "bcm") -> Reported:
    """Convert a canonical number to the unit in which reports print it.

    Parameters
    ----------
    value
        In the canonical unit of ``dimension``.
    dimension
        Key of :data:`DIMENSIONS`.
    system
        ``"bcm"`` for bcm/yr and USD/MMBtu, ``"energy"`` for TWh/yr and EUR/MWh.
    """
    unit = DIMENSIONS[dimension].bcm if system == "bcm" else DIMENSIONS[dimension].energy
    return Reported(from_canonical(value, unit, dimension), unit)


def _shortest(value: float) -> str:
    """Return the shortest digits that make the same float."""
    return repr(float(value)).removesuffix(".0")


@cache
def _definitions() -> Mapping[str, tuple[Fraction, str]]:
    """Read the registry file: what one of each unit is in its base unit, and which that is."""
    known = {"dimensionless": (Fraction(1), "")}
    for line in Path(__file__).with_name("corridor_units.txt").read_text(encoding="utf-8").splitlines():
        name, _, meaning = (part.strip() for part in line.partition("#")[0].partition("="))
        if meaning.startswith("["):
            known[name] = (Fraction(1), name)
        elif name:
            number, _, unit = meaning.rpartition(" ")
            size, base = known[unit]
            known[name] = (Fraction(number.replace(" ", "")) * size, base)
    return known


@cache
def _factor(unit: str, dimension: str) -> Fraction:
    """Return what one ``unit`` is in the canonical unit of ``dimension``."""
    if not unit.strip():
        raise UnitError(Problem("a unit is missing", hint=_advice(dimension)))
    size, measured = _size(_registry_expression(unit, dimension))
    canonical_size, needed = _size(_registry_expression(UNIT_LABELS[dimension], dimension))
    if measured != needed:
        problem = f"'{unit}' measures {_measures(measured)}; a unit of {_readable(dimension)} is needed"
        raise UnitError(Problem(problem, hint=_advice(dimension)))
    return size / canonical_size


def _size(expression: str) -> tuple[Fraction, str]:
    """Return the exact size of a unit in the registry's base units, and these base units with their powers."""
    first, *others = (_definitions()[name] for name in expression.split(" / "))
    size, powers = first[0], Counter({first[1]: 1})
    for divisor, base in others:
        size /= divisor
        powers[base] -= 1
    return size, " ".join(f"{base}^{power}" for base, power in sorted(powers.items()) if base and power)


def _registry_expression(unit: str, dimension: str) -> str:
    """Translate words joined by "/" to the registry's language, or say which word is unknown."""
    names = []
    for word in (" ".join(part.split()) for part in unit.split("/")):
        if word not in WORDS:
            raise UnitError(Problem(f"unknown unit '{unit}'{did_you_mean(word, WORDS)}", hint=_advice(dimension)))
        names.append(WORDS[word])
    return " / ".join(names)


def _measures(base: str) -> str:
    """Name what these base units measure, for messages about wrong dimensions."""
    for name, label in UNIT_LABELS.items():
        if _size(_registry_expression(label, name))[1] == base:
            return _readable(name)
    return "something else"


def _readable(dimension: str) -> str:
    """Return the name of a dimension as words."""
    return dimension.replace("_", " ")


def _advice(dimension: str) -> str:
    """Name the allowed forms of a dimension."""
    if dimension == "number":
        return "write a plain number, e.g. '-0.3'"
    forms = DIMENSIONS[dimension].examples
    return f"{_readable(dimension)} is written in " + ", ".join(forms[:-1]) + (" or " if forms[1:] else "") + forms[-1]
