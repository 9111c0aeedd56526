"""Contracts and policies that bind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Row, Section, Table, paragraph, row
from corridor.report.display import NOTHING, number
from corridor.report.sections.contract_worth import contract_worth
from corridor.report.sections.swaps import swaps
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import plural

__all__ = ["contracts_and_policies"]

_FILLS: Final[Mapping[str, str]] = MappingProxyType({"full": "#d5e6ef", "least": "#f9ecc8", "short": "#f2c4bd", "": ""})


def contracts_and_policies(subject: Subject) -> Section:
    """Return the contracts held to their minimum or taken in full, the policies that hold gas back, and swaps."""
    blocks = [*_contracts(subject), *contract_worth(subject), *_policies(subject), *swaps(subject)]
    return Section("Contracts and policies that bind", blocks)


def _contracts(subject: Subject) -> list[Block]:
    """Return contracts at a limit in some year, one row each, the years coloured by the limit."""
    table, display = optional_table(subject.results, "contracts"), subject.display
    others = 0
    if "origin" in table.columns:
        own = table["origin"] == subject.origin
        others = int(table.loc[~own & (table["quantity"] > 1e-6), "contract"].nunique())
        table = table[own]
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
        f" shows {subject.origin}’s contracts that bind in some model year: the buyer takes all of it, or no more than"
        " it has to pay for in any case."
    )
    if free:
        text += f" {plural(free, 'contract')} never at a limit {'is' if free == 1 else 'are'} left out."
    if others:
        text += f" {plural(others, 'contract')} of other sellers {'is' if others == 1 else 'are'} in contracts.csv."
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
    """Return the policies on the origin's gas that bind: what they allow and what more would be worth, by year."""
    table, display = optional_table(subject.results, "policies"), subject.display
    if table.empty:
        return [paragraph("The scenario has no policies.")]
    touching = _touching(subject, table)
    others = sorted(set(table["policy"]) - set(table.loc[touching, "policy"]))
    yearly = (
        table[touching]
        .assign(transfer=table["transfer"] if "transfer" in table.columns else 0.0)
        .groupby(["policy", "kind", "year"], as_index=False)
        .agg(limit=("limit", "sum"), level=("level", "sum"), shadow=("shadow_price", "max"), paid=("transfer", "sum"))
    )
    binding = set(yearly.loc[yearly["shadow"] > 5e-4, "policy"])
    text = (
        "A policy binds where one more unit let through would be worth something; that worth is its shadow price (the"
        " highest of the year’s seasons)."
    )
    kinds = set(yearly["kind"])
    if "tariff" in kinds:
        text += " A tariff shows the volume that it is charged on, the mean charge and what it collects."
    if "price_cap" in kinds:
        text += (
            " A price cap shows the volume sold under it, what its seller forgoes of the market’s price for a unit"
            " (where he sells nothing, how far the price is above the cap on average), and what the buyers keep by it:"
            " his loss and their gain, so no cost to all together."
        )
    if "filling" in kinds:
        text += " A filling target shows the stock to hold and what one more unit in store would cost."
    silent = sorted(set(yearly["policy"]) - binding)
    if silent:
        text += f" Never binding: {', '.join(silent)}."
    if others:
        text += f" {plural(len(others), 'policy', 'policies')} on the gas of others: {', '.join(others)}."
    if not binding:
        return [paragraph(text)]
    rows: list[Row] = []
    for name in sorted(binding):
        rows += _policy_rows(subject, yearly[yearly["policy"] == name])
    columns = (
        Column("Policy", "left", share=2.3), Column("Kind", "left"), Column("What", "left", share=1.7),
        *(Column(str(year), share=0.8) for year in subject.years),
    )  # fmt: skip
    caption = (
        f"Policies on {subject.origin}’s gas in the years in which they bind: volume allowed under a cap"
        f" ({display.rate_unit}), and what one more unit would be worth ({display.price_unit})."
    )
    if kinds & {"tariff", "price_cap", "filling"}:
        caption += " Tariffs, price caps and filling targets of storages as named in each line."
    return [paragraph(text), Table("policies", caption, columns, tuple(rows), small=True)]


def _touching(subject: Subject, table: pd.DataFrame) -> pd.Series:
    """Say which rows are about gas of the origin, or about no gas in particular."""
    if "origin" in table.columns:
        return table["origin"].isin(("", subject.origin))
    return table["policy"].map({name: _touches(subject, str(name)) for name in table["policy"].unique()})


def _touches(subject: Subject, policy: str) -> bool:
    """Say whether a policy is on gas of the origin: it names it, or it names none."""
    said = [
        str(line["value"])
        for line in getattr(subject.results, "scenario_summary", [])
        if str(line["path"]).startswith(f"policies.{policy}.") and str(line["path"]).endswith(".origin")
    ]
    return not said or any(subject.origin in (name.strip() for name in value.split(",")) for value in said)


def _policy_rows(subject: Subject, lines: pd.DataFrame) -> list[Row]:
    """Return what a policy allows and its shadow price, the years side by side."""
    display = subject.display
    by_year = {int(line["year"]): line for line in lines.to_dict("records")}
    name, kind = str(lines["policy"].iloc[0]), str(lines["kind"].iloc[0])
    binds = {year for year, line in by_year.items() if line["shadow"] > 5e-4}

    def cells(column: str, write: Callable[[float], str], fill: str = "") -> list[Cell]:
        return [
            Cell(write(float(by_year[year][column])), fill=_FILLS[fill]) if year in binds else Cell(NOTHING, quiet=True)
            for year in subject.years
        ]

    worth = cells("shadow", display.price, "least")
    quiet = Cell(kind, quiet=True)
    if kind == "tariff":
        return [
            row(name, quiet, f"charged, {display.rate_unit}", *cells("level", display.volume)),
            row("", "", f"charge, {display.price_unit}", *worth),
            row("", "", "paid, million USD", *cells("paid", lambda paid: number(paid, 0))),
        ]
    if kind == "price_cap":
        return [
            row(name, Cell("price cap", quiet=True), f"sold, {display.rate_unit}", *cells("level", display.volume)),
            row("", "", f"forgone, {display.price_unit}", *worth),
            row("", "", "kept, million USD", *cells("paid", lambda paid: number(paid, 0))),
        ]
    if kind == "filling":
        return [
            row(name, quiet, f"to hold, {display.volume_unit}", *cells("limit", display.volume)),
            row("", "", f"cost, {display.price_unit}", *worth),
        ]
    second = row("", "", f"worth, {display.price_unit}", *worth)
    if kind == "ban" or not lines["limit"].max() > 0.05:
        return [row(name, quiet, *second.cells[2:])]
    return [row(name, quiet, f"allowed, {display.rate_unit}", *cells("limit", display.volume)), second]
