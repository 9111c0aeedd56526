"""The pages about speed say what the tables beside them say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from benchmarks.algorithms_page import algorithms_page
from benchmarks.figure import ladder_figure
from benchmarks.ladder import MANY
from benchmarks.page import page
from benchmarks.running import measure
from benchmarks.runs import row
from benchmarks.summary import BARE, OTHER, OURS, by_key, medians, ratio, seconds
from benchmarks.targets import targets

DOCS = Path(__file__).parents[2] / "docs"


def run(tool: str, build: float, solve: float | None, size: str = "250,000", repetition: int = 0) -> dict[str, object]:
    """One row of the ladder; without seconds of solving it was given up."""
    status = "optimal" if solve is not None else "not solved within 600 s"
    phases = {"read": 1.0 if tool == OURS else None, "build": build, "pass": 0.5, "solve": solve, "load": 0.1}
    keys = {"program": MANY, "size": size, "tool": tool, "repetition": repetition}
    memory = {"columns": 244170, "memory_passed": 300.0, "memory": 400.0}
    return {**keys, **phases, **memory, "inside": solve, "status": status}


@pytest.fixture
def rows() -> pd.DataFrame:
    ours = [run(OURS, build, 2.0, repetition=number) for number, build in enumerate([2.5, 1.5, 9.5])]
    return pd.DataFrame([run(BARE, 0.0, 1.4), *ours, run(OTHER, 1.0, None)])


@pytest.mark.parametrize(("name", "made"), [("benchmarks.md", page), ("algorithms.md", algorithms_page)])
def test_pages_are_made_from_their_tables(name, made):
    assert (DOCS / name).read_text(encoding="utf-8") == made(DOCS / "benchmarks")


def test_medians_count_and_what_was_not_solved_has_no_total(rows):
    table = medians(rows, ["program", "size", "tool"])
    found = by_key(table)
    assert found[MANY, "250,000", OURS]["stated"] == 3.0
    assert found[MANY, "250,000", OURS]["runs"] == 3
    assert pd.isna(found[MANY, "250,000", OTHER]["total"])
    over = ratio(table, "total", BARE)
    assert over[MANY, "250,000", OURS] == pytest.approx(5.1 / 2.0)


def test_a_page_says_what_was_given_up_and_which_targets_are_missed(rows, tmp_path):
    rows.to_csv(tmp_path / "ladder.csv", index=False)
    text = page(tmp_path)
    assert "| not solved within 600 s |" in text
    (target,) = targets(tmp_path)
    assert (target.found, target.met) == (2.0, "yes")
    rows.loc[rows["tool"] == OURS, "build"] = 5.5
    rows.to_csv(tmp_path / "ladder.csv", index=False)
    assert targets(tmp_path)[0].met == "no, 2.0 times as much"


def test_the_figure_has_a_panel_for_seconds_and_one_for_memory_of_each_program(rows):
    assert len(ladder_figure(medians(rows, ["program", "size", "tool"])).axes) == 4


def test_the_quickest_algorithm_stands_out(tmp_path):
    keys = {"class": "ladder", "program": "4,000 columns", "repetition": 0, "columns": 4530}
    phases = {"read": None, "build": 0.0, "pass": 0.1, "load": 0.1}
    seconds_of = {"simplex": 2.0, "hipo": 1.0, "pdlp": None}
    rows = [
        {**keys, **phases, "asked": name, "solve": spent, "status": "optimal" if spent else "gave up: Unknown"}
        for name, spent in seconds_of.items()
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "algorithms.csv", index=False)
    assert "| 4,000 columns | 4,530 | 2.00 | – | **1.00** | gave up: Unknown |" in algorithms_page(tmp_path)


def test_seconds_have_the_digits_that_mean_something():
    assert [seconds(value) for value in (None, 0.0123, 1.234, 123.4)] == ["–", "0.012", "1.23", "123"]


def test_a_process_that_takes_too_long_is_stopped_and_told():
    """The clock of a phase begins when it does; what was told before stays."""
    code = "import time; from benchmarks.stopwatch import tell, told; told('build', 1.5); tell(begins='solve'); time.sleep(60)"
    heard = measure(["timeit", "-n", "1", "-r", "1", code], {"solve": 0.2})
    found = row(heard, 0.2)
    assert (found["build"], found["status"]) == (1.5, "not solved within 0.2 s")
    assert found["memory"] > 0.0


def test_a_process_that_fails_says_why():
    heard = measure(["benchmarks.child", "highspy", "no such folder", "simplex"])
    assert "No such file" in heard.error
    assert row(heard, 1.0)["status"] == "failed"
