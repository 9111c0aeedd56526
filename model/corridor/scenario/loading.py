"""From a file or name to a scenario: find, read, merge, check, interpret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.errors import InputError, Problem, ScenarioError
from corridor.scenario.branches import Reading, readings, set_tables, spelt, spelt_value, taken_out, texts, with_sets
from corridor.scenario.document import DocumentModel
from corridor.scenario.files import (
    OPTIONS,
    PLAIN_PATH,
    SHIPPED,
    SUFFIXES,
    Layer,
    is_plain_path,
    locate,
    not_found,
    stack,
)
from corridor.scenario.inventory import new_names, take
from corridor.scenario.layers import merge, useless_removals, without_removals
from corridor.scenario.meaning import interpret
from corridor.scenario.model import Branch, LayerName, Said, Scenario
from corridor.scenario.origin import COMMAND_LINE, Origin
from corridor.scenario.overrides import nested, overlay, place, single_value_at
from corridor.scenario.patterns import objects, paths_of, written_out
from corridor.scenario.plain import write
from corridor.scenario.restated import restated
from corridor.scenario.tree import Leaf, Node, Table
from corridor.scenario.validation import check, origin_at
from corridor.scenario.vocabulary import vocabulary

Overrides = Mapping[str, str] | Sequence[str]

Values = list[tuple[tuple[str, ...], Node]]
"""Overrides: path and value."""

_NOT_INHERITED = ("title", "description")
_CHECK = "leave it out, or check the path"
_COMPARED = ("report", "compare_with")


def load(
    scenario: str | Path,
    overrides: Overrides = (),
    *,
    options: Sequence[str | Path] = (),
    dataset: Dataset | None = None,
) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    scenario
        Path of a file, or a bare name that is looked for in ``scenarios/`` of the working directory and then among the
        scenarios that come with Corridor.
    overrides
        Last layer: ``{"demand.Iran.growth": "2 %/yr"}`` or ``["demand.Iran.growth=2 %/yr"]``; values are YAML.
    options
        Files or names of options (``options/hormuz-closed-2026``, also without the folder) that are laid over the
        scenario one after the other, before the overrides.
    dataset
        Use this dataset, whatever the scenario names; saves reading it again in a sweep.

    Returns
    -------
    Scenario
        Complete, checked and frozen.

    Raises
    ------
    ScenarioError
        With every problem of every file, ordered by file and line.
    DatasetError
        If the dataset cannot be read.
    """
    files = stack(_find(scenario), _find_options(options))
    values, wrong = overlay(overrides)
    problems = [*files.problems, *wrong]
    if files.main is None:
        raise ScenarioError(problems)
    folder, wrong = _dataset_folder(files.layers, values)
    problems += wrong
    try:
        base = dataset if dataset is not None else datasets.load(folder)
    except InputError as error:
        if not problems:
            raise
        raise ScenarioError([*problems, *error.problems]) from error

    written, values, wrong = _written_out(files.layers, values, base)
    problems += wrong
    said = _said(written, files.main.file, values)
    layers, values, sets = _without_sets(written, values)
    merged = reduce(merge, _inherited(layers, files.main.file), Table({}, files.main.table.origin))
    for path, value in values:
        problems += _override_problems(merged, path, value)
        merged = place(merged, path, value)
    problems += [problem for layer in layers for problem in _layer_problems(layer)]
    problems += _null_problems(layers)
    inventory, wrong = take(base, merged)
    problems += wrong

    words = vocabulary(inventory.dataset, inventory.removed_by_kind())
    # What is wrong in a file is told once, not again for each object that a pattern of it stands for.
    for layer in _without_sets(files.layers, [])[0]:
        problems += check(_own(layer), words, whole=False)[1]
    places = {(problem.file, problem.line, problem.column) for problem in problems}
    document, meaning = None, None
    # Without all its files nothing can be said of the scenario as a whole: what is missing may stand in the lost one.
    if files.complete:
        document, found = check(merged, words, whole=True)
        problems += [each for each in found if (each.file, each.line, each.column) not in places or not each.line]
    if document is not None:
        meaning, found = interpret(document, inventory, lambda path: origin_at(merged, path))
        problems += found
        problems += _comparison_problems(document, merged)
    futures: list[Reading] = []
    if files.complete:
        futures, found = readings(base, merged, sets, problems)
        problems += found
    if problems or document is None or meaning is None:
        raise ScenarioError(_told(problems, files.layers))
    names = [LayerName(layer.name, layer.file, len(layer.chain) > 1) for layer in layers]
    names += [LayerName(COMMAND_LINE, COMMAND_LINE)] if len(said) > len(layers) else []
    common = _Common(files.main.name, document.title or "", tuple(names), folder, files.layers)
    branches = _branches(common, futures, document, _said(layers, files.main.file, values))
    whole = Reading("", with_sets(merged, sets), Table({}, merged.origin), document, meaning, inventory, merged.origin)
    return _scenario(common, whole, said, branches, {name: texts(table) for name, table in sets.items()})


