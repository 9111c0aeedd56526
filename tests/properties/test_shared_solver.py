"""Scenarios that share a solver have the results that each has alone, to the last byte of every table."""

from __future__ import annotations

import random

import pytest
from tests.formulation.tiny import Tiny

import corridor
from corridor.results import TABLES, Results

#: One change of every kind of object that a scenario may say something of, all by numbers alone.
CHANGES = (
    {"demand.Iran.growth": "2 %/yr"},
    {"demand.Germany.elasticity": "-0.3"},
    {"supply.algeria.potential": "x1.02"},
    {"supply_steps.algeria-1.cost": "x1.1"},
    {"pipelines.power-of-siberia-1.capacity": "x1.1"},
    {"pipelines.power-of-siberia-1.tariff": "x1.3"},
    {"pipelines.blue-stream.loss": "1 %"},
    {"shipping.algeria>belgium.cost": "x1.2"},
    {"storages.austria-storage.working_gas": "x1.1"},
    {"contracts.algeria-botas.quantity": "x0.9"},
    {"projects.russia-iran.capacity": "{2027: 2 bcm/yr, 2030: 28 bcm/yr, 2033: 40 bcm/yr}"},
    {"horizon.discount_rate": "4 %"},
    {"policies.eu-pipeline-ban.ban.from": "2028-04-01"},
)


def tables(results: Results) -> dict[str, str]:
    """Every table as it would be written."""
    return {name: getattr(results, name).to_csv(index=False) for name in TABLES if name != "summary"}


def differ(first: Results, second: Results) -> list[str]:
    """Names of the tables that are not the same to the byte."""
    one, other = tables(first), tables(second)
    return [name for name in one if one[name] != other[name]]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_scenario_is_solved_alike_after_others_and_alone(seed):
    generator, solver = random.Random(seed), corridor.Solver()
    corridor.solve(corridor.load("iran-55"), solver=solver)
    for change in generator.sample(CHANGES, 3):
        scenario = corridor.load("iran-55", change)
        assert differ(corridor.solve(scenario, solver=solver), corridor.solve(scenario)) == [], change


def test_a_small_world_is_solved_alike_after_others_and_alone(tmp_path):
    def world(name: str, price: float, capacity: float) -> Tiny:
        built = Tiny(tmp_path / name).market("M", 10.0, 300.0, -0.4).market("N", 8.0, 250.0, -0.3)
        built.producer("wells", "F", 30.0, [(0.5, price), (0.5, 160.0)]).storage("store", "M", 4.0)
        return built.pipeline("line", "F", "M", capacity, 10.0).pipeline("other", "F", "N", 9.0, 12.0)

    solver = corridor.Solver()
    for number, (price, capacity) in enumerate(((100.0, 12.0), (120.0, 12.0), (120.0, 7.0), (90.0, 15.0))):
        scenario = world(str(number), price, capacity).scenario(years=(2030, 2035), seasons="winter-summer")
        assert differ(corridor.solve(scenario, solver=solver), corridor.solve(scenario)) == []
        assert (solver.rebuilt is None) == (number > 0)
