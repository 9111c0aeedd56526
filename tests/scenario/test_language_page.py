"""The reference page: every key of the language has an example, and every example is a scenario that says something."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from corridor import dataset as datasets
from corridor.scenario import load
from corridor.scenario.language_page import NEW, examples, keys, page
from corridor.scenario.origin import Origin
from corridor.scenario.sections import SECTIONS, section_of
from corridor.scenario.tree import read
from corridor.scenario.validation import plain

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
KEYS = list(keys())
REFERENCE = datasets.load()
BASE = "title: Example\nextends: reference\n"


def whole(text: str) -> str:
    """An example with what every scenario needs."""
    head = "" if re.search(r"^title:", text, re.MULTILINE) else "title: Example\n"
    return head + ("" if re.search(r"^extends:", text, re.MULTILINE) else "extends: reference\n") + text


def said(text: str) -> Any:
    node, problems = read(text, Origin("example.yaml", 1, 1, "example"))
    assert node is not None
    assert problems == []
    return plain(node)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    path = tmp_path_factory.mktemp("base") / "example.yaml"
    path.write_text(BASE, encoding="utf-8")
    return load(path, dataset=REFERENCE).resolved()


def test_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run 'make pages'"


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_every_key_is_explained_and_its_example_uses_it(key):
    assert key.text.endswith(".")
    assert key.example in examples(), f"write an example of '{key.path}' in examples.yaml"
    found = said(examples()[key.example])
    top, *rest = key.path.split(".")
    assert top in found
    named = section_of(top) is not None or top in ("policies", "swaps", "budgets", "owners")
    below = list(found[top].values()) if named else [found[top]]
    for step in rest:
        below = [each[step] for each in below if isinstance(each, dict) and step in each]
        below = [inner for each in below for inner in each.values()] if step == "branches" else below
    assert below, "the example does not show the key"


def test_every_example_belongs_to_a_key():
    new = {f"{section.key}.{NEW}" for section in SECTIONS if section.columns}
    assert {key.example for key in KEYS} | new == set(examples())


@pytest.mark.parametrize("path", examples())
def test_every_example_is_valid_and_changes_something(tmp_path, monkeypatch, unchanged, path):
    monkeypatch.chdir(tmp_path)
    if path == "dataset":
        shutil.copytree(REFERENCE.folder, tmp_path / "my-dataset")
    file = tmp_path / "example.yaml"
    file.write_text(whole(examples()[path]), encoding="utf-8")
    resolved = load(file, dataset=None if path == "dataset" else REFERENCE).resolved()
    assert resolved != unchanged


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", page().partition("\n## title")[0], re.DOTALL))
def test_examples_of_the_rules_are_valid_and_change_something(tmp_path, unchanged, block):
    file = tmp_path / "example.yaml"
    file.write_text(whole(block), encoding="utf-8")
    assert load(file, dataset=REFERENCE).resolved() != unchanged


def test_every_section_and_every_unit_is_on_the_page():
    text = page()
    for section in SECTIONS:
        assert f"\n## {section.key}\n" in text
        assert f"\n### A new {'market' if section.key == 'demand' else section.kind}\n" in text or not section.columns
    assert "| volume rate | `bcm/yr`, `mcm/d`" in text


def test_the_command_writes_the_page(corridor, tmp_path):
    out = tmp_path / "language.md"
    assert corridor("schema", "--page", "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == page()