def _said(layers: tuple[Layer, ...], main: str, values: Values) -> list[Said]:
    """Return what every layer and every override says."""
    return [*map(Said, _inherited(layers, main)), *(Said(nested(path, value), path) for path, value in values)]


def _without_sets(layers: tuple[Layer, ...], values: Values) -> tuple[tuple[Layer, ...], Values, dict[str, Table]]:
    """Take what branches set out of layers and overrides, and return it by branch."""
    tables, left, sets = taken_out([layer.table for layer in layers], values)
    return tuple(replace(layer, table=table) for layer, table in zip(layers, tables, strict=True)), left, sets


def _branches(
    common: _Common, futures: Iterable[Reading], document: DocumentModel, said: Sequence[Said]
) -> tuple[Branch, ...]:
    """Make a scenario of every branch."""
    return tuple(
        Branch(
            each.name,
            document.horizon.branches[each.name].probability,
            _scenario(common.branch(each.name), each, [*said, Said(each.own)]),
            each.origin,
        )
        for each in futures
    )


@dataclass(frozen=True, slots=True)
class _Common:
    """What a scenario and its branches share."""

    name: str
    title: str
    names: tuple[LayerName, ...]
    folder: Path | None
    layers: tuple[Layer, ...]

    def branch(self, name: str) -> _Common:
        """Return the same for a branch."""
        return replace(self, name=f"{self.name} {name}", title=f"{self.title}, branch {name}")


def _told(problems: Iterable[Problem], layers: tuple[Layer, ...]) -> list[Problem]:
    """Return every problem once, with the files through which its layer came.

    What is wrong below a pattern is wrong for every object that it matches, and told for the first.
    """
    chains = {layer.file: " > ".join(layer.chain) for layer in layers}
    once = {(each.file, each.line, each.column, each.source, each.message): each for each in reversed([*problems])}
    return [replace(each, layer=chains.get(each.file or "", each.layer)) for each in once.values()]


def _own(layer: Layer) -> Table:
    """Return what a layer says itself, without what it takes back."""
    table = without_removals(layer.table)
    assert isinstance(table, Table)
    return table


def _written_out(
    layers: tuple[Layer, ...], values: Values, base: Dataset
) -> tuple[tuple[Layer, ...], Values, list[Problem]]:
    """Replace patterns in layers and overrides by the objects that they match."""
    tables = [*(layer.table for layer in layers), *(nested(path, value) for path, value in values)]
    known = objects(base, new_names([*tables, *(each for table in tables for each in set_tables(table))]))
    problems: list[Problem] = []
    found: list[Layer] = []
    for layer in layers:
        table, unmatched = written_out(layer.table, known)
        table, wrong = spelt(table, known)
        problems += [*unmatched, *wrong]
        found.append(replace(layer, table=table))
    plain: Values = []
    for path, value in values:
        paths, wrong = paths_of(path, value, known)
        problems += wrong
        for each in paths:
            inside, wrong = spelt_value(each, value, known)
            problems += wrong
            plain += inside
    return tuple(found), plain, problems


def _scenario(
    common: _Common,
    reading: Reading,
    said: Sequence[Said],
    branches: tuple[Branch, ...] = (),
    sets: Mapping[str, Any] = MappingProxyType({}),
) -> Scenario:
    """Put the parts together."""
    document, meaning, inventory, merged = reading.document, reading.meaning, reading.inventory, reading.table
    folder = common.folder
    files: dict[tuple[str, ...], Path] = {} if folder is None else {("dataset",): folder}
    compared = document.report.compare_with
    if compared is not None and locate(compared, (Path("scenarios"), *SHIPPED)) is None:
        files["report", "compare_with"] = _compared(compared, merged) or Path(compared)
    plain = write(document, meaning.horizon, None if folder is None else str(folder), sets)
    return Scenario(
        name=common.name,
        title=common.title,
        description=document.description.strip(),
        dataset=inventory.dataset,
        horizon=meaning.horizon,
        overrides=meaning.overrides,
        growths=meaning.growths,
        statuses=meaning.statuses,
        ties=meaning.ties,
        policies=meaning.policies,
        swaps=meaning.swaps,
        budgets=meaning.budgets,
        returns=meaning.returns,
        market=meaning.market,
        benchmarks=meaning.benchmarks,
        behaviour=meaning.behaviour,
        parameters=meaning.parameters,
        report=meaning.report,
        origins=dict(_origins(merged, ())),
        layers=common.names,
        said=tuple(said),
        hash=meaning.hash(inventory.dataset.hash, branches),
        removed=inventory.removed,
        restated=tuple(_told(restated([each.table for each in said]), common.layers)),
        plain={**plain, "title": common.title},
        files=files,
        branches=branches,
    )


def _compared(name: str, merged: Table) -> Path | None:
    """Return the scenario to compare with, which may stand beside the file that names it."""
    beside = Path(origin_at(merged, _COMPARED).file).parent
    return locate(name, (beside, Path(), Path("scenarios"), *SHIPPED))


