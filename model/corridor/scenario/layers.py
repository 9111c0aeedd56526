"""Which files make up a scenario, and how later ones override earlier ones.

Precedence, weakest first: the dataset; the ``extends`` chain, oldest first; the file; options given with ``--with``,
in their order; ``--set path=value``. Of several files that one file extends, a later one wins; a file that several of
them extend counts once. Mappings merge by key; texts and lists replace. A mapping whose keys are dates (a value over
time) and ``horizon.seasons`` replace whole, because half of one and half of another would be neither. ``null`` takes
back what an earlier layer says. ``x1.2`` and the like change an amount of an earlier layer, ``{add: [...], remove:
[...]}`` a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeGuard

from corridor.errors import Problem, did_you_mean
from corridor.scenario.changes import is_change
from corridor.scenario.document import is_figure
from corridor.scenario.origin import COMMAND_LINE, Origin
from corridor.scenario.tree import (
    LONGEST_TEXT,
    SHORTER,
    TOO_LONG,
    Entry,
    Items,
    Leaf,
    Node,
    Stacked,
    Table,
    position,
    read,
)
from corridor.scenario.values import LIST_CHANGES
from corridor.scenario.vocabulary import GROUP

_STEP = re.compile(r"[^.\s][^.]*(?:\.\s*\*(?=\.|\s*$))?")
_YEAR = re.compile(r"\d{4}")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SUFFIXES = (".yaml", ".yml")
LONGEST_CHAIN = 20
"""Most files of which each extends the next."""
OPTIONS = "options"
"""Folder of the options beside scenarios."""
SCHEMA = "schema.json"
"""File beside scenarios that holds their form for editors."""
SHIPPED = (Path(__file__).parents[1] / "shipped" / "scenarios", Path(__file__).parents[3] / "scenarios")
"""Scenarios that come with Corridor: in the installed package, and in a source checkout."""

PLAIN_PATH = "write a name, or a path from the folder of this file such as '../europe/eu-exit.yaml'"
"""What to write where a file refers to another file or folder."""

_WHOLE = (("horizon", "seasons"),)
_NOWHERE = Origin("", 0, 0, "")


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a scenario, or the ``--set`` overrides.

    Attributes
    ----------
    name
        File name without suffix, or ``--set``.
    file
        Path as shown to people.
    folder
        Folder to which paths in the file are relative.
    table
        What the file says, without ``extends``.
    chain
        Names of the files that extend it, youngest first, and its own.
    """

    name: str
    file: str
    folder: Path
    table: Table
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """All files of a scenario, weakest first, and what is wrong with them as files.

    Attributes
    ----------
    layers
        Files that can be read.
    problems
        What is wrong with the files.
    main
        The scenario's own file; None if it cannot be read.
    complete
        Whether every file could be found and read.
    """

    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...]
    main: Layer | None
    complete: bool


def locate(name: str, folders: Sequence[Path]) -> Path | None:
    """Return the scenario file of a name or path in the first folder that has it; the suffix may be left out."""
    for folder in folders:
        path = folder / name
        for candidate in (path, *(path.with_name(path.name + suffix) for suffix in SUFFIXES)):
            if candidate.suffix in SUFFIXES and candidate.is_file():
                return candidate.resolve()
    return None


def is_plain_path(text: str) -> bool:
    """Whether a reference in a file is a plain relative path: no root, drive, address, home or variable."""
    return (
        bool(text.strip())
        and not text.startswith(("/", "~"))
        and "//" not in text
        and not set(text) & set("\\:$%*?|<>\0\n")
    )


def not_found(name: str, folders: Sequence[Path], origin: Origin = _NOWHERE, what: str = "scenario") -> Problem:
    """Say that a scenario or option does not exist, and which one may be meant."""
    names = {known for folder in folders for known in _names_in(folder)} - {origin.layer}
    message = f"there is no {what} '{name}'{did_you_mean(name, names)}"
    hint = "looked in " + ", ".join(dict.fromkeys(_shown(folder) for folder in folders if folder.is_dir()))
    return origin.problem(message, "extends", hint) if origin.file else Problem(message, hint=hint)


