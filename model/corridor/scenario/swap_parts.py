"""Swaps in the scenario language: what a swap must say, and what it may."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, model_validator

from corridor.dataset import decimal_year
from corridor.dataset.schema import Attribute
from corridor.scenario.describing import described
from corridor.scenario.origin import Origin
from corridor.scenario.part import Part
from corridor.scenario.rules import dated
from corridor.scenario.swaps import Side, Swap
from corridor.scenario.values import Date, Fault, Points, failure, figure, name_of, quantity, source_or_address

CAPACITY = Attribute(
    "capacity", "volume_rate", "hold", "Most that can be handed over at any time; nothing before its first date."
)
FEE = Attribute(
    "fee", "price", "hold", "What the partner is paid for a unit handed over; nothing before its first date."
)
FREE: Points = ((None, 0.0),)
"""The fee of a swap that names none."""


class SidePart(Part):
    """Gas of an origin at a node."""

    origin: Annotated[str, name_of("origin")] = Field(description="Whose gas: the name under which it is tracked.")
    at: Annotated[str, name_of("node")] = Field(description="Node at which it is handed over.")


def _above_zero(ratio: float) -> float:
    if not ratio > 0.0:
        raise failure([Fault(f"a ratio of {ratio:g} would give gas away for nothing", "write a number above 0")])
    return ratio


class SwapPart(Part):
    """One swap of a scenario."""

    figures: ClassVar[Mapping[str, Attribute]] = MappingProxyType({"capacity": CAPACITY, "fee": FEE})
    """Its keys that hold quantities over time."""

    gives: SidePart = Field(description="What is handed over, and where.")
    takes: SidePart = Field(description="What is got in return, and where.")
    ratio: Annotated[quantity("number"), AfterValidator(_above_zero)] = Field(  # type: ignore[valid-type]
        default=1.0,
        description="Volume got for a unit handed over; below 1 the partner keeps the rest. A plain number above 0, "
        "e.g. 0.85. 1 unless set.",
    )
    capacity: figure(CAPACITY, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(CAPACITY, in_dataset=False)
    )
    fee: figure(FEE, in_dataset=False) = Field(  # type: ignore[valid-type]
        default=FREE, description=f"{described(FEE, in_dataset=False)} Nothing unless set."
    )
    start: Date | None = Field(
        default=None,
        alias="from",
        description="First day on which gas is swapped: YYYY, YYYY-MM or YYYY-MM-DD. From the beginning unless set.",
    )
    until: Date | None = Field(
        default=None,
        description="First day on which none is swapped any more: YYYY, YYYY-MM or YYYY-MM-DD. Without an end unless "
        "set.",
    )
    reason: str | None = Field(default=None, description="Why, in a sentence; reports quote it.")
    source: Annotated[str, source_or_address] | None = Field(
        default=None, description="Where it is written: a key of the dataset's sources, or an address."
    )

    @model_validator(mode="after")
    def _is_an_exchange(self) -> SwapPart:
        if self.gives.origin == self.takes.origin:
            message = f"'{self.gives.origin}' would swap with itself; a swap is between gas of two origins"
            raise failure([Fault(message, path=("takes", "origin"), whole=True)])
        if self.gives.at == self.takes.at:
            message = f"both sides are at '{self.gives.at}'; a swap is between two nodes"
            raise failure([Fault(message, path=("takes", "at"), whole=True)])
        if self.start and self.until and decimal_year(self.start, "hold") >= decimal_year(self.until, "hold"):
            message = f"'until' {self.until} is not after 'from' {self.start}"
            raise failure([Fault(message, path=("until",), whole=True)])
        return self

    def swap(self, name: str, written: Origin) -> Swap:
        """Return what it means."""
        return Swap(
            name=name,
            gives=Side(self.gives.origin, self.gives.at),
            takes=Side(self.takes.origin, self.takes.at),
            ratio=self.ratio,
            capacity=dated(self.capacity),
            fee=dated(self.fee),
            start=None if self.start is None else decimal_year(self.start, "hold"),
            until=None if self.until is None else decimal_year(self.until, "hold"),
            reason=self.reason,
            source=self.source,
            written=written,
        )
