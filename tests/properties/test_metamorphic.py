"""What must hold between two worlds of which one is the other changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from tests.formulation.tiny import ENERGY, YEAR, near, total_cost
from tests.properties.descriptions import FIELD, MARKETS, WAYS, Description, descriptions
from tests.properties.holding import holds
from tests.results import worlds

from corridor.engine import Solution

TOLERANCE = 1e-2  # the tie-break may move a few hundredths of a million


def solved(description: Description, folder, **sections) -> Solution:
    return description.world(folder).optimum(policies=description.policies(), **sections)


def prices(solution: Solution) -> dict[str, float]:
    duals = solution.duals("market_clearing", ("market", "year", "season")).groupby(level="market").sum()
    return {str(market): float(value) for market, value in duals.items()}


@holds(descriptions, st.sampled_from(WAYS), st.integers(1, 10))
def test_more_capacity_never_costs_more(tmp_path_factory, description, way, more):
    capacity, tariff, loss = description.lines.get(way, (0.0, 20.0, 0.01))
    wider = replace(description, lines={**description.lines, way: (capacity + more, tariff, loss)})
    before, after = (solved(each, tmp_path_factory.mktemp("world")) for each in (description, wider))
    assert total_cost(after) <= total_cost(before) + TOLERANCE


@holds(descriptions, st.sets(st.sampled_from(MARKETS), min_size=1))
def test_lifting_a_ban_never_costs_more(tmp_path_factory, description, banned):
    closed = replace(description, banned=tuple(sorted(banned)))
    before, after = (solved(each, tmp_path_factory.mktemp("world")) for each in (closed, description))
    assert total_cost(after) <= total_cost(before) + TOLERANCE


@holds(descriptions, st.permutations(range(len(MARKETS) + 1)))
def test_other_names_are_the_same_world(tmp_path_factory, description, order):
    names = dict(zip((FIELD, *MARKETS), (f"Place {number}" for number in order), strict=True))
    before = solved(description, tmp_path_factory.mktemp("world"))
    after = description.world(tmp_path_factory.mktemp("world"), names.__getitem__).optimum()
    assert total_cost(after) == pytest.approx(total_cost(before), abs=TOLERANCE)
    renamed = {names[market]: value for market, value in prices(before).items()}
    assert prices(after) == near(renamed, abs=TOLERANCE)


@holds(descriptions, st.sampled_from(MARKETS), st.floats(0.1, 0.9))
def test_a_market_in_two_parts_is_the_same_market(tmp_path_factory, description, market, share):
    before = solved(description, tmp_path_factory.mktemp("world"))
    world = description.world(tmp_path_factory.mktemp("world"))
    whole = description.demand[market]
    world.market(market, whole * share, 300.0, description.elasticity).market(
        "Suburb", whole * (1.0 - share), 300.0, description.elasticity
    )
    world.pipeline("street", market, "Suburb", 1000.0, reverse_capacity=1000.0, length=0.0)
    after = world.optimum()
    assert total_cost(after) == pytest.approx(total_cost(before), abs=TOLERANCE)
    assert prices(after)["Suburb"] == near(prices(before)[market], abs=TOLERANCE)


@holds(descriptions, st.sampled_from([0.1, 3.0, 35.3]))
def test_volume_in_another_unit_scales_the_cost(tmp_path_factory, description, factor):
    before = solved(description, tmp_path_factory.mktemp("world"))
    after = description.world(tmp_path_factory.mktemp("world"), volumes=factor).optimum()
    assert total_cost(after) == pytest.approx(factor * total_cost(before), rel=1e-5, abs=TOLERANCE * max(1.0, factor))
    assert prices(after) == near(prices(before), abs=TOLERANCE)


@holds(descriptions, st.sampled_from([0.5, 2.0, 7.0]))
def test_another_currency_scales_prices(tmp_path_factory, description, factor):
    before = solved(description, tmp_path_factory.mktemp("world"))
    after = description.world(tmp_path_factory.mktemp("world"), money=factor).optimum()
    assert total_cost(after) == pytest.approx(factor * total_cost(before), rel=1e-5, abs=TOLERANCE * factor)
    assert prices(after) == near(
        {market: factor * value for market, value in prices(before).items()}, abs=TOLERANCE * factor
    )


COLD = [0.16, 0.14, 0.11, 0.07, 0.05, 0.03, 0.02, 0.03, 0.05, 0.08, 0.11, 0.15]


@holds(descriptions, few=2)
def test_finer_seasons_never_cost_less_without_storage(tmp_path_factory, description):
    world = description.world(tmp_path_factory.mktemp("world")).profile("cold", COLD)
    for market, volume in description.demand.items():
        world.market(market, volume, 300.0, description.elasticity, "cold")
    months = {f"month-{month:02d}": [month] for month in range(1, 13)}
    costs = [total_cost(world.optimum(seasons=seasons)) for seasons in ("annual", "winter-summer", "quarters", months)]
    assert costs[0] <= costs[1] + TOLERANCE
    assert costs[0] <= costs[2] + TOLERANCE
    assert costs[1] <= costs[3] + TOLERANCE
    assert costs[2] <= costs[3] + TOLERANCE


@holds(descriptions, few=2)
def test_storage_never_costs_more(tmp_path_factory, description):
    world = description.world(tmp_path_factory.mktemp("world")).profile("cold", COLD)
    for market, volume in description.demand.items():
        world.market(market, volume, 300.0, description.elasticity, "cold")
    before = total_cost(world.optimum(seasons="quarters"))
    after = total_cost(world.storage("cavern", MARKETS[0], 2.0, 6.0, cost=10.0, loss=0.01).optimum(seasons="quarters"))
    assert after <= before + TOLERANCE


@holds(descriptions, few=2)
def test_years_that_nothing_links_do_not_know_one_another(tmp_path_factory, description):
    assume(any(start == FIELD for start, _ in description.lines))
    world = description.world(tmp_path_factory.mktemp("world"))
    alone = total_cost(world.optimum())
    together = (
        world.optimum(years=[YEAR, YEAR + 1, YEAR + 2])
        .values("cost", ("item", "year"))
        .drop("tie_break", level="item", errors="ignore")
    )
    np.testing.assert_allclose(together.groupby(level="year").sum(), alone, rtol=1e-7, atol=TOLERANCE)


@pytest.mark.parametrize("seasons", ["quarters", {"cold": [11, 12, 1, 2], "mild": [3, 4, 9, 10], "warm": [5, 6, 7, 8]}])
def test_the_rich_world_works_in_other_seasons(tmp_path, seasons):
    results = worlds.rich(tmp_path).solve(**{**worlds.SECTIONS, "seasons": seasons})
    count = len(seasons) if isinstance(seasons, dict) else 4
    assert results.prices.groupby(["node", "year"])["season"].nunique().unique().tolist() == [count]
    assert results.consumption.groupby(["market", "year"])["reference"].sum()["Home", 2030] == pytest.approx(20.0)


def test_a_dataset_in_other_units_gives_the_same_results(tmp_path, rich_results):
    other = worlds.rich(tmp_path, unit=ENERGY).solve(**worlds.SECTIONS)
    for name, columns in {
        "flows": ["volume", "arrived"],
        "prices": ["price"],
        "consumption": ["reference", "consumption"],
        "contracts": ["quantity", "minimum", "taken", "payment"],
        "netbacks": ["netback", "transport"],
        "costs": ["value", "discounted"],
    }.items():
        mine, theirs = getattr(rich_results, name), getattr(other, name)
        assert len(mine) == len(theirs), name
        np.testing.assert_allclose(mine[columns], theirs[columns], rtol=1e-6, atol=1e-4, err_msg=name)


@pytest.fixture
def rich_results(tmp_path_factory: pytest.TempPathFactory):
    return worlds.rich(tmp_path_factory.mktemp("rich")).solve(**worlds.SECTIONS)


def test_a_world_does_not_depend_on_the_order_of_its_rows(tmp_path):
    world = worlds.rich(tmp_path)
    before = world.optimum(**worlds.SECTIONS).point.objective
    for rows in world.figures.values():
        rows.reverse()
    assert world.optimum(**worlds.SECTIONS).point.objective == pytest.approx(before, rel=1e-12)
