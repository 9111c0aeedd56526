"""The tie-break makes flows unique and leaves their cost alone: with it, without it, and with rows in another order."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyomo.core as pyo
import pytest
from tests.cases.test_01_trnsport import factories
from tests.cases.test_06_gastrans_belgium import belgium
from tests.cases.test_21_gaslib_topology import ENLARGED, topology

import corridor
from corridor.dataset import lookup
from corridor.dataset.reader import REFERENCE
from corridor.engine import compile_model
from corridor.engine import solve as optimise
from corridor.formulation import formulate
from corridor.network import build
from corridor.scenario import Scenario, load

MOVED = 1e-6
"""Part of the cost that the tie-break may move."""

CASES: dict[str, Any] = {
    "factories": lambda place: factories(place, halved=False),
    "belgium": belgium,
    "gaslib135": lambda place: topology(place, "gaslib135", ENLARGED),
}
SHIPPED = pytest.param("iran-55", marks=pytest.mark.slow)


def without_tie_break(model: pyo.ConcreteModel) -> None:
    """Minimise the cost of all other accounts."""
    model.total_cost.deactivate()
    model.cost_alone = pyo.Objective(
        rule=lambda m: sum(m.weight[y] * m.cost[i, y] for i in m.ACCOUNTS for y in m.YEARS if i != "tie_break"),
        sense=pyo.minimize,
    )


def cost(scenario: Scenario, extend: Any = None) -> float:
    """Discounted cost of all accounts but the tie-break, million USD."""
    network = build(scenario)
    solution = optimise(compile_model(formulate(network, extend)))
    accounts = solution.values("cost", ("item", "year")).drop("tie_break", level="item")
    weight: dict[int, float] = lookup(network.years["weight"] * network.years["discount"])
    return float((accounts * accounts.index.get_level_values("year").map(weight)).sum())


def shuffle(folder: Path, seed: int) -> None:
    """Put the rows of every table of a dataset into another order."""
    rows = random.Random(seed)
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            titles, *others = list(csv.reader(stream))
        rows.shuffle(others)
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([titles, *others])


def assert_same_flows(first: Any, second: Any) -> None:
    keys = ["origin", "arc", "year", "season"]
    before, after = (results.flows.set_index(keys)["volume"] for results in (first, second))
    before, after = before.align(after, fill_value=0.0)
    np.testing.assert_allclose(before, after, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_a_published_case_costs_the_same_without_it(tmp_path, name):
    CASES[name](tmp_path)
    scenario = load(tmp_path / "case.yaml")
    assert cost(scenario) == pytest.approx(cost(scenario, without_tie_break), rel=MOVED)


@pytest.mark.parametrize("name", CASES)
def test_flows_do_not_depend_on_the_order_of_rows(tmp_path, name):
    before = CASES[name](tmp_path)
    shuffle(tmp_path / "dataset", seed=5)
    after = corridor.solve(corridor.load(tmp_path / "case.yaml"))
    assert before.manifest["dataset"]["hash"] != after.manifest["dataset"]["hash"]
    assert_same_flows(before, after)


@pytest.mark.parametrize("name", [SHIPPED])
def test_a_shipped_scenario_costs_the_same_without_it(name):
    scenario = load(name)
    assert cost(scenario) == pytest.approx(cost(scenario, without_tie_break), rel=MOVED)


@pytest.mark.parametrize("name", [SHIPPED])
def test_flows_of_a_shipped_scenario_do_not_depend_on_the_order_of_rows(tmp_path, name):
    shutil.copytree(REFERENCE, tmp_path / "dataset")
    shuffle(tmp_path / "dataset", seed=5)
    shuffled = corridor.dataset.load(tmp_path / "dataset")
    assert_same_flows(corridor.solve(load(name)), corridor.solve(load(name, dataset=shuffled)))
