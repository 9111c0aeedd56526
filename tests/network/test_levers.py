"""Levers: less consumption of a market, more or less potential of a producer, and nothing unless they are active."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import Tiny

from corridor.errors import NetworkError

ACTIVE = {"levers": {"reactor": {"status": "active"}}}
COLD_WINTER = [0.15, 0.15, 0.1, 0.05, 0.04, 0.04, 0.04, 0.04, 0.04, 0.05, 0.15, 0.15]


def world(folder, kind="demand", thing="M", volume=2.0, elasticity=0.0) -> Tiny:
    """A market of 10 and a well of 20 bcm a year."""
    tiny = Tiny(folder).profile("cold", COLD_WINTER).market("M", 10.0, elasticity=elasticity, profile="cold")
    return (
        tiny.producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 30.0).lever("reactor", thing, kind, volume)
    )


def yearly(network, column="reference"):
    demand = network.demand[column] * network.seasons["duration"].reindex(network.demand.index, level="season")
    return demand.groupby(level="year").sum()


def test_a_lever_is_off_unless_the_scenario_says_otherwise(tmp_path):
    assert yearly(world(tmp_path).network())[2030] == pytest.approx(10.0)


def test_an_active_lever_takes_its_volume_off_the_market(tmp_path):
    network = world(tmp_path, volume={"2030": 2.0, "2035-07": 6.0}).network(years=[2029, 2030, 2035, 2036], **ACTIVE)
    assert yearly(network).tolist() == pytest.approx([10.0, 8.0, 6.0, 4.0])


def test_it_saves_at_the_same_rate_in_every_season(tmp_path):
    seasons = {"seasons": "winter-summer"}
    before = world(tmp_path / "a").network(**seasons).demand["reference"]
    after = world(tmp_path / "b").network(**seasons, **ACTIVE).demand["reference"]
    assert (before - after).tolist() == pytest.approx([2.0, 2.0])
    assert before.nunique() == 2


def test_a_lever_is_a_smaller_market(tmp_path):
    with_lever = world(tmp_path / "a", elasticity=-0.4).network(**ACTIVE)
    smaller = Tiny(tmp_path / "b").market("M", 8.0, elasticity=-0.4).producer("well", "N", 20.0, 100.0)
    without = smaller.pipeline("line", "N", "M", 30.0).network()
    for table in ("demand", "blocks"):
        first, second = (getattr(network, table).select_dtypes("number") for network in (with_lever, without))
        assert first.to_numpy(float).ravel().tolist() == pytest.approx(second.to_numpy(float).ravel().tolist())


def test_a_negative_lever_is_more_consumption(tmp_path):
    assert yearly(world(tmp_path, volume=-3.0).network(**ACTIVE))[2030] == pytest.approx(13.0)


def test_the_scenario_may_set_its_volume(tmp_path):
    sections = {"levers": {"reactor": {"status": "active", "volume": {"2030": "1 bcm/yr"}}}}
    assert yearly(world(tmp_path).network(**sections))[2030] == pytest.approx(9.0)


def test_several_levers_add_up(tmp_path):
    tiny = world(tmp_path).lever("efficiency", "M", "demand", 1.5)
    sections = {"levers": {name: {"status": "active"} for name in ("reactor", "efficiency")}}
    assert yearly(tiny.network(**sections))[2030] == pytest.approx(6.5)


@given(st.floats(-9.0, 40.0))
@settings(deadline=None, max_examples=10, derandomize=True)
def test_a_supply_lever_moves_every_step_of_the_producer(tmp_path_factory, volume):
    tiny = world(tmp_path_factory.mktemp("levers"), kind="supply", thing="well", volume=volume)
    tiny.producer("well", "N", 20.0, [(0.75, 100.0), (0.25, 150.0)])
    steps = tiny.network(**ACTIVE).step_terms["capacity"]
    assert steps.tolist() == pytest.approx([0.75 * (20.0 + volume), 0.25 * (20.0 + volume)])


def test_freed_gas_lowers_the_price_and_the_flow(tmp_path):
    tiny = world(tmp_path).producer("dear", "N", 20.0, 180.0).producer("well", "N", 9.0, 100.0)
    before, after = tiny.solve(), tiny.solve(**ACTIVE)
    assert before.flows["volume"].sum() - after.flows["volume"].sum() == pytest.approx(2.0)
    assert after.prices["price"].max() < before.prices["price"].max()


def test_a_market_cannot_save_more_than_it_consumes(tmp_path):
    with pytest.raises(NetworkError) as caught:
        world(tmp_path, volume=5.0).network(seasons="winter-summer", **ACTIVE)
    assert [problem.message for problem in caught.value.problems] == [
        "levers take 5.0 bcm/yr off 'M' in summer 2030, all that it consumes or more [levers_beyond_their_object]"
    ]


def test_a_producer_cannot_lose_more_than_it_has(tmp_path):
    with pytest.raises(NetworkError) as caught:
        world(tmp_path, kind="supply", thing="well", volume=-21.0).network(**ACTIVE)
    assert [problem.message for problem in caught.value.problems] == [
        "levers take 21.0 bcm/yr off 'well' in 2030, which has 20.0 [levers_beyond_their_object]"
    ]
