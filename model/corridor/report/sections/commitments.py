"""Contracts and policies that bind."""

from __future__ import annotations

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Section, Table, paragraph, row
from corridor.report.display import NOTHING, number
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import plural

__all__ = ["contracts_and_policies"]


def contracts_and_policies(subject: Subject) -> Section:
    """Return the contracts held to their minimum or taken in full, and the policies that hold gas back."""
    return Section("Contracts and policies that bind", [*_contracts(subject), *_policies(subject)])


def _contracts(subject: Subject) -> list[Block]:
    """Return contracts at a limit, one row each and year."""
    table, display = optional_table(subject.results, "contracts"), subject.display
    if table.empty:
        return [paragraph("No contract runs in the model years.")]
    running = table[table["quantity"] > 1e-6]
    short = running["shortfall"] > 1e-4
    least = (running["taken"] <= running["minimum"] + 1e-4) & ~short
    full = (running["taken"] >= running["quantity"] - 1e-4) & ~least & ~short
    state = pd.Series("", index=running.index).mask(full, "in full").mask(least, "at the minimum").mask(short, "below")
    binding = running.assign(state=state)[state != ""].sort_values(["contract", "year"])
    free = running["contract"].nunique() - binding["contract"].nunique()
    text = (
        f" lists the years in which a contract binds: the buyer takes all of it, no more than it must pay for, or"
        f" less than that and pays the difference. {plural(free, 'contract')} never at a limit {'is' if free == 1 else 'are'} left out."
    )
    if binding.empty:
        return [paragraph(f"None of {plural(running['contract'].nunique(), 'running contract')} is at a limit in any model year.")]
    rows, before = [], ""
    for line in binding.to_dict("records"):
        name = str(line["contract"])
        rows.append(
            row(
                name if name != before else "", Cell(str(line["buyer"]) if name != before else ""), str(int(line["year"])),
                display.volume(float(line["quantity"])), display.volume(float(line["minimum"])),
                display.volume(float(line["taken"])), Cell(str(line["state"]), quiet=True),
                number(float(line["payment"]), 0) if float(line["payment"]) > 0.5 else Cell(NOTHING, quiet=True),
            )
        )  # fmt: skip
        before = name
    unit = display.rate_unit
    columns = (
        Column("Contract", "left", wide=True), Column("Buyer", "left"), Column("Year"), Column(f"Quantity, {unit}"),
        Column(f"Minimum, {unit}"), Column(f"Taken, {unit}"), Column("Taken", "left"), Column("Paid untaken, million USD"),
    )  # fmt: skip
    caption = f"Contracts at a limit, {unit}; the last column is what the buyer pays for gas it does not take."
    return [paragraph(Reference("contracts"), text), Table("contracts", caption, columns, tuple(rows))]


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
        "A policy binds where one more unit let through would be worth something; that worth is its shadow price (the highest of"
        " the year’s seasons)."
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
        Column("Policy", "left", wide=True), Column("Kind", "left"), Column("Year"), Column(f"Allowed, {display.rate_unit}"),
        Column(f"Came, {display.rate_unit}"), Column(f"Shadow price, {display.price_unit}"),
    )  # fmt: skip
    caption = "Policies that bind, by model year."
    return [paragraph(text), Table("policies", caption, columns, tuple(rows))]
