"""Sources of the figures used."""

from __future__ import annotations

from corridor.report.blocks import Cell, Column, Section, Table, paragraph, row
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
        f"The dataset rests on {plural(int((~estimates).sum()), 'source')} and {plural(int(estimates.sum()), 'reasoned estimate')};"
        f" {number(guessed, 0)} of {number(figures, 0)} figures are estimates, each with a low and a high value. The number counts the"
        " figures that rest on a source."
    )
    rows = tuple(
        row(
            Cell(str(line["key"]), quiet=True), str(line["publisher"]), Cell(str(line["title"]), link=str(line["url"] or "")),
            str(line["date"] or ""), number(float(line["used"]), 0),
        )
        for line in table.fillna("").to_dict("records")
    )  # fmt: skip
    columns = (
        Column("Key", "left"), Column("Publisher", "left"), Column("Title", "left", wide=True), Column("Date", "left"),
        Column("Figures"),
    )  # fmt: skip
    caption = "Sources of the figures used; titles link to their addresses."
    return Section("Sources of the figures", [paragraph(text), Table("sources", caption, columns, rows, small=True)])
