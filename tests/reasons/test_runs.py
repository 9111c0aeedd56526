"""What can be asked: results, scenarios, folders of runs; and what cannot, and why."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.formulation.tiny import YEAR
from tests.reasons.test_flows import world

import corridor
from corridor.errors import InputError
from corridor.results import read
from corridor.scenario import Branch, Origin, Window
from corridor.scenario.plain import yaml_text

QUESTION = f"flow:line@{YEAR}"
BAN: dict[str, Any] = {"policies": {"no-entry": {"ban": {"origin": "Russia", "into": ["M"]}}}}


@pytest.fixture
def folder(tmp_path):
    """A run in a folder, as the command leaves it."""
    scenario = world(tmp_path, 5.0).scenario(**BAN)
    out = tmp_path / "run"
    text = yaml_text({**scenario.resolved(out), "dataset": "../dataset"})
    results = corridor.solve(scenario)

    def add(fresh: Path) -> None:
        (fresh / "scenario.yaml").write_text(text, encoding="utf-8")

    return results.write(out, add=add)


def test_results_a_scenario_and_the_folder_of_a_run_give_the_same_answer(tmp_path, folder):
    scenario = world(tmp_path, 5.0).scenario(**BAN)
    answers = [corridor.why(run, QUESTION) for run in (corridor.solve(scenario), scenario, folder)]
    assert len({re.sub(r"tiny-.*:\d+", "", answer.text) for answer in answers}) == 1
    # Places are those of the scenario that was run, not of the copy that lies in the folder.
    assert "(tiny-1.yaml:" in answers[2].text


def test_a_folder_that_is_no_run_or_has_another_optimum_by_now_is_refused(tmp_path, folder):
    with pytest.raises(InputError, match=r"is not the folder of a run: manifest.json and scenario.yaml missing"):
        corridor.why(tmp_path, QUESTION)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "objective": 1.0}), encoding="utf-8")
    with pytest.raises(InputError, match=r"has an optimum of [\d,.]+ by now, the run has one of 1\.0"):
        corridor.why(folder, QUESTION)


def test_results_from_files_have_no_optimum(folder):
    with pytest.raises(InputError, match="hold no optimum to explain"):
        corridor.why(read(folder), QUESTION)


def test_windows_and_branches_are_refused(tmp_path):
    scenario = world(tmp_path).scenario(years=(2030, 2035))
    rolling = replace(scenario, horizon=replace(scenario.horizon, window=Window(1, 1)))
    with pytest.raises(InputError, match="in rolling windows is no optimum of the whole horizon"):
        corridor.why(rolling, QUESTION)
    branched = replace(scenario, branches=(Branch("wet", 1.0, scenario, Origin("x.yaml", 1, 1, "x")),))
    with pytest.raises(InputError, match="with branches has a plan for all of them"):
        corridor.why(branched, QUESTION)


def test_the_command_prints_text_or_json(corridor, folder):
    result = corridor("why", folder, QUESTION)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("No gas can flow over line in 2030: policies keep it out: Russia by 'no-entry'")
    content = json.loads(corridor("why", folder, QUESTION, "--json").stdout)
    assert content["question"] == QUESTION
    assert content["table"][0] == {
        "what": "capacity", "subject": "line", "value": 15.0, "unit": "bcm/yr", "note": "",
    }  # fmt: skip
    wrong = corridor("why", folder, "flow:lime@2030")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean 'line'?" in wrong.stderr


def test_a_run_writes_price_intervals_on_request(corridor, tmp_path, folder):
    out = tmp_path / "with"
    file = folder / "scenario.yaml"
    assert corridor("run", file, "--out", out, "--price-intervals").exit_code == 0
    table = pd.read_csv(out / "tables" / "price_intervals.csv")
    assert table.columns.tolist() == ["node", "year", "season", "price_low", "price", "price_high", "unit"]
    assert len(pd.read_parquet(out / "tables" / "price_intervals.parquet")) == len(table) == 1
    rolling = tmp_path / "rolling.yaml"
    text = file.read_text(encoding="utf-8").replace("../dataset", "dataset")
    rolling.write_text(text.replace("horizon:\n", "horizon:\n  window: {years: 1 yr}\n"), encoding="utf-8")
    result = corridor("run", rolling, "--out", tmp_path / "never", "--price-intervals")
    assert (result.exit_code, (tmp_path / "never").exists()) == (2, False)
    assert "in rolling windows" in result.stderr
