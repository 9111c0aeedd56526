"""Branches of the future: what each sets is laid over all the rest of the scenario, and makes a scenario of its own.

What a branch sets is kept apart from the layers: it is laid over the scenario that all of them make, so that changes
(``x1.2``), lists and ``null`` mean what they mean in a file that extends it. Where several layers set something in the
same branch, the later one's statement replaces the earlier one's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.dataset import Dataset
from corridor.errors import Problem
from corridor.scenario.document import DocumentModel
from corridor.scenario.inventory import Inventory, take
from corridor.scenario.layers import is_over_time, merge, useless_removals
from corridor.scenario.meaning import Meaning, interpret
from corridor.scenario.origin import Origin
from corridor.scenario.overrides import nested, steps
from corridor.scenario.patterns import Objects, paths_of, written_out
from corridor.scenario.tree import Entry, Items, Leaf, Node, Table
from corridor.scenario.validation import check, origin_at
from corridor.scenario.values import LIST_CHANGES
from corridor.scenario.vocabulary import vocabulary

HORIZON, BRANCHES, SET = "horizon", "branches", "set"
_SHARED = ("title", "description", "extends", "dataset", HORIZON, "report")
"""What a branch cannot set: it is one run on the same data, years and seasons."""

Change = Callable[[str, Entry], Entry | None]
Values = list[tuple[tuple[str, ...], Node]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A branch, read and understood.

    Attributes
    ----------
    name
        Of the branch.
    table
        All that holds in it.
    own
        What it sets itself.
    origin
        Where it is written.
    """

    name: str
    table: Table
    own: Table
    document: DocumentModel
    meaning: Meaning
    inventory: Inventory
    origin: Origin


def set_tables(table: Table) -> list[Table]:
    """Return what the branches of a layer set, paths written as tables."""
    found: list[Table] = []

    def collect(_: str, entry: Entry) -> Entry:
        if isinstance(entry.value, Table):
            found.append(_unfolded(entry.value)[0])
        return entry

    _changed(table, collect)
    return found


def spelt(table: Table, known: Objects) -> tuple[Table, list[Problem]]:
    """Write out the paths and patterns in what the branches of a layer set."""
    problems: list[Problem] = []

    def spell(_: str, entry: Entry) -> Entry:
        if not isinstance(entry.value, Table):
            return entry
        unfolded, wrong = _unfolded(entry.value)
        found, unmatched = written_out(unfolded, known)
        problems.extend([*wrong, *unmatched])
        return Entry(entry.key, found)

    return _changed(table, spell), problems


def spelt_value(path: tuple[str, ...], value: Node, known: Objects) -> tuple[Values, list[Problem]]:
    """Do the same to an override: its own path may hold a pattern, and stand for several."""
    if is_set(path) and len(path) > 4:
        paths, problems = paths_of(path[4:], value, known)
        return [((*path[:4], *each), value) for each in paths], problems
    if path[0] != HORIZON:
        return [(path, value)], []
    table, problems = spelt(nested(path, value), known)
    return [(path, _at(table, path) or value)], problems


def is_set(path: Sequence[str]) -> bool:
    """Whether a path is that of what a branch sets, or below it."""
    return len(path) > 3 and (path[0], path[1], path[3]) == (HORIZON, BRANCHES, SET)


def taken_out(tables: Iterable[Table], values: Values) -> tuple[list[Table], Values, dict[str, Table]]:
    """Take what branches set out of all layers.

    Returns
    -------
    tables, values
        Without it.
    sets
        By branch, the later layers over the earlier ones.
    """
    sets: dict[str, Table] = {}

    def take_set(name: str, entry: Entry) -> Entry | None:
        value = entry.value
        if isinstance(value, Table):
            sets[name] = _over(sets.get(name), value)
            return None
        if isinstance(value, Leaf) and value.removal and name in sets:
            del sets[name]
            return None
        return entry

    def rest(table: Table) -> Table:
        for name in _taken_back(table, sets):
            del sets[name]
        return _changed(table, take_set)

    kept = [rest(table) for table in tables]
    left = [(path, _at(rest(nested(path, value)), path)) for path, value in values]
    return kept, [(path, value) for path, value in left if value is not None], sets


