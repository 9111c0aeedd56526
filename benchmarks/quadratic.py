"""Sellers who hold back gas in every market: a quadratic program in Corridor, and in HiGHS alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.algorithms import COURNOT
from benchmarks.runs import prepared, run

LIMIT = 300.0
RUNS = (("highspy", "choose"), ("highspy", "hipo"), ("corridor", "auto"))


def measure_quadratic(folder: Path, steps: int, repetitions: int) -> Iterator[dict[str, Any]]:
    """Measure the first programs with squares."""
    for name, world in COURNOT[:steps]:
        place = prepared(world, folder / name)
        for tool, algorithm in RUNS:
            for repetition in range(repetitions):
                found = run(tool, place, algorithm, LIMIT)
                yield {"program": name, "tool": tool, "asked": algorithm, "repetition": repetition} | found
                if found["status"] != "optimal":
                    break
