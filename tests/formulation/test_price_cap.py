"""Price caps in a solved market: closed forms of small cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.formulation.tiny import DAYS, PER_MMBTU, YEAR, Tiny, cell, near, price, volume

from corridor import api
from corridor.engine import compile_model, price_caps, price_slopes, solve
from corridor.engine.windows import Stage, solve_windows
from corridor.errors import NetworkError, ScenarioError, SolverLimitError
from corridor.formulation import formulate
from corridor.results.price_caps import KEYS
from corridor.scenario.model import Branch


def kcm(price: float) -> str:
    """Write a canonical price."""
    return f"{price} USD/kcm"


def world_with(folder, potential: float = 6.0) -> Tiny:
    """Ten bcm of demand in One: Russian gas there for 110, less than it needs, and dear gas of others for 300."""
    world = Tiny(folder).market("One", 10.0).producer("well", "N", potential, 100.0)
    world.producer("dear", "One", 50.0, 300.0, origin="Norway").pipeline("n-one", "N", "One", 20.0, tariff=10.0)
    return world.node("One", "market", country="ONE").node("N", "basin", country="NNN")


def rule(cap: float, name: str = "cap", **fields):
    return {name: {"price_cap": {"origin": "Russia", "into": "One", "price": kcm(cap), **fields}}}


def indicator(results, name: str, subject: str, year: int = YEAR) -> float:
    return cell(results.indicators, "value", indicator=name, subject=subject, year=year)


# --- one market, one season


def test_a_cap_between_cost_and_price_moves_money_and_no_gas(tmp_path):
    free, capped = world_with(tmp_path).solve(), world_with(tmp_path / "capped").solve(policies=rule(200.0))
    assert volume(capped, "n-one") == near(volume(free, "n-one")) == near(6.0)
    assert price(capped, "One") == near(price(free, "One")) == near(300.0)
    row = {"policy": "cap", "origin": "Russia", "market": "One"}
    assert cell(capped.price_caps, "received", **row) * PER_MMBTU == near(200.0)
    assert cell(capped.price_caps, "wedge", **row) * PER_MMBTU == near(100.0)
    assert cell(capped.price_caps, "transfer", **row) == near(600.0)
    assert cell(capped.policies, "transfer", policy="cap") == near(600.0)
    assert cell(capped.policies, "level", policy="cap") == near(6.0)
    assert cell(capped.policies, "shadow_price", policy="cap") * PER_MMBTU == near(100.0)
    assert cell(capped.costs, "value", item="price_caps") == near(600.0)


def test_what_the_seller_loses_the_buyers_gain(tmp_path):
    free, capped = world_with(tmp_path).solve(), world_with(tmp_path / "capped").solve(policies=rule(200.0))
    for results, revenue in ((free, 6.0 * 300.0), (capped, 6.0 * 200.0)):
        assert indicator(results, "export_revenue", "Russia") * 1000.0 == near(revenue)
        assert indicator(results, "producer_surplus", "Russia") * 1000.0 == near(revenue - 6.0 * 110.0)
    gain = indicator(capped, "consumer_surplus", "") - indicator(free, "consumer_surplus", "")
    assert gain * 1000.0 == near(600.0)
    assert cell(capped.netbacks, "netback", origin="Russia") * PER_MMBTU == near(200.0 - 10.0)


def test_a_cap_below_what_the_way_costs_keeps_the_seller_away(tmp_path):
    results = world_with(tmp_path, 60.0).solve(policies=rule(105.0))
    assert volume(results, "n-one") == near(0.0)
    assert price(results, "One") == near(300.0)
    assert cell(results.policies, "transfer", policy="cap") == near(0.0)
    assert cell(results.policies, "shadow_price", policy="cap") * PER_MMBTU == near(195.0)


def test_a_cap_between_steps_of_cost_leaves_the_cheap_ones_and_the_price_rises_to_the_next_supplier(tmp_path):
    world = world_with(tmp_path).producer("well", "N", 20.0, [(0.2, 100.0), (0.8, 150.0)])
    free = world.glance()
    assert (volume(free, "n-one"), price(free, "One")) == (near(10.0), near(160.0))
    results = world.glance(policies=rule(140.0))
    assert (volume(results, "n-one"), price(results, "One")) == (near(4.0), near(300.0))
    assert cell(results.policies, "transfer", policy="cap") == near(4.0 * 160.0)


def test_a_cap_above_the_price_changes_nothing(tmp_path):
    world = world_with(tmp_path, 60.0)
    free, capped = world.solve(), world.solve(policies=rule(200.0))
    for name in ("flows", "prices", "netbacks", "indicators"):
        assert getattr(free, name).equals(getattr(capped, name)), name
    assert cell(capped.policies, "shadow_price", policy="cap") == 0.0
    assert cell(capped.price_caps, "received") * PER_MMBTU == near(110.0)


@pytest.mark.parametrize(("cap", "brought"), [(109.0, 0.0), (111.0, 10.0)])
def test_a_cap_a_hair_from_the_cost_settles_too(tmp_path, cap, brought):
    """While capped gas is the last to be brought, the price would follow the guess by steps of 1."""
    results = world_with(tmp_path, 60.0).glance(policies=rule(cap))
    assert volume(results, "n-one") == near(brought)
    assert price(results, "One") == near(110.0 if brought else 300.0)


def test_demand_that_responds_pays_more_where_the_capped_seller_stays_away(tmp_path):
    r"""With linear demand through (10, 300) of slope 30 and cheap gas for 110 the price is 110; without it 300."""
    world = world_with(tmp_path, 60.0).market("One", 10.0, 300.0, elasticity=-1.0)
    market = {"linear_demand": ["One"]}
    free = world.glance(market=market)
    assert price(free, "One") == near(110.0)
    assert volume(free, "n-one") == near(10.0 + 190.0 / 30.0)
    kept = world.glance(market=market, policies=rule(120.0))
    assert (price(kept, "One"), volume(kept, "n-one")) == (near(110.0), near(10.0 + 190.0 / 30.0))
    away = world.glance(market=market, policies=rule(100.0))
    assert (price(away, "One"), volume(away, "n-one")) == (near(300.0), near(0.0))


def test_capacity_that_the_cap_leaves_short_is_worth_what_the_seller_gets(tmp_path):
    """Eight bcm of capped gas at most: linear demand clears above the cap, its line earns cap less cost."""
    world = world_with(tmp_path, 60.0).market("One", 10.0, 300.0, elasticity=-1.0).pipeline("n-one", "N", "One", 8.0)
    world.producer("dear", "One", 50.0, 500.0, origin="Norway")
    results = world.solve(market={"linear_demand": ["One"]}, policies=rule(200.0))
    assert price(results, "One") == near(300.0 + 2.0 * 30.0)
    assert cell(results.policies, "transfer", policy="cap") == near(8.0 * 160.0)
    assert cell(results.capacity, "rent", arc="n-one") == near(8.0 * 100.0)


# --- several markets, seasons, caps


def test_gas_goes_where_it_leaves_more(tmp_path):
    """One pays 200 under a cap, Two 250 without: the six bcm go to Two, and One buys dear gas."""
    world = world_with(tmp_path).market("Two", 10.0).producer("other", "Two", 50.0, 250.0, origin="Qatar")
    world.pipeline("n-two", "N", "Two", 20.0, tariff=10.0)
    free = world.glance()
    assert (volume(free, "n-one"), volume(free, "n-two")) == (near(6.0), near(0.0))
    capped = world.glance(policies=rule(200.0))
    assert (volume(capped, "n-one"), volume(capped, "n-two")) == (near(0.0), near(6.0))
    assert (price(capped, "One"), price(capped, "Two")) == (near(300.0), near(250.0))
    enough = world.glance(policies=rule(260.0))
    assert (volume(enough, "n-one"), volume(enough, "n-two")) == (near(6.0), near(0.0))


def test_what_the_other_market_cannot_take_is_sold_under_the_cap(tmp_path):
    world = world_with(tmp_path).market("Two", 4.0).producer("other", "Two", 50.0, 250.0, origin="Qatar")
    world.pipeline("n-two", "N", "Two", 20.0, tariff=10.0)
    results = world.solve(policies=rule(200.0))
    assert (volume(results, "n-one"), volume(results, "n-two")) == (near(2.0), near(4.0))
    assert price(results, "Two") == near(200.0)  # as much as the seller gets for the next unit in One
    assert indicator(results, "export_revenue", "Russia") * 1000.0 == near(6.0 * 200.0)


def test_markets_and_seasons_have_wedges_of_their_own(tmp_path):
    """Dear gas sets the price in winter, when the well cannot serve all; in summer the capped gas does."""
    shares = [2.0 / 18.0] * 3 + [1.0 / 18.0] * 6 + [2.0 / 18.0] * 3
    world = world_with(tmp_path, 8.0).profile("cold", shares).market("One", 9.0, profile="cold")
    world.market("Two", 3.0, profile="cold").producer("else", "Two", 50.0, 400.0, origin="Qatar")
    world.pipeline("well-two", "N", "Two", 1.0, tariff=10.0)
    results = world.solve(seasons="winter-summer", policies=rule(150.0, into=["One", "Two"]))
    found = results.price_caps.set_index(["market", "season"])
    wedges = {key: wedge * PER_MMBTU for key, wedge in found["wedge"].items()}
    assert wedges["One", "winter"] == near(150.0)
    assert wedges["Two", "winter"] == near(250.0)
    assert wedges["One", "summer"] == near(0.0)
    assert price(results, "One", "summer") == near(110.0)
    assert cell(results.costs, "value", item="price_caps") == near(float(results.price_caps["transfer"].sum()))


def test_the_lowest_of_several_caps_holds(tmp_path):
    results = world_with(tmp_path).glance(policies=rule(200.0) | rule(180.0, "lower") | rule(250.0, "higher"))
    transfers = results.policies.set_index("policy")["transfer"].to_dict()
    assert transfers == {"lower": near(6.0 * 120.0)}


def test_a_cap_from_july_is_on_half_of_what_is_sold(tmp_path):
    results = world_with(tmp_path).glance(policies=rule(200.0, **{"from": "2030-07-01"}))
    assert cell(results.policies, "level", policy="cap") == pytest.approx(3.0, rel=DAYS)
    assert cell(results.policies, "transfer", policy="cap") == pytest.approx(300.0, rel=DAYS)


def test_caps_follow_one_another_inside_a_season(tmp_path):
    steps = {"2030-01-01": kcm(250.0), "2030-10-01": kcm(150.0)}
    world = world_with(tmp_path)
    policies = {"cap": {"price_cap": {"origin": "Russia", "into": "One", "price": steps}}}
    mean = world.glance(policies=policies)
    assert cell(mean.policies, "transfer", policy="cap") == pytest.approx(6.0 * (0.75 * 50.0 + 0.25 * 150.0), rel=DAYS)
    by_season = world.glance(seasons="quarters", policies=policies)
    assert cell(by_season.policies, "transfer", policy="cap") == near(6.0 * (0.75 * 50.0 + 0.25 * 150.0))


def test_a_key_point_later_leaves_the_years_before_free(tmp_path):
    policies = {"cap": {"price_cap": {"origin": "Russia", "into": "One", "price": {"2031": kcm(200.0)}}}}
    results = world_with(tmp_path).glance(years=[2030, 2031], policies=policies)
    assert set(results.policies["year"]) == {2031}


def test_whose_gas_is_capped(tmp_path):
    """'any' is everybody's from abroad; groups and exemptions are as in other policies."""
    world = (
        world_with(tmp_path).node("One", "market", country="ONE", groups="EU").producer("far", "F", 1.0, 1.0, "Qatar")
    )
    world.producer("dear", "One", 50.0, 300.0, origin="Norway").pipeline("f-n", "F", "N", 0.0)
    for fields in ({"origin": "any"}, {"into": "EU"}, {"origin": ["Qatar", "Russia"]}):
        results = world.glance(policies=rule(200.0, **fields))
        assert results.policies.set_index("origin")["transfer"]["Russia"] == near(600.0), fields
    spared = world.network(policies=rule(200.0, origin="any", except_origins="Russia"))
    assert set(spared.price_caps.index.get_level_values("origin")) == {"Qatar"}


