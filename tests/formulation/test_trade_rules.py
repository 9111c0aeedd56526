"""Tariffs, quotas and diversification in a solved market: closed forms of small cases."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import DAYS, LOST_LOAD, PER_MMBTU, YEAR, Tiny, cell, cost, near, price, volume

ENTRY = 110.0
"""What Russian gas costs in One: 100 at the well, 10 on the way."""


def world_with(folder, loss=0.0) -> Tiny:
    """Cheap Russian gas for One (EU) and, through it, for Out; dear gas of Norway everywhere; a ship to One."""
    world = Tiny(folder).market("One", 10.0).market("Out", 5.0).producer("well", "N", 100.0, 100.0)
    world.node("One", "market", country="ONE", groups="EU;region:Union").node("Out", "market", country="OUT")
    world.node("N", "basin", country="RUS").node("Sea", "basin", country="NOR")
    world.producer("platform", "Sea", 50.0, 300.0, origin="Norway")
    for market in ("One", "Out"):
        world.pipeline(f"sea-{market.lower()}", "Sea", market)
    world.pipeline("n-one", "N", "One", 20.0, tariff=10.0, loss=loss).pipeline(
        "one-out", "One", "Out", 20.0, tariff=5.0
    )
    world.liquefaction("plant", "N", "LNG", 3.0, cost=50.0).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "One", 9.0
    )
    return world.node("Regas", "regas", country="ONE", groups="EU")


def rule(kind, **fields):
    origin = {} if kind == "diversification" else {"origin": "Russia"}
    return {"rule": {kind: {**origin, "into": "EU", **fields}}}


def per_mmbtu(canonical: float) -> str:
    return f"{canonical!r} USD/kcm"


def sold(results, market, origin="Russia", year=YEAR) -> float:
    table = results.balance
    chosen = table[(table["item"] == "sales") & (table["node"] == market) & (table["origin"] == origin)]
    return -float(chosen.loc[chosen["year"] == year, "volume"].sum())


# --- tariffs


def test_a_tariff_is_paid_by_the_buyers_of_the_last_unit(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("tariff", rate=per_mmbtu(40.0)))
    assert (sold(results, "One"), sold(results, "Out")) == (near(10.0), near(5.0))
    assert (price(results, "One"), price(results, "Out")) == (near(ENTRY + 40.0), near(ENTRY + 40.0 + 5.0))
    row = results.policies.iloc[0]
    assert (row["kind"], row["origin"], row["season"]) == ("tariff", "Russia", "year")
    assert row["level"] == near(15.0)
    assert row["transfer"] == near(15.0 * 40.0, abs=0.1)
    assert row["shadow_price"] * PER_MMBTU == near(40.0)
    assert cell(results.costs, "value", item="policy_tariffs") == near(600.0, abs=0.1)


def test_a_tariff_on_what_arrives_counts_no_fuel(tmp_path):
    results = world_with(tmp_path, loss=0.2).glance(policies=rule("tariff", rate=per_mmbtu(40.0), form="pipeline"))
    arrived = 0.8 * volume(results, "n-one")
    assert arrived > 1.0
    assert cell(results.policies, "level", policy="rule") == near(arrived)
    assert cell(results.policies, "transfer", policy="rule") == near(40.0 * arrived, abs=0.1)


def test_a_tariff_turns_the_merit_order_round(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("tariff", rate=per_mmbtu(191.0), form="pipeline"))
    assert volume(results, "n-one") == near(0.0)
    assert sold(results, "One", "Norway") + sold(results, "Out", "Norway") == near(12.0)
    assert volume(results, "ship") == near(3.0)  # 150 a unit, and not charged
    assert price(results, "One") == near(300.0)
    assert cell(results.policies, "transfer", policy="rule") == near(0.0)


@pytest.mark.parametrize("form", ["pipeline", "lng", "any"])
@pytest.mark.parametrize("transit", ["allowed", "forbidden"])
def test_a_prohibitive_tariff_is_a_ban(tmp_path, form, transit):
    with_tariff, with_ban = (
        world_with(tmp_path / kind).glance(policies=rule(kind, form=form, transit=transit, **fields))
        for kind, fields in (("tariff", {"rate": per_mmbtu(1000.0)}), ("ban", {}))
    )
    for market in ("One", "Out"):
        assert sold(with_tariff, market) == near(sold(with_ban, market))
        assert price(with_tariff, market) == near(price(with_ban, market))
    assert cost(with_tariff) == near(cost(with_ban), abs=0.05)


def test_gas_that_only_crosses_goes_free_where_transit_does(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("tariff", rate=per_mmbtu(40.0), transit="allowed"))
    assert (price(results, "One"), price(results, "Out")) == (near(ENTRY + 40.0), near(ENTRY + 5.0))
    assert cell(results.policies, "level", policy="rule") == near(10.0)
    assert cell(results.policies, "transfer", policy="rule") == near(400.0, abs=0.1)


def test_cargoes_are_taken_off_what_is_charged_on_sales(tmp_path):
    fields = {"rate": per_mmbtu(60.0), "transit": "allowed", "form": "pipeline"}
    results = world_with(tmp_path).glance(policies=rule("tariff", **fields))
    assert volume(results, "ship") == near(3.0)  # 150 by ship, 110 and 60 by pipe
    assert cell(results.policies, "level", policy="rule") == near(7.0)
    assert cell(results.policies, "transfer", policy="rule") == near(420.0, abs=0.1)
    assert price(results, "One") == near(ENTRY + 60.0)


def test_a_tariff_on_every_origin_leaves_out_the_own_and_the_exempt(tmp_path):
    world = world_with(tmp_path).producer("field", "One", 2.0, 90.0, origin="Onelandic")
    free = world.glance(policies={"rule": {"tariff": {"origin": "any", "into": "EU", "rate": per_mmbtu(250.0)}}})
    assert set(free.policies["origin"]) == {"Russia", "Norway"}
    assert (sold(free, "One", "Onelandic"), price(free, "One")) == (near(2.0), near(ENTRY + 250.0))
    spared = {"origin": "any", "into": "EU", "rate": per_mmbtu(250.0), "except_origins": "Norway"}
    results = world.glance(policies={"rule": {"tariff": spared}})
    assert (sold(results, "One", "Norway"), price(results, "One")) == (near(8.0), near(300.0))
    by_origin = world.glance(policies={"rule": {"tariff": {**spared, "rate": per_mmbtu(5.0)}}}).policies
    assert dict(zip(by_origin["origin"], by_origin["transfer"], strict=True)) == {"Russia": near(13.0 * 5.0, abs=0.1)}


def test_a_tariff_from_october_is_a_quarter_of_it_in_a_year_of_one_season(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("tariff", rate=per_mmbtu(40.0), **{"from": "2030-10-01"}))
    assert price(results, "One") == near(ENTRY + 10.0)
    seasonal = world_with(tmp_path / "q").glance(
        seasons="quarters", policies=rule("tariff", rate=per_mmbtu(40.0), **{"from": "2030-10-01"})
    )
    prices = [price(seasonal, "One", season) for season in ("first", "third", "fourth")]
    assert prices == [near(ENTRY), near(ENTRY), near(ENTRY + 40.0)]
    assert cell(seasonal.policies, "transfer", policy="rule") == near(15.0 / 4 * 40.0, abs=0.1)


def test_a_rate_over_time_begins_with_its_first_date(tmp_path):
    rate = {"2030": per_mmbtu(20.0), "2031-07-01": per_mmbtu(30.0)}
    results = world_with(tmp_path).glance(years=[2029, 2030, 2031], policies=rule("tariff", rate=rate))
    prices = [price(results, "One", year=year) for year in (2029, 2030, 2031)]
    assert prices == [near(ENTRY), near(ENTRY + 20.0), near(ENTRY + 25.0)]


def test_netbacks_bear_the_tariff(tmp_path):
    world = world_with(tmp_path)
    with_transit = {"rate": per_mmbtu(40.0), "transit": "allowed", "form": "pipeline"}
    for fields in ({"rate": per_mmbtu(40.0)}, with_transit):
        table = world.solve(policies=rule("tariff", **fields)).netbacks
        russian = table[(table["origin"] == "Russia") & (table["market"] == "One")]
        assert float(russian["netback"].iloc[0]) * PER_MMBTU == near(100.0)


@pytest.mark.parametrize("fields", [{}, {"transit": "allowed"}])
def test_gains_rents_and_the_tariff_are_the_worth_of_the_gas_less_what_it_costs(tmp_path, fields):
    world = world_with(tmp_path).node("Out", "market", country="OUT", groups="region:Union")
    results = world.pipeline("n-one", "N", "One", 8.0, tariff=10.0).solve(
        policies=rule("tariff", rate=per_mmbtu(40.0), **fields)
    )
    told = results.indicators.set_index(["indicator", "subject"])["value"]
    gains = 1000.0 * sum(told["producer_surplus", origin] for origin in ("Russia", "Norway"))
    gains += 1000.0 * told["consumer_surplus", "Union"] + results.capacity["rent"].sum()
    transfer = cell(results.policies, "transfer", policy="rule")
    spent = cost(results) - cell(results.costs, "value", item="policy_tariffs")
    assert transfer > 100.0
    assert gains + transfer == near(15.0 * LOST_LOAD - spent, abs=0.5)


# --- quotas


def test_a_quota_binds_at_its_share_of_consumption_and_has_a_price(tmp_path):
    results = world_with(tmp_path).glance(seasons="quarters", policies=rule("quota", share="40 %"))
    assert (sold(results, "One"), sold(results, "One", "Norway")) == (near(4.0), near(6.0))
    assert sold(results, "Out") == near(5.0)
    row = results.policies.iloc[0]
    assert (row["limit"], row["level"], row["season"]) == (near(4.0), near(4.0), "year")
    assert row["shadow_price"] * PER_MMBTU == near(300.0 - ENTRY)
    assert price(results, "One", "first") == near(300.0)  # of the last unit, which is Norwegian


@pytest.mark.parametrize(("elasticity", "share"), [(-0.3, 0.4), (-0.3, 0.7), (-1.5, 0.7)])
def test_a_quota_is_of_what_is_consumed_after_prices_have_risen(tmp_path, elasticity, share):
    world = world_with(tmp_path).market("One", 10.0, price=250.0, elasticity=elasticity)
    free = world.glance()
    results = world.glance(policies=rule("quota", share=f"{100 * share} %"))
    consumed = cell(results.consumption, "consumption", market="One")
    assert consumed < cell(free.consumption, "consumption", market="One") - 0.1
    assert sold(results, "One") == near(share * consumed, abs=1e-5)
    assert cell(results.policies, "limit", policy="rule") == near(share * consumed, abs=1e-5)
    assert price(results, "One") > price(free, "One")


def test_a_quota_on_pipeline_gas_leaves_ships(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("quota", share="40 %", form="pipeline"))
    assert volume(results, "ship") == near(3.0)
    assert sold(results, "One") == near(7.0)
    assert cell(results.policies, "level", policy="rule") == near(4.0)


def test_a_quota_on_ships_leaves_pipelines(tmp_path):
    world = world_with(tmp_path).pipeline("n-one", "N", "One", 6.0, tariff=10.0)
    assert volume(world.glance(), "ship") == near(3.0)
    results = world.glance(policies=rule("quota", share="20 %", form="lng"))
    assert volume(results, "ship") == near(2.0)
    assert cell(results.policies, "level", policy="rule") == near(2.0)


def test_a_quota_of_nothing_is_a_ban_on_sales(tmp_path):
    with_quota = world_with(tmp_path / "q").glance(policies=rule("quota", share="0 %"))
    with_ban = world_with(tmp_path / "b").glance(policies=rule("ban", transit="allowed"))
    assert sold(with_quota, "One") == near(0.0)
    assert sold(with_quota, "Out") == near(5.0)
    assert (price(with_quota, "One"), cost(with_quota)) == (
        near(price(with_ban, "One")),
        near(cost(with_ban), abs=0.05),
    )


def test_a_quota_from_july_leaves_the_half_year_before_it_open(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("quota", share="20 %", **{"from": "2030-07-01"}))
    assert sold(results, "One") == pytest.approx(0.5 * 10.0 + 0.5 * 2.0, rel=DAYS)
    seasonal = world_with(tmp_path / "q").glance(
        seasons="quarters", policies=rule("quota", share="20 %", **{"from": "2030-07-01"})
    )
    assert sold(seasonal, "One") == pytest.approx(6.0, rel=DAYS)


# --- diversification


def three_suppliers(folder) -> Tiny:
    """A market of 10 with three suppliers of rising cost and a small field of its own."""
    world = Tiny(folder).node("M", "market", country="MMM").market("M", 10.0)
    for origin, cost_ in (("Russia", 100.0), ("Iran", 150.0), ("Norway", 300.0)):
        world.node(f"{origin} field", "basin", country=origin[:3].upper())
        world.producer(f"of-{origin}", f"{origin} field", 100.0, cost_, origin=origin)
        world.pipeline(f"from-{origin}", f"{origin} field", "M")
    return world


def diversified(**fields):
    return {"rule": {"diversification": {"into": "M", "largest_share": "40 %", **fields}}}


def test_three_suppliers_fill_up_one_after_the_other(tmp_path):
    results = three_suppliers(tmp_path).glance(policies=diversified())
    assert [sold(results, "M", origin) for origin in ("Russia", "Iran", "Norway")] == [near(4.0), near(4.0), near(2.0)]
    worth = results.policies.set_index("origin")["shadow_price"] * PER_MMBTU
    assert worth.to_dict() == {"Iran": near(150.0), "Norway": near(0.0), "Russia": near(200.0)}
    assert results.policies["limit"].tolist() == [near(4.0)] * 3
    assert price(results, "M") == near(300.0)


def test_own_gas_may_be_any_share(tmp_path):
    world = three_suppliers(tmp_path).producer("own", "M", 8.0, 50.0, origin="Homeland")
    results = world.glance(policies=diversified(largest_share="10 %"))
    assert sold(results, "M", "Homeland") == near(8.0)
    assert [sold(results, "M", origin) for origin in ("Russia", "Iran", "Norway")] == [near(1.0), near(1.0), near(0.0)]


def test_named_and_exempt_origins(tmp_path):
    named = three_suppliers(tmp_path / "n").glance(policies=diversified(origin="Russia"))
    assert [sold(named, "M", origin) for origin in ("Russia", "Iran", "Norway")] == [near(4.0), near(6.0), near(0.0)]
    spared = three_suppliers(tmp_path / "s").glance(policies=diversified(except_origins=["Iran"]))
    assert [sold(spared, "M", origin) for origin in ("Russia", "Iran", "Norway")] == [near(4.0), near(6.0), near(0.0)]


def test_a_share_of_a_group_is_of_all_its_markets_together(tmp_path):
    world = three_suppliers(tmp_path).node("M", "market", country="MMM", groups="Both")
    world.node("Two", "market", country="TWO", groups="Both").market("Two", 10.0).pipeline("m-two", "M", "Two")
    results = world.glance(policies=diversified(into="Both", except_origins=["Iran"]))
    assert sold(results, "M") + sold(results, "Two") == near(8.0)


# --- nothing changes nothing


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("tariff", {"rate": "0 USD/MMBtu"}),
        ("tariff", {"rate": "0 USD/MMBtu", "transit": "allowed"}),
        ("tariff", {"rate": "9 USD/MMBtu", "from": "2031-01-01"}),
        ("quota", {"share": "100 %"}),
        ("quota", {"share": "10 %", "until": "2030-01-01"}),
        ("diversification", {"largest_share": "100 %"}),
    ],
)
def test_a_rule_that_rules_nothing_adds_no_row_and_no_column(tmp_path, kind, fields):
    world = world_with(tmp_path)
    plain, ruled = world.optimum(), world.optimum(policies=rule(kind, **fields))
    assert ruled.program.matrix.shape == plain.program.matrix.shape
    assert ruled.point.objective == plain.point.objective
