"""The model beside what was observed, and beside what others have published."""

from __future__ import annotations

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Section, Strong, Table, paragraph, row
from corridor.report.display import Display, number
from corridor.report.routes import export_routes
from corridor.report.subject import Subject
from corridor.report.view import optional_table

__all__ = ["comparison_with_studies", "model_and_history"]


def deviation(table: pd.DataFrame) -> float:
    """Return the sum of absolute differences as a share of what was observed."""
    total = float(table["observed"].sum())
    return float(table["difference"].abs().sum()) / total if total > 0 else float("nan")


def model_and_history(subject: Subject) -> Section | None:
    """Return the model's flows beside observed ones by route; nothing where no model year has been observed."""
    table = optional_table(subject.results, "observed")
    if table.empty:
        return None
    own = set(export_routes(subject.results, subject.origin)["route"])
    routes = table[(table["kind"] == "route_flow") & table["subject"].isin(own)]
    if routes.empty:
        return None
    year = max(int(year) for year in routes["year"])
    routes = routes[routes["year"] == year]
    routes = routes.assign(size=routes[["model", "observed"]].max(axis=1)).sort_values(
        ["size", "subject"], ascending=[False, True]
    )
    display = subject.display
    rows = [
        row(
            str(line["subject"]), display.volume(float(line["model"])), display.volume(float(line["observed"])),
            display.volume_change(float(line["difference"])), Cell(str(line["source"]), quiet=True),
        )
        for line in routes.to_dict("records")
    ]  # fmt: skip
    sums = routes[["model", "observed", "difference"]].sum()
    rows.append(
        row(
            "Total", display.volume(float(sums["model"])), display.volume(float(sums["observed"])),
            display.volume_change(float(sums["difference"])), "", total=True,
        )
    )  # fmt: skip
    unit = display.volume_unit
    columns = (
        Column("Route", "left"), Column(f"Model, {unit}"), Column(f"Observed, {unit}"),
        Column(f"Difference, {unit}"), Column("Source", "left", share=1.0),
    )  # fmt: skip
    caption = f"Flows by {subject.origin}’s export routes in {year}, model and observed, {unit}."
    share = number(100 * deviation(routes), 0)
    text = paragraph(
        "No flow of the model is pinned to an observed one: it chooses every flow from costs, capacities, contracts"
        " and politics alone. ",
        Reference("observed"),
        " therefore tests it. Weighted by volume, flows by route differ by ",
        Strong(f"{share} %"),
        f" from those observed in {year}: that is the sum of the differences, signs left aside, over the sum of what"
        " was observed.",
    )
    blocks: list[Block] = [text, Table("observed", caption, columns, tuple(rows))]
    return Section(f"The model and the year {year}", blocks)


def comparison_with_studies(subject: Subject) -> Section | None:
    """Return the model beside statements of published studies; nothing where there is none for these years."""
    table = optional_table(subject.results, "published")
    if table.empty:
        return None
    rows = [
        row(
            str(line["statement"]), str(int(line["year"])),
            _span(subject.display, float(line["published_low"]), float(line["published_high"]), str(line["unit"])),
            _figure(subject.display, float(line["model"]), str(line["unit"])),
            subject.display.converted(0.0, str(line["unit"]))[1],
            Cell(_joined(str(line["source"]), str(line["remark"])), quiet=True),
        )
        for line in table.to_dict("records")
    ]  # fmt: skip
    columns = (
        Column("Statement", "left", share=1.0),
        Column("Year"),
        Column("Published"),
        Column("Model"),
        Column("Unit", "left"),
        Column("Source and remark", "left", share=1.0),
    )
    text = (
        "Others have looked at the same questions, each under assumptions of their own. Where this scenario has the"
        " year of a published statement, the two stand side by side; agreement is no proof, and a difference is a"
        " question to ask."
    )
    caption = "The model beside published statements; units in the fifth column."
    return Section(
        "Comparison with published studies", [paragraph(text), Table("published", caption, columns, tuple(rows))]
    )


def _figure(display: Display, value: float, unit: str) -> str:
    """Write a figure of a study in the units of the report."""
    converted, _ = display.converted(value, unit)
    return number(converted, 0 if abs(converted) >= 100 or unit == "%" else 1)


def _span(display: Display, low: float, high: float, unit: str) -> str:
    """Write a published range, or the one figure."""
    texts = [_figure(display, value, unit) for value in (low, high)]
    return texts[0] if texts[0] == texts[1] else f"{texts[0]}–{texts[1]}"


def _joined(source: str, remark: str) -> str:
    """Return the source and, if there is one, the remark."""
    return f"{source}. {remark}" if remark and remark != "nan" else source
