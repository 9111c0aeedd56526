"""Swaps: whose molecules end where, and under whose title."""

from __future__ import annotations

import pandas as pd

from corridor.report.blocks import Block, Paragraph, Strong, paragraph
from corridor.report.display import number
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import listed

__all__ = ["swaps"]

_SMALL = 5e-3
"""Volumes below this are not told, bcm in a year."""


def swaps(subject: Subject) -> list[Block]:
    """Return what every swap exchanges, a paragraph each; nothing where the scenario has none."""
    table = optional_table(subject.results, "swaps")
    return [_swap(subject, lines) for _, lines in table.groupby("swap", sort=True)] if len(table) else []


def _swap(subject: Subject, lines: pd.DataFrame) -> Paragraph:
    """Say who exchanges what, how much in which year, and what more would be worth."""
    display, first = subject.display, lines.iloc[0]
    gives, there = first["gives_origin"], first["gives_at"]
    takes, here = first["takes_origin"], first["takes_at"]
    head = Strong(f"Swap {first['swap']}. ")
    told = (
        f"Molecules of {gives} handed over at {there} go on from there, or are burnt there, under the title of "
        f"{takes}; in return molecules of {takes} at {here} go on under the title of {gives}."
    )
    yearly = lines.groupby("year").agg(
        given=("given", "sum"), taken=("taken", "sum"), paid=("paid", "sum"), worth=("shadow_price", "max")
    )
    used = yearly[yearly["given"] > _SMALL]
    if not lines["possible"].any():
        why = f" It can move nothing: there is no gas of {gives} at {there}, none of {takes} at {here}, or no outlet."
        return paragraph(head, told + why)
    if used.empty:
        return paragraph(head, f"{told} It is open and moves nothing in any model year: it does not pay.")
    volumes = listed([f"{display.volume(float(given))} in {year}" for year, given in used["given"].items()])
    told += f" Handed over, {display.rate_unit}: {volumes}"
    if (used["given"] - used["taken"]).abs().max() > _SMALL:
        told += f"; for each unit {number(float(first['ratio']), 2)} comes back"
    told += "."
    if used["paid"].sum() > 0.5:
        told += f" Fees, a transfer to {takes}: {number(used['paid'].max(), 0)} million USD in the dearest year."
    worth = used[used["worth"] > _SMALL]
    if len(worth):
        most = worth["worth"].idxmax()
        told += (
            f" One more unit would be worth up to {display.price(float(worth['worth'].max()))} {display.price_unit} "
            f"({most})."
        )
    idle = [str(year) for year in yearly.index if year not in used.index]
    if idle:
        told += f" Open but not used in {listed(idle)}."
    return paragraph(head, told)
