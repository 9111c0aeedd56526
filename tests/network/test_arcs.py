"""Arcs: losses, costs, meters, events, sailing windows, reverse directions."""

from __future__ import annotations

import math

import pytest
from tests.formulation.tiny import DAYS, YEAR, Tiny


def terms(network, arc, season="year", year=YEAR):
    return network.arc_terms.loc[(arc, year, season)]


def one_line(folder, **figures) -> Tiny:
    return (
        Tiny(folder)
        .market("M", 1.0)
        .producer("well", "N", 20.0, 100.0)
        .pipeline("line", "N", "M", **{"capacity": 15.0, **figures})
    )


def chain(folder, **figures) -> Tiny:
    """A plant of 8 bcm/yr of LNG, a voyage, a terminal."""
    world = Tiny(folder).market("M", 1.0).producer("well", "N", 20.0, 100.0)
    world.producer("own", "M", 20.0, 500.0, origin="Norway")
    world.liquefaction("plant", "N", "LNG", 8.0, cost=80.0, own_use=0.2)
    return world.voyage("ship", "LNG", "Regas", cost=20.0, boil_off=0.05, **figures).terminal(
        "terminal", "Regas", "M", 6.0, cost=10.0, own_use=0.04
    )


def test_fuel_grows_with_distance_and_kept_gas_comes_on_top(tmp_path):
    network = one_line(tmp_path, length=2000.0, fuel_rate=2e-5, loss=0.01).network()
    assert network.arcs.at["line", "loss"] == pytest.approx(2000.0 * 2e-5 + 0.01)


def test_fuel_defaults_to_the_parameter(tmp_path):
    network = one_line(tmp_path, length=2000.0).parameter("fuel_rate", 3e-5).network()
    assert network.arcs.at["line", "loss"] == pytest.approx(0.06)


def test_the_tariff_is_per_volume_and_per_distance(tmp_path):
    network = one_line(tmp_path, length=500.0, tariff=7.0, tariff_rate=0.02).network()
    assert terms(network, "line")["cost"] == pytest.approx(7.0 + 0.02 * 500.0)


def test_a_tariff_changes_in_its_year(tmp_path):
    network = one_line(tmp_path, tariff={"2015": 7.0, "2031": 9.0}).network(years=[2030, 2031])
    assert [terms(network, "line", year=year)["cost"] for year in (2030, 2031)] == [7.0, 9.0]


def test_plants_and_terminals_are_metered_at_the_exit(tmp_path):
    network = chain(tmp_path).network()
    plant, terminal, ship = (terms(network, arc) for arc in ("plant", "terminal", "ship"))
    assert (plant["capacity"], plant["cost"]) == (pytest.approx(8.0 / 0.8), pytest.approx(80.0 * 0.8))
    assert (terminal["capacity"], terminal["cost"]) == (pytest.approx(6.0 / 0.96), pytest.approx(10.0 * 0.96))
    assert (ship["capacity"], ship["cost"]) == (math.inf, 20.0)
    assert network.arcs["metered"].to_dict() == {"plant": "exit", "ship": "entry", "terminal": "exit"}


def test_a_voyage_may_have_a_limit(tmp_path):
    assert terms(chain(tmp_path, capacity=3.0).network(), "ship")["capacity"] == 3.0


def test_a_voyage_through_ice_carries_what_its_plants_make_while_it_is_open(tmp_path):
    world = chain(tmp_path, window="arctic").window("arctic", [0.0] * 6 + [0.5, 1.0, 1.0, 0.5, 0.0, 0.0])
    annual, halves = world.network(), world.network(seasons="winter-summer")
    assert terms(annual, "ship")["capacity"] == pytest.approx(8.0 * 3.0 / 12.0)
    assert terms(halves, "ship", "summer")["capacity"] == pytest.approx(8.0 * 2.5 / 6.0)
    assert terms(halves, "ship", "winter")["capacity"] == pytest.approx(8.0 * 0.5 / 6.0)


def test_a_voyage_through_ice_keeps_its_own_limit(tmp_path):
    world = chain(tmp_path, window="arctic", capacity=1.0).window("arctic", [0.5] * 12)
    assert terms(world.network(), "ship")["capacity"] == 1.0


