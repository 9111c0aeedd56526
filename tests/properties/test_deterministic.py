"""The same scenario gives the same bytes: run after run, and whatever number of threads the solver may use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.formulation.tiny import Tiny

import corridor
from corridor.engine.session import Algorithm
from corridor.results import Results

#: Two equal ways and two equal sources: which of them carries gas hangs on nothing but the tie-break.
SEASONS = "winter-summer"


def world(folder: Path) -> Tiny:
    """Markets with elastic demand in two seasons, gas of two origins over ways of equal cost, a storage, a project."""
    built = Tiny(folder)
    for number, market in enumerate(("A", "B", "C")):
        built.market(market, 10.0 + number, 300.0, -0.4)
        for way in ("north", "south"):
            built.pipeline(f"{way}-{market.lower()}", f"Hub {way}", market, 9.0, 10.0)
    for way, origin in (("north", "Russia"), ("south", "Norway")):
        built.producer(way, f"Field {way}", 40.0, [(0.5, 100.0), (0.5, 140.0)], origin=origin)
        built.pipeline(f"out-{way}", f"Field {way}", f"Hub {way}", 30.0, 5.0)
    built.pipeline("between", "Hub north", "Hub south", 10.0, 0.0)
    return built.storage("store", "B", 4.0).project("new", "between", 5.0, 200.0)


OFFERED: dict[str, Any] = {"projects": {"new": {"status": "candidate"}}}
MARKETS: dict[str, dict[str, Any]] = {
    "linear": {},
    "quadratic": {"market": {"conduct": {"Russia": "cournot"}}},
}


def written(folder: Path, results: Results) -> dict[str, bytes]:
    """Every file of a run but the timings, the only thing that may differ."""
    results.write(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "timings.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("algorithm", ["auto", "hipo"])
def test_two_runs_are_the_same_to_the_byte(tmp_path, market, algorithm: Algorithm):
    scenario = world(tmp_path).scenario(years=(2030, 2035), seasons=SEASONS, **OFFERED, **MARKETS[market])
    first, second = (written(tmp_path / name, corridor.solve(scenario, algorithm=algorithm)) for name in ("1", "2"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_every_algorithm_gives_the_same_tables(tmp_path):
    scenario = world(tmp_path).scenario(years=(2030, 2035), seasons=SEASONS, **OFFERED)
    algorithms: tuple[Algorithm, ...] = ("simplex", "ipm", "hipo")
    found = [written(tmp_path / name, corridor.solve(scenario, algorithm=name)) for name in algorithms]
    for other in found[1:]:
        assert [name for name in other if name != "manifest.json" and other[name] != found[0][name]] == []


#: A process of its own for every number of threads: HiGHS takes it once and for all.
RUN = """
import sys
from corridor import api, engine
from corridor.engine.session import highs
highs.THREADS = int(sys.argv[3])
api.solve(api.load(sys.argv[1])).write(sys.argv[2])
"""


@pytest.mark.slow
@pytest.mark.parametrize("market", MARKETS)
def test_threads_change_nothing(tmp_path, market):
    scenario = world(tmp_path).scenario(years=(2030, 2035), seasons=SEASONS, **OFFERED, **MARKETS[market])
    file = Path(scenario.layers[-1].file)
    text = file.read_text(encoding="utf-8").replace("{", '{"dataset": "dataset",', 1)
    file.write_text(text, encoding="utf-8")
    found = []
    for threads, seed in (("1", "1"), ("2", "2")):
        out = tmp_path / f"threads-{threads}"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", RUN, str(file), str(out), threads], env=environment, check=True, capture_output=True
        )
        files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "timings.json")
        found.append({str(path.relative_to(out)): path.read_bytes() for path in files})
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []
