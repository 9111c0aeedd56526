"""The answer of a study: one row a point."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from corridor.errors import InputError
from corridor.results.comma_separated import write_csv
from corridor.results.folders import MANIFEST, replacing
from corridor.study.definition import Definition, Measure, Point
from corridor.study.outcome import Outcome

OK = "ok"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Study:
    """The answer of a study.

    Attributes
    ----------
    title
        Of the sweep file.
    table
        One row a point, in the order of the axes: point (counted from 1), one column an axis, status (``ok`` or
        ``failed``), reason (of a failure), hash (of the resolved scenario), one column an indicator (missing where
        the point failed or the scenario has no such row).
    columns
        One row a column of the table: column, role (``point``, ``axis``, ``outcome``, ``indicator``), unit, meaning.
    manifest
        Where it comes from.
    """

    title: str
    table: pd.DataFrame
    columns: pd.DataFrame
    manifest: Mapping[str, Any]

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axis columns."""
        return self._role("axis")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of the indicator columns."""
        return self._role("indicator")

    @property
    def failed(self) -> pd.DataFrame:
        """Points without an answer, each with its reason."""
        return self.table[self.table["status"] == FAILED]

    def unit(self, column: str) -> str:
        """Return the unit of a column; empty for names."""
        units: pd.Series[str] = self.columns.set_index("column")["unit"]
        return str(units.loc[column])

    def write(self, folder: Path | str, draw: Callable[[Study, Path], None] | None = None) -> None:
        """Write CSV and Parquet tables and a manifest; a folder from before is replaced once all is written.

        Parameters
        ----------
        folder
            The target.
        draw
            Draws figures of the study into a folder.
        """
        with replacing(Path(folder)) as fresh:
            for name, frame in (("points", self.table), ("columns", self.columns)):
                write_csv(frame, fresh / f"{name}.csv")
                frame.to_parquet(fresh / f"{name}.parquet", index=False)
            content = json.dumps(dict(self.manifest), ensure_ascii=False, indent=2, sort_keys=True)
            (fresh / MANIFEST).write_text(content + "\n", encoding="utf-8")
            if draw is not None:
                draw(self, fresh)

    def _repr_html_(self) -> str:
        counts = f"{len(self.table)} points, {len(self.failed)} failed"
        return f"<p><b>{self.title}</b>: {counts}</p>{self.table.to_html(index=False)}"

    def _role(self, role: str) -> tuple[str, ...]:
        return tuple(self.columns.loc[self.columns["role"] == role, "column"])


def read(folder: Path | str) -> Study:
    """Read a study that was written before.

    Raises
    ------
    InputError
        If the folder holds none.
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        table, columns = (pd.read_parquet(folder / f"{name}.parquet") for name in ("points", "columns"))
        return Study(manifest["title"], table, columns, manifest)
    except (FileNotFoundError, KeyError) as error:
        raise InputError(f"{folder} holds no study of Corridor") from error


def tabulate(definition: Definition, points: list[tuple[Point, str, Outcome]], manifest: Mapping[str, Any]) -> Study:
    """Lay the outcomes out as a table.

    Parameters
    ----------
    definition
        The sweep.
    points
        Every point with the hash of its scenario and its outcome, in order.
    manifest
        Where it comes from.
    """
    found = [_values(definition.measures, outcome) for _, _, outcome in points]
    rows = [
        {
            "point": point.number,
            **{axis.name: choice.label for axis, choice in zip(definition.axes, point.choices, strict=True)},
            "status": outcome.status,
            "reason": outcome.reason,
            "hash": scenario_hash,
            **{name: value for name, (value, _) in values.items()},
        }
        for (point, scenario_hash, outcome), values in zip(points, found, strict=True)
    ]
    units = {name: unit for values in found for name, (_, unit) in values.items() if unit}
    return Study(definition.title, pd.DataFrame(rows), _columns(definition, units), manifest)


def _values(measures: tuple[Measure, ...], outcome: Outcome) -> dict[str, tuple[float, str]]:
    """Return value and unit of every measure at one point."""
    values = {}
    for measure in measures:
        rows = [row for row in outcome.indicators if _matches(measure, row)]
        missing = measure.otherwise if outcome.status == OK else float("nan")
        values[measure.name] = (float(rows[0]["value"]), str(rows[0]["unit"])) if rows else (missing, "")
    return values


def _matches(measure: Measure, row: Mapping[str, Any]) -> bool:
    return (measure.indicator, measure.subject, measure.year) == (row["indicator"], row["subject"], row["year"])


def _columns(definition: Definition, units: Mapping[str, str]) -> pd.DataFrame:
    rows = [("point", "point", "", "number of the point, counted from 1")]
    rows += [(axis.name, "axis", axis.unit, axis.path) for axis in definition.axes]
    rows += [
        ("status", "outcome", "", "ok or failed"),
        ("reason", "outcome", "", "why the point failed"),
        ("hash", "outcome", "", "content hash of the resolved scenario"),
    ]
    for measure in definition.measures:
        meaning = f"{measure.indicator} {measure.subject} {measure.year}"
        rows.append((measure.name, "indicator", units.get(measure.name, ""), meaning))
    return pd.DataFrame(rows, columns=["column", "role", "unit", "meaning"])
