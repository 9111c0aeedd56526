"""Small worlds whose optimum can be written down, with random numbers: cost, prices and what limits are worth."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import PER_MMBTU, Tiny, cell, cost, price, volume

few = settings(deadline=None, max_examples=6, derandomize=True, phases=[Phase.generate])
# Odd fractions, so that volumes and limits do not meet by chance and prices are unique.
volumes = st.integers(2, 15).map(lambda number: number + 0.137)
limits = st.integers(2, 15).map(lambda number: number + 0.0531)
shares = st.integers(0, 20).map(lambda percent: percent / 100.0 + 0.0017)
DEAR = 400.0
"""Cost of gas at the market, above that of any other with what it takes to bring it, million USD per bcm."""


def exactly(value: float) -> object:
    """Equal but for the tie-break, which is less than a millionth of the prices here."""
    return pytest.approx(value, rel=1e-6, abs=1e-4)


@given(volumes, limits, st.lists(st.tuples(limits, st.integers(20, 200)), min_size=1, max_size=3), volumes, shares)
@few
def test_merit_order_of_two_nodes(tmp_path_factory, demand, capacity, steps, tariff, loss):
    ranked = sorted((dearness + 0.71 * rank, size) for rank, (size, dearness) in enumerate(steps))
    potential = sum(size for _, size in ranked)
    world = Tiny(tmp_path_factory.mktemp("world")).market("M", demand).producer("local", "M", 50.0, DEAR)
    world.producer("well", "N", potential, [(size / potential, dearness) for dearness, size in ranked])
    world.pipeline("line", "N", "M", capacity, tariff, loss=loss)
    results = world.glance()

    wanted = demand / (1.0 - loss)
    brought = min(wanted, capacity, potential)
    edges = list(accumulate(size for _, size in ranked))
    last = next((dearness for (dearness, _), edge in zip(ranked, edges, strict=True) if brought < edge), ranked[-1][0])
    used = [
        min(size, max(0.0, brought - edge + size)) * dearness
        for (dearness, size), edge in zip(ranked, edges, strict=True)
    ]
    assert volume(results, "line") == exactly(brought)
    assert cost(results) == exactly(sum(used) + tariff * brought + DEAR * (demand - brought * (1.0 - loss)))
    assert price(results, "M") == exactly((last + tariff) / (1.0 - loss) if brought == wanted else DEAR)
    rent = DEAR * (1.0 - loss) - tariff - last if brought == capacity else 0.0
    assert cell(results.capacity, "marginal_value", arc="line") * PER_MMBTU == exactly(rent)


@given(volumes, volumes, volumes, limits, shares, st.integers(0, 60))
@few
def test_arbitrage_of_a_storage(tmp_path_factory, summer, more, most, working_gas, loss, cycle):
    steady, cheap = summer + more, 100.0
    winter = steady + most
    year = (summer + winter) / 2.0
    shares_of_months = [
        winter / 12.0 / year if month in (1, 2, 3, 10, 11, 12) else summer / 12.0 / year for month in range(1, 13)
    ]
    world = Tiny(tmp_path_factory.mktemp("world")).profile("cold", shares_of_months).market("M", year, profile="cold")
    world.producer("steady", "M", steady, cheap).producer("dear", "M", 100.0, DEAR, origin="Norway")
    results = world.storage("cavern", "M", working_gas, cost=float(cycle), loss=loss).glance(seasons="winter-summer")

    surplus, lack = more / 2.0, most / 2.0
    limit = min(surplus, lack / (1.0 - loss), working_gas / (1.0 - loss))
    assert cell(results.storage, "injection", season="summer") == exactly(limit)
    total = cheap * (summer / 2.0 + limit + steady / 2.0) + cycle * limit + DEAR * (lack - limit * (1.0 - loss))
    assert cost(results) == exactly(total)
    cold = (cheap + cycle) / (1.0 - loss) if limit == lack / (1.0 - loss) else DEAR
    warm = DEAR * (1.0 - loss) - cycle if limit == surplus else cheap
    assert price(results, "M", "winter") == exactly(cold)
    assert price(results, "M", "summer") == exactly(warm)


@given(volumes, limits, st.integers(2, 12))
@few
def test_ban_that_begins_within_the_year(tmp_path_factory, demand, capacity, month):
    world = Tiny(tmp_path_factory.mktemp("world")).node("M", "market", "DEU", "EU").market("M", demand)
    world.producer("well", "N", 50.0, 100.0).pipeline("line", "N", "M", capacity)
    world.producer("dear", "M", 50.0, DEAR, origin="Norway")
    ban = {"origin": "Russia", "into": "EU", "form": "pipeline", "from": f"2030-{month:02d}-01"}
    results = world.glance(policies={"ban": {"ban": ban}})

    before = (month - 1) / 12.0
    brought = min(demand, before * capacity)
    assert volume(results, "line") == exactly(brought)
    assert cost(results) == exactly(100.0 * brought + DEAR * (demand - brought))
    assert price(results, "M") == exactly(100.0 if brought == demand else DEAR)
