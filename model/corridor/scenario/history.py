"""Who ever set a value: every layer that says something at a path, and what the dataset has there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corridor import units
from corridor.dataset import Series
from corridor.dataset.schema import Attribute
from corridor.errors import InputError, Problem, did_you_mean
from corridor.scenario.changes import is_change, read_change
from corridor.scenario.layers import is_over_time
from corridor.scenario.model import Said, Scenario
from corridor.scenario.sections import section_of
from corridor.scenario.standing import Known, Path, figure_at, ids_of, standing
from corridor.scenario.tree import Leaf, Node, Table, in_one_line
from corridor.scenario.values import LIST_CHANGES, date_text, is_date, moment_text

_WIDEST = 72
"""Letters of a text beyond which the places of others are not put under its own."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one layer says at a path.

    Attributes
    ----------
    text
        As written; ``null`` where it takes back what stands below.
    origin
        File and line, or ``--set``.
    what
        ``value``, ``change`` (of what stands below) or ``removal``.
    """

    text: str
    origin: str
    what: str


@dataclass(frozen=True, slots=True)
class History:
    """A value and who ever set it.

    Attributes
    ----------
    path
        In the scenario.
    value
        As it is resolved; None if no layer says anything or it is taken back.
    origin
        Of that value; empty if it is the dataset's.
    statements
        Newest first.
    dataset
        What the dataset has, in the order of its dates.
    """

    path: str
    value: str | None
    origin: str
    statements: tuple[Statement, ...]
    dataset: tuple[Known, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as dictionaries and lists."""
        return asdict(self)


def histories(scenario: Scenario, path: str) -> list[History]:
    """Tell who ever set each value at or below a path.

    Parameters
    ----------
    scenario
        As loaded.
    path
        E.g. ``projects.russia-iran`` or ``projects.russia-iran.capacity``; empty for everything.

    Raises
    ------
    InputError
        If neither the scenario nor the dataset has anything there.
    """
    wanted = tuple(path.split(".")) if path else ()
    resolved = scenario.resolved()
    paths = dict.fromkeys(_leaves(resolved, wanted))
    stated = dict.fromkeys(each for said in scenario.said for each in _said_below(said.table, wanted))
    # What a layer takes back as a whole is one value, which all that stood in it has become.
    paths |= {each: None for each in stated if not any(each[:length] in stated for length in range(len(each)))}
    found = [_history(scenario, resolved, each) for each in paths or (wanted,)]
    if not paths and not found[0].dataset and found[0].value is None:
        raise InputError(_unknown(scenario, wanted))
    return found


def value_at(scenario: Scenario, path: str) -> Any:
    """Return what is resolved at a path: a mapping, a list or a text; None if nothing is said there."""
    return _at(scenario.resolved(), tuple(path.split(".")) if path else ())


def told(found: Iterable[History]) -> str:
    """Write histories for people: a value, what it replaced, and what the dataset has."""
    return "\n".join(line for each in found for line in _lines(each))


def _lines(history: History) -> Iterator[str]:
    yield history.path
    rows = [*_statement_rows(history), *map(_known_row, history.dataset)]
    width = max((len(text) for text, place in rows if place and len(text) <= _WIDEST), default=0)
    for text, place in rows:
        yield f"  {text:{width}}  {place}".rstrip()


def _statement_rows(history: History) -> Iterator[tuple[str, str]]:
    """Yield text and place of what layers say: first what stands, then what it has replaced."""
    statements = history.statements
    above = "nothing"
    if history.value is not None and (not statements or statements[0].what != "value"):
        yield history.value, "" if statements else history.origin
        above = "result"
    for statement in statements:
        label = _label(statement.what, above)
        text = f"{label} {statement.text}".strip() if statement.what != "removal" else label
        if above == "nothing" and statement.what == "value" and history.value not in (None, statement.text):
            text += f" = {history.value}"
        yield text, statement.origin
        above = statement.what


def _label(what: str, above: str) -> str:
    """Say what became of a statement, given what stands above it."""
    if what == "removal":
        return "taken back"
    if what == "change":
        return "change:"
    return {"nothing": "", "change": "before:"}.get(above, "replaced:")


def _known_row(known: Known) -> tuple[str, str]:
    return (f"dataset: {known.text}", f"[{known.source}]") if known.source else (f"default: {known.text}", "")


def _history(scenario: Scenario, resolved: Mapping[str, Any], path: Path) -> History:
    statements = [each for said in reversed(scenario.said) if (each := _statement(said, path)) is not None]
    value, origin = _value(scenario, resolved, path)
    known = tuple(standing(scenario, path))
    if not statements and not origin and known:
        value = None
    origin = statements[0].origin if statements and statements[0].what == "value" else origin
    return History(".".join(path), value, origin, tuple(statements), known)


