"""Tables in memory as the rows of a dataset folder: one wide table a component becomes its two tables of text.

Nothing is judged here that :mod:`corridor.dataset.reader` judges; what is said here is only what the reader could not
say of the files: columns that belong nowhere, values without a unit, rows without a name.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from corridor import units
from corridor.dataset import schema
from corridor.dataset.schema import Attribute, Component
from corridor.errors import Problem, UnitError, did_you_mean

Table = pd.DataFrame | Sequence[Mapping[str, Any] | str]
"""Rows of a component: a data frame, or a dictionary a row; a text alone is an object without anything else."""

FLAT = "flat"
"""Seasonality of a market that names none: the same rate all the year."""

NO_PLACE = "its place is not given; it stands at longitude and latitude 0"
"""Note on a node without longitude and latitude."""

_TITLE = re.compile(r"(?P<name>[^\[\]]*?)\s*(?:\[(?P<unit>[^\[\]]+)\])?")

#: Columns that say what the key says if they are left out.
_AS_KEY = ("name", "route")
#: Columns that say what another column says if they are left out.
_AS_OTHER: Mapping[tuple[str, str], str] = {("contracts", "seller"): "origin", ("bookings", "shipper"): "origin"}
#: Columns with one usual value.
_USUAL: Mapping[tuple[str, str], str] = {
    ("demand", "profile"): FLAT,
    ("shipping", "vessel"): "conventional",
    ("contracts", "price_rule"): "fixed",
}
#: Keys that can be made of other columns.
_COMPOSED: Mapping[str, tuple[str, str]] = {"supply_steps": ("producer", "rank"), "legs": ("fleet", "voyage")}
#: Kind of a node that says none, by the component and column that name it; the first that does decides.
_KINDS = (
    ("liquefaction", "to", "liquefaction"),
    ("shipping", "from", "liquefaction"),
    ("regasification", "from", "regas"),
    ("shipping", "to", "regas"),
    ("demand", "market", "market"),
    ("producers", "node", "basin"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what else a dataset can say about it.

    Attributes
    ----------
    value : str or float
        Number with its unit, or a number in the unit of its column.
    low, high : str or float, optional
        Range, in the same unit; an estimate must have one.
    source : str
        Key of its source, if it is not that of the object.
    note : str
    """

    value: str | float
    low: str | float | None = None
    high: str | float | None = None
    source: str = ""
    note: str = ""


@dataclass
class Draft:
    """The files of a dataset as rows of text.

    Attributes
    ----------
    rows : dict of str to list of tuple
        Rows by file stem, without the titles.
    places : dict of str to list of int
        By file stem, the row of the table in memory (from 1) that each row was made from.
    problems : list of Problem
        Their ``file`` is the name of the table, their ``line`` the row in it.
    failed : set of tuple
        Component, object and attribute of figures that could not be written.
    """

    rows: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    failed: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, stem: str, row: Iterable[str], place: int = 0) -> None:
        """Add a row of a file."""
        self.rows.setdefault(stem, []).append(tuple(row))
        self.places.setdefault(stem, []).append(place)


def compose(tables: Mapping[str, Table], parameters: Mapping[str, str], sources: Table) -> Draft:
    """Turn tables into the rows of a dataset's files.

    Parameters
    ----------
    tables
        By component, or by plain table of :data:`corridor.dataset.schema.PLAIN_TABLES`.
    parameters
        Global numbers with their units.
    sources
        Where figures come from; the first is that of every row which names none.
    """
    draft = Draft()
    found = {name: list(_records(name, table)) for name, table in {**tables, "sources": sources}.items()}
    default = _text(found["sources"][0].get("key", "")) if found["sources"] else ""
    found["parameters"] = [{"parameter": name, "value": value} for name, value in parameters.items()]
    _complete(found)
    for name in [*schema.COMPONENTS, *schema.PLAIN_TABLES]:
        rows = found.pop(name, [])
        component = schema.COMPONENTS.get(name)
        if name == "parameters":
            _add_parameters(draft, parameters, default)
        elif component is not None:
            _add_component(draft, component, rows, default)
        else:
            _add_plain(draft, name, rows, default)
    for name in found:
        meant = did_you_mean(name, [*schema.COMPONENTS, *schema.PLAIN_TABLES])
        draft.problems.append(Problem(f"there is no such table{meant}", file=name))
    return draft


