"""Scenarios that differ in a few numbers, solved in a row: ``python -m benchmarks.scenarios WAY COUNT FILE``.

The main model with another size of the line to Iran in its last stage and another growth of Iranian demand: limits
change, the shape of the program does not. What is reported of every scenario is written to the file.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from benchmarks.running import measure
from benchmarks.stopwatch import peak_memory, phase, tell
from benchmarks.ways import COLD, WAYS

from corridor.scenario import Scenario, load

SCENARIO = "iran-55"
GROWTH = [f"{0.5 + 0.05 * step:.2f} %/yr" for step in range(20)]
LAST_STAGE = [f"{30 + 2.5 * step:g} bcm/yr" for step in range(10)]


def overrides() -> Iterator[dict[str, str]]:
    """What is set in each of the scenarios."""
    for growth, stage in itertools.product(GROWTH, LAST_STAGE):
        capacity = f"{{2027: 2 bcm/yr, 2030: 28 bcm/yr, 2033: {stage}}}"
        yield {"demand.Iran.growth": growth, "projects.russia-iran.capacity": capacity}


def scenarios(count: int) -> list[Scenario]:
    """Load the scenarios, spread over all of them if not all are wanted; the dataset is read once."""
    every = list(overrides())
    chosen = [every[number * len(every) // count] for number in range(min(count, len(every)))]
    first = load(SCENARIO, chosen[0])
    return [first, *(load(SCENARIO, each, dataset=first.dataset) for each in chosen[1:])]


def main() -> None:
    """Measure one way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    wanted = parser.parse_args()
    with phase("read"):
        listed = scenarios(wanted.count)
    rows: list[dict[str, Any]] = []
    tables: list[pd.DataFrame] = []
    start = time.perf_counter()
    for number, results in enumerate(WAYS[wanted.way](listed)):
        now = time.perf_counter()
        rows.append({"number": number, "seconds": now - start, "inside": results.timings["inside HiGHS"]})
        tables.append(results.indicators.assign(scenario=number))
        start = time.perf_counter()
    pd.concat(tables).to_csv(wanted.file, index=False)
    tell(rows=rows, peak=peak_memory())


def measure_scenarios(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    """Measure every way on the same scenarios."""
    folder.mkdir(parents=True, exist_ok=True)
    for way in WAYS:
        heard = measure(["benchmarks.scenarios", way, str(count), str(folder / f"{way}.csv")])
        if heard.error:
            raise RuntimeError(f"scenarios could not be solved {way}:\n{heard.error}")
        gap = difference(folder, way)
        for row in heard.facts["rows"]:
            yield {"way": way, **row, "memory": heard.facts["peak"], "difference": gap}


def difference(folder: Path, way: str) -> float:
    """Largest relative difference of a reported figure between a way and the cold one; NaN if one is missing."""
    keys = ["scenario", "indicator", "subject", "year"]
    found, reference = (pd.read_csv(folder / f"{each}.csv").set_index(keys)["value"] for each in (way, COLD))
    if not found.index.equals(reference.index):
        return float("nan")
    return float(((found - reference).abs() / reference.abs().clip(lower=1.0)).max())


if __name__ == "__main__":
    main()