def test_a_voyage_through_ice_carries_what_committed_plants_make_too(tmp_path):
    world = chain(tmp_path, window="arctic").window("arctic", [0.5] * 12).project("train", "plant", 4.0, 40.0)
    network = world.network(projects={"train": {"status": "committed"}})
    assert terms(network, "plant")["capacity"] == pytest.approx(12.0 / 0.8)
    assert terms(network, "ship")["capacity"] == pytest.approx(0.5 * 12.0)


def test_a_closed_voyage_without_a_limit_carries_nothing(tmp_path):
    assert terms(chain(tmp_path).network(shipping={"ship": {"status": "closed"}}), "ship")["capacity"] == 0.0


def test_a_reversible_pipeline_is_two_arcs_each_the_others_opposite(tmp_path):
    network = one_line(tmp_path, reverse_capacity=6.0, loss=0.1).network()
    forth, back = network.arcs.loc["line"], network.arcs.loc["line:reverse"]
    assert (forth["opposite"], back["opposite"]) == ("line:reverse", "line")
    assert (back["from"], back["to"], back["line"], back["loss"]) == ("M", "N", "line", 0.1)
    assert back["route"] == "line (reverse)"
    assert (terms(network, "line")["capacity"], terms(network, "line:reverse")["capacity"]) == (15.0, 6.0)


def test_a_pipeline_without_reverse_capacity_has_one_direction(tmp_path):
    network = one_line(tmp_path).network()
    assert list(network.arcs.index) == ["line"]
    assert network.arcs.at["line", "opposite"] == ""


def test_a_scenario_may_reverse_a_line(tmp_path):
    network = one_line(tmp_path).network(
        pipelines={"line": {"reverse_capacity": {"2031": "6 bcm/yr"}}}, years=[2030, 2031]
    )
    assert [terms(network, "line:reverse", year=year)["capacity"] for year in (2030, 2031)] == [0.0, 6.0]


def test_events_leave_a_share_for_the_time_they_last(tmp_path):
    world = one_line(tmp_path, reverse_capacity=6.0).event("repair", "line", "2030-04", "2030-07", factor=0.5)
    network = world.network(years=[2029, 2030, 2031], seasons="quarters")
    left = network.arc_terms["capacity"] / network.arc_terms["existing"].groupby(level="arc").transform("max")
    assert left["line", 2030].to_dict() == pytest.approx(
        {"first": 1.0, "second": 0.5, "third": 1.0, "fourth": 1.0}, abs=DAYS
    )
    assert left["line:reverse", 2030].to_dict() == pytest.approx(left["line", 2030].to_dict())
    assert (left["line", 2029] == 1.0).all()
    assert (left["line", 2031] == 1.0).all()


def test_several_events_multiply_and_may_be_switched_off(tmp_path):
    world = one_line(tmp_path).event("one", "line", "2022", factor=0.5).event("two", "line", "2022", factor=0.4)
    assert terms(world.network(), "line")["capacity"] == pytest.approx(15.0 * 0.2)
    assert terms(world.network(events={"two": {"status": "off"}}), "line")["capacity"] == pytest.approx(15.0 * 0.5)


def test_an_event_on_a_part_of_a_season_scales_it(tmp_path):
    world = one_line(tmp_path).event("cut", "line", "2030-07-01")
    assert terms(world.network(), "line")["capacity"] == pytest.approx(15.0 * 0.5, rel=DAYS)


def test_an_event_takes_what_projects_add_too(tmp_path):
    world = one_line(tmp_path).project("wider", "line", 10.0, 100.0).event("cut", "line", "2022", factor=0.6)
    capacity = terms(world.network(projects={"wider": {"status": "committed"}}), "line")
    assert (capacity["existing"], capacity["committed"]) == (pytest.approx(9.0), pytest.approx(6.0))
    assert capacity["capacity"] == pytest.approx(15.0)


def test_capacity_that_changes_within_a_year_knows_the_seasons(tmp_path):
    network = one_line(tmp_path, capacity={"2015": 12.0, "2030-07": 18.0}).network(seasons="quarters")
    assert [terms(network, "line", season)["capacity"] for season in ("first", "fourth")] == [12.0, 18.0]
