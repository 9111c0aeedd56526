"""Destination clauses: gas under a contract is sold where the contract says."""

from __future__ import annotations

from typing import Any

from tests.formulation.tiny import Tiny, cell, near, price, volume


def world_with(folder, destination: str = "", **clauses: Any) -> Tiny:
    """Cheap gas under contract for M, from where it could be sold on to X, whose own gas is dear."""
    world = Tiny(folder).market("M", 4.0).market("X", 10.0)
    world.producer("m", "M", 50.0, 100.0, origin="Norway").producer("x", "X", 50.0, 300.0, origin="Algeria")
    world.producer("well", "N", 50.0, 20.0).pipeline("line", "N", "M", 20.0).pipeline("on", "M", "X", 20.0)
    world.node("M", "market", groups="Near").node("X", "market", groups="Far")
    return world.contract("deal", "M", "line", 8.0, 0.0, 200.0, exclusive=True, destination=destination, **clauses)


def test_without_a_clause_the_buyer_sells_on(tmp_path):
    results = world_with(tmp_path).glance()
    assert volume(results, "line") == near(8.0)
    assert volume(results, "on", origin="Russia") > 3.9


def test_bound_gas_is_not_sold_on(tmp_path):
    results = world_with(tmp_path, "M").glance()
    assert volume(results, "line") == near(4.0)
    assert volume(results, "on", origin="Russia") == near(0.0)


def test_a_group_is_all_its_markets(tmp_path):
    assert volume(world_with(tmp_path, "Near;Far").glance(), "line") == near(8.0)


def test_a_scenario_may_bind_a_contract_of_the_dataset(tmp_path):
    results = world_with(tmp_path).glance(contracts={"deal": {"destination": ["M"]}})
    assert volume(results, "line") == near(4.0)


def test_a_minimum_that_the_destination_cannot_burn_is_paid(tmp_path):
    world = world_with(tmp_path, "M").contract("deal", "M", "line", 8.0, 0.75, 200.0, exclusive=True, destination="M")
    results = world.glance()
    assert volume(results, "line") == near(4.0)
    assert cell(results.contracts, "shortfall") == near(2.0)


def test_free_gas_of_the_origin_may_go_on(tmp_path):
    """5 bcm come by another line outside the contract: the buyer may send them on, as he may in fact."""
    results = world_with(tmp_path, "M").pipeline("free", "N", "M", 5.0).glance()
    assert volume(results, "on", origin="Russia") == near(5.0)


def test_nested_destinations_are_kept_together(tmp_path):
    """Gas for M alone and gas for M or X: together they sell in M what M burns, the rest in X."""
    world = world_with(tmp_path, "M").contract("wide", "M", "line", 3.0, 0.0, 200.0, exclusive=True, destination="M;X")
    results = world.glance()
    assert volume(results, "line") == near(7.0)
    assert volume(results, "on", origin="Russia") == near(3.0)


def test_losses_on_the_way_to_the_destination_do_not_count_as_sold_elsewhere(tmp_path):
    world = Tiny(tmp_path).market("M", 4.0).producer("m", "M", 50.0, 300.0, origin="Norway")
    world.producer("well", "N", 50.0, 20.0).pipeline("line", "N", "H", 20.0, loss=0.1)
    world.pipeline("in", "H", "M", 9.0, loss=0.1)
    world.contract("deal", "M", "line", 8.0, 0.0, 200.0, exclusive=True, destination="M")
    assert volume(world.glance(), "line") == near(4.0 / 0.81)


def test_bound_gas_may_be_stored_and_what_storing_uses_up_is_used_there(tmp_path):
    """An even supply of 4.2 for a demand of the cold months alone: all goes through the store, which uses 2 %."""
    cold = [1.0 / 3.0 if month in (1, 2, 12) else 0.0 for month in range(1, 13)]
    world = Tiny(tmp_path).profile("cold", cold).market("M", 4.0, profile="cold").market("X", 1.0)
    world.producer("m", "M", 50.0, 3000.0, origin="Norway", swing=5.0)
    world.producer("x", "X", 50.0, 300.0, origin="Algeria").producer("well", "N", 4.0, 20.0)
    world.pipeline("line", "N", "M", 50.0).pipeline("on", "M", "X", 20.0).storage("cavern", "M", 5.0, loss=0.02)
    world.contract("deal", "M", "line", 4.0, 0.0, 200.0, exclusive=True, destination="M")
    results = world.glance(seasons={"cold": [12, 1, 2], "warm": list(range(3, 12))})
    assert volume(results, "line") == near(4.0)


def test_a_destination_that_cannot_be_reached_is_told(tmp_path):
    world = world_with(tmp_path, "M").market("Y", 1.0).producer("y", "Y", 9.0, 10.0, origin="Oman")
    world.contract("deal", "M", "line", 8.0, 0.5, 200.0, exclusive=True, destination="Y")
    told = [finding.message for finding in world.network().findings]
    assert "gas of contract 'deal' cannot be sold in Y in 2030, its destination" in told
    results = world.glance()
    assert volume(results, "line") == near(0.0)
    assert cell(results.contracts, "shortfall") == near(4.0)


def test_bound_gas_leaves_the_price_elsewhere_as_it_is(tmp_path):
    dear = {"m": 200.0}
    for destination, at_home in (("", 200.0), ("M", 20.0)):
        world = world_with(tmp_path / f"to-{destination}", destination).producer(
            "m", "M", 50.0, dear["m"], origin="Norway"
        )
        world.pipeline("on", "M", "X", 5.0)
        results = world.glance()
        assert price(results, "X") == near(300.0)
        assert price(results, "M") == near(at_home)
