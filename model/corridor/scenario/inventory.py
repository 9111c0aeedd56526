"""Objects that a scenario adds to the dataset or takes out of it.

An object is new if the dataset has none of its id and the scenario says where it belongs (``from`` and ``to`` of a
pipeline, ``node`` of a storage): a misspelt id says none of that and stays an error. ``status: removed`` takes an
object out, and with it what cannot be without it: a node's producers, demand, storages and arcs, a producer's cost
steps, a voyage's legs, contracts, bookings and projects none of whose arcs are left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from corridor.dataset import REVERSE, Dataset, lookup_rows, split
from corridor.dataset.schema import ARC_COMPONENTS, BOOKING, COMPONENTS, CONTRACT, LEVER_KINDS, YEAR_INPUTS
from corridor.errors import Problem, did_you_mean
from corridor.scenario.origin import Origin
from corridor.scenario.sections import OWN_ID, REMOVED, SECTIONS, Column, Section
from corridor.scenario.tree import Entry, Items, Leaf, Node, Table
from corridor.scenario.vocabulary import NODE

_NOT_IN_IDS = frozenset(".*?;:=,")

Row = Mapping[str, str | float]
Removed = Mapping[str, Mapping[str, str]]
"""Component to the objects that are gone, and why."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The objects that a scenario stands on.

    Attributes
    ----------
    dataset
        With what is new and without what is removed.
    added
        Component and id to the columns of every new object.
    changed
        Component and id to the columns that are said anew of an object of the dataset.
    removed
        As in :data:`Removed`.
    """

    dataset: Dataset
    added: Mapping[tuple[str, str], Row]
    changed: Mapping[tuple[str, str], Row]
    removed: Removed

    def removed_by_kind(self) -> Removed:
        """Return what is removed by the kind of its name."""
        found: dict[str, Mapping[str, str]] = {}
        for section in SECTIONS:
            if section.component in self.removed:
                found[section.kind] = self.removed[section.component]
        return {**found, NODE: found["node"]} if "node" in found else found


def take(base: Dataset, table: Table) -> tuple[Inventory, list[Problem]]:
    """Read what a merged scenario adds and removes.

    Parameters
    ----------
    base
        The dataset that the scenario names.
    table
        All layers.
    """
    added: dict[tuple[str, str], Row] = {}
    changed: dict[tuple[str, str], Row] = {}
    removed: dict[str, dict[str, str]] = {}
    keys: dict[tuple[str, str], Origin] = {}
    problems: list[Problem] = []
    for section, name, entry in _stated(table):
        columns = {column.key: entry.value.entries[column.key] for column in _columns_said(section, entry.value)}
        if name in section.ids(base):
            terms = {column.key: column for column in section.columns if column.changeable}
            problems += [_fixed(section, name, key, each.key) for key, each in columns.items() if key not in terms]
            agreed = {key: _cell(terms[key], name, each) for key, each in columns.items() if key in terms}
            if agreed:
                changed[section.component, name] = agreed
            if _is_removed(entry.value):
                removed.setdefault(section.component, {})[name] = str(_status(entry.value))
        elif columns:
            problems += _lacking(section, name, entry, columns)
            keys[section.component, name] = entry.key
            added[section.component, name] = {
                column.key: _cell(column, name, columns.get(column.key)) for column in section.columns
            }
            if _is_removed(entry.value):
                message = f"{section.kind} '{name}' is new and removed at once"
                problems.append(entry.key.problem(message, f"{section.key}.{name}", "take back the whole entry: null"))
    with_new = _with(_with_terms(base, changed), added)
    problems += _misplaced(base, with_new, added, keys)
    dataset = _without(with_new, removed)
    return Inventory(dataset, added, changed, removed), problems


def new_names(tables: Iterable[Table]) -> Mapping[str, frozenset[str]]:
    """Return the ids in any layer that come with columns, by section, so that patterns can match them."""
    found: dict[str, set[str]] = {}
    for table in tables:
        for section, name, entry in _stated(table):
            if any(True for _ in _columns_said(section, entry.value)):
                found.setdefault(section.key, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


@dataclass(frozen=True, slots=True)
class _Stated:
    """What is said of one object."""

    key: Origin
    value: Table


def _stated(table: Table) -> Iterator[tuple[Section, str, _Stated]]:
    """Yield every object that a table says something about."""
    for section in SECTIONS:
        entry = table.entries.get(section.key)
        if entry is not None and isinstance(entry.value, Table):
            for name, inner in entry.value.entries.items():
                if isinstance(inner.value, Table):
                    yield section, name, _Stated(inner.key, inner.value)


def _columns_said(section: Section, table: Table) -> Iterator[Column]:
    return (column for column in section.columns if column.key in table.entries)


def _is_removed(table: Table) -> bool:
    status = table.entries.get("status")
    return status is not None and isinstance(status.value, Leaf) and status.value.text == REMOVED


def _status(table: Table) -> Origin:
    return table.entries["status"].value.origin


def _fixed(section: Section, name: str, key: str, origin: Origin) -> Problem:
    message = f"{section.kind} '{name}' is in the dataset, so its '{key}' cannot be said anew"
    return origin.problem(message, f"{section.key}.{name}.{key}", "add an object of another id, and remove this one")


def _lacking(section: Section, name: str, stated: _Stated, columns: Mapping[str, Entry]) -> Iterator[Problem]:
    """Find what a new object does not say."""
    path = f"{section.key}.{name}"
    wrong = sorted(set(name) & _NOT_IN_IDS)
    if wrong:
        yield stated.key.problem(
            f"'{wrong[0]}' cannot be in the id of a new {section.kind}", path, "use letters and '-'"
        )
    needed = [column.key for column in section.columns if column.default is None]
    attributes = {key: attribute for key, attribute in section.attributes.items() if attribute.required}
    missing = [key for key in needed if key not in columns]
    missing += [key for key, attribute in attributes.items() if key not in stated.value.entries]
    if missing:
        lacks = ", ".join(f"'{key}'" for key in missing)
        hint = f"a new {section.kind} needs {', '.join([*needed, *attributes])}"
        yield stated.key.problem(f"new {section.kind} '{name}' lacks {lacks}", path, hint)


def _misplaced(
    base: Dataset, dataset: Dataset, added: Mapping[tuple[str, str], Row], keys: Mapping[tuple[str, str], Origin]
) -> Iterator[Problem]:
    """Find new arcs with the id of another kind of arc, and new levers that change nothing."""
    for (component, name), row in added.items():
        if component in ARC_COMPONENTS and name in base.arcs:
            message = f"'{name}' is the id of an arc in {base.arcs[name]}"
            yield keys[component, name].problem(message, hint="arcs of all kinds share their ids; choose another")
        changed = LEVER_KINDS.get(str(row.get("kind"))) if component == "levers" else None
        if changed is not None and row["object"] not in dataset.identities[changed].index:
            near = did_you_mean(str(row["object"]), dataset.ids(changed))
            yield keys[component, name].problem(
                f"lever '{name}' changes unknown object '{row['object']}'{near}",
                f"levers.{name}",
                f"a lever of this kind names one of the {changed}",
            )


def _cell(column: Column, name: str, entry: Entry | None) -> str | float:
    """Return what the dataset's table holds for a column."""
    if entry is None:
        text = name if column.default == OWN_ID else column.default or ""
    else:
        text = ";".join(_texts(entry.value))
    if column.kind != "degrees":
        return text
    try:
        return float(text)
    except ValueError:  # told where the value is checked
        return math.nan


