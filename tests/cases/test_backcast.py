"""The back-cast of the reference dataset: its bars, and that nothing in it is pinned to what was observed."""

from __future__ import annotations

import pandas as pd
import pytest

from corridor.dataset import Dataset, split
from corridor.dataset import load as load_dataset
from corridor.results import Results
from corridor.scenario import load
from corridor.study.backcast import Backcast, backcast
from corridor.study.backcast.page import LARGE, reasons
from corridor.study.backcast.running import Case, solve

pytestmark = pytest.mark.slow


#: Limits near an observed flow, and the capacity or rule that they come from (pipelines_figures.csv, events.csv).
NOT_PINNED = {
    ("Blue Stream and TurkStream 1", 2017): "nameplate of Blue Stream, 16 bcm, the same in all years",
    (
        "Nord Stream",
        2016,
    ): "half of the exit of OPAL closed by regulation, and the technical capacity of its onward lines",
    ("Nord Stream", 2018): "technical capacity at Greifswald",
    ("Nord Stream", 2020): "technical capacity at Greifswald",
    ("Nord Stream", 2021): "technical capacity at Greifswald",
}


@pytest.fixture(scope="module")
def found() -> Backcast:
    return backcast(ablations=False)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset()


def errors(found: Backcast, case: str, routes: str = "contestable") -> dict[str, float]:
    table = found.scores[(found.scores["case"] == case) & (found.scores["routes"] == routes)]
    return dict(zip(table["period"], table["error"], strict=True))


@pytest.mark.parametrize("routes", ["contestable", "all"])
def test_routes_with_totals_given_are_within_a_tenth_and_no_year_is_far_off(found, routes):
    measured = errors(found, "totals given", routes)
    assert measured["2015-2021"] <= 0.10
    assert max(measured[str(year)] for year in range(2015, 2022)) <= 0.15


def test_all_pipeline_routes_of_2025_are_within_a_tenth(found):
    assert errors(found, "totals given", "all")["2025"] <= 0.10


@pytest.mark.parametrize("case", ["last year", "cheap routes full"])
def test_naive_answers_are_beaten(found, case):
    assert errors(found, "totals given")["2015-2021"] < errors(found, case)["2015-2021"]


def test_russian_gas_is_in_the_right_region(found):
    table = found.region_scores.set_index(["routes", "period"])["error"]
    assert table["Russia to region", "all years"] <= 0.15
    assert table["all suppliers to region", "2020"] <= 0.20


def test_no_year_is_in_scarcity(found):
    """A price of 20 USD/MMBtu or more would say that the totals contradict each other."""
    prices = found.results.prices
    assert prices[prices["node"] == "Netherlands"]["price"].max() < 15.0


def test_no_limit_on_a_route_is_what_was_observed(found, dataset):
    """No capacity in force equals an observed flow within 2 %, unless it is a technical capacity or a full line."""
    results: Results = found.results
    routes = dataset.tables["backcast_routes"]
    capacity = results.capacity.groupby(["route", "year"])["capacity"].sum()
    suspicious = []
    for route, members in zip(routes["backcast_route"], routes["members"], strict=True):
        for row in found.routes[found.routes["route"] == route].to_dict("records"):
            limits = [capacity.get((member, row["year"])) for member in split(members)]
            total = sum(limit for limit in limits if limit is not None)
            if row["observed"] > 1.0 and abs(total - row["observed"]) <= 0.02 * row["observed"]:
                suspicious.append((route, row["year"]))
    assert set(suspicious) <= set(NOT_PINNED)


def test_no_contract_is_a_flow_of_the_year(dataset):
    """No quantity or minimum of a Russian contract changes from year to year as flows do."""
    figures = dataset.figures["contracts"]
    dated = figures[figures["attribute"] == "quantity"].groupby("object")["date"].count()
    assert dated.drop("gazprom-cnpc-power-of-siberia").max() <= 6


def test_routes_and_regions_name_what_exists(found, dataset):
    observed = dataset.tables["observed"]
    subjects = set(observed["subject"])
    assert set(dataset.tables["backcast_regions"]["backcast_region"]) <= subjects
    members = {member for text in dataset.tables["backcast_routes"]["members"] for member in split(text)}
    assert members <= set(dataset.identities["pipelines"]["route"])


def test_held_out_years_have_no_input_and_no_route_flow(dataset):
    for name in ("year_inputs", "benchmarks"):
        years = set(dataset.tables[name]["year"].astype(int))
        assert years.isdisjoint({2022, 2023, 2024}), name
    flows = dataset.tables["observed"]
    flows = flows[flows["kind"] == "route_flow"]
    assert set(flows["year"].astype(int)).isdisjoint({2022, 2023})


def test_events_have_an_influence_that_is_told():
    """One kind of event, left out, changes the answer: the rule that kept OPAL half empty."""
    base = load("backcast")
    events = base.dataset.tables["events"]
    rules = events.index[events["kind"] == "regulatory"]
    without = solve("backcast", [], Case("without", overrides=tuple(f"events.{event}.status=off" for event in rules)))
    assert isinstance(without.flows, pd.DataFrame)
    volume = without.flows[(without.flows["route"] == "Nord Stream 1") & (without.flows["year"] == 2016)][
        "volume"
    ].sum()
    assert volume > 50.0


def test_every_large_miss_has_a_reason(found, dataset):
    told = reasons(dataset)
    large = found.routes[found.routes["difference"].abs() > LARGE]
    assert set(zip(large["route"], large["year"], strict=True)) - set(told) == set()


def test_no_reason_outlives_its_miss(found, dataset):
    differences = found.routes.set_index(["route", "year"])["difference"].abs()
    for row in dataset.tables["backcast_misses"].to_dict("records"):
        years = [year for route, year in reasons(dataset) if route == row["route"]]
        assert max(differences[row["route"], year] for year in years) > LARGE / 2.0, row["backcast_miss"]
