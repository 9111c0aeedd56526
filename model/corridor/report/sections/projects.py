"""Projects: what they carry and what they are worth."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Row, Section, Table, paragraph, row
from corridor.report.display import number, plain_share, signed
from corridor.report.subject import Subject
from corridor.report.view import optional_table

__all__ = ["projects"]


def projects(subject: Subject) -> Section:
    """Return capacity, use and worth of every project in the model years in which it stands."""
    table = optional_table(subject.results, "projects")
    title = "Projects and what they are worth"
    given_up = _given_up(subject)
    if table.empty:
        return Section(title, [paragraph(f"The scenario has no projects.{given_up}")])
    display = subject.display
    built = table[table["capacity"].fillna(0.0) > 0.05]
    idle = sorted(set(table["name"]) - set(built["name"]))
    text = (
        "The value of a project is what its capacity earns in a year: the scarcity rent of its lines, so nothing"
        " where a line is not full. Below its annuity the project does not pay for itself; gains of buyers and"
        " sellers elsewhere come on top and are not counted here."
    )
    if subject.results.manifest.get("integers"):
        text += (
            " What is built in whole units, or not at all, was decided first; prices and values are those of the linear"
            " programme with these numbers fixed, so a project that pays may show a value below its annuity."
        )
    if idle:
        text += f" Without capacity in any model year: {', '.join(idle)}."
    if "units" in built and (built["units"] > 0.0).any():
        text += f" Units that stand in the last model year: {_units(built)}."
    text += given_up + _budgets(subject)
    rows: list[Row] = []
    for _, lines in built.groupby("project", sort=True):
        first = True
        for line in lines.sort_values("year").to_dict("records"):
            rows.append(_row(subject, {str(key): value for key, value in line.items()}, first))
            first = False
    columns = (
        Column("Project", "left", share=1.0), Column("Status", "left"), Column("Year"),
        Column(f"Capacity, {display.rate_unit}"), Column(f"Used, {display.rate_unit}"), Column("Used, %"),
        Column("Annuity, million USD"), Column("Value, million USD"), Column("Net, million USD"),
    )  # fmt: skip
    caption = "Projects by model year; money in million USD of 2025 a year, net is value less annuity."
    blocks: list[Block] = (
        [paragraph(text), Table("projects", caption, columns, tuple(rows), small=True)] if rows else [paragraph(text)]
    )
    return Section(title, blocks)


def _given_up(subject: Subject) -> str:
    """Say which lines and plants are not kept up, and from when; nothing where none has a fixed cost."""
    table = optional_table(subject.results, "capacity")
    if "state" not in table:
        return ""
    told = []
    for state in ("given up", "mothballed"):
        for route, years in table[table["state"] == state].groupby("route", sort=True)["year"].unique().items():
            told.append(f"{route} is {state} in {', '.join(str(year) for year in sorted(years))}")
    return f" To save its fixed cost, {'; '.join(told)}." if told else ""


def _budgets(subject: Subject) -> str:
    """Say what is spent of every budget, and what more of it would be worth."""
    table = optional_table(subject.results, "budgets")
    told = [
        f"{row['budget']} {number(row['spent'] / 1000.0, 1)} of {number(row['limit'] / 1000.0, 1)} bn USD"
        + (f", one more USD would save {number(row['shadow_price'], 2)}" if row["shadow_price"] > 0.0 else "")
        for row in table.to_dict("records")
    ]
    return f" Spent of budgets: {'; '.join(told)}." if told else ""


def _units(built: pd.DataFrame) -> str:
    """Write the units of every project that is built in units."""
    last = built[built["units"] > 0.0].sort_values("year").groupby("name", sort=True)["units"].last()
    return ", ".join(f"{name} {units:.0f}" for name, units in last.items())


def _row(subject: Subject, line: dict[str, Any], first: bool) -> Row:
    """Return one project in one year; name and status stand in its first row only."""
    display = subject.display
    capacity, used = float(line["capacity"]), float(line["used"])
    annuity, value = float(line["annuity"]), float(line["value"])
    net = value - annuity
    return row(
        str(line["name"]) if first else "",
        Cell(str(line["status"]) if first else "", quiet=True),
        str(int(line["year"])),
        display.volume(capacity),
        display.volume(used),
        plain_share(used / capacity if capacity > 1e-9 else math.nan).removesuffix(" %"),
        number(annuity, 0),
        number(value, 0),
        signed(net, 0),
    )
