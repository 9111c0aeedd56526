"""Countries and the supply of markets beside what is published for them, and the score of routes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.formulation.tiny import SOURCE, YEAR, Tiny, near

from corridor.results import Results, deviation, route_table


def balance_of(results: Results, country: str, item: str) -> pd.Series:
    table = results.national
    (row,) = table[(table["country"] == country) & (table["item"] == item)].to_dict("records")
    return pd.Series(row)


def given(world: Tiny, kind: str, name: str, value: float, source: str = SOURCE, note: str = "") -> Tiny:
    key = f"{kind}:{name}"
    world.plain["year_inputs"].append((key, kind, name, str(YEAR), repr(value), "bcm", "", "", source, note))
    return world


def two_countries(folder: Path) -> Tiny:
    """A home of two markets and a field whose line burns a tenth, a buyer, and a country that only exports."""
    world = Tiny(folder)
    world.node("North", "market", "AAA", "Home;Union").node("South", "market", "AAA", "Home;Union")
    world.node("Field", "basin", "AAA", "Home").node("Buyer", "market", "BBB", "Union").node("Gulf", "basin", "CCC")
    world.market("North", 10.0).market("South", 5.0).market("Buyer", 9.0)
    world.producer("field", "Field", 30.0, 10.0).producer("gulf", "Gulf", 4.0, 1.0, origin="Qatar")
    world.pipeline("north", "Field", "North").pipeline("south", "Field", "South")
    world.pipeline("export", "Field", "Buyer", loss=0.1, uncounted=0.25).pipeline("gulf-line", "Gulf", "Buyer", 4.0)
    return world


def test_what_lines_burn_is_consumption_where_they_start(tmp_path):
    world = (
        two_countries(tmp_path).observed("home", "consumption", "Home", 15.0).observed("u", "consumption", "Union", 9)
    )
    results = world.solve()
    burnt = 5.0 / 0.9 * 0.1
    row = balance_of(results, "Home", "consumption")
    assert row["model"] == near(15.0 + 0.75 * burnt)
    assert (row["cited"], row["share"]) == (15.0, near(0.75 * burnt / 15.0))
    assert "0.1 bcm used up" in row["note"]
    assert balance_of(results, "Buyer", "consumption")["model"] == near(9.0)


def test_output_is_that_of_the_whole_country(tmp_path):
    results = two_countries(tmp_path).observed("made", "production", "Field", 20.0).solve()
    row = balance_of(results, "Home", "production")
    assert row["model"] == near(15.0 + 5.0 / 0.9)
    assert row["cited"] == 20.0
    assert set(results.national["country"][results.national["item"] == "production"]) == {"Home", "Gulf"}


def test_a_country_without_a_market_is_left_out_with_a_reason(tmp_path):
    results = given(two_countries(tmp_path), "production", "gulf", 4.0, note="gas that was shipped").solve()
    used, made = (balance_of(results, "Gulf", item) for item in ("consumption", "production"))
    assert np.isnan(used["cited"])
    assert np.isnan(used["share"])
    assert "for export only" in used["note"]
    assert (made["cited"], made["difference"]) == (4.0, near(0.0))
    assert made["note"] == "for export only; home market not in the model; gas that was shipped"


def test_what_is_published_comes_before_the_totals_of_a_year(tmp_path):
    world = given(two_countries(tmp_path), "consumption", "Buyer", 9.5)
    given(world, "consumption", "North", 7.0)
    results = world.observed("buyer", "consumption", "Buyer", 8.0).solve()
    assert balance_of(results, "Buyer", "consumption")["cited"] == 8.0
    home = balance_of(results, "Home", "consumption")
    assert np.isnan(home["cited"]), "a part of a country says nothing of the whole"
    assert home["note"].startswith("nothing is cited")


@pytest.mark.parametrize(("published", "taken"), [(20.5, 20.5), (30.0, 20.0)])
def test_published_output_that_is_another_quantity_gives_way(tmp_path, published, taken):
    world = given(two_countries(tmp_path), "production", "field", 20.0, note="marketable")
    row = balance_of(world.observed("made", "production", "Home", published).solve(), "Home", "production")
    assert row["cited"] == taken
    assert ("published: 30.0" in row["note"]) == (taken != published)


def test_years_of_which_nothing_is_published_are_left_out(tmp_path):
    assert two_countries(tmp_path).observed("old", "consumption", "Buyer", 8.0, year=YEAR - 9).solve().national.empty


def test_stock_changes_are_no_consumption(tmp_path):
    world = two_countries(tmp_path).observed("buyer", "consumption", "Buyer", 9.0)
    world.add("demand", "Buyer", "flat", volume=9.0, reference_price=300.0, elasticity=0.0, stock_change=2.0)
    assert balance_of(world.solve(), "Buyer", "consumption")["model"] == near(9.0)


def test_every_market_has_its_mix_and_shares_add_up(rich):
    table = rich.supply_mix
    assert set(rich.consumption["market"]) <= set(table["market"])
    assert not table.duplicated(["market", "origin", "year"]).any()
    totals = table.groupby(["market", "year"])["share"].sum()
    np.testing.assert_allclose(totals[totals > 0.0], 1.0)
    sold = -rich.balance[rich.balance["item"] == "sales"].groupby(["node", "origin", "year"])["volume"].sum()
    mine = table[table["market"].isin(rich.consumption["market"])].set_index(["market", "origin", "year"])["volume"]
    np.testing.assert_allclose(mine.reindex(sold[sold > 1e-3].index), sold[sold > 1e-3], rtol=1e-6)


def test_published_trade_stands_beside_the_mix(rich):
    table = rich.supply_mix.set_index(["market", "origin", "year"])
    assert table.loc[("EU", "Russia", 2035), "cited"] == 9.0
    assert np.isnan(table.loc[("EU", "Norway", 2035), "cited"])
    assert table.loc[("Italy + China (lng)", "Qatar", 2035), "source"] == SOURCE
    assert not {"Nowhere", "Italy (mule)"} & set(rich.supply_mix["market"])


def test_the_deviation_counts_every_route_once(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 10.0)
    world.pipeline("one", "N", "M", 6.0).pipeline("two", "N", "M", 6.0, tariff=1.0)
    for name, members, contestable in (("Both", "one;two", "yes"), ("First", "one", "no"), ("Unseen", "three", "no")):
        world.plain["backcast_routes"].append((name, members, contestable, SOURCE, ""))
    world.observed("1", "route_flow", "one", 4.0).observed("2", "route_flow", "two", 5.0)
    world.observed("3", "route_flow", "one + two", 9.5)
    results, dataset = world.solve(), world.dataset()
    table = route_table(results, dataset, [YEAR]).set_index("route")
    assert table["model"].to_dict() == {"Both": near(10.0), "First": near(6.0)}
    assert deviation(results, dataset, YEAR) == near((0.5 + 2.0) / 13.5)
    assert np.isnan(deviation(results, dataset, YEAR - 9))
