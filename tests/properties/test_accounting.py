"""What must hold in every solution: costs add up, gas adds up, and a price is what one more unit costs."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import strategies as st
from tests.formulation.tiny import YEAR, Glance, Tiny, near, total_cost
from tests.properties.descriptions import FIELD, MARKETS, Description, descriptions
from tests.properties.holding import holds
from tests.properties.test_metamorphic import COLD, TOLERANCE, prices, solved

KEYS = ["node", "origin", "year", "season"]
INWARD, OUTWARD = ("production", "withdrawal"), ("sales", "injection")


def seasonal(description: Description, folder) -> Tiny:
    """A world with a cold season and a storage."""
    world = description.world(folder).profile("cold", COLD)
    for market, volume in description.demand.items():
        world.market(market, volume, 300.0, description.elasticity, "cold")
    return world.storage("cavern", MARKETS[0], 2.0, 6.0, cost=10.0, loss=0.01)


def at(flows: pd.DataFrame, end: str, column: str) -> pd.Series:
    """Gas at one end of all arcs, by node and origin."""
    return flows.rename(columns={end: "node"}).groupby(KEYS)[column].sum()


@holds(descriptions)
def test_the_objective_is_the_sum_of_the_accounts(tmp_path_factory, description):
    world = seasonal(description, tmp_path_factory.mktemp("world"))
    results = world.solve(years=[YEAR, YEAR + 4], seasons="winter-summer", discount_rate="6 %")
    objective = results.manifest["objective"]
    assert results.costs["discounted"].sum() == pytest.approx(objective, rel=1e-9)
    weights = results.costs["discounted"] / results.costs["value"].where(results.costs["value"] != 0.0)
    assert weights.groupby(results.costs["year"]).agg(lambda found: found.max() - found.min()).max() < 1e-6


@holds(descriptions)
def test_gas_adds_up_in_the_tables(tmp_path_factory, description):
    world = seasonal(description, tmp_path_factory.mktemp("world"))
    results: Glance = world.glance(seasons="winter-summer", policies=description.policies())
    own = results.balance.pivot_table(index=KEYS, columns="item", values="volume", aggfunc="sum", fill_value=0.0)
    stated = own[[item for item in (*INWARD, *OUTWARD) if item in own]].sum(axis=1)
    arriving, leaving = at(results.flows, "to", "arrived"), at(results.flows, "from", "volume")
    left = stated.add(arriving, fill_value=0.0).sub(leaving, fill_value=0.0)
    assert left.abs().max() < 1e-6
    sold = -results.balance.query("item == 'sales'").groupby(["node", "year", "season"])["volume"].sum()
    consumed = results.consumption.set_index(["market", "year", "season"])["consumption"].rename_axis(sold.index.names)
    assert sold.reindex(consumed.index, fill_value=0.0).to_dict() == pytest.approx(consumed.to_dict(), abs=1e-6)


@holds(descriptions, st.sampled_from(MARKETS), st.sampled_from([0.01, 0.5]))
def test_a_price_is_what_one_more_unit_costs(tmp_path_factory, description, market, step):
    """Cost is convex in demand: the price lies between what the last unit saved would save and the next would cost."""
    firm = replace(description, elasticity=0.0)
    costs = []
    for more in (-step, 0.0, step):
        demand = {**firm.demand, market: firm.demand[market] + more}
        found = solved(replace(firm, demand=demand), tmp_path_factory.mktemp("world"))
        costs.append(found.point.objective)
        if not more:
            price = prices(found)[market]
    below, above = (costs[1] - costs[0]) / step, (costs[2] - costs[1]) / step
    assert below - 1e-5 <= price <= above + 1e-5


@holds(descriptions, st.sampled_from((FIELD, *MARKETS)), st.integers(1, 15), st.integers(30, 500))
def test_another_producer_never_costs_more(tmp_path_factory, description, node, potential, cost):
    before = solved(description, tmp_path_factory.mktemp("world"))
    world = description.world(tmp_path_factory.mktemp("world"))
    after = world.producer("new", node, potential + 0.09, cost + 0.43, origin="Qatar").optimum()
    assert total_cost(after) <= total_cost(before) + TOLERANCE


@holds(descriptions, st.sampled_from(MARKETS), st.integers(1, 10))
def test_more_of_a_line_costs_less_by_no_more_than_its_value(tmp_path_factory, description, market, more):
    """The value of capacity is that of the first unit: the saving from more of it is at most that times as much."""
    capacity, tariff, loss = description.lines.get((FIELD, market), (3.11, 20.7, 0.01))
    lines = {**description.lines, (FIELD, market): (capacity + 0.5, tariff, loss)}
    wider = {**lines, (FIELD, market): (capacity + 0.5 + more, tariff, loss)}
    before, after = (
        solved(replace(description, lines=each), tmp_path_factory.mktemp("world")) for each in (lines, wider)
    )
    value = -before.duals("flow_below_capacity", ("arc", "year", "season"))
    worth = float(value.get((f"{FIELD}-{market}".lower(), YEAR, "year"), 0.0))
    saved = before.point.objective - after.point.objective
    assert saved == near(max(saved, 0.0), abs=1e-6)
    assert saved <= worth * more + 1e-5
