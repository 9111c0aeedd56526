"""Sweep files: what they mean, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from corridor.errors import ScenarioError
from corridor.scenario.origin import Origin
from corridor.scenario.tree import read
from corridor.study.reading import define, find, is_sweep, written

SWEEPS = Path(__file__).parents[2] / "scenarios" / "sweeps"

GOOD = """\
title: A sweep
scenario: base
set: {horizon.seasons: annual}
axes:
  - name: Growth
    path: demand.Iran.growth
    values: [0 %/yr, 1.5 %/yr]
  - name: Corridor
    path: projects.russia-iran.capacity
    template: {2027: 2 bcm/yr, 2033: "{value}"}
    values: [10 bcm/yr, 20 bcm/yr, {label: 0 bcm/yr, value: {2027: 0 bcm/yr}}]
  - name: Power of Siberia 2
    path: projects.power-of-siberia-2.status
    values: [{label: built, value: committed}, candidate]
indicators:
  - {name: Exports, indicator: exports_to, subject: Iran, year: 2035}
  - {name: Asia, indicator: share_to_asia, subject: Russia, year: 2035}
"""


@pytest.fixture
def sweep_file(tmp_path):
    """Return a function that writes a sweep file beside a scenario."""
    (tmp_path / "base.yaml").write_text("title: Base\n", encoding="utf-8")

    def write(text: str) -> Path:
        path = tmp_path / "sweep.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


def problems(path: Path) -> list[str]:
    """Return all that is said about a wrong file."""
    with pytest.raises(ScenarioError) as caught:
        define(path)
    return [str(problem) for problem in caught.value.problems]


def test_axes_become_columns_with_units(sweep_file):
    growth, corridor, siberia = define(sweep_file(GOOD)).axes
    assert (growth.name, growth.unit, [choice.label for choice in growth.choices]) == ("Growth", "%/yr", [0.0, 1.5])
    assert (corridor.unit, [choice.label for choice in corridor.choices]) == ("bcm/yr", [10.0, 20.0, 0.0])
    assert (siberia.unit, [choice.label for choice in siberia.choices]) == ("", ["built", "candidate"])


def test_template_is_filled_and_explicit_values_are_left(sweep_file):
    corridor = define(sweep_file(GOOD)).axes[1]
    assert corridor.choices[0].text == '{"2027": "2 bcm/yr", "2033": "10 bcm/yr"}'
    assert corridor.choices[2].text == '{"2027": "0 bcm/yr"}'


def test_last_axis_turns_fastest(sweep_file):
    points = define(sweep_file(GOOD)).points()
    assert len(points) == 2 * 3 * 2
    assert [point.number for point in points] == list(range(1, 13))
    assert [point.choices[2].label for point in points[:3]] == ["built", "candidate", "built"]
    assert points[0].overrides == (
        'horizon.seasons="annual"',
        'demand.Iran.growth="0 %/yr"',
        'projects.russia-iran.capacity={"2027": "2 bcm/yr", "2033": "10 bcm/yr"}',
        'projects.power-of-siberia-2.status="committed"',
    )


def test_scenario_is_found_beside_the_sweep(sweep_file, tmp_path):
    assert define(sweep_file(GOOD)).scenario == (tmp_path / "base.yaml").resolve()


def test_a_unit_makes_bare_labels_numbers(sweep_file):
    text = GOOD.replace(
        "values: [{label: built, value: committed}, candidate]", "values: [{label: 1, value: committed}]"
    )
    assert define(sweep_file(text)).axes[2].choices[0].label == 1.0


def test_labels_in_two_units_stay_names(sweep_file):
    growth = define(sweep_file(GOOD.replace("[0 %/yr, 1.5 %/yr]", "[0 %/yr, 0.015 share/yr]"))).axes[0]
    assert [choice.label for choice in growth.choices] == ["0 %/yr", "0.015 share/yr"]
    assert growth.unit == ""


@pytest.mark.parametrize("text", ["NO", "null", "{a: [1, 'b c'], 'd: e': \"quote ' \\\" end\"}", "[]", "Türkiye"])
def test_written_values_are_read_back(text):
    start = Origin("x", 0, 0, "x")
    node, wrong = read(text, start)
    assert node is not None
    assert not wrong
    assert read(written(node), start) == (node, [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: A sweep\n", "", "'title' is missing"),
        ("title: A sweep", "titel: A sweep", "'titel' is not known; did you mean 'title'?"),
        ("scenario: base", "scenario: bas", "there is no scenario 'bas'; did you mean 'base'?"),
        ("scenario: base", "scenario: [base]", "'scenario' is a single text"),
        ("set: {horizon.seasons: annual}", "set: annual", "'set' is a mapping of paths and values"),
        ("    path: demand.Iran.growth\n", "", "'path' is missing"),
        ("[0 %/yr, 1.5 %/yr]", "[]", "'values' is a list of at least one value"),
        ("[0 %/yr, 1.5 %/yr]", "[1 %/yr, 1.0 %/yr]", "two values of the axis have the same label"),
        ("[0 %/yr, 1.5 %/yr]", "[{2030: 1 %/yr}]", "a value that is no single text needs a label"),
        ("{label: built, value: committed}", "{label: built}", "'value' is missing"),
        ('2033: "{value}"', "2033: 5 bcm/yr", "the template has no '{value}'"),
        ("subject: Iran, year: 2035", "subject: Iran, year: soon", "'soon' is no year"),
        ("subject: Iran, year: 2035", "subject: Iran, year: 2035, otherwise: none", "'none' is no number"),
        ("name: Asia", "name: Exports", "'Exports' is the name of two axes or indicators"),
        ("name: Asia", "name: status", "'status' is a column of every study; choose another name"),
        ("indicators:\n", "indicators:\n  - exports_to\n", "'indicators' is a list of mappings"),
    ],
)
def test_wrong_files_are_explained(sweep_file, old, new, message):
    assert old in GOOD
    found = problems(sweep_file(GOOD.replace(old, new)))
    assert any(message in problem for problem in found), found
    assert all("sweep.yaml:" in problem for problem in found)


def test_all_problems_are_told_at_once(sweep_file):
    found = problems(sweep_file(GOOD.replace("title: A sweep", "titel: A").replace("year: 2035", "year: x")))
    assert len(found) == 4


@pytest.mark.parametrize("text", ["", "just a text", "title: [", "title: A\ntitle: B\n"])
def test_files_that_are_no_mapping_are_refused(sweep_file, text):
    assert problems(sweep_file(text))


def test_missing_sweep_names_the_near_one():
    with pytest.raises(ScenarioError, match="there is no sweep 'iran-capacit'; did you mean 'iran-capacity'"):
        find("iran-capacit")


def test_shipped_sweep_is_found_by_name():
    assert find("iran-capacity") == (SWEEPS / "iran-capacity.yaml").resolve()


def test_sweeps_are_told_from_scenarios(sweep_file, tmp_path):
    assert is_sweep(sweep_file(GOOD))
    assert not is_sweep(tmp_path / "base.yaml")
    assert not is_sweep(tmp_path / "missing.yaml")


@pytest.mark.parametrize("path", sorted(SWEEPS.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_sweeps_are_grids_worth_running(path):
    definition = define(path)
    assert len(definition.points()) >= 24
    assert definition.measures
