"""What the benchmarks compare is the same program in every tool."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from benchmarks.child import TOOLS as CHILDREN
from benchmarks.ladder import LADDERS, MANY, ONE, TOLERANCE, TOOLS, WARM, disagreements
from benchmarks.stopwatch import MARK
from benchmarks.ways import COLD, WAYS
from benchmarks.with_corridor import CHANGED
from benchmarks.world import World, write

from corridor.api import load, solve

WORLDS = {MANY: World(3, 2, 2, years=2, seasons=2), ONE: World(3, 2, 1, years=2, seasons=2)}
NEEDED = {"linopy": "linopy", "pypsa": "pypsa"}


def told(text: str) -> dict[str, object]:
    """Everything that a measured process told, in one."""
    lines = [json.loads(line.removeprefix(MARK)) for line in text.splitlines() if line.startswith(MARK)]
    return {key: value for line in lines for key, value in line.items()}


@pytest.fixture(scope="module", params=[MANY, ONE])
def place(request, tmp_path_factory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("world")
    write(WORLDS[request.param], folder)
    import_module("benchmarks.with_corridor").prepare(folder / "scenario.yaml")
    return request.param, folder


@pytest.mark.filterwarnings("ignore")  # what other tools warn of is not ours to mend
def test_every_tool_finds_the_same_optimum(place, capsys):
    program, folder = place
    found = {}
    for tool in TOOLS[program]:
        if tool in NEEDED and find_spec(NEEDED[tool]) is None:
            continue
        capsys.readouterr()
        CHILDREN[tool](folder, "simplex")
        found[tool] = told(capsys.readouterr().out)
    assert {tool: facts["status"] for tool, facts in found.items()} == dict.fromkeys(found, "optimal")
    objectives = {tool: facts["objective"] for tool, facts in found.items()}
    warm = objectives.pop(WARM)
    assert objectives == pytest.approx(dict.fromkeys(objectives, objectives["highspy"]), rel=TOLERANCE)
    cold = solve(load(folder / "scenario.yaml", CHANGED))
    assert warm == pytest.approx(cold.manifest["objective"], rel=TOLERANCE)
    sizes = {tool: facts["nonzeros"] for tool, facts in found.items() if tool != "pypsa"}
    assert set(sizes.values()) == {found["corridor"]["nonzeros"]}


def test_the_rule_is_the_same_everywhere(tmp_path):
    """A change of the rule changes the programs that earlier figures were measured on."""
    write(WORLDS[MANY], tmp_path)
    text = (tmp_path / "dataset" / "pipelines_figures.csv").read_text(encoding="utf-8")
    assert "line 00-00 01-00,capacity,2015,17.677,bcm/yr" in text
    assert "link 01-1,length,,799.1457,km" in text


def test_the_ladders_have_four_steps_each():
    assert {program: len(sizes) for program, sizes in LADDERS.items()} == {MANY: 4, ONE: 4}


def test_another_optimum_is_told():
    rows: list[dict[str, Any]] = [
        {"program": MANY, "size": "4,000", "tool": "highspy", "objective": 100.0},
        {"program": MANY, "size": "4,000", "tool": "linopy", "objective": 100.00005},
        {"program": MANY, "size": "4,000", "tool": "pypsa", "objective": 100.1},
        {"program": MANY, "size": "4,000", "tool": "corridor", "objective": None},
    ]
    (told_of,) = disagreements(rows)
    assert told_of == "pypsa, several origins, 4,000 columns: 100.1 instead of 100.0"


def test_every_way_reports_the_same(tmp_path):
    path = write(WORLDS[MANY], tmp_path)
    scenarios = [load(path, {"pipelines.link 00-0.capacity": f"{size} bcm/yr"}) for size in (30, 20)]
    reported = {way: [each.indicators for each in of(scenarios)] for way, of in WAYS.items()}
    for tables in reported.values():
        for found, expected in zip(tables, reported[COLD], strict=True):
            pd.testing.assert_frame_equal(found, expected)
