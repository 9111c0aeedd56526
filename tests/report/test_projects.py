"""The report says what is built in units, given up and spent, and where prices come from."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.formulation.tiny import Tiny

from corridor.cli import main
from corridor.report.blocks import Paragraph
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections.certificate import certificate
from corridor.report.sections.projects import projects
from corridor.report.subject import Subject

CANDIDATE = {"new": {"status": "candidate", "unit": "4 bcm/yr"}}


@pytest.fixture
def world(tmp_path) -> Tiny:
    """A line that may be built in units, and one that does not earn its upkeep."""
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 50.0, 100.0)
    world.producer("dear", "M", 50.0, 300.0, origin="Norway").pipeline("line", "N", "M", 0.0)
    world.pipeline("old", "N", "M", 1.0, fixed_cost=1000.0, route="Old line")
    return world.project("new", "line", 12.0, 1200.0)


def told(section) -> str:
    return "".join(
        run if isinstance(run, str) else run.text  # type: ignore[union-attr]
        for block in section.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
    )


def test_the_report_says_what_was_decided(world):
    results = world.solve(projects=CANDIDATE, budgets={"all": {"limit": "2 bn USD"}})
    text = told(projects(Subject(results, PLAIN_UNITS["bcm"])))
    assert "prices and values are those of the linear programme with these numbers fixed" in text
    assert "Units that stand in the last model year: New 3." in text
    assert "To save its fixed cost, Old line is given up in 2030." in text
    assert "Spent of budgets: all 1.2 of 2.0 bn USD." in text
    text = told(certificate(Subject(results, PLAIN_UNITS["bcm"])))
    assert "branch and bound, then simplex with integers fixed" in text
    assert "decisions are in whole numbers" in text


def test_a_run_says_that_it_decided_in_whole_numbers(world, tmp_path):
    world.scenario(projects=CANDIDATE, dataset="dataset")
    result = CliRunner().invoke(main, ["run", str(tmp_path / "tiny-1.yaml"), "--out", str(tmp_path / "run")])
    assert result.exit_code == 0, result.output
    assert "2 decisions in whole numbers by branch and bound, then simplex with integers fixed" in result.output
