"""A tiny contradiction of every kind: what is named, and by how much it would have to give way."""

from __future__ import annotations

from typing import Any

import pytest
from tests.diagnosis.holding import require_explained
from tests.formulation.tiny import YEAR, Tiny

COLD = [2.0 / 12.0 * 0.75 if month in (1, 2, 3, 10, 11, 12) else 2.0 / 12.0 * 0.25 for month in range(1, 13)]
"""Three quarters of the demand in the winter half of the year."""


def plain(folder, demand=10.0, potential=20.0, capacity=15.0, **market: Any) -> Tiny:
    world = Tiny(folder).market("M", demand, **market).producer("well", "N", potential, 100.0)
    return world.pipeline("line", "N", "M", capacity)


def kinds(found) -> list[tuple[str, str]]:
    return [statement for conflict in found.findings.conflicts for statement in conflict.statements]


def ways(found) -> dict[tuple[str, str], Any]:
    """Volume by which each statement alone would have to give way."""
    assert len(found.findings.conflicts) == 1
    return {
        statement: pytest.approx(sum(change.amount for change in changes), abs=1e-4)
        for statement, changes in found.findings.conflicts[0].ways.items()
    }


DEMAND = ("firm demand", "M")


def test_a_line_that_is_too_small(tmp_path):
    found = require_explained(plain(tmp_path, capacity=6.0).scenario())
    assert ways(found) == {DEMAND: 4.0, ("capacity", "line"): 4.0}
    assert "M needs 10.00 bcm/yr in 2030 at any price (demand_figures.csv:2)" in found.text
    assert "'line' (N to M) carries at most 6.00 bcm/yr in 2030 (pipelines_figures.csv:2)" in found.text
    assert "4.00 bcm/yr more capacity of 'line' in 2030" in found.text


def test_wells_that_give_too_little(tmp_path):
    found = require_explained(plain(tmp_path, potential=7.0).scenario())
    assert ways(found) == {DEMAND: 3.0, ("potential", "well"): 3.0}
    assert "producer 'well' (N) produces at most 7.00 bcm/yr in 2030" in found.text


def test_a_line_that_is_closed(tmp_path):
    found = require_explained(plain(tmp_path).scenario(pipelines={"line": {"status": "closed"}}))
    assert ways(found) == {DEMAND: 10.0, ("capacity", "line"): 10.0}
    assert "carries nothing in 2030 since it is closed (tiny-1.yaml:" in found.text


def test_an_event_that_halves_a_line(tmp_path):
    world = plain(tmp_path, capacity=12.0).event("blast", "line", "2030-01", factor=0.5)
    found = require_explained(world.scenario())
    assert ways(found) == {DEMAND: 4.0, ("capacity", "line"): 4.0}
    assert "under blast (pipelines_figures.csv:2, events.csv)" in found.text


def test_a_ban(tmp_path):
    ban = {"no-russian": {"ban": {"origin": "Russia", "into": "M", "form": "pipeline"}}}
    found = require_explained(plain(tmp_path).scenario(policies=ban))
    assert ways(found) == {DEMAND: 10.0, ("policy", "no-russian"): 10.0}
    assert "ban 'no-russian' keeps gas of Russia out of M by pipeline in 2030 (tiny-1.yaml:" in found.text
    assert "10.00 bcm/yr more let in by ban 'no-russian'" in found.text


def test_a_ban_that_lets_gas_cross(tmp_path):
    ban = {"no-russian": {"ban": {"origin": "Russia", "into": "M", "form": "any", "transit": "allowed"}}}
    assert set(kinds(require_explained(plain(tmp_path).scenario(policies=ban)))) == {DEMAND, ("policy", "no-russian")}


@pytest.mark.parametrize("transit", ["allowed", "forbidden"])
def test_a_cap(tmp_path, transit):
    cap = {"rule": {"cap": {"origin": "Russia", "into": "M", "volume": "7 bcm/yr", "form": "any", "transit": transit}}}
    found = require_explained(plain(tmp_path).scenario(policies=cap))
    assert ways(found) == {DEMAND: 3.0, ("policy", "rule"): 3.0}
    assert "cap 'rule' lets 7.00 bcm of gas of Russia into M in 2030" in found.text


