"""Sources of the figures used."""

from __future__ import annotations

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Section, Table, paragraph, row
from corridor.report.display import number
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import plural

__all__ = ["sources_used"]


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
        " are estimates, each with a low and a high value. The number counts the figures that rest on a source."
    )
    blocks: list[Block] = [
        paragraph(text),
        _list(table[~estimates], "sources", "Sources of the figures used; titles link to their addresses.", "Title"),
    ]
    if estimates.any():
        blocks.append(_list(table[estimates], "estimates", "Estimates and the reasoning behind them.", "Reasoning"))
    return Section("Sources of the figures", blocks)


def _list(table: pd.DataFrame, key: str, caption: str, title: str) -> Table:
    """Return sources as a table, publisher and date where there are any."""
    cited = key == "sources"
    rows = []
    for line in table.fillna("").to_dict("records"):
        cells = [Cell(str(line["key"]).removeprefix("estimate:"), quiet=True)]
        cells += [Cell(str(line["publisher"]))] if cited else []
        cells += [Cell(str(line["title"]), link=str(line["url"]))]
        cells += [Cell(str(line["date"]))] if cited else []
        rows.append(row(*cells, number(float(line["used"]), 0)))
    columns = [Column("Key", "left", share=1.5), *([Column("Publisher", "left", share=1.3)] if cited else [])]
    columns += [Column(title, "left", share=3.2 if cited else 4.6), *([Column("Date", "left")] if cited else [])]
    return Table(key, caption, (*columns, Column("Figures")), tuple(rows), small=True)
