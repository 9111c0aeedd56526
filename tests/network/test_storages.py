"""Limits of storages by season, the stocks with which they begin and end, and how long gas can lie there."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, near

from corridor.errors import NetworkError


def world_of(folder, **figures) -> Tiny:
    world = Tiny(folder).market("M", 8.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0)
    return world.storage("cavern", "M", **{"working_gas": 2.0, **figures})


def test_limits_are_those_of_each_season_where_stocks_go_on(tmp_path):
    world = world_of(tmp_path, working_gas={"2030": 2.0, "2030-07": 4.0}, injection={"2030": 6.0, "2030-03": 12.0})
    terms = world.network(seasons="quarters", storage="yearly").storage_terms.droplevel(["storage", "year"])
    expected = {"first": (2.0, 8.0), "second": (2.0, 12.0), "third": (4.0, 12.0), "fourth": (4.0, 12.0)}
    assert dict(zip(terms.index, zip(terms["working_gas"], terms["injection"], strict=True), strict=True)) == {
        season: (near(size), near(rate)) for season, (size, rate) in expected.items()
    }


def test_a_year_that_ends_as_it_began_has_its_means(tmp_path):
    world = world_of(tmp_path, working_gas={"2030": 2.0, "2030-07": 4.0})
    network = world.network(seasons="quarters")
    assert list(network.storage_terms["working_gas"]) == [near(3.0)] * 4
    assert network.storage_stocks.empty


def test_the_reserve_is_no_working_gas(tmp_path):
    world = world_of(tmp_path, reserve=0.25, opening=0.5, closing=0.1)
    network = world.network([2030, 2031], seasons="quarters", storage="chronological")
    assert set(network.storage_terms["working_gas"]) == {1.5}
    stocks = network.storage_stocks["volume"]
    assert dict(stocks) == {("cavern", 2030, "opening"): near(1.0), ("cavern", 2031, "closing"): near(0.2)}


def test_every_year_begins_and_ends_where_stocks_are_yearly(tmp_path):
    network = world_of(tmp_path, opening=0.5).network([2030, 2035], seasons="quarters", storage="yearly")
    assert [key[1:] for key in network.storage_stocks.index] == [
        (2030, "closing"),
        (2030, "opening"),
        (2035, "closing"),
        (2035, "opening"),
    ]


@pytest.mark.parametrize("storage", ["yearly", "chronological"])
def test_a_stock_that_no_gas_can_reach_is_an_error(tmp_path, storage):
    world = world_of(tmp_path).pipeline("dry", "N", "Dry", 0.0).storage("old", "Dry", 2.0, opening=0.5)
    with pytest.raises(NetworkError, match=r"'old' holds 1\.00 bcm when stocks begin in 2030, but no gas can reach it"):
        world.network(seasons="quarters", storage=storage)


def test_a_stock_where_years_end_as_they_began_is_told(tmp_path):
    network = world_of(tmp_path).network(seasons="quarters", storages={"cavern": {"opening": "50 %"}})
    (finding,) = network.findings
    assert finding.check == "stocks_without_a_beginning"
    assert "the opening stock of 'cavern'" in finding.message


def test_gas_can_lie_where_its_origin_is_produced_no_more(tmp_path):
    world = world_of(tmp_path).producer("old", "W", {"2030": 5.0, "2031": 0.0, "2032": 0.0}, 50.0, origin="Norway")
    world.pipeline("west", "W", "M", {"2030": 5.0, "2031": 0.0})
    network = world.network([2030, 2031, 2032], seasons="quarters", storage="chronological")
    assert {("Norway", "M", 2031), ("Norway", "M", 2032)} <= network.carried
    assert not world.network([2030, 2031, 2032], seasons="quarters").carried
