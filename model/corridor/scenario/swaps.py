"""Swaps of a scenario once they are read: frozen, in canonical units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor.scenario.origin import Origin
from corridor.scenario.policies import OverTime


@dataclass(frozen=True, slots=True)
class Side:
    """Where gas of an origin is handed over."""

    origin: str
    at: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Gas of one origin is handed over at a node, gas of another in return at another node.

    Attributes
    ----------
    name
        Key in the scenario.
    gives, takes
        What is handed over, and what is got in return.
    ratio
        bcm got for each handed over.
    capacity
        Most that can be handed over, bcm/yr over time; nothing before its first date.
    fee
        Million USD per bcm handed over, over time; nothing before its first date.
    start, until
        Decimal years, open over ``[start, until)``; None for no beginning or no end.
    reason, source
        Why, and the key of a source or an address.
    written
        Where.
    """

    name: str
    gives: Side
    takes: Side
    ratio: float
    capacity: OverTime
    fee: OverTime
    start: float | None
    until: float | None
    reason: str | None
    source: str | None
    written: Origin

    def content(self) -> list[Any]:
        """Everything that can change a solution, numbers to 12 digits: what the scenario's hash is made of."""
        sides = [self.gives.origin, self.gives.at, self.takes.origin, self.takes.at]
        numbers = (self.ratio, self.capacity, self.fee, self.start, self.until)
        return [self.name, *sides, *(_digits(each) for each in numbers)]


def _digits(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.12g}"
    return [_digits(each) for each in value] if isinstance(value, tuple) else value