# --- how gas comes


def with_ships(folder) -> Tiny:
    world = world_with(folder).liquefaction("plant", "N", "LNG", 3.0).voyage("ship", "LNG", "Regas")
    return world.terminal("terminal", "Regas", "One", 9.0)


@pytest.mark.parametrize(("form", "volume"), [("any", 6.0), ("lng", 2.0), ("pipeline", 4.0)])
def test_a_cap_by_form_is_on_what_comes_that_way(tmp_path, form, volume):
    world = (
        with_ships(tmp_path).event("narrow", "n-one", "2022", factor=0.2).event("few", "plant", "2022", factor=2 / 3)
    )
    results = world.solve(policies=rule(200.0, form=form))
    assert cell(results.policies, "level", policy="cap") == near(volume)
    assert cell(results.policies, "transfer", policy="cap") == near(volume * 100.0)


def test_capped_ships_stay_away_and_pipelines_do_not(tmp_path):
    results = with_ships(tmp_path).event("narrow", "n-one", "2022", factor=0.2).solve(policies=rule(90.0, form="lng"))
    assert (volume(results, "ship"), volume(results, "n-one")) == (near(0.0), near(4.0))
    assert cell(results.netbacks, "netback", origin="Russia") * PER_MMBTU == near(290.0)


def test_lng_that_lands_under_a_cap_and_goes_on_is_charged_once(tmp_path):
    world = Tiny(tmp_path).producer("well", "N", 3.0, 100.0).liquefaction("plant", "N", "LNG", 5.0)
    world.voyage("ship", "LNG", "Regas").terminal("terminal", "Regas", "One", 9.0).market("One", 1.0)
    world.market("Two", 4.0).pipeline("on", "One", "Two", 5.0).producer("dear", "Two", 9.0, 300.0, origin="Norway")
    world.pipeline("back", "Two", "One", 5.0)
    results = world.solve(policies=rule(200.0, form="lng", into=["One", "Two"]))
    assert cell(results.costs, "value", item="price_caps") == near(3.0 * 100.0)
    assert indicator(results, "producer_surplus", "Russia") * 1000.0 == near(3.0 * 100.0)


