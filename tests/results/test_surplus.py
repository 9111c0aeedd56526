"""What producers and consumers gain: closed forms, and the sum of all gains against the cost of the whole."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import LOST_LOAD, Tiny, cell, cost, near


def surplus(results, kind: str, subject: str) -> float:
    """Billion USD of the indicator as million."""
    return 1000.0 * cell(results.indicators, "value", indicator=f"{kind}_surplus", subject=subject)


def test_a_cheap_step_earns_the_difference_to_the_last_one(tmp_path):
    world = Tiny(tmp_path).node("M", "market", groups="region:East").market("M", 10.0)
    world.producer("well", "N", 20.0, [(0.4, 100.0), (0.6, 150.0)]).pipeline("line", "N", "M", 15.0, tariff=20.0)
    results = world.solve()
    assert surplus(results, "producer", "Russia") == near(8.0 * 50.0, abs=0.1)
    assert surplus(results, "consumer", "East") == near(10.0 * (LOST_LOAD - 170.0), abs=0.1)


def test_two_seasons_add_up(tmp_path):
    shares = [0.7 / 6] * 3 + [0.3 / 6] * 6 + [0.7 / 6] * 3
    world = (
        Tiny(tmp_path)
        .profile("cold", shares)
        .node("M", "market", groups="region:East")
        .market("M", 10.0, profile="cold")
    )
    world.producer("well", "N", 10.0, 100.0).producer("dear", "M", 20.0, 300.0, origin="Norway").pipeline(
        "line", "N", "M"
    )
    results = world.solve(seasons="winter-summer")
    assert surplus(results, "producer", "Russia") == near(5.0 * 200.0, abs=0.1)  # in winter only
    assert surplus(results, "producer", "Norway") == near(0.0, abs=0.1)
    assert surplus(results, "consumer", "East") == near(7.0 * (LOST_LOAD - 300.0) + 3.0 * (LOST_LOAD - 100.0), abs=0.1)


@pytest.mark.parametrize("elasticity", [0.0, -0.4])
def test_gains_and_rents_are_the_worth_of_the_gas_less_its_cost(tmp_path, elasticity):
    world = Tiny(tmp_path).node("M", "market", groups="region:East").market("M", 10.0, elasticity=elasticity)
    world.producer("well", "N", 20.0, [(0.2, 60.0), (0.8, 90.0)]).producer("own", "M", 20.0, 340.0, origin="Norway")
    results = world.pipeline("line", "N", "M", 6.0, tariff=20.0, loss=0.05).solve()
    firm = LOST_LOAD * cell(results.consumption, "consumption", market="M") if elasticity == 0.0 else None
    gains = sum(surplus(results, "producer", origin) for origin in ("Russia", "Norway")) + surplus(
        results, "consumer", "East"
    )
    rents = results.capacity["rent"].sum()
    worth = firm if firm is not None else LOST_LOAD * 10.0 * (LOST_LOAD / 300.0) ** elasticity
    assert gains + rents == near(worth - cost(results), abs=0.5)
