"""Read a dataset folder: every table checked, every figure in canonical units with its line."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from corridor import units
from corridor.dataset import schema
from corridor.dataset.cells import lookup, lookup_rows
from corridor.dataset.series import Series, decimal_year
from corridor.errors import DatasetError, Problem, UnitError

#: Suffix that names a pipeline used against its first direction.
REVERSE = ":reverse"

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class Dataset:
    """A folder of tables, read and checked.

    Attributes
    ----------
    folder : Path
        Where it was read from.
    identities : mapping of str to DataFrame
        Identity table of each component, indexed by its key, text columns as written.
    figures : mapping of str to DataFrame
        Figures of each component: object, attribute, date (decimal year or NaN), value, low, high
        (canonical units), text (value and unit as written), source, note, line.
    tables : mapping of str to DataFrame
        The plain tables: sources, events, observed, parameters.
    hash : str
        SHA-256 over the bytes of every table, in order of file name.
    """

    folder: Path
    identities: Mapping[str, pd.DataFrame]
    figures: Mapping[str, pd.DataFrame]
    tables: Mapping[str, pd.DataFrame]
    hash: str

    def ids(self, component: str) -> tuple[str, ...]:
        """Identities of a component, sorted."""
        return tuple(sorted(self.identities[component].index))

    @property
    def nodes(self) -> pd.DataFrame:
        """Node table: name, kind, country, groups (``;`` between), lon, lat."""
        return self.identities["nodes"]

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Nodes of every group named in the node table."""
        members: dict[str, set[str]] = {}
        for node, text in self.nodes["groups"].items():
            for group in split(text):
                members.setdefault(group, set()).add(str(node))
        return {group: frozenset(members[group]) for group in sorted(members)}

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Names under which gas is tracked, sorted."""
        return tuple(sorted(set(self.identities["producers"]["origin"])))

    @cached_property
    def arcs(self) -> Mapping[str, str]:
        """Component of every arc id."""
        return {arc: component for component in schema.ARC_COMPONENTS for arc in self.ids(component)}

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        return {component: lookup_rows(table) for component, table in self.identities.items()}

    def rows(self, component: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """Identities of a component with their columns, in order; a table hands out its rows slowly."""
        return self._rows[component].items()

    @cached_property
    def _series(self) -> Mapping[str, Mapping[tuple[str, str], Series]]:
        built: dict[str, Mapping[tuple[str, str], Series]] = {}
        for component, table in self.figures.items():
            points: dict[tuple[str, str], list[tuple[float, float]]] = {}
            columns = (table[name].tolist() for name in ("object", "attribute", "date", "value"))
            for identity, attribute, date, value in zip(*columns, strict=True):
                # Constants have no date, and what is no number is not equal to itself.
                points.setdefault((identity, attribute), []).append((date if date == date else 0.0, value))
            attributes = schema.ATTRIBUTES[component]
            built[component] = {
                key: Series(attributes[key[1]].over_time, *zip(*sorted(pairs), strict=True))
                for key, pairs in points.items()
            }
        return built

    def series(self, component: str, identity: str, attribute: str) -> Series | None:
        """Values over time of one attribute, its default if it has no figure, None without either."""
        found = self._series[component].get((identity, attribute))
        if found is not None:
            return found
        default = schema.ATTRIBUTES[component][attribute].default
        return None if default is None else Series("constant", (0.0,), (default,))

    def months(self, component: str, identity: str) -> dict[int, float]:
        """Shares of the twelve months of a seasonality or window; 0 where there is no figure."""
        found = {month: self.series(component, identity, name) for month, name in enumerate(schema.MONTHS, start=1)}
        return {month: 0.0 if series is None else series.values[0] for month, series in found.items()}

    @cached_property
    def _parameters(self) -> Mapping[str, float]:
        return lookup(self.tables["parameters"]["canonical"])

    def parameter(self, name: str) -> float:
        """A global number in canonical units."""
        return self._parameters[name]


def split(text: str) -> tuple[str, ...]:
    """Parts of a ``;``-separated cell, without blanks."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def load(folder: str | Path | None = None) -> Dataset:
    """Read a dataset folder; the reference dataset if none is named.

    Raises
    ------
    DatasetError
        With every problem of every table: missing files and columns, unknown attributes, units and
        references, figures without a source, estimates without a range.
    """
    root = REFERENCE if folder is None else Path(folder)
    if not root.is_dir():
        raise DatasetError([Problem(f"there is no dataset folder '{root}'")])
    problems: list[Problem] = []
    tables = {name: _read_plain(root, name, columns, problems) for name, columns in schema.PLAIN_TABLES.items()}
    sources = {key: str(title) for key, title in zip(tables["sources"]["key"], tables["sources"]["title"], strict=True)}
    identities: dict[str, pd.DataFrame] = {}
    figures: dict[str, pd.DataFrame] = {}
    for name, component in schema.COMPONENTS.items():
        columns = (component.key, *component.columns, "source", "note")
        identities[name] = _read_identity(root, component, columns, problems)
        if component.attributes:
            figures[name] = _read_figures(root, component, identities[name], problems)
    tables["parameters"] = _convert_parameters(root, tables["parameters"], problems)
    tables["events"] = _convert_events(root, tables["events"], problems)
    tables["observed"] = _convert_observed(root, tables["observed"], problems)
    for name in (*identities, *figures, *tables):
        if name == "sources":
            continue
        for kind, table in (("", identities.get(name, tables.get(name))), ("_figures", figures.get(name))):
            if table is not None:
                problems += _unknown_sources(root / f"{name}{kind}.csv", table, sources)
    problems += _broken_references(root, identities)
    problems += _unknown_targets(root, tables["events"], identities)
    if problems:
        raise DatasetError(sorted(set(problems), key=lambda problem: (problem.file or "", problem.line or 0)))
    return Dataset(root, identities, figures, tables, _digest(root))