def _value(scenario: Scenario, resolved: Mapping[str, Any], path: Path) -> tuple[str | None, str]:
    """Return the value that holds and the origin of one that was said elsewhere, for a group or as a change."""
    found = _at(resolved, path)
    figure = figure_at(path)
    if figure is not None and len(path) == 3:
        section, attribute = figure
        override = scenario.override(section.component, path[1], attribute.name)
        relative = isinstance(found, str) and read_change(found, attribute) is not None
        if override is not None and (found is None or relative):
            return _series_text(override.series, attribute), str(override.origin)
    return (None, "") if found is None else (_text(found), "")


def _statement(said: Said, path: Path) -> Statement | None:
    """Return what a layer says at a path, None if nothing."""
    node: Node = said.table
    place = node.origin
    for step in path:
        if isinstance(node, Leaf):  # one value for all dates, or null for everything below
            break
        entry = node.entries.get(step) if isinstance(node, Table) else None
        if entry is None:
            return None
        node, place = entry.value, entry.key
    if isinstance(node, Leaf):
        place = node.origin
        if node.removal:
            return Statement("null", str(place), "removal")
    changes = isinstance(node, Table) and set(node.entries) <= LIST_CHANGES
    deeper = said.path is not None and len(said.path) > len(path)
    relative = isinstance(node, Leaf) and figure_at(path) is not None and _is_change(node.text, path)
    return Statement(in_one_line(node), str(place), "change" if changes or deeper or relative else "value")


def _is_change(text: str, path: Path) -> bool:
    figure = figure_at(path)
    signed = figure is not None and figure[1].minimum < 0.0
    return is_change(text) and (text.strip().startswith("x") or not signed)


def _series_text(series: Series, attribute: Attribute) -> str:
    if is_date(attribute):
        return date_text(series.values[0])
    points = [units.text(float(f"{value:.6g}"), attribute.dimension) for value in series.values]
    if series.over_time == "constant":
        return points[0]
    dates = [moment_text(date, attribute) for date in series.dates]
    return ", ".join(f"{date}: {point}" for date, point in zip(dates, points, strict=True))


def _leaves(resolved: Mapping[str, Any], path: Path) -> Iterator[Path]:
    """Yield the paths of all values at or below a path; a value over time is one."""
    node = _at(resolved, path)
    if isinstance(node, Mapping) and not all(key[:4].isdigit() for key in map(str, node)):
        for key in node:
            yield from _leaves(resolved, (*path, str(key)))
    elif node is not None:
        yield path


def _said_below(node: Node, path: Path, above: Path = ()) -> Iterator[Path]:
    """Yield the paths of all values that a layer states at or below a path, taken back or not."""
    if path and isinstance(node, Table):
        entry = node.entries.get(path[0])
        if entry is not None:
            yield from _said_below(entry.value, path[1:], (*above, path[0]))
    elif isinstance(node, Table) and not is_over_time(node) and not set(node.entries) <= LIST_CHANGES:
        for key, entry in node.entries.items():
            yield from _said_below(entry.value, (), (*above, key))
    elif not path:
        yield above


def _at(node: Any, path: Sequence[str]) -> Any:
    for step in path:
        if not isinstance(node, Mapping) or step not in node:
            return None
        node = node[step]
    return node


def _text(node: Any) -> str:
    if isinstance(node, Mapping):
        return ", ".join(f"{key}: {_text(value)}" for key, value in node.items())
    return ", ".join(map(str, node)) if isinstance(node, list) else str(node)


def _unknown(scenario: Scenario, path: Path) -> Problem:
    """Say that there is nothing at a path, and what may be meant by the first step that is unknown."""
    text = ".".join(path)
    message = f"neither the scenario nor the dataset has a value '{text}'"
    hint = "a path is e.g. pipelines.blue-stream.capacity"
    resolved = scenario.resolved()
    section = section_of(path[0])
    if section is None:
        return Problem(f"{message}{did_you_mean(text, map('.'.join, _leaves(resolved, ())))}", hint=hint)
    known = {*ids_of(scenario, section), *resolved.get(section.key, {})}
    if len(path) > 1 and path[1] not in known:
        return Problem(f"{message}{did_you_mean(path[1], known)}", hint=hint)
    keys = ["status", *section.attributes] if section.statuses else [*section.attributes]
    near = did_you_mean(text, (".".join((*path[:2], key)) for key in keys))
    return Problem(f"{message}{near}", hint=f"keys here: {', '.join(keys)}")
