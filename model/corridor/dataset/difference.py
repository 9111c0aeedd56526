"""What differs between two dataset folders: figures, objects and other rows, as they are written."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corridor.dataset import schema
from corridor.errors import InputError

_NOT_FIGURES = ("value", "unit", "low", "high", "source", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two datasets say differently.

    Attributes
    ----------
    table
        File stem.
    object, attribute, date
        Whose figure it is; attribute and date are empty for a row that is no figure.
    what
        ``added``, ``removed``, ``changed`` (the value or another cell), ``source``, ``range`` or ``note`` (only that).
    old, new
        Value and unit, or the cells that differ; empty where there is none.
    old_source, new_source
        Keys of the sources.
    """

    table: str
    object: str
    attribute: str
    date: str
    what: str
    old: str
    new: str
    old_source: str
    new_source: str

    def __str__(self) -> str:
        """Return e.g. ``pipelines blue-stream capacity 2015: 16 bcm_ru/yr -> 18 bcm_ru/yr (gazprom-blue-stream)``."""
        table = self.table.removesuffix("_figures")
        name = " ".join(part for part in (table, self.object, self.attribute, self.date) if part)
        sources = " -> ".join(dict.fromkeys(key for key in (self.old_source, self.new_source) if key))
        told = {"added": f"added, {self.new}", "removed": f"removed, was {self.old}"}
        text = told.get(self.what, f"{self.old or 'none'} -> {self.new or 'none'}")
        prefix = f"{self.what} " if self.what in ("source", "range", "note") else ""
        return f"{name}: {prefix}{text}" + (f" ({sources})" if sources else "")


def is_dataset(folder: Path) -> bool:
    """Whether a folder looks like a dataset: it holds ``sources.csv``."""
    return (folder / "sources.csv").is_file()


def difference(first: str | Path, second: str | Path) -> list[Change]:
    """Name everything that two dataset folders say differently, table by table.

    Raises
    ------
    InputError
        If one of them is no dataset folder.
    """
    folders = [Path(first), Path(second)]
    for folder in folders:
        if not is_dataset(folder):
            raise InputError(f"'{folder}' is not a dataset folder: it has no sources.csv")
    names = sorted({path.stem for folder in folders for path in folder.glob("*.csv")})
    return [change for name in names for change in _of_table(name, *folders)]


def _of_table(name: str, first: Path, second: Path) -> Iterator[Change]:
    paths = [folder / f"{name}.csv" for folder in (first, second)]
    if all(path.is_file() for path in paths) and paths[0].read_bytes() == paths[1].read_bytes():
        return
    old, new = (_rows(path) for path in paths)
    silent = True
    for key in [*old, *(key for key in new if key not in old)]:
        for change in _of_row(name, key, old.get(key), new.get(key)):
            silent = False
            yield change
    if silent:
        yield Change(name, "", "", "", "changed", "the same rows", "in another order or spelling", "", "")


def _rows(path: Path) -> dict[tuple[str, ...], dict[str, str]]:
    """Rows of a table by what makes them the same row; none if there is no such table."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns = tuple(reader.fieldnames or ())
        keys = ("object", "attribute", "date") if columns == schema.FIGURE_COLUMNS else columns[:1]
        return {tuple(row[key] or "" for key in keys): {key: row[key] or "" for key in columns} for row in reader}


def _of_row(
    table: str, key: tuple[str, ...], old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> Iterator[Change]:
    """Name what became of one row: nothing, one change, or several (a figure may change value, range and source)."""
    place = (*key, "", "")
    keys = (old.get("source", "") if old else "", new.get("source", "") if new else "")

    def change(what: str, before: str, after: str) -> Change:
        return Change(table, place[0], place[1], place[2], what, before, after, keys[0], keys[1])

    if old is None or new is None:
        yield change("added" if old is None else "removed", _said(old) if old else "", _said(new) if new else "")
        return
    pairs: dict[str, tuple[str, str]] = {}
    columns = dict.fromkeys([*old, *new])
    if all({"value", "unit"} <= row.keys() for row in (old, new)):
        pairs = {"changed": (_said(old), _said(new)), "range": (_range(old), _range(new))}
        rest = [column for column in columns if column not in _NOT_FIGURES]
    else:
        rest = [column for column in columns if column not in ("source", "note")]
    pairs |= {"source": keys, "note": (old.get("note", ""), new.get("note", ""))}
    for what, (before, after) in pairs.items():
        if before != after:
            yield change(what, before, after)
    for column in rest:
        before, after = (row.get(column, "") for row in (old, new))
        if before != after:
            yield change("changed", f"{column} {before}", f"{column} {after}")


def _range(row: Mapping[str, str]) -> str:
    ends = [row.get(end, "") for end in ("low", "high")]
    return f"{ends[0]} to {ends[1]} {row['unit']}" if any(ends) else ""


def _said(row: Mapping[str, str]) -> str:
    """Value and unit of a figure, else the cells of the row."""
    if "value" in row and "unit" in row:
        return f"{row['value']} {row['unit']}"
    return ", ".join(value for value in list(row.values())[1:] if value)