def _digest(root: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(root.glob("*.csv")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _rows(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[dict[str, str]]:
    if not path.is_file():
        problems.append(Problem(f"table '{path.name}' is missing", file=str(path)))
        return
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, ()))
        if header != columns:
            problems.append(Problem(f"columns must be {', '.join(columns)}", file=str(path), line=1))
            return
        for row in reader:
            if len(row) != len(columns):
                problems.append(
                    Problem(f"{len(row)} cells instead of {len(columns)}", file=str(path), line=reader.line_num)
                )
                continue
            yield {"line": str(reader.line_num), **dict(zip(columns, row, strict=True))}


def _frame(rows: list[dict[str, str]], columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["line", *columns], dtype=object)
    table["line"] = table["line"].astype(int)
    return table


def _read_plain(root: Path, name: str, columns: tuple[str, ...], problems: list[Problem]) -> pd.DataFrame:
    path = root / f"{name}.csv"
    rows = list(_rows(path, columns, problems))
    _report_repeated(path, [row[columns[0]] for row in rows], rows, problems)
    return _frame(rows, columns)


def _report_repeated(path: Path, keys: list[str], rows: list[dict[str, str]], problems: list[Problem]) -> None:
    seen: set[str] = set()
    for key, row in zip(keys, rows, strict=True):
        if key in seen:
            problems.append(Problem(f"'{key}' is there twice", file=str(path), line=int(row["line"])))
        if not key.strip():
            problems.append(Problem("a row without a name", file=str(path), line=int(row["line"])))
        seen.add(key)


def _read_identity(
    root: Path, component: schema.Component, columns: tuple[str, ...], problems: list[Problem]
) -> pd.DataFrame:
    path = root / f"{component.name}.csv"
    rows = list(_rows(path, columns, problems))
    _report_repeated(path, [row[component.key] for row in rows], rows, problems)
    table = _frame(rows, columns).set_index(component.key, drop=False).sort_index()
    if component.name == "nodes":
        for column in ("lon", "lat"):
            table[column] = pd.to_numeric(table[column], errors="coerce")
            problems += _node_problems(path, table[table[column].isna()], f"no {column}")
        problems += _node_problems(path, table[~table["kind"].isin(schema.NODE_KINDS)], "an unknown kind")
    return table


def _node_problems(path: Path, nodes: pd.DataFrame, what: str) -> list[Problem]:
    return [
        Problem(f"node '{node}' has {what}", file=str(path), line=line)
        for node, line in zip(nodes.index.tolist(), nodes["line"].tolist(), strict=True)
    ]


def _read_figures(
    root: Path, component: schema.Component, identities: pd.DataFrame, problems: list[Problem]
) -> pd.DataFrame:
    path = root / f"{component.name}_figures.csv"
    kept: list[dict[str, object]] = []
    seen: set[tuple[str, str, str]] = set()
    present: set[tuple[str, str]] = set()
    known = identities.index.tolist()
    names = set(known)
    for row in _rows(path, schema.FIGURE_COLUMNS, problems):
        try:
            figure = _figure(component, names, row)
        except (ValueError, UnitError) as error:
            problems.append(Problem(str(error), file=str(path), line=int(row["line"])))
            continue
        key = (row["object"], row["attribute"], row["date"])
        if key in seen:
            problems.append(Problem(f"a second figure for {' '.join(key)}", file=str(path), line=int(row["line"])))
        seen.add(key)
        present.add(key[:2])
        kept.append(figure)
    for attribute in component.attributes.values():
        if attribute.required:
            for identity in known:
                if (identity, attribute.name) not in present:
                    problems.append(Problem(f"'{identity}' has no figure for '{attribute.name}'", file=str(path)))
    columns = ("object", "attribute", "date", "value", "low", "high", "text", "source", "note", "line")
    table = pd.DataFrame(kept, columns=list(columns))
    return table.sort_values(["object", "attribute", "date"], kind="stable", ignore_index=True)


def _figure(component: schema.Component, known: Collection[str], row: dict[str, str]) -> dict[str, object]:
    if row["object"] not in known:
        raise ValueError(f"'{row['object']}' is not in {component.name}.csv")
    attribute = component.attributes.get(row["attribute"])
    if attribute is None:
        raise ValueError(f"{component.name} have no attribute '{row['attribute']}'")
    dated = bool(row["date"].strip())
    if dated == (attribute.over_time == "constant") and (dated or attribute.over_time == "hold"):
        raise ValueError(f"'{attribute.name}' {'takes no' if dated else 'needs a'} date")
    date = decimal_year(row["date"], attribute.over_time) if dated else float("nan")
    value, low, high = (
        units.to_canonical(_number(row[column]), row["unit"], attribute.dimension)
        if row[column].strip()
        else float("nan")
        for column in ("value", "low", "high")
    )
    if value != value:
        raise ValueError(f"no value for '{row['object']}' {attribute.name}")
    if row["source"].startswith("estimate:") and not low <= value <= high:
        raise ValueError(f"an estimate of '{row['object']}' {attribute.name} needs low <= value <= high")
    return {
        "object": row["object"],
        "attribute": row["attribute"],
        "date": date,
        "value": value,
        "low": low,
        "high": high,
        "text": f"{row['value']} {row['unit']}",
        "source": row["source"],
        "note": row["note"],
        "line": int(row["line"]),
    }


def _number(text: str) -> float:
    value = float(text)
    if not abs(value) < float("inf"):
        raise ValueError(f"'{text}' is not a finite number")
    return value


def _convert_parameters(root: Path, table: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    path = str(root / "parameters.csv")
    table = table.set_index("parameter", drop=False)
    canonical: dict[str, float] = {}
    for row in table.to_dict("records"):
        name = row["parameter"]
        if name not in schema.PARAMETERS:
            continue
        try:
            canonical[name] = units.to_canonical(_number(row["value"]), row["unit"], schema.PARAMETERS[name])
        except (ValueError, UnitError) as error:
            problems.append(Problem(str(error), file=path, line=row["line"]))
    problems += [Problem(f"no parameter '{name}'", file=path) for name in schema.PARAMETERS if name not in table.index]
    return table.assign(canonical=pd.Series(canonical, dtype=float))


def _convert_events(root: Path, table: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    path = str(root / "events.csv")
    table = table.set_index("event", drop=False).sort_index()
    periods: list[tuple[float, float, float]] = []
    for row in table.to_dict("records"):
        try:
            periods.append(_event(row))
        except ValueError as error:
            problems.append(Problem(str(error), file=path, line=row["line"]))
    if len(periods) != len(table):
        return table
    return table.assign(
        **{name: [part[place] for part in periods] for place, name in enumerate(("start", "end", "left"))}
    )


def _event(row: Mapping[Any, Any]) -> tuple[float, float, float]:
    """Start and end in decimal years, share of the capacity that is left."""
    start = decimal_year(row["from"], "hold")
    end = decimal_year(row["until"], "hold") if row["until"].strip() else float("inf")
    left = _number(row["factor"])
    if not 0.0 <= left <= 1.0 or row["kind"] not in schema.EVENT_KINDS or start >= end:
        raise ValueError(f"event '{row['event']}' needs 0 <= factor <= 1, a known kind and an end after its start")
    return start, end, left


def _convert_observed(root: Path, table: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    path = str(root / "observed.csv")
    canonical = []
    for row in table.to_dict("records"):
        dimension = "price" if row["kind"] == "price" else "volume"
        unit = row["unit"].removesuffix("/yr")
        try:
            canonical.append(units.to_canonical(_number(row["value"]), unit, dimension))
        except (ValueError, UnitError) as error:
            canonical.append(float("nan"))
            problems.append(Problem(str(error), file=path, line=row["line"]))
    table = table.assign(canonical=canonical)
    return table.set_index("observation", drop=False).sort_index()


def _unknown_sources(path: Path, table: pd.DataFrame, sources: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(f"source '{key}' is not in sources.csv", file=str(path), line=int(line))
        for key, line in zip(table["source"], table["line"], strict=True)
        if key not in sources
    ]


def _broken_references(root: Path, identities: Mapping[str, pd.DataFrame]) -> list[Problem]:
    arcs = {arc for name in schema.ARC_COMPONENTS for arc in identities[name].index}
    known: dict[str, set[str]] = {
        "node": set(identities["nodes"].index),
        "origin": set(identities["producers"]["origin"]),
        "producer": set(identities["producers"].index),
        "profile": set(identities["seasonality"].index),
        "window": {"", *identities["windows"].index},
        "voyage": set(identities["shipping"].index),
        "fleet": set(identities["fleets"].index),
        "arcs": arcs | {f"{pipeline}{REVERSE}" for pipeline in identities["pipelines"].index},
    }
    problems = []
    for name, component in schema.COMPONENTS.items():
        path = str(root / f"{name}.csv")
        table = identities[name]
        for column, kind in component.references.items():
            for cell, line in zip(table[column], table["line"], strict=True):
                for word in split(cell) if kind == "arcs" else (cell,):
                    if word not in known[kind]:
                        problems.append(Problem(f"{column} '{word}' is not known", file=path, line=int(line)))
    first: dict[str, str] = {}
    for name in schema.ARC_COMPONENTS:
        for arc, line in zip(identities[name].index, identities[name]["line"], strict=True):
            if arc in first:
                path = str(root / f"{name}.csv")
                problems.append(
                    Problem(f"arc id '{arc}' is used in {first[arc]}.csv already", file=path, line=int(line))
                )
            first.setdefault(arc, name)
    return problems


def _unknown_targets(root: Path, events: pd.DataFrame, identities: Mapping[str, pd.DataFrame]) -> list[Problem]:
    arcs = {arc for name in schema.ARC_COMPONENTS for arc in identities[name].index}
    return [
        Problem(f"target '{word}' is not known", file=str(root / "events.csv"), line=int(line))
        for cell, line in zip(events["targets"], events["line"], strict=True)
        for word in split(cell)
        if word not in arcs
    ]
