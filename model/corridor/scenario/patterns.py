"""Keys of a section that stand for many objects: ``gazprom-*``, and ``EU.*`` for all that stand in a group.

A pattern is written out in its own layer, as if each object had been named there: so a later layer wins over it, and it
wins over an earlier one, whichever of them names and whichever matches. Within one layer a name beats a pattern, and a
narrower pattern a wider one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import combinations

from corridor.dataset import Dataset, lookup
from corridor.errors import Problem, did_you_mean
from corridor.scenario.sections import SECTIONS, Section, section_of
from corridor.scenario.tree import Entry, Node, Table
from corridor.scenario.vocabulary import GROUP, is_pattern


@dataclass(frozen=True, slots=True)
class Objects:
    """What patterns can match.

    Attributes
    ----------
    ids
        Section to its objects, sorted.
    nodes
        Section to object to the node at which it stands, for sections whose objects stand at one.
    groups
        Group to its nodes.
    """

    ids: Mapping[str, tuple[str, ...]]
    nodes: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, frozenset[str]]

    def matching(self, section: Section, pattern: str) -> tuple[str, ...]:
        """Return the objects that a key stands for."""
        group = pattern.removesuffix(GROUP)
        if pattern.endswith(GROUP) and group in self.groups:
            at = self.nodes.get(section.key, {})
            return tuple(name for name in self.ids[section.key] if at.get(name) in self.groups[group])
        return tuple(name for name in self.ids[section.key] if fnmatchcase(name, pattern))


def objects(dataset: Dataset, new: Mapping[str, frozenset[str]]) -> Objects:
    """Collect what there is in a dataset, and what a scenario adds to its sections."""
    ids = {section.key: tuple(sorted({*section.ids(dataset), *new.get(section.key, ())})) for section in SECTIONS}
    nodes = {
        section.key: lookup(dataset.identities[section.component][section.place])
        for section in SECTIONS
        if section.place is not None
    }
    return Objects(ids, nodes, dataset.groups)


def written_out(table: Table, known: Objects) -> tuple[Table, list[Problem]]:
    """Return one layer with every pattern replaced by the objects that it matches, and what is wrong with patterns."""
    entries = dict(table.entries)
    problems: list[Problem] = []
    for section in SECTIONS:
        entry = entries.get(section.key)
        if entry is not None and isinstance(entry.value, Table) and any(map(is_pattern, entry.value.entries)):
            found, wrong = _section(section, entry.value, known)
            entries[section.key] = Entry(entry.key, found)
            problems += wrong
    return Table(entries, table.origin), problems


def paths_of(path: tuple[str, ...], value: Node, known: Objects) -> tuple[list[tuple[str, ...]], list[Problem]]:
    """Return the paths for which that of an override stands."""
    section = section_of(path[0])
    if section is None or len(path) < 2 or not is_pattern(path[1]):
        return [path], []
    found = known.matching(section, path[1])
    problems = [] if found else [_unmatched(section, path[1], Entry(value.origin, value), known)]
    return [(path[0], name, *path[2:]) for name in found], problems


def _section(section: Section, table: Table, known: Objects) -> tuple[Table, list[Problem]]:
    """Write out the patterns of one section, the widest first."""
    problems: list[Problem] = []
    matched = {key: known.matching(section, key) for key in table.entries if is_pattern(key)}
    found: dict[str, Entry] = {}
    for key in sorted(matched, key=lambda each: -len(matched[each])):
        entry = table.entries[key]
        if not matched[key]:
            problems.append(_unmatched(section, key, entry, known))
        elif not isinstance(entry.value, Table):
            message = f"'{key}' stands for every {section.kind} that it matches, but says nothing about them"
            problems.append(entry.key.problem(message, f"{section.key}.{key}", "write keys and values below it"))
        else:
            found |= {name: Entry(entry.key, _over(found.get(name), entry.value)) for name in matched[key]}
    problems += _undecided(section, table, matched)
    for key, entry in table.entries.items():
        if not is_pattern(key):
            value = entry.value
            found[key] = Entry(entry.key, _over(found.get(key), value) if isinstance(value, Table) else value)
    return Table(found, table.origin), problems


def _over(wide: Entry | None, narrow: Table) -> Table:
    """Lay what a narrower key says over a wider one's, key by key."""
    below = wide.value.entries if wide is not None and isinstance(wide.value, Table) else {}
    return Table({**below, **narrow.entries}, narrow.origin)


def _undecided(section: Section, table: Table, matched: Mapping[str, Sequence[str]]) -> Iterable[Problem]:
    """Find pairs of patterns, neither narrower than the other, that say the same key of one object."""
    alike = [pair for pair in combinations(matched, 2) if len(matched[pair[0]]) == len(matched[pair[1]])]
    for first, second in alike:
        said = _keys(table, first) & _keys(table, second)
        shared = sorted(set(matched[first]) & set(matched[second]))
        clash = next(((name, key) for name in shared for key in sorted(said - _keys(table, name))), None)
        if clash is not None:
            message = f"'{first}' and '{second}' both say {clash[1]} of '{clash[0]}', and neither is narrower"
            hint = f"name '{clash[0]}' as well, or make one of the patterns narrower"
            yield table.entries[second].key.problem(message, f"{section.key}.{second}", hint)


def _keys(table: Table, name: str) -> frozenset[str]:
    """Return the keys below a key."""
    entry = table.entries.get(name)
    return frozenset(entry.value.entries) if entry is not None and isinstance(entry.value, Table) else frozenset()


def _unmatched(section: Section, pattern: str, entry: Entry, known: Objects) -> Problem:
    """Say that a pattern matches nothing, and why."""
    group = pattern.removesuffix(GROUP)
    hint: str | None = f"e.g. {', '.join(known.ids[section.key][:3])}" if known.ids[section.key] else None
    message = f"no {section.kind} matches '{pattern}'"
    if pattern.endswith(GROUP):
        if group not in known.groups:
            message = f"unknown group '{group}'{did_you_mean(group, known.groups)}"
            hint = f"'{GROUP}' stands after the name of a group of nodes"
        elif section.place is None:
            hint = f"{section.key} do not stand at one node; match their ids instead, as in 'blue-*'"
    return entry.key.problem(message, f"{section.key}.{pattern}", hint)
