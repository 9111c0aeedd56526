"""A sweep as a whole, with a stand-in for the model: order, failures, memory, executors, errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd
import pytest

from corridor.errors import InfeasibleError, Problem, ScenarioError, SolverLimitError
from corridor.scenario import Origin
from corridor.study import read, sweep

SWEEP = """\
title: Stand-in
scenario: base
axes:
  - name: Growth
    path: demand.Iran.growth
    values: [1 %/yr, 2 %/yr]
  - name: Corridor
    path: projects.russia-iran.capacity
    values: [0 bcm/yr, 10 bcm/yr, 20 bcm/yr]
indicators:
  - {name: Exports, indicator: exports_to, subject: Russia>Iran, year: 2035}
  - {name: Elsewhere, indicator: exports_to, subject: Russia>China, year: 2035}
"""


IDS = {"nodes": ("Iran North",), "projects": ("russia-iran",)}
ROUTES = pd.DataFrame({"route": ["Hajigabul-Astara"]})
DATASET = SimpleNamespace(
    ids=IDS.get,
    groups={"region:Iran": {"Iran North"}, "region:China": ()},
    origins=("Russia",),
    identities=dict.fromkeys(("pipelines", "liquefaction", "shipping", "regasification"), ROUTES),
)
HORIZON = SimpleNamespace(years=(2025, 2035))


@dataclass(frozen=True)
class StandIn:
    """A scenario with little in its dataset."""

    growth: float
    capacity: float
    hash: str
    dataset = DATASET
    horizon = HORIZON
    branches = ()


def load(scenario, overrides, *, dataset=None):
    growth, capacity = (float(re.sub(r"[^\d.]", "", text.partition("=")[2])) for text in overrides)
    return StandIn(growth, capacity, f"growth {growth:g} capacity {capacity:g}")


def solve(scenario):
    """Fill the corridor, and have something to say about China in one point only."""
    rows = [
        ("exports_to", "Russia>Iran", 2035, scenario.capacity * (1 + scenario.growth / 100), "bcm"),
    ]
    if scenario.capacity == 0:
        rows.append(("exports_to", "Russia>China", 2035, 40.0, "bcm"))
    return SimpleNamespace(
        indicators=pd.DataFrame(rows, columns=["indicator", "subject", "year", "value", "unit"]),
        flows=pd.DataFrame(columns=["route", "year", "volume", "unit"]),
    )


def fail(scenario):
    """Solve but two points."""
    if scenario.capacity == 10:
        raise (
            InfeasibleError("Iran North needs more\n  than there is")
            if scenario.growth == 1
            else ZeroDivisionError("oh")
        )
    return solve(scenario)


def draw_nothing(study, folder):
    (folder / "figure.svg").touch()


class Counting:
    """Solves and counts; stops as if killed after a number of points."""

    def __init__(self, until: int | None = None, function=solve) -> None:
        self.calls = 0
        self.until = until
        self.function = function

    def __call__(self, scenario):
        if self.calls == self.until:
            raise KeyboardInterrupt
        self.calls += 1
        return self.function(scenario)


@pytest.fixture
def sweep_file(tmp_path, monkeypatch):
    monkeypatch.setattr("corridor.study.sweeps.load", load)
    (tmp_path / "base.yaml").write_text("title: Base\n", encoding="utf-8")
    path = tmp_path / "sweep.yaml"
    path.write_text(SWEEP, encoding="utf-8")
    return path


def test_one_row_a_point_in_the_order_of_the_axes(sweep_file):
    study = sweep(sweep_file, solve=solve)
    expected = pd.DataFrame(
        {
            "point": [1, 2, 3, 4, 5, 6],
            "Growth": [1.0, 1.0, 1.0, 2.0, 2.0, 2.0],
            "Corridor": [0.0, 10.0, 20.0, 0.0, 10.0, 20.0],
            "status": ["ok"] * 6,
            "reason": [""] * 6,
            "hash": [f"growth {growth} capacity {capacity}" for growth in (1, 2) for capacity in (0, 10, 20)],
            "Exports": [0.0, 10.1, 20.2, 0.0, 10.2, 20.4],
            "Elsewhere": [40.0, None, None, 40.0, None, None],
        }
    )
    pd.testing.assert_frame_equal(study.table, expected)


def test_what_stands_for_a_missing_row_can_be_said(sweep_file):
    sweep_file.write_text(SWEEP.replace("China, year: 2035", "China, year: 2035, otherwise: 0"), encoding="utf-8")
    study = sweep(sweep_file, solve=fail)
    assert study.table.loc[study.table["status"] == "ok", "Elsewhere"].tolist() == [40.0, 0.0, 40.0, 0.0]
    assert study.failed["Elsewhere"].isna().all()


def test_columns_say_role_and_unit(sweep_file):
    study = sweep(sweep_file, solve=solve)
    assert list(study.columns["column"]) == list(study.table.columns)
    assert study.axes == ("Growth", "Corridor")
    assert study.indicators == ("Exports", "Elsewhere")
    assert [study.unit(name) for name in ("Growth", "Corridor", "Exports", "status")] == ["%/yr", "bcm/yr", "bcm", ""]


def test_failed_points_are_rows_with_a_reason(sweep_file):
    study = sweep(sweep_file, solve=fail)
    assert list(study.table["status"]) == ["ok", "failed", "ok", "ok", "failed", "ok"]
    assert list(study.failed["reason"]) == [
        "Iran North needs more than there is",
        "fault in Corridor: ZeroDivisionError: oh",
    ]
    assert study.failed["Exports"].isna().all()
    assert study.manifest["failed"] == 2


def test_executors_agree(sweep_file):
    alone, together = (sweep(sweep_file, jobs=jobs, solve=fail) for jobs in (1, 2))
    pd.testing.assert_frame_equal(alone.table, together.table)
    assert alone.manifest == together.manifest


def test_killed_sweep_goes_on_and_gives_the_same_table(sweep_file, tmp_path):
    killed, resumed = Counting(until=4), Counting()
    with pytest.raises(KeyboardInterrupt):
        sweep(sweep_file, memory=tmp_path / "memory", solve=killed)
    study = sweep(sweep_file, memory=tmp_path / "memory", solve=resumed)
    assert resumed.calls == 2
    pd.testing.assert_frame_equal(study.table, sweep(sweep_file, solve=solve).table)


def test_faults_are_tried_again_but_infeasible_points_are_not(sweep_file, tmp_path):
    sweep(sweep_file, memory=tmp_path / "memory", solve=fail)
    again = Counting()
    study = sweep(sweep_file, memory=tmp_path / "memory", solve=again)
    assert again.calls == 1
    assert list(study.failed["point"]) == [2]


def test_limits_are_tried_again(sweep_file, tmp_path):
    def out_of_time(scenario):
        raise SolverLimitError("600 s are over")

    assert set(sweep(sweep_file, memory=tmp_path / "memory", solve=out_of_time).table["reason"]) == {"600 s are over"}
    assert sweep(sweep_file, memory=tmp_path / "memory", solve=solve).failed.empty


def test_equal_scenarios_are_solved_once(sweep_file):
    sweep_file.write_text(SWEEP.replace("20 bcm/yr", "{label: 20 bcm/yr, value: 10 bcm/yr}"), encoding="utf-8")
    counting = Counting()
    study = sweep(sweep_file, solve=counting)
    assert counting.calls == 4
    assert list(study.table["Exports"]) == [0.0, 10.1, 10.1, 0.0, 10.2, 10.2]


def test_progress_counts_points(sweep_file):
    told = []
    sweep(sweep_file, solve=solve, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 6) for done in range(1, 7)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("exports_to, subject: Russia>Iran", "export_to, subject: Russia>Iran", "no indicator 'export_to'; did you mean 'exports_to'?"),
        ("Russia>Iran", "Russia>Irn", "'Irn' is no node, origin, region, route or project; did you mean 'Iran'?"),
        ("Iran, year: 2035", "Iran, year: 2034", "2034 is not a year of the scenario: 2025, 2035"),
    ],
)  # fmt: skip
def test_unknown_indicators_are_told_before_anything_is_solved(sweep_file, old, new, message):
    sweep_file.write_text(SWEEP.replace(old, new), encoding="utf-8")
    counting = Counting()
    with pytest.raises(ScenarioError, match=r"sweep.yaml:11:5: .*" + re.escape(message)):
        sweep(sweep_file, solve=counting)
    assert counting.calls == 0


@pytest.mark.parametrize(
    "subject", ["Iran North", "russia-iran", "Russia", "Hajigabul-Astara", "Hajigabul-Astara (reverse)"]
)
def test_subjects_of_every_kind_are_known(sweep_file, subject):
    sweep_file.write_text(SWEEP.replace("Russia>China", subject), encoding="utf-8")
    assert sweep(sweep_file, solve=solve).table["Elsewhere"].isna().all()


def test_wrong_values_are_told_where_the_sweep_file_has_them(sweep_file, monkeypatch):
    def refuse(scenario, overrides, *, dataset=None):
        if "20 bcm" in overrides[1]:
            raise ScenarioError(Problem("too much", "--set", 0, 0, "projects.russia-iran.capacity"))
        return load(scenario, overrides)

    monkeypatch.setattr("corridor.study.sweeps.load", refuse)
    with pytest.raises(ScenarioError) as caught:
        sweep(sweep_file, solve=solve)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.message) == (9, 35, "too much")


def test_study_is_written_and_read_back(sweep_file, tmp_path):
    study = sweep(sweep_file, solve=fail)
    study.write(tmp_path / "out", draw=draw_nothing)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"points.csv", "points.parquet", "columns.csv", "columns.parquet", "manifest.json", "figure.svg"}
    again = read(tmp_path / "out")
    pd.testing.assert_frame_equal(again.table, study.table)
    pd.testing.assert_frame_equal(again.columns, study.columns)
    assert again.title == study.title


def test_same_study_is_written_the_same(sweep_file, tmp_path):
    for name in ("first", "second"):
        sweep(sweep_file, solve=solve).write(tmp_path / name)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_notebook_view_counts_failures(sweep_file):
    assert "<b>Stand-in</b>: 6 points, 2 failed" in sweep(sweep_file, solve=fail)._repr_html_()


def test_a_scenario_with_branches_is_refused_in_words(sweep_file, monkeypatch):
    origin = Origin(str(sweep_file.parent / "base.yaml"), 3, 5, "base")

    def branched(*_, **__):
        return SimpleNamespace(
            name="base", hash="a", dataset=DATASET, horizon=HORIZON, branches=(SimpleNamespace(origin=origin),)
        )

    monkeypatch.setattr("corridor.study.sweeps.load", branched)
    with pytest.raises(ScenarioError, match=r"base.yaml:3:5: 'base' has branches of the future"):
        sweep(sweep_file, solve=solve)
