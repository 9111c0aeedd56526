"""The files that make up a scenario: found, read, and put in order, oldest first.

A file is found by a bare name or a plain relative path; the files that it extends come before it, each once, and
options after it. Files are bounded in size and chains in length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corridor.errors import Problem, did_you_mean
from corridor.scenario.origin import Origin
from corridor.scenario.tree import (
    LONGEST_TEXT,
    SHORTER,
    TOO_LONG,
    Entry,
    Items,
    Leaf,
    Table,
    position,
    read,
)

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


def _shown(path: Path) -> str:
    """Return a path as people know it: relative to the working directory if it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
