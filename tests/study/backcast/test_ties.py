"""Optima of equal cost: flows on routes stay, whose gas goes where may not."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny

from corridor import api
from corridor.study.backcast.ties import HAIR, NUMBER, tie


def two_by_two(folder) -> Tiny:
    """Two suppliers and two buyers behind one hub, all alike: anybody's gas can go anywhere."""
    world = Tiny(folder).market("One", 5.0).market("Two", 5.0)
    for origin in ("Norway", "Russia"):
        world.producer(origin.lower(), f"{origin} field", 5.0, 100.0, origin=origin)
        world.pipeline(f"{origin.lower()}-hub", f"{origin} field", "Hub", 10.0, tariff=10.0)
    return world.pipeline("hub-one", "Hub", "One", 10.0).pipeline("hub-two", "Hub", "Two", 10.0)


def test_ties_move_sales_and_not_what_they_cost(tmp_path):
    scenario = two_by_two(tmp_path).scenario()

    plain = api.solve(scenario)
    sold = []
    for number in range(1, NUMBER + 1):
        other = api.solve(scenario, extend=tie(number))
        table = other.balance[other.balance["item"] == "sales"].set_index(["node", "origin"])["volume"]
        sold.append(-float(table.get(("One", "Russia"), 0.0)))
        flows = [results.flows.groupby("arc")["volume"].sum().to_dict() for results in (plain, other)]
        assert flows[0] == pytest.approx(flows[1], abs=1e-6)
        assert other.manifest["objective"] - plain.manifest["objective"] <= 10.0 * HAIR + 1e-6
    assert min(sold) == pytest.approx(0.0, abs=1e-6)
    assert max(sold) == pytest.approx(5.0, abs=1e-6)


def test_a_tie_is_the_same_every_time(tmp_path):

    scenario = two_by_two(tmp_path).scenario()
    first, second = (api.solve(scenario, extend=tie(3)) for _ in range(2))
    assert first.balance.equals(second.balance)
