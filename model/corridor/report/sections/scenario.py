"""What the scenario says, and who set it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from corridor.report.blocks import Cell, Column, Section, Table, paragraph, row
from corridor.report.subject import Subject
from corridor.report.view import stated

__all__ = ["what_the_base_says", "what_the_scenario_says"]

_MOST: Final = 40
_SKIPPED: Final = ("title", "description", "report.", "extends")
_REMARKS: Final = (".reason", ".source", ".note")
_DATASET: Final = "dataset"


def what_the_scenario_says(subject: Subject) -> Section:
    """Return what the scenario's own files say, with the place of each statement."""
    own = [line for line in _statements(subject) if not _inherited(subject, line)]
    layers = _layers(subject)
    text = "Set by a scenario file or on the command line; all other figures come from the dataset."
    if len(layers) > 1:
        text = (
            "Set by the scenario, by those it extends, or on the command line; what the common base"
            f" “{layers[0]}” says is at the end of the report, and all other figures come from the dataset. Later files"
            f" prevail: {', '.join(layers)}."
        )
    groups = _grouped(own)
    if not groups:
        return Section("What the scenario says", [paragraph("The scenario leaves every figure as it finds it.")])
    if len(groups) > _MOST:
        text += f" The first {_MOST} of {len(groups)} are shown; scenario.yaml of the run has them all."
    table = _table("scenario", "Statements of the scenario and where each was written.", groups[:_MOST])
    return Section("What the scenario says", [paragraph(text), table])


def what_the_base_says(subject: Subject) -> Section | None:
    """Return what the first file says that the scenario extends, if it extends any."""
    groups = _grouped([line for line in _statements(subject) if _inherited(subject, line)])
    if not groups:
        return None
    name = _layers(subject)[0]
    text = f"Statements of “{name}”, on which this scenario stands, as far as no later file changes them."
    table = _table("base", f"Statements of “{name}” and where each was written.", groups)
    return Section("What the base scenario says", [paragraph(text), table])


def _layers(subject: Subject) -> list[str]:
    """Return the files that the scenario is made of, oldest first."""
    return [str(layer) for layer in stated(subject.results.manifest, "scenario.layers", default=())]


def _statements(subject: Subject) -> list[dict[str, Any]]:
    """Return the statements that are no title or remark and do not come from the dataset."""
    summary = list(getattr(subject.results, "scenario_summary", []))
    return [line for line in summary if line["origin"] != _DATASET and _is_input(str(line["path"]))]


def _inherited(subject: Subject, line: dict[str, Any]) -> bool:
    """Say whether a statement was written in the oldest of several files."""
    layers = _layers(subject)
    return len(layers) > 1 and PurePath(str(line["origin"]).partition(":")[0]).stem == layers[0]


def _table(key: str, caption: str, groups: list[tuple[str, str, str]]) -> Table:
    """Return statements as a table."""
    rows = tuple(row(name, value, Cell(origin, quiet=True)) for name, value, origin in groups)
    columns = (
        Column("What", "left", share=1.15),
        Column("Value", "left", share=2.4),
        Column("Set by", "left", share=0.9),
    )
    return Table(key, caption, columns, rows, small=True)


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
