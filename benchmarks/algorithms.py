"""Which algorithm of HiGHS solves which class of program soonest: the arrays alone, nothing of Corridor around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.ladder import LADDERS, MANY
from benchmarks.published import prepared_case
from benchmarks.runs import prepared, prepared_scenario, run
from benchmarks.world import World

LINEAR = ("simplex", "ipx", "hipo", "pdlp")
"""``ipm`` would be one of the two in the middle: HiPO, wherever it is installed."""
QUADRATIC = ("hipo", "choose")
"""``choose`` is the active-set method, which HiGHS takes for squares if it is not told otherwise."""

MAIN, LADDER, CHAIN, SQUARES = "main model", "ladder", "chain of seasons", "Cournot"
CLASSES = (MAIN, LADDER, CHAIN, SQUARES)

CHAINS = (
    ("2 years by month", World(6, 4, 4, years=2, seasons=12, chained=True)),
    ("8 years by month", World(6, 4, 4, years=8, seasons=12, chained=True)),
    ("20 years by month", World(6, 4, 4, years=20, seasons=12, chained=True)),
)
COURNOT = (
    ("2 years by quarter", World(8, 5, 8, years=2, seasons=4, cournot=True)),
    ("10 years by quarter", World(8, 5, 8, years=10, seasons=4, cournot=True)),
)
"""About 14,000 columns in all, and 14,000 of them with squares."""
SEASONS = ("annual", "winter-summer", "quarters")
"""By month the firm demand of the main model cannot be met."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program of a class, prepared in a folder."""

    kind: str
    name: str
    folder: Path


def programs(folder: Path, steps: int, case: Path | None) -> Iterator[Program]:
    """Prepare the programs, the smaller first in every class; as many of each class as there are steps."""
    for seasons in SEASONS[:steps]:
        place = folder / MAIN / seasons
        place.mkdir(parents=True, exist_ok=True)
        text = f"title: Main model\nextends: iran-55\nhorizon: {{seasons: {seasons}}}\n"
        (place / "scenario.yaml").write_text(text, encoding="utf-8")
        yield Program(MAIN, f"iran-55, {seasons}", prepared_scenario(place))
    for size in LADDERS[MANY][:steps]:
        yield Program(LADDER, f"{size.name} columns", prepared(size.world, folder / LADDER / size.name))
    for name, world in CHAINS[:steps]:
        yield Program(CHAIN, name, prepared(world, folder / CHAIN / name))
    if case is not None:
        for horizon in ("2015", "2015-2018-without-ramp", "2015-2033")[:steps]:
            yield Program(CHAIN, f"SeasonalFlex {horizon}", prepared_case(case, folder / CHAIN, horizon))
    for name, world in COURNOT[:steps]:
        yield Program(SQUARES, name, prepared(world, folder / SQUARES / name))


def measure_algorithms(
    folder: Path, steps: int, case: Path | None, limit: float, repetitions: int
) -> Iterator[dict[str, Any]]:
    """Solve every program by every algorithm that can."""
    for program in programs(folder, steps, case):
        for algorithm in QUADRATIC if program.kind == SQUARES else LINEAR:
            for repetition in range(repetitions):
                found = run("highspy", program.folder, algorithm, limit)
                asked = {"class": program.kind, "program": program.name, "asked": algorithm, "repetition": repetition}
                yield asked | found
                if found["status"] != "optimal":
                    break
