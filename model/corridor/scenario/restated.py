"""Values that change nothing, because an earlier layer says the same or because nothing else is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corridor.errors import Problem
from corridor.scenario.changes import is_change
from corridor.scenario.document import is_figure
from corridor.scenario.layers import is_over_time
from corridor.scenario.origin import Origin
from corridor.scenario.sections import section_of
from corridor.scenario.tree import Leaf, Table, in_one_line

_NO_BEARING = ("title", "description", "report", "dataset")
_REMARKS = ("reason", "source")


def restated(layers: Iterable[Table]) -> Iterator[Problem]:
    """Yield a warning for every value that changes nothing.

    Parameters
    ----------
    layers
        Oldest first, as written.
    """
    said: dict[tuple[str, ...], str] = {}
    for table in layers:
        here: dict[tuple[str, ...], str] = {}
        for path, text, origin in _values(table):
            if text is None:
                said = {known: value for known, value in said.items() if known[: len(path)] != path}
                continue
            here[path] = text
            stands = said.get(path, _usual(path))
            if stands == text and path[-1] not in _REMARKS and not (is_change(text) and is_figure(path)):
                why = "an earlier layer says so" if path in said else "this stands if nothing is said"
                message = f"'{path[-1]}: {text}' changes nothing: {why}"
                yield origin.warning(message, ".".join(path), "leave it out, or write another value")
        said |= here


def _usual(path: tuple[str, ...]) -> str | None:
    """Return the status that an object has without a word."""
    section = section_of(path[0]) if len(path) == 3 and path[2] == "status" else None
    return section.usual_status if section is not None else None


def _values(table: Table, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str | None, Origin]]:
    """Yield path, text and place of everything that bears on a solution; None for what is taken back."""
    for key, entry in table.entries.items():
        path, value = (*above, key), entry.value
        if not above and key in _NO_BEARING:
            continue
        if isinstance(value, Table) and not is_over_time(value):
            yield from _values(value, path)
        elif isinstance(value, Leaf) and value.removal:
            yield path, None, entry.key
        else:
            yield path, in_one_line(value), value.origin if isinstance(value, Leaf) else entry.key
