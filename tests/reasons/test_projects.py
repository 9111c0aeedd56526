"""Why a project is not built, and how much cheaper it would have to be: told, and then tried."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import PER_MMBTU, YEAR, Tiny, near

import corridor

OFFERED = {"projects": {"new": {"status": "candidate"}}}


def world(folder, capex=1000.0, **figures) -> Tiny:
    """Gas at 100 behind a line that is not there, a market that pays 120; a project of 10 bcm/yr, a tenth of it a year."""
    return (
        Tiny(folder)
        .market("M", 8.0)
        .producer("own", "M", 20.0, 120.0, origin="Norway")
        .producer("field", "N", 20.0, 100.0)
        .pipeline("line", "N", "M", 0.0, 5.0)
        .project("new", "line", 10.0, capex, **figures)
    )


def built(results, name: str = "new") -> bool:
    table = results.projects
    return bool((table.loc[table["project"] == name, "capacity"] > 1e-6).any())


def test_the_amount_told_is_the_one_at_which_it_is_built(tmp_path):
    # A bcm/yr earns 120 - 100 - 5 = 15 a year and costs a tenth of 300.
    answer = corridor.why(world(tmp_path, 3000.0).solve(**OFFERED), "project:new")
    assert "would earn 50.0 % of its annuity of 30.00 million USD" in answer.text
    change = answer.changes[0]
    assert (change.path, change.amount) == ("projects.new.capex", near(1500.0, 0.1))
    for more, is_built in ((1.0, True), (-1.0, False)):
        changed = world(tmp_path / str(more), 3000.0 - change.amount - more)
        assert built(changed.solve(**OFFERED)) is is_built


def test_so_does_a_tariff_that_is_low_enough_in_every_year(tmp_path):
    # Two model years of five years each; a bcm/yr costs 30 a year and would earn 15 in each.
    def dated(folder, lower=0.0):
        years = world(folder, 3000.0).producer("field", "N", 20.0, 60.0).pipeline("line", "N", "M", 0.0, 45.0 - lower)
        return years.solve(years=(2030, 2035), discount_rate="5 %", **OFFERED)

    tariff = corridor.why(dated(tmp_path / "before"), "project:new").changes[1]
    assert tariff.what.startswith("the tariff of line lower, or gas at its end dearer, in every year")
    assert tariff.amount * PER_MMBTU == near(15.0)
    for more, is_built in ((0.01, True), (-0.01, False)):
        assert built(dated(tmp_path / str(more), tariff.amount * PER_MMBTU + more)) is is_built


def test_a_project_that_is_built_tells_how_much_dearer_it_may_be(tmp_path):
    answer = corridor.why(world(tmp_path, 900.0).solve(**OFFERED), f"project:new@{YEAR}")
    assert answer.text.startswith("new is built: 8.00 bcm/yr from 2030 on.")
    (change,) = answer.changes
    assert change.amount == near(600.0, 0.1)
    for more, is_built in ((1.0, False), (-1.0, True)):
        assert built(world(tmp_path / str(more), 900.0 + change.amount + more).solve(**OFFERED)) is is_built


def test_units_are_tried(tmp_path):
    # A unit of 10 carries 8: it earns 120 a year and costs 200.
    answer = corridor.why(world(tmp_path, 2000.0, unit=10.0).solve(**OFFERED), "project:new")
    assert "with 10.00 bcm/yr of it forced (10.00 bcm/yr from 2030 on)" in answer.text
    (change,) = answer.changes
    assert change.amount == near(800.0, 0.1)
    for more, is_built in ((1.0, True), (-1.0, False)):
        changed = world(tmp_path / str(more), 2000.0 - change.amount - more, unit=10.0)
        assert built(changed.solve(**OFFERED)) is is_built


def test_one_of_two_that_exclude_each_other_is_tried(tmp_path):
    both = world(tmp_path, 900.0).project("other", "line", 10.0, 500.0)
    results = both.solve(
        projects={"new": {"status": "candidate", "exclusive_with": ["other"]}, "other": {"status": "candidate"}}
    )
    answer = corridor.why(results, "project:new")
    assert "new is not built beside other, which excludes it" in answer.text


@pytest.mark.parametrize(("status", "head"), [("excluded", "not offered"), ("committed", "committed")])
def test_a_project_that_is_no_candidate_is_tried_as_one(tmp_path, status, head):
    results = world(tmp_path, 3000.0).solve(projects={"new": {"status": status}})
    text = corridor.why(results, "project:new").text
    assert text.startswith(f"new is {head} (tiny-1.yaml:")
    assert "If the model could choose: new is not built: a bcm/yr that starts in 2030 would earn 50.0 %" in text


def test_a_project_that_comes_too_late_says_so(tmp_path):
    text = corridor.why(world(tmp_path, earliest=2035.0).solve(**OFFERED), "project:new").text
    assert text == "new cannot start in the horizon: its earliest year is 2035."


def test_a_project_that_nobody_needs_earns_nothing(tmp_path):
    idle = world(tmp_path).producer("own", "M", 20.0, 90.0, origin="Norway").solve(**OFFERED)
    assert "so even if it cost nothing nobody would build it" in corridor.why(idle, "project:new").text
