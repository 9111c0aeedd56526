"""Markets: blocks along the elasticity curve; a shortfall is no answer."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.formulation.tiny import LOST_LOAD, YEAR, Tiny, cell, near, price

from corridor.errors import InfeasibleError
from corridor.network.markets import LOWEST
from corridor.scenario.model import PRICE_ERROR

REFERENCE, VOLUME, ELASTICITY = 300.0, 10.0, -0.4
PRICES = (110.0, 160.0, 230.0, 290.0, 301.0, 350.0, 500.0, 900.0, 1500.0)


def curve(at: float) -> float:
    return VOLUME * (at / REFERENCE) ** ELASTICITY


def test_consumption_follows_the_curve_within_a_block(tmp_path):
    world = Tiny(tmp_path)
    for cost in PRICES:  # one market beside another, each with gas at its own cost
        world.market(f"M{cost:.0f}", VOLUME, REFERENCE, ELASTICITY).producer(f"p{cost:.0f}", f"N{cost:.0f}", 50.0, cost)
        world.pipeline(f"line-{cost:.0f}", f"N{cost:.0f}", f"M{cost:.0f}", 50.0)
    results = world.glance()
    for cost in PRICES:
        used = cell(results.consumption, "consumption", market=f"M{cost:.0f}")
        at = max(cost, LOWEST * REFERENCE)  # below it consumption does not rise further
        assert curve(at * (1.0 + PRICE_ERROR) ** 2) - 1e-6 <= used <= curve(at) * (1.0 + 1e-6), cost
    consumption = [cell(results.consumption, "consumption", market=f"M{cost:.0f}") for cost in PRICES]
    assert consumption == sorted(consumption, reverse=True)
    assert results.consumption["reference"].to_numpy() == near(np.full(len(PRICES), VOLUME))


def test_a_block_that_is_used_in_part_sets_the_price(tmp_path):
    between = curve(1.1 * REFERENCE)
    world = (
        Tiny(tmp_path)
        .market("M", VOLUME, REFERENCE, ELASTICITY)
        .producer("well", "N", between, 50.0)
        .pipeline("line", "N", "M")
    )
    for error in ("20 %", "5 %", "0.1 %"):
        results = world.glance(market={"price_error": error})
        share = float(error.removesuffix(" %")) / 100.0
        assert 1.0 / (1.0 + share) - 1e-6 <= price(results, "M") / (1.1 * REFERENCE) <= 1.0 + share + 1e-6
        assert cell(results.consumption, "consumption", market="M") == near(between)


def test_blocks_are_rectangles_under_the_curve(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", VOLUME, REFERENCE, ELASTICITY)
        .producer("well", "N", 50.0, 50.0)
        .pipeline("line", "N", "M")
    )
    network = world.network(seasons="winter-summer")
    for season in ("summer", "winter"):
        blocks = network.blocks.xs(season, level="season")
        assert (np.diff(blocks["value"]) < 0.0).all()
        firm = network.demand["firm"].to_dict()["M", YEAR, season]
        assert firm == pytest.approx(curve(LOST_LOAD))
        assert firm + blocks["quantity"].sum() == pytest.approx(curve(LOWEST * REFERENCE))


def test_firm_demand_has_no_blocks(tmp_path):
    world = Tiny(tmp_path).market("M", VOLUME).producer("well", "N", 50.0, 50.0).pipeline("line", "N", "M")
    network = world.network()
    assert network.blocks.empty
    assert network.demand["firm"].tolist() == [VOLUME]


def test_blocks_begin_at_the_value_of_lost_load(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", VOLUME, REFERENCE, ELASTICITY)
        .producer("well", "N", 50.0, 50.0)
        .pipeline("line", "N", "M")
    )
    network = world.parameter("value_of_lost_load", 700.0).network()
    assert 700.0 / (1.0 + PRICE_ERROR) <= network.blocks["value"].max() < 700.0
    assert network.demand["firm"].tolist() == pytest.approx([curve(700.0)])


def test_seasons_follow_the_profile(tmp_path):
    shares = [0.1] * 5 + [0.05] * 2 + [0.08] * 5
    world = (
        Tiny(tmp_path)
        .profile("mine", shares)
        .market("M", 12.0, profile="mine")
        .producer("well", "N", 50.0, 50.0, swing=1.0)
    )
    results = world.pipeline("line", "N", "M").glance(seasons="quarters")
    used = results.consumption.set_index("season")["consumption"]
    expected = {"first": 0.3, "second": 0.25, "third": 0.05 + 0.16, "fourth": 0.24}
    assert used.to_dict() == pytest.approx({season: 12.0 * share for season, share in expected.items()})


def test_a_shortfall_is_infeasible(tmp_path):
    world = Tiny(tmp_path).market("M", 8.0).market("Other", 4.0).producer("well", "N", 9.0, 50.0)
    world.pipeline("line", "N", "M", 8.0).pipeline("other", "N", "Other", 4.0)
    with pytest.raises(InfeasibleError, match=r"demand cannot be met at any price:\n\w+ goes short of 3\.00 bcm"):
        world.solve()


def test_a_shortfall_that_is_accepted_is_an_error_among_the_findings(tmp_path):
    world = Tiny(tmp_path).market("M", 8.0).market("Other", 4.0).producer("well", "N", 9.0, 50.0)
    world.pipeline("line", "N", "M", 8.0).pipeline("other", "N", "Other", 4.0)
    results = world.solve(market={"shortfall": "accepted"})
    assert results.consumption["shortfall"].sum() == pytest.approx(3.0)
    (finding,) = results.findings
    assert finding["severity"] == "error"
    assert re.fullmatch(r"(M|Other) goes short of 3\.00 bcm of its firm demand in year 2030", finding["message"])
    short = finding["message"].split()[0]
    assert price(results, short) == near(LOST_LOAD)


def test_demand_that_nothing_reaches_can_be_accepted(tmp_path):
    world = Tiny(tmp_path).market("M", 8.0).market("Island", 2.0).producer("well", "N", 9.0, 50.0)
    world.pipeline("line", "N", "M", 8.0).pipeline("to-island", "N", "Island", 0.5)
    with pytest.raises(InfeasibleError, match=r"Island needs 2\.0 bcm/yr"):
        world.solve()
    results = world.solve(market={"shortfall": "accepted"})
    assert cell(results.consumption, "shortfall", market="Island") == pytest.approx(1.5)


def test_growth_and_volume_of_a_scenario(tmp_path):
    world = Tiny(tmp_path).market("M", 8.0).producer("well", "N", 90.0, 50.0).pipeline("line", "N", "M")
    results = world.glance(years=[2030, 2032], demand={"M": {"growth": "10 %/yr"}})
    assert results.consumption["consumption"].tolist() == pytest.approx([8.0, 8.0 * 1.21])
