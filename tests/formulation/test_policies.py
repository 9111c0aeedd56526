"""Bans and caps in a solved market."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import DAYS, PER_MMBTU, YEAR, Tiny, cell, near, price, volume


def world_with(folder) -> Tiny:
    """Cheap Russian gas for One (EU) and, through it, for Out; dear gas of others everywhere; a ship to One."""
    world = Tiny(folder).market("One", 10.0).market("Out", 5.0).producer("well", "N", 100.0, 100.0)
    for market in ("One", "Out"):
        world.producer(f"own-{market}", market, 50.0, 300.0, origin="Norway")
    world.pipeline("n-one", "N", "One", 20.0, tariff=10.0).pipeline("one-out", "One", "Out", 20.0, tariff=5.0)
    world.liquefaction("plant", "N", "LNG", 3.0, cost=50.0).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "One", 9.0
    )
    return world.node("One", "market", groups="EU").node("Regas", "regas", groups="EU")


def rule(kind="ban", **fields):
    return {"rule": {kind: {"origin": "Russia", "into": "EU", **fields}}}


def sold(results, market, origin="Russia") -> float:
    table = results.balance
    chosen = table[(table["item"] == "sales") & (table["node"] == market) & (table["origin"] == origin)]
    return -float(chosen["volume"].sum())


def test_without_a_policy_the_cheap_gas_goes_everywhere(tmp_path):
    results = world_with(tmp_path).glance()
    assert (sold(results, "One"), sold(results, "Out")) == (near(10.0), near(5.0))


def test_a_ban_on_everything_shuts_the_way_through_too(tmp_path):
    results = world_with(tmp_path).glance(policies=rule())
    assert (sold(results, "One"), sold(results, "Out")) == (near(0.0), near(0.0))
    assert (price(results, "One"), price(results, "Out")) == (near(300.0), near(300.0))


def test_a_ban_on_sales_leaves_the_way_through_open(tmp_path):
    results = world_with(tmp_path).glance(policies=rule(transit="allowed"))
    assert (sold(results, "One"), sold(results, "Out")) == (near(0.0), near(5.0))
    assert price(results, "Out") == near(115.0)


def test_a_ban_on_pipeline_gas_leaves_ships(tmp_path):
    results = world_with(tmp_path).glance(policies=rule(form="pipeline"))
    assert (sold(results, "One"), sold(results, "Out")) == (near(3.0), near(0.0))
    with_transit = world_with(tmp_path / "transit").glance(policies=rule(form="pipeline", transit="allowed"))
    assert sold(with_transit, "One") + sold(with_transit, "Out") == near(8.0)
    assert sold(with_transit, "One") == near(3.0)
    # What counts for the ban is what was sold beyond the cargoes: the table says so too.
    assert with_transit.policies["level"].tolist() == near(with_transit.policies["limit"].clip(upper=0.0).tolist())


def test_a_ban_on_ships_leaves_pipelines(tmp_path):
    results = world_with(tmp_path).event("narrow", "n-one", "2022", factor=0.5).glance(policies=rule(form="lng"))
    assert volume(results, "ship") == near(0.0)
    assert volume(results, "n-one") == near(10.0)


def test_a_ban_from_july_leaves_half_of_what_could_enter_in_a_year(tmp_path):
    results = (
        world_with(tmp_path)
        .event("narrow", "n-one", "2022", factor=0.4)
        .glance(policies=rule(form="pipeline", **{"from": "2030-07-01"}))
    )
    assert volume(results, "n-one") == pytest.approx(0.5 * 8.0, rel=DAYS)


def test_a_ban_from_october_leaves_the_seasons_before(tmp_path):
    results = world_with(tmp_path).glance(seasons="quarters", policies=rule(form="any", **{"from": "2030-10-01"}))
    by_season = {season: volume(results, "n-one", season=season) for season in ("first", "second", "third", "fourth")}
    assert by_season == pytest.approx({"first": 3.75, "second": 3.75, "third": 3.75, "fourth": 0.0}, abs=0.05)


def test_a_cap_binds_over_the_year_and_has_a_price(tmp_path):
    results = world_with(tmp_path).glance(seasons="quarters", policies=rule("cap", form="pipeline", volume="4 bcm/yr"))
    assert volume(results, "n-one") == near(4.0)
    assert cell(results.policies, "level", policy="rule") == near(4.0)
    assert cell(results.policies, "limit", policy="rule") == near(4.0)
    assert cell(results.policies, "shadow_price", policy="rule") * PER_MMBTU == near(300.0 - 110.0)
    assert set(results.policies["season"]) == {"year"}


def test_a_cap_on_sales_leaves_the_way_through_open(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("cap", form="any", volume="4 bcm/yr", transit="allowed"))
    assert (sold(results, "One"), sold(results, "Out")) == (near(4.0), near(5.0))
    assert cell(results.policies, "level", policy="rule") == near(4.0)
    assert cell(results.policies, "shadow_price", policy="rule") * PER_MMBTU == near(300.0 - 110.0)


def test_a_cap_on_sales_of_piped_gas_leaves_ships(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("cap", form="pipeline", volume="4 bcm/yr", transit="allowed"))
    assert (sold(results, "One"), sold(results, "Out")) == (near(7.0), near(5.0))
    assert cell(results.policies, "level", policy="rule") == near(4.0)


def test_a_cap_that_does_not_bind_is_worth_nothing(tmp_path):
    results = world_with(tmp_path).glance(policies=rule("cap", form="pipeline", volume="19 bcm/yr"))
    assert cell(results.policies, "shadow_price", policy="rule") == near(0.0)


def test_a_ban_has_a_price(tmp_path):
    results = world_with(tmp_path).glance(
        years=[YEAR], policies=rule(form="pipeline", transit="allowed", **{"from": "2030-07-01"})
    )
    assert cell(results.policies, "shadow_price", policy="rule") >= 0.0
    assert cell(results.policies, "level", policy="rule") <= cell(results.policies, "limit", policy="rule") + 3.0 + 1e-6


def test_the_gas_of_others_still_crosses(tmp_path):
    world = world_with(tmp_path).producer("transit", "N", 50.0, 90.0, origin="Kazakhstan")
    results = world.glance(policies=rule())
    assert volume(results, "n-one", origin="Kazakhstan") == near(15.0)
