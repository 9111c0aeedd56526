"""A published European model by month as one program: dataset folder to result tables against HiGHS on the same arrays.

The tables of that model are not part of Corridor; ``examples/seasonalflex/convert.py`` turns the folder that holds them
into a dataset.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.runs import prepared_scenario, run
from examples.seasonalflex.convert import convert

WHOLE = "2015-2033"
YEAR = "2015"
"""One year of it, for a quick look."""
LIMIT = 600.0
RUNS = (("highspy", "simplex"), ("highspy", "ipx"), ("highspy", "hipo"), ("corridor", "auto"), ("corridor", "simplex"))


def prepared_case(case: Path, folder: Path, horizon: str) -> Path:
    """Convert the tables, and prepare the scenario of a horizon."""
    place = folder / horizon
    scenarios = convert(case, place)
    shutil.copyfile(scenarios[horizon], place / "scenario.yaml")
    return prepared_scenario(place)


def measure_case(case: Path, folder: Path, repetitions: int, horizon: str = WHOLE) -> Iterator[dict[str, Any]]:
    """Measure Corridor and HiGHS alone."""
    place = prepared_case(case, folder, horizon)
    for tool, algorithm in RUNS:
        for repetition in range(repetitions):
            found = run(tool, place, algorithm, LIMIT)
            yield {"horizon": horizon, "tool": tool, "asked": algorithm, "repetition": repetition} | found
