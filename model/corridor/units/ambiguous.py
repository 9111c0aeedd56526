"""Words that mean several things, or nothing exact, and what to write instead.

A conversion between two bases is exact only if both are said, so a word that leaves the basis open is refused, with
the words that do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CUBIC_METRE = (
    "its reference condition is missing; write 'Sm3' (15 C), 'Nm3' (0 C), 'm3_ru' (20 C, Gazprom) or 'm3 LNG'"
)
_CUBIC_METRES = (
    "its reference condition is missing, and M is a thousand to some; "
    "write 'kcm', 'mcm' (million) or 'bcm' (15 C), or 'mcm_n' (0 C), 'mcm_ru' (20 C)"
)
_SPELT_OUT = tuple(f"{many} cubic {metres}" for many in ("billion", "million") for metres in ("metres", "meters"))
_AGENCY = (
    "the IEA keeps the heat value of each gas; write the energy in 'TWh' or 'PJ', or 'bcm' where 40 MJ/m3 is meant"
)
_CUBIC_FEET = "M is a thousand to some and a million to others; write 'kcf' (thousand) or 'mmcf' (million cubic feet)"
_CUBIC_FOOT = "cubic feet are at 60 F and 14.73 psi, rates are fractions; write 'cf', 'mmcf', 'bcf' or 'bcf/d'"
_TONNE = "a tonne of what is missing; write 't LNG', 'kt LNG', 'Mt LNG' or 'Mtoe net'"
_TONNES_A_YEAR = "a tonne of what is missing; write 'Mt LNG/yr'"
_OIL = "its calorific value is missing; write 'Mtoe net' (as energy balances count) or 'Mtoe gross'"
_BARREL = "a barrel of oil has no one heat; write 'GJ', 'MMBtu' or 'Mtoe net'"
_BTU = "the multiple is unclear (M is a thousand to some); write 'MMBtu' (a million) or 'therm' (100,000)"
_RATE = "a rate is a fraction; write 'bcm/yr', 'mcm/d' or 'GWh/d'"
_POWER = "power is energy over time; write 'MWh/h', 'GWh/h' or 'GWh/d'"
_CALORIE = "there are several calories; write 'GJ' or 'MWh'"
_CURRENCY = "whose currency is missing; write 'USD', 'EUR' or, with its year, 'GBP2021'"
_UNKNOWN_RATE = "no exchange rate of it is known; write 'USD2021' or 'EUR2021', with the year of the amount"
_CENT = "whose cent is missing; write 'ct' (of a euro) or 'USD'"
_CARGO = "ships differ in size; write it as 'm3 LNG' or 't LNG'"
_TIME = "times are 'yr', 'month', 'd' and 'h'"
_MILE = "which mile is missing; write 'nm' (nautical) or 'km'"
_MULTIPLE = "multiples are thousand, million, bn (1e9) and trn (1e12), as in 'bn USD'"
_OIL_PRICE = "a barrel measures oil; write 'USD/MMBtu'"

INSTEAD: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("m3", "m³", "cm", "cbm", "scm", "ncm", "Mm3", "km3", "Gm3"), _CUBIC_METRE),
        **dict.fromkeys(("t", "kt", "Mt", "MMt", "MT", "mt", "tonne", "tonnes", "ton", "tons", "LNG"), _TONNE),
        **dict.fromkeys(("Mcf", "mcf", "MCF", "Mscf"), _CUBIC_FEET),
        **dict.fromkeys(
            ("tcm", "Tcm", "TCM"), "thousand or trillion is unclear; write 'kcm' (thousand) or 'bcm' (15 C)"
        ),
        **dict.fromkeys(("MMcm", "mmcm", "MMCM", "Mcm", "MCM"), _CUBIC_METRES),
        **dict.fromkeys(("Btu", "BTU", "btu", "mBtu", "MBtu", "MBTU", "mbtu", "kBtu"), _BTU),
        **dict.fromkeys(("W", "kW", "MW", "GW", "TW"), _POWER),
        **dict.fromkeys(("$", "US$", "€", "£", "¥"), _CURRENCY),
        "c": _CENT,
        **dict.fromkeys(("TRY", "AZN", "IRR", "UZS", "TMT", "PLN", "QAR"), _UNKNOWN_RATE),
        "m": _MULTIPLE,
        "M": _MULTIPLE,
        "MM": _MULTIPLE,
        "k": _MULTIPLE,
    }
)
"""By the word as written."""

CASELESS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("cubic", *_SPELT_OUT, "mmscm", "mmncm", "bscm", "bncm", "mscm", "mncm"), _CUBIC_METRES),
        **dict.fromkeys(("bcm_iea", "bcm iea", "mcm_iea"), _AGENCY),
        **dict.fromkeys(("toe", "ktoe", "mtoe"), _OIL),
        **dict.fromkeys(("boe", "mboe", "mmboe"), _BARREL),
        **dict.fromkeys(("bbl", "barrel", "barrels"), _OIL_PRICE),
        **dict.fromkeys(("mtpa", "mmtpa", "tpa", "tpy"), _TONNES_A_YEAR),
        **dict.fromkeys(("scf", "mmscf", "bscf", "cfd", "mmcfd", "mmscfd", "bcfd", "cuft", "ft3"), _CUBIC_FOOT),
        **dict.fromkeys(("bcma", "bcmy", "mcmd", "mmcmd"), _RATE),
        **dict.fromkeys(("cal", "kcal", "mcal", "gcal"), _CALORIE),
        **dict.fromkeys(("cargo", "cargoes", "cargos"), _CARGO),
        **dict.fromkeys(("dth", "quad", "quads"), "dekatherms and quads are written in 'MMBtu' (1 of them, and 1e9)"),
        **dict.fromkeys(("a", "y", "year", "years", "pa", "p.a.", "annum", "day", "days", "hour", "hours"), _TIME),
        **dict.fromkeys(("mile", "miles", "mi"), _MILE),
        **dict.fromkeys(("billion", "bln", "mrd", "mln", "mn", "trillion", "tn", "milliard"), _MULTIPLE),
        **dict.fromkeys(("cent", "cents"), _CENT),
        **dict.fromkeys(("dollar", "dollars"), _CURRENCY),
    }
)
"""By the word in small letters."""
