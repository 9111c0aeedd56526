"""Limits of the rate: how unevenly over the seasons a contract may be taken."""

from __future__ import annotations

from typing import Any

import pytest
from tests.formulation.tiny import Glance, Tiny, cell, near, volume

QUANTITY, PRICE = 8.0, 200.0
COLD = [2.0 / 12.0 * 0.75 if month in (1, 2, 3, 10, 11, 12) else 2.0 / 12.0 * 0.25 for month in range(1, 13)]
"""Three quarters of the demand in the winter half of the year."""


def world_with(folder, own: float = 300.0, share: float = 0.0, **clauses: Any) -> Tiny:
    """A cold market of 8 bcm, cheap gas under contract, other gas at ``own``."""
    world = Tiny(folder).profile("cold", COLD).market("M", 8.0, profile="cold")
    world.producer("own", "M", 50.0, own, origin="Norway")
    world.producer("well", "N", 50.0, 0.0, swing=5.0).pipeline("line", "N", "M", 50.0)
    return world.contract("deal", "M", "line", QUANTITY, share, PRICE, exclusive=True, **clauses)


def seasons(results: Glance) -> tuple[float, float]:
    return volume(results, "line", season="winter"), volume(results, "line", season="summer")


def test_without_limits_the_contract_follows_the_demand(tmp_path):
    assert seasons(world_with(tmp_path).glance(seasons="winter-summer")) == (near(6.0), near(2.0))


def test_the_highest_rate_binds_in_winter(tmp_path):
    # At most 1.2 of the mean rate of 8 bcm/yr, over half a year.
    results = world_with(tmp_path, highest=1.2).glance(seasons="winter-summer")
    assert seasons(results) == (near(1.2 * 8.0 / 2.0), near(2.0))


def test_below_the_lowest_rate_gas_is_paid(tmp_path):
    # Summer burns 2 of the 3.2 that 0.8 of the mean rate is.
    results = world_with(tmp_path, lowest=0.8).glance(seasons="winter-summer")
    assert seasons(results) == (near(6.0), near(2.0))
    assert cell(results.contracts, "below_lowest") == near(1.2)
    assert cell(results.contracts, "payment") == near(1.2 * PRICE)
    assert results.costs.loc[results.costs["item"].isin(["take_or_pay", "lowest_rates"]), "value"].sum() == near(
        1.2 * PRICE
    )


def test_gas_that_is_dear_to_bring_is_taken_at_the_lowest_rate(tmp_path):
    world = world_with(tmp_path, lowest=0.5).producer("well", "N", 50.0, 400.0, swing=5.0)
    assert seasons(world.glance(seasons="winter-summer")) == (near(2.0), near(2.0))


def test_what_is_paid_over_the_year_is_not_paid_again_for_the_season(tmp_path):
    # Nothing is taken: 4 of the minimum are paid, and with them the 3.2 below the lowest rate.
    world = world_with(tmp_path, share=0.5, lowest=0.4).producer("well", "N", 50.0, 900.0)
    results = world.glance(seasons="winter-summer")
    assert seasons(results) == (near(0.0), near(0.0))
    assert cell(results.contracts, "payment") == near(4.0 * PRICE)


def test_two_contracts_do_not_nominate_the_same_gas(tmp_path):
    world = world_with(tmp_path, highest=1.0).contract("free", "M", "line", 1.0, 0.0, PRICE, exclusive=True)
    assert seasons(world.glance(seasons="winter-summer")) == (near(5.0), near(2.0))


def test_an_excused_season_need_not_be_taken(tmp_path):
    world = world_with(tmp_path, share=0.5, lowest=0.5).event("halt", "contract:deal", "2029", factor=0.0)
    results = world.glance(seasons="winter-summer")
    assert results.contracts.empty


@pytest.mark.parametrize("highest", [1.0, 1.3])
def test_a_wider_rate_never_costs_more(tmp_path, highest):
    costs = [
        float(world_with(tmp_path / f"{each}", highest=each).glance(seasons="winter-summer").costs["discounted"].sum())
        for each in (highest, highest + 0.2)
    ]
    assert costs[1] <= costs[0] + 1e-6
