"""A published European gas model by month, brought as an own dataset, has the optima that others found for it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from examples.seasonalflex.convert import convert

from corridor import units
from corridor.api import load, solve
from corridor.results import Results

CASE = Path(__file__).parent / "12_seasonalflex_europe"
#: Optima in (EUR/MWh) bcm that were found independently with other tools.
KNOWN = {
    "2015": 4485.0555959,
    "2015-without-contracts": 4385.9038068,
    "2015-2016": 9055.3478508,
    "2015-2016-without-contracts": 8881.7745959,
    "2015-2018-without-ramp": 18420.30387,
}
#: Of the whole horizon, with the Dutch ramp; no optimum was published, a later change should be looked at.
WHOLE = 87789.9639408
#: Markets that the authors do not count as Europe.
OUTSIDE = ("by", "ua", "ch")


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory) -> dict[str, Path]:
    return convert(CASE, tmp_path_factory.mktemp("seasonalflex"))


def objective(results: Results) -> float:
    """Cost without the tie-break, in the unit of the source."""
    cost = results.costs.loc[results.costs["item"] != "tie_break", "discounted"].sum()
    return float(cost) * units.from_canonical(1.0, "EUR/MWh", "price")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "2015" else pytest.mark.slow) for name in KNOWN]
)
def test_the_optimum_is_the_known_one(scenarios, name):
    results = solve(load(scenarios[name]))
    assert objective(results) == pytest.approx(KNOWN[name], rel=1e-8)
    assert results.consumption["shortfall"].to_numpy().max() == pytest.approx(0.0, abs=1e-6)


@pytest.fixture(scope="module")
def whole(scenarios) -> Results:
    return solve(load(scenarios["2015-2033"]))


@pytest.fixture(scope="module")
def published() -> pd.Series:
    table = pd.read_csv(CASE / "published_supply_mix_EUCO.csv")
    return table.set_index(["region", "item", "year", "month"]).sort_index()["bcm"]


def of_regions(table: pd.DataFrame, place: str, column: str) -> pd.DataFrame:
    """Volumes by year and month in the regions of the authors; a place ends in the name of its country."""
    country = table[place].str[-2:]
    parts = {"DE": country == "de", "NL": country == "nl", "UK": country == "uk", "Europe": ~country.isin(OUTSIDE)}
    month = table["season"].str[-2:].astype(int)
    return pd.DataFrame({name: table[part].groupby(["year", month])[column].sum() for name, part in parts.items()})


@pytest.mark.slow
def test_the_whole_horizon_has_its_optimum_and_no_shortfall(whole):
    assert objective(whole) == pytest.approx(WHOLE, rel=1e-6)
    assert whole.consumption["shortfall"].to_numpy().max() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("region", ["DE", "NL", "UK", "Europe"])
def test_every_region_consumes_what_is_published_in_every_month(whole, published, region):
    consumed = of_regions(whole.consumption, "market", "consumption")[region]
    assert consumed.to_numpy() == pytest.approx(published[region, "CONSUMPTION"].to_numpy(), abs=1e-9)


@pytest.mark.slow
def test_europe_withdraws_and_lands_what_is_published(whole, published):
    """Which country stores, and which month lands, has many equal optima: totals of Europe and of all years."""
    landed = whole.flows[whole.flows["form"] == "regasification"]
    for found, item in (
        (of_regions(whole.storage, "storage", "withdrawal")["Europe"].sum(), "withdrawal"),
        (-of_regions(whole.storage, "storage", "injection")["Europe"].sum(), "injection"),
        (of_regions(landed, "to", "arrived")["Europe"].sum(), "LNG_import"),
    ):
        assert found == pytest.approx(published["Europe", item].sum(), rel=5e-3), item
