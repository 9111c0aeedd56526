"""Investors in the scenario language: what a budget must say and what it may, and what is said of an owner."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from corridor.dataset import decimal_year
from corridor.scenario.describing import unit_text
from corridor.scenario.investment import Budget
from corridor.scenario.origin import Origin
from corridor.scenario.part import Part
from corridor.scenario.values import Date, Fault, failure, name_of, quantity, source_or_address

OWNER = "owner"
"""Kind of the names of those who own projects."""


class BudgetPart(Part):
    """One budget of a scenario."""

    owner: Annotated[str, name_of(OWNER)] | None = Field(
        default=None, description="Whose projects count; everybody's unless set."
    )
    limit: quantity("money") = Field(  # type: ignore[valid-type]
        description="Most that the projects may cost in all, those that the scenario commits to included: their "
        f"investment, in the year in which capacity starts. {unit_text('money')} Not below 0."
    )
    start: Date | None = Field(
        default=None,
        alias="from",
        description="First day of the period: YYYY, YYYY-MM or YYYY-MM-DD; a model year counts if its middle lies in "
        "it. From the first model year unless set.",
    )
    until: Date | None = Field(
        default=None,
        description="First day after the period: YYYY, YYYY-MM or YYYY-MM-DD. To the end of the horizon unless set.",
    )
    reason: str | None = Field(default=None, description="Why, in a sentence; reports quote it.")
    source: Annotated[str, source_or_address] | None = Field(
        default=None, description="Where it is written: a key of the dataset's sources, or an address."
    )

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> BudgetPart:
        if self.start and self.until and decimal_year(self.start, "hold") >= decimal_year(self.until, "hold"):
            message = f"'until' {self.until} is not after 'from' {self.start}"
            raise failure([Fault(message, "'until' is the first day after the period", ("until",), whole=True)])
        return self

    def budget(self, name: str, written: Origin) -> Budget:
        """Return what it means."""
        return Budget(
            name=name,
            owner=self.owner,
            limit=self.limit,
            start=None if self.start is None else decimal_year(self.start, "hold"),
            until=None if self.until is None else decimal_year(self.until, "hold"),
            reason=self.reason,
            source=self.source,
            written=written,
        )


class OwnerPart(Part):
    """What is said of one owner of projects."""

    asked: quantity("share", 0.0, 1.0) = Field(  # type: ignore[valid-type]
        alias="return",
        description="Real return a year that the owner asks of every project, in the place of the dataset's; a "
        "'discount_rate' of the project itself in the scenario wins over it. With its unit, e.g. 12 %. From 0 % to "
        "100 %.",
    )