# --- with contracts, windows, other policies


def test_a_contract_inside_a_cap_costs_the_lower_of_the_two(tmp_path):
    world = world_with(tmp_path).contract("deal", "One", "n-one", 4.0, 0.5, 250.0)
    results = world.solve(policies=rule(200.0))
    assert cell(results.contracts, "price", contract="deal") * PER_MMBTU == near(200.0)
    # The wedge is booked on all that is sold, so that the contract earns its buyer nothing beside it.
    assert cell(results.contracts, "rent", contract="deal") == near(0.0)
    assert cell(results.policies, "transfer", policy="cap") == near(600.0)
    cheap = world.contract("deal", "One", "n-one", 4.0, 0.5, 150.0).solve(policies=rule(200.0))
    assert cell(cheap.contracts, "price", contract="deal") * PER_MMBTU == near(150.0)
    assert cell(cheap.contracts, "rent", contract="deal") == near(4.0 * 50.0)


def test_what_is_not_taken_is_paid_at_the_cap(tmp_path):
    world = world_with(tmp_path).contract("deal", "One", "n-one", 4.0, 1.0, 350.0)
    world.producer("well", "N", 6.0, 600.0)
    results = world.solve(policies=rule(120.0))
    assert cell(results.contracts, "payment", contract="deal") == near(4.0 * 120.0)