def _texts(node: Node) -> list[str]:
    if isinstance(node, Items):
        return [item.text for item in node.items if isinstance(item, Leaf)]
    return [node.text] if isinstance(node, Leaf) else []


def _with_terms(base: Dataset, changed: Mapping[tuple[str, str], Row]) -> Dataset:
    """Return the dataset with terms said anew."""
    identities = dict(base.identities)
    for (component, name), row in changed.items():
        table = identities[component].copy()
        table.loc[name, list(row)] = list(row.values())
        identities[component] = table
    return base if not changed else replace(base, identities=identities)


def _with(base: Dataset, added: Mapping[tuple[str, str], Row]) -> Dataset:
    """Return the dataset with new rows."""
    identities, tables = dict(base.identities), dict(base.tables)
    for component in dict.fromkeys(component for component, _ in added):
        rows = {name: row for (owner, name), row in added.items() if owner == component}
        if component == "events":
            tables["events"] = _events(base.tables["events"], rows)
            continue
        table, key = base.identities[component], COMPONENTS[component].key
        records = [{**dict.fromkeys(table.columns, ""), **row, key: name, "line": 0} for name, row in rows.items()]
        fresh = pd.DataFrame(records, columns=list(table.columns)).astype(table.dtypes.to_dict())
        identities[component] = pd.concat([table, fresh.set_index(key, drop=False)]).sort_index()
    return base if not added else replace(base, identities=identities, tables=tables)


