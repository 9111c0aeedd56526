"""Definitions of units, read from ``corridor_units.txt`` on first use.

The file is a registry in pint's format, so that every factor can be held against pint's; but each of its lines is
numbers times a unit, and reading them here spares every run the import of pint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

FILE: Final = Path(__file__).with_name("corridor_units.txt")
"""The registry."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the registry.

    Attributes
    ----------
    name
        As the registry writes it.
    size
        What one of it is in its base unit, exactly.
    base
        The base unit; empty for a plain number.
    section
        Heading under which it stands.
    meaning
        Reference condition or meaning.
    source
        Key of :attr:`Registry.sources`.
    """

    name: str
    size: Fraction
    base: str
    section: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All units and all sources, in the order of the file."""

    units: Mapping[str, Unit]
    sources: Mapping[str, str]


@cache
def registry() -> Registry:
    """Read the registry file."""
    units: dict[str, Unit] = {}
    sources: dict[str, str] = {}
    section = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("#: "):
            key, _, source = line[3:].partition("  ")
            sources[key] = source
        elif line and not line.startswith("#"):
            definition, _, comment = line.partition("#")
            name, _, value = (part.strip() for part in definition.partition("="))
            meaning, _, source = (part.strip() for part in comment.partition("|"))
            size, base = _measured(name, value, units)
            units[name] = Unit(name, size, base, section, meaning, source)
    return Registry(MappingProxyType(units), MappingProxyType(sources))


def _measured(name: str, value: str, known: Mapping[str, Unit]) -> tuple[Fraction, str]:
    """Return the size of a definition in its base unit, and which that is."""
    if value.startswith("["):
        return Fraction(1), name
    number, _, last = value.rpartition(" ")
    if last in known:
        return product(number) * known[last].size, known[last].base
    return product(value), ""


def product(text: str) -> Fraction:
    """Work out numbers joined by ``*`` and ``/``, exactly and from the left, as pint does."""
    first, *others = re.split(r"\s*([*/])\s*", text.strip())
    total = Fraction(first)
    for sign, number in zip(others[::2], others[1::2], strict=True):
        total = total * Fraction(number) if sign == "*" else total / Fraction(number)
    return total
