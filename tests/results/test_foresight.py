"""Runs with rolling windows and with branches through all the rooms, to files and back."""

from __future__ import annotations

import json

import pytest
from tests.formulation.tiny import Tiny, cell, near, price

from corridor import api
from corridor.errors import InfeasibleError, InputError
from corridor.results import BranchedResults, Results, read
from corridor.results.foresight import JOINT, MEAN

ANNUITY, RENT = 30.0, 200.0
HEAD = "title: Two futures\nhorizon:\n  years: [2030]\n  seasons: annual\n  discount_rate: 0 %\n"
BRANCHES = """\
  branches:
    low: {probability: 60 %, set: {demand.M.volume: 6 bcm/yr}}
    high: {probability: 40 %, set: {demand.M.volume: 12 bcm/yr}}
projects: {wider: {status: candidate}}
"""


def world(folder, annuity: float = ANNUITY) -> Tiny:
    """Gas at 100 behind a narrow line, gas at 300 in the market, and a wider line at an annuity."""
    made = Tiny(folder).market("M", 10.0).producer("well", "N", 50.0, 100.0)
    made.producer("dear", "M", 50.0, 100.0 + RENT, origin="Norway").pipeline("line", "N", "M", 4.0)
    return made.project("wider", "line", 8.0, annuity * 8.0 * 10.0)


def futures(results: Results) -> BranchedResults:
    """Results that have branches."""
    assert isinstance(results, BranchedResults)
    return results


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a scenario on the world."""
    world(tmp_path).write()

    def write(text: str):
        path = tmp_path / "futures.yaml"
        path.write_text(f"{text}dataset: dataset\n", encoding="utf-8")
        return path

    return write


def test_branches_through_all_rooms(file):
    # Worked out in tests/engine/test_horizons.py: built to 8, for 0.4 x 200 is more than an annuity of 30.
    results = futures(api.solve(api.load(file(HEAD + BRANCHES))))
    assert list(results.branches) == ["low", "high"]
    assert {name: cell(each.projects, "capacity", project="wider") for name, each in results.branches.items()} == {
        "low": near(8.0),
        "high": near(8.0),
    }
    assert price(results.branches["low"], "M") == near(100.0)
    assert results.branches["high"].manifest["branch"]["probability"] == 0.4
    low, high = 600.0 + 8.0 * ANNUITY, 1200.0 + 8.0 * ANNUITY
    assert results.value("expected_cost") == near(0.6 * low + 0.4 * high)
    assert results.value("value_of_perfect_information") == near(0.6 * 6.0 * ANNUITY)
    # For a mean demand of 8.4 the plan is 4.4: 3.6 bcm cost 200 more in 40 % of all cases, and 3.6 annuities less.
    assert results.value("value_of_stochastic_solution") == near(3.6 * (0.4 * RENT - ANNUITY))
    assert cell(results.plans, "capacity", plan=JOINT, project="wider") == near(8.0)
    assert cell(results.plans, "capacity", plan=MEAN, project="wider") == near(4.4)
    assert results.manifest["objective"] == results.value("expected_cost")


def test_tables_of_branches_are_asked_for_by_branch(file):
    results = futures(api.solve(api.load(file(HEAD + BRANCHES))))
    with pytest.raises(InputError, match=r"results.branches\['low'\].flows"):
        results.flows  # noqa: B018
    assert "low" in repr(results)
    assert "expected_cost" in results._repr_html_()


def test_results_of_branches_are_written_and_read(file, tmp_path, corridor):
    out = tmp_path / "out"
    ran = corridor("run", file(HEAD + BRANCHES), "--out", out)
    assert ran.exit_code == 0, ran.output
    assert "value of the stochastic solution (VSS)" in ran.output
    results = futures(read(out))
    assert results.foresight["measure"].iloc[0] == "expected_cost"
    assert cell(results.branches["high"].projects, "capacity", project="wider") == near(8.0)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in manifest["branches"]] == ["low", "high"]
    again = api.load(out / "branches" / "high" / "scenario.yaml")
    assert again.hash == manifest["branches"][1]["hash"]
    assert api.load(out / "scenario.yaml").hash == manifest["scenario"]["hash"]
    assert corridor("run", file(HEAD + BRANCHES), "--out", out, "--json").exit_code == 0


def test_one_branch_is_the_deterministic_run(file):
    decided = "projects: {wider: {status: candidate}}\n"
    one = futures(api.solve(api.load(file(f"{HEAD}  branches: {{only: {{probability: 100 %}}}}\n{decided}"))))
    alone = api.solve(api.load(file(HEAD + decided)))
    assert one.value("expected_cost") == pytest.approx(alone.manifest["objective"], rel=1e-9)
    assert one.branches["only"].prices["price"].tolist() == pytest.approx(alone.prices["price"].tolist(), rel=1e-9)
    assert one.value("value_of_perfect_information") == 0.0


def test_a_branch_that_goes_short_is_named(file):
    short = BRANCHES.replace("demand.M.volume: 12 bcm/yr", "demand.M.volume: 80 bcm/yr")
    with pytest.raises(InfeasibleError, match="branch high: M"):
        api.solve(api.load(file(HEAD + short)))


def test_a_branch_that_makes_no_network_is_named(file):
    wrong = BRANCHES.replace("demand.M.volume: 12 bcm/yr", "projects.wider.lifetime: 0 yr, pipelines.line.loss: 99 %")
    with pytest.raises(InputError, match="high"):
        api.solve(api.load(file(HEAD + wrong)))


@pytest.mark.parametrize("look_ahead", ["", ", look_ahead: 2 yr"])
def test_rolling_windows_through_all_rooms(file, tmp_path, corridor, look_ahead):
    # Needed in 2030 only: whoever sees one year at a time builds, and pays for two idle years.
    text = HEAD.replace("[2030]", f"[2030, 2031, 2032]\n  window: {{years: 1 yr{look_ahead}}}")
    text += "projects: {wider: {status: candidate, capex: 7.2 bn USD}}\ndemand: {M: {volume: {2030: 10 bcm/yr, 2031: 4 bcm/yr}}}\n"
    out = tmp_path / "out"
    ran = corridor("run", file(text), "--out", out)
    assert ran.exit_code == 0, ran.output
    results = read(out)
    assert results.projects["capacity"].tolist() == [near(0.0 if look_ahead else 6.0)] * 3
    assert [window["decided"] for window in results.manifest["windows"]] == [[2030], [2031], [2032]]
    assert "decided in 3 rolling windows" in ran.output
