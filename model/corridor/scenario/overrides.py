"""Values given as ``path=value``, laid over a scenario one after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corridor.errors import Problem
from corridor.scenario.layers import DATE, changes_list, merge, table_at
from corridor.scenario.origin import COMMAND_LINE, Origin
from corridor.scenario.tree import (
    Entry,
    Leaf,
    Node,
    Table,
    read,
)
from corridor.scenario.vocabulary import GROUP

_STEP = re.compile(r"[^.\s][^.]*(?:\.\s*\*(?=\.|\s*$))?")


def overlay(overrides: Mapping[str, str] | Sequence[str]) -> tuple[list[tuple[tuple[str, ...], Node]], list[Problem]]:
    """Read ``path=value`` overrides: pairs of path and value, and what is wrong with them."""
    listed = [f"{path}={text}" for path, text in overrides.items()] if isinstance(overrides, Mapping) else overrides
    values: list[tuple[tuple[str, ...], Node]] = []
    problems: list[Problem] = []
    for given in listed:
        path, _, text = given.partition("=")
        parts = steps(path)
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


def place(table: Table, path: tuple[str, ...], value: Node, above: tuple[str, ...] = ()) -> Table:
    """Set one value by its path, of which ``above`` is done; under a value over time only the named date changes."""
    key, rest = path[0], path[1:]
    at = _step(value.origin, len(above))
    if not rest:
        return merge(table, Table({key: Entry(at, value)}, at), above)
    inherited = table.entries.get(key)
    change = nested(rest, value, len(above) + 1)
    if inherited is not None and changes_list(change, inherited.value):
        return merge(table, Table({key: Entry(at, change)}, at), above)
    child = place(table_at(table, key, at), rest, value, (*above, key))
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


def steps(path: str) -> tuple[str, ...]:
    """Split a path; the star of ``EU.*`` belongs to what stands before it."""
    found: list[str] = []
    for part in (each.strip() for each in path.split(".")):
        if part == "*" and found and found[-1]:
            found[-1] += GROUP
        else:
            found.append(part)
    return tuple(found)


def single_value_at(table: Table, path: tuple[str, ...]) -> Leaf | None:
    """Return the single value under which a path would set one date, None if there is no such value."""
    if len(path) < 2 or not DATE.fullmatch(path[-1]):
        return None
    for key in path[:-2]:
        table = table_at(table, key, table.origin)
    entry = table.entries.get(path[-2])
    return entry.value if entry is not None and isinstance(entry.value, Leaf) else None
