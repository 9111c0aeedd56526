"""Gas that somebody would pay to be rid of: costs and prices below zero come out right."""

from __future__ import annotations

from tests.formulation.tiny import PER_MMBTU, Tiny, cell, cost, near, price, volume


def test_must_run_gas_that_has_to_be_carried_away_is_worth_less_than_nothing(tmp_path):
    """Oil wells give 10 bcm; A burns 4, the rest pays 50 to reach B, where gas is worth 30: a price of -20 in A."""
    world = Tiny(tmp_path).market("A", 4.0).market("B", 20.0).producer("oil", "A", 10.0, 0.0, minimum=1.0)
    world.producer("own", "B", 50.0, 30.0, origin="Norway").pipeline("line", "A", "B", 9.0, tariff=50.0)
    results = world.glance()
    assert volume(results, "line") == near(6.0)
    assert price(results, "B") == near(30.0)
    assert price(results, "A") == near(30.0 - 50.0, abs=0.02)


def test_a_cost_below_zero_draws_gas_as_far_as_it_can_go(tmp_path):
    """Whoever is paid 40 to take gas spends 25 to bring it to a market: 15 are left, up to what is burnt there."""
    world = Tiny(tmp_path).market("M", 5.0).producer("flare", "N", 8.0, -40.0)
    world.producer("own", "M", 9.0, 10.0, origin="Norway").pipeline("line", "N", "M", 9.0, tariff=25.0)
    results = world.glance()
    assert volume(results, "line") == near(5.0)
    assert price(results, "M") == near(-15.0, abs=0.02)
    assert cost(results) == near(-15.0 * 5.0, abs=0.02)


def test_a_minimum_take_of_dear_gas_beside_gas_with_a_cost_below_zero(tmp_path):
    """4 of contract gas (cost 10) must be taken or paid at 100; the rest is gas that brings 20 with it."""
    world = Tiny(tmp_path).market("M", 6.0).producer("own", "M", 50.0, -20.0, origin="Norway")
    world.producer("well", "N", 50.0, 10.0).pipeline("line", "N", "M", 20.0)
    world.contract("deal", "M", "line", 8.0, 0.5, 100.0, exclusive=True)
    results = world.glance()
    assert volume(results, "line") == near(4.0)
    assert price(results, "M") == near(-20.0)
    assert cost(results) == near(4.0 * 10.0 - 2.0 * 20.0, abs=0.02)
    assert cell(results.contracts, "market_value") == near(-20.0 / PER_MMBTU)
    assert cell(results.contracts, "rent") == near(4.0 * (-20.0 - 100.0), abs=0.05)


def test_a_plant_that_cannot_stand_still_takes_gas_at_a_loss(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("own", "M", 50.0, -5.0, origin="Norway")
    world.producer("well", "N", 50.0, 100.0).liquefaction("plant", "N", "LNG", 4.0, minimum=0.5)
    world.voyage("ship", "LNG", "Regas").terminal("terminal", "Regas", "M", 9.0)
    results = world.glance()
    assert volume(results, "plant") == near(2.0)
    assert price(results, "M") == near(-5.0)
