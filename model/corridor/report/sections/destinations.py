"""Exports by destination over the horizon."""

from __future__ import annotations

from corridor.report.blocks import Block, Column, Picture, Reference, Section, Table, paragraph, row
from corridor.report.figures.exports_over_time import exports_over_time
from corridor.report.subject import Subject

__all__ = ["exports_by_destination"]


def exports_by_destination(subject: Subject) -> Section:
    """Return the chart of exports by region, and the same figures as a table whose sums agree with it."""
    display, table = subject.display, subject.exports()
    years = subject.years
    rows = [row(str(region), *(display.volume(float(table[year][region])) for year in years)) for region in table.index]
    rows.append(row("Total", *(display.volume(float(table[year].sum())) for year in years), total=True))
    columns = (
        Column(f"Sold in, {display.volume_unit}", "left", share=2.4),
        *(Column(str(year), share=1.0) for year in years),
    )
    name = subject.origin
    caption = (
        f"{name}’s exports by destination, {display.volume_unit} a year as delivered; totals of unrounded figures."
    )
    chart = Picture(
        "exports",
        exports_over_time(subject.results, name, display),
        f"{name}’s exports by destination, {display.rate_unit}; straight lines between model years.",
        f"Stacked areas: {name}’s exports by region, {years[0]} to {years[-1]}; the table below has the same figures.",
    )
    text = paragraph(
        Reference("exports"), " and ", Reference("exports-table"),
        " count gas where it is sold. Gas that another country’s consumers burn after crossing a border in between is"
        " booked to the buyer, not to the country on the way.",
    )  # fmt: skip
    blocks: list[Block] = [text, chart, Table("exports-table", caption, columns, tuple(rows))]
    return Section("Exports by destination", blocks)
