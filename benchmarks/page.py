"""The pages of the documentation: ``python -m benchmarks.page output/benchmarks docs`` after a measurement.

The tables are copied to ``docs/benchmarks``, where they are kept, and the pages are made from them alone.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from benchmarks.algorithms_page import algorithms_page
from benchmarks.figure import ladder_figure
from benchmarks.ladder import MANY, ONE
from benchmarks.machine import LOAD
from benchmarks.summary import BARE, OTHER, amount, medians, part, ratio, read, records, seconds, times
from benchmarks.targets import targets

from corridor.report import style
from corridor.study import markdown

BUSY = 1.0
"""Load of the machine above which a measurement is disturbed."""
TABLES = ("machine", "ladder", "published", "quadratic", "scenarios", "commands", "algorithms")
PICTURE = Path("images") / "benchmarks.svg"

_HEAD = """# How fast it is

The same programs through Corridor, through the solver alone and through other tools, measured in one run by
`make benchmarks`. This page is made from the tables in `docs/benchmarks`; nothing on it is written by hand.
"""
_METHOD = """## How it is measured

Every measurement is a process of its own, which first states and solves a tiny program, so that imports do not count.
All tools use the same HiGHS with one thread, the same tolerances and the same algorithm (simplex, unless a table says
otherwise). Memory is the most that the process had at a time. Figures are medians of the runs named in the tables;
tools take turns, so that whatever else the machine does meets all of them alike. Solving is given up after a time that
the table names. Where a program was solved, the optimum of every tool is the same to a millionth, or the measurement
stops.

- `highspy`: arrays that are ready, straight into HiGHS. No tool can be quicker.
- `corridor`: `corridor.solve`. Building is stating the network in Pyomo and compiling it to arrays; years that nothing
  links are passed and solved one after the other, and solving includes the re-check of the optimum; loading makes all
  result tables and re-derives the physics from them. Reading and checking the dataset is told apart, for the other
  tools are given tables that are ready. Where solving was given up, passing is that of the years until then.
- `corridor warm`: a scenario in which one limit is another than in the scenario that was solved just before. It is
  read, stated and compiled again; only what changed is passed, and solving goes on from where the other one stood.
- `linopy`: its quickest form (`Model(sparse=True)`, direct interface). Loading makes tables of all variables and of the
  prices.
- `pypsa`: gas of one origin only. `pyomo appsi`, `pyomo contrib`: plain Pyomo, a rule a constraint, through both of its
  interfaces to HiGHS.

The networks are made by a rule (`benchmarks/world.py`): markets on a grid with lines between neighbours that can be
turned round, a storage at every second one, fields at the rim that produce in cost steps. With several origins, 40
markets and 8 origins; with one, 160 markets. The sizes are 1 year of 2 seasons; 5 or 4 years of 4; 9 or 8 years of 12;
37 or 32 years of 12.
"""


def page(folder: Path) -> str:
    """Return the page as Markdown, from the tables in a folder."""
    parts = [_HEAD, *_disturbed(folder), *_targets(folder), *_ladder(folder), *_published(folder), *_quadratic(folder)]
    parts += [*_scenarios(folder), *_commands(folder), _METHOD, *_machine(folder)]
    return "\n".join(parts).rstrip() + "\n"


def _targets(folder: Path) -> Iterator[str]:
    yield "## What it is to reach\n"
    rows = [
        (target.what, _figure(target.found, target.unit), _figure(target.most, target.unit), target.met)
        for target in targets(folder)
    ]
    yield from markdown.table(("", "Measured", "At most", "Reached"), rows)


def _figure(value: float, unit: str) -> str:
    return "–" if math.isnan(value) else f"{value:.3g} {unit}".rstrip()


_PHASES = ("Columns", "Read", "Build", "Pass", "Solve", "Load")


def _phases(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Cells of a run: columns, and the seconds of its phases."""
    solve = seconds(row["solve"]) if row["status"] == "optimal" else str(row["status"])
    columns = amount(row["columns"])
    return columns, *(seconds(row[phase]) for phase in ("read", "build", "pass")), solve, seconds(row["load"])


def _ladder(folder: Path) -> Iterator[str]:
    rows = read(folder, "ladder")
    if rows.empty:
        return
    table = medians(rows, ["program", "size", "tool"])
    yield "## The same program in every tool\n"
    yield f"```{{image}} {PICTURE.as_posix()}\n:alt: Seconds to build and pass, and memory, against columns\n```\n"
    table["over_bare"] = ratio(table, "total", BARE)
    table["over_other"] = ratio(table, "stated", OTHER)
    for program in (MANY, ONE):
        if program not in table.index.get_level_values("program"):
            continue
        yield f"### {program.capitalize()}\n"
        yield "Seconds; memory in MB.\n"
        lines = [
            (
                row["size"],
                row["tool"],
                *_phases(row),
                times(row["over_bare"]),
                times(row["over_other"]),
                amount(row["memory_passed"]),
                amount(row["memory"]),
                row["runs"],
            )
            for row in records(part(table, program))
        ]
        head = ("Size", "Tool", *_PHASES, "All over highspy")
        yield from markdown.table((*head, "Build and pass over linopy", "Memory passed", "Memory", "Runs"), lines)


