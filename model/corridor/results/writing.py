"""Results to files and back, atomically: what was there is lost only when the new results are complete."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from corridor.errors import InputError
from corridor.results.comma_separated import write_csv
from corridor.results.folders import MANIFEST, replacing
from corridor.results.tables import STRINGS, TABLES, Results


def write(results: Results, folder: Path, add: Callable[[Path], None] | None = None) -> Path:
    """Write a results folder.

    Parameters
    ----------
    folder : Path
        Where; replaced whole if it exists.
    add : callable, optional
        Given the new folder before it takes its place, to add further files (a report, say).

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        If something that is not a results folder stands there; see :func:`~corridor.results.folders.check_replaceable`.
    """
    with replacing(folder) as fresh:
        write_into(results, fresh)
        if add is not None:
            add(fresh)
    return folder


def write_into(results: Results, folder: Path) -> None:
    """Write results into an empty folder."""
    _write_tables(results, folder / "tables")
    _write_json(folder / MANIFEST, dict(results.manifest))
    _write_json(folder / "timings.json", dict(results.timings))


def _write_tables(results: Results, folder: Path) -> None:
    folder.mkdir()
    for name in TABLES:
        write_table(_flat(getattr(results, name)), folder / name)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV and Parquet; ``path`` has no ending."""
    write_csv(table, path.with_suffix(".csv"))
    table.to_parquet(path.with_suffix(".parquet"), index=False)


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    if "groups" in table.columns:
        return table.assign(groups=[";".join(groups) for groups in table["groups"]])
    return table


def _write_json(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: str | Path) -> Results:
    """Read a results folder.

    Raises
    ------
    InputError
        If it is not one, or a table is missing.
    """
    tables, manifest, timings = read_parts(Path(folder), TABLES)
    tables["nodes"]["groups"] = [tuple(text.split(";")) if text else () for text in tables["nodes"]["groups"]]
    return Results(**tables, manifest=manifest, timings=timings, solved=None)


def read_parts(root: Path, names: Iterable[str]) -> tuple[dict[str, pd.DataFrame], dict[str, Any], dict[str, float]]:
    """Read tables of a results folder, its manifest and its timings.

    Raises
    ------
    InputError
        If it is not one, or a table is missing.
    """
    missing = [name for name in names if not (root / "tables" / f"{name}.parquet").is_file()]
    if not (root / MANIFEST).is_file() or missing:
        raise InputError(f"'{root}' is not a results folder of this version: {', '.join(missing) or MANIFEST} missing")
    with pd.option_context("mode.string_storage", STRINGS):
        tables = {name: pd.read_parquet(root / "tables" / f"{name}.parquet") for name in names}
    manifest, timings = (
        json.loads((root / f"{name}.json").read_text(encoding="utf-8")) for name in ("manifest", "timings")
    )
    return tables, manifest, timings