def _taken_back(table: Table, sets: Mapping[str, Table]) -> list[str]:
    """Branches that a layer takes back."""
    node: Node = table
    for step in (HORIZON, BRANCHES):
        entry = node.entries.get(step) if isinstance(node, Table) else None
        if entry is None:
            return []
        node = entry.value
    if isinstance(node, Leaf):
        return [*sets] if node.removal else []
    entries = node.entries if isinstance(node, Table) else {}
    return [name for name in sets if name in entries and _removes(entries[name].value)]


def _removes(node: Node) -> bool:
    return isinstance(node, Leaf) and node.removal


def with_sets(table: Table, sets: Mapping[str, Table]) -> Table:
    """Put what branches set back where it was written, so that each of its values has its place."""

    def back(name: str, entry: Entry) -> Entry:
        if name not in sets or not isinstance(entry.value, Table):
            return entry
        own = Entry(sets[name].origin, sets[name])
        return Entry(entry.key, Table({**entry.value.entries, SET: own}, entry.value.origin))

    return _each_branch(table, back)


def readings(
    base: Dataset, merged: Table, sets: Mapping[str, Table], told: Iterable[Problem]
) -> tuple[list[Reading], list[Problem]]:
    """Read the scenario of every branch.

    Parameters
    ----------
    base
        The dataset.
    merged
        All layers, without what branches set.
    sets
        What each branch sets.
    told
        What is wrong with the scenario itself, which need not be told again for a branch.

    Returns
    -------
    readings
        Of the branches that can be understood.
    problems
        With paths from the top of the scenario.
    """
    known = {_place(problem) for problem in told}
    found: list[Reading] = []
    problems: list[Problem] = []
    for name in _names(merged):
        own = sets.get(name, Table({}, origin_at(merged, (HORIZON, BRANCHES, name), key=True)))
        wrong = [*_unshared(own), *useless_removals(merged, own)]
        table = merge(_common(merged), own)
        inventory, taking = take(base, table)
        words = vocabulary(inventory.dataset, inventory.removed_by_kind())
        document, checking = check(table, words, whole=True)
        wrong += [*taking, *checking]
        meaning = None
        if document is not None:
            meaning, meaningless = interpret(document, inventory, _places(table))
            wrong += meaningless
        fresh = [problem for problem in wrong if _place(problem) not in known]
        prefix = ".".join((HORIZON, BRANCHES, name, SET))
        problems += [replace(each, path=f"{prefix}.{each.path}" if each.path else prefix) for each in fresh]
        if document is not None and meaning is not None:
            at = origin_at(merged, (HORIZON, BRANCHES, name), key=True)
            found.append(Reading(name, table, own, document, meaning, inventory, at))
    return found, [*problems, *_choices(found)]


def _choices(found: Sequence[Reading]) -> Iterator[Problem]:
    """Find projects that are left to decide in some branches only: they are decided before the branch is known."""
    offered: list[set[str]] = [
        {each.object for each in reading.meaning.statuses if (each.component, each.status) == ("projects", "candidate")}
        for reading in found
    ]
    for project in sorted(set[str]().union(*offered).difference(offered[0].intersection(*offered))) if offered else ():
        names = [reading.name for reading, own in zip(found, offered, strict=True) if project in own]
        odd = next((each for each in found if _at(each.own, ("projects", project)) is not None), found[0])
        path = ("projects", project, "status")
        message = f"project '{project}' is a candidate in {_listed(names)} only"
        hint = "what is built is decided before the branches are known: leave it a candidate in all of them or in none"
        yield origin_at(odd.table, path).problem(message, ".".join((HORIZON, BRANCHES, odd.name, SET, *path)), hint)


def _listed(names: Sequence[str]) -> str:
    return "branch " + names[0] if len(names) == 1 else "branches " + ", ".join(names)


def _places(table: Table) -> Callable[[tuple[str, ...]], Any]:
    return lambda path: origin_at(table, path)


def _place(problem: Problem) -> tuple[Any, ...]:
    return problem.file, problem.line, problem.column, problem.message


def _unshared(own: Table) -> Iterator[Problem]:
    for key, entry in own.entries.items():
        if key in _SHARED:
            message = f"a branch cannot set '{key}': branches are one run on the same data and years"
            yield entry.key.problem(message, key, "say it outside of the branches, for all of them")


