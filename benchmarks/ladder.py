"""The same program in every tool, at four sizes: what it takes to build, pass, solve and load, and how much memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.running import Heard, measure
from benchmarks.world import World, write

PHASES = ("read", "build", "pass", "solve", "load")
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


MANY = "several origins"
ONE = "one origin"
TOOLS: Mapping[str, Sequence[str]] = {
    MANY: ("highspy", "corridor", "linopy", "pyomo appsi", "pyomo contrib"),
    ONE: ("highspy", "corridor", "linopy", "pypsa"),
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


def climb(folder: Path, steps: int, algorithm: str = "simplex", only: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Measure the first steps of both ladders; a row a run."""
    for program, sizes in LADDERS.items():
        small = prepared(SMALLEST[program], folder / program / "smallest")
        for size in sizes[:steps]:
            place = prepared(size.world, folder / program / size.name)
            for tool in TOOLS[program]:
                if only and tool not in only:
                    continue
                for repetition in range(size.repetitions):
                    arguments = ["benchmarks.child", tool, str(place), algorithm, "--warm-up", str(small)]
                    heard = measure(arguments, {"solve": size.limit})
                    yield {"program": program, "size": size.name, "tool": tool, "repetition": repetition} | row(
                        heard, size.limit
                    )


def prepared(world: World, folder: Path) -> Path:
    """Write a world and what the tools need of it."""
    write(world, folder)
    heard = measure(["benchmarks.child", "prepare", str(folder), ""])
    if heard.error:
        raise RuntimeError(f"the program in {folder} could not be prepared:\n{heard.error}")
    return folder


def row(heard: Heard, limit: float) -> dict[str, Any]:
    """Figures of one run: seconds, MB."""
    facts = heard.facts
    if heard.stopped:
        status = f"not solved within {limit:g} s" if heard.stopped == "solve" else f"stopped: {heard.stopped}"
    else:
        status = "failed" if heard.error else facts.get("status", "failed")
    before = [heard.peak[name] for name in ("build", "pass") if name in heard.peak]
    return {
        **{name: heard.seconds.get(name) for name in PHASES},
        "inside": facts.get("inside"),
        "memory_passed": max(before, default=None),
        "memory": heard.most_memory,
        "objective": facts.get("objective"),
        "iterations": facts.get("iterations"),
        "columns": facts.get("columns"),
        "rows": facts.get("rows"),
        "nonzeros": facts.get("nonzeros"),
        "status": status,
        "error": heard.error,
    }


def disagreements(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say where tools found other optima for the same program."""
    told = []
    reference = {(row["program"], row["size"]): row["objective"] for row in rows if row["tool"] == "highspy"}
    for row in rows:
        expected, found = reference.get((row["program"], row["size"])), row["objective"]
        if expected is not None and found is not None and abs(found - expected) > TOLERANCE * abs(expected):
            told.append(f"{row['tool']}, {row['program']}, {row['size']} columns: {found} instead of {expected}")
    return told
