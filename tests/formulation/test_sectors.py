"""Sectors of a market: their shares, prices, elasticities and shapes of the year."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import LOST_LOAD, Tiny, cell, near, price

from corridor.errors import DatasetError, NetworkError

VOLUME, REFERENCE = 10.0, 300.0
WINTER_ONLY = [1.0 / 6.0] * 3 + [0.0] * 6 + [1.0 / 6.0] * 3


def world(folder, cost: float = 450.0) -> Tiny:
    """A market of which two fifths answer to price and three fifths do not, beside a well."""
    tiny = Tiny(folder).market("M", VOLUME, REFERENCE, -0.2).producer("well", "N", 50.0, cost, swing=1.0)
    tiny.pipeline("line", "N", "M", 50.0)
    return tiny.sector("power", "M", 0.4, elasticity=-0.8).sector("homes", "M", 0.6, elasticity=0.0)


def test_each_sector_follows_its_own_curve(tmp_path):
    results = world(tmp_path).glance(market={"price_error": "0.1 %"})
    at = price(results, "M")
    used = {name: cell(results.sectors, "consumption", sector=name) for name in ("power", "homes")}
    assert at == near(450.0)
    assert used["homes"] == near(6.0)
    assert used["power"] == pytest.approx(4.0 * (at / REFERENCE) ** -0.8, rel=2e-3)
    assert sum(used.values()) == pytest.approx(cell(results.consumption, "consumption", market="M"))
    assert results.sectors["reference"].tolist() == pytest.approx([6.0, 4.0])
    assert results.sectors["name"].tolist() == ["HOMES", "POWER"]


def test_what_a_sector_does_not_say_the_market_says(tmp_path):
    tiny = world(tmp_path / "parted").sector("power", "M", 0.4).sector("homes", "M", 0.6)
    whole = Tiny(tmp_path / "whole").market("M", VOLUME, REFERENCE, -0.2).producer("well", "N", 50.0, 450.0, swing=1.0)
    whole.pipeline("line", "N", "M", 50.0)
    parted, together = (cell(each.glance().consumption, "consumption", market="M") for each in (tiny, whole))
    assert parted == pytest.approx(together)


def test_a_price_and_a_profile_of_its_own(tmp_path):
    tiny = world(tmp_path, cost=200.0).profile("cold", WINTER_ONLY)
    tiny.sector("power", "M", 0.4, elasticity=-0.8, reference_price=200.0).sector(
        "homes", "M", 0.6, "cold", elasticity=0.0
    )
    used = tiny.glance(seasons="winter-summer", market={"price_error": "0.1 %"}).sectors.set_index(["sector", "season"])
    assert used.at[("homes", "winter"), "consumption"] == near(6.0)
    assert used.at[("homes", "summer"), "consumption"] == near(0.0)
    assert used.at[("power", "summer"), "consumption"] == pytest.approx(2.0, rel=2e-3)


def test_levers_are_taken_off_in_proportion(tmp_path):
    tiny = world(tmp_path, cost=REFERENCE).lever("saving", "M", "demand", 2.5)
    results = tiny.glance(levers={"saving": {"status": "active"}})
    assert results.sectors["reference"].tolist() == pytest.approx([4.5, 3.0])


def test_sectors_go_short_in_proportion_to_firm_demand(tmp_path):
    tiny = world(tmp_path).pipeline("line", "N", "M", 3.0)
    results = tiny.glance(market={"shortfall": "accepted"})
    firm = {"homes": 6.0, "power": 4.0 * (LOST_LOAD / REFERENCE) ** -0.8}
    left = 3.0 / sum(firm.values())
    for name, volume in firm.items():
        assert cell(results.sectors, "consumption", sector=name) == near(volume * left)


def test_shares_that_do_not_make_up_the_whole(tmp_path):
    tiny = world(tmp_path).sector("homes", "M", {"2015": 0.6, "2040": 0.5})
    with pytest.raises(
        NetworkError, match=r"the sectors of 'M' make up 9\d\.\d\d % of its volume in 2030, not all of it"
    ):
        tiny.network()


def test_a_sector_of_no_market(tmp_path):
    with pytest.raises(DatasetError, match="market 'Nowhere' is not known"):
        world(tmp_path).sector("power", "Nowhere", 0.4).network()


def test_a_scenario_divides_a_market_and_takes_it_away(tmp_path):
    tiny = Tiny(tmp_path).market("M", VOLUME, REFERENCE, -0.2).producer("well", "N", 50.0, REFERENCE, swing=1.0)
    tiny.market("Away", 1.0).pipeline("line", "N", "M", 50.0).pipeline("other", "N", "Away", 50.0)
    tiny.sector("all-away", "Away", 1.0)
    divided = {"a": {"market": "M", "share": "25 %"}, "b": {"market": "M", "share": "75 %"}}
    network = tiny.network(sectors=divided, demand={"Away": {"status": "removed"}})
    assert network.sectors.index.tolist() == ["a", "b"]
    assert network.sector_terms["reference"].tolist() == pytest.approx([2.5, 7.5])