def test_a_contract_at_the_hub_pays_no_more_than_the_cap(tmp_path):
    world = world_with(tmp_path).contract("deal", "One", "n-one", 4.0, 0.5, 250.0, rule="hub")
    results = world.solve(policies=rule(200.0, until="2030-07-01"))
    assert cell(results.contracts, "price", contract="deal") * PER_MMBTU == pytest.approx(250.0, rel=DAYS)


def test_windows_find_the_same_wedges_as_the_whole_horizon(tmp_path):
    network = world_with(tmp_path).network(years=[2030, 2031], policies=rule(200.0))
    program = compile_model(formulate(network))
    whole, (parted, _) = solve(program), solve_windows(program, [Stage((2030,), ()), Stage((2031,), ())])
    for solution in (whole, parted):
        assert solution.values("cost", ("item", "year"))["price_caps"].tolist() == [near(600.0), near(600.0)]
        assert solution.wedges("capped", KEYS).tolist() == [near(100.0), near(100.0)]
    assert parted.point.objective == near(whole.point.objective)


def test_a_quota_and_a_cap_settle_together(tmp_path):
    world = world_with(tmp_path, 60.0).market("One", 10.0, 300.0, elasticity=-1.0)
    policies = rule(200.0) | {"share": {"quota": {"origin": "Russia", "into": "One", "share": "40 %"}}}
    results = world.solve(market={"linear_demand": ["One"]}, policies=policies)
    assert volume(results, "n-one") == near(4.0)
    assert price(results, "One") == near(300.0)
    assert cell(results.policies, "transfer", policy="cap") == near(400.0)
    assert cell(results.policies, "shadow_price", policy="share") * PER_MMBTU == near(90.0)  # cap less cost


