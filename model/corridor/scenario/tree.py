"""YAML text to a tree of texts with places.

Every scalar stays text: what ``NO``, ``2030`` or ``1.2 %/yr`` mean is for the scenario language to say, so none of the
surprises of YAML 1.1 (``NO`` as false, ``1:30`` as a number) can happen. Documents are bounded in size and depth, and
anchors are counted each time they are used, so that a small file cannot unfold into a huge one.

Trees are never changed once they are read, so a text that was read lately is not read again: most of the time that
loading takes goes into parsing, and the scenarios of a sweep share all their files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from corridor.errors import Problem
from corridor.scenario.origin import Origin

_LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
LONGEST_TEXT = 250_000
DEEPEST = 12
MOST_VALUES = 10_000
SHORTER = "a scenario says what differs; figures belong into a dataset"
TOO_LONG = f"longer than {LONGEST_TEXT} characters"

# Control characters but line breaks and tabs, halves of characters, the mark that may open a file, and no characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single text; ``removal`` marks a bare ``null``, which takes back what an earlier layer said."""

    text: str
    origin: Origin
    removal: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a table, and the place of its key."""

    key: Origin
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and values, in the order written."""

    entries: dict[str, Entry]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Stacked(Leaf):
    """A change such as ``x1.2``, with the value of earlier layers that it changes."""

    below: Node | None = None


Node = Leaf | Items | Table


_ONE = "take out the line '---', or make two files"
_FLAT = "no scenario needs that; are brackets closed?"
_PLAIN_TEXT = "take it out; every value is read as text and its key says what it means"
_NAMED = "put '&' and this name before an earlier value, or the text in quotes"
_HIDDEN = "delete it; it does not show in an editor"
_NO_ESCAPE = "write the text without backslashes"
_PAIR = "write 'key: value'; a text with brackets in it needs quotes"
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a second ':' in one line",
        "put a text with ': ' in it in quotes, and check the indentation of this line and the one before",
    ),
    (
        "could not find expected ':'",
        "a key without ':'",
        "write 'key: value'; text over several lines needs more indentation than its key",
    ),
    (
        "expected <block end>",
        "this line does not fit the ones before",
        "indent all keys of one mapping alike; do not mix '- ' items and keys",
    ),
    ("expected ',' or '}'", "a mapping in braces is not closed", "write {key: value, other: value}"),
    ("expected ',' or ']'", "a list in brackets is not closed", "write [one, two]"),
    (
        "found character '\\t'",
        "a tab",
        "indent with spaces; editors can be told to do so",
    ),
    ("found character", "a sign that cannot begin a value", "put the value in quotes"),
    ("found unexpected end of stream", "a quote is not closed", "end the text with the quote that begins it"),
    ("found undefined alias", "'*' refers to nothing before it", "put a text that begins with '*' in quotes"),
    ("found duplicate anchor", "one name is given to two values with '&'", "use another name"),
    ("found undefined tag handle", "'!' begins a tag, which is not part of the language", "put the value in quotes"),
    ("did not find expected", "the text cannot be read from here on", "put values with special signs in quotes"),
)
"""How what the YAML reader says begins, and how it is told."""
_OPEN = ("expected ',' or", "found unexpected end of stream")


def in_one_line(node: Node) -> str:
    """Write a text, a list or a value over time in one line."""
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Items):
        return ", ".join(in_one_line(item) for item in node.items)
    return ", ".join(f"{key}: {in_one_line(entry.value)}" for key, entry in node.entries.items())


class UnreadableError(Exception):
    """The text is no YAML that Corridor takes; carries the one problem that stopped reading."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def read(text: str, start: Origin) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document.

    Parameters
    ----------
    text
        The document.
    start
        File and layer; with line 0 every value gets this very origin, else its own line and column.

    Returns
    -------
    node
        The tree, or None if the text is empty or cannot be read.
    problems
        Everything wrong with the text itself: syntax, duplicate keys, empty values.
    """
    # The origin of an override holds its text, which equal origins may differ in.
    node, problems = _read_lately(text, start) if start.line else _read(text, start)
    return node, list(problems)


def position(before: str) -> tuple[int, int]:
    """Return line and column, counted from 1, of what follows a text."""
    lines = f"{before}.".splitlines()
    return len(lines), len(lines[-1])


def _read(text: str, start: Origin) -> tuple[Node | None, tuple[Problem, ...]]:
    builder = _Builder(start)
    try:
        return builder.document(text), tuple(builder.problems)
    except UnreadableError as stop:
        return None, (*builder.problems, stop.problem)


_read_lately = lru_cache(maxsize=128)(_read)