def _comparison_problems(document: DocumentModel, merged: Table) -> Iterator[Problem]:
    """Say when there is no scenario of the name that reports compare with."""
    name, origin = document.report.compare_with, origin_at(merged, _COMPARED)
    if name is None:
        return
    if not is_plain_path(name):
        yield origin.problem(f"'{name}' is no plain relative path", ".".join(_COMPARED), PLAIN_PATH)
    elif _compared(name, merged) is None:
        folders = (Path(origin.file).parent, Path("scenarios"), *SHIPPED)
        yield replace(not_found(name, folders, origin), path=".".join(_COMPARED))


def _find(scenario: str | Path) -> Path:
    """Return the file of a path or a bare name."""
    path = Path(scenario)
    bare = isinstance(scenario, str) and path.suffix not in SUFFIXES and len(path.parts) == 1
    folders = (Path("scenarios"), *SHIPPED) if bare else (Path(),)
    found = locate(str(scenario), folders)
    if found is None:
        raise ScenarioError(not_found(str(scenario), folders))
    return found


def _find_options(names: Sequence[str | Path]) -> list[Path]:
    """Return the files of options, each of which is a path or a name with or without the folder ``options``."""
    found: list[Path] = []
    problems: list[Problem] = []
    for name in names:
        written = isinstance(name, Path) or Path(name).suffix in SUFFIXES
        folders = (Path(),) if written else (Path(), Path("scenarios"), *SHIPPED)
        inside = tuple(folder / OPTIONS for folder in folders)
        path = locate(str(name), folders if written else (*inside, *folders))
        if path is None:
            problems.append(not_found(str(name), (*folders, *inside), what="option"))
        elif path in found:
            problems.append(Problem(f"option '{name}' is named twice", hint="name it once"))
        else:
            found.append(path)
    if problems:
        raise ScenarioError(problems)
    return found


def _inherited(layers: tuple[Layer, ...], main: str) -> Iterator[Table]:
    """Yield the tables of all layers, without titles and descriptions of all but the file itself."""
    for layer in layers:
        kept = layer.file == main
        entries = {key: entry for key, entry in layer.table.entries.items() if kept or key not in _NOT_INHERITED}
        yield Table(entries, layer.table.origin)


def _layer_problems(layer: Layer) -> list[Problem]:
    hint = "start with e.g. 'title: 55 bcm a year to Iran'"
    title = layer.table.entries.get("title")
    if title is not None:
        empty = isinstance(title.value, Leaf) and (title.value.removal or not title.value.text.strip())
        return [title.value.origin.problem("'title' is empty", "title", hint)] if empty else []
    return [Origin(layer.file, 1, 1, layer.name).problem("'title' is missing", "title", hint)]


def _null_problems(layers: tuple[Layer, ...]) -> list[Problem]:
    """Find every ``null`` that takes back nothing."""
    problems: list[Problem] = []
    below = Table({}, layers[0].table.origin)
    for layer in layers:
        problems += useless_removals(below, layer.table)
        below = merge(below, layer.table)
    return problems


def _override_problems(table: Table, path: tuple[str, ...], value: Node) -> list[Problem]:
    """Say when an override takes back what is not there, or would change the layers themselves."""
    if path[0] == "extends":
        return [value.origin.problem("'extends' cannot be overridden", "extends", "load the other scenario instead")]
    single = single_value_at(table, path)
    if single is not None:
        message = f"'{'.'.join(path[:-1])}' is '{single.text}' at all dates, so one date cannot be set in it"
        return [value.origin.problem(message, ".".join(path), "set the whole value, e.g. '{2025: ..., 2030: ...}'")]
    useless = useless_removals(table, nested(path, value))
    if useless and isinstance(value, Leaf) and value.removal:
        text = ".".join(path)
        return [value.origin.problem(f"'{text}' is null, but nothing is there to take back", text, _CHECK)]
    return useless


def _dataset_folder(layers: tuple[Layer, ...], values: Values) -> tuple[Path | None, list[Problem]]:
    """Return the dataset folder a scenario names, relative to the file that names it; the last one wins."""
    named: list[tuple[Leaf, Path]] = []
    for layer in layers:
        entry = layer.table.entries.get("dataset")
        if entry is not None and isinstance(entry.value, Leaf):
            named.append((entry.value, layer.folder))
    named += [(value, Path()) for path, value in values if path == ("dataset",) and isinstance(value, Leaf)]
    wrong = [
        leaf.origin.problem(f"'{leaf.text}' is no plain relative path", "dataset", PLAIN_PATH)
        for leaf, _ in named
        if not leaf.removal and not is_plain_path(leaf.text)
    ]
    if not named or named[-1][0].removal or wrong:
        return None, wrong
    leaf, folder = named[-1]
    return (folder / leaf.text).resolve(), []


def _origins(table: Table, above: tuple[str, ...]) -> Iterator[tuple[str, Origin]]:
    for key, entry in table.entries.items():
        path = (*above, key)
        yield ".".join(path), entry.value.origin if isinstance(entry.value, Leaf) else entry.key
        if isinstance(entry.value, Table):
            yield from _origins(entry.value, path)