def test_a_tariff_and_a_cap_are_both_taken_off(tmp_path):
    duty = {"duty": {"tariff": {"origin": "Russia", "into": "One", "rate": kcm(50.0)}}}
    results = world_with(tmp_path).solve(policies=rule(200.0) | duty)
    assert indicator(results, "producer_surplus", "Russia") * 1000.0 == near(6.0 * (200.0 - 50.0 - 110.0))
    away = world_with(tmp_path / "away").solve(policies=rule(159.0) | duty)
    assert volume(away, "n-one") == near(0.0)


# --- what is refused


def test_a_seller_with_conduct_has_no_price_to_move_under_a_cap(tmp_path):
    world = world_with(tmp_path).market("One", 10.0, 300.0, elasticity=-1.0)
    with pytest.raises(NetworkError, match=r"Russia has conduct in One, where policy 'cap' caps the price of his gas"):
        world.network(policies=rule(200.0), market={"conduct": {"Russia": "cournot"}})
    world.network(policies=rule(200.0), market={"conduct": {"Norway": "cournot"}})


def test_caps_of_two_forms_on_the_same_gas_are_refused(tmp_path):
    policies = rule(200.0, form="lng") | rule(180.0, "piped", form="pipeline")
    with pytest.raises(NetworkError, match=r"'cap' \(form: lng\) and 'piped' \(form: pipeline\)"):
        with_ships(tmp_path).network(policies=policies)


def test_branches_of_the_future_are_refused(tmp_path):
    world = world_with(tmp_path)
    scenario = world.scenario(policies=rule(200.0))
    written = scenario.policies[0].written
    branches = (Branch("low", 0.5, scenario, written), Branch("high", 0.5, scenario, written))
    with pytest.raises(ScenarioError, match="policy 'cap' caps a price, which cannot be weighed over branches"):
        api.solve(replace(scenario, branches=branches))


def test_caps_that_do_not_settle_are_told_with_their_markets(tmp_path, monkeypatch):
    monkeypatch.setattr(price_caps, "ROUNDS", 1)
    monkeypatch.setattr(price_slopes, "ROUNDS", 0)
    with pytest.raises(
        SolverLimitError, match=r"policy 'cap' on gas of Russia in One, year 2030: .* off by 2\.6 USD/MMB"
    ):
        world_with(tmp_path).optimum(policies=rule(200.0))


def test_prices_by_slopes_are_those_of_the_search_alone(tmp_path, monkeypatch):
    world = world_with(tmp_path).producer("well", "N", 20.0, [(0.2, 100.0), (0.8, 150.0)])
    world.market("Two", 4.0).producer("other", "Two", 50.0, 250.0, origin="Qatar").pipeline("n-two", "N", "Two", 3.0)
    both = [world.optimum(policies=rule(140.0, into=["One", "Two"])).wedges("capped", KEYS).tolist()]
    monkeypatch.setattr(price_slopes, "ROUNDS", 0)
    both.append(world.optimum(policies=rule(140.0, into=["One", "Two"])).wedges("capped", KEYS).tolist())
    assert both[0] == [near(wedge) for wedge in both[1]]
    assert max(both[0]) > 0.0
