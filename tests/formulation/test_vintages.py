"""When what is built delivers, how long it stands, and what is paid for it inside the horizon."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, near, volume

CANDIDATE = {"wider": {"status": "candidate"}}
YEARS = [2030, 2031, 2032, 2033, 2034]


def world_with(folder, demand=10.0, **project) -> Tiny:
    """Gas at 100 behind a line that is to be built, gas at 300 in the market; 8 bcm/yr cost 800 over ten years."""
    world = Tiny(folder).market("M", demand).producer("well", "N", 50.0, 100.0)
    world.producer("dear", "M", 50.0, 300.0, origin="Norway").pipeline("line", "N", "M", 0.0)
    return world.project("wider", "line", 8.0, 800.0, **project)


def by_year(results, column: str) -> dict[int, float]:
    return results.projects.set_index("year")[column].to_dict()


def paid(results) -> dict[int, float]:
    return results.costs[results.costs["item"] == "annuities"].set_index("year")["value"].to_dict()


def test_the_annuity_of_a_project_in_the_middle_of_the_horizon(tmp_path):
    # From 2035 on at 8 % over 20 years: 1000 * 0.08 / (1 - 1.08^-20) = 101.852 a year; 2035 stands for 5 years, 2040
    # for 3, discounted at 5 % to 2030. What the line would be worth after 2042 is in no account.
    world = world_with(tmp_path, lifetime=20.0, discount_rate=0.08, earliest=2035.0)
    world.project("wider", "line", 8.0, 1000.0, lifetime=20.0, discount_rate=0.08, earliest=2035.0)
    results = world.glance(years=[2030, 2035, 2040], discount_rate="5 %", projects=CANDIDATE)
    annuity = 1000.0 * 0.08 / (1.0 - 1.08**-20)
    assert annuity == pytest.approx(101.852, abs=1e-3)
    account = results.costs[results.costs["item"] == "annuities"].set_index("year")
    assert account["value"].to_dict() == pytest.approx({2030: 0.0, 2035: annuity, 2040: annuity})
    assert account["discounted"].sum() == pytest.approx(annuity * (5.0 * 1.05**-5 + 3.0 * 1.05**-10))
    assert by_year(results, "annuity") == pytest.approx({2030: 0.0, 2035: annuity, 2040: annuity})
    assert by_year(results, "added") == pytest.approx({2030: 0.0, 2035: 8.0, 2040: 0.0})


def test_nothing_is_decided_before_the_first_model_year(tmp_path):
    results = world_with(tmp_path, lead_time=3.0).glance(years=YEARS, projects=CANDIDATE)
    assert by_year(results, "capacity") == pytest.approx({2030: 0.0, 2031: 0.0, 2032: 0.0, 2033: 8.0, 2034: 8.0})


def test_a_third_in_the_first_year_of_a_ramp_up_over_three(tmp_path):
    results = world_with(tmp_path, ramp_up=3.0, earliest=2031.0).glance(years=YEARS, projects=CANDIDATE)
    thirds = {2030: 0.0, 2031: 8.0 / 3.0, 2032: 16.0 / 3.0, 2033: 8.0, 2034: 8.0}
    assert by_year(results, "capacity") == pytest.approx(thirds)
    assert volume(results, "line", 2032) == near(16.0 / 3.0)
    # All of it is paid for from the first year on.
    assert paid(results) == pytest.approx({2030: 0.0, **dict.fromkeys(YEARS[1:], 80.0)})


def test_capacity_leaves_after_its_technical_life_and_may_be_built_anew(tmp_path):
    world = world_with(tmp_path, lifetime=2.0, technical_life=3.0)
    results = world.glance(years=YEARS, projects=CANDIDATE)
    assert by_year(results, "capacity") == pytest.approx(dict.fromkeys(YEARS, 8.0))
    assert by_year(results, "added") == pytest.approx({2030: 8.0, 2031: 0.0, 2032: 0.0, 2033: 8.0, 2034: 0.0})
    # 800 over two years, nothing in the third, in which the line still stands.
    assert paid(results) == pytest.approx({2030: 400.0, 2031: 400.0, 2032: 0.0, 2033: 400.0, 2034: 400.0})


def test_it_is_not_built_anew_where_that_does_not_pay(tmp_path):
    demand = {"2030": 8.0, "2032": 8.0, "2033": 0.5, "2034": 0.5}
    results = world_with(tmp_path, demand, lifetime=2.0, technical_life=3.0).glance(years=YEARS, projects=CANDIDATE)
    assert by_year(results, "added")[2033] == near(0.5)
    assert by_year(results, "capacity")[2032] == near(8.0)


def test_payments_end_with_the_economic_life(tmp_path):
    results = world_with(tmp_path, lifetime=2.0).glance(years=YEARS, projects=CANDIDATE)
    assert by_year(results, "capacity") == pytest.approx(dict.fromkeys(YEARS, 8.0))
    assert paid(results) == pytest.approx({2030: 400.0, 2031: 400.0, 2032: 0.0, 2033: 0.0, 2034: 0.0})


def test_a_part_of_a_year_of_life_is_a_part_of_a_payment(tmp_path):
    results = world_with(tmp_path, lifetime=2.5).glance(years=YEARS, projects=CANDIDATE)
    assert paid(results) == pytest.approx({2030: 320.0, 2031: 320.0, 2032: 160.0, 2033: 0.0, 2034: 0.0})


def test_the_capacity_that_starts_is_reported_of_committed_projects_too(tmp_path):
    stages = {"2030": "2 bcm/yr", "2032": "8 bcm/yr"}
    results = world_with(tmp_path).glance(
        years=YEARS, projects={"wider": {"status": "committed", "capacity": stages, "fixed_capex": "200 million USD"}}
    )
    assert by_year(results, "added") == pytest.approx({2030: 2.0, 2031: 0.0, 2032: 6.0, 2033: 0.0, 2034: 0.0})
    assert by_year(results, "annuity")[2032] == pytest.approx(80.0 + 20.0)
    assert cell(results.costs, "value", item="annuities", year=2032) == 0.0  # decided already: in no objective


def test_a_committed_project_without_stages_ramps_up_and_leaves_too(tmp_path):
    project = {"earliest": 2031.0, "ramp_up": 2.0, "technical_life": 3.0}
    results = world_with(tmp_path, **project).glance(years=YEARS, projects={"wider": {"status": "committed"}})
    assert by_year(results, "capacity") == pytest.approx({2030: 0.0, 2031: 4.0, 2032: 8.0, 2033: 8.0, 2034: 0.0})
