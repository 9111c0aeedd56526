"""What the engine is to reach, held against what was measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from benchmarks.ladder import MANY
from benchmarks.published import WHOLE
from benchmarks.summary import BARE, OTHER, OURS, by_key, medians, read
from benchmarks.ways import COLD


@dataclass(frozen=True, slots=True)
class Target:
    """A figure, and what it may be at most; NaN if the program was not solved in time."""

    what: str
    found: float
    most: float
    unit: str

    @property
    def met(self) -> str:
        """Say whether it is reached."""
        if pd.isna(self.found):
            return "not solved in time"
        return "yes" if self.found <= self.most else f"no, {self.found / self.most:.1f} times as much"


def targets(folder: Path) -> list[Target]:
    """All targets."""
    sources: tuple[Callable[[Path], Iterator[Target]], ...] = (_published, _ladder, _scenarios, _quadratic, _commands)
    return [target for source in sources for target in source(folder)]


def _published(folder: Path) -> Iterator[Target]:
    rows = read(folder, "published")
    if not rows.empty:
        table = by_key(medians(rows, ["horizon", "tool", "asked"]))
        if (WHOLE, OURS, "auto") in table:
            ours, bare = table[WHOLE, OURS, "auto"], table[WHOLE, BARE, "simplex"]
            whole = ours["read"] + ours["total"]
            told = "Published model by month, dataset folder to result tables, over HiGHS alone by simplex"
            yield Target(told, whole / bare["total"], 1.3, "times")
            memory = ours["memory"] / 1024.0 if ours["status"] == "optimal" else math.nan
            yield Target("The same: most memory", memory, 1.5, "GB")


def _ladder(folder: Path) -> Iterator[Target]:
    rows = read(folder, "ladder")
    if rows.empty:
        return
    table = by_key(medians(rows, ["program", "size", "tool"]))
    if (MANY, "250,000", OURS) in table:
        found = table[MANY, "250,000", OURS]["stated"] / table[MANY, "250,000", OTHER]["stated"]
        yield Target("Build and pass at 250,000 columns, over linopy", found, 2.0, "times")
    if (MANY, "1,000,000", OURS) in table:
        found = table[MANY, "1,000,000", OURS]["memory_passed"] / 1024.0
        yield Target("Build and pass at 1,000,000 columns: most memory", found, 8.0, "GB")


def _scenarios(folder: Path) -> Iterator[Target]:
    rows = read(folder, "scenarios")
    if rows.empty:
        return
    total = rows.groupby("way")["seconds"].sum()
    for way in (name for name in total.index if name != COLD):
        own = rows[(rows["way"] == way) & (rows["number"] > 0)]
        yield Target(
            f"A changed scenario, {way}: outside HiGHS", 1e3 * (own["seconds"] - own["inside"]).median(), 10.0, "ms"
        )
        count = int((rows["way"] == way).sum())
        yield Target(f"{count} scenarios, {way}, over {COLD}", total[way] / total[COLD], 1.0 / 20.0, "times")
        yield Target(
            f"{way}: largest difference of a reported figure",
            rows.loc[rows["way"] == way, "difference"].max(),
            1e-6,
            "",
        )


def _quadratic(folder: Path) -> Iterator[Target]:
    rows = read(folder, "quadratic")
    if not rows.empty:
        for (program, tool, _), row in by_key(medians(rows, ["program", "tool", "asked"])).items():
            if tool == OURS:
                told = f"Cournot, {program} ({row['columns']:,.0f} columns): solving"
                yield Target(told, row["pass"] + row["solve"], 5.0, "s")


def _commands(folder: Path) -> Iterator[Target]:
    rows = read(folder, "commands")
    if not rows.empty:
        for name, group in rows.dropna(subset="target").groupby("command", sort=False):
            yield Target(f"`{name}`", float(group["seconds"].median()), float(group["target"].iloc[0]), "s")
