"""Every check of a dataset: a world that passes, and for each check one edit that makes it fail."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.formulation.tiny import SOURCE, Tiny

from corridor.dataset.balances import balances
from corridor.dataset.checks import CHECKS, check
from corridor.dataset.provenance import UNDATED
from corridor.dataset.reader import load, read
from corridor.errors import DatasetError
from corridor.scenario.citations import cited

ADDRESS = "https://example.org"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world that passes every check: a country that produces for itself and for one other."""
    world = Tiny(tmp_path_factory.mktemp("sound"))
    world.node("Well", "basin", "AAA").node("Home", "market", "AAA").node("Away", "market", "BBB")
    world.market("Home", 10.0, elasticity=-0.2).market("Away", 5.0)
    world.producer("well", "Home", 20.0, 100.0).pipeline("line", "Home", "Away", 5.0, route="Line")
    world.contract("deal", "Away", "line", 5.0, 0.8, 200.0).event("halt", "line", "2022-03-01")
    world.observed("flow", "route_flow", "Line", 5.0).observed("use", "consumption", "Home", 10.0)
    world.observed("make", "production", "Home", 15.0)
    world.plain["sources"] = [(SOURCE, "Test", "Invented for tests", ADDRESS, "2026", "")]
    world.plain["money"] = [("EUR2021", "1.183", "USD/EUR", SOURCE, "")]
    folder = world.write()
    verdict = check(folder)
    assert (verdict.problems, verdict.warnings) == ((), ())
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return shutil.copytree(sound, tmp_path / "dataset")


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace a text that stands once in a table; return its line."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


SPOILT = {
    "negative capacity": ("pipelines_figures.csv", "2015,5.0,", "2015,-5.0,", "'line' capacity -5.0 bcm/yr cannot be"),
    "negative length": ("pipelines_figures.csv", ",100.0,km", ",-100.0,km", "'line' length -100.0 km cannot be"),
    "share above one": ("contracts_figures.csv", ",0.8,share", ",1.8,share", "allowed: from 0 % to 100 %"),
    "positive elasticity": ("demand_figures.csv", ",-0.2,1,", ",0.2,1,", "allowed: from -10 to 0"),
    "negative parameter": ("parameters.csv", "fuel_rate,0.0", "fuel_rate,-0.1", "fuel_rate -0.1 share/km cannot be"),
    "share of a parameter above one": ("parameters.csv", "discount_rate,0.0", "discount_rate,1.5", "cannot be"),
    "negative observation": ("observed.csv", "Home,2030,10.0", "Home,2030,-10.0", "below 0"),
    "node off the globe": ("nodes.csv", "Away,Away,market,BBB,,0,0", "Away,Away,market,BBB,,0,95", "not on the globe"),
    "date before its time": (
        "pipelines_figures.csv",
        "capacity,2015,",
        "capacity,1979,",
        "dated 1979, outside 2000-2060",
    ),
    "observation after its time": ("observed.csv", "Line,2030", "Line,2090", "year '2090' lies outside 2000-2060"),
    "event before its time": ("events.csv", "2022-03-01", "1922-03-01", "from '1922-03-01' lies outside"),
    "profile": ("seasonality_figures.csv", "month-12,,0.08", "month-12,,0.18", "sum to 110"),
    "worthless money": ("money.csv", ",1.183,", ",0,", "'EUR2021' 0 USD/EUR is not what a currency was worth"),
    "money of no year": ("money.csv", "EUR2021", "EUR", "'EUR' 1.183 USD/EUR is not what a currency was worth"),
    "money of another": ("money.csv", "USD/EUR", "GBP/EUR", "'EUR2021' 1.183 GBP/EUR is not what a currency"),
    "no address": ("sources.csv", ADDRESS, "", f"source '{SOURCE}' has no address"),
    "no date": ("sources.csv", ",2026,", ",,", f"source '{SOURCE}': no date"),
    "no such date": ("sources.csv", ",2026,", ",May,", "'May' is no date"),
    "flow above capacity": ("observed.csv", "Line,2030,5.0", "Line,2030,5.2", "carried 5.20 bcm in 2030, above its"),
    "contract above capacity": ("contracts_figures.csv", ",5.0,bcm/yr", ",6.0,bcm/yr", "but its delivery arcs carry"),
    "open balance": ("observed.csv", "Home,2030,15.0", "Home,2030,19.0", "the balance of Home 2030 does not close"),
    "figure without source": ("pipelines_figures.csv", f"100.0,km,,,{SOURCE}", "100.0,km,,,", "no source"),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), SPOILT.values(), ids=SPOILT)
def test_a_check_fails_where_it_must(folder, name, old, new, message):
    line = edit(folder, name, old, new)
    problems = check(folder).problems
    found = [problem for problem in problems if re.search(re.escape(message), problem.message)]
    assert found, [str(problem) for problem in problems]
    if name != "seasonality_figures.csv" and "contract" not in message and "delivery" not in message:
        assert {(problem.file, problem.line) for problem in found} == {(str(folder / name), line)}


def test_an_estimate_without_a_range_fails(folder):
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + "estimate:guess,Corridor,A guess,,2026,\n", encoding="utf-8")
    line = edit(folder, "pipelines_figures.csv", f"100.0,km,,,{SOURCE}", "100.0,km,,,estimate:guess")
    edit(folder, "parameters.csv", f"fuel_rate,0.0,share/km,,,{SOURCE}", "fuel_rate,0.0,share/km,,,estimate:guess")
    told = {problem.message: problem.line for problem in check(folder).problems}
    assert told["an estimate of 'line' length needs low <= value <= high"] == line
    assert "an estimate of 'fuel_rate' needs low <= value <= high" in told


