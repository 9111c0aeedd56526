"""Published optima of programs in whole numbers: what to build, and what flows then."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from tests.formulation.tiny import Tiny, cost

import corridor

FACILITIES = Path(__file__).parent / "facilities" / "cap71.txt"


def solved(world: Tiny, projects: dict[str, dict[str, str]]):
    """Write the dataset and a scenario beside it, and solve that by name of file."""
    world.write()
    path = world.folder / "case.yaml"
    document = {
        "title": "Case",
        "dataset": "dataset",
        "horizon": {"years": [2030], "seasons": "annual", "discount_rate": "0 %"},
        "projects": projects,
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return corridor.solve(corridor.load(path))


def facilities() -> tuple[list[tuple[float, float]], list[tuple[float, list[float]]]]:
    """Capacity and fixed cost of every terminal; demand of every customer and what it costs to serve it from each."""
    numbers = iter(float(word) for word in FACILITIES.read_text(encoding="utf-8").split())
    terminals, customers = int(next(numbers)), int(next(numbers))
    sites = [(next(numbers), next(numbers)) for _ in range(terminals)]
    return sites, [(next(numbers), [next(numbers) for _ in range(terminals)]) for _ in range(customers)]


def test_which_terminals_to_build(tmp_path):
    sites, customers = facilities()
    world = Tiny(tmp_path).parameter("value_of_lost_load", 1e4)
    world.producer("sea", "Sea", 1e6, 0.0)
    yearly = {"lifetime": 1.0, "discount_rate": 0.0}
    for number, (capacity, fixed) in enumerate(sites):
        world.pipeline(f"terminal-{number}", "Sea", f"Site {number}", 0.0, length=0.0)
        world.project(f"new-{number}", f"terminal-{number}", capacity, fixed, unit=capacity, **yearly)
    for number, (demand, costs) in enumerate(customers):
        world.market(f"Customer {number}", demand)
        for site, total in enumerate(costs):
            tariff = total / demand
            world.pipeline(f"{site}>{number}", f"Site {site}", f"Customer {number}", 1e6, tariff=tariff, length=0.0)
    results = solved(world, {f"new-{number}": {"status": "candidate"} for number in range(len(sites))})
    assert cost(results) == pytest.approx(932615.75, rel=1e-6)
    assert results.manifest["algorithm"] == "branch and bound, then simplex with integers fixed"
    assert results.manifest["integers"]["relative_gap"] <= 1e-7
    assert results.costs["discounted"].sum() == pytest.approx(results.manifest["objective"], rel=1e-9)
    assert set(results.projects["units"]) == {0.0, 1.0}


PLANTS = {"seattle": 350.0, "san-diego": 600.0}
MARKETS = {"new-york": 325.0, "chicago": 300.0, "topeka": 275.0}
THOUSAND_MILES = {
    ("seattle", "new-york"): 2.5,
    ("seattle", "chicago"): 1.7,
    ("seattle", "topeka"): 1.8,
    ("san-diego", "new-york"): 2.5,
    ("san-diego", "chicago"): 1.8,
    ("san-diego", "topeka"): 1.4,
}
CORNERS = (0.0, 50.0, 120.0, 190.0, 260.0, 330.0, 400.0, 600.0)


def test_economies_of_scale_between_corners(tmp_path):
    """Cost that grows with the root of the flow, in straight pieces between corners: as many lines side by side.

    Each piece is a line with an investment that does not depend on its size and a tariff; concave as the cost is, the
    cheapest of the pieces is the one that applies.
    """
    world = Tiny(tmp_path).parameter("value_of_lost_load", 1e3)
    for plant, capacity in PLANTS.items():
        world.producer(f"{plant}-plant", plant, capacity, 0.0)
    for market, demand in MARKETS.items():
        world.market(market, demand)
    projects = {}
    yearly = {"lifetime": 1.0, "discount_rate": 0.0}
    for (plant, market), distance in THOUSAND_MILES.items():
        for piece, (low, high) in enumerate(pairwise(CORNERS)):
            name = f"{plant}>{market}-{piece}"
            slope = (math.sqrt(high) - math.sqrt(low)) / (high - low)
            rate = 0.09 * distance
            fixed = rate * (math.sqrt(low) - slope * low)
            world.pipeline(name, plant, market, 0.0, tariff=rate * slope, length=0.0)
            world.project(f"new-{name}", name, CORNERS[-1], 0.0, fixed_capex=fixed, **yearly)
            projects[f"new-{name}"] = {"status": "candidate"}
    results = solved(world, projects)
    assert cost(results) == pytest.approx(8.786853, abs=2e-6)
    flow = results.flows.assign(between=results.flows["arc"].str.rsplit("-", n=1).str[0]).groupby("between")["volume"]
    assert flow.sum().to_dict() == pytest.approx(
        {"seattle>chicago": 300.0, "san-diego>new-york": 325.0, "san-diego>topeka": 275.0}
    )
    exact = sum(0.09 * THOUSAND_MILES[tuple(key.split(">"))] * math.sqrt(v) for key, v in flow.sum().items())
    assert exact == pytest.approx(8.7958, abs=5e-5)
