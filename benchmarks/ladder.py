"""The same program in every tool, at four sizes: what it takes to build, pass, solve and load, and how much memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.runs import prepared, run
from benchmarks.world import World

TOLERANCE = 1e-6
"""How far objectives may differ, relative, to be those of the same program."""


@dataclass(frozen=True, slots=True)
class Size:
    """A step of the ladder.

    Attributes
    ----------
    name
        Columns, about.
    world
        What the rule makes.
    repetitions
        Of every measurement; the median counts.
    limit
        Seconds after which solving is given up.
    """

    name: str
    world: World
    repetitions: int
    limit: float


WARM = "corridor warm"
MANY = "several origins"
ONE = "one origin"
TOOLS: Mapping[str, Sequence[str]] = {
    MANY: ("highspy", "corridor", WARM, "linopy", "pyomo appsi", "pyomo contrib"),
    ONE: ("highspy", "corridor", WARM, "linopy", "pypsa"),
}
"""Who can state which program: PyPSA knows one commodity on a link."""

LADDERS: Mapping[str, Sequence[Size]] = {
    MANY: (
        Size("4,000", World(8, 5, 8, years=1, seasons=2), 7, 60.0),
        Size("40,000", World(8, 5, 8, years=5, seasons=4), 5, 120.0),
        Size("250,000", World(8, 5, 8, years=9, seasons=12), 3, 600.0),
        Size("1,000,000", World(8, 5, 8, years=37, seasons=12), 1, 900.0),
    ),
    ONE: (
        Size("4,000", World(16, 10, 1, years=1, seasons=2), 7, 60.0),
        Size("40,000", World(16, 10, 1, years=4, seasons=4), 5, 120.0),
        Size("250,000", World(16, 10, 1, years=8, seasons=12), 3, 600.0),
        Size("1,000,000", World(16, 10, 1, years=32, seasons=12), 1, 900.0),
    ),
}
SMALLEST: Mapping[str, World] = {MANY: World(3, 2, 2, years=1, seasons=2), ONE: World(3, 2, 1, years=1, seasons=2)}
"""What each tool states first, so that its imports are not measured."""


def climb(
    folder: Path, steps: int, repetitions: int | None = None, algorithm: str = "simplex"
) -> Iterator[dict[str, Any]]:
    """Measure the first steps of both ladders; a row a run.

    Repetitions take turns among the tools, so that whatever else the machine does meets all of them alike; a tool that
    did not solve in time is not asked again.
    """
    for program, sizes in LADDERS.items():
        small = prepared(SMALLEST[program], folder / program / "smallest")
        for size in sizes[:steps]:
            place = prepared(size.world, folder / program / size.name)
            tools = list(TOOLS[program])
            shape: dict[str, Any] = {}
            for repetition in range(repetitions or size.repetitions):
                for tool in tuple(tools):
                    found = run(tool, place, algorithm, size.limit, small)
                    shape = shape or {name: found[name] for name in ("columns", "rows", "nonzeros")}
                    if found["columns"] is None:  # Corridor tells them at the end; they are those of its arrays
                        found |= shape
                    yield {"program": program, "size": size.name, "tool": tool, "repetition": repetition} | found
                    if found["status"] != "optimal":
                        tools.remove(tool)


def disagreements(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say where tools found other optima for the same program; what is solved warm is another one."""
    told = []
    reference = {(row["program"], row["size"]): row["objective"] for row in rows if row["tool"] == "highspy"}
    for row in (row for row in rows if row["tool"] != WARM):
        expected, found = reference.get((row["program"], row["size"])), row["objective"]
        if expected is not None and found is not None and abs(found - expected) > TOLERANCE * abs(expected):
            told.append(f"{row['tool']}, {row['program']}, {row['size']} columns: {found} instead of {expected}")
    return told
