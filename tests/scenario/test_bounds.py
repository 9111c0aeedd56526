"""Files made to keep a reader busy are refused before they do, and nothing in a file is ever executed.

The time allowed is many times what is needed, so that a busy machine does not matter.
"""

from __future__ import annotations

import os
import time

import pytest

from corridor.errors import ScenarioError
from corridor.scenario import load
from corridor.scenario.tree import LONGEST_TEXT

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"
ROOM = LONGEST_TEXT - len(HEAD) - 40


def laughs(depth: int) -> str:
    """Return anchors that each hold the one before ten times."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return "\n".join(lines)


def milliseconds(action) -> float:
    """Return the work of this process, whatever else the machine does."""
    began = time.process_time()
    action()
    return 1000.0 * (time.process_time() - began)


@pytest.mark.parametrize(
    ("text", "message", "limit"),
    [
        (laughs(30), "more than 10000 values, repeated anchors included", 200),
        ("a: &a {b: 1}\nc: &c {<<: [" + ", ".join(["*a"] * 11000) + "]}", "more than 10000 values", 1000),
        ("a: " + "[" * ROOM, "nested more than 12 levels deep", 1000),
        ("a: " + "{a: " * (ROOM // 4), "nested more than 12 levels deep", 200),
        ("\n".join(" " * depth + "a:" for depth in range(500)), "nested more than 12 levels deep", 200),
        ("- " * (ROOM // 2), "not valid YAML", 200),
        ("? " * (ROOM // 2), "nested more than 12 levels deep", 200),
        ("a: " + "9" * ROOM, "unknown key 'a'", 1000),
        ('a: "' + "\\x41" * (ROOM // 4) + '"', "unknown key 'a'", 1000),
        ("k" * ROOM + ": 1", "not valid YAML", 1000),
        ("#" * ROOM + "\na: 1", "unknown key 'a'", 1000),
        ("\n" * ROOM + "a: 1", "unknown key 'a'", 1000),
        ("\n".join(f"k{n}: 1" for n in range(20_000)), "more than 10000 values", 1500),
        ("a: [" + "1," * (ROOM // 2) + "]", "more than 10000 values", 1500),
        ("a: !" + "k" * (ROOM // 4), "is not part of the language", 1000),
    ],
)
def test_a_file_made_to_take_long_is_refused_quickly(folder, dataset, text, message, limit):
    (folder / "main.yaml").write_text(HEAD + text, encoding="utf-8")
    caught: list[ScenarioError] = []

    def attempt() -> None:
        with pytest.raises(ScenarioError) as error:
            load("main.yaml", dataset=dataset)
        caught.append(error.value)

    assert milliseconds(attempt) < limit
    assert message in str(caught[0])
    assert all(problem.line for problem in caught[0].problems)


@pytest.mark.parametrize("unit", ["k{}: 1\n", "x", "a: {{b: [1, 2]}}\n"])
def test_a_huge_file_is_not_even_read(folder, dataset, monkeypatch, unit):
    (folder / "main.yaml").write_text("".join(unit.format(number) for number in range(1_100_000)), encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: pytest.fail(f"{path} is read"))

    def attempt() -> None:
        with pytest.raises(ScenarioError, match=r"main\.yaml:1:1: longer than 250000 characters"):
            load("main.yaml", dataset=dataset)

    assert milliseconds(attempt) < 100


def test_an_override_is_bounded_too(folder, dataset):
    (folder / "main.yaml").write_text(HEAD)
    with pytest.raises(ScenarioError, match="longer than 250000 characters"):
        load("main.yaml", {"demand.Iran.volume": "x" * 300_000}, dataset=dataset)


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['touch made']", "!!python/name:os.remove x", "!include other", "!!binary eA=="],
)
def test_nothing_is_executed(folder, dataset, tag):
    (folder / "main.yaml").write_text(HEAD + f"description: {tag}\n")
    with pytest.raises(ScenarioError, match=r"main\.yaml:3:14: the tag '.*' is not part of the language"):
        load("main.yaml", dataset=dataset)
    assert sorted(path.name for path in folder.iterdir()) == ["main.yaml"]


def test_a_link_is_the_file_that_it_leads_to(folder, dataset):
    (folder / "sub").mkdir()
    (folder / "sub" / "base.yaml").write_text(HEAD)
    (folder / "sub" / "main.yaml").write_text("title: Main\nextends: base\n")
    (folder / "link.yaml").symlink_to(folder / "sub" / "main.yaml")
    scenario = load("link.yaml", dataset=dataset)
    assert [layer.file for layer in scenario.layers] == ["sub/base.yaml", "sub/main.yaml"]


def test_links_in_a_circle_and_pipes_are_no_scenarios(folder, dataset):
    (folder / "a.yaml").symlink_to(folder / "b.yaml")
    (folder / "b.yaml").symlink_to(folder / "a.yaml")
    os.mkfifo(folder / "pipe.yaml")
    for name in ("a", "pipe"):
        (folder / "main.yaml").write_text(f"title: Main\nextends: {name}\n")
        with pytest.raises(ScenarioError, match=rf"main\.yaml:2:10: there is no scenario '{name}'"):
            load("main.yaml", dataset=dataset)


def test_a_file_that_extends_itself_through_a_link_is_a_circle(folder, dataset):
    (folder / "main.yaml").write_text("title: Main\nextends: again\n")
    (folder / "again.yaml").symlink_to(folder / "main.yaml")
    with pytest.raises(ScenarioError, match="'extends' goes round in a circle: main > main"):
        load("main.yaml", dataset=dataset)


def test_a_chain_of_files_may_be_long_but_not_endless(folder, dataset):
    (folder / "s0.yaml").write_text(HEAD)
    for number in range(1, 600):
        (folder / f"s{number}.yaml").write_text(f"title: T\nextends: s{number - 1}\n")
    assert len(load("s19.yaml", dataset=dataset).layers) == 20
    with pytest.raises(ScenarioError, match=r"s580\.yaml:2:10: more than 20 files extend one another"):
        load("s599.yaml", dataset=dataset)
