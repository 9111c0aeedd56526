"""How numbers are printed: one switch between bcm and energy units, thousands separators, true minus signs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from corridor import units
from corridor.units import ReportUnits

__all__ = ["Display", "number", "plain_share", "signed"]

NOTHING: Final = "–"
_MINUS: Final = "\N{MINUS SIGN}"
_THOUSANDS: Final = "\N{NARROW NO-BREAK SPACE}"


def number(value: float, digits: int = 1) -> str:
    """Write a number with a thin space between thousands; a missing one as a dash."""
    if not math.isfinite(value):
        return NOTHING
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace(",", _THOUSANDS).replace("-", _MINUS)


def signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign; nothing to tell apart from zero is ``±0``."""
    text = number(value, digits)
    if text == NOTHING or text.startswith(_MINUS):
        return text
    return f"+{text}" if any(digit in text for digit in "123456789") else f"±{text}"


def plain_share(value: float) -> str:
    """Write a share as a whole percentage."""
    return NOTHING if not math.isfinite(value) else f"{number(100 * value, 0)} %"


@dataclass(frozen=True, slots=True)
class Display:
    """The units of one report.

    Attributes
    ----------
    system
        ``"bcm"`` for bcm/yr and USD/MMBtu, ``"energy"`` for TWh/yr and EUR/MWh.
    """

    system: ReportUnits = "bcm"

    @property
    def volume_unit(self) -> str:
        """Return the unit of yearly volumes, without the year: tables say of which year they speak."""
        return units.DIMENSIONS["volume"].bcm if self.system == "bcm" else units.DIMENSIONS["volume"].energy

    @property
    def rate_unit(self) -> str:
        """Return the unit of volumes a year."""
        return f"{self.volume_unit}/yr"

    @property
    def price_unit(self) -> str:
        """Return the unit of prices."""
        return units.DIMENSIONS["price"].bcm if self.system == "bcm" else units.DIMENSIONS["price"].energy

    @property
    def volume_factor(self) -> float:
        """Return how many units of volume one bcm makes."""
        return units.from_canonical(1.0, self.volume_unit, "volume")

    @property
    def price_factor(self) -> float:
        """Return how many units of price one USD/MMBtu makes."""
        return units.from_canonical(units.to_canonical(1.0, "USD/MMBtu", "price"), self.price_unit, "price")

    @property
    def volume_digits(self) -> int:
        """Return the decimals of volumes: one for bcm, none for the ten times larger numbers of TWh."""
        return 1 if self.system == "bcm" else 0

    def volume(self, bcm: float) -> str:
        """Write a volume given in bcm, without its unit."""
        return number(bcm * self.volume_factor, self.volume_digits)

    def volume_change(self, bcm: float) -> str:
        """Write a difference of volumes given in bcm, without its unit."""
        return signed(bcm * self.volume_factor, self.volume_digits)

    def price(self, usd_per_mmbtu: float) -> str:
        """Write a price given in USD/MMBtu, without its unit."""
        return number(usd_per_mmbtu * self.price_factor, 2 if self.system == "bcm" else 1)

    def price_change(self, usd_per_mmbtu: float) -> str:
        """Write a difference of prices given in USD/MMBtu, without its unit."""
        return signed(usd_per_mmbtu * self.price_factor, 2 if self.system == "bcm" else 1)

    def converted(self, value: float, unit: str) -> tuple[float, str]:
        """Return a number of some table and its unit as this report prints them."""
        if unit in ("bcm", "bcm/yr"):
            return value * self.volume_factor, unit.replace("bcm", self.volume_unit)
        if unit == "USD/MMBtu":
            return value * self.price_factor, self.price_unit
        return value, unit


PLAIN_UNITS: Final[Mapping[ReportUnits, Display]] = MappingProxyType(
    {"bcm": Display("bcm"), "energy": Display("energy")}
)
"""The two displays there are."""
