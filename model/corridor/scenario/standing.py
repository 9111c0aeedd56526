"""What stands at a path of a scenario about which no layer says anything: the dataset's figures, or a default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corridor import units
from corridor.dataset import lookup_rows
from corridor.dataset.schema import Attribute
from corridor.scenario.model import Scenario
from corridor.scenario.sections import Section, section_of

Path = tuple[str, ...]

_PARAMETERS = ("horizon", "parameters")
"""Sections that replace global numbers of the dataset."""


@dataclass(frozen=True, slots=True)
class Known:
    """What stands at a path if no layer says anything, and the key of its source; empty for a default."""

    text: str
    source: str


def standing(scenario: Scenario, path: Path) -> Iterator[Known]:
    """Yield what the dataset has at a path, one entry for neighbours of one source."""
    if len(path) == 2 and path[0] in _PARAMETERS:
        parameters = lookup_rows(scenario.dataset.tables["parameters"].set_index("parameter", drop=False))
        if path[1] in parameters:
            row = parameters[path[1]]
            yield Known(f"{row['value']} {row['unit']}", row["source"])
        return
    section = section_of(path[0]) if len(path) >= 3 else None
    if section is None:
        return
    usual = section.usual_status
    if path[2] == "status" and usual is not None and path[1] in ids_of(scenario, section):
        yield Known(usual, "")
    elif path[2] in section.attributes:
        figures = _event(scenario, path) if section.component == "events" else _figures(scenario, section, path)
        yield from figures


def _figures(scenario: Scenario, section: Section, path: Path) -> Iterator[Known]:
    attribute = section.attributes[path[2]]
    table = scenario.dataset.figures[section.component]
    rows = table[(table["object"] == path[1]) & (table["attribute"] == attribute.name)].sort_values("date")
    grouped: list[tuple[list[str], str]] = []
    for written, text, source in zip(rows["written"], rows["text"], rows["source"], strict=True):
        said = f"{written}: {text.removesuffix(' 1')}" if written else text.removesuffix(" 1")
        if grouped and grouped[-1][1] == source:
            grouped[-1][0].append(said)
        else:
            grouped.append(([said], source))
    for texts, source in grouped:
        yield Known(", ".join(texts), source)
    if not grouped and attribute.default is not None and path[1] in ids_of(scenario, section):
        yield Known(units.text(attribute.default, attribute.dimension), "")


def _event(scenario: Scenario, path: Path) -> Iterator[Known]:
    events = lookup_rows(scenario.dataset.tables["events"].set_index("event", drop=False))
    if path[1] in events:
        row = events[path[1]]
        yield Known(str(row[path[2]]) or "open", str(row["source"]))


def figure_at(path: Path) -> tuple[Section, Attribute] | None:
    """Return the section and the attribute to which a path leads, None if it leads elsewhere."""
    section = section_of(path[0]) if len(path) >= 3 else None
    attribute = section.attributes.get(path[2]) if section is not None else None
    return None if section is None or attribute is None else (section, attribute)


def ids_of(scenario: Scenario, section: Section) -> Iterable[str]:
    """Return the objects of a section."""
    dataset = scenario.dataset
    return (
        dataset.tables["events"]["event"].tolist() if section.component == "events" else dataset.ids(section.component)
    )
