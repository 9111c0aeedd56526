"""Clauses of a contract that do not fit together, each told where the scenario says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corridor.errors import Problem
from corridor.network.values import Values
from corridor.scenario import Scenario

_RULES = {
    "slope": ("oil", "mixed", "unknown"),
    "base": ("oil", "mixed", "unknown"),
    "lag": ("oil", "mixed", "unknown"),
    "oil_share": ("mixed",),
    "markup": ("hub", "mixed"),
    "floor": ("oil", "mixed", "hub", "unknown"),
    "ceiling": ("oil", "mixed", "hub", "unknown"),
}
"""Price rules that read an attribute."""

_PARTS = {"carry_forward_base": "carry_forward", "carry_forward_limit": "carry_forward"}
"""Attributes that mean something beside another one alone."""


def misfits(
    scenario: Scenario, values: Values, name: str, row: Mapping[str, str], end: float | None
) -> Iterator[Problem]:
    """Find what is wrong with the clauses of a contract.

    Parameters
    ----------
    row
        Identity columns of the contract.
    end
        When it has run out; None if it never does.
    """
    terms = _Terms(scenario, values, name)
    yield from _prices(terms, row["price_rule"])
    highest, lowest = terms.said("highest"), terms.said("lowest") or 0.0
    least = max(lowest, terms.said("take_or_pay") or 0.0)
    if highest is not None and highest < least:
        message = f"may be taken at no more than {highest:g} of its mean rate, but must be at {least:g}"
        yield terms.problem(message, "highest", "'highest' is at least 'lowest' and the take-or-pay share")
    if (terms.said("renewal") or terms.said("renewal_price") is not None) and end is None:
        yield terms.problem("is renewed but never ends", "renewal", "give 'end' too")
    elif terms.said("renewal_price") is not None and not terms.said("renewal"):
        yield terms.problem("has a price after its end but no renewal", "renewal_price", "give 'renewal' too")
    for part, whole in _PARTS.items():
        if terms.is_written(part) and not terms.said(whole):
            yield terms.problem(f"has a '{part}' but no '{whole}'", part, f"give '{whole}' too")


class _Terms:
    """What is said of one contract."""

    def __init__(self, scenario: Scenario, values: Values, name: str) -> None:
        self._scenario, self._values, self._name = scenario, values, name

    def said(self, attribute: str) -> float | None:
        series = self._values.series("contracts", self._name, attribute)
        return None if series is None else series.values[0]

    def is_written(self, attribute: str) -> bool:
        return self._scenario.override("contracts", self._name, attribute) is not None

    def problem(self, message: str, attribute: str, hint: str) -> Problem:
        path = f"contracts.{self._name}.{attribute}"
        origin, whole = self._scenario.where(path), f"contract '{self._name}' {message}"
        return Problem(whole, hint=hint) if origin is None else origin.problem(whole, path, hint)


def _prices(terms: _Terms, rule: str) -> Iterator[Problem]:
    if rule == "mixed":
        for key in ("oil_share", "slope"):
            if terms.said(key) is None:
                yield terms.problem(f"has a mixed price without '{key}'", "price_rule", f"give '{key}' too")
    for attribute, rules in _RULES.items():
        if rule not in rules and terms.is_written(attribute):
            hint = f"leave it out, or say a 'price_rule' of {' or '.join(each for each in rules if each != 'unknown')}"
            message = f"has a '{attribute}', which a price by rule '{rule}' does not read"
            yield terms.problem(message, attribute, hint)
    floor, ceiling = terms.said("floor"), terms.said("ceiling")
    if floor is not None and ceiling is not None and floor > ceiling:
        yield terms.problem("has a floor above its ceiling", "floor", "look at both prices")
