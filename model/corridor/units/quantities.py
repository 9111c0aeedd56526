"""Reading, converting and writing quantities."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from corridor.errors import Problem, UnitError
from corridor.units.dimensions import DIMENSIONS, UNIT_LABELS, ReportUnits, advice, readable
from corridor.units.words import measured, measures


class Reported(NamedTuple):
    """A number ready to print, and its unit."""

    value: float
    unit: str


_LONGEST_QUANTITY = 80
# Two digits of exponent keep every product of factors inside the range of a float.
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2}(?!\d))?"
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>(?:[^\d.].*)?)")
# What is left of "1,000 bcm", "1 000 bcm" or "1,5 bcm" behind the first digits.
_SEPARATED = re.compile(r"[,'’]\d|(?!1(?:/|$))\d")


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
    number, unit = separate(text, dimension)
    return float(Fraction(number) * factor(unit, dimension))


def separate(text: str | float, dimension: str) -> tuple[str, str]:
    """Split a quantity such as ``"55 bcm/yr"`` into its number and its unit, both as written.

    The unit of a bare number of the dimension ``number`` is ``1``; whether another unit fits is not looked at.

    Raises
    ------
    UnitError
        If it is no number, or the unit is missing.
    """
    written = str(text).strip()
    match = _QUANTITY.fullmatch(written) if len(written) <= _LONGEST_QUANTITY else None
    if match is None:
        raise UnitError(Problem(f"'{written[:_LONGEST_QUANTITY]}' is not a quantity", hint=advice(dimension)))
    unit = " ".join(match["unit"].split())
    if _SEPARATED.match(unit):
        message = f"'{written}' is not a quantity: write a number without separators and with a decimal point"
        raise UnitError(Problem(f"{message}, e.g. 1000 or 1.5", hint=advice(dimension)))
    if not unit:
        if dimension != "number":
            example = f"{match['number']} {DIMENSIONS[dimension].examples[0]}"
            raise UnitError(Problem(f"a unit is missing: write e.g. '{example}'", hint=advice(dimension)))
        unit = "1"
    return match["number"], unit


def to_canonical(value: float, unit: str, dimension: str) -> float:
    """Convert a number from a unit to the canonical unit of a dimension.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, or measures something else.
    """
    return _times(value, factor(unit, dimension))


def from_canonical(value: float, unit: str, dimension: str) -> float:
    """Convert a number from the canonical unit of a dimension to another unit.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, or measures something else.
    """
    return _times(value, 1 / factor(unit, dimension))


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


def _times(value: float, exact: Fraction) -> float:
    """Multiply exactly and round once; what is not finite, or does not fit, is as floats make it."""
    try:
        return float(Fraction(value) * exact)
    except (OverflowError, ValueError):
        return value * math.inf


def _shortest(value: float) -> str:
    """Return the shortest digits that make the same float."""
    return repr(float(value)).removesuffix(".0")


@cache
def factor(unit: str, dimension: str) -> Fraction:
    """Return what one ``unit`` is in the canonical unit of ``dimension``, exactly.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, or measures something else.
    """
    if not unit.strip():
        raise UnitError(Problem("a unit is missing", hint=advice(dimension)))
    size, base = measured(unit, dimension)
    canonical_size, needed = measured(UNIT_LABELS[dimension], dimension)
    if base != needed:
        problem = f"'{unit}' measures {measures(base)}; a unit of {readable(dimension)} is needed"
        raise UnitError(Problem(problem, hint=advice(dimension)))
    return size / canonical_size
