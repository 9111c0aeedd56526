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
        (canonical units), text (value and unit as written), written (the date as written), source, note, line.
    tables : mapping of str to DataFrame
        The plain tables of :data:`corridor.dataset.schema.PLAIN_TABLES`.
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
                key: Series(_reading(attributes[key[1]], pairs), *zip(*sorted(pairs), strict=True))
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

    def months(self, component: str, identity: str, year: int) -> dict[int, float]:
        """Shares of the twelve months of a year in a seasonality or window; 0 where there is no figure."""
        found = {month: self.series(component, identity, name) for month, name in enumerate(schema.MONTHS, start=1)}
        return {month: 0.0 if series is None else series.year(year) for month, series in found.items()}

    @cached_property
    def _parameters(self) -> Mapping[str, float]:
        return lookup(self.tables["parameters"]["canonical"])

    def parameter(self, name: str) -> float:
        """A global number in canonical units."""
        return self._parameters[name]

    @cached_property
    def _benchmarks(self) -> Mapping[str, Series]:
        table = self.tables["benchmarks"]
        points: dict[str, list[tuple[float, float]]] = {}
        for name, year, value in zip(table["benchmark"], table["year"], table["canonical"], strict=True):
            points.setdefault(name, []).append((float(year) + 0.5, value))
        return {name: Series("linear", *zip(*sorted(pairs), strict=True)) for name, pairs in points.items()}

    def benchmark(self, name: str) -> Series | None:
        """Annual means of a published price (million USD per bcm; of oil USD/bbl); None if there are none."""
        return self._benchmarks.get(name)


def _reading(attribute: schema.Attribute, points: list[tuple[float, float]]) -> schema.OverTime:
    """How to read a value over time: one without a date holds always."""
    return "constant" if attribute.over_time == "hold" and points[0][0] == 0.0 else attribute.over_time


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
    dataset, problems = read(folder)
    if problems:
        raise DatasetError(problems)
    return dataset


