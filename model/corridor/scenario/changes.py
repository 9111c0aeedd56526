"""Arithmetic on a value that stands already: ``x1.2``, ``+5 bcm/yr``, ``-10 %``, ``x1.2 +5 bcm/yr``.

A change keeps the dates of what it changes. It applies to what earlier layers say and, where they say nothing, to the
dataset; a change of a change makes one. For a quantity that may be negative itself a sign belongs to the number, so
there only ``x`` changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corridor import units
from corridor.dataset.schema import Attribute

_FACTOR = r"x\s*(?P<factor>[\d.][\d.eE+-]*)"
_ADDEND = r"(?P<addend>[-+]\s*[\d.].*)"
_CHANGE = re.compile(rf"(?:{_FACTOR})?\s*(?:(?:^|\s){_ADDEND})?")
_PERCENT = re.compile(r"(?P<sign>[-+])\s*(?P<number>\d+(?:\.\d*)?|\.\d+)\s*%")
_SHARES = ("share", "share_per_time", "share_per_distance")


@dataclass(frozen=True, slots=True)
class Stack:
    """A change as written, and the value of earlier layers that it changes."""

    change: str
    below: Any


@dataclass(frozen=True, slots=True)
class Relative:
    """What becomes of a value: times a factor, plus an addend in canonical units."""

    factor: float = 1.0
    addend: float = 0.0

    def of(self, value: float) -> float:
        """Return the changed value."""
        return value * self.factor + self.addend

    def after(self, earlier: Relative) -> Relative:
        """Return the one change that does an earlier one and then this."""
        return Relative(earlier.factor * self.factor, self.of(earlier.addend))

    def text(self, dimension: str) -> str:
        """Write it so that it reads back the same."""
        factor = "" if self.factor == 1.0 and self.addend else f"x{self.factor!r}".removesuffix(".0")
        sign = "-" if self.addend < 0.0 else "+"
        addend = f"{sign}{units.text(abs(self.addend), dimension)}" if self.addend else ""
        return " ".join(part for part in (factor, addend) if part)


def is_change(text: str) -> bool:
    """Whether a text may be a change; a signed number is one only where :func:`read_change` says so."""
    return bool(text) and _CHANGE.fullmatch(text.strip()) is not None


def read_change(text: str, attribute: Attribute) -> Relative | None:
    """Read a change of an attribute.

    Parameters
    ----------
    text
        As written.
    attribute
        What is changed.

    Returns
    -------
    Relative or None
        None if the text is a value of its own.

    Raises
    ------
    UnitError
        If it is a change with a wrong number or unit.
    """
    match = _CHANGE.fullmatch(text.strip()) if text.strip() else None
    if match is None:
        return None
    written, addend = match["factor"], match["addend"]
    if written is None and attribute.minimum < 0.0:
        return None
    factor = units.parse(written, "number") if written is not None else 1.0
    if addend is None:
        return Relative(factor)
    percent = _PERCENT.fullmatch(addend)
    if percent is not None and attribute.dimension not in _SHARES:
        more = float(f"{percent['sign']}{percent['number']}") / 100.0
        return Relative(factor * (1.0 + more))
    sign = -1.0 if addend.startswith("-") else 1.0
    return Relative(factor, sign * units.parse(addend[1:].strip(), attribute.dimension))


def changed(
    points: Iterable[tuple[Any, float]], change: Relative, attribute: Attribute
) -> tuple[tuple[tuple[Any, float], ...], str | None]:
    """Change every point of a value; the second is what is wrong with the outcome."""
    found = tuple((date, change.of(value)) for date, value in points)
    lowest, highest = attribute.limits
    for _, value in found:
        if not lowest <= value <= highest:
            limit, side = (lowest, "below") if value < lowest else (highest, "above")
            amount, bound = (units.text(number, attribute.dimension) for number in (value, limit))
            return found, f"the change makes {amount}, which is {side} {bound}"
    return found, None
