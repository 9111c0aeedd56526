"""Measure everything: ``python -m benchmarks --out output/benchmarks``.

Every table is written as soon as it is measured, so that a run that is broken off leaves what it has.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from benchmarks.algorithms import measure_algorithms
from benchmarks.commands import measure_commands
from benchmarks.ladder import climb, disagreements
from benchmarks.machine import machine
from benchmarks.published import WHOLE, YEAR, measure_case
from benchmarks.quadratic import measure_quadratic
from benchmarks.scenarios import measure_scenarios

Rows = Iterable[dict[str, Any]]


def studies(wanted: argparse.Namespace, work: Path) -> Mapping[str, Callable[[], Rows]]:
    """What there is to measure, by the name of its table; quick is a look at whether all of it works."""
    quick, case, repeat = wanted.quick, wanted.case, 1 if wanted.quick else wanted.repeat
    steps = 1 if quick else wanted.steps
    limit = 30.0 if quick else wanted.limit
    found: dict[str, Callable[[], Rows]] = {
        "commands": lambda: measure_commands(3 if quick else 21),
        "ladder": lambda: climb(work / "ladder", steps, repeat),
        "quadratic": lambda: measure_quadratic(work / "quadratic", min(steps, 2), repeat or 3),
        "scenarios": lambda: measure_scenarios(work / "scenarios", 5 if quick else wanted.scenarios),
        "algorithms": lambda: measure_algorithms(work / "algorithms", min(steps, 3), case, limit, repeat or 1),
    }
    if case is not None:
        horizon = YEAR if quick else WHOLE
        found["published"] = lambda: measure_case(case, work / "published", repeat or 3, horizon)
    return found


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Corridor beside other tools.")
    parser.add_argument("--out", type=Path, default=Path("output/benchmarks"), help="folder of the tables")
    parser.add_argument("--case", type=Path, help="folder with the tables of a published model by month")
    parser.add_argument("--only", nargs="+", default=[], help="names of tables; all without it")
    parser.add_argument("--steps", type=int, default=4, help="how many of the four sizes")
    parser.add_argument("--scenarios", type=int, default=200, help="how many scenarios are solved in a row")
    parser.add_argument("--repeat", type=int, help="how often everything is measured; as the tables say without it")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds that an algorithm has for a program")
    parser.add_argument("--quick", action="store_true", help="the smallest of everything, once")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    work = (wanted.out / "programs").resolve()
    pd.Series(machine(), name="value").rename_axis("what").to_csv(wanted.out / "machine.csv")
    for name, study in studies(wanted, work).items():
        if wanted.only and name not in wanted.only:
            continue
        rows = _written(study(), wanted.out / f"{name}.csv")
        if name == "ladder" and (told := disagreements(rows)):
            sys.exit("tools disagree on the optimum of the same program:\n" + "\n".join(told))


def _written(rows: Rows, path: Path) -> list[dict[str, Any]]:
    """Write rows as they come, and say so."""
    found: list[dict[str, Any]] = []
    start = time.perf_counter()
    for row in rows:
        found.append(row)
        pd.DataFrame(found).to_csv(path, index=False)
        labels = " ".join(str(value) for value in row.values() if isinstance(value, str) and value)
        sys.stderr.write(f"{time.perf_counter() - start:7.0f} s  {path.stem}: {labels[:150]}\n")
    return found


if __name__ == "__main__":
    main()
