"""Sources of the figures used."""

from __future__ import annotations

from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Entry, Listing, Section, paragraph
from corridor.report.display import number
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import plural, shortened

__all__ = ["sources_used"]

_KEY: Final = 40  # letters
_REASONING: Final = 120


def sources_used(subject: Subject) -> Section | None:
    """Return every source that a figure of the dataset rests on, the most used first."""
    table = optional_table(subject.results, "sources")
    if table.empty:
        return None
    table = table[table["used"] > 0].sort_values(["used", "key"], ascending=[False, True])
    estimates = table["key"].str.startswith("estimate:")
    figures, guessed = int(table["used"].sum()), int(table.loc[estimates, "used"].sum())
    text = (
        f"The dataset rests on {plural(int((~estimates).sum()), 'source')} and"
        f" {plural(int(estimates.sum()), 'reasoned estimate')}; {number(guessed, 0)} of {number(figures, 0)} figures"
        " are estimates, each with a low and a high value. The grey number counts the figures that rest on a source;"
        " titles link to their addresses. Reasons are cut short here: the table “sources” has them in full, and"
        " “corridor data trace” with the name of a line, plant, market or contract tells the source of each of its"
        " figures."
    )
    blocks: list[Block] = [paragraph(text), _listing(table[~estimates], "Sources")]
    if estimates.any():
        blocks.append(_listing(table[estimates], "Estimates and the reasoning behind them"))
    return Section("Sources of the figures", blocks)


def _listing(table: pd.DataFrame, title: str) -> Listing:
    """Return sources as a list: key, publisher, title and date, or key and reasoning."""
    entries = []
    for line in table.fillna("").to_dict("records"):
        key, text = str(line["key"]), shortened(str(line["title"]), _REASONING)
        if not key.startswith("estimate:"):
            text = ". ".join(part for part in (str(line["publisher"]), str(line["title"]), str(line["date"])) if part)
        count = number(float(line["used"]), 0)
        entries.append(Entry(shortened(key.removeprefix("estimate:"), _KEY), text, str(line["url"]), count))
    return Listing(title, tuple(entries))
