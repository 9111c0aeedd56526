"""The base year of the reference scenario against the published totals of every country."""

from __future__ import annotations

import pandas as pd
import pytest

from corridor.api import load, solve
from corridor.results import Results, deviation

YEAR = 2025
TOLERANCE = 0.03

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results() -> Results:
    return solve(load("reference"))


@pytest.fixture(scope="module")
def national(results: Results) -> pd.DataFrame:
    return results.national[results.national["year"] == YEAR]


#: What the publisher itself leaves open: output that is neither consumed nor exported in the same publication.
UNACCOUNTED = {("Azerbaijan", "production")}


@pytest.mark.parametrize("item", ["consumption", "production"])
def test_every_country_is_near_its_published_figure(national, item):
    table = national[(national["item"] == item) & national["cited"].notna()].set_index("country")
    assert len(table) > 40
    outside = table.loc[(table["difference"].abs() > TOLERANCE * table["cited"]), ["model", "cited", "note"]]
    left = {country for country, which in UNACCOUNTED if which == item}
    assert outside.drop(index=sorted(left & set(outside.index))).to_dict("index") == {}


def test_azerbaijan_produces_no_less_than_its_published_uses(results, national):
    """Published output is 2 bcm above published consumption and exports together; the model serves both and no more."""
    cited = national.set_index(["country", "item"])["cited"]
    observed = results.observed[(results.observed["year"] == YEAR) & (results.observed["kind"] == "route_flow")]
    exports = observed[observed["note"] == "all Azerbaijani pipeline exports"]["observed"].item()
    uses = cited["Azerbaijan", "consumption"] + exports
    made = national.set_index(["country", "item"])["model"]["Azerbaijan", "production"]
    assert cited["Azerbaijan", "production"] - uses == pytest.approx(2.03, abs=0.01)
    assert uses <= made <= cited["Azerbaijan", "production"]


def test_what_is_left_out_says_why(national):
    out = national[national["cited"].isna()]
    assert out["note"].str.startswith(("for export only", "nothing is cited")).all()
    assert set(out["item"]) == {"consumption"}
    assert set(out.loc[out["note"].str.startswith("nothing"), "country"]) <= {"Mongolia"}


def test_the_model_has_every_market_and_published_trade_beside_it(results):
    table = results.supply_mix[results.supply_mix["year"] == YEAR]
    used = results.consumption[(results.consumption["year"] == YEAR) & (results.consumption["consumption"] > 0.0)]
    assert set(used["market"]) <= set(table["market"])
    cited = table[table["cited"].notna()]
    assert {"EU", "EU (pipeline)", "Türkiye", "China", "Japan", "South Korea", "Belarus"} <= set(cited["market"])
    trade = results.observed[(results.observed["kind"] == "trade") & (results.observed["year"] == YEAR)]
    assert set(trade["subject"]) == set(cited["origin"] + ">" + cited["market"])


def test_routes_are_near_what_was_measured(results):
    assert deviation(results, load("reference").dataset, YEAR) < 0.12
