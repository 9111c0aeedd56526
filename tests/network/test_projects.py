"""Projects: stages, status, annuities."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import DAYS, Tiny

from corridor.network.projects import annuity_factor

YEARS = [2030, 2031, 2035]


def world_with(folder, **figures) -> Tiny:
    world = Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0)
    return world.project("wider", "line", 12.0, 1200.0, **{"lifetime": 30.0, "discount_rate": 0.08, **figures})


def test_the_annuity_pays_the_capital_back_with_interest(tmp_path):
    network = world_with(tmp_path).network()
    assert network.projects.at["wider", "annuity"] == pytest.approx(100.0 * 0.08 / (1.0 - 1.08**-30))


@given(st.floats(1e-6, 0.3), st.integers(1, 60))
@settings(deadline=None, max_examples=50, derandomize=True)
def test_discounted_annuities_are_worth_the_capital(rate, years):
    payment = annuity_factor(rate, float(years))
    assert sum(payment * (1.0 + rate) ** -year for year in range(1, years + 1)) == pytest.approx(1.0, rel=1e-6)


def test_the_annuity_without_interest_is_an_even_share():
    assert annuity_factor(0.0, 25.0) == 0.04


def test_a_project_is_left_out_unless_the_scenario_says_otherwise(tmp_path):
    network = world_with(tmp_path, stage={"2030": 4.0, "2035": 12.0}).network(years=YEARS)
    assert network.projects.at["wider", "status"] == "excluded"
    assert (network.project_terms[["committed", "limit"]] == 0.0).all(axis=None)
    assert (network.arc_terms["committed"] == 0.0).all()


def test_a_committed_project_follows_its_stages(tmp_path):
    world = world_with(tmp_path, stage={"2030": 4.0, "2035": 12.0})
    network = world.network(years=YEARS, projects={"wider": {"status": "committed"}})
    assert network.arc_terms["committed"].tolist() == [4.0, 4.0, 12.0]
    assert network.project_terms["committed"].tolist() == [4.0, 4.0, 12.0]
    assert (network.project_terms["limit"] == 0.0).all()


def test_a_committed_project_without_stages_stands_whole_from_its_earliest_year(tmp_path):
    world = world_with(tmp_path, earliest=2031.0)
    network = world.network(years=YEARS, projects={"wider": {"status": "committed"}})
    assert network.arc_terms["committed"].tolist() == [0.0, 12.0, 12.0]


def test_a_scenario_may_set_the_stages(tmp_path):
    stages = {"2030": "3 bcm/yr", "2031-07": "9 bcm/yr"}
    network = world_with(tmp_path).network(years=YEARS, projects={"wider": {"status": "committed", "capacity": stages}})
    assert network.project_terms["committed"].tolist() == pytest.approx([3.0, 6.0, 9.0], rel=DAYS)


def test_a_stage_that_begins_in_a_season_counts_from_there(tmp_path):
    world = world_with(tmp_path)
    network = world.network(
        seasons="quarters", projects={"wider": {"status": "committed", "capacity": {"2030-10": "8 bcm/yr"}}}
    )
    assert network.arc_terms["committed"].to_dict() == pytest.approx(
        {
            ("line", 2030, "first"): 0.0,
            ("line", 2030, "second"): 0.0,
            ("line", 2030, "third"): 0.0,
            ("line", 2030, "fourth"): 8.0,
        },
        abs=8.0 * DAYS,
    )


def test_a_candidate_offers_its_size_from_its_earliest_year(tmp_path):
    network = world_with(tmp_path, earliest=2031.0).network(years=YEARS, projects={"wider": {"status": "candidate"}})
    assert network.project_terms["limit"].tolist() == [0.0, 12.0, 12.0]
    assert (network.arc_terms["committed"] == 0.0).all()
