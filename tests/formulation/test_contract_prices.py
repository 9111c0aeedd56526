"""Price rules by hand, and what buyers make of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.formulation.tiny import PER_MMBTU, Glance, Tiny, cell, near, volume

from corridor.errors import NetworkError

MINIMUM, QUANTITY = 4.0, 8.0
INDICATIVE = 200.0


def world_with(folder, rule: str, hub: float = 100.0, **clauses: Any) -> Tiny:
    """A market where other gas costs ``hub``, and a contract whose gas costs 20 to bring; no published prices."""
    world = Tiny(folder).market("M", 10.0).producer("own", "M", 50.0, hub, origin="Norway")
    world.producer("well", "N", 50.0, 20.0).pipeline("line", "N", "M", 20.0)
    return world.contract(
        "deal", "M", "line", QUANTITY, 0.5, INDICATIVE, rule=rule, alternative="TTF", exclusive=True, **clauses
    )


def priced(world: Tiny, years: tuple[int, ...] = (2030,), **benchmarks: Any) -> list[float]:
    """Contract prices that decisions are made on, USD/MMBtu."""
    network = world.network(years=years, market={"benchmarks": benchmarks} if benchmarks else {})
    return [price / PER_MMBTU for price in network.contract_terms["price"]]


def in_table(results: Glance, column: str) -> float:
    return cell(results.contracts, column, contract="deal")


def test_a_fixed_price_may_change_over_the_years(tmp_path):
    world = world_with(tmp_path, "fixed").contract("deal", "M", "line", QUANTITY, 0.5, {"2030": 200.0, "2040": 300.0})
    assert world.network(years=[2030, 2035, 2040]).contract_terms["price"].tolist() == [200.0, 250.0, 300.0]


def test_an_oil_indexed_price_is_base_and_slope_times_the_lagged_price_of_oil(tmp_path):
    # Nine months before the middle of 2031 is 0.25 into the way from mid-2030 to mid-2031: 60 + 0.25 x 20 = 65 USD/bbl.
    world = world_with(tmp_path, "oil", slope=0.1, lag=0.75, base=PER_MMBTU)
    assert priced(world, (2031,), Brent={"2030": "60 USD/bbl", "2031": "80 USD/bbl"}) == [near(1.0 + 0.1 * 65.0)]


def test_what_was_published_stands_before_the_first_date_of_the_scenario(tmp_path):
    world = world_with(tmp_path, "oil", slope=0.1, lag=0.5).benchmark("Brent", 2029, 40.0, "USD/bbl")
    world.benchmark("Brent", 2030, 100.0, "USD/bbl")
    assert priced(world, Brent={"2030": "60 USD/bbl"}) == [near(0.1 * 50.0)]


def test_the_last_price_of_the_scenario_holds_on_and_a_published_one_does_not(tmp_path):
    world = world_with(tmp_path, "oil", slope=0.1).benchmark("Brent", 2030, 100.0, "USD/bbl")
    assert priced(world, (2030, 2040)) == [near(10.0), near(INDICATIVE / PER_MMBTU)]
    assert priced(world, (2030, 2040), Brent="70 USD/bbl") == [near(7.0), near(7.0)]
    assert priced(world, (2030, 2040), Brent={"2035": "50 USD/bbl"})[1] == near(5.0)


@pytest.mark.parametrize(("oil", "price"), [(30.0, 4.0), (70.0, 7.0), (150.0, 11.0)])
def test_floor_and_ceiling_flatten_the_slope(tmp_path, oil, price):
    world = world_with(tmp_path, "oil", slope=0.1, floor=4.0 * PER_MMBTU, ceiling=11.0 * PER_MMBTU)
    assert priced(world, Brent=f"{oil} USD/bbl") == [near(price)]


def test_a_mixed_price_weighs_oil_and_hub(tmp_path):
    # 30 % of 0.1 x 80 and 70 % of 5 plus a markup of 0.5.
    world = world_with(tmp_path, "mixed", slope=0.1, oil_share=0.3, markup=0.5 * PER_MMBTU)
    assert priced(world, Brent="80 USD/bbl", TTF="5 USD/MMBtu") == [near(0.3 * 8.0 + 0.7 * 5.5)]


def test_a_hub_price_is_that_of_the_solution(tmp_path):
    results = world_with(tmp_path, "hub", markup=10.0).glance()
    assert in_table(results, "price") == near(110.0 / PER_MMBTU)
    assert in_table(results, "market_value") == near(100.0 / PER_MMBTU)
    assert in_table(results, "rent") == near(-10.0 * QUANTITY, abs=0.05)


def test_a_mixed_price_reads_the_hub_of_the_solution_too(tmp_path):
    world = world_with(tmp_path, "mixed", slope=0.1, oil_share=0.3)
    results = world.glance(market={"benchmarks": {"Brent": "80 USD/bbl"}})
    assert in_table(results, "price") == near(0.3 * 8.0 + 0.7 * 100.0 / PER_MMBTU)


def test_the_rent_is_what_the_buyer_gains_over_the_market(tmp_path):
    world = world_with(tmp_path, "fixed").contract("deal", "M", "line", QUANTITY, 0.5, 60.0, exclusive=True)
    results = world.glance()
    assert in_table(results, "rent") == near((100.0 - 60.0) * QUANTITY, abs=0.05)


CHEAP, DEAR = "2 USD/MMBtu", "9 USD/MMBtu"
RULES: dict[str, dict[str, Any]] = {
    "fixed": {},
    "unknown": {},
    "oil": {"slope": 0.1},
    "mixed": {"slope": 0.1, "oil_share": 0.5},
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("alternative", "taken"), [(CHEAP, MINIMUM), (DEAR, QUANTITY)])
def test_buyers_compare_a_price_of_any_rule_with_the_hub(tmp_path, rule, alternative, taken):
    """At 50 USD/bbl the index is 5 USD/MMBtu, the fixed price 200 / 37.9 is 5.3: between the two alternatives."""
    market = {"nomination": "price", "benchmarks": {"Brent": "50 USD/bbl", "TTF": alternative}}
    results = world_with(tmp_path, rule, hub=70.0, **RULES[rule]).glance(market=market)
    assert volume(results, "line") == near(taken)


@pytest.mark.parametrize("alternative", [CHEAP, DEAR])
@pytest.mark.parametrize(("markup", "taken"), [(-1.0, QUANTITY), (1.0, QUANTITY), (90.0, MINIMUM)])
def test_a_buyer_at_the_hub_sees_the_markup_alone(tmp_path, alternative, markup, taken):
    """Other gas costs 100, contract gas 20 to bring: a markup above 80 is more than he would pay elsewhere."""
    world = world_with(tmp_path, "hub", markup=markup)
    results = world.glance(market={"nomination": "price", "benchmarks": {"TTF": alternative}})
    assert volume(results, "line") == near(taken)


def test_more_quantity_that_need_not_be_taken_never_costs_more(tmp_path):
    costs = []
    for number, quantity in enumerate((4.0, 6.0, 8.0, 12.0)):
        world = world_with(tmp_path / str(number), "fixed")
        world.contract("deal", "M", "line", quantity, 4.0 / quantity, 60.0, exclusive=True)
        costs.append(float(world.glance().costs["discounted"].sum()))
    assert costs == sorted(costs, reverse=True)


MISFITS: dict[str, tuple[dict[str, Any], str]] = {
    "mixed without weights": ({"price_rule": "mixed"}, "contract 'deal' has a mixed price without 'oil_share'"),
    "floor above ceiling": (
        {"price_rule": "oil", "floor": "9 USD/MMBtu", "ceiling": "8 USD/MMBtu"},
        "contract 'deal' has a floor above its ceiling",
    ),
    "highest below the minimum": ({"highest": 0.4}, "no more than 0.4 of its mean rate, but must be at 0.5"),
    "lowest above highest": ({"highest": 1.1, "lowest": 1.2}, "no more than 1.1 of its mean rate, but must be at 1.2"),
    "renewal without end": ({"renewal": "50 %"}, "contract 'deal' is renewed but never ends"),
    "price of no renewal": ({"end": "2035", "renewal_price": "5 USD/MMBtu"}, "a price after its end but no renewal"),
    "slope of a fixed price": (
        {"slope": 0.1},
        "contract 'deal' has a 'slope', which a price by rule 'fixed' does not read",
    ),
    "weight of an oil price": (
        {"price_rule": "oil", "slope": 0.1, "oil_share": "30 %"},
        "contract 'deal' has a 'oil_share', which a price by rule 'oil' does not read",
    ),
    "base that nothing is carried beyond": (
        {"carry_forward_base": "90 %"},
        "contract 'deal' has a 'carry_forward_base' but no 'carry_forward'",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_clauses_that_do_not_fit_are_told_where_they_are_written(tmp_path, case):
    said, message = MISFITS[case]
    with pytest.raises(NetworkError) as caught:
        world_with(tmp_path, "fixed").network(contracts={"deal": said})
    assert message in str(caught.value)
    assert "tiny-1.yaml:" in str(caught.value)


def test_a_scenario_may_say_the_rule_of_a_contract_anew(tmp_path):
    world = world_with(tmp_path, "fixed")
    said = {"deal": {"price_rule": "oil", "slope": 0.1}}
    network = world.network(contracts=said, market={"benchmarks": {"Brent": "70 USD/bbl"}})
    assert network.contract_terms["price"].tolist() == [near(7.0 * PER_MMBTU)]
    assert world.scenario().hash != world.scenario(contracts=said).hash


def test_assumed_prices_are_part_of_the_hash_and_of_the_resolved_text(tmp_path):
    world = world_with(tmp_path, "oil", slope=0.1)
    market = {"benchmarks": {"Brent": {"2030": "70 USD/bbl"}, "TTF": "8 USD/MMBtu"}}
    plain, assumed = world.scenario(), world.scenario(market=market)
    assert plain.hash != assumed.hash
    again = world.scenario(market=assumed.resolved()["market"])
    assert again.hash == assumed.hash