def _names_in(folder: Path) -> set[str]:
    """Return the names of the scenarios in a folder, and of the options below it as people write them."""
    found = set()
    for place, prefix in ((folder, ""), (folder / OPTIONS, f"{OPTIONS}/")):
        if place.is_dir():
            found |= {prefix + path.stem for path in place.iterdir() if path.suffix in SUFFIXES}
    return found


def stack(path: Path, options: Sequence[Path] = ()) -> Stack:
    """Read a scenario file and everything it extends, then options on top of it.

    An option that the scenario extends already moves to the top, where its statements win.
    """
    reader = _Reader()
    reader.add(path, ())
    for option in options:
        reader.layers.pop(option, None)
        reader.add(option, ())
    return Stack(tuple(reader.layers.values()), tuple(reader.problems), reader.layers.get(path), not reader.lost)


def overlay(overrides: Mapping[str, str] | Sequence[str]) -> tuple[list[tuple[tuple[str, ...], Node]], list[Problem]]:
    """Read ``path=value`` overrides: pairs of path and value, and what is wrong with them."""
    listed = [f"{path}={text}" for path, text in overrides.items()] if isinstance(overrides, Mapping) else overrides
    values: list[tuple[tuple[str, ...], Node]] = []
    problems: list[Problem] = []
    for given in listed:
        path, _, text = given.partition("=")
        parts = _steps(path)
        start = Origin(COMMAND_LINE, 0, len(path) + 2, COMMAND_LINE, given, max(1, len(text)))
        node, wrong = read(text, start)
        problems += [replace(problem, path=path) for problem in wrong]
        if node is None or not all(parts):
            if not wrong:
                hint = "write path=value, e.g. 'demand.Iran.growth=2 %/yr'"
                whole = replace(start, column=1, length=len(given))
                problems.append(whole.problem(f"'{given}' is no override", hint=hint))
            continue
        values.append((parts, node))
    return values, problems


def merge(below: Table, above: Table, path: tuple[str, ...] = ()) -> Table:
    """Lay one table over another."""
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        inherited = entries.get(key)
        value = entry.value
        if isinstance(value, Leaf) and value.removal:
            entries.pop(key, None)
        elif inherited is not None and _changes_list(value, inherited.value):
            entries[key] = Entry(entry.key, _changed_list(inherited.value, value))
        elif inherited is not None and isinstance(value, Leaf) and is_change(value.text) and is_figure((*path, key)):
            entries[key] = Entry(entry.key, Stacked(value.text, value.origin, False, inherited.value))
        elif isinstance(value, Table) and inherited is not None and isinstance(inherited.value, Table):
            here = (*path, key)
            whole = here in _WHOLE or is_over_time(value) or is_over_time(inherited.value)
            merged = without_removals(value) if whole else merge(inherited.value, value, here)
            entries[key] = Entry(entry.key, merged)
        else:
            entries[key] = Entry(entry.key, without_removals(value))
    return Table(entries, above.origin)


def place(table: Table, path: tuple[str, ...], value: Node, above: tuple[str, ...] = ()) -> Table:
    """Set one value by its path, of which ``above`` is done; under a value over time only the named date changes."""
    key, rest = path[0], path[1:]
    at = _step(value.origin, len(above))
    if not rest:
        return merge(table, Table({key: Entry(at, value)}, at), above)
    inherited = table.entries.get(key)
    change = nested(rest, value, len(above) + 1)
    if inherited is not None and _changes_list(change, inherited.value):
        return merge(table, Table({key: Entry(at, change)}, at), above)
    child = place(_child(table, key, at), rest, value, (*above, key))
    return Table({**table.entries, key: Entry(at, child)}, table.origin)


def nested(path: tuple[str, ...], value: Node, done: int = 0) -> Table:
    """Return the table that says one thing at a path, of which some steps are done."""
    inner = value if len(path) == 1 else nested(path[1:], value, done + 1)
    at = _step(value.origin, done)
    return Table({path[0]: Entry(at, inner)}, at)


