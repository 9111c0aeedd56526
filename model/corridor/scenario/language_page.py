"""The reference page of the scenario language: the rules, and every key with its meaning and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corridor import units
from corridor.scenario.origin import Origin
from corridor.scenario.schema_file import language
from corridor.scenario.sections import Section, section_of
from corridor.scenario.tree import Leaf, Table, read
from corridor.scenario.values import NAME

RULES = Path(__file__).with_name("language_rules.md")
EXAMPLES = Path(__file__).with_name("examples.yaml")
NEW = "new"
"""Last word of the example of a new object."""

_FIRST_MONTH, _LAST_MONTH = "month-01", "month-12"
_REFERENCE = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the language.

    Attributes
    ----------
    path
        E.g. ``pipelines.capacity``, without the name of the object.
    text
        What it means.
    names
        Whose name can stand there; empty if no name of the dataset does.
    example
        Name of its example: its path, or that of the rule or of the new object to which it belongs.
    """

    path: str
    text: str
    names: str
    example: str

    @property
    def heading(self) -> str:
        """How it is written below its section."""
        return self.path.partition(".")[2].replace(_FIRST_MONTH, f"{_FIRST_MONTH} to {_LAST_MONTH}")

    @property
    def sentence(self) -> str:
        """What it means and what can stand there."""
        return f"{self.text} ({self.names})" if self.names else self.text


@cache
def examples() -> Mapping[str, str]:
    """Return the example of every key by its path."""
    node, problems = read(EXAMPLES.read_text(encoding="utf-8"), Origin(EXAMPLES.name, 1, 1, EXAMPLES.stem))
    assert isinstance(node, Table), problems
    assert not problems, problems
    return {path: entry.value.text for path, entry in node.entries.items() if isinstance(entry.value, Leaf)}


def keys() -> Iterator[Key]:
    """Yield every key of the language in the order of its models."""
    form = language()
    for name, value in form["properties"].items():
        yield from _keys(form["$defs"], name, value)


def page() -> str:
    """Return the page as Markdown."""
    rules = RULES.read_text(encoding="utf-8").replace("{units}", _unit_table())
    form = language()
    lines = [rules.rstrip(), ""]
    for name, value in form["properties"].items():
        lines += _section(name, _text(form["$defs"], value), list(_keys(form["$defs"], name, value)))
    return "\n".join(lines)


def _keys(parts: Mapping[str, Any], path: str, value: Mapping[str, Any]) -> Iterator[Key]:
    """Yield a key and what is below it; sections and other parts of a file are shown by what is below them."""
    inner = _part(parts, value)
    section = section_of(path)
    if not inner or "." in path or path in examples():
        yield Key(path, _text(parts, value), _names(value), _example(path))
    columns = {column.key for column in section.columns} - set(section.attributes) if section is not None else set()
    for key, each in inner.get("properties", {}).items():
        if key in columns:
            yield Key(f"{path}.{key}", each["description"], _names(each), f"{path}.{NEW}")
        elif not _FIRST_MONTH < key <= _LAST_MONTH:
            yield from _keys(parts, f"{path}.{key}", each)


def _example(path: str) -> str:
    """Return the name of the example that shows a key: its own, else that of the rule to which it belongs."""
    above = path.rpartition(".")[0]
    return path if path in examples() or above not in examples() else above


def _part(parts: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the form of the fixed keys below a key, under a name of an object or not; empty if there are none."""
    below = value.get("additionalProperties")
    options = [value, *value.get("anyOf", ()), *([below] if isinstance(below, Mapping) else ())]
    found = next((each["$ref"] for each in options if "$ref" in each), None)
    return {} if found is None else parts[found.removeprefix(_REFERENCE)]


def _text(parts: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    return str(value.get("description") or _part(parts, value)["description"])


def _names(value: Mapping[str, Any]) -> str:
    """Say whose name can stand at a key."""
    options = [value, *value.get("anyOf", ())]
    kind = next((str(option[NAME]) for option in options if NAME in option), "")
    article = "an" if kind[:1] in tuple("aeiou") else "a"
    listed = ", or a list" if any(option.get("type") == "array" for option in options) else ""
    return f"name of {article} {kind}{listed}" if kind else ""


def _section(name: str, text: str, found: list[Key]) -> Iterator[str]:
    """Yield the lines of a top-level key."""
    yield from (f"## {name}", "", text, "")
    if name in examples():
        yield from _block(examples()[name])
    new = [key for key in found if key.example == f"{name}.{NEW}"]
    for key in found:
        if key in new or key.path == name:
            continue
        if key.example == key.path:
            yield from (f"### {key.heading}", "", key.sentence, "")
            yield from _block(examples()[key.example])
            yield from _list([each for each in found if each.example == key.path and each is not key])
    section = section_of(name)
    if section is not None and new:
        yield from _new(section, new)


def _new(section: Section, columns: list[Key]) -> Iterator[str]:
    """Yield what a new object of a section says of itself beside its figures."""
    yield from (f"### A new {section.kind if section.component != 'demand' else 'market'}", "")
    needed = ", ".join(f"`{key}`" for key in section.needed)
    if needed:
        yield from (f"It needs {needed}.", "")
    yield from _list(columns)
    yield from _block(examples()[f"{section.key}.{NEW}"])


def _list(found: list[Key]) -> Iterator[str]:
    """Yield keys that are shown by one example together."""
    for key in found:
        yield f"- `{key.heading.rpartition('.')[2]}`: {key.sentence}"
    if found:
        yield ""


def _block(text: str) -> Iterator[str]:
    yield from ("```yaml", text.rstrip(), "```", "")


def _unit_table() -> str:
    """Return the units of every kind of quantity as a table."""
    lines = ["| Quantity | Units | Inside |", "| --- | --- | --- |"]
    for dimension in units.DIMENSIONS.values():
        written = ", ".join(f"`{unit}`" for unit in dimension.examples) if dimension.name != "number" else "none"
        lines.append(f"| {dimension.name.replace('_', ' ')} | {written} | {dimension.label} |")
    return "\n".join(lines)
