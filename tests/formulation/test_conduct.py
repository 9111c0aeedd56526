"""Sellers who move prices: closed forms, equalities, and a network against an independent solution."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import PER_MMBTU, Tiny, cell, price, volume

from corridor.engine import compile_model
from corridor.errors import NetworkError, SolverLimitError
from corridor.formulation import formulate

INTERCEPT, SLOPE = 600.0, 20.0


def straight(world: Tiny, name: str, intercept: float = INTERCEPT, slope: float = SLOPE, **figures: Any) -> Tiny:
    """Add a market with demand ``P = intercept - slope Q``, described at a third of its length."""
    rate = intercept / slope / 3.0
    at = intercept - slope * rate
    return world.market(name, rate, at, -at / (slope * rate), **figures)


def sellers(world: Tiny, costs: Sequence[float], tariffs: Sequence[float], potential: float = 1000.0) -> Tiny:
    """Add a firm for every cost, each at the end of its own line to the market."""
    straight(world, "M")
    for number, (cost, tariff) in enumerate(zip(costs, tariffs, strict=True)):
        world.producer(f"well-{number}", f"N{number}", potential, cost, origin=f"Firm {number}")
        world.pipeline(f"line-{number}", f"N{number}", "M", tariff=tariff, length=0.0)
    return world


def equilibrium(costs: Sequence[float], shares: Sequence[float]) -> np.ndarray:
    """Sales of firms in one market without limits: each sells up to P - theta b q = c, or nothing."""
    active = list(range(len(costs)))
    while True:
        system = SLOPE * (np.ones((len(active), len(active))) + np.diag([shares[i] for i in active]))
        sold = np.linalg.solve(system, INTERCEPT - np.asarray([costs[i] for i in active]))
        if (sold >= 0.0).all():
            return np.bincount(active, weights=sold, minlength=len(costs))
        active = [firm for firm, amount in zip(active, sold, strict=True) if amount >= 0.0]


def cournot(*firms: int) -> dict[str, Any]:
    return {"conduct": {f"Firm {number}": "cournot" for number in firms}}


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.floats(20.0, 200.0), st.floats(0.0, 60.0), st.floats(0.1, 1.0)), min_size=1, max_size=4))
def test_firms_with_transport(firms):
    costs, tariffs, shares = zip(*firms, strict=True)
    conduct = {f"Firm {number}": f"{100.0 * share} %" for number, share in enumerate(shares)}
    with tempfile.TemporaryDirectory() as folder:
        results = sellers(Tiny(Path(folder)), costs, tariffs).glance(market={"conduct": conduct})
        sold = [volume(results, f"line-{number}") for number in range(len(firms))]
        expected = equilibrium([cost + tariff for cost, tariff, _ in firms], shares)
        assert sold == pytest.approx(expected, abs=1e-5)
        assert price(results, "M") == pytest.approx(INTERCEPT - SLOPE * expected.sum(), rel=1e-6)


def test_who_takes_the_price_is_as_if_nothing_were_said(tmp_path):
    world = sellers(Tiny(tmp_path), [100.0, 120.0], [0.0, 0.0]).market("Other", 5.0, elasticity=-0.3)
    world.pipeline("on", "M", "Other", tariff=3.0)
    nothing = world.network()
    said = world.network(market={"conduct": {"Firm 0": "price taker", "Firm 1": {"M": "0 %"}}})
    first, second = (compile_model(formulate(network)) for network in (nothing, said))
    assert second.is_linear
    assert nothing.scenario.hash == said.scenario.hash
    for name in ("cost", "curvature", "row_lower", "row_upper", "column_upper"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_a_straight_line_is_the_limit_of_blocks(tmp_path):
    """On the line at the reference point price and volume are those of the dataset."""
    world = Tiny(tmp_path).market("M", 10.0, 300.0, -0.5).producer("well", "M", 100.0, 300.0)
    results = world.glance(market={"linear_demand": "M"})
    assert cell(results.consumption, "consumption", market="M") == pytest.approx(10.0)
    results = world.glance(market={"linear_demand": "M"}, supply_steps={"well-1": {"cost": "240 USD/kcm"}})
    assert cell(results.consumption, "consumption", market="M") == pytest.approx(10.0 * (1.0 + 0.5 * 0.2))


def test_stock_that_is_filled_or_drawn_moves_the_line(tmp_path):
    for change in (3.0, -3.0):
        world = Tiny(tmp_path / str(change)).market("M", 10.0, 300.0, -0.5).producer("well", "M", 100.0, 300.0)
        world.add("demand", "M", "flat", volume=10.0, reference_price=300.0, elasticity=-0.5, stock_change=change)
        results = world.glance(market={"linear_demand": "M"})
        assert cell(results.consumption, "consumption", market="M") == pytest.approx(10.0 + change)
        assert price(results, "M") == pytest.approx(300.0)


@pytest.mark.parametrize("error", [1.0, 0.05, 0.002])
def test_pieces_keep_their_price_error(tmp_path, error):
    world = sellers(Tiny(tmp_path), [50.0, 80.0, 140.0], [5.0, 5.0, 5.0], potential=9.0)
    world.add("supply_steps", "well-2-1", "well-2", "1", share=1.0, cost=140.0, rise=90.0)
    exact = world.glance(market=cournot(0, 1))
    pieces = world.solve(market=cournot(0, 1) | {"quadratic": "piecewise", "piece_error": f"{error} USD/MMBtu"})
    assert abs(price(pieces, "M") - price(exact, "M")) <= error * PER_MMBTU
    told = pieces.manifest["piece_error"]
    assert 0.0 <= told["found"] <= told["allowed"] == pytest.approx(error)
    assert pieces.manifest["algorithm"] == "simplex in pieces"


def test_prices_markups_and_earnings(tmp_path):
    results = sellers(Tiny(tmp_path), [100.0, 160.0], [0.0, 0.0]).solve(market=cournot(0, 1))
    sold = equilibrium([100.0, 160.0], [1.0, 1.0])
    paid = INTERCEPT - SLOPE * sold.sum()
    for number in (0, 1):
        row = results.conduct[results.conduct["origin"] == f"Firm {number}"].iloc[0]
        assert row["price"] * PER_MMBTU == pytest.approx(paid, rel=1e-6)
        assert row["markup"] * PER_MMBTU == pytest.approx(SLOPE * sold[number], rel=1e-6)
        assert row["marginal_revenue"] * PER_MMBTU == pytest.approx(100.0 + 60.0 * number, rel=1e-6)
        assert row["earnings"] == pytest.approx(SLOPE * sold[number] ** 2, rel=1e-6)
    told = results.indicators.set_index(["indicator", "subject"])["value"] * 1000.0
    assert told["producer_surplus", "Firm 0"] == pytest.approx((paid - 100.0) * sold[0], rel=1e-6)
    assert told["consumer_surplus", ""] == pytest.approx(0.5 * SLOPE * sold.sum() ** 2, rel=1e-6)
    assert results.prices["basis"].tolist() == ["linear demand at what is consumed"]
    assert results.manifest["program"] == "quadratic"


# a dominant exporter


def fringe(folder: Path, rise: float = 3000.0) -> Tiny:
    """A dominant exporter and price takers whose cost rises by three a unit, behind a line."""
    world = straight(Tiny(folder), "M").producer("big", "M", 1000.0, 90.0, origin="Big")
    world.producer("small", "N", 1000.0, 100.0, origin="Small").pipeline("line", "N", "M", tariff=10.0, length=0.0)
    return world.add("supply_steps", "small-1", "small", "1", share=1.0, cost=100.0, rise=rise)


def test_a_dominant_exporter_with_a_fringe(tmp_path):
    results = fringe(tmp_path).solve(market={"conduct": {"Big": "dominant"}})
    left = 1.0 / (1.0 / SLOPE + 1.0 / 3.0)
    intercept = left * (INTERCEPT / SLOPE + 110.0 / 3.0)
    row = results.conduct.iloc[0]
    assert row["dominant"]
    assert row["share"] == pytest.approx(left / SLOPE, rel=1e-4)
    assert price(results, "M") == pytest.approx((intercept + 90.0) / 2.0, rel=1e-5)
    assert row["volume"] == pytest.approx((intercept - 90.0) / (2.0 * left), rel=1e-4)


def test_without_a_fringe_he_is_alone(tmp_path):
    world = straight(Tiny(tmp_path), "M").producer("big", "M", 1000.0, 90.0, origin="Big")
    results = world.solve(market={"conduct": {"Big": "dominant"}})
    assert price(results, "M") == pytest.approx((INTERCEPT + 90.0) / 2.0)


def test_a_fringe_in_steps_gives_no_slope(tmp_path):
    with pytest.raises(
        SolverLimitError, match="the conduct of Big as dominant exporter in M, year 2030, does not settle"
    ):
        fringe(tmp_path, rise=0.0).solve(market={"conduct": {"Big": "dominant"}})


# a network


def test_mixed_conduct_on_a_network_is_the_solution_of_its_own_conditions(tmp_path):
    """One Cournot, one half, one taker over two markets, with capacities: checked against best replies."""
    demand = {"A": (600.0, 20.0), "B": (500.0, 12.0)}
    firms = {"One": (60.0, 25.0, 1.0), "Half": (90.0, 14.0, 0.5), "Taker": (150.0, 8.0, 0.0)}
    tariffs = {("One", "A"): 20.0, ("One", "B"): 45.0, ("Half", "A"): 30.0, ("Half", "B"): 12.0}
    tariffs |= {("Taker", "A"): 15.0, ("Taker", "B"): 25.0}
    world = Tiny(tmp_path)
    for market, (intercept, slope) in demand.items():
        straight(world, market, intercept, slope)
    for firm, (cost, potential, _) in firms.items():
        world.producer(firm.lower(), f"At {firm}", potential, cost, origin=firm)
        for market in demand:
            name = f"{firm}-{market}".lower()
            world.pipeline(name, f"At {firm}", market, 11.0, tariff=tariffs[firm, market], length=0.0)
    results = world.glance(market={"conduct": {"One": "cournot", "Half": "50 %"}})
    found = {(firm, market): volume(results, f"{firm}-{market}".lower()) for firm in firms for market in demand}
    expected = complementary(demand, firms, tariffs, 11.0)
    assert found == pytest.approx(expected, abs=1e-5)
    for market, (intercept, slope) in demand.items():
        total = sum(expected[firm, market] for firm in firms)
        assert price(results, market) == pytest.approx(intercept - slope * total, rel=1e-6)


def complementary(
    demand: Mapping[str, tuple[float, float]],
    firms: Mapping[str, tuple[float, float, float]],
    tariffs: Mapping[tuple[str, str], float],
    most: float,
) -> dict[tuple[str, str], float]:
    """Find the equilibrium by best replies: each firm in turn does what is best for it, as it sees the price.

    A firm's problem is a small program of its own, solved by projected steps on its own conditions; nothing of welfare
    and of one common program is used.
    """
    pairs = [(firm, market) for firm in firms for market in demand]
    sold = dict.fromkeys(pairs, 0.0)
    for _ in range(20000):
        before = dict(sold)
        for firm, (cost, potential, share) in firms.items():
            aims = []
            for market, (intercept, slope) in demand.items():
                paid = intercept - slope * sum(before[other, market] for other in firms)
                margin = paid - share * slope * before[firm, market] - cost - tariffs[firm, market]
                aims.append(before[firm, market] + 0.01 * margin)
            for market, amount in zip(demand, _onto(np.asarray(aims), potential, most), strict=True):
                sold[firm, market] = float(amount)
        if max(abs(sold[pair] - before[pair]) for pair in pairs) < 1e-11:
            return sold
    raise AssertionError("the independent solution does not settle")


def _onto(point: np.ndarray, total: float, most: float) -> np.ndarray:
    """Nearest point with parts from 0 to ``most`` that add up to ``total`` at most."""
    nearest = np.clip(point, 0.0, most)
    if nearest.sum() <= total:
        return nearest
    low, high = 0.0, float(point.max())
    for _ in range(100):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if np.clip(point - middle, 0.0, most).sum() > total else (low, middle)
    return np.clip(point - high, 0.0, most)


# what cannot be


def test_fixed_demand_has_no_line(tmp_path):
    world = Tiny(tmp_path).market("M", 5.0).producer("well", "M", 9.0, 50.0)
    with pytest.raises(
        NetworkError, match=r"demand of M does not respond to its price, so it has no line \(.*yaml:\d+"
    ):
        world.network(market={"linear_demand": "M"})


@pytest.mark.parametrize("conduct", ["cournot", {"M": "cournot"}, {"M": "dominant"}])
def test_conduct_needs_demand_that_responds(tmp_path, conduct):
    world = Tiny(tmp_path).market("M", 5.0).producer("well", "M", 9.0, 50.0)
    with pytest.raises(NetworkError, match=r"Russia cannot have conduct in M \(.*yaml:\d+.*\): demand there does not"):
        world.network(market={"conduct": {"Russia": conduct}})


def test_some_fixed_markets_are_left_out_with_a_word(tmp_path):
    world = straight(Tiny(tmp_path), "M").market("Fixed", 5.0).producer("well", "M", 90.0, 50.0)
    world.pipeline("on", "M", "Fixed")
    network = world.network(market={"conduct": {"Russia": "cournot"}})
    assert network.conduct.index.get_level_values("market").unique().tolist() == ["M"]
    told = [finding.message for finding in network.findings if finding.check == "conduct_without_response"]
    assert told == ["Russia takes the price in Fixed: demand there does not respond to it"]


def test_contracts_under_conduct_are_worth_a_word(tmp_path):
    world = straight(Tiny(tmp_path), "M").producer("well", "N", 90.0, 50.0).pipeline("line", "N", "M")
    world.contract("deal", "M", "line", 5.0, 0.8, 200.0)
    network = world.network(market={"conduct": {"Russia": "cournot"}})
    told = [finding.message for finding in network.findings if finding.check == "conduct_with_contracts"]
    assert len(told) == 1
    assert "contract 'deal'" in told[0]


def test_limits_under_conduct_are_worth_a_word(tmp_path):
    world = straight(Tiny(tmp_path), "M").producer("well", "N", 90.0, 50.0).pipeline("line", "N", "M")
    policies = {"few": {"quota": {"origin": "Russia", "into": "M", "share": "40 %"}}}
    network = world.network(market={"conduct": {"Russia": "cournot"}}, policies=policies)
    told = [finding.message for finding in network.findings if finding.check == "conduct_with_quotas"]
    assert told == ["policy 'few' limits gas of Russia, who has conduct: every seller takes its limit as given"]


def test_conduct_enters_the_hash(tmp_path):
    world = straight(Tiny(tmp_path), "M").producer("well", "M", 90.0, 50.0)
    choices = [
        {},
        {"conduct": {"Russia": "cournot"}},
        {"conduct": {"Russia": "50 %"}},
        {"conduct": {"Russia": "dominant"}},
        {"linear_demand": "M"},
        {"linear_demand": "M", "quadratic": "piecewise"},
        {"linear_demand": "M", "quadratic": "piecewise", "piece_error": "1 USD/MMBtu"},
    ]
    hashes = [world.scenario(market=choice).hash for choice in choices]
    assert len(set(hashes)) == len(choices)
    assert world.scenario(market={"conduct": {"Russia": {"*": "cournot"}}}).hash == hashes[1]
