"""From sections to a PDF: everything is laid out as JSON and SVG for the Typst template beside this file."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from corridor.report import style
from corridor.report.blocks import (
    Block,
    Cards,
    Facing,
    Listing,
    Paragraph,
    Picture,
    Reference,
    Run,
    Section,
    Strong,
    Table,
)
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections import SECTIONS
from corridor.report.subject import Subject
from corridor.report.view import ReportedResults, stated
from corridor.units import ReportUnits

__all__ = ["write"]

TEMPLATE = Path(__file__).parent / "template.typ"


def write(
    results: ReportedResults,
    path: str | Path,
    *,
    units: ReportUnits | None = None,
    reference: ReportedResults | None = None,
) -> Path:
    """Write the report of a solved scenario as a PDF.

    Parameters
    ----------
    results
        Results of a solved scenario.
    path
        The file to write; an existing one is replaced once the new one is complete.
    units
        ``"bcm"`` (bcm and USD/MMBtu) or ``"energy"`` (TWh and EUR/MWh); what the scenario asks for without it.
    reference
        Results of another scenario to compare with.

    Returns
    -------
    pathlib.Path
        The file. The same results give the same bytes: no clock, no path and no machine leaves a trace in it.
    """
    chosen = units or stated(results.manifest, "report.units", default="bcm")
    subject = Subject(results, PLAIN_UNITS["energy" if chosen == "energy" else "bcm"], reference)
    sections = [section for make in SECTIONS if (section := make(subject)) is not None]
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = _typeset(subject, sections, Path(folder))
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.write_bytes(pdf)
    unfinished.replace(target)
    return target


def _typeset(subject: Subject, sections: Sequence[Section], folder: Path) -> bytes:
    """Lay everything out in a folder and run Typst there."""
    content = {**_frame(subject), "sections": [_section(section, folder) for section in sections]}
    (folder / "report.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    shutil.copyfile(TEMPLATE, folder / "report.typ")
    pdf = typst.compile(
        str(folder / "report.typ"),
        root=str(folder),
        font_paths=[str(style.FONT_FOLDER)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=data_date(subject.results),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return pdf


def data_date(results: ReportedResults) -> datetime:
    """Return the date of the newest source of the case's data: the date of the report, instead of a clock."""
    vintage = str(stated(results.manifest, "dataset.vintage", "vintage", default=""))
    numbers = [int(part) for part in re.findall(r"\d+", vintage)[:3]] or [2025]
    year, month, day = (*numbers, 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)


def _frame(subject: Subject) -> dict[str, Any]:
    """Return what stands around the sections: titles and the foot of the page."""
    manifest = subject.results.manifest
    years = subject.years
    vintage = stated(manifest, "dataset.vintage", "vintage", default="")
    return {
        "title": subject.title,
        "kicker": "Scenario comparison" if subject.reference is not None else "Scenario report",
        "description": stated(manifest, "scenario.description", default=""),
        "facts": [
            f"Model years {years[0]} to {years[-1]}" if len(years) > 1 else f"Model year {years[0]}",
            f"Data to {vintage}" if vintage else "",
            f"Scenario {stated(manifest, 'scenario.name', 'name', default='')}",
        ],
        "foot": f"Corridor {stated(manifest, 'versions.corridor', default='')} · scenario hash"
        f" {str(stated(manifest, 'scenario.hash', 'hash', default=''))[:12]}",
    }


def _section(section: Section, folder: Path) -> dict[str, Any]:
    """Return a section for the template."""
    blocks = [_block(block, folder) for block in section.blocks]
    return {"title": section.title, "fresh": section.fresh, "blocks": blocks}


def _block(block: Block, folder: Path) -> dict[str, Any]:
    """Return a block for the template; pictures are written as files beside it."""
    match block:
        case Paragraph():
            return {"kind": "paragraph", "quiet": block.quiet, "runs": [_run(run) for run in block.runs]}
        case Picture():
            (folder / f"{block.key}.svg").write_bytes(style.svg(block.figure))
            return {"kind": "picture", "key": block.key, "caption": block.caption, "alt": block.alt}
        case Table():
            return _table(block)
        case Facing():
            return {"kind": "facing", "pictures": [_block(picture, folder) for picture in block.pictures]}
        case Listing():
            entries = [{"key": e.key, "text": e.text, "link": e.link, "count": e.count} for e in block.entries]
            return {"kind": "listing", "title": block.title, "entries": entries}
        case Cards():
            cards = [{"value": c.value, "unit": c.unit, "title": c.title, "note": c.note} for c in block.cards]
            return {"kind": "cards", "cards": cards}


def _run(run: Run) -> dict[str, str]:
    """Return a piece of a paragraph for the template."""
    match run:
        case Strong():
            return {"kind": "strong", "text": run.text}
        case Reference():
            return {"kind": "reference", "text": run.key}
        case _:
            return {"kind": "text", "text": run}


def _table(table: Table) -> dict[str, Any]:
    """Return a table for the template."""
    return {
        "kind": "table",
        "key": table.key,
        "caption": table.caption,
        "small": table.small,
        "columns": [{"title": c.title, "align": c.align, "share": c.share} for c in table.columns],
        "rows": [
            {
                "total": row.total,
                "cells": [{"text": c.text, "fill": c.fill, "quiet": c.quiet, "link": c.link} for c in row.cells],
            }
            for row in table.rows
        ],
    }
