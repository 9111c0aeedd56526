"""The shipped scenarios solve, and what they write keeps their own laws; read from the files only."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from corridor.api import load, solve
from corridor.engine.certificate import LIMITS
from corridor.scenario import Scenario

SCENARIOS = sorted(path.stem for path in (Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
FOCUS = "iran-55"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Run folders by scenario, filled on demand."""
    return {name: tmp_path_factory.mktemp(name) / "run" for name in SCENARIOS}


def run(folders: dict[str, Path], name: str) -> Path:
    folder = folders[name]
    if not folder.is_dir():
        solve(load(name)).write(folder)
    return folder


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / "tables" / f"{name}.csv", keep_default_na=False)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_solves_with_its_certificate(folders, name):
    manifest = json.loads((run(folders, name) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "optimal"
    certificate = manifest["certificate"]
    for residual, limit in LIMITS.items():
        assert 0.0 <= certificate[residual] <= limit, residual
    assert {residual: value for residual, value in certificate.items() if not value <= 1e-3} == {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_arc_is_above_its_capacity(folders, name):
    capacity = table(run(folders, name), "capacity")
    assert (capacity["volume"] <= capacity["capacity"] + 1e-5).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_node_balances(folders, name):
    balance = table(run(folders, name), "balance")
    assert balance.groupby(["node", "origin", "year", "season"])["volume"].sum().abs().max() < 1e-3


@pytest.mark.parametrize("name", SCENARIOS)
def test_demand_is_met_and_prices_are_sane(folders, name):
    folder = run(folders, name)
    assert (table(folder, "consumption")["shortfall"] < 1e-4).all()
    assert table(folder, "prices")["price"].between(-1e-6, 100.0 + 1e-6).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_flows_are_within_what_is_produced(folders, name):
    balance = table(run(folders, name), "balance")
    total = balance.groupby(["item", "year"])["volume"].sum()
    produced, sold = total["production"], -total["sales"]
    assert (sold <= produced + 1e-3).all()
    assert (sold >= 0.75 * produced).all(), "more than a quarter is lost on the way"


@pytest.fixture(scope="module")
def exit_scenario() -> Scenario:
    return load(FOCUS)


def sold_in_the_union(folder: Path, scenario: Scenario, year: int) -> pd.Series:
    balance = table(folder, "balance")
    union = scenario.dataset.groups["EU"]
    chosen = balance[(balance["item"] == "sales") & (balance["origin"] == "Russia") & balance["node"].isin(union)]
    return -chosen[chosen["year"] == year].groupby("node")["volume"].sum()


def test_after_the_ban_no_russian_gas_is_sold_in_the_union(folders, exit_scenario):
    folder = run(folders, FOCUS)
    bans = {policy.name: policy for policy in exit_scenario.policies}
    last = max(bans[name].start or 0.0 for name in ("eu-lng-ban", "eu-pipeline-ban"))
    years = [year for year in exit_scenario.horizon.years if year >= last]
    assert years, "the ban is within the horizon"
    exempt = set(bans["eu-pipeline-ban"].exempt)
    for year in years:
        sold = sold_in_the_union(folder, exit_scenario, year)
        assert sold[~sold.index.isin(exempt)].sum() < 1e-4, year


def test_after_the_ban_russian_gas_only_crosses_the_union_to_the_balkans_and_kaliningrad(folders, exit_scenario):
    flows, union = table(run(folders, FOCUS), "flows"), exit_scenario.dataset.groups["EU"]
    late = flows[(flows["origin"] == "Russia") & (flows["year"] >= 2028)]
    leaving = late[late["from"].isin(union) & ~late["to"].isin(union)]
    assert set(leaving["to"]) <= {"Serbia", "North Macedonia", "Bosnia and Herzegovina", "Kaliningrad"}
    entering = late[late["to"].isin(union) & ~late["from"].isin(union)]
    used = late[late["from"].isin(union) & late["to"].isin(union)]
    lost = (used["volume"] - used["arrived"]).sum()
    assert entering["arrived"].sum() == pytest.approx(leaving["volume"].sum() + lost, abs=1e-3)


def test_before_the_ban_there_is_some(folders, exit_scenario):
    assert sold_in_the_union(run(folders, FOCUS), exit_scenario, exit_scenario.horizon.years[0]).sum() > 1.0


def test_no_russian_cargo_lands_in_the_union_after_the_ban(folders, exit_scenario):
    flows, union = table(run(folders, FOCUS), "flows"), exit_scenario.dataset.groups["EU"]
    start = next(policy.start for policy in exit_scenario.policies if policy.name == "eu-lng-ban")
    assert start is not None
    cargoes = flows[(flows["form"] == "shipping") & (flows["origin"] == "Russia") & flows["to"].isin(union)]
    assert cargoes.loc[cargoes["year"] >= start, "volume"].sum() == 0.0


def test_the_line_to_iran_carries_no_more_than_its_stages(folders, exit_scenario):
    folder = run(folders, FOCUS)
    projects = table(folder, "projects")
    line = projects[projects["project"] == "russia-iran"]
    assert (line["used"] <= line["capacity"] + 1e-5).all()
    assert line["capacity"].is_monotonic_increasing


def test_contracts_that_a_ban_has_ended_are_not_paid(folders, exit_scenario):
    contracts = table(run(folders, FOCUS), "contracts")
    union = exit_scenario.dataset.groups["EU"]
    start = next(policy.start for policy in exit_scenario.policies if policy.name == "eu-pipeline-ban")
    assert start is not None
    identities = exit_scenario.dataset.identities["contracts"]
    pipelines = set(exit_scenario.dataset.ids("pipelines"))
    banned = [
        contract
        for contract, row in identities.iterrows()
        if row["origin"] == "Russia" and row["buyer"] in union and set(row["arcs"].split(";")) <= pipelines
    ]
    late = contracts[contracts["contract"].isin(banned) & (contracts["year"] >= start)]
    assert late["minimum"].sum() == 0.0
    assert late["payment"].sum() == 0.0


def test_four_seasons_work():
    results = solve(load(FOCUS, {"horizon.seasons": "quarters"}))
    assert results.flows["season"].nunique() == 4
    balance = results.balance.groupby(["node", "origin", "year", "season"])["volume"].sum()
    assert balance.abs().max() < 1e-3
    annual = solve(load(FOCUS)).indicators.set_index(["indicator", "subject", "year"])["value"]
    quarters = results.indicators.set_index(["indicator", "subject", "year"])["value"]
    # Finer seasons shift peaks, not the trade of a year.
    assert quarters["exports", "Russia", 2035] == pytest.approx(annual["exports", "Russia", 2035], rel=0.1)
