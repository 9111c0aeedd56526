"""What estimates do to the headline results, and the page that shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.formulation.tiny import Tiny

from corridor import api
from corridor import dataset as datasets
from corridor.dataset.schema import MONTHS
from corridor.errors import CorridorError, InputError
from corridor.results.comma_separated import write_csv
from corridor.study.data_page import page
from corridor.study.sensitivity import COLUMNS, INDICATORS, Group, groups, moved, sensitivity

GUESS = "estimate:guess"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario file: Russia sells to a market by a guessed line; a second well and a storage are guessed as well."""
    tiny = Tiny(tmp_path_factory.mktemp("world")).node("Buyer", "market", "BBB", "Asia;region:Asia")
    tiny.market("Buyer", 10.0, elasticity=-0.5).node("Field", "basin", "AAA", "region:Elsewhere")
    tiny.producer("well", "Field", 20.0, [(0.5, 100.0), (0.5, 200.0)]).pipeline("line", "Field", "Buyer", 8.0)
    tiny.pipeline("spare", "Field", "Buyer", 0.0)
    tiny.plain["sources"].append((GUESS, "Corridor", "A guess", "", "2026", ""))
    folder = tiny.write()
    guess(folder / "pipelines_figures.csv", "line,capacity,2015,8.0,bcm/yr", "6,9")
    guess(folder / "pipelines_figures.csv", "spare,tariff,2015,0.0,USD/kcm", "0,5")
    guess(folder / "supply_steps_figures.csv", "well-1,share,,0.5,share", "0.25,0.75")
    guess(folder / "supply_steps_figures.csv", "well-2,share,,0.5,share", "0.25,0.75")
    guess(folder / "parameters.csv", "discount_rate,0.0,share", "0,0.1")
    path = folder.parent / "tiny.yaml"
    text = "title: Tiny\ndataset: dataset\nhorizon: {years: [2030, 2035], seasons: annual, discount_rate: 0 %}\n"
    path.write_text(text, encoding="utf-8")
    return path


def guess(path: Path, figure: str, ends: str) -> None:
    """Turn a figure into an estimate with a range."""
    text, count = re.subn(
        f"{re.escape(figure)},[^,]*,[^,]*,[^,]*,", f"{figure},{ends},{GUESS},", path.read_text(encoding="utf-8")
    )
    assert count == 1
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def table(world: Path) -> pd.DataFrame:
    """The ranking of that scenario."""
    return sensitivity(world, year=2030)


def test_groups_are_what_rests_on_one_reasoning(world):
    found = groups(datasets.load(world.parent / "dataset"))
    assert [(group.component, group.attribute) for group in found] == [
        ("parameters", "discount_rate"),
        ("pipelines", "capacity"),
        ("pipelines", "tariff"),
        ("supply_steps", "share"),
    ]


def test_the_strongest_comes_first_with_its_values(table):
    assert tuple(table.columns) == COLUMNS
    assert len(table) == 4 * len(INDICATORS)
    first = table[table["rank"] == 1]
    assert set(first["attribute"]) == {"capacity"}
    assert set(zip(first["low"], first["high"], strict=True)) == {("6 bcm/yr", "9 bcm/yr")}
    exports = first.set_index("indicator").loc["Russian exports to Asia"]
    assert (exports["at_low"], exports["base"], exports["at_high"]) == pytest.approx((6.0, 8.0, 9.0), abs=1e-6)
    assert exports["swing"] == pytest.approx(3.0)


def test_what_leaves_the_network_as_it_is_moves_nothing(table):
    still = table[table["attribute"] == "discount_rate"]
    assert (still["swing"] == 0.0).all()
    assert (still["at_low"] == still["base"]).all()


@pytest.mark.slow
def test_the_order_does_not_depend_on_the_number_of_processes(world, table):
    pd.testing.assert_frame_equal(sensitivity(world, year=2030, jobs=2), table)


