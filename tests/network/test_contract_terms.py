"""Terms of contracts over time: their end, their renewal, and events that excuse them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.formulation.tiny import DAYS, PER_MMBTU, Tiny, near

QUANTITY, SHARE = 10.0, 0.8


def world_with(folder) -> Tiny:
    """A contract for 10 bcm/yr at 80 % over a line of 20, with a market that has other gas."""
    world = Tiny(folder).market("M", 15.0).producer("well", "N", 50.0, 100.0).pipeline("line", "N", "M", 20.0)
    world.producer("own", "M", 50.0, 300.0, origin="Norway")
    return world.contract("deal", "M", "line", QUANTITY, SHARE, 150.0)


def column(world: Tiny, name: str, years: tuple[int, ...] = (2030, 2031, 2032), **said: Any) -> list[float]:
    return world.network(years=years, contracts={"deal": said} if said else {}).contract_terms[name].tolist()


def test_a_contract_ends_on_its_day(tmp_path):
    found = column(world_with(tmp_path), "quantity", end="2031-07-01")
    assert found == [near(10.0), pytest.approx(5.0, rel=DAYS), near(0.0)]


def test_a_share_of_the_quantity_is_renewed(tmp_path):
    world = world_with(tmp_path)
    assert column(world, "quantity", end="2031", renewal="40 %") == [near(10.0), near(4.0), near(4.0)]
    assert column(world, "minimum", end="2031", renewal="40 %") == [near(8.0), near(3.2), near(3.2)]


def test_a_contract_whose_quantity_runs_out_is_renewed_from_there(tmp_path):
    world = world_with(tmp_path).contract("deal", "M", "line", {"2015": 6.0, "2031": 0.0}, SHARE, 150.0)
    assert column(world, "quantity") == [near(6.0), near(0.0), near(0.0)]
    assert column(world, "quantity", renewal="50 %") == [near(6.0), near(3.0), near(3.0)]


def test_a_renewal_may_have_a_price_of_its_own(tmp_path):
    said: dict[str, Any] = {"end": "2031-07-01", "renewal": "100 %", "renewal_price": "5 USD/MMBtu"}
    found = column(world_with(tmp_path), "price", **said)
    later = 5.0 * PER_MMBTU
    assert found == [near(150.0), near((150.0 + later) / 2.0, abs=2.0), near(later)]


def test_an_event_on_the_contract_takes_quantity_and_minimum_in_proportion(tmp_path):
    world = world_with(tmp_path).event("strike", "contract:deal", "2031-01", "2031-07", factor=0.5)
    assert column(world, "quantity") == [10.0, pytest.approx(7.5, rel=DAYS), 10.0]
    assert column(world, "minimum") == [8.0, pytest.approx(6.0, rel=DAYS), 8.0]


def test_a_scenario_may_excuse_a_contract(tmp_path):
    strike = {"targets": ["contract:deal"], "kind": "commercial", "from": "2031", "until": "2032", "factor": "20 %"}
    network = world_with(tmp_path).network(years=[2030, 2031], events={"strike": strike})
    assert network.contract_terms["quantity"].tolist() == [10.0, near(2.0)]


def test_an_event_on_the_line_leaves_the_quantity(tmp_path):
    world = world_with(tmp_path).event("works", "line", "2031", "2032", factor=0.25)
    assert column(world, "quantity") == [10.0, 10.0, 10.0]
    assert column(world, "minimum") == [8.0, near(4.0), 8.0]


def test_an_event_on_a_removed_contract_goes_with_it(tmp_path):
    world = world_with(tmp_path).event("strike", "contract:deal", "2031")
    assert world.network(contracts={"deal": {"status": "removed"}}).contracts.empty


def test_a_contract_that_is_renewed_without_price_follows_its_rule(tmp_path):
    assert column(world_with(tmp_path), "price", end="2031", renewal="40 %") == [150.0, 150.0, 150.0]
