"""Contracts and policies that bind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Row, Section, Table, paragraph, row
from corridor.report.display import NOTHING, number
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import plural

__all__ = ["contracts_and_policies"]

_FILLS: Final[Mapping[str, str]] = MappingProxyType({"full": "#d5e6ef", "least": "#f9ecc8", "short": "#f2c4bd", "": ""})


def contracts_and_policies(subject: Subject) -> Section:
    """Return the contracts held to their minimum or taken in full, and the policies that hold gas back."""
    return Section("Contracts and policies that bind", [*_contracts(subject), *_policies(subject)])


def _contracts(subject: Subject) -> list[Block]:
    """Return contracts at a limit in some year, one row each, the years coloured by the limit."""
    table, display = optional_table(subject.results, "contracts"), subject.display
    if "origin" in table.columns:
        table = table[table["origin"] == subject.origin]
    running = table[table["quantity"] > 1e-6] if len(table) else table
    if running.empty:
        return [paragraph("No contract runs in the model years.")]
    running = running.assign(state=_states(running))
    names = sorted(running.loc[running["state"] != "", "contract"].unique())
    free = running["contract"].nunique() - len(names)
    if not names:
        return [
            paragraph(
                f"None of {plural(running['contract'].nunique(), 'running contract')} is at a limit in any model year."
            )
        ]
    rows = [_contract_row(subject, running[running["contract"] == name]) for name in names]
    unit = display.rate_unit
    columns = (
        Column("Contract", "left", share=2.6),
        Column("Buyer", "left", share=1.6),
        Column(f"Quantity, {unit}"),
        Column(f"Minimum, {unit}"),
        *(Column(str(year), share=0.8) for year in subject.years),
        Column("Paid untaken, million USD"),
    )
    caption = (
        f"Volumes taken under contracts that reach a limit, {unit}. Blue: taken in full; yellow: no more than the"
        " minimum; red: less, and the difference is paid for. Quantity and minimum are the largest of the model"
        " years, the payment is the sum over them."
    )
    text = (
        " shows the contracts that bind in some model year: the buyer takes all of it, or no more than it has to pay"
        " for in any case."
    )
    if free:
        text += f" {plural(free, 'contract')} never at a limit {'is' if free == 1 else 'are'} left out."
    return [
        paragraph(Reference("contracts"), text),
        Table("contracts", caption, columns, tuple(rows), small=len(rows) > 12),
    ]


def _states(running: pd.DataFrame) -> pd.Series:
    """Return the limit at which each contract stands in each year, empty between the limits."""
    short = running["shortfall"] > 1e-4
    least = (running["minimum"] > 1e-4) & (running["taken"] <= running["minimum"] + 1e-4) & ~short
    full = (running["taken"] >= running["quantity"] - 1e-4) & ~least & ~short
    return pd.Series("", index=running.index).mask(full, "full").mask(least, "least").mask(short, "short")


def _contract_row(subject: Subject, lines: pd.DataFrame) -> Row:
    """Return one contract: what is taken in every year, coloured by the limit it stands at."""
    display = subject.display
    by_year = {int(line["year"]): line for line in lines.to_dict("records")}
    cells = [
        Cell(display.volume(float(by_year[year]["taken"])), fill=_FILLS[str(by_year[year]["state"])])
        if year in by_year
        else Cell(NOTHING, quiet=True)
        for year in subject.years
    ]
    first, paid = lines.iloc[0], float(lines["payment"].sum())
    return row(
        str(first["contract"]),
        str(first["buyer"]),
        display.volume(float(lines["quantity"].max())),
        display.volume(float(lines["minimum"].max())),
        *cells,
        number(paid, 0) if paid > 0.5 else Cell(NOTHING, quiet=True),
    )


def _policies(subject: Subject) -> list[Block]:
    """Return policies with a shadow price, one row each and year."""
    table, display = optional_table(subject.results, "policies"), subject.display
    if table.empty:
        return [paragraph("The scenario has no policies.")]
    yearly = table.groupby(["policy", "kind", "year"], as_index=False).agg(
        limit=("limit", "sum"), level=("level", "sum"), shadow=("shadow_price", "max")
    )
    binding = yearly[yearly["shadow"] > 5e-4]
    silent = sorted(set(yearly["policy"]) - set(binding["policy"]))
    text = (
        "A policy binds where one more unit let through would be worth something; that worth is its shadow price (the"
        " highest of the year’s seasons)."
    )
    if silent:
        text += f" Never binding: {', '.join(silent)}."
    if binding.empty:
        return [paragraph(text)]
    rows, before = [], ""
    for line in binding.to_dict("records"):
        name = str(line["policy"])
        rows.append(
            row(
                name if name != before else "", Cell(str(line["kind"]) if name != before else "", quiet=True),
                str(int(line["year"])), display.volume(float(line["limit"])), display.volume(float(line["level"])),
                display.price(float(line["shadow"])),
            )
        )  # fmt: skip
        before = name
    columns = (
        Column("Policy", "left", share=2.2), Column("Kind", "left", share=0.8), Column("Year", share=0.8),
        Column(f"Allowed, {display.rate_unit}", share=1.0), Column(f"Came, {display.rate_unit}", share=1.0),
        Column(f"Shadow price, {display.price_unit}", share=1.4),
    )  # fmt: skip
    caption = "Policies that bind, by model year."
    return [paragraph(text), Table("policies", caption, columns, tuple(rows))]