class _Builder:
    """Builds the tree from parser events; ruamel's own constructor would turn texts into numbers and dates."""

    def __init__(self, start: Origin) -> None:
        self.start = start
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.values = 0
        self.lines: list[str] = []

    def document(self, text: str) -> Node | None:
        """Return the single document of a text."""
        if len(text) > LONGEST_TEXT:
            raise UnreadableError(self.start.problem(TOO_LONG, hint=SHORTER))
        self.lines = _LINE_ENDS.split(text)
        events = self._events(text)
        next(events)
        event = next(events)
        if _kind(event) != "DocumentStart":
            return None
        if event.version is not None or event.tags:
            raise UnreadableError(
                self._place(event).problem("directives ('%') are not part of the language", hint="take the line out")
            )
        node = self._node(next(events), events, 0)
        next(events)
        event = next(events)
        if _kind(event) == "DocumentStart":
            raise UnreadableError(
                self._place(event).problem("a second document starts here; a file holds one", hint=_ONE)
            )
        return node

    def _events(self, text: str) -> Iterator[Any]:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError
        from ruamel.yaml.reader import ReaderError

        last = None
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                last = event
                yield event
        except MarkedYAMLError as error:
            said = str(error.problem or error.context)
            # What is not closed is told where it opens, not at the end of the file.
            mark = (error.context_mark if said.startswith(_OPEN) else None) or error.problem_mark or error.context_mark
            place = self.start if mark is None else self._at(mark.line, mark.column)
            message, hint = next((each[1:] for each in _SYNTAX if said.startswith(each[0])), (said, None))
            raise UnreadableError(place.problem(f"not valid YAML: {message}", hint=hint)) from error
        except ReaderError as error:
            raise UnreadableError(self._unprintable(text[: error.position], text[error.position])) from error
        except (ValueError, OverflowError) as error:  # an escape or a version number beyond all bounds
            place = self.start if last is None else self._at(last.end_mark.line, last.end_mark.column)
            raise UnreadableError(
                place.problem("not valid YAML: a number that means nothing", hint=_NO_ESCAPE)
            ) from error

    def _unprintable(self, before: str, character: str) -> Problem:
        lines = _LINE_ENDS.split(before)
        return self._at(len(lines) - 1, len(lines[-1])).problem(_cannot_be(character), hint=_HIDDEN)

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if depth > DEEPEST:
            raise UnreadableError(self._place(event).problem(f"nested more than {DEEPEST} levels deep", hint=_FLAT))
        kind = _kind(event)
        if kind == "Alias":
            node, size = self._anchored(event)
            self._count(event, size)
            return node
        if event.ctag is not None and event.ctag.trval is not None:
            message = f"the tag '{event.ctag}' is not part of the language"
            self.problems.append(self._place(event).problem(message, hint=_PLAIN_TEXT))
        before = self.values
        self._count(event, 1)
        if kind == "Scalar":
            wrong = _UNPRINTABLE.search(event.value)
            if wrong is not None:
                raise UnreadableError(self._place(event).problem(_cannot_be(wrong[0]), hint=_NO_ESCAPE))
            node = Leaf(event.value, self._place(event), _is_plain(event) and event.value in ("null", "~"))
        elif kind == "SequenceStart":
            node = self._items(event, events, depth)
        else:
            node = self._table(event, events, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.values - before)
        return node

    def _anchored(self, event: Any) -> tuple[Node, int]:
        if event.anchor not in self.anchors:
            raise UnreadableError(
                self._place(event).problem(f"'*{event.anchor}' refers to nothing before it", hint=_NAMED)
            )
        return self.anchors[event.anchor]

    def _count(self, event: Any, size: int) -> None:
        self.values += size
        if self.values > MOST_VALUES:
            message = f"more than {MOST_VALUES} values, repeated anchors included"
            raise UnreadableError(self._place(event).problem(message, hint="say the same once, in a file to extend"))

    def _items(self, start: Any, events: Iterator[Any], depth: int) -> Items:
        items: list[Node] = []
        while _kind(event := next(events)) != "SequenceEnd":
            if _is_empty(event):
                self.problems.append(
                    self._place(event).problem("an empty item in a list", hint="write a value, or take it out")
                )
            else:
                items.append(self._node(event, events, depth + 1))
        return Items(tuple(items), self._place(start))

    def _table(self, start: Any, events: Iterator[Any], depth: int) -> Table:
        entries: dict[str, Entry] = {}
        while _kind(event := next(events)) != "MappingEnd":
            key = self._node(event, events, depth + 1)
            if not isinstance(key, Leaf):
                raise UnreadableError(key.origin.problem("a key must be a single text", hint=_PAIR))
            value = next(events)
            if _is_empty(value):
                hint = "write a value, or null to take back what an earlier layer says"
                self.problems.append(key.origin.problem(f"'{key.text}' has no value", key.text, hint))
                continue
            node = self._node(value, events, depth + 1)
            if key.text in entries:
                message = f"'{key.text}' is written twice, first in line {entries[key.text].key.line}"
                self.problems.append(key.origin.problem(message, key.text, "keep one of them"))
                continue
            entries[key.text] = Entry(key.origin, node)
        return Table(entries, self._place(start))

    def _place(self, event: Any) -> Origin:
        start, end = event.start_mark, event.end_mark
        return self._at(start.line, start.column, end.column - start.column if start.line == end.line else 1)

    def _at(self, line: int, column: int, length: int = 1) -> Origin:
        """Return a place in the text; an override has no lines, and its value begins where its path ends."""
        start = self.start
        if not start.line and start.text is None:
            return start
        if not start.line:
            return replace(start, column=start.column + column, length=length) if line == 0 else start
        text = self.lines[line] if line < len(self.lines) else ""
        return Origin(start.file, line + 1, column + 1, start.layer, text, max(1, length))


def _cannot_be(character: str) -> str:
    return f"the character U+{ord(character):04X} cannot be in a text"


def _kind(event: Any) -> str:
    return type(event).__name__.removesuffix("Event")


def _is_plain(event: Any) -> bool:
    return bool(event.implicit[0])


def _is_empty(event: Any) -> bool:
    return _kind(event) == "Scalar" and event.value == "" and _is_plain(event)
