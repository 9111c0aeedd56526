"""The scenario beside statements of published studies."""

from __future__ import annotations

from typing import Any

from corridor.report.blocks import Cell, Column, Section, Table, paragraph, row
from corridor.report.display import Display, number
from corridor.report.subject import Subject
from corridor.report.view import optional_table

__all__ = ["comparison_with_studies"]


def comparison_with_studies(subject: Subject) -> Section | None:
    """Return a sentence on every published statement for a model year; nothing where there is none."""
    table = optional_table(subject.results, "published")
    if table.empty:
        return None
    lines = [{str(key): value for key, value in line.items()} for line in table.to_dict("records")]
    names = _publishers(subject)
    rows = tuple(
        row(
            str(line["statement"]), str(int(line["year"])), _span(subject.display, line),
            _figure(subject.display, float(line["model"]), str(line["unit"])), _sentence(subject.display, line),
            Cell(names.get(str(line["source"]), str(line["source"])), quiet=True),
        )
        for line in lines
    )  # fmt: skip
    columns = (
        Column("Statement", "left", share=1.25), Column("Year"), Column("Published"), Column("Here"),
        Column("How the two stand to each other", "left", share=2.1), Column("Source", "left", share=0.75),
    )  # fmt: skip
    inside = sum(_distance(line) == 0 for line in lines)
    text = (
        "Others have looked at the same questions, each under assumptions of their own. Where this scenario"
        f" has the year of a published statement, the two stand side by side: {inside} of {len(lines)} "
        f"figures lie within"
        " what was published. This scenario is one set of assumptions and no forecast: agreement is no proof, and a"
        " difference is a question to ask of both."
    )
    units = sorted({subject.display.converted(0.0, str(line["unit"]))[1] for line in lines})
    caption = f"The scenario beside published statements, in {', '.join(units)}."
    return Section(
        "Comparison with published studies",
        [paragraph(text), Table("published", caption, columns, rows, small=True)],
    )


def _publishers(subject: Subject) -> dict[str, str]:
    """Return publisher and year of every source."""
    table = optional_table(subject.results, "sources")
    if table.empty:
        return {}
    return {
        str(line["key"]): f"{line['publisher']}, {str(line['date'])[:4]}" if line["date"] else str(line["publisher"])
        for line in table.fillna("").to_dict("records")
    }


def _distance(line: dict[str, Any]) -> float:
    """Return how far the scenario lies outside the published range, below it negative."""
    model, low, high = (float(line[key]) for key in ("model", "published_low", "published_high"))
    near = 0.005 * max(abs(low), abs(high)) + 0.05
    return model - low if model < low - near else model - high if model > high + near else 0.0


def _sentence(display: Display, line: dict[str, Any]) -> str:
    """Say how the scenario stands to a statement, and what the statement rests on."""
    unit = str(line["unit"])
    shown = display.converted(0.0, unit)[1]
    model = f"{_figure(display, float(line['model']), unit)} {shown}"
    low, high = float(line["published_low"]), float(line["published_high"])
    edge, distance = (low if _distance(line) < 0 else high), _distance(line)
    if distance == 0:
        text = f"This scenario has {model}, {'as published' if low == high else 'within the published range'}."
    else:
        side = "below" if distance < 0 else "above"
        which = "the published figure" if low == high else f"the {'low' if distance < 0 else 'high'} end of the range"
        size = f"{_figure(display, abs(distance), unit)} {shown}"
        if unit != "%" and abs(edge) > 1e-9:
            size += f" or {number(100 * abs(distance / edge), 0)} %"
        text = f"This scenario has {model}, {size} {side} {which}."
        if float(line["model"]) == 0 and low > 0:
            text = f"This scenario has none, against {_span(display, line)} {shown}."
        elif high == 0:
            text = f"This scenario has {model}, where the study leaves none."
    remark = line.get("remark")
    if not isinstance(remark, str) or not remark:
        return text
    return f"{text} The study: {remark.rstrip('.')}."


def _figure(display: Display, value: float, unit: str) -> str:
    """Write a figure of a study in the units of the report."""
    converted, _ = display.converted(value, unit)
    return number(converted, 0 if abs(converted) >= 100 or unit == "%" else 1)


def _span(display: Display, line: dict[str, Any]) -> str:
    """Write a published range, or the one figure."""
    texts = [_figure(display, float(line[key]), str(line["unit"])) for key in ("published_low", "published_high")]
    return texts[0] if texts[0] == texts[1] else f"{texts[0]}–{texts[1]}"
