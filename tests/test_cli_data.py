"""The commands ``corridor data ...`` and ``corridor diff`` end to end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from corridor import dataset as datasets
from corridor.dataset.reader import REFERENCE
from corridor.study import sensitivity as study

SMALL = ("--set", "horizon.years=[2035]", "--set", "report.years=[2035]", "--set", "horizon.seasons=annual")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the reference dataset in which Blue Stream carries 18 instead of 16 bcm."""
    folder = shutil.copytree(REFERENCE, tmp_path / "copy")
    path = folder / "pipelines_figures.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("blue-stream,capacity,2015,16,") == 1
    path.write_text(text.replace("blue-stream,capacity,2015,16,", "blue-stream,capacity,2015,18,"), encoding="utf-8")
    return folder


def test_data_tells_the_oldest_figure_and_where_sources_disagree(corridor):
    result = corridor("data")
    assert result.exit_code == 0, result.output
    assert "Oldest figure: norway-germany capacity" in result.stdout
    assert "[ei-2026-review]" in result.stdout
    assert "Disagreements" in result.stdout


def test_data_as_json_says_the_same(corridor):
    content = json.loads(corridor("data", "--json").stdout)
    assert content["hash"] == datasets.load().hash
    assert {"table", "objects", "figures", "estimates", "oldest_source"} <= set(content["tables"][0])
    assert content["oldest"]["source"] == "equinor-1999-europipe-2"
    assert len(content["disagreements"]) >= 30


def test_data_check_passes_the_reference_and_prints_warnings_apart(corridor):
    result = corridor("data", "check")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("the dataset passes")
    assert "warning: " in result.stderr


@pytest.mark.parametrize("order", [("data", "check", "--dataset"), ("data", "--dataset")])
def test_data_check_tells_everything_that_is_wrong(corridor, copy, order):
    path = copy / "pipelines_figures.csv"
    text = path.read_text(encoding="utf-8").replace("blue-stream,length,,1213,", "blue-stream,length,,-1213,")
    path.write_text(text.replace("blue-stream,capacity,2015,18,", "blue-stream,capacity,2015,8,"), encoding="utf-8")
    result = corridor(*order, copy) if "check" in order else corridor(*order, copy, "check")
    assert result.exit_code == 2
    assert "'blue-stream' length -1213 km cannot be" in result.stderr
    assert "pipelines_figures.csv:" in result.stderr
    assert "Blue Stream carried" in result.stderr
    assert "observed.csv:" in result.stderr


def test_data_trace_prints_source_and_address(corridor):
    result = corridor("data", "trace", "turkstream-2.capacity")
    assert result.exit_code == 0, result.output
    assert "turkstream-2 capacity 2020-01: 20.7 bcm_ru/yr" in result.stdout
    assert "https://news.az/news/" in result.stdout
    assert "Record day of 56.7 mcm" in result.stdout


def test_data_trace_prints_the_range_of_an_estimate(corridor, copy):
    assert "capacity 2015: 8 bcm_ru/yr (1.8 to 12)" in corridor("data", "trace", "north-caucasus.capacity").stdout
    rows = json.loads(corridor("data", "trace", "blue-stream.capacity", "--dataset", copy, "--json").stdout)
    assert rows[0]["value"] == "18"


def test_data_trace_of_nothing_is_wrong_input(corridor):
    result = corridor("data", "trace", "blue-strem")
    assert result.exit_code == 2
    assert "did you mean 'blue-stream'?" in result.stderr


def test_a_changed_figure_changes_the_hash_and_diff_names_it(corridor, copy):
    assert datasets.load(copy).hash != datasets.load().hash
    result = corridor("diff", REFERENCE, copy)
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "blue-stream capacity 2015: 16 bcm_ru/yr -> 18 bcm_ru/yr (russia-islworld-2025-blue-stream)\n".replace(
            "blue-stream capacity", "pipelines blue-stream capacity", 1
        )
    )
    (change,) = json.loads(corridor("diff", REFERENCE, copy, "--json").stdout)
    assert (change["object"], change["old"], change["new"]) == ("blue-stream", "16 bcm_ru/yr", "18 bcm_ru/yr")


def test_diff_of_scenarios_speaks_of_projects(corridor):
    result = corridor("diff", "iran-2", "iran-55")
    assert "Russia-Azerbaijan-Iran pipeline capacity 2033: 2 bcm/yr -> 55 bcm/yr, iran-55.yaml:" in result.stdout
    assert corridor("diff", "iran-2", "iran-2").stdout == "no difference\n"
    (first, *_) = json.loads(corridor("diff", "iran-2", "iran-55", "--json").stdout)
    assert first["path"] == "projects.russia-iran.capacity.2030"


def test_diff_of_scenarios_on_other_datasets_names_the_figures_too(corridor, copy, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(f"title: Own\nextends: iran-55\ndataset: {copy.name}\n", encoding="utf-8")
    result = corridor("diff", "iran-55", path)
    assert result.stdout.startswith("pipelines blue-stream capacity 2015: 16 bcm_ru/yr -> 18 bcm_ru/yr")
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (str(REFERENCE), "a dataset can be compared with a dataset only"),
        ("iran-555", "did you mean 'iran-55'"),
        (str(Path(__file__).parent), "neither a dataset folder nor the folder of a run"),
    ],
)
def test_diff_of_what_cannot_be_compared_is_wrong_input(corridor, second, message):
    result = corridor("diff", "iran-55", second)
    assert result.exit_code == 2
    assert message in result.stderr


def test_diff_of_a_run_keeps_the_places_of_its_scenario(corridor, tmp_path):
    folder = tmp_path / "run"
    assert corridor("run", "iran-55", "--out", folder, *SMALL).exit_code == 0
    result = corridor("diff", "iran-2", folder)
    assert "capacity 2033: 2 bcm/yr -> 55 bcm/yr, iran-55.yaml:" in result.stdout
    assert "horizon years: " in result.stdout
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(datasets.load().hash, "0" * 64), encoding="utf-8")
    assert "the dataset has changed since the run" in corridor("diff", "iran-55", folder).stdout


def test_data_sensitivity_and_page_write_their_files(corridor, monkeypatch, tmp_path):
    row = (
        "estimate:guess",
        "pipelines",
        "capacity",
        1,
        "1 km",
        "2 km",
        "Exports",
        "bcm",
        1.0,
        2.0,
        3.0,
        2.0,
        1.0,
        1.0,
        "",
    )
    table = pd.DataFrame([("iran-55", "0" * 12, 2035, rank, *row) for rank in (1, 2)], columns=list(study.COLUMNS))
    monkeypatch.setattr(study, "sensitivity", lambda scenario, **options: table)
    ranked, written = tmp_path / "ranked.csv", tmp_path / "data.md"
    result = corridor("data", "sensitivity", "iran-55", "--top", "1", "--out", ranked)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("estimate:guess") == 1
    assert len(pd.read_csv(ranked)) == 2
    result = corridor("data", "page", "--out", written, "--sensitivity", ranked)
    assert (result.exit_code, result.stdout) == (0, f"{written}\n"), result.output
    assert "guess (pipelines capacity)" in written.read_text(encoding="utf-8")


def test_page_asks_for_the_tables_of_a_back_cast_that_are_missing(corridor, tmp_path):
    result = corridor("data", "page", "--out", tmp_path / "data.md", "--backcast", tmp_path)
    assert result.exit_code == 2
    assert "routes.csv is missing: run 'corridor backcast --out" in result.stderr