def capacity_of_the_line(scenario):
    figures = scenario.dataset.figures["pipelines"]
    return figures.set_index(["object", "attribute"]).at[("line", "capacity"), "value"]


@pytest.mark.slow
def test_a_side_without_a_solution_says_why(world, monkeypatch):
    def solve(scenario, solver):
        if capacity_of_the_line(scenario) < 7:
            raise CorridorError("too little")
        return solved(scenario, solver=solver)

    solved = api.solve
    monkeypatch.setattr(api, "solve", solve)
    rows = sensitivity(world, year=2030)
    rows = rows[rows["attribute"] == "capacity"]
    assert set(rows["remark"]) == {"low without a solution: too little"}
    assert rows["at_low"].isna().all()


@pytest.mark.slow
def test_a_side_that_only_a_later_year_makes_impossible_is_that_of_the_year_alone(world, table, monkeypatch):
    def solve(scenario, solver):
        if capacity_of_the_line(scenario) < 7 and len(scenario.horizon.years) > 1:
            raise CorridorError("too little")
        return solved(scenario, solver=solver)

    solved = api.solve
    monkeypatch.setattr(api, "solve", solve)
    rows = sensitivity(world, year=2030)
    rows = rows[rows["attribute"] == "capacity"]
    assert set(rows["remark"]) == {"low in the measured year alone: too little"}
    expected = table[table["attribute"] == "capacity"]
    assert rows["at_low"].to_list() == pytest.approx(expected["at_low"].to_list())


def test_only_the_strongest_of_the_screen_are_solved_in_full(world):
    done = []
    rows = sensitivity(world, year=2030, full=1, progress=lambda *counts: done.append(counts))
    assert set(rows["rank"]) == {1}
    assert done[-1] == (12, 12)


def test_a_year_that_is_no_model_year_is_wrong_input(world):
    with pytest.raises(InputError, match="2031 is not a model year: 2030, 2035"):
        sensitivity(world, year=2031)


@pytest.mark.parametrize("side", ["low", "high"])
def test_shares_of_a_whole_stay_a_whole(side):
    reference = datasets.load()
    steps = reference.identities["supply_steps"]["producer"]
    changed = 0
    for group in groups(reference):
        if (group.component, group.attribute) not in {("supply_steps", "share"), ("seasonality", "months")}:
            continue
        table = moved(reference, group, side).figures[group.component]
        before = reference.figures[group.component]
        changed += int((table["value"] != before["value"]).sum())
        shares = table[table["attribute"].isin((*MONTHS, "share"))]
        wholes = shares["object"] if group.component == "seasonality" else shares["object"].map(steps)
        assert (shares["value"].groupby(wholes).sum() - 1.0).abs().max() < 1e-3, group
    assert changed > 100


def test_a_moved_dataset_has_a_hash_of_its_own_and_leaves_the_first_alone(world):
    dataset = datasets.load(world.parent / "dataset")
    group = Group(GUESS, "pipelines", "capacity")
    low, high = moved(dataset, group, "low"), moved(dataset, group, "high")
    assert len({dataset.hash, low.hash, high.hash}) == 3
    values = [each.series("pipelines", "line", "capacity") for each in (low, dataset, high)]
    assert [series.at(2030.0) for series in values if series is not None] == [6.0, 8.0, 9.0]
    assert replace(dataset).figures["pipelines"].equals(dataset.figures["pipelines"])


def test_the_page_shows_the_strongest_and_what_is_not_known(table, tmp_path):
    path = tmp_path / "sensitivity.csv"
    write_csv(table, path)
    reference = datasets.load()
    text = page(reference, path)
    assert "| 1 | guess (pipelines capacity) | 6 bcm/yr to 9 bcm/yr | 6.0 / 8.0 / 9.0 |" in text
    headings = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    assert headings == [
        "Coverage", "Where sources disagree", "The 10 estimates that matter", "What the dataset does not know",
    ]  # fmt: skip
    assert len(re.findall(r"^\| ", text, flags=re.MULTILINE)) > 60
    assert "The 10 estimates" not in page(reference)
