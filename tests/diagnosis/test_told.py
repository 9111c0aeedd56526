"""How an explanation reaches people and programs, and what a run without an answer leaves behind."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pandas as pd
import pytest
from tests.formulation.tiny import Tiny

from corridor import api
from corridor.diagnosis.advice import ADVISERS
from corridor.diagnosis.repairs import APPLIED
from corridor.diagnosis.sentences import EXPLAINERS
from corridor.diagnosis.statements import KINDS, PHYSICS, STATED
from corridor.errors import InfeasibleError, UnboundedError


def world_of(folder, capacity: float = 6.0) -> Tiny:
    world = Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0)
    return world.pipeline("line", "N", "M", capacity)


YEAR = "horizon: {years: [2030], seasons: annual, discount_rate: 0 %}\n"


def written(world: Tiny, text: str = YEAR) -> Path:
    """Write a world and a scenario on it."""
    world.write()
    path = world.folder / "asked.yaml"
    path.write_text(f"title: Asked\n{text}dataset: dataset\n", encoding="utf-8")
    return path


def test_every_kind_of_statement_can_be_said_and_repaired():
    assert set(EXPLAINERS) == set(KINDS)
    assert set(ADVISERS) == set(APPLIED) < set(KINDS)
    assert not PHYSICS & STATED


def test_every_constraint_is_physics_or_a_statement():
    from tests.formulation.test_register import EQUATIONS

    known = PHYSICS | STATED
    assert {name for _, name in EQUATIONS} <= known
    assert known - {name for _, name in EQUATIONS} <= {"node_balance", *STATED}


def test_the_error_has_the_text_and_the_tables(tmp_path):
    with pytest.raises(InfeasibleError, match="Any one of these would do") as caught:
        world_of(tmp_path).solve()
    conflict, repair = pd.DataFrame(caught.value.conflict), pd.DataFrame(caught.value.repair)
    assert conflict[["conflict", "kind", "name", "year", "value", "unit"]].values.tolist() == [
        [1, "firm demand", "M", 2030, 10.0, "bcm/yr"],
        [1, "capacity", "line", 2030, 6.0, "bcm/yr"],
    ]
    assert set(repair["amount"].round(6)) == {4.0}
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.conflict, again.repair) == (str(caught.value), caught.value.conflict, caught.value.repair)


def test_without_an_explanation_it_is_as_short_as_before(tmp_path):
    with pytest.raises(InfeasibleError) as caught:
        api.solve(world_of(tmp_path).scenario(), explain=False)
    assert (caught.value.conflict, "would do" in str(caught.value)) == ((), False)


def test_the_command_explains_and_leaves_the_folder_as_it_was(tmp_path, corridor):
    file = written(world_of(tmp_path, capacity=20.0))
    options = ("--out", tmp_path / "out")
    assert corridor("run", file, *options).exit_code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert before
    failed = corridor("run", file, *options, "--set", "pipelines.line.status=closed")
    assert failed.exit_code == 3
    assert "since it is closed (--set pipelines.line.status=closed)" in failed.output
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    fresh = corridor("run", file, "--out", tmp_path / "new", "--set", "pipelines.line.status=closed")
    assert fresh.exit_code == 3
    assert not (tmp_path / "new").exists()


def test_the_command_gives_the_tables_as_json(tmp_path, corridor):
    told = corridor("run", written(world_of(tmp_path)), "--out", tmp_path / "out", "--json")
    assert told.exit_code == 3
    content = json.loads(told.output)
    assert [row["kind"] for row in content["conflict"]] == ["firm demand", "capacity"]
    assert {row["name"]: row["amount"] for row in content["repair"] if row["conflict"] == 1} == {
        "M": pytest.approx(4.0),
        "line": pytest.approx(4.0),
    }


def test_demand_that_is_dearer_than_the_value_of_lost_load_is_told_apart(tmp_path):
    world = world_of(tmp_path, capacity=20.0).producer("well", "N", 20.0, 5000.0)
    with pytest.raises(InfeasibleError, match=r"costs more than the value of lost load, 52\.75 USD/MMBtu") as caught:
        world.solve()
    assert caught.value.conflict == ()


def test_windows_that_decide_too_early_are_told_apart(tmp_path):
    # The stock is free in the first year, and the only gas in the second.
    world = Tiny(tmp_path).market("M", 5.0).producer("well", "N", 20.0, 100.0)
    world.pipeline("line", "N", "M", {"2030": 20.0, "2031": 0.0}).storage("cavern", "M", 5.0, opening=1.0)
    at_once = "years: [2030, 2031], seasons: annual, discount_rate: 0 %, storage: chronological"
    api.solve(api.load(written(world, f"horizon: {{{at_once}}}\n")))
    with pytest.raises(InfeasibleError, match="it is what earlier windows decided"):
        api.solve(api.load(written(world, f"horizon: {{{at_once}, window: {{years: 1 yr}}}}\n")))


def test_a_subsidy_without_a_limit_is_named(tmp_path):
    world = world_of(tmp_path, capacity=20.0)

    def endless(model):
        import pyomo.environ as pyo

        model.wind = pyo.Var(domain=pyo.NonNegativeReals)
        model.total_cost.set_value(model.total_cost.expr - 3.0 * model.wind)

    with pytest.raises(UnboundedError, match="wind, which earns 3 million USD a unit over the horizon"):
        world.solve(extend=endless)


def test_branches_are_explained_one_by_one(tmp_path):
    branches = "{calm: {probability: 50 %}, cut: {probability: 50 %, set: {pipelines.line.status: closed}}}"
    text = f"horizon: {{years: [2030], seasons: annual, discount_rate: 0 %, branches: {branches}}}\n"
    with pytest.raises(InfeasibleError, match=r"branch cut:\n1\. These cannot all hold") as caught:
        api.solve(api.load(written(world_of(tmp_path, capacity=12.0), text)))
    assert "since it is closed" in str(caught.value)
    assert {row["kind"] for row in caught.value.conflict} == {"firm demand", "capacity"}
