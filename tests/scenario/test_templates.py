"""Scenarios to start from: valid as they are, and never written over what is there."""

from __future__ import annotations

import re

import pytest

from corridor import dataset as datasets
from corridor.errors import InputError
from corridor.scenario import load
from corridor.scenario.files import SCHEMA
from corridor.scenario.templates import start, templates

NAMES = [template.name for template in templates()]


@pytest.fixture(scope="module")
def reference():
    return datasets.load()


def test_there_is_one_for_each_kind_of_question():
    assert NAMES == ["ban", "blank", "corridor", "demand"]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_valid_as_written(reference, tmp_path, name):
    path, schema = start("my-question", name, tmp_path)
    assert schema.name == SCHEMA
    scenario = load(path, dataset=reference)
    assert scenario.title == "My question"
    assert (scenario.hash == load("reference", dataset=reference).hash) == (name == "blank")


def test_suggestions_of_the_blank_one_are_valid_too(reference, tmp_path):
    (template,) = [each for each in templates() if each.name == "blank"]
    keys = r"^# ( *[\w-]+: *(?:\{.*\})?)$"
    path = tmp_path / "all.yaml"
    path.write_text(re.sub(keys, r"\1", template.text.replace("{title}", "All"), flags=re.MULTILINE), encoding="utf-8")
    scenario = load(path, dataset=reference)
    assert {override.object for override in scenario.overrides} >= {"blue-stream", "Iran North"}
    assert scenario.status("projects", "power-of-siberia-2", "excluded") == "committed"
    assert scenario.horizon.years == (2025, 2030, 2035, 2040)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_a_template_is_explained(name):
    (template,) = [each for each in templates() if each.name == name]
    lines = template.text.splitlines()
    assert lines[0] == f"# yaml-language-server: $schema={SCHEMA}"
    assert sum(line.lstrip().startswith("#") for line in lines) >= 8


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "mine.yaml").write_text("title: Mine\n", encoding="utf-8")
    (tmp_path / SCHEMA).write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.yaml' is there already"):
        start("mine", "blank", tmp_path)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "title: Mine\n"
    assert start("other", "blank", tmp_path) == [tmp_path / "other.yaml"]
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize("name", ["../mine", "a/b", "", "my line", ".hidden", "x.yaml"])
def test_a_name_is_a_plain_word(tmp_path, name):
    with pytest.raises(InputError, match="is no name for a scenario"):
        start(name, "blank", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_to_do_next(corridor, tmp_path):
    result = corridor("new", "my-line", "--from", "corridor", "--out", tmp_path)
    path = tmp_path / "my-line.yaml"
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == str(path)
    assert f"corridor validate {path}" in result.stdout
    assert corridor("validate", path).stdout == f"{path}: valid\n"
    assert corridor("new", "my-line", "--out", tmp_path).exit_code == 2


def test_the_command_lists_templates(corridor):
    result = corridor("new", "--list")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == NAMES


def test_an_unknown_template_is_wrong_input(corridor, tmp_path):
    result = corridor("new", "mine", "--from", "corridors", "--out", tmp_path)
    assert result.exit_code == 2
    assert "there is no template 'corridors'; did you mean 'corridor'?" in result.stderr
    assert "a name is missing" in corridor("new").stderr
