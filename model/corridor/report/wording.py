"""Small helps to put numbers and names into sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corridor.report.display import number

__all__ = ["change", "listed", "named", "plural"]


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def named(region: str, start: bool = False) -> str:
    """Write a region as in a sentence, with the article that some need; ``start`` at the start of one."""
    article = {"EU": "the ", "Middle East and Africa": "the ", "Americas": "the ", "Caucasus": "the "}.get(region, "")
    rest = {"Other Asia": "the rest of Asia", "Other Europe": "the rest of Europe", "Elsewhere": "other places"}
    text = rest.get(region, article + region)
    return text[0].upper() + text[1:] if start else text


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun: ``1 route``, ``3 routes``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def change(now: float, before: float) -> str:
    """Say in words how a quantity compares with an earlier one."""
    if not (math.isfinite(now) and math.isfinite(before)) or before <= 1e-9:
        return "from nothing"
    share = now / before - 1
    if abs(share) < 0.01:
        return "about the same as"
    if share >= 1:
        return f"{number(now / before, 1)} times"
    return f"{number(abs(100 * share), 0)} % {'more' if share > 0 else 'less'} than"
