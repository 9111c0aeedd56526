"""Read a sweep file.

.. code-block:: yaml

    title: How much of the corridor, and how fast demand grows
    scenario: iran-55                       # a scenario beside this file, one folder up, or shipped
    set: {horizon.seasons: annual}          # optional: the same for every point, as --set does
    axes:                                   # every combination is a point; the last axis turns fastest
      - name: Iranian demand growth
        path: demand.Iran.growth            # any path of the scenario
        values: [0 %/yr, 1 %/yr, 2 %/yr]
      - name: Iran corridor
        path: projects.russia-iran.capacity
        template: {2027: 2 bcm/yr, 2033: "{value}"}     # what a value stands for
        values: [10 bcm/yr, 20 bcm/yr]
      - name: Power of Siberia 2
        path: projects.power-of-siberia-2.status
        values:
          - {label: built, value: committed}            # any value, under a name of its own
          - {label: open, value: candidate}
    indicators:                             # rows of the result table `indicators`, or a route_flow
      - {name: Exports, indicator: exports_to, subject: Russia>Iran, year: 2035, otherwise: 0}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corridor.errors import Problem, ScenarioError, did_you_mean
from corridor.scenario.files import SHIPPED, locate, not_found
from corridor.scenario.origin import Origin
from corridor.scenario.tree import Entry, Items, Leaf, Node, Table, read
from corridor.study.definition import Axis, Choice, Definition, Measure

PLACEHOLDER = "{value}"
RESERVED = ("point", "status", "reason", "hash")
"""Columns of every study table, which no axis or indicator may be called."""

_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_NUMBER_AND_UNIT = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>\D.*)?")


def find(name: str | Path) -> Path:
    """Return the sweep file of a path or of the name of a shipped sweep.

    Raises
    ------
    ScenarioError
        If there is none.
    """
    folders = (Path(), *(folder / "sweeps" for folder in SHIPPED))
    path = locate(str(name), folders)
    if path is None:
        problem = not_found(str(name), folders)
        raise ScenarioError(Problem(problem.message.replace("scenario", "sweep", 1), hint=problem.hint))
    return path


def is_sweep(path: Path) -> bool:
    """Whether a YAML file is a sweep and no scenario: it has axes."""
    try:
        node, _ = read(path.read_text(encoding="utf-8-sig"), Origin(str(path), 1, 1, path.stem))
    except (OSError, UnicodeDecodeError):
        return False
    return isinstance(node, Table) and "axes" in node.entries


def define(name: str | Path) -> Definition:
    """Read a sweep file.

    Parameters
    ----------
    name
        Path, or name of a shipped sweep.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the file.
    """
    path = find(name)
    start = Origin(str(name) if Path(name).suffix else str(path), 1, 1, path.stem)
    node, problems = read(path.read_text(encoding="utf-8-sig"), start)
    if problems or not isinstance(node, Table):
        raise ScenarioError(problems or [start.problem("a sweep is a mapping of keys and values")])
    return _Reader(path).definition(node)


def written(node: Node) -> str:
    """Write a node as YAML on one line; every text is quoted, so that it is read back as it is."""
    if isinstance(node, Leaf):
        return "null" if node.removal else json.dumps(node.text, ensure_ascii=False)
    if isinstance(node, Items):
        return "[" + ", ".join(written(item) for item in node.items) + "]"
    pairs = (f"{json.dumps(key, ensure_ascii=False)}: {written(entry.value)}" for key, entry in node.entries.items())
    return "{" + ", ".join(pairs) + "}"


class _Reader:
    """Turns the tree of a sweep file into a definition and collects what is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def definition(self, table: Table) -> Definition:
        """Read the whole file, or raise with all its problems."""
        self.keys(table, ("title", "scenario", "axes", "indicators"), ("set",))
        title = self.text(table, "title")
        scenario = self.scenario(table)
        always = tuple((path, written(entry.value)) for path, entry in self.table(table, "set").items())
        axes = tuple(self.axis(node) for node in self.tables(table, "axes"))
        measures = tuple(self.measure(node) for node in self.tables(table, "indicators"))
        self.names(table, [*(axis.name for axis in axes), *(measure.name for measure in measures)])
        if self.problems:
            raise ScenarioError(self.problems)
        return Definition(title, scenario, always, axes, measures, self.path)

    def scenario(self, table: Table) -> Path:
        """Find the scenario of the sweep."""
        name = self.text(table, "scenario")
        if not name:
            return self.path
        folders = tuple(dict.fromkeys(folder.resolve() for folder in (*self.path.parents[:2], *SHIPPED)))
        path = locate(name, folders)
        if path is None:
            origin = table.entries["scenario"].value.origin
            self.problems.append(not_found(name, folders).at(origin.file, origin.line, origin.column, "scenario"))
        return path or self.path

    def axis(self, table: Table) -> Axis:
        """Read one axis."""
        self.keys(table, ("name", "path", "values"), ("unit", "template"))
        template = table.entries["template"].value if "template" in table.entries else None
        if template is not None and PLACEHOLDER not in written(template):
            hint = f"write e.g. {{2027: 2 bcm/yr, 2033: '{PLACEHOLDER}'}}"
            self.problems.append(
                template.origin.problem(f"the template has no '{PLACEHOLDER}' in it", "template", hint)
            )
        entry = table.entries.get("values")
        items = entry.value.items if entry is not None and isinstance(entry.value, Items) else ()
        if entry is not None and not items:
            self.problems.append(entry.key.problem("'values' is a list of at least one value", "values"))
        pairs = [self.choice(item, template) for item in items]
        labels, unit = _labels([label for label, _ in pairs], self.text(table, "unit", ""))
        choices = tuple(
            Choice(label, written(value), item.origin)
            for label, (_, value), item in zip(labels, pairs, items, strict=True)
        )
        if len(set(labels)) < len(labels) and entry is not None:
            self.problems.append(entry.key.problem("two values of the axis have the same label", "values"))
        return Axis(self.text(table, "name"), self.text(table, "path"), unit, choices)

    def choice(self, item: Node, template: Node | None) -> tuple[str, Node]:
        """Read one value of an axis: its label and what is set."""
        label, value = "", item
        if isinstance(item, Table) and "label" in item.entries:
            self.keys(item, ("label", "value"), ())
            label = self.text(item, "label")
            value = item.entries["value"].value if "value" in item.entries else item
        if not label and isinstance(value, Leaf):
            label = value.text
        if not label:
            hint = "write {label: ..., value: ...}"
            self.problems.append(item.origin.problem("a value that is no single text needs a label", "values", hint))
        if template is not None and isinstance(value, Leaf):
            value = _filled(template, value.text)
        return label, value

    def measure(self, table: Table) -> Measure:
        """Read one indicator."""
        self.keys(table, ("name", "indicator", "subject", "year"), ("otherwise",))
        year, otherwise = self.text(table, "year"), self.text(table, "otherwise")
        if year and not re.fullmatch(r"\d{4}", year):
            self.problems.append(table.entries["year"].value.origin.problem(f"'{year}' is no year", "year"))
            year = ""
        if otherwise and not re.fullmatch(_NUMBER, otherwise):
            origin = table.entries["otherwise"].value.origin
            self.problems.append(origin.problem(f"'{otherwise}' is no number", "otherwise"))
            otherwise = ""
        name, indicator, subject = (self.text(table, key) for key in ("name", "indicator", "subject"))
        return Measure(name, indicator, subject, int(year or 0), float(otherwise or "nan"), table.origin)

    def names(self, table: Table, names: Sequence[str]) -> None:
        """Check that every column has a name of its own."""
        for name in sorted({name for name in names if name and names.count(name) > 1}):
            self.problems.append(table.origin.problem(f"'{name}' is the name of two axes or indicators"))
        for name in sorted(set(names) & set(RESERVED)):
            self.problems.append(table.origin.problem(f"'{name}' is a column of every study; choose another name"))

    def keys(self, table: Table, required: Iterable[str], optional: Iterable[str]) -> None:
        """Check that the keys of a table are the known ones."""
        required, known = tuple(required), (*required, *optional)
        for key, entry in table.entries.items():
            if key not in known:
                hint = "known here: " + ", ".join(known)
                self.problems.append(entry.key.problem(f"'{key}' is not known{did_you_mean(key, known)}", key, hint))
        for key in required:
            if key not in table.entries:
                self.problems.append(table.origin.problem(f"'{key}' is missing", key))

    def text(self, table: Table, key: str, default: str = "") -> str:
        """Return the text of a key."""
        entry = table.entries.get(key)
        if entry is None:
            return default
        if not isinstance(entry.value, Leaf):
            self.problems.append(entry.key.problem(f"'{key}' is a single text", key))
            return default
        return entry.value.text

    def table(self, table: Table, key: str) -> Mapping[str, Entry]:
        """Return the entries of a key that holds a table."""
        entry = table.entries.get(key)
        if entry is None:
            return {}
        if not isinstance(entry.value, Table):
            self.problems.append(entry.key.problem(f"'{key}' is a mapping of paths and values", key))
            return {}
        return entry.value.entries

    def tables(self, table: Table, key: str) -> list[Table]:
        """Return the items of a key that holds a list of tables."""
        entry = table.entries.get(key)
        if entry is None:
            return []
        items = entry.value.items if isinstance(entry.value, Items) else ()
        found = [item for item in items if isinstance(item, Table)]
        if not found or len(found) < len(items):
            self.problems.append(entry.key.problem(f"'{key}' is a list of mappings, each starting with '- name:'", key))
        return found


def _filled(template: Node, text: str) -> Node:
    """Put a value into a template."""
    if isinstance(template, Leaf):
        return Leaf(template.text.replace(PLACEHOLDER, text), template.origin, template.removal)
    if isinstance(template, Items):
        return Items(tuple(_filled(item, text) for item in template.items), template.origin)
    entries = {key: Entry(entry.key, _filled(entry.value, text)) for key, entry in template.entries.items()}
    return Table(entries, template.origin)


def _labels(texts: Sequence[str], unit: str) -> tuple[list[float | str], str]:
    """Turn labels into numbers and their unit where all of them are numbers in one unit."""
    matches = [_NUMBER_AND_UNIT.fullmatch(text.strip()) for text in texts]
    units = {(match["unit"] or unit) if match else None for match in matches}
    if len(units) == 1 and None not in units and (not unit or units == {unit}):
        return [float(match["number"]) for match in matches if match], (units.pop() or "")
    return list(texts), ""