def _records(name: str, table: Table) -> Iterator[dict[str, Any]]:
    """Rows as dictionaries without their empty cells."""
    component = schema.COMPONENTS.get(name)
    key = schema.PLAIN_TABLES[name][0] if component is None and name in schema.PLAIN_TABLES else ""
    key = component.key if component is not None else key
    if isinstance(table, pd.DataFrame):
        named = table.reset_index() if key and table.index.name == key else table
        table = [{str(title): value for title, value in row.items()} for row in named.to_dict("records")]
    for row in table:
        cells = {key: row} if isinstance(row, str) else row
        yield {title: value for title, value in cells.items() if not _empty(value)}


def _empty(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value == "" or value != value


def _complete(found: dict[str, list[dict[str, Any]]]) -> None:
    """Fill in what follows from the rest: kinds of nodes, ranks of cost steps, the flat seasonality."""
    kinds: dict[str, str] = {}
    for component, column, kind in _KINDS:
        for row in found.get(component, []):
            kinds.setdefault(_text(row.get(column, "")), kind)
    for row in found.get("nodes", []):
        row.setdefault("kind", kinds.get(_text(row.get("node", "")), "hub"))
        if "lon" not in row and "lat" not in row:
            row.update(lon="0", lat="0", note=row.get("note", NO_PLACE))
    ranks: dict[str, int] = {}
    for row in found.get("supply_steps", []):
        producer = _text(row.get("producer", ""))
        ranks[producer] = ranks.get(producer, 0) + 1
        row.setdefault("rank", ranks[producer])
    profiles = {row.get("profile") for row in found.get("seasonality", [])}
    if FLAT not in profiles and any(row.get("profile", FLAT) == FLAT for row in found.get("demand", [])):
        months = dict.fromkeys((f"{month} [share]" for month in schema.MONTHS), 1.0 / 12.0)
        found.setdefault("seasonality", []).append({"profile": FLAT, **months})


def _add_parameters(draft: Draft, parameters: Mapping[str, str], source: str) -> None:
    for place, (name, value) in enumerate(parameters.items(), start=1):
        dimension = schema.PARAMETERS.get(name)
        if dimension is None:
            message = f"there is no parameter '{name}'{did_you_mean(name, schema.PARAMETERS)}"
            draft.problems.append(Problem(message, file="parameters", line=place))
            continue
        try:
            number, unit = units.separate(value, dimension)
        except UnitError as error:
            draft.problems += _at(error, "parameters", place, name)
            number, unit = "0", units.UNIT_LABELS[dimension]
        draft.add("parameters", (name, number, unit, "", "", source, ""), place)


def _add_plain(draft: Draft, name: str, rows: list[dict[str, Any]], default: str) -> None:
    columns = schema.PLAIN_TABLES[name]
    for place, row in enumerate(rows, start=1):
        _unknown(draft, name, place, row, columns)
        draft.add(name, (_text(row.get(column, default if column == "source" else "")) for column in columns), place)


def _unknown(draft: Draft, name: str, place: int, titles: Iterable[str], columns: Iterable[str]) -> None:
    known = tuple(columns)
    for title in sorted(titles):
        if title not in known:
            message = f"there is no column '{title}'{did_you_mean(title, known)}"
            draft.problems.append(Problem(message, file=name, line=place))


def _add_component(draft: Draft, component: Component, rows: list[dict[str, Any]], default: str) -> None:
    identity = (*component.columns, *component.optional)
    columns = (component.key, *identity, "source", "note")
    for place, row in enumerate(rows, start=1):
        titles = {title: _TITLE.fullmatch(title) for title in row}
        figures = {
            title: (component.attributes[match["name"]], match["unit"])
            for title, match in titles.items()
            if match is not None and match["name"] in component.attributes
        }
        _unknown(draft, component.name, place, set(row) - set(figures), (*columns, *component.attributes))
        key = _text(row.get(component.key, ""))
        if not key and component.name in _COMPOSED:
            key = "-".join(_text(row.get(column, "")) for column in _COMPOSED[component.name])
        if not key:
            draft.problems.append(Problem(f"a row without a '{component.key}'", file=component.name, line=place))
            continue
        if component.name == "producers" and "origin" not in row:
            draft.problems.append(Problem(f"'{key}' has no origin", file=component.name, line=place))
        source = _text(row.get("source", default))
        cells = [_text(row.get(column, _usual(component.name, column, key, row))) for column in identity]
        draft.add(component.name, (key, *cells, source, _text(row.get("note", ""))), place)
        for title, (attribute, unit) in figures.items():
            _add_figures(draft, component.name, place, key, attribute, unit, row[title], source)


def _usual(component: str, column: str, key: str, row: Mapping[str, Any]) -> Any:
    """What a column says that is left out."""
    if column in _AS_KEY:
        return key
    if (component, column) in _AS_OTHER:
        return row.get(_AS_OTHER[component, column], "")
    return _USUAL.get((component, column), "")


def _add_figures(
    draft: Draft,
    component: str,
    place: int,
    key: str,
    attribute: Attribute,
    unit: str | None,
    value: Any,
    source: str,
) -> None:
    # A held value is absent before its first date: one without a date holds in all years that a dataset knows.
    undated = str(schema.FIRST_YEAR) if attribute.over_time == "hold" and not attribute.undated else ""
    for date, point in value.items() if isinstance(value, Mapping) else [(undated, value)]:
        figure = point if isinstance(point, Figure) else Figure(point)
        try:
            number, said = _quantity(figure.value, unit, attribute)
            low, high = (_end(end, unit, said, attribute) for end in (figure.low, figure.high))
        except UnitError as error:
            draft.failed.add((component, key, attribute.name))
            draft.problems += _at(error, component, place, f"'{key}' {attribute.name}")
            continue
        cells = (key, attribute.name, _date(date), number, said, low, high)
        draft.add(f"{component}_figures", (*cells, figure.source or source, figure.note), place)


def _end(value: str | float | None, unit: str | None, said: str, attribute: Attribute) -> str:
    """An end of a range, in the unit of the value; nothing if there is none."""
    number, own = ("", said) if value is None else _quantity(value, unit, attribute)
    if own != said:
        raise UnitError(Problem(f"low and high need the unit of the value, {said}"))
    return number


def _quantity(value: str | float, unit: str | None, attribute: Attribute) -> tuple[str, str]:
    """Number and unit as a dataset writes them; the unit of the column if it has one.

    Raises
    ------
    UnitError
        If it is no number, or its unit is missing, unknown or of another dimension.
    """
    if unit is None:
        number, unit = units.separate(value if isinstance(value, str) else _number(value), attribute.dimension)
    elif isinstance(value, str):
        raise UnitError(Problem(f"the column is in {unit}: write numbers, not '{value}'"))
    else:
        number = _number(value)
    units.to_canonical(float(number), unit, attribute.dimension)
    return number, unit


def _number(value: float) -> str:
    """The shortest digits that make the same float, whatever kind of number it is."""
    if isinstance(value, (bool, np.bool_)) or not hasattr(value, "__float__") or not math.isfinite(value):
        raise UnitError(Problem(f"'{value}' is not a number"))
    return repr(float(value))


def _date(value: Any) -> str:
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime.date) else _text(value)


def _text(value: Any) -> str:
    """A cell: parts of a list with ``;`` between, ``yes`` or nothing, whole numbers without a point, one line."""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else ""
    if isinstance(value, (list, tuple)):
        return ";".join(_text(part) for part in value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _at(error: UnitError, table: str, place: int, what: str) -> list[Problem]:
    return [
        Problem(f"{what}: {problem.message}", file=table, line=place, hint=problem.hint) for problem in error.problems
    ]
