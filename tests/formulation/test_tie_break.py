"""Among flows of equal cost the shorter way is taken, and always the same; costs are free of it."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, cost, near, volume

from corridor.engine import compile_model
from corridor.engine import solve as optimise
from corridor.formulation import formulate


def two_ways(folder, first: float, second: float) -> Tiny:
    world = Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0)
    return world.pipeline("a", "N", "M", 20.0, tariff=30.0, length=first).pipeline(
        "b", "N", "M", 20.0, tariff=30.0, length=second
    )


@pytest.mark.parametrize(("first", "second", "chosen"), [(1000.0, 4000.0, "a"), (4000.0, 1000.0, "b")])
def test_the_shorter_way_is_taken(tmp_path, first, second, chosen):
    results = two_ways(tmp_path, first, second).glance()
    assert volume(results, chosen) == near(10.0)
    assert len(results.flows) == 1


@pytest.mark.parametrize(("first", "second", "chosen"), [(1000.0, 1100.0, "a"), (1100.0, 1000.0, "b")])
def test_the_shorter_way_is_taken_however_little_shorter(tmp_path, first, second, chosen):
    results = two_ways(tmp_path, first, second).glance()
    assert volume(results, chosen) == near(10.0)


def test_costs_are_free_of_it(tmp_path):
    results = two_ways(tmp_path, 1000.0, 4000.0).glance()
    assert cost(results) == pytest.approx(10.0 * 130.0, abs=1e-9)
    assert 0.0 < cell(results.costs, "value", item="tie_break") < 0.01


def test_it_never_outweighs_money(tmp_path):
    world = two_ways(tmp_path, 1000.0, 9000.0).pipeline("b", "N", "M", 20.0, tariff=29.99, length=9000.0)
    assert volume(world.glance(), "b") == near(10.0)


def test_flows_do_not_depend_on_the_algorithm(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).market("O", 7.0)
    for name in "abcd":  # a square of equal ways: many optimal flows without a tie-break
        world.producer(f"p-{name}", f"N-{name}", 6.0, 100.0)
        world.pipeline(f"{name}-hub", f"N-{name}", "Hub").pipeline(f"{name}-m", f"N-{name}", "M").pipeline(
            f"{name}-o", f"N-{name}", "O"
        )
    world.pipeline("hub-m", "Hub", "M").pipeline("hub-o", "Hub", "O")
    program = compile_model(formulate(world.network()))
    levels = ("origin", "arc", "year", "season")
    simplex, interior = (optimise(program, algorithm).values("flow", levels) for algorithm in ("simplex", "ipm"))
    assert simplex.to_numpy() == pytest.approx(interior.to_numpy(), abs=1e-6)


def test_seasons_do_not_depend_on_the_algorithm(tmp_path):
    # A storage that costs nothing could fill in any of three equal seasons.
    world = Tiny(tmp_path).profile("cold", [0.1] * 9 + [0.1 / 3] * 3).market("M", 12.0, profile="cold")
    world.producer("well", "N", 20.0, 100.0, swing=1.0).pipeline("line", "N", "M", 13.0).storage("free", "M", 5.0)
    program = compile_model(formulate(world.network(seasons="quarters")))
    levels = ("origin", "arc", "year", "season")
    simplex, interior = (optimise(program, algorithm).values("flow", levels) for algorithm in ("simplex", "ipm"))
    assert simplex.to_numpy() == pytest.approx(interior.to_numpy(), abs=1e-6)
