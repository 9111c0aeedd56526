"""What the scenario says, and who set it."""

from __future__ import annotations

from typing import Any, Final

from corridor.report.blocks import Cell, Column, Section, Table, paragraph, row
from corridor.report.subject import Subject
from corridor.report.view import stated

__all__ = ["what_the_scenario_says"]

_MOST: Final = 40
_SKIPPED: Final = ("title", "description", "report.", "extends")
_REMARKS: Final = (".reason", ".source", ".note")
_DATASET: Final = "dataset"


def what_the_scenario_says(subject: Subject) -> Section:
    """Return the statements of the scenario files with the place of each."""
    summary = list(getattr(subject.results, "scenario_summary", []))
    own = [line for line in summary if line["origin"] != _DATASET and _is_input(str(line["path"]))]
    groups = _grouped(own)
    shown = groups[:_MOST]
    layers = stated(subject.results.manifest, "scenario.layers", default=())
    text = (
        "Everything below was set by a scenario file or on the command line; all other figures come from the dataset."
    )
    if len(layers) > 1:
        text += f" Later files prevail over earlier ones: {', '.join(str(layer) for layer in layers)}."
    if len(groups) > len(shown):
        text += f" The first {len(shown)} of {len(groups)} are shown; scenario.yaml of the run has them all."
    rows = tuple(row(name, value, Cell(origin, quiet=True)) for name, value, origin in shown)
    columns = (
        Column("What", "left", share=1.0),
        Column("Value", "left", share=2.1),
        Column("Set by", "left", share=0.9),
    )
    table = Table("scenario", "Statements of the scenario and where each was written.", columns, rows, small=True)
    return Section("What the scenario says", [paragraph(text), table] if rows else [paragraph(_nothing())])


def _grouped(lines: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return one entry for each thing that is spoken of: its path, all that is said of it, and where."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        groups.setdefault(".".join(str(line["path"]).split(".")[:2]), []).append(line)
    entries = []
    for name, members in groups.items():
        said = [(str(line["path"]).removeprefix(name).lstrip("."), str(line["value"])) for line in members]
        entries.append((name, _in_words(said), _places([str(line["origin"]) for line in members])))
    return entries


def _in_words(said: list[tuple[str, str]]) -> str:
    """Return statements in words, such as ``ban: origin Russia, into EU``; a first word they share is said once."""
    heads = {path.partition(".")[0] for path, _ in said}
    shared = f"{heads.pop()}." if len(said) > 1 and len(heads) == 1 else ""
    parts = [f"{path.removeprefix(shared).replace('.', ' ').replace('_', ' ')} {value}".strip() for path, value in said]
    return (f"{shared.rstrip('.')}: " if shared else "") + "; ".join(parts)


def _places(origins: list[str]) -> str:
    """Return where a group was written: each file once, with its first and last line."""
    lines: dict[str, list[int]] = {}
    for origin in origins:
        file, _, number = origin.rpartition(":")
        if file and number.isdigit():
            lines.setdefault(file, []).append(int(number))
        else:
            lines.setdefault(origin, [])
    return ", ".join(_place(file, numbers) for file, numbers in lines.items())


def _place(file: str, numbers: list[int]) -> str:
    """Return a file with the lines in it."""
    if not numbers:
        return file
    low, high = min(numbers), max(numbers)
    return f"{file}:{low}" if low == high else f"{file}:{low}–{high}"


def _is_input(path: str) -> bool:
    """Say whether a statement bears on the solution, and is no title or remark."""
    return not path.startswith(_SKIPPED) and not path.endswith(_REMARKS)


def _nothing() -> str:
    """Return the sentence for a scenario that changes nothing."""
    return "The scenario leaves every figure as the dataset has it."