def test_a_quota(tmp_path):
    quota = {"rule": {"quota": {"origin": "Russia", "into": "M", "share": "40 %", "form": "any"}}}
    world = plain(tmp_path).producer("own", "M", 5.0, 300.0, origin="Norway")
    found = require_explained(world.scenario(policies=quota))
    # Five of its own are 60 % of 8.33; of Russia 1 more than 40 % of 10, of its own 1.
    assert {DEMAND, ("policy", "rule"), ("potential", "own")} == set(kinds(found))
    assert ways(found) == {DEMAND: 10.0 - 5.0 / 0.6, ("policy", "rule"): 1.0, ("potential", "own"): 1.0}


def test_a_minimum_take_above_what_can_come(tmp_path):
    world = plain(tmp_path, demand=4.0).contract("deal", "M", "line", 8.0, 0.0, 100.0, minimum_take=1.0)
    found = require_explained(world.scenario())
    # M burns 4 of the 8 that must be taken, and nobody else is there.
    assert {("minimum take", "deal")} < set(kinds(found))
    assert "contract 'deal' delivers at least 8.00 bcm/yr in 2030 in any case" in found.text


def test_takes_above_the_wells(tmp_path):
    world = plain(tmp_path, demand=9.0, potential=6.0, elasticity=-0.5)
    world.contract("deal", "M", "line", 8.0, 0.0, 100.0, minimum_take=1.0).producer("far", "M", 20.0, 200.0, origin="X")
    found = require_explained(world.scenario())
    assert ways(found) == {("minimum take", "deal"): 2.0, ("potential", "well"): 2.0}


def test_a_plant_that_cannot_stand_still(tmp_path):
    world = plain(tmp_path, demand=1.0, potential=1.0)
    world.liquefaction("plant", "N", "port", 8.0, minimum=0.5).voyage("voyage", "port", "regas")
    world.terminal("terminal", "regas", "M", 20.0)
    found = require_explained(world.scenario())
    assert ("plant minimum", "plant") in kinds(found)


def test_a_producer_that_cannot_be_shut(tmp_path):
    world = Tiny(tmp_path).market("M", 4.0).producer("oil", "N", 10.0, 0.0, minimum=0.6).pipeline("line", "N", "M")
    found = require_explained(world.scenario())
    assert ("producer minimum", "oil") in kinds(found)
    assert "producer 'oil' cannot produce less than 60.0 % of its potential in 2030" in found.text


def stored(folder, **storage: Any) -> Tiny:
    world = Tiny(folder).profile("cold", COLD).node("M", "market", groups="EU").market("M", 8.0, profile="cold")
    world.producer("well", "N", 30.0, 100.0, swing=1.0).pipeline("line", "N", "M")
    return world.storage("cavern", "M", 10.0, **storage)


def test_a_filling_target(tmp_path):
    target = {"rule": {"filling": {"into": "EU", "share": "40 %", "by": "10-01"}}}
    found = require_explained(stored(tmp_path, rate=4.0).scenario(seasons="winter-summer", policies=target))
    assert ("filling target", "rule") in kinds(found)
    assert ("injection", "cavern") in kinds(found) or ("withdrawal", "cavern") in kinds(found)
    assert "the storages of EU are to be filled by 4.00 bcm in 2030, says policy 'rule' (tiny-1.yaml:" in found.text


def test_a_closing_stock(tmp_path):
    world = stored(tmp_path, closing=0.5, rate=2.0)
    found = require_explained(world.scenario(seasons="quarters", storage="yearly"))
    # Half a year of injection is 1 of the 5 in each season that follows another.
    assert {("closing stock", "cavern"), ("injection", "cavern")} <= set(kinds(found))


def test_an_opening_stock_that_finds_no_buyer(tmp_path):
    world = stored(tmp_path, opening=1.0, withdrawal=1.0, injection=0.0)
    world.storage("small", "M", 1.0).producer("well", "N", 30.0, 100.0, swing=1.0, minimum=0.5)
    found = require_explained(world.scenario([2030, 2031], seasons="quarters", storage="yearly"))
    assert found.text


