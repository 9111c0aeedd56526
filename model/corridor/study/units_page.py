"""The page of the documentation about units, made from the registry: ``python -m corridor.study.units_page``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction

from corridor.study import markdown
from corridor.units import DIMENSIONS, UNIT_LABELS, money
from corridor.units.ambiguous import CASELESS, INSTEAD
from corridor.units.quantities import factor
from corridor.units.registry import Unit, registry
from corridor.units.words import vocabulary

_MEASURES = {"bcm": "volume", "USD": "money", "km": "length", "yr": "time", "share": "share"}
"""Base units of the registry and what they measure."""

_HEAD = """# Units

Every number of a scenario and of the dataset carries its unit, and every unit says its basis: a volume its reference
condition, a tonne that it is LNG, an energy its calorific value (gross, unless `net` stands behind it), money its
currency. A unit that leaves the basis open is an error that lists the ones that do not. This page is made from the
registry by `make pages`; nothing on it is written by hand.

A unit is words joined by `/`: `bcm/yr`, `GWh/d`, `million Sm3/d`, `EUR/MWh`, `USD/1000 m3_ru`, `USD/kcm/100km`. Case
matters. A rate is any volume or energy over `yr`, `month`, `d` or `h`; a price is money over any volume or energy.
Conversions are exact fractions, rounded once to the nearest floating-point number.
"""

_SAME_GAS = """The volume of one gas depends on temperature and pressure, its heat does not. Metric and American
volumes are converted as volumes of the same gas (equal composition, ideal gas), so that a cubic foot has 1074 Btu, as
the gas of a canonical bcm has; leaner gas has less (1027 in the example under `net-gross`), and who knows the heat
should write the energy. Gazprom's cubic metre and LNG are converted by ratios of published figures, which are ratios of
heat.
"""

_RULE = """An amount in a currency of a year, such as `30 EUR2021/MWh` or `15 bn USD2018`, is turned into dollars at the
average exchange rate of that year, and from there into dollars of 2025 by the deflator of the gross domestic product of
the United States. `USD` is a dollar of 2025 and `EUR` a euro of 2025 (with `ct`, its hundredth); other currencies need
their year, `p2021` being the hundredth of `GBP2021`. The numbers stand in the table `money.csv` of the reference
dataset, and the keys below name their sources there. `M` before a currency means million.
"""


def page() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD, *_dimensions(), _SAME_GAS]
    for section in dict.fromkeys(unit.section for unit in registry().units.values()):
        parts += _section(section)
        if section == "Money":
            parts += _money()
    return "\n".join([*parts, *_refused(), *_sources()]).rstrip() + "\n"


def _dimensions() -> Iterator[str]:
    yield "## What is measured\n"
    rows = [
        (name.replace("_", " "), f"`{one.label}`", _listed(one.examples), f"`{one.bcm}`", f"`{one.energy}`")
        for name, one in DIMENSIONS.items()
    ]
    yield from markdown.table(("What", "Held in", "Written, for example", "Reported in", "or in"), rows)


def _section(section: str) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for word, name in vocabulary().items():
        named.setdefault(name, []).append(word)
    rows = [
        (_listed([word]), _size(unit, word), unit.meaning, f"`{unit.source}`")
        for unit in registry().units.values()
        if unit.section == section
        for word in named.get(unit.name, [unit.name])
    ]
    yield f"## {section}\n"
    yield from markdown.table(("Unit", "Size", "Reference condition, meaning", "Source"), rows)


def _money() -> Iterator[str]:
    yield _RULE
    rows = []
    for currency, years in money.years().items():
        sources = sorted({money.units()[f"{currency}{year}"].source for year in years})
        last = f"{currency}{years[-1]}"
        size = money.units()[last].size
        rows.append((f"`{last}`", f"{years[0]} to {years[-1]}", f"{_written(size)} USD", _listed(sources)))
    yield from markdown.table(("Written, for example", "Years", "Size of the example", "Sources"), rows)


def _size(unit: Unit, word: str) -> str:
    """Size in the canonical unit of what it measures."""
    dimension = _MEASURES.get(unit.base)
    if dimension is None:
        return _written(unit.size)
    return f"{_written(factor(word, dimension))} {UNIT_LABELS[dimension]}"


def _written(size: Fraction) -> str:
    """Twelve digits, and a mark where there are more."""
    text = f"{float(size):.12g}"
    return text if Fraction(text) == size else f"{text}..."


def _refused() -> Iterator[str]:
    yield "## Words that are refused\n"
    yield "Each is an error that says why and what to write instead.\n"
    reasons: dict[str, list[str]] = {}
    for word, reason in (*INSTEAD.items(), *CASELESS.items()):
        reasons.setdefault(reason, []).append(word)
    rows = [(_listed(words), reason.replace("'", "`")) for reason, words in reasons.items()]
    yield from markdown.table(("Word", "Why, and what to write"), rows)


def _sources() -> Iterator[str]:
    yield "## Sources\n"
    yield from markdown.table(("Key", "Source"), [(f"`{key}`", text) for key, text in registry().sources.items()])


def _listed(words: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    sys.stdout.write(page())
