"""Price intervals on closed forms: a supply step that demand fills exactly supports every price up to the next step."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from tests.formulation.tiny import LOST_LOAD, PER_MMBTU, YEAR, Tiny, near
from tests.properties.descriptions import descriptions

from corridor.results.intervals import interval_table


def ends(results, node: str = "M", season: str = "year") -> tuple[float, float]:
    """Lowest and highest price, million USD per bcm; the one reported lies between them."""
    table = interval_table(results.solved)
    assert (table["price_low"] <= table["price"] + 1e-9).all()
    assert (table["price"] <= table["price_high"] + 1e-9).all()
    row = table[(table["node"] == node) & (table["season"] == season)].iloc[0]
    assert row["unit"] == "USD/MMBtu"
    return row["price_low"] * PER_MMBTU, row["price_high"] * PER_MMBTU


def test_a_step_that_is_filled_exactly_leaves_room_up_to_the_next(tmp_path):
    results = Tiny(tmp_path).market("M", 5.0).producer("own", "M", 10.0, [(0.5, 100.0), (0.5, 150.0)]).solve()
    assert ends(results) == (near(100.0), near(150.0))


def test_without_a_next_step_it_reaches_up_to_the_value_of_lost_load(tmp_path):
    results = Tiny(tmp_path).market("M", 5.0).producer("own", "M", 5.0, 100.0).solve()
    assert ends(results) == (near(100.0), near(LOST_LOAD))


def test_a_step_in_use_has_one_price(tmp_path):
    results = Tiny(tmp_path).market("M", 4.0).producer("own", "M", 10.0, [(0.5, 100.0), (0.5, 150.0)]).solve()
    assert ends(results) == (near(100.0), near(100.0))


def test_a_line_that_is_filled_exactly_leaves_room_up_to_gas_at_home(tmp_path):
    world = Tiny(tmp_path).market("M", 5.0).producer("field", "N", 20.0, 100.0).pipeline("line", "N", "M", 5.0, 10.0)
    results = world.producer("own", "M", 9.0, 170.0, origin="Norway").solve()
    assert ends(results) == (near(110.0), near(170.0))


def test_the_willingness_to_pay_is_an_end_where_a_demand_block_is_filled_exactly(tmp_path):
    results = Tiny(tmp_path).market("M", 10.0, 300.0, -0.5).producer("own", "M", 1000.0, 100.0).solve()
    bought = float(results.consumption["consumption"].iloc[0])
    results = Tiny(tmp_path / "b").market("M", 10.0, 300.0, -0.5).producer("own", "M", bought, 100.0).solve()
    low, high = ends(results)
    assert low == near(100.0)
    assert high > 100.0 + 1.0


def test_seasons_that_storage_links_move_together(tmp_path):
    world = Tiny(tmp_path).market("M", 6.0, profile="flat").producer("own", "M", 6.0, 100.0)
    results = world.storage("store", "M", 1.0).solve(seasons="winter-summer")
    assert ends(results, season="summer") == (near(100.0), near(LOST_LOAD))


def test_a_linear_demand_has_one_price(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0, 300.0, -0.5).producer("own", "M", 50.0, 100.0)
    results = world.solve(market={"linear_demand": "M"})
    assert ends(results) == (near(100.0), near(100.0))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(descriptions)
def test_the_ends_are_what_a_little_more_and_less_demand_cost(tmp_path_factory, description):
    folder = tmp_path_factory.mktemp("any")
    results = description.world(folder).solve()
    table = interval_table(results.solved).set_index("node")
    step, market = 1e-3, "Baku"
    objectives = {}
    for sign in (-1.0, 1.0):
        changed = description.world(folder / str(sign))
        volume = description.demand[market] + sign * step
        changed.market(market, volume, 300.0, description.elasticity)
        objectives[sign] = changed.optimum().point.objective
    if description.elasticity:
        return  # a larger market is another demand curve, not a unit more
    for sign, end in ((1.0, "price_high"), (-1.0, "price_low")):
        slope = sign * (objectives[sign] - results.manifest["objective"]) / step
        assert table[end].to_dict()[market] * PER_MMBTU == pytest.approx(slope, abs=1e-2), YEAR