def test_an_unused_source_fails_unless_it_is_cited_elsewhere(folder):
    path = folder / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"spare-2026,Test,Spare,{ADDRESS},2026,\n", encoding="utf-8")
    (problem,) = check(folder).problems
    assert (problem.message, problem.line) == ("nothing rests on source 'spare-2026'", 3)
    assert check(folder, {"spare-2026"}).problems == ()


def test_a_source_that_says_it_is_undated_is_a_warning(folder):
    edit(folder, "sources.csv", ",2026,", f",{UNDATED},")
    verdict = check(folder)
    assert verdict.problems == ()
    assert [warning.message for warning in verdict.warnings] == [f"source '{SOURCE}' bears no date"]


def test_everything_is_told_at_once_and_in_order(folder):
    edit(folder, "pipelines_figures.csv", "2015,5.0,", "2015,-5.0,")
    edit(folder, "pipelines_figures.csv", f"100.0,km,,,{SOURCE}", "100.0,furlong,,,nobody-2020")
    edit(folder, "sources.csv", ADDRESS, "")
    problems = check(folder).problems
    assert len(problems) >= 4
    places = [(problem.file or "", problem.line or 0) for problem in problems]
    assert places == sorted(places)


EXCUSABLE = {
    "capacity_below_flow": ("observed.csv", "Line,2030,5.0", "Line,2030,5.2", "Line"),
    "contract_above_capacity": ("contracts_figures.csv", ",5.0,bcm/yr", ",6.0,bcm/yr", "deal"),
    "balance_closes": ("observed.csv", "Home,2030,15.0", "Home,2030,19.0", "Home"),
}


@pytest.mark.parametrize(("law", "case"), EXCUSABLE.items(), ids=EXCUSABLE)
def test_an_exception_lets_pass_and_is_told_once_it_is_no_longer_needed(folder, law, case):
    name, old, new, subject = case
    path = folder / "exceptions.csv"
    path.write_text(f"{path.read_text(encoding='utf-8')}known,{law},{subject},,It is so,{SOURCE},\n", encoding="utf-8")
    assert [warning.message for warning in check(folder).warnings] == ["exception 'known' excuses nothing any more"]
    edit(folder, name, old, new)
    verdict = check(folder)
    assert (verdict.problems, verdict.warnings) == ((), ())


def test_a_balance_with_an_unknown_trade_is_unknown(folder):
    edit(folder, "observed.csv", "Line,2030,5.0", "Line,2029,5.0")
    verdict = check(folder)
    assert verdict.problems == ()
    (warning,) = verdict.warnings
    assert "cannot be told" in warning.message
    assert "Home 2030" in warning.message


def test_a_balance_counts_what_crosses_the_border(sound):
    (balance,) = balances(load(sound))
    assert (balance.production, balance.imports, balance.exports, balance.consumption) == (15.0, 0.0, 5.0, 10.0)
    assert balance.closes


def test_a_country_that_nothing_leaves_is_told_by_its_trade(tmp_path):
    world = Tiny(tmp_path).node("Home", "market", "AAA").node("Away", "market", "BBB").node("Hub", "hub", "CCC")
    world.market("Away", 5.0).producer("well", "Home", 20.0, 100.0).producer("own", "Away", 1.0, 1.0, origin="Own")
    world.pipeline("line", "Home", "Away", 5.0)
    world.observed("use", "consumption", "Away", 6.0).observed("make", "production", "Away", 1.0)
    world.observed("trade", "trade", "Russia>Away", 5.0)
    (balance,) = balances(world.dataset())
    assert (balance.imports, balance.missing, balance.residual) == (5.0, (), 0.0)


def test_voyages_share_what_their_plant_can_make(tmp_path):
    world = Tiny(tmp_path).producer("well", "N", 20.0, 100.0).liquefaction("plant", "N", "Port", 5.0)
    world.voyage("east", "Port", "Regas East").voyage("west", "Port", "Regas West")
    for name, end in (("one", "Regas East"), ("two", "Regas West")):
        world.terminal(name, end, end.replace("Regas", "Market"), 9.0)
    world.observed("both", "route_flow", "east + west", 9.0).observed("one", "route_flow", "east", 5.2)
    world.plain["sources"] = [(SOURCE, "Test", "Invented for tests", ADDRESS, "2026", "")]
    told = [problem.message for problem in check(world.write()).problems]
    assert any("east carried 5.20" in message for message in told)


def test_a_contract_may_count_on_a_project(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 0.0)
    world.contract("deal", "M", "line", {"2028": 5.0}, 0.8, 200.0)
    world.plain["sources"] = [(SOURCE, "Test", "Invented for tests", ADDRESS, "2026", "")]
    (problem,) = check(world.write()).problems
    assert "contract 'deal' is for 5.00 bcm in 2028" in problem.message
    world.project("new line", "line", 5.0, 100.0, earliest=2028.0)
    assert check(world.write()).problems == ()


def test_the_reference_dataset_passes():
    verdict = check(cited=cited())
    assert [str(problem) for problem in verdict.problems] == []
    assert not [warning for warning in verdict.warnings if "excuses nothing" in warning.message]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DatasetError, match="there is no dataset folder"):
        check(tmp_path / "nothing")


def test_tables_that_are_missing_do_not_stop_the_checks(folder):
    for name in ("observed.csv", "exceptions.csv", "contracts.csv"):
        (folder / name).unlink()
    edit(folder, "pipelines_figures.csv", "2015,5.0,", "2015,-5.0,")
    told = [problem.message for problem in check(folder).problems]
    assert "table 'observed.csv' is missing" in told
    assert any("cannot be" in message for message in told)
    assert len(read(folder)[1]) < len(told)


def test_checks_say_what_they_check():
    assert all(law.__doc__ for law in CHECKS)
