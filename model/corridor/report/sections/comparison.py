"""What differs from another scenario."""

from __future__ import annotations

from corridor.report.blocks import Block, Cell, Column, Row, Section, Table, paragraph, row
from corridor.report.subject import Subject

__all__ = ["compared"]


def compared(subject: Subject) -> Section | None:
    """Return exports beside those of another scenario; nothing where the report stands alone."""
    if subject.reference is None:
        return None
    display, year = subject.display, subject.chosen_years[-1]
    ours, theirs = subject.exports()[year], subject.exports(reference=True)[year]
    regions = [*ours.index, *(region for region in theirs.index if region not in ours.index)]
    rows = []
    for region in regions:
        now, then = float(ours.get(region, 0.0)), float(theirs.get(region, 0.0))
        rows.append(row(str(region), display.volume(now), display.volume(then), display.volume_change(now - then)))
    total, other = float(ours.sum()), float(theirs.sum())
    rows.append(
        row("Total", display.volume(total), display.volume(other), display.volume_change(total - other), total=True)
    )
    unit = display.volume_unit
    columns = (
        Column(f"Sold in, {unit}", "left", share=1.0), Column("This scenario"), Column(subject.reference_title),
        Column("Difference"),
    )  # fmt: skip
    blocks: list[Block] = [
        paragraph(*_inputs(subject)),
        Table("comparison", f"Exports in {year} in both scenarios, {unit} as delivered.", columns, tuple(rows)),
    ]
    changed = _changed_inputs(subject)
    if changed:
        titles = (
            Column("Path", "left"),
            Column("This scenario", "left", share=1.0),
            Column("Other", "left", share=1.0),
        )
        blocks.insert(1, Table("inputs", "Statements that differ.", titles, changed, small=True))
    return Section(f"Compared with “{subject.reference_title}”", blocks)


def _changed_inputs(subject: Subject) -> tuple[Row, ...]:
    """Return the statements that the two scenarios make differently, one row each."""
    ours, theirs = (
        {str(line["path"]): str(line["value"]) for line in getattr(results, "scenario_summary", [])}
        for results in (subject.results, subject.reference)
    )
    paths = sorted(path for path in {*ours, *theirs} if ours.get(path) != theirs.get(path))
    paths = [path for path in paths if not path.startswith(("title", "description", "report."))]
    return tuple(
        row(path, ours.get(path, ""), Cell(theirs.get(path, "not stated"), quiet=path not in theirs))
        for path in paths[:40]
    )


def _inputs(subject: Subject) -> list[str]:
    """Return the sentence that says how many inputs differ."""
    count = len(_changed_inputs(subject))
    if not count:
        return ["Both scenarios state the same; differences come from the dataset or the version."]
    return [
        f"The two scenarios differ in {count} statements; everything that differs in the results follows from them."
    ]
