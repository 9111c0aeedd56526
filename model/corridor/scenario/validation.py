"""From a tree of texts to a checked document, with every problem told in the words of the language."""

from __future__ import annotations

import re
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from corridor.errors import Problem, did_you_mean, shortened
from corridor.scenario.changes import Stack
from corridor.scenario.document import Document, DocumentModel
from corridor.scenario.origin import Origin
from corridor.scenario.part import Part
from corridor.scenario.tree import Items, Leaf, Node, Stacked, Table
from corridor.scenario.values import faults_of
from corridor.scenario.vocabulary import Vocabulary

Path = tuple[str | int, ...]

_KEY = "[key]"


def check(table: Table, words: Vocabulary, *, whole: bool) -> tuple[DocumentModel | None, list[Problem]]:
    """Check a table against the language.

    Parameters
    ----------
    table
        One layer, or all layers merged.
    words
        Names known to the dataset.
    whole
        False for a single layer, which may leave out what another layer says: then nothing is missing and rules on
        several values together are not judged.

    Returns
    -------
    document
        The checked document, None if there is a problem.
    problems
        Every problem with its place.
    """
    try:
        return Document.model_validate(plain(table), context=words), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        return None, [problem for detail in details for problem in _problems(detail, table, whole)]


def plain(node: Node) -> Any:
    """Turn a tree into dictionaries, lists and texts."""
    if isinstance(node, Stacked) and node.below is not None:
        return Stack(node.text, plain(node.below))
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


def origin_at(table: Table, path: Path, *, key: bool = False) -> Origin:
    """Return where the value at a path is written: a text at its own place, anything larger at its key."""
    node: Node = table
    at = table.origin
    for number, step in enumerate(path):
        if isinstance(node, Table) and step in node.entries:
            entry = node.entries[str(step)]
            node = entry.value
            wanted = isinstance(node, Leaf) and not (key and number == len(path) - 1)
            at = node.origin if wanted else entry.key
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            at = node.origin
        else:
            break
    return at


def _problems(detail: ErrorDetails, table: Table, whole: bool) -> list[Problem]:
    """Translate one pydantic error."""
    location = detail["loc"]
    on_key = bool(location) and location[-1] == _KEY
    path = tuple(step for step in location if step != _KEY)
    if detail["type"] == "faults":
        return [
            _problem(table, (*path, *fault.path), fault.message, fault.hint, key=on_key)
            for fault in faults_of(detail["ctx"])
            if whole or not fault.whole
        ]
    if detail["type"] == "missing":
        message = f"'{path[-1]}' is missing in {_text(path[:-1])}"
        return [_problem(table, path[:-1], message, f"add '{path[-1]}: ...'", key=True)] if whole else []
    if detail["type"] == "extra_forbidden":
        known = _keys_at(path[:-1])
        message = f"unknown key '{shortened(str(path[-1]))}' {_within(path[:-1])}{did_you_mean(str(path[-1]), known)}"
        return [_problem(table, path, message, f"keys here: {', '.join(known)}", key=True)]
    if detail["type"] == "literal_error":
        known = tuple(re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
        choice = f"write {', '.join(known[:-1])} or {known[-1]}"
        written = detail["input"]
        if not isinstance(written, str):
            return [_problem(table, path, f"a single text is expected in {_text(path)}", choice)]
        message = f"{path[-1]} cannot be '{shortened(written)}'{did_you_mean(written, known)}"
        return [_problem(table, path, message, choice)]
    expected, hint = _EXPECTED.get(detail["type"], _OTHER)
    if hint == _KEYS:
        hint = _keys_hint(path)
    return [_problem(table, path, f"{expected} in {_text(path)}", hint)]


_KEYS = "keys"
_OTHER: tuple[str, str | None] = ("another kind of value is expected", None)
_EXPECTED: dict[str, tuple[str, str | None]] = {
    "string_type": ("a single text is expected", "write one word or text, without brackets and without keys below it"),
    "tuple_type": ("a list is expected", "write e.g. [a, b], or a single text for a list of one"),
    "model_type": ("keys and values are expected", _KEYS),
    "dict_type": ("keys and values are expected", _KEYS),
    "too_short": ("at least one name is expected", "write e.g. [EU, Türkiye]"),
}


def _keys_hint(path: Path) -> str:
    """Say what may stand below a path."""
    known = _keys_at(path)
    return f"keys here: {', '.join(known)}" if known else "write 'name: {key: value}' for each"


def _problem(table: Table, path: Path, message: str, hint: str | None, *, key: bool = False) -> Problem:
    return origin_at(table, path, key=key).problem(message, _text(path), hint)


def _within(path: Path) -> str:
    return f"in {_text(path)}" if path else "at the top level"


def _text(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _keys_at(path: Path) -> tuple[str, ...]:
    """Return the keys that the language allows below a path."""
    kind: Any = Document
    for step in path:
        if _is_part(kind):
            fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
            kind = fields.get(str(step))
        else:
            kind = get_args(kind)[1]
        kind = next((option for option in get_args(kind) if _is_part(option)), kind) if _is_optional(kind) else kind
    return tuple(field.alias or name for name, field in kind.model_fields.items()) if _is_part(kind) else ()


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _is_optional(kind: Any) -> bool:
    return type(None) in get_args(kind) and get_origin(kind) is not dict
