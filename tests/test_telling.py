"""Errors in a terminal and as JSON."""

from __future__ import annotations

import json
import pickle

import pytest

import corridor as package
from corridor.errors import InputError, Problem, ScenarioError

WRONG = "title: T\nextends: iran-55\nprojects:\n  rusia-iran: {capacity: 30}\n"


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_message_shows_the_line_and_what_to_write(corridor, wrong):
    result = corridor("validate", wrong)
    assert result.exit_code == 2
    assert result.stderr == (
        f"{wrong}:4:3: unknown project 'rusia-iran'; did you mean 'russia-iran'?\n"
        "     4 |   rusia-iran: {capacity: 30}\n"
        "       |   ^~~~~~~~~~\n"
        f"{wrong}:4:26: a unit is missing: write e.g. '30 bcm/yr'\n"
        "     4 |   rusia-iran: {capacity: 30}\n"
        "       |                          ^~\n"
        "    hint: volume rate is written in bcm/yr, mcm/d, Mt LNG/yr or GWh/d\n"
        "\n2 problems\n"
    )


def test_python_raises_what_the_command_prints(corridor):
    printed = corridor("show", "iran-55", "--set", "projects.russia-iran.capacity=30").stderr
    with pytest.raises(ScenarioError) as caught:
        package.load("iran-55", {"projects.russia-iran.capacity": "30"})
    assert f"{caught.value}\n" == printed
    assert "--set: a unit is missing" in printed
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_way_to_an_inherited_file_is_told(corridor, wrong):
    child = wrong.with_name("child.yaml")
    child.write_text("title: C\nextends: wrong\n", encoding="utf-8")
    assert "    layer: child > wrong\n" in corridor("validate", child).stderr


@pytest.mark.parametrize(
    ("variable", "coloured"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colours_are_for_people(corridor, wrong, monkeypatch, variable, coloured):
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in corridor("validate", wrong).stderr) == coloured


def test_json_holds_every_problem(corridor, wrong):
    result = corridor("validate", "iran-55", wrong, "--json")
    content = json.loads(result.stdout)
    assert result.exit_code == 2
    assert not content["valid"]
    assert [each["valid"] for each in content["files"]] == [True, False]
    first, second = content["problems"]
    assert (first["line"], first["column"], first["length"], first["severity"]) == (4, 3, 10, "error")
    assert second["path"] == "projects.rusia-iran.capacity"
    assert second["source"] == "  rusia-iran: {capacity: 30}"


def test_every_command_that_prints_json_tells_errors_so(corridor, wrong, tmp_path):
    for arguments in (("run", wrong, "--out", tmp_path / "out"), ("show", wrong), ("diff", wrong, "iran-55")):
        result = corridor(*arguments, "--json")
        content = json.loads(result.stdout)
        assert (result.exit_code, content["exit_code"], content["error"]) == (2, 2, "ScenarioError")
        assert len(content["problems"]) == 2


def test_problems_are_ordered_by_place():
    error = InputError([Problem("c", "b", 1, 1), Problem("b", "a", 2, 1), Problem("a", "a", 1, 9)])
    assert str(error) == "a:1:9: a\na:2:1: b\nb:1:1: c"


def test_warnings_say_that_they_are():
    assert str(Problem("odd", "a", 1, 1, severity="warning")) == "a:1:1: warning: odd"
