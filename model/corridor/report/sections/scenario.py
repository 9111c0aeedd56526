"""What the scenario says, and who set it."""

from __future__ import annotations

from typing import Final

from corridor.report.blocks import Cell, Column, Section, Table, paragraph, row
from corridor.report.subject import Subject
from corridor.report.view import stated

__all__ = ["what_the_scenario_says"]

_MOST: Final = 70
_SKIPPED: Final = ("title", "description", "report.", "extends")
_DATASET: Final = "dataset"


def what_the_scenario_says(subject: Subject) -> Section:
    """Return the statements of the scenario files with the place of each."""
    summary = list(getattr(subject.results, "scenario_summary", []))
    own = [line for line in summary if line["origin"] != _DATASET and not str(line["path"]).startswith(_SKIPPED)]
    shown = own[:_MOST]
    layers = stated(subject.results.manifest, "scenario.layers", default=())
    text = "Everything below was set by a scenario file or on the command line; all other figures come from the dataset."
    if len(layers) > 1:
        text += f" Later files prevail over earlier ones: {', '.join(str(layer) for layer in layers)}."
    if len(own) > len(shown):
        text += f" The first {len(shown)} of {len(own)} statements are shown; scenario.yaml of the run has them all."
    rows = tuple(
        row(str(line["path"]), str(line["value"]), Cell(str(line["origin"]), quiet=True)) for line in shown
    )
    columns = (Column("Path", "left"), Column("Value", "left", wide=True), Column("Set by", "left"))
    table = Table("scenario", "Statements of the scenario and where each was written.", columns, rows, small=True)
    return Section("What the scenario says", [paragraph(text), table] if rows else [paragraph(_nothing())])


def _nothing() -> str:
    """Return the sentence for a scenario that changes nothing."""
    return "The scenario leaves every figure as the dataset has it."
