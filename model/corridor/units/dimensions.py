"""What a number can measure, and the units in which it is held and reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

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
        The canonical unit as people write it; :func:`corridor.units.parse` reads it back.
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


_DIMENSIONS = (
    Dimension("volume", "bcm", ("bcm", "TWh", "Mt LNG"), "bcm", "TWh"),
    Dimension("volume_rate", "bcm/yr", ("bcm/yr", "mcm/d", "Mt LNG/yr", "GWh/d"), "bcm/yr", "TWh/yr"),
    Dimension("price", "USD/kcm", ("USD/MMBtu", "EUR/MWh", "USD/kcm", "USD/kcm_ru"), "USD/MMBtu", "EUR/MWh"),
    Dimension("price_per_distance", "USD/kcm/km", ("USD/kcm/100km",), "USD/kcm/100km", "EUR/MWh/100km"),
    Dimension("price_per_time", "USD/kcm/yr", ("USD/MMBtu/yr", "EUR/MWh/yr"), "USD/MMBtu/yr", "EUR/MWh/yr"),
    Dimension("money", "million USD", ("bn USD", "million USD", "bn EUR"), "million USD", "million EUR"),
    Dimension(
        "money_rate",
        "million USD/yr",
        ("million USD/yr", "bn USD/yr", "million EUR/yr"),
        "million USD/yr",
        "million EUR/yr",
    ),
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


def readable(dimension: str) -> str:
    """Return the name of a dimension as words."""
    return dimension.replace("_", " ")


def advice(dimension: str) -> str:
    """Name the allowed forms of a dimension."""
    if dimension == "number":
        return "write a plain number, e.g. '-0.3'"
    forms = DIMENSIONS[dimension].examples
    return f"{readable(dimension)} is written in " + ", ".join(forms[:-1]) + (" or " if forms[1:] else "") + forms[-1]