def read(folder: str | Path | None = None) -> tuple[Dataset, list[Problem]]:
    """Read what can be read of a dataset folder, and tell everything that is wrong with its tables.

    Raises
    ------
    DatasetError
        If there is no such folder.
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
        identities[name] = _read_identity(root, component, problems)
        if component.attributes:
            figures[name] = _read_figures(root, component, identities[name], problems)
    tables["parameters"] = _convert_parameters(root, tables["parameters"], problems)
    tables["events"] = _convert_events(root, tables["events"], problems)
    for name in ("observed", "year_inputs", "benchmarks"):
        tables[name] = _convert_yearly(root, name, tables[name], problems)
    for name in (*identities, *figures, *tables):
        if name == "sources":
            continue
        for kind, table in (("", identities.get(name, tables.get(name))), ("_figures", figures.get(name))):
            if table is not None:
                problems += _unknown_sources(root / f"{name}{kind}.csv", table, sources)
    problems += _broken_references(root, identities)
    problems += _idle_levers(root, identities)
    problems += _unknown_targets(root, tables["events"], identities)
    problems += _unknown_objects(root, tables["year_inputs"], identities)
    ordered = sorted(set(problems), key=lambda problem: (problem.file or "", problem.line or 0))
    return Dataset(root, identities, figures, tables, digest(root)), ordered


def digest(root: Path) -> str:
    """SHA-256 over the bytes of every table of a folder, in order of file name."""
    total = hashlib.sha256()
    for path in sorted(root.glob("*.csv")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _rows(
    path: Path, columns: tuple[str, ...], problems: list[Problem], optional: tuple[str, ...] = ()
) -> Iterator[dict[str, str]]:
    """Yield the rows of a table; columns that it may leave out are empty where it does."""
    if not path.is_file():
        problems.append(Problem(f"table '{path.name}' is missing", file=str(path)))
        return
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, ()))
        if header != tuple(column for column in columns if column in header or column not in optional):
            problems.append(Problem(f"columns must be {', '.join(columns)}", file=str(path), line=1))
            return
        for row in reader:
            if len(row) != len(header):
                problems.append(
                    Problem(f"{len(row)} cells instead of {len(header)}", file=str(path), line=reader.line_num)
                )
                continue
            yield {"line": str(reader.line_num), **dict.fromkeys(optional, ""), **dict(zip(header, row, strict=True))}


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


def _read_identity(root: Path, component: schema.Component, problems: list[Problem]) -> pd.DataFrame:
    path = root / f"{component.name}.csv"
    columns = (component.key, *component.columns, *component.optional, "source", "note")
    missing = component.dispensable and not path.is_file()
    rows = [] if missing else list(_rows(path, columns, problems, component.optional))
    _report_repeated(path, [row[component.key] for row in rows], rows, problems)
    table = _frame(rows, columns).set_index(component.key, drop=False).sort_index()
    if component.name == "nodes":
        for column in ("lon", "lat"):
            table[column] = pd.to_numeric(table[column], errors="coerce").astype(float)
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
    for row in _rows(path, schema.FIGURE_COLUMNS, problems) if known or not component.dispensable else ():
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
                    problems.append(no_figure(identity, attribute.name, path))
    dated = {key[:2] for key in seen if key[2].strip()}
    for identity, name in sorted(dated & {key[:2] for key in seen if not key[2].strip()}):
        if component.attributes[name].undated:
            problems.append(Problem(f"'{identity}' has '{name}' with a date and without one", file=str(path)))
    columns = ("object", "attribute", "date", "value", "low", "high", "text", "written", "source", "note", "line")
    table = pd.DataFrame(kept, columns=list(columns))
    return table.sort_values(["object", "attribute", "date"], kind="stable", ignore_index=True)


def no_figure(identity: str, attribute: str, path: Path) -> Problem:
    """Say that an object lacks a figure that it must have."""
    return Problem(f"'{identity}' has no figure for '{attribute}'", file=str(path))


def _figure(component: schema.Component, known: Collection[str], row: dict[str, str]) -> dict[str, object]:
    if row["object"] not in known:
        raise ValueError(f"'{row['object']}' is not in {component.name}.csv")
    attribute = component.attributes.get(row["attribute"])
    if attribute is None:
        raise ValueError(f"{component.name} have no attribute '{row['attribute']}'")
    dated = bool(row["date"].strip())
    undated = attribute.over_time != "hold" or attribute.undated
    if (dated and attribute.over_time == "constant") or not (dated or undated):
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
        "written": row["date"],
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


def _convert_yearly(root: Path, name: str, table: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """Add the values of a table of yearly figures in canonical units, as ``canonical``."""
    path = str(root / f"{name}.csv")
    canonical = []
    for row in table.to_dict("records"):
        try:
            canonical.append(_yearly(name, row))
        except (ValueError, UnitError) as error:
            canonical.append(float("nan"))
            problems.append(Problem(str(error), file=path, line=row["line"]))
    table = table.assign(canonical=canonical)
    return table.set_index(schema.PLAIN_TABLES[name][0], drop=False).sort_index()


def _yearly(name: str, row: Mapping[Any, Any]) -> float:
    kind = "price" if name == "benchmarks" else row["kind"]
    if not row["year"].isdigit() or len(row["year"]) != 4:
        raise ValueError(f"'{row['year']}' is not a year")
    if name == "year_inputs":
        if kind not in schema.YEAR_INPUTS:
            raise ValueError(f"'{kind}' is none of {', '.join(schema.YEAR_INPUTS)}")
        _require_range(row)
    if kind == "price" and row["unit"] == schema.OIL_UNIT:
        return _number(row["value"])
    return units.to_canonical(
        _number(row["value"]), row["unit"].removesuffix("/yr"), "price" if kind == "price" else "volume"
    )


def _require_range(row: Mapping[Any, Any]) -> None:
    if not row["source"].startswith("estimate:"):
        return
    low, value, high = (_number(row[column]) for column in ("low", "value", "high"))
    if not low <= value <= high:
        raise ValueError(f"an estimate of {row['kind']} of '{row['object']}' needs low <= value <= high")


def _unknown_sources(path: Path, table: pd.DataFrame, sources: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(f"{column} '{key}' is not in sources.csv" if key else "no source", file=str(path), line=int(line))
        for column in table.columns
        if column == "source" or column.endswith("_source")
        for key, line in zip(table[column], table["line"], strict=True)
        if key not in sources
    ]


def _broken_references(root: Path, identities: Mapping[str, pd.DataFrame]) -> list[Problem]:
    arcs = {arc for name in schema.ARC_COMPONENTS for arc in identities[name].index}
    known: dict[str, set[str]] = {
        "node": set(identities["nodes"].index),
        "origin": set(identities["producers"]["origin"]),
        "producer": set(identities["producers"].index),
        "market": set(identities["demand"].index),
        "profile": set(identities["seasonality"].index),
        "profile or none": {"", *identities["seasonality"].index},
        "window": {"", *identities["windows"].index},
        "voyage": set(identities["shipping"].index),
        "fleet": set(identities["fleets"].index),
        "markets": set(identities["demand"].index),
        "arcs": arcs | {f"{pipeline}{REVERSE}" for pipeline in identities["pipelines"].index},
        "places": {part for cell in identities["nodes"]["groups"] for part in split(cell)}
        | set(identities["nodes"].index),
    }
    problems = []
    for name, component in schema.COMPONENTS.items():
        path = str(root / f"{name}.csv")
        table = identities[name]
        for column, kind in component.references.items():
            for cell, line in zip(table[column], table["line"], strict=True):
                for word in split(cell) if kind in ("arcs", "places", "markets") else (cell,):
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


def _idle_levers(root: Path, identities: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Find levers that are of no known kind, or change an object that is not there."""
    path, levers = str(root / "levers.csv"), identities["levers"]
    for lever, kind, name, line in zip(levers.index, levers["kind"], levers["object"], levers["line"], strict=True):
        component = schema.LEVER_KINDS.get(kind)
        if component is None:
            kinds = " or ".join(schema.LEVER_KINDS)
            yield Problem(f"kind '{kind}' of lever '{lever}' is not {kinds}", file=path, line=int(line))
        elif name not in identities[component].index:
            yield Problem(f"object '{name}' of lever '{lever}' is not in {component}.csv", file=path, line=int(line))


def _unknown_targets(root: Path, events: pd.DataFrame, identities: Mapping[str, pd.DataFrame]) -> list[Problem]:
    known = {arc for name in schema.ARC_COMPONENTS for arc in identities[name].index}
    for prefix, name in ((schema.CONTRACT, "contracts"), (schema.BOOKING, "bookings")):
        known |= {f"{prefix}{each}" for each in identities[name].index}
    return [
        Problem(f"target '{word}' is not known", file=str(root / "events.csv"), line=int(line))
        for cell, line in zip(events["targets"], events["line"], strict=True)
        for word in split(cell)
        if word not in known
    ]


def _unknown_objects(root: Path, inputs: pd.DataFrame, identities: Mapping[str, pd.DataFrame]) -> list[Problem]:
    return [
        Problem(f"'{name}' is not in {schema.YEAR_INPUTS[kind][0]}.csv", file=str(root / "year_inputs.csv"), line=line)
        for kind, name, line in zip(inputs["kind"], inputs["object"], inputs["line"].tolist(), strict=True)
        if kind in schema.YEAR_INPUTS and name not in identities[schema.YEAR_INPUTS[kind][0]].index
    ]
