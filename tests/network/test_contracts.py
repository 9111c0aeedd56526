"""Contracts: quantity, minimum, and what events and bans leave of it."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import DAYS, YEAR, Tiny

QUANTITY, SHARE = 10.0, 0.8


def world_with(folder, arcs="line") -> Tiny:
    """A contract for 10 bcm/yr at 80 % over a line of 20, with a market that has other gas."""
    world = Tiny(folder).market("M", 15.0).producer("well", "N", 50.0, 100.0).pipeline("line", "N", "M", 20.0)
    world.pipeline("second", "N", "M", 5.0).producer("own", "M", 50.0, 300.0, origin="Norway")
    world.node("M", "market", groups="EU")
    return world.contract("deal", "M", arcs, QUANTITY, SHARE, 150.0)


def minimum(network, year=YEAR):
    return network.contract_terms.at[("deal", year), "minimum"]


def test_the_minimum_is_the_take_or_pay_share(tmp_path):
    network = world_with(tmp_path).network()
    assert network.contract_terms["quantity"].tolist() == [QUANTITY]
    assert network.contract_terms["minimum"].tolist() == [QUANTITY * SHARE]


def test_a_contract_ends(tmp_path):
    world = world_with(tmp_path)
    assert world.network(contracts={"deal": {"status": "ended"}}).contracts.empty
    network = world.network(
        years=[2030, 2031], contracts={"deal": {"quantity": {"2020": "10 bcm/yr", "2031": "0 bcm/yr"}}}
    )
    assert network.contract_terms["quantity"].tolist() == [10.0, 0.0]


@pytest.mark.parametrize(("factor", "left"), [(1.0, 1.0), (0.5, 1.0), (0.25, 0.5), (0.0, 0.0)])
def test_an_event_excuses_what_the_line_can_no_longer_carry(tmp_path, factor, left):
    network = world_with(tmp_path).event("cut", "line", "2022", factor=factor).network()
    assert minimum(network) == pytest.approx(QUANTITY * SHARE * left)


def test_another_delivery_arc_carries_on(tmp_path):
    network = world_with(tmp_path, "line;second").event("cut", "line", "2022").network()
    assert minimum(network) == pytest.approx(QUANTITY * SHARE * 0.5)


def test_an_event_in_the_middle_of_the_year_excuses_half_of_the_line(tmp_path):
    world = world_with(tmp_path).pipeline("line", "N", "M", 10.0)
    assert minimum(world.event("cut", "line", "2030-07-01").network()) == pytest.approx(
        QUANTITY * SHARE * 0.5, rel=DAYS
    )


@pytest.mark.parametrize("transit", ["forbidden", "allowed"])
def test_a_ban_excuses_the_whole(tmp_path, transit):
    ban = {"origin": "Russia", "into": "EU", "form": "pipeline", "transit": transit, "from": "2031"}
    network = world_with(tmp_path).network(years=[2030, 2031], policies={"ban": {"ban": ban}})
    assert [minimum(network, year) for year in (2030, 2031)] == [pytest.approx(8.0), 0.0]


@pytest.mark.parametrize("transit", ["forbidden", "allowed"])
def test_a_ban_in_the_middle_of_the_year_excuses_its_part(tmp_path, transit):
    ban = {"origin": "Russia", "into": "EU", "form": "pipeline", "transit": transit, "from": "2030-10-01"}
    network = world_with(tmp_path).network(policies={"ban": {"ban": ban}})
    assert minimum(network) == pytest.approx(8.0 * 0.75, rel=DAYS)


def test_a_ban_on_another_origin_excuses_nothing(tmp_path):
    network = world_with(tmp_path).network(policies={"ban": {"ban": {"origin": "Norway", "into": "EU"}}})
    assert minimum(network) == pytest.approx(8.0)


def test_a_ban_on_ships_excuses_no_pipeline_contract(tmp_path):
    world = world_with(tmp_path).node("Regas", "regas", groups="EU")
    world.liquefaction("plant", "N", "LNG", 5.0).voyage("ship", "LNG", "Regas").terminal("terminal", "Regas", "M", 5.0)
    network = world.network(policies={"ban": {"ban": {"origin": "Russia", "into": "EU", "form": "lng"}}})
    assert minimum(network) == pytest.approx(8.0)


def test_a_ban_on_pipeline_gas_excuses_the_contract_although_ships_may_come(tmp_path):
    world = world_with(tmp_path).node("Regas", "regas", groups="EU")
    world.liquefaction("plant", "N", "LNG", 5.0).voyage("ship", "LNG", "Regas").terminal("terminal", "Regas", "M", 5.0)
    ban = {"origin": "Russia", "into": "EU", "form": "pipeline", "transit": "allowed"}
    assert minimum(world.network(policies={"ban": {"ban": ban}})) == 0.0
