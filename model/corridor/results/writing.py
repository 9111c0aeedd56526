"""Results to files and back, atomically: what was there is lost only when the new results are complete."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from corridor.errors import InputError
from corridor.results.comma_separated import write_csv
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
        If something that is not a results folder stands there.
    """
    if folder.exists() and (not folder.is_dir() or not _is_results(folder)):
        raise InputError(f"'{folder}' exists and does not hold results; choose another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_tables(results, fresh / "tables")
        _write_json(fresh / "manifest.json", dict(results.manifest))
        _write_json(fresh / "timings.json", dict(results.timings))
        if add is not None:
            add(fresh)
        fresh.chmod(0o755)
        _take_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _is_results(folder: Path) -> bool:
    """Whether a folder may be replaced: it is empty or holds results."""
    return (folder / "manifest.json").is_file() or not any(folder.iterdir())


def _write_tables(results: Results, folder: Path) -> None:
    folder.mkdir()
    for name in TABLES:
        table = _flat(getattr(results, name))
        write_csv(table, folder / f"{name}.csv")
        table.to_parquet(folder / f"{name}.parquet", index=False)


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    if "groups" in table.columns:
        return table.assign(groups=[";".join(groups) for groups in table["groups"]])
    return table


def _write_json(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _take_place(fresh: Path, folder: Path) -> None:
    """Put the new folder in the old one's place; the old one comes back if that fails."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent)) / folder.name
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)


def read(folder: str | Path) -> Results:
    """Read a results folder.

    Raises
    ------
    InputError
        If it is not one, or a table is missing.
    """
    root = Path(folder)
    missing = [name for name in TABLES if not (root / "tables" / f"{name}.parquet").is_file()]
    if not (root / "manifest.json").is_file() or missing:
        raise InputError(
            f"'{root}' is not a results folder of this version: {', '.join(missing) or 'manifest.json'} missing"
        )
    with pd.option_context("mode.string_storage", STRINGS):
        tables = {name: pd.read_parquet(root / "tables" / f"{name}.parquet") for name in TABLES}
    tables["nodes"]["groups"] = [tuple(text.split(";")) if text else () for text in tables["nodes"]["groups"]]
    manifest, timings = (
        json.loads((root / f"{name}.json").read_text(encoding="utf-8")) for name in ("manifest", "timings")
    )
    return Results(**tables, manifest=manifest, timings=timings)
