"""Demand that is not met: what a scenario accepts, and a reader must not overlook."""

from __future__ import annotations

from typing import Final

from corridor.report.blocks import Column, Section, Strong, Table, paragraph, row
from corridor.report.subject import Subject
from corridor.report.view import optional_table

__all__ = ["shortfalls"]

_SMALL: Final = 1e-4
"""Shortfalls below this are not told, bcm in a season."""


def shortfalls(subject: Subject) -> Section | None:
    """Return which markets go short of firm demand in which year, with how much; None where all is met."""
    consumption = optional_table(subject.results, "consumption")
    if "shortfall" not in consumption or not (consumption["shortfall"] > _SMALL).any():
        return None
    display = subject.display
    short = consumption[consumption["shortfall"] > _SMALL]
    yearly = short.groupby(["market", "year"])["shortfall"].sum().unstack("year", fill_value=0)
    total = yearly.sum()
    text = (
        " Firm demand, which is consumed at any price up to the value of lost load, is not met everywhere, and the"
        " scenario accepts that. Where a market goes short its price is the value of lost load, which is no price that"
        " anybody would agree on: read prices, rents and surplus of those seasons as what scarcity is worth."
    )
    columns = (Column("Market", "left"), *(Column(str(year)) for year in yearly.columns))
    rows = [row(str(name), *map(display.volume, line.tolist())) for name, line in yearly.iterrows()]
    rows.append(row("Together", *map(display.volume, total.tolist()), total=True))
    caption = f"Firm demand that is not met, {display.rate_unit}."
    head = paragraph(Strong("The scenario leaves demand unmet."), text)
    return Section("Shortfalls", [head, Table("shortfalls", caption, columns, tuple(rows))])
