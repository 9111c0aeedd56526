"""What the documentation and the README show can be typed: commands, options and the example of an own equation."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from tests.formulation.tiny import Tiny

import corridor
from corridor.cli import main

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("index", "python", "cite", "diagnosis")))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


COMMANDS = sorted(
    {
        line.partition("#")[0].strip()
        for page in PAGES
        for block in blocks(page, "sh")
        for line in block.splitlines()
        if line.startswith("corridor ")
    }
)


def test_there_are_commands():
    assert len(COMMANDS) > 5


@pytest.mark.parametrize("written", COMMANDS)
def test_a_command_can_be_typed(written):
    command: click.Command = main
    _, *words = shlex.split(written)
    context = click.Context(main)
    while isinstance(command, click.Group) and words:
        found = command.get_command(context, words[0])
        if found is None:
            break
        command, words = found, words[1:]
        context = click.Context(command, parent=context)
    assert command is not main
    command.make_context(command.name, words)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_python_can_be_read(page):
    for block in blocks(page, "python"):
        compile(block, page.name, "exec")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    made = {"mathematics.rst", "notebooks/first-scenario.ipynb"}
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http") and target not in made:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", corridor.__all__)
def test_every_public_name_is_explained(name):
    assert f"corridor.{name}" in (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_the_equation_that_is_shown_does_what_it_says(tmp_path):
    world = Tiny(tmp_path).market("Türkiye", 10.0).producer("cheap", "Türkiye", 20.0, 50.0)
    world.producer("dear", "Türkiye", 20.0, 200.0, origin="Norway")
    (example,) = [block for block in blocks(ROOT / "docs" / "python.md", "python") if "extend=" in block]
    told: dict[str, Any] = {"corridor": corridor, "scenario": world.scenario()}
    exec(example, told)
    sales = told["results"].balance.query("node == 'Türkiye' and item == 'production'")
    assert sales.set_index("origin")["volume"].to_dict() == pytest.approx({"Russia": 5.0, "Norway": 5.0})
