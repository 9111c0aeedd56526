"""Scenarios that cannot be, made at random: bans, cut routes, takes above capacity, impossible dates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.diagnosis.holding import require_explained
from tests.formulation.tiny import Tiny

from corridor import api
from corridor.errors import InfeasibleError
from corridor.scenario import Scenario

COLD = [2.0 / 12.0 * 0.6 if month in (1, 2, 3, 10, 11, 12) else 2.0 / 12.0 * 0.4 for month in range(1, 13)]
ORIGINS = ("Russia", "Norway")
MARKETS = ("M", "K", "L")
AT_ONCE = (0, 1, 2, 7, 8, 9, 11, 12, 13, 14, 16, 17, 19, 21, 22, 23, 24, 26, 27, 28)
"""Seeds whose first scenario has no answer already."""
TOO_FEW = 40
"""Seeds for one scenario: about two of three are infeasible."""


def world_of(draw: random.Random, folder: Path) -> Tiny:
    """Two basins, a hub and three markets, joined by lines some of which are tight."""
    world = Tiny(folder).profile("cold", COLD)
    for market in MARKETS:
        elasticity = draw.choice((0.0, 0.0, -0.3))
        world.node(market, "market", groups="EU" if market != "L" else "")
        world.market(market, draw.uniform(3.0, 9.0), elasticity=elasticity, profile=draw.choice(("flat", "cold")))
    for number, origin in enumerate(ORIGINS):
        potential, swing = draw.uniform(12.0, 24.0), draw.choice((0.0, 0.3))
        world.producer(f"well-{number}", f"N{number}", potential, 50.0 + 50.0 * number, origin=origin, swing=swing)
        world.pipeline(f"trunk-{number}", f"N{number}", "H", draw.uniform(10.0, 20.0))
    for market in MARKETS:
        world.pipeline(f"to-{market}", "H", market, draw.uniform(5.0, 14.0))
    world.pipeline("across", "M", "K", draw.uniform(1.0, 5.0), reverse_capacity=draw.choice((0.0, 2.0)))
    world.pipeline("own", "N1", "L", draw.uniform(0.0, 6.0)).pipeline("later", "N0", "M", 0.0)
    world.project("new", "later", 8.0, 800.0, earliest=2032.0)
    if draw.random() < 0.4:
        world.storage("cavern", draw.choice(MARKETS), draw.uniform(0.5, 3.0), draw.uniform(1.0, 6.0))
    return world


def ban(draw: random.Random, world: Tiny, said: dict[str, Any]) -> None:
    into = draw.choice(("EU", *MARKETS))
    transit = draw.choice(("allowed", "forbidden"))
    rule = {"origin": draw.choice(ORIGINS), "into": into, "form": draw.choice(("pipeline", "any")), "transit": transit}
    if draw.random() < 0.3:
        said["policies"]["cap"] = {"cap": {**rule, "volume": f"{draw.uniform(0.5, 3.0):.2f} bcm/yr"}}
    else:
        said["policies"]["ban"] = {"ban": rule}


def cut(draw: random.Random, world: Tiny, said: dict[str, Any]) -> None:
    lines = ["trunk-0", "trunk-1", "to-M", "to-K", "to-L"]
    for line in draw.sample(lines, draw.choice((1, 2))):
        if draw.random() < 0.5:
            said["pipelines"][line] = {"status": "closed"}
        else:
            world.event(f"blast-{line}", line, "2031-01", factor=draw.choice((0.0, 0.3)))


def take(draw: random.Random, world: Tiny, said: dict[str, Any]) -> None:
    number = draw.choice((0, 1))
    rate, line = draw.uniform(4.0, 14.0), draw.choice((f"trunk-{number}", "to-K"))
    world.contract("deal", "K", line, rate, 0.0, 100.0, origin=ORIGINS[number], minimum_take=draw.choice((0.8, 1.0)))
    if draw.random() < 0.5:
        said["pipelines"][f"trunk-{number}"] = {"capacity": f"{draw.uniform(1.0, 5.0):.2f} bcm/yr"}


def date(draw: random.Random, world: Tiny, said: dict[str, Any]) -> None:
    said["projects"]["new"] = {"status": draw.choice(("candidate", "committed"))}
    said["pipelines"]["to-M"] = {"capacity": f"{draw.uniform(0.0, 3.0):.2f} bcm/yr"}


KINDS = (ban, cut, take, date)


def infeasible(seed: int, folder: Path) -> Scenario:
    """A scenario without an answer; the kinds take turns."""
    for scenario in drawn(seed, folder):
        try:
            api.solve(scenario, explain=False)
        except InfeasibleError:
            return scenario
    raise AssertionError(f"seed {seed} makes nothing infeasible")


def drawn(seed: int, folder: Path) -> Iterator[Scenario]:
    """Scenarios, most of them without an answer."""
    for again in range(TOO_FEW):
        draw = random.Random(1000 * seed + again)
        world = world_of(draw, folder / str(again))
        said: dict[str, Any] = {"policies": {}, "pipelines": {}, "projects": {}}
        kinds = {KINDS[seed % len(KINDS)], draw.choice(KINDS)}
        for kind in sorted(kinds, key=lambda each: each.__name__):
            kind(draw, world, said)
        told = {key: value for key, value in said.items() if value}
        yield world.scenario([2030, 2032], seasons=draw.choice(("annual", "winter-summer")), **told)


@pytest.mark.parametrize("seed", AT_ONCE)
def test_explained_truly_and_repaired(tmp_path, seed):
    require_explained(next(drawn(seed, tmp_path)), singly=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [seed for seed in range(200) if seed not in AT_ONCE])
def test_many_are_explained_truly_and_repaired(tmp_path, seed):
    require_explained(infeasible(seed, tmp_path))