def _step(origin: Origin, number: int) -> Origin:
    """Return the place of a step in the path of an override."""
    path = (origin.text or "").partition("=")[0]
    found = list(_STEP.finditer(path))
    if number >= len(found):
        return origin
    step = found[number]
    return replace(origin, column=step.start() + 1, length=max(1, len(step[0].rstrip())))


def single_value_at(table: Table, path: tuple[str, ...]) -> Leaf | None:
    """Return the single value under which a path would set one date, None if there is no such value."""
    if len(path) < 2 or not DATE.fullmatch(path[-1]):
        return None
    for key in path[:-2]:
        table = _child(table, key, table.origin)
    entry = table.entries.get(path[-2])
    return entry.value if entry is not None and isinstance(entry.value, Leaf) else None


def is_over_time(table: Table) -> bool:
    """Whether all keys of a table are dates, so that it is one value over time."""
    return bool(table.entries) and all(DATE.fullmatch(key) for key in table.entries)


def without_removals(node: Node) -> Node:
    """Return a node without the keys that are ``null``."""
    if not isinstance(node, Table):
        return node
    kept = {key: entry for key, entry in node.entries.items() if not _removes(entry.value)}
    return Table({key: Entry(entry.key, without_removals(entry.value)) for key, entry in kept.items()}, node.origin)


def useless_removals(below: Table, above: Table) -> list[Problem]:
    """Find every ``null`` in the upper table for which there is nothing to take back, and such changes of lists."""
    problems = []
    for key, entry in above.entries.items():
        inherited = below.entries.get(key)
        if _removes(entry.value) and inherited is None:
            message = f"'{key}' is null, but no earlier layer says anything to take back"
            problems.append(entry.key.problem(message, key, "leave the line out, or check the name"))
        elif inherited is not None and _changes_list(entry.value, inherited.value):
            problems += _useless_items(key, inherited.value, entry.value)
        elif isinstance(entry.value, Table):
            problems += useless_removals(_child(below, key, entry.key), entry.value)
    return problems


class _Reader:
    """Walks the ``extends`` chain depth first, so that the oldest layer comes first and each file once."""

    def __init__(self) -> None:
        self.layers: dict[Path, Layer] = {}
        self.problems: list[Problem] = []
        self.lost = False

    def add(self, path: Path, below: tuple[Path, ...]) -> None:
        """Read a file, after the files it extends; ``below`` are the files that extend it, youngest first."""
        shown = _shown(path)
        start = Origin(shown, 1, 1, path.stem)
        text = self._text(path, start)
        if text is None:
            self.lost = True
            return
        node, problems = read(text, start)
        self.problems += problems
        if not isinstance(node, Table):
            self.lost = True
            if node is not None or not problems:
                self.problems.append(start.problem("a scenario is a mapping of keys and values; start with 'title:'"))
            return
        entries = dict(node.entries)
        extends = entries.pop("extends", None)
        parents: set[Path] = set()
        for name in self._names(extends):
            self._extend(name, path, (*below, path), parents)
        self.layers[path] = Layer(
            path.stem, shown, path.parent, Table(entries, node.origin), tuple(file.stem for file in (*below, path))
        )

    def _text(self, path: Path, start: Origin) -> str | None:
        """Return the text of a file, None if there is none; a file too large is not even read."""
        try:
            if path.stat().st_size > 4 * LONGEST_TEXT:
                self.problems.append(start.problem(TOO_LONG, hint=SHORTER))
                return None
            content = path.read_bytes()
        except OSError as error:
            self.problems.append(Problem(f"cannot be read: {error.strerror}", start.file))
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # The offset counts from behind the mark that may open the file.
            line, column = position(error.object[: error.start].decode(errors="replace"))
            written = error.object.decode(errors="replace").splitlines()[line - 1]
            place = Origin(start.file, line, column, start.layer, written)
            message = f"the byte {error.object[error.start]:#04x} is not UTF-8"
            self.problems.append(place.problem(message, hint="save the file as UTF-8"))
            return None

    def _names(self, extends: Entry | None) -> Iterable[Leaf]:
        if extends is None:
            return ()
        items = extends.value.items if isinstance(extends.value, Items) else (extends.value,)
        names = [item for item in items if isinstance(item, Leaf) and not item.removal]
        if len(names) != len(items):
            hint = "write a scenario name or a list of names"
            self.problems.append(extends.key.problem("'extends' names scenarios", "extends", hint))
            self.lost = True
        return names

    def _extend(self, name: Leaf, path: Path, chain: tuple[Path, ...], parents: set[Path]) -> None:
        if not is_plain_path(name.text):
            self.problems.append(name.origin.problem(f"'{name.text}' is no plain relative path", "extends", PLAIN_PATH))
            self.lost = True
            return
        folders = (path.parent, *SHIPPED)
        found = locate(name.text, folders)
        if found in parents:
            self.problems.append(name.origin.problem(f"'{name.text}' is named twice", "extends", "name it once"))
            return
        if found is None:
            self.problems.append(not_found(name.text, folders, name.origin))
            self.lost = True
        elif found in chain:
            circle = " > ".join(file.stem for file in (*chain[chain.index(found) :], found))
            message = f"'extends' goes round in a circle: {circle}"
            self.problems.append(name.origin.problem(message, "extends", "take one of these out"))
            self.lost = True
        elif len(chain) >= LONGEST_CHAIN:
            message = f"more than {LONGEST_CHAIN} files extend one another"
            self.problems.append(name.origin.problem(message, "extends", "say in fewer files what they say"))
            self.lost = True
        elif found not in self.layers:
            self.add(found, chain)
        if found is not None:
            parents.add(found)


