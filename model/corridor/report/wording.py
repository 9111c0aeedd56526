"""Small helps to put numbers and names into sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corridor.report.display import number

__all__ = ["change", "listed", "named", "plural", "short_routes", "shortened"]


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


def shortened(text: str, most: int) -> str:
    """Return a text that is cut at the end of a word where it has more letters than that."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def short_routes(routes: Sequence[str]) -> str:
    """Return one short name of several routes: ``LNG to Asia (Yamal, Arctic 2)`` for ships, or else ``A + B``."""
    tails = {f"to {route.rpartition(' to ')[2]}" if " to " in route else "" for route in routes}
    tail = tails.pop() if len(tails) == 1 else ""
    if len(routes) < 2 or not tail or not all("LNG" in route for route in routes):
        return " + ".join(routes)
    heads = [" ".join(route.removesuffix(tail).replace("LNG", "").split()) for route in routes]
    return f"LNG {tail} ({', '.join(heads)})"
