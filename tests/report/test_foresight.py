"""The section on what was known of the future."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.synthetic import SyntheticResults

from corridor.report.blocks import Paragraph, Table
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections.foresight import how_much_was_known
from corridor.report.subject import Subject
from corridor.results.foresight import MEANINGS


def section(results: SyntheticResults, **manifest: object):
    changed = replace(results, manifest={**results.manifest, **manifest})
    return how_much_was_known(Subject(changed, PLAIN_UNITS["bcm"]))


def line(measure: str, value: float | None, plan: str = "", branch: str = "", note: str = "") -> dict[str, object]:
    return {"measure": measure, "plan": plan, "branch": branch, "value": value, "note": note}


def test_perfect_foresight_says_nothing(results: SyntheticResults) -> None:
    assert section(results) is None


def test_windows_are_listed(results: SyntheticResults) -> None:
    certificate = {"row_violation": 1e-12, "duality_gap": 3e-11}
    windows = [
        {"decided": [2025, 2027], "ahead": [2030], "certificate": certificate},
        {"decided": [2030], "ahead": [], "certificate": certificate},
    ]
    text, table = section(results, windows=windows).blocks
    assert isinstance(text, Paragraph)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["2025, 2027", "2030", "3.0e-11"],
        ["2030", "none", "3.0e-11"],
    ]


@pytest.mark.parametrize("mean", [True, False])
def test_branches_say_what_foresight_is_worth(results: SyntheticResults, mean: bool) -> None:
    told = [
        line("expected_cost", 100.0, plan="all branches"),
        line("cost_in_branch", 120.0, plan="all branches", branch="high"),
        line("value_of_perfect_information", 12.5),
        line("single_branch_plan_cost", None, plan="high", note="cannot be carried out in low"),
    ]
    told += [line("value_of_stochastic_solution", 3.0)] if mean else []
    branch = {"name": "high", "probability": 0.3, "of": "Two futures", "decided_before": 2030}
    text, table = section(results, branch=branch, foresight=told).blocks
    words = "".join(map(str, text.runs))
    assert "branch “high” of “Two futures”, with a probability of 30.0 %" in words
    assert "are built, as far as it has to be begun before 2030, is decided" in words
    assert ("differ by more than numbers" in words) is not mean
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert ["in branch “high”", "", "120.0"] in cells
    assert ["Expected cost of the plan for “high” alone", "cannot be carried out in low", "without bound"] in cells
    assert [row.total for row in table.rows][2] is True


def test_every_measure_has_a_name(results: SyntheticResults) -> None:
    branch = {"name": "high", "probability": 0.3, "of": "Two futures"}
    found = section(results, branch=branch, foresight=[line(measure, 1.0) for measure in MEANINGS])
    assert len(found.blocks[1].rows) == len(MEANINGS)
