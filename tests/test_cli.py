"""The command line end to end: what it prints, writes and returns."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from corridor import api
from corridor.cli import main
from corridor.errors import CertificateError, InfeasibleError, SolverLimitError, UnboundedError
from corridor.terminal import counted, stages

# A scenario that is solved in seconds: two years, no seasons.
SMALL = ("--set", "horizon.years=[2025, 2035]", "--set", "horizon.seasons=annual")

SWEEP = """\
title: A small sweep
scenario: iran-55
set: {horizon.years: [2025, 2035], horizon.seasons: annual}
axes:
  - name: Iranian demand growth
    path: demand.Iran.growth
    values: [1 %/yr]
  - name: Far Eastern route
    path: projects.far-eastern-route.capacity
    values: [0 bcm/yr, 10 bcm/yr]
indicators:
  - {name: Flow, indicator: route_flow, subject: Far Eastern route, year: 2035, otherwise: 0}
  - {name: Nothing, indicator: route_flow, subject: Nord Stream 1, year: 2035, otherwise: 0}
"""


@pytest.fixture
def broken(tmp_path):
    """Return a scenario with two mistakes."""
    path = tmp_path / "broken.yaml"
    path.write_text(
        "title: Broken\nextends: iran-55\nprojects:\n  russia-iran: {status: comitted, capacity: 5}\n", encoding="utf-8"
    )
    return path


def failing(error):
    """Return a stand-in for the model that raises."""

    def solve(scenario, **options):
        raise error

    return solve


@pytest.fixture(scope="module")
def small_run(tmp_path_factory):
    """Return the folder of a run with a report."""
    folder = tmp_path_factory.mktemp("cli") / "run"
    result = CliRunner().invoke(main, ["run", "iran-55", "--out", str(folder), *SMALL, "--report"])
    assert result.exit_code == 0, result.output
    return folder, result


def test_run_writes_tables_manifest_and_report(small_run):
    folder, result = small_run
    first, proof = result.stdout.splitlines()
    assert first == f"55 bcm a year to Iran: {folder / 'report.pdf'}"
    assert proof.startswith("certificate: optimal, proven by its duals; objective gap ")
    assert result.stderr == ""
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "optimal"
    flows = {suffix: folder / "tables" / f"flows.{suffix}" for suffix in ("csv", "parquet")}
    assert len(pd.read_csv(flows["csv"])) == len(pd.read_parquet(flows["parquet"])) > 100
    assert set(pd.read_csv(flows["csv"])["year"]) == {2025, 2035}


def test_report_is_made_again_from_a_folder(corridor, small_run, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(small_run[0], folder)
    first = (folder / "report.pdf").read_bytes()
    (folder / "report.pdf").unlink()
    result = corridor("report", folder)
    assert (result.exit_code, result.stdout) == (0, f"{folder / 'report.pdf'}\n")
    assert (folder / "report.pdf").read_bytes() == first


def test_report_of_no_run_is_wrong_input(corridor, tmp_path):
    result = corridor("report", tmp_path)
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr


def test_wrong_input_tells_everything_and_writes_nothing(corridor, broken, tmp_path):
    result = corridor("run", broken, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "broken.yaml:4:" in result.stderr
    assert "did you mean 'committed'" in result.stderr
    assert "a unit is missing" in result.stderr
    assert result.stderr.endswith("2 problems\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InfeasibleError("Armenia needs 1.9 bcm"), 3),
        (UnboundedError("no cost on x"), 3),
        (SolverLimitError("600 s"), 4),
        (CertificateError("balance is off"), 1),
    ],
)
def test_failures_have_their_exit_codes_and_leave_the_earlier_result(corridor, monkeypatch, tmp_path, error, code):
    monkeypatch.setattr("corridor.api.solve", failing(error))
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    result = corridor("run", "iran-55", "--out", tmp_path)
    assert result.exit_code == code
    assert result.stderr == f"{error}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_our_own_faults_are_not_dressed_up(corridor, monkeypatch, tmp_path):
    monkeypatch.setattr("corridor.api.solve", failing(ZeroDivisionError("oh")))
    result = corridor("run", "iran-55", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert isinstance(result.exception, ZeroDivisionError)


def test_a_folder_of_somebody_else_is_refused_before_solving(corridor, monkeypatch, tmp_path):
    monkeypatch.setattr("corridor.api.solve", failing(AssertionError("solved")))
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    result = corridor("run", "iran-55", "--out", tmp_path)
    assert result.exit_code == 2
    assert "holds files that are not a result of Corridor" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["run", "iran-55"], ["run"], ["sweep", "x", "--out", "y", "--jobs", "0"], ["fly"]]
)
def test_wrong_usage_is_wrong_input(corridor, arguments):
    assert corridor(*arguments).exit_code == 2


def test_validate_accepts_everything_that_is_shipped(corridor):
    files = sorted((Path(__file__).parents[1] / "scenarios").rglob("*.yaml"))
    result = corridor("validate", *files)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count(": valid") == len(files)
    assert "iran-capacity.yaml: valid, 28 points" in result.stdout


def test_validate_tells_what_is_wrong_in_all_files(corridor, broken, tmp_path):
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(SWEEP.replace("10 bcm/yr", "10 km").replace("[1 %/yr]", "[1 bcm]"), encoding="utf-8")
    result = corridor("validate", broken, "reference", sweep)
    assert result.exit_code == 2
    assert result.stdout == "reference: valid\n"
    assert all(place in result.stderr for place in ("broken.yaml:4:", "sweep.yaml:7:14", "sweep.yaml:10:24"))


def test_show_prints_a_scenario_that_loads_again(corridor, tmp_path):
    from corridor.scenario import load

    path = tmp_path / "resolved.yaml"
    path.write_text(corridor("show", "iran-55").stdout, encoding="utf-8")
    assert load(path).hash == load("iran-55").hash


def test_show_prints_a_value_with_who_set_it_and_what_it_replaced(corridor):
    override = ("--set", "projects.russia-iran.capacity=60 bcm/yr")
    lines = corridor("show", "iran-55", "projects.russia-iran.capacity", *override).stdout.splitlines()
    assert [re.sub(" {2,}", "  ", line) for line in lines[:2]] == [
        "projects.russia-iran.capacity",
        "  60 bcm/yr  --set",
    ]
    assert re.fullmatch(r"  replaced: 2027: 2 bcm/yr, 2030: 28 bcm/yr, 2033: 55 bcm/yr +iran-55.yaml:\d+", lines[2])
    assert re.fullmatch(r"  dataset: 2027: 2 bcm/yr, .* +\[estimate:stages-russia-iran\]", lines[3])
    assert len(lines) == 4


def test_show_prints_what_is_below_a_path(corridor):
    assert corridor("show", "iran-55", "projects.russia-iran").stdout.splitlines()[0] == "status: committed"
    lines = corridor("show", "iran-55", "projects.russia-iran", "--origin").stdout.splitlines()
    headings = [line for line in lines if not line.startswith(" ")]
    assert {"projects.russia-iran.status", "projects.russia-iran.capacity"} <= set(headings)
    assert all(line.startswith("projects.russia-iran.") for line in headings)


def test_show_as_json_for_scripts(corridor):
    result = corridor("show", "iran-55", "projects.russia-iran.capacity.2033", "--json")
    (found,) = json.loads(result.stdout)
    assert (found["path"], found["value"]) == ("projects.russia-iran.capacity.2033", "55 bcm/yr")
    assert found["origin"].startswith("iran-55.yaml:")
    assert [each["what"] for each in found["statements"]] == ["value"]


def test_options_are_laid_over_a_scenario_before_single_values(corridor, tmp_path):
    own = tmp_path / "one-unit.yaml"
    own.write_text("title: One unit\nlevers: {bushehr-2: {status: active}}\n", encoding="utf-8")
    options = ("--with", "options/hormuz-closed-2026", "--with", own)
    result = corridor("show", "iran-55", "levers", "--json", *options, "--set", "levers.bushehr-2.volume=2 bcm/yr")
    assert [(each["path"], each["value"], each["origin"]) for each in json.loads(result.stdout)] == [
        ("levers.bushehr-2.status", "active", "one-unit.yaml:2"),
        ("levers.bushehr-2.volume", "2 bcm/yr", "--set"),
    ]
    assert corridor("validate", "iran-55", "eu-exit", *options).stdout == "iran-55: valid\neu-exit: valid\n"


def test_a_wrong_option_is_wrong_input(corridor, tmp_path):
    for command in (("run", "iran-55", "--out", tmp_path / "x"), ("show", "iran-55"), ("validate", "iran-55")):
        result = corridor(*command, "--with", "options/hormuz-close-2026")
        assert result.exit_code == 2
        assert (
            "there is no option 'options/hormuz-close-2026'; did you mean 'options/hormuz-closed-2026'?"
            in result.stderr
        )


def test_options_hold_for_what_a_report_compares_with():
    options = ["options/hormuz-closed-2026"]
    other = api.load_reference(api.load("iran-nuclear", options=options), options=options)
    assert other is not None
    assert [layer.name for layer in other.layers][-2:] == ["iran-55", "hormuz-closed-2026"]


def test_show_prints_an_event_of_the_dataset(corridor):
    result = corridor("show", "iran-55", "events.ukraine-transit-end.until")
    assert result.stdout.splitlines()[1] == "  dataset: open  [news-by-2025-transit]"
    result = corridor("show", "iran-55", "events.ukraine-transit-end.factor", "--with", "ukraine-transit-resumes")
    assert result.stdout.splitlines()[1] == "  dataset: 0  [news-by-2025-transit]"
    result = corridor("show", "iran-55", "events.ukraine-transit-ends.until")
    assert result.exit_code == 2
    assert "did you mean 'ukraine-transit-end'" in result.stderr


def test_show_falls_back_on_the_dataset(corridor):
    result = corridor("show", "iran-55", "pipelines.blue-stream.capacity")
    assert "  dataset: 2015: 16 bcm_ru/yr  [" in result.stdout


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("pipelines.blue-strem.capacity", "did you mean 'blue-stream'?"),
        ("projects.russia-iran.statu", "did you mean 'projects.russia-iran.status'?"),
        ("nonsense", "neither the scenario nor the dataset has a value 'nonsense'"),
    ],
)
def test_show_of_an_unknown_path_is_wrong_input(corridor, path, message):
    result = corridor("show", "iran-55", path)
    assert result.exit_code == 2
    assert message in result.stderr


def test_data_lists_tables_with_the_share_of_estimates(corridor):
    result = corridor("data")
    assert result.exit_code == 0
    row = next(line for line in result.stdout.splitlines() if "pipelines" in line)
    objects, figures, estimates, share, years = row.strip("│ ").replace("│", " ").split()[1:6]
    assert int(objects) > 100
    assert share == f"{int(estimates) / int(figures):.0%}"
    assert re.fullmatch(r"20\d\d-20\d\d", years)


def test_data_of_another_folder_needs_its_tables(corridor, tmp_path):
    result = corridor("data", "--dataset", tmp_path)
    assert result.exit_code == 2
    assert "table 'nodes.csv' is missing" in result.stderr


def test_sweep_writes_points_and_figures_and_remembers(corridor, tmp_path):
    (tmp_path / "sweep.yaml").write_text(SWEEP, encoding="utf-8")
    out = tmp_path / "study"
    result = corridor("sweep", tmp_path / "sweep.yaml", "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"A small sweep: 2 points, 0 failed: {out}\n"), result.stderr
    flow = pd.read_csv(out / "points.csv")["Flow"]
    assert result.stderr == "no solved point has a row for 'Nothing'\n"
    assert flow[0] == 0
    assert flow[1] > 0
    assert (out / "flow.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert len(list((tmp_path / ".corridor-points").iterdir())) == 2
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert corridor("sweep", tmp_path / "sweep.yaml", "--out", out).exit_code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_wrong_sweep_solves_nothing(corridor, tmp_path):
    (tmp_path / "sweep.yaml").write_text(SWEEP.replace("demand.Iran", "demand.Iram"), encoding="utf-8")
    result = corridor("sweep", tmp_path / "sweep.yaml", "--out", tmp_path / "study")
    assert result.exit_code == 2
    assert "did you mean 'Iran'" in result.stderr
    assert not (tmp_path / "study").exists()


class Terminal(StringIO):
    """A standard error that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "told"), [(Terminal, True), (StringIO, False)], ids=["terminal", "pipe"])
def test_progress_is_for_people(monkeypatch, stream, told):
    stderr = stream()
    monkeypatch.setattr(sys, "stderr", stderr)
    with stages("Iran") as tell:
        tell("solving")
    with counted("sweep") as progress:
        assert (progress is not None) == told
        if progress is not None:
            progress(1, 2)
    text = stderr.getvalue()
    assert ("Iran" in text, "sweep" in text) == (told, told)


def test_installed_command_answers():
    command = Path(sys.executable).with_name("corridor")
    assert "Usage: corridor" in subprocess.run([command, "--help"], capture_output=True, text=True, check=True).stdout