def _events(table: pd.DataFrame, rows: Mapping[str, Row]) -> pd.DataFrame:
    """Add events that hold always and close nothing until the scenario's figures say otherwise."""
    always = {"start": -math.inf, "end": math.inf, "left": math.nan, "line": 0}
    records = [{**dict.fromkeys(table.columns, ""), **row, "event": name, **always} for name, row in rows.items()]
    fresh = pd.DataFrame(records, columns=list(table.columns)).astype(table.dtypes.to_dict())
    return pd.concat([table, fresh.set_index("event", drop=False)])


def _without(dataset: Dataset, removed: dict[str, dict[str, str]]) -> Dataset:
    """Return the dataset without some objects; what goes with them is added to ``removed``."""
    if not removed:
        return dataset
    arcs = dict(dataset.arcs)
    while True:
        found = {component: dict(_orphans(dataset, component, removed, arcs)) for component in COMPONENTS}
        if not any(found.values()):
            break
        for component, names in found.items():
            if names:
                removed.setdefault(component, {}).update(names)
    return _cut(dataset, removed, _gone_arcs(removed))


def _gone_arcs(removed: Removed) -> frozenset[str]:
    """Return the ids of arcs that are removed, both directions of lines."""
    gone = {arc for component in ARC_COMPONENTS for arc in removed.get(component, {})}
    return frozenset(gone | {f"{arc}{REVERSE}" for arc in gone})


def _orphans(dataset: Dataset, component: str, removed: Removed, arcs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the objects of a component that cannot be without one that is removed, and why they go."""
    gone_arcs = _gone_arcs(removed)
    owners = {"node": "nodes", "market": "demand", "producer": "producers", "voyage": "shipping", "fleet": "fleets"}
    references = COMPONENTS[component].references
    already = removed.get(component, {})
    for name, row in lookup_rows(dataset.identities[component]).items():
        if name in already:
            continue
        for column, kind in references.items():
            lost = removed.get(owners.get(kind, ""), {})
            if row[column] in lost:
                yield name, f"with {kind} '{row[column]}', {lost[row[column]]}"
                break
            cells = split(row[column]) if kind == "arcs" else ()
            if cells and all(arc in gone_arcs for arc in cells):
                arc = cells[0].removesuffix(REVERSE)
                yield name, f"with '{arc}', {removed[arcs[arc]][arc]}"
                break
        else:
            if component == "levers":
                lost = removed.get(LEVER_KINDS[row["kind"]], {})
                if row["object"] in lost:
                    yield name, f"with '{row['object']}', {lost[row['object']]}"


def _cut(dataset: Dataset, removed: Removed, gone_arcs: frozenset[str]) -> Dataset:
    """Take rows and figures out; lists of arcs keep those that are left."""
    identities, figures, tables = dict(dataset.identities), dict(dataset.figures), dict(dataset.tables)
    for component, table in dataset.identities.items():
        names = removed.get(component, {})
        if names:
            table = table[~table.index.isin(list(names))]
            rows = figures.get(component)
            if rows is not None:
                figures[component] = rows[~rows["object"].isin(list(names))].reset_index(drop=True)
        for column, kind in COMPONENTS[component].references.items():
            if kind == "arcs" and gone_arcs:
                table = table.assign(**{column: [_left(cell, gone_arcs) for cell in table[column]]})
        identities[component] = table
    events = tables["events"]
    events = events[~events["event"].isin(list(removed.get("events", {})))]
    gone_targets = gone_arcs | {f"{CONTRACT}{name}" for name in removed.get("contracts", {})}
    gone_targets |= {f"{BOOKING}{name}" for name in removed.get("bookings", {})}
    tables["events"] = events.assign(targets=[_left(cell, gone_targets) for cell in events["targets"]])
    inputs = tables["year_inputs"]
    gone = [
        name in removed.get(YEAR_INPUTS[kind][0], {}) if kind in YEAR_INPUTS else False
        for kind, name in zip(inputs["kind"], inputs["object"], strict=True)
    ]
    tables["year_inputs"] = inputs[[not each for each in gone]]
    return replace(dataset, identities=identities, figures=figures, tables=tables)


def _left(cell: str, gone: frozenset[str]) -> str:
    return ";".join(arc for arc in split(cell) if arc not in gone)
