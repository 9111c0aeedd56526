"""What a scenario says of those who invest: their budgets, and the return that they ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor.scenario.origin import Origin


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit on what projects may cost that start in a period.

    Attributes
    ----------
    name
        Key in the scenario.
    owner
        Whose projects; None for all.
    limit
        Million USD of capital.
    start, until
        Decimal years; a model year counts whose middle lies in ``[start, until)``; None for no beginning or no end.
    reason, source
        Why, and the key of a source or an address.
    written
        Where.
    """

    name: str
    owner: str | None
    limit: float
    start: float | None
    until: float | None
    reason: str | None
    source: str | None
    written: Origin

    def counts(self, year: int) -> bool:
        """Whether what starts in a model year counts."""
        middle = year + 0.5
        return (self.start is None or self.start <= middle) and (self.until is None or middle < self.until)

    def content(self) -> list[Any]:
        """Everything that can change a solution, numbers to 12 digits: what the scenario's hash is made of."""
        numbers = (self.limit, self.start, self.until)
        return [self.name, self.owner, *(None if number is None else f"{number:.12g}" for number in numbers)]