def _names(merged: Table) -> list[str]:
    """Return the branches that are tables, as they should be."""
    node = _at(merged, (HORIZON, BRANCHES))
    entries = node.entries if isinstance(node, Table) else {}
    return [name for name, entry in entries.items() if isinstance(entry.value, Table)]


def _common(merged: Table) -> Table:
    """Return what all branches share."""
    entry = merged.entries[HORIZON]
    assert isinstance(entry.value, Table)
    kept = {key: each for key, each in entry.value.entries.items() if key not in (BRANCHES, "decided_before")}
    horizon = Entry(entry.key, Table(kept, entry.value.origin))
    return Table({**merged.entries, HORIZON: horizon}, merged.origin)


def _unfolded(table: Table) -> tuple[Table, list[Problem]]:
    """Write paths (``demand.Iran.growth``) as tables."""
    found = Table({}, table.origin)
    problems: list[Problem] = []
    for key, entry in table.entries.items():
        path = steps(key)
        if not all(path):
            problems.append(entry.key.problem(f"'{key}' is no path", key, "write e.g. 'demand.Iran.growth: 2 %/yr'"))
            continue
        below: Node = entry.value
        for step in reversed(path[1:]):
            below = Table({step: Entry(entry.key, below)}, entry.key)
        one = Table({path[0]: Entry(entry.key, below)}, entry.key)
        problems += [
            origin.problem(f"'{'.'.join(twice)}' is set twice", ".".join(twice), "keep one of them")
            for twice, origin in _shared_paths(found, one)
        ]
        found = Table(_over(found, one).entries, table.origin)
    return found, problems


def _shared_paths(first: Table, other: Table, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the paths at which two tables say something, and where the second does."""
    for key, entry in other.entries.items():
        if key in first.entries:
            pair = (first.entries[key].value, entry.value)
            if all(isinstance(node, Table) for node in pair):
                yield from _shared_paths(pair[0], pair[1], (*above, key))  # type: ignore[arg-type]
            else:
                yield (*above, key), entry.key


def _over(below: Table | None, above: Table) -> Table:
    """Lay what a later layer sets over what an earlier one does; nothing is applied yet."""
    if below is None:
        return above
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        earlier = entries[key].value if key in entries else None
        value = entry.value
        if isinstance(value, Table) and isinstance(earlier, Table) and not (_whole(value) or _whole(earlier)):
            value = _over(earlier, value)
        entries[key] = Entry(entry.key, value)
    return Table(entries, above.origin)


def _whole(table: Table) -> bool:
    """Whether a table is one value: over time, or the change of a list."""
    return is_over_time(table) or bool(table.entries and set(table.entries) <= LIST_CHANGES)


def _changed(table: Table, change: Change) -> Table:
    """Change what every branch of a table sets; None takes it out."""

    def inside(name: str, entry: Entry) -> Entry:
        if not isinstance(entry.value, Table) or SET not in entry.value.entries:
            return entry
        entries = dict(entry.value.entries)
        own = change(name, entries.pop(SET))
        return Entry(entry.key, Table(entries if own is None else {**entries, SET: own}, entry.value.origin))

    return _each_branch(table, inside)


def _each_branch(table: Table, change: Callable[[str, Entry], Entry]) -> Table:
    """Change every branch of a table."""
    horizon = table.entries.get(HORIZON)
    if horizon is None or not isinstance(horizon.value, Table):
        return table
    branches = horizon.value.entries.get(BRANCHES)
    if branches is None or not isinstance(branches.value, Table):
        return table
    found = {name: change(name, entry) for name, entry in branches.value.entries.items()}
    inner = {**horizon.value.entries, BRANCHES: Entry(branches.key, Table(found, branches.value.origin))}
    return Table({**table.entries, HORIZON: Entry(horizon.key, Table(inner, horizon.value.origin))}, table.origin)


def _at(table: Table, path: Sequence[str]) -> Node | None:
    node: Node = table
    for step in path:
        entry = node.entries.get(step) if isinstance(node, Table) else None
        if entry is None:
            return None
        node = entry.value
    return node


def texts(node: Node) -> Any:
    """Return what a branch sets as nested texts, as written; None for what it takes back."""
    if isinstance(node, Leaf):
        return None if node.removal else node.text
    if isinstance(node, Items):
        return [texts(item) for item in node.items]
    return {key: texts(entry.value) for key, entry in node.entries.items()}
