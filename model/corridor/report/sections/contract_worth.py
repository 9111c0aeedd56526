"""What contracts cost beside the market, and what of their minimums is kept for later."""

from __future__ import annotations

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Row, Table, paragraph, row
from corridor.report.display import NOTHING, number
from corridor.report.subject import Subject
from corridor.report.view import optional_table

__all__ = ["contract_worth"]

_MOST = 12
"""So many contracts are shown, those with the largest rents."""


def contract_worth(subject: Subject) -> list[Block]:
    """Return price, market value and rent of the origin's contracts, and what is made up and carried forward."""
    table = optional_table(subject.results, "contracts")
    if "rent" not in table.columns:
        return []
    own = table[(table["origin"] == subject.origin) & (table["taken"] > 1e-3) & table["market_value"].notna()]
    if own.empty:
        return []
    rents = own.groupby("contract")["rent"].apply(lambda each: each.abs().sum()).sort_values(ascending=False)
    names = sorted(rents.index[:_MOST])
    display = subject.display
    columns = (
        Column("Contract", "left", share=2.4),
        Column("Price follows", "left", share=1.0),
        Column("Year"),
        Column(f"Taken, {display.rate_unit}"),
        Column(f"Price, {display.price_unit}"),
        Column(f"Market, {display.price_unit}"),
        Column("Buyer’s rent, million USD"),
    )
    rows = [line for name in names for line in _rows(subject, own[own["contract"] == name])]
    caption = (
        "Contract price by its rule beside what the gas is worth where it is handed over, in the first and the last"
        " year of each contract among the model years; the rent is the difference on what is taken, below zero where"
        " the buyer pays more than the market."
    )
    left = len(rents) - len(names)
    more = f" {left} with smaller rents are in contracts.csv." if left else ""
    text = f" compares {subject.origin}’s contracts with the market.{more}{_rights(subject, table)}"
    blocks: list[Block] = [paragraph(Reference("contract-worth"), text)]
    return [*blocks, Table("contract-worth", caption, columns, tuple(rows), small=len(rows) > 12)]


def _rows(subject: Subject, lines: pd.DataFrame) -> list[Row]:
    """Return the first and the last year of a contract."""
    display = subject.display
    ordered = lines.sort_values("year").to_dict("records")
    shown = ordered[:1] if len(ordered) == 1 else [ordered[0], ordered[-1]]
    return [
        row(
            str(line["contract"]) if place == 0 else "",
            Cell(str(line["price_rule"]) if place == 0 else "", quiet=True),
            str(int(line["year"])),
            display.volume(float(line["taken"])),
            display.price(float(line["price"])),
            display.price(float(line["market_value"])),
            number(float(line["rent"]), 0) if abs(float(line["rent"])) > 0.5 else Cell(NOTHING, quiet=True),
        )
        for place, line in enumerate(shown)
    ]


def _rights(subject: Subject, table: pd.DataFrame) -> str:
    """Say what is made up and carried forward, over all sellers; nothing where nobody has such rights."""
    display = subject.display
    told = []
    for column, what in (("made_up", "made up"), ("carried_in", "taken off later minimums by carry-forward")):
        years = table[table[column] > 1e-3].groupby("year")[column].sum()
        if len(years):
            each = ", ".join(f"{display.volume(float(volume))} in {year}" for year, volume in years.items())
            told.append(f" Gas {what}: {each} {display.rate_unit}.")
    return "".join(told)