def test_winter_withdrawal(tmp_path):
    world = Tiny(tmp_path).profile("cold", COLD).market("M", 8.0, profile="cold").producer("well", "N", 8.0, 100.0)
    world.pipeline("line", "N", "M", 8.0).storage("cavern", "M", 10.0, 1.0)
    found = require_explained(world.scenario(seasons="winter-summer"))
    assert {DEMAND, ("capacity", "line")} <= set(kinds(found))
    assert {("injection", "cavern"), ("withdrawal", "cavern")} & set(kinds(found))
    assert "in winter 2030" in found.text


def test_working_gas(tmp_path):
    world = Tiny(tmp_path).profile("cold", COLD).market("M", 8.0, profile="cold").producer("well", "N", 8.0, 100.0)
    world.pipeline("line", "N", "M", 8.0).storage("cavern", "M", 1.0)
    found = require_explained(world.scenario(seasons="winter-summer"))
    assert ("working gas", "cavern") in kinds(found)


def test_a_ramp(tmp_path):
    world = Tiny(tmp_path).profile("cold", COLD).market("M", 8.0, profile="cold")
    world.producer("slow", "N", 20.0, 100.0, swing=1.0, ramp=0.2).pipeline("line", "N", "M")
    found = require_explained(world.scenario(seasons="quarters"))
    # Gas that comes early enough to rise to the winter has nowhere to go.
    assert {DEMAND, ("ramp", "slow"), ("outlet", "M")} == set(kinds(found))
    assert "producer 'slow' changes by at most 20.0 % from the season before" in found.text


def test_a_fleet(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 30.0, 100.0)
    world.liquefaction("plant", "N", "port", 20.0).voyage("voyage", "port", "regas")
    world.terminal("terminal", "regas", "M", 20.0).fleet("ice", 5.0, 0.1, {"voyage": 0.1})
    found = require_explained(world.scenario())
    # A ship carries a tenth of a bcm ten times a year.
    assert ways(found) == {DEMAND: 5.0, ("fleet", "ice"): 5.0}
    assert "fleet 'ice' has 5.00 ships in 2030" in found.text


def test_a_swap(tmp_path):
    world = Tiny(tmp_path).market("A", 6.0).market("B", 20.0)
    world.producer("giver", "A", 20.0, 100.0, origin="Giver").producer("taker", "B", 30.0, 100.0, origin="Taker")
    ban = {"no-giver": {"ban": {"origin": "Giver", "into": "A", "form": "pipeline", "transit": "allowed"}}}
    told = {"gives": {"origin": "Giver", "at": "A"}, "takes": {"origin": "Taker", "at": "B"}, "capacity": "4 bcm/yr"}
    world.pipeline("spare", "A", "B", 0.0)
    found = require_explained(world.scenario(policies=ban, swaps={"swap": told}))
    assert ("swap", "swap") in kinds(found)


def test_exclusive_contracts(tmp_path):
    world = plain(tmp_path).contract("deal", "M", "line", 6.0, 0.0, 100.0, exclusive=True)
    found = require_explained(world.scenario())
    assert set(kinds(found)) == {DEMAND, ("exclusive contract", "line"), ("contract quantity", "deal")}
    assert ways(found) == {DEMAND: 4.0, ("contract quantity", "deal"): 4.0}
    assert "gas of Russia flows over 'line' only under contracts in 2030" in found.text


def test_a_destination(tmp_path):
    world = Tiny(tmp_path).market("M", 4.0).market("Z", 10.0).producer("well", "N", 30.0, 100.0)
    world.pipeline("line", "N", "M", 30.0).pipeline("on", "M", "Z", 30.0)
    world.contract("deal", "M", "line", 20.0, 0.0, 100.0, exclusive=True, destination="M")
    found = require_explained(world.scenario())
    assert ("destination", "deal") in kinds(found)


def projected(folder, demand=10.0, **figures: Any) -> Tiny:
    world = plain(folder, demand, capacity=0.0)
    return world.project("new", "line", 8.0, 800.0, **figures)


CANDIDATE = {"new": {"status": "candidate"}}