def _published(folder: Path) -> Iterator[str]:
    rows = read(folder, "published")
    if rows.empty:
        return
    yield "## A published model by month\n"
    yield (
        "SeasonalFlex (Riepin and Müsgens 2022) as `examples/seasonalflex` brings it, stocks carried on from month to"
        " month. Seconds; memory in MB.\n"
    )
    lines = [
        (
            row["horizon"],
            row["tool"],
            row["asked"],
            *_phases(row),
            seconds(row["total"] + (0.0 if pd.isna(row["read"]) else row["read"])),
            amount(row["memory"]),
            row["runs"],
        )
        for row in records(medians(rows, ["horizon", "tool", "asked"]))
    ]
    head = ("Years", "Tool", "Algorithm", *_PHASES, "All", "Memory", "Runs")
    yield from markdown.table(head, lines)


def _quadratic(folder: Path) -> Iterator[str]:
    rows = read(folder, "quadratic")
    if rows.empty:
        return
    yield "## Sellers who hold back gas\n"
    yield (
        "All origins play Cournot in all markets of the network with several origins: a quadratic program. `choose` is"
        " the solver that HiGHS takes for squares of its own accord. Corridor goes on from the interior point of `hipo`"
        " to the exact optimum. Seconds; memory in MB.\n"
    )
    lines = [
        (row["program"], row["tool"], row["asked"], *_phases(row), amount(row["memory"]), row["runs"])
        for row in records(medians(rows, ["program", "tool", "asked"]))
    ]
    head = ("Program", "Tool", "Algorithm", *_PHASES, "Memory", "Runs")
    yield from markdown.table(head, lines)


def _scenarios(folder: Path) -> Iterator[str]:
    rows = read(folder, "scenarios")
    if rows.empty:
        return
    yield "## Many scenarios\n"
    yield (
        "The main model (`iran-55`) with another size of the line to Iran and another growth of Iranian demand, solved"
        " one after the other in one process, all tables of results made for each.\n"
    )
    lines = []
    for way, group in rows.groupby("way", sort=False):
        own = 1e3 * (group["seconds"] - group["inside"])
        inside = 1e3 * group["inside"].median()
        gap = group["difference"].max()
        lines.append(
            (way, len(group), seconds(group["seconds"].sum()), f"{inside:.0f}", f"{own.median():.0f}", f"{gap:.1e}")
        )
    head = ("Way", "Scenarios", "All, s", "Inside HiGHS, ms each", "Outside, ms each", "Largest difference to cold")
    yield from markdown.table(head, lines)


def _commands(folder: Path) -> Iterator[str]:
    rows = read(folder, "commands")
    if rows.empty:
        return
    yield "## Commands\n"
    yield "Whole processes, from their start to their end; seconds.\n"
    lines = [
        (f"`{name}`", seconds(group["seconds"].median()), seconds(group["busy"].median()), len(group))
        for name, group in rows.groupby("command", sort=False)
    ]
    yield from markdown.table(("Command", "Seconds", "Of processor time", "Runs"), lines)


def _machine(folder: Path) -> Iterator[str]:
    rows = read(folder, "machine")
    if not rows.empty:
        yield "## What it was measured on\n"
        yield from markdown.table(("", ""), rows.itertuples(index=False))


def _disturbed(folder: Path) -> Iterator[str]:
    """Say so if the machine was busy when the measurement began."""
    rows = read(folder, "machine")
    load = dict(zip(rows["what"], rows["value"], strict=True)).get(LOAD, "0") if len(rows) else "0"
    if float(load) > BUSY:
        yield (
            f"**The machine did other work while this was measured** ({load} processes wanted to run before it began):"
            " seconds are too many, in one row more than in another. Only memory and the order of magnitude count.\n"
        )


def write(folder: Path, docs: Path) -> None:
    """Copy the tables to the documentation, and make the pages and the figure from them."""
    kept = docs / "benchmarks"
    kept.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        if (folder / f"{name}.csv").is_file() and folder.resolve() != kept.resolve():
            rows = read(folder, name).drop(columns="error", errors="ignore")  # which names places on the machine
            rows.to_csv(kept / f"{name}.csv", index=False)
    (docs / "benchmarks.md").write_text(page(kept), encoding="utf-8")
    (docs / "algorithms.md").write_text(algorithms_page(kept), encoding="utf-8")
    (docs / PICTURE).write_bytes(style.svg(ladder_figure(medians(read(kept, "ladder"), ["program", "size", "tool"]))))


if __name__ == "__main__":
    source, target = (Path(argument) for argument in sys.argv[1:])
    write(source, target)
