"""How later layers of a scenario override earlier ones.

Precedence, weakest first: the dataset; the ``extends`` chain, oldest first; the file; options given with ``--with``,
in their order; ``--set path=value``. Of several files that one file extends, a later one wins; a file that several of
them extend counts once. Mappings merge by key; texts and lists replace. A mapping whose keys are dates (a value over
time) and ``horizon.seasons`` replace whole, because half of one and half of another would be neither. ``null`` takes
back what an earlier layer says. ``x1.2`` and the like change an amount of an earlier layer, ``{add: [...], remove:
[...]}`` a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from corridor.errors import Problem, did_you_mean
from corridor.scenario.changes import is_change
from corridor.scenario.document import is_figure
from corridor.scenario.origin import Origin
from corridor.scenario.tree import (
    Entry,
    Items,
    Leaf,
    Node,
    Stacked,
    Table,
)
from corridor.scenario.values import LIST_CHANGES

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_YEAR = re.compile(r"\d{4}")
_WHOLE = (("horizon", "seasons"),)


def merge(below: Table, above: Table, path: tuple[str, ...] = ()) -> Table:
    """Lay one table over another."""
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        inherited = entries.get(key)
        value = entry.value
        if isinstance(value, Leaf) and value.removal:
            entries.pop(key, None)
        elif inherited is not None and changes_list(value, inherited.value):
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
        elif inherited is not None and changes_list(entry.value, inherited.value):
            problems += _useless_items(key, inherited.value, entry.value)
        elif isinstance(entry.value, Table):
            problems += useless_removals(table_at(below, key, entry.key), entry.value)
    return problems


def changes_list(value: Node, inherited: Node) -> TypeGuard[Table]:
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


def table_at(table: Table, key: str, origin: Origin) -> Table:
    """Return the table under a key, an empty one if there is none."""
    entry = table.entries.get(key)
    return entry.value if entry is not None and isinstance(entry.value, Table) else Table({}, origin)


def _removes(node: Node) -> bool:
    return isinstance(node, Leaf) and node.removal