def test_a_project_that_is_too_small(tmp_path):
    found = require_explained(projected(tmp_path).scenario(projects=CANDIDATE))
    assert {DEMAND, ("project size", "new"), ("capacity", "line")} == set(kinds(found))
    assert ways(found) == {DEMAND: 2.0, ("project size", "new"): 2.0, ("capacity", "line"): 2.0}


def test_a_project_that_comes_too_late(tmp_path):
    world = projected(tmp_path, demand=6.0, earliest=2032.0)
    found = require_explained(world.scenario([2030, 2032], projects=CANDIDATE))
    assert {DEMAND, ("capacity", "line")} == set(kinds(found))
    assert "project 'new' comes in 2032 only (tiny-1.yaml:" in found.text


def test_a_committed_project_that_comes_too_late(tmp_path):
    world = projected(tmp_path, demand=6.0, earliest=2032.0)
    found = require_explained(world.scenario([2030, 2032], projects={"new": {"status": "committed"}}))
    assert "project 'new' comes in 2032 only" in found.text


def test_a_budget(tmp_path):
    budget = {"all": {"limit": "500 million USD"}}
    found = require_explained(projected(tmp_path, demand=7.0).scenario(projects=CANDIDATE, budgets=budget))
    assert ("budget", "all") in kinds(found)
    assert ways(found)["budget", "all"] == 200.0
    assert "budget 'all' is 500.00 million USD" in found.text


def test_projects_that_exclude_each_other(tmp_path):
    world = projected(tmp_path, demand=12.0).pipeline("other", "N", "M", 0.0).project("too", "other", 8.0, 800.0)
    projects = {"new": {"status": "candidate", "exclusive_with": "too"}, "too": {"status": "candidate"}}
    found = require_explained(world.scenario(projects=projects))
    assert ("exclusive projects", "new and too") in kinds(found)
    assert "only one of the projects 'new' and 'too' is built (tiny-1.yaml:" in found.text


def test_a_project_that_requires_another(tmp_path):
    world = projected(tmp_path, demand=6.0).pipeline("other", "N", "M", 0.0).project("too", "other", 8.0, 800.0)
    budget = {"all": {"limit": "700 million USD"}}
    projects = {"new": {"status": "candidate", "requires": "too"}, "too": {"status": "candidate"}}
    world.event("shut", "other", "2030-01")
    world = Tiny(tmp_path / "b").market("M", 6.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 0.0)
    world.project("new", "line", 8.0, 800.0).pipeline("other", "N", "Z", 0.0).project("too", "other", 8.0, 800.0)
    found = require_explained(world.scenario(projects=projects, budgets=budget))
    assert ("required project", "new") in kinds(found)


def test_whole_units(tmp_path):
    world = projected(tmp_path, demand=7.0, unit=8.0)
    budget = {"all": {"limit": "720 million USD"}}
    found = require_explained(world.scenario(projects=CANDIDATE, budgets=budget))
    assert ("whole units", "new") in kinds(found)
    assert "project 'new' is built in whole units of 8.00 bcm/yr" in found.text


def test_a_constraint_of_an_extension(tmp_path):
    import pyomo.environ as pyo

    def little(model):
        model.little = pyo.Constraint(model.YEARS, rule=lambda m, y: m.flow["Russia", "line", y, "year"] <= 4.0)

    found = require_explained(plain(tmp_path).scenario(), little)
    assert set(kinds(found)) == {DEMAND, ("extension", "little")}
    assert "constraint 'little' of the extension holds for 2030" in found.text


def test_years_of_one_conflict_are_told_together(tmp_path):
    found = require_explained(plain(tmp_path, {"2030": 8.0, "2031": 10.0}, capacity=6.0).scenario([2030, 2031]))
    assert "2.00 to 4.00 bcm/yr more capacity of 'line' in 2030 and 2031" in found.text
    assert found.text.count("These cannot all hold") == 1


def test_several_conflicts_have_a_repair_of_all(tmp_path):
    world = plain(tmp_path, capacity=6.0).market("Z", 5.0).pipeline("other", "N", "Z", 3.0)
    found = require_explained(world.scenario())
    assert found.text.count("These cannot all hold") == 2
    assert "The cheapest repair of all:" in found.text
    assert {row["conflict"] for row in found.repair} == {0, 1, 2}
    assert {row["year"] for row in found.conflict} == {YEAR}