def _steps(path: str) -> tuple[str, ...]:
    """Split a path; the star of ``EU.*`` belongs to what stands before it."""
    steps: list[str] = []
    for part in (each.strip() for each in path.split(".")):
        if part == "*" and steps and steps[-1]:
            steps[-1] += GROUP
        else:
            steps.append(part)
    return tuple(steps)


def _changes_list(value: Node, inherited: Node) -> TypeGuard[Table]:
    """Whether a table adds to or removes from an inherited list, of which a single text is the shortest form."""
    wanted = isinstance(value, Table) and value.entries and set(value.entries) <= LIST_CHANGES
    return bool(wanted) and isinstance(inherited, (Items, Leaf))


def _listed(node: Node) -> list[Leaf]:
    """Return the texts of a list or of a single text."""
    return [item for item in (node.items if isinstance(node, Items) else (node,)) if isinstance(item, Leaf)]


def _part_of(change: Table, key: str) -> list[Leaf]:
    """Return what a change of a list adds or removes."""
    return _listed(change.entries[key].value) if key in change.entries else []


def _changed_list(inherited: Node, change: Table) -> Items:
    """Remove, then add at the end; years are put in order."""
    gone = {item.text for item in _part_of(change, "remove")}
    kept = [item for item in _listed(inherited) if item.text not in gone]
    items = [*kept, *_part_of(change, "add")]
    if all(_YEAR.fullmatch(item.text) for item in items):
        items.sort(key=lambda item: item.text)
    return Items(tuple(items), change.origin)


def _useless_items(key: str, inherited: Node, change: Table) -> Iterator[Problem]:
    """Find items that are added though they are there, or removed though they are not."""
    there = {item.text for item in _listed(inherited)}
    for item in _part_of(change, "add"):
        if item.text in there:
            yield item.origin.problem(f"'{item.text}' is in the list that it is added to", key, "leave it out")
    for item in _part_of(change, "remove"):
        if item.text not in there:
            message = f"'{item.text}' is not in the list that it is removed from{did_you_mean(item.text, there)}"
            yield item.origin.problem(message, key, "in the list: " + ", ".join(sorted(there)))


def _child(table: Table, key: str, origin: Origin) -> Table:
    """Return the table under a key, an empty one if there is none."""
    entry = table.entries.get(key)
    return entry.value if entry is not None and isinstance(entry.value, Table) else Table({}, origin)


def _removes(node: Node) -> bool:
    return isinstance(node, Leaf) and node.removal


def _shown(path: Path) -> str:
    """Return a path as people know it: relative to the working directory if it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
