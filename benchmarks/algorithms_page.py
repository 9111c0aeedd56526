"""The page about the choice of the algorithm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from benchmarks.algorithms import CHAIN, CLASSES, LADDER, LINEAR, MAIN, QUADRATIC, SQUARES
from benchmarks.summary import by_key, medians, part, read, seconds

from corridor.engine.long_chains import LONG_CHAIN
from corridor.study import markdown

_HEAD = f"""# Which algorithm solves what

`algorithm="auto"`, which is the rule unless `--algorithm` says otherwise:

- A linear program is solved by **simplex**, which ends in a vertex and is the same on every run.
- A linear program of {LONG_CHAIN:,} columns or more whose seasons are linked by stocks that are carried on
  (`storage: chronological`) is solved by simplex **along its years**: gas that nothing tells apart is counted together,
  and each stretch of years begins where the one before ended.
- A quadratic program (linear demand, cost that rises within a step, market power) is solved by **HiPO**, which is the
  only one of HiGHS that does so in time; Corridor goes on from its interior point to the exact optimum.
- Projects in whole units are decided by branch and bound.

The one that ran stands in the manifest of every run, and a run in which HiGHS took another than it was told ends in an
error. What follows is what these rules rest on: the arrays of the programs, passed to HiGHS alone with one thread, and
the seconds that it took. The interior-point methods `ipx` and `hipo` include crossover (what HiGHS calls `ipm` is
HiPO where that is installed), `pdlp` has none and is less exact. This page is made from
`docs/benchmarks/algorithms.csv` by `make benchmarks`; the figures on it are not written by hand.
"""
_TITLES = {
    MAIN: "The main model",
    LADDER: "Networks made by rule, every year by itself",
    CHAIN: "Seasons linked by stocks",
    SQUARES: "Market power: quadratic programs",
}


def algorithms_page(folder: Path) -> str:
    """Return the page as Markdown, from the table in a folder."""
    rows = read(folder, "algorithms")
    parts = [_HEAD]
    if not rows.empty:
        table = medians(rows, ["class", "program", "asked"])
        for kind in CLASSES:
            if kind in table.index.get_level_values("class"):
                parts += _section(kind, part(table, kind))
    return "\n".join(parts).rstrip() + "\n"


def _section(kind: str, table: pd.DataFrame) -> Iterator[str]:
    yield f"## {_TITLES[kind]}\n"
    algorithms = QUADRATIC if kind == SQUARES else LINEAR
    lines = []
    for program in table.index.get_level_values("program").unique():
        rows = by_key(part(table, program))
        solved = {name: row["solve"] for name, row in rows.items() if row["status"] == "optimal"}
        quickest = min(solved, key=solved.__getitem__, default="")
        cells = [_cell(rows[each], each == quickest) if each in rows else "–" for each in algorithms]
        lines.append((program, f"{next(iter(rows.values()))['columns']:,.0f}", *cells))
    yield from markdown.table(("Program", "Columns", *(f"{each}, s" for each in algorithms)), lines)


def _cell(row: Mapping[str, Any], quickest: bool) -> str:
    if row["status"] != "optimal":
        return str(row["status"])
    return f"**{seconds(row['solve'])}**" if quickest else seconds(row["solve"])
