"""A candidate is built exactly where the rent pays its annuity, and pays while it stands."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, cost, near, price, volume

RENT = 200.0


def world_with(folder, annuity: float, existing: float = 4.0, size: float = 8.0, **demand) -> Tiny:
    """Gas at 100 behind a narrow line, gas at 300 in the market; an annuity in million USD per bcm/yr."""
    world = Tiny(folder).market("M", demand.get("volume", 10.0)).producer("well", "N", 50.0, 100.0)
    world.producer("dear", "M", 50.0, 100.0 + RENT, origin="Norway").pipeline("line", "N", "M", existing)
    return world.project("wider", "line", size, annuity * size * 10.0)


CANDIDATE = {"wider": {"status": "candidate"}}


@pytest.mark.parametrize(("annuity", "built"), [(190.0, 6.0), (210.0, 0.0)])
def test_it_is_built_exactly_where_the_rent_is_higher(tmp_path, annuity, built):
    results = world_with(tmp_path, annuity).glance(projects=CANDIDATE)
    assert cell(results.projects, "capacity", project="wider") == near(built)
    assert volume(results, "line") == near(4.0 + built)
    assert price(results, "M") == near(100.0 + annuity if built else 300.0)
    assert cell(results.costs, "value", item="annuities") == near(annuity * built)
    assert cell(results.projects, "annuity", project="wider") == near(annuity * built)


def test_no_more_than_its_size_is_built(tmp_path):
    results = world_with(tmp_path, 190.0, size=3.0).glance(projects=CANDIDATE)
    assert cell(results.projects, "capacity", project="wider") == near(3.0)
    assert cell(results.projects, "value", project="wider") == near(3.0 * RENT)
    assert price(results, "M") == near(300.0)


def test_a_new_line_is_reported_like_a_wider_one(tmp_path):
    world = world_with(tmp_path, 150.0, existing=0.0).pipeline("other", "N", "M", 1.0)
    results = world.glance(projects=CANDIDATE)
    assert volume(results, "line") == near(8.0)
    assert cell(results.capacity, "added", arc="line") == near(8.0)
    assert cell(results.capacity, "capacity", arc="line") == near(8.0)
    assert cell(results.projects, "used", project="wider") == near(8.0)
    assert cell(results.projects, "value", project="wider") == near(8.0 * RENT)


def test_a_new_line_may_be_the_only_one(tmp_path):
    results = world_with(tmp_path, 150.0, existing=0.0).glance(projects=CANDIDATE)
    assert volume(results, "line") == near(8.0)


def test_a_plant_is_built_at_the_size_of_what_leaves_it(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 10.0)
        .producer("well", "N", 50.0, 100.0)
        .producer("dear", "M", 50.0, 300.0, origin="Norway")
    )
    world.liquefaction("plant", "N", "LNG", 1.0, own_use=0.2).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "M", 50.0
    )
    results = world.project("train", "plant", 4.0, 4.0 * 10.0 * 50.0).glance(
        projects={"train": {"status": "candidate"}}
    )
    assert cell(results.projects, "capacity", project="train") == near(4.0)
    assert volume(results, "ship") == near(5.0)
    assert volume(results, "plant") == near(5.0 / 0.8)


def growing(folder, annuity: float, volumes: dict[str, float]) -> Tiny:
    return world_with(folder, annuity, volume=volumes)


def test_a_project_in_the_middle_of_the_horizon_pays_only_while_it_stands(tmp_path):
    world = growing(tmp_path, 150.0, {"2030": 4.0, "2034": 4.0, "2035": 10.0})
    results = world.glance(years=[2030, 2035, 2040], projects=CANDIDATE, discount_rate="5 %")
    capacity = results.projects.set_index("year")["capacity"]
    assert capacity.to_dict() == pytest.approx({2030: 0.0, 2035: 6.0, 2040: 6.0}, abs=1e-3)
    paid = results.costs[results.costs["item"] == "annuities"].set_index("year")
    assert paid["value"].to_dict() == pytest.approx({2030: 0.0, 2035: 900.0, 2040: 900.0}, abs=0.2)
    assert paid["discounted"].to_dict() == pytest.approx(
        {2030: 0.0, 2035: 5.0 * 900.0 * 1.05**-5, 2040: 3.0 * 900.0 * 1.05**-10}, rel=1e-3
    )


def test_what_is_built_stands_and_is_paid_to_the_end(tmp_path):
    # Needed in 2030 only: two further years of annuities outweigh what the first one saves, unless it is cheap.
    volumes = {"2030": 10.0, "2031": 4.0}
    weights = [0.5 + 0.5, 0.5 + 0.5, 0.5 + 0.5]
    for annuity, built in (
        (RENT * weights[0] / sum(weights) * 0.9, 6.0),
        (RENT * weights[0] / sum(weights) * 1.1, 0.0),
    ):
        world = growing(tmp_path / str(built), annuity, volumes)
        results = world.glance(years=[2030, 2031, 2032], projects=CANDIDATE)
        assert results.projects["capacity"].tolist() == [near(built)] * 3


def test_it_is_not_there_before_its_earliest_year(tmp_path):
    world = world_with(tmp_path, 100.0)
    results = world.glance(years=[2030, 2035], projects={"wider": {"status": "candidate", "earliest": 2035}})
    assert results.projects["capacity"].tolist() == [near(0.0), near(6.0)]


def test_a_project_on_several_arcs_is_paid_once(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 10.0)
        .producer("well", "N", 50.0, 100.0)
        .producer("dear", "M", 50.0, 300.0, origin="Norway")
    )
    world.pipeline("one", "N", "Hub", 4.0).pipeline("two", "Hub", "M", 2.0).project(
        "wider", "one;two", 8.0, 8.0 * 10.0 * 150.0
    )
    results = world.glance(projects=CANDIDATE)
    assert volume(results, "two") == near(10.0)
    assert cell(results.costs, "value", item="annuities") == near(8.0 * 150.0)


def test_an_offer_never_costs_anything(tmp_path):
    world = world_with(tmp_path, 150.0)
    assert cost(world.glance(projects=CANDIDATE)) < cost(world.glance()) - 1.0


def test_a_market_that_only_a_candidate_can_reach_is_no_impossibility(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 50.0, 100.0).pipeline("line", "N", "M", 4.0)
    results = world.project("wider", "line", 8.0, 800.0).glance(projects=CANDIDATE)
    assert cell(results.projects, "capacity", project="wider") == near(6.0)
