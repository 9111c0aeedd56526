"""The rich world, solved once."""

from __future__ import annotations

import pytest
from tests.results import worlds

from corridor.api import solve
from corridor.network import Network, build
from corridor.results import Results
from corridor.scenario import Scenario

#: Trade that names several markets, a way, or nothing.
TRADE = {
    "Russia>Italy + China": 5.0,
    "Qatar>Italy + China (lng)": 6.0,
    "Qatar>Italy + China (pipeline)": 0.0,
    "Russia>Nowhere": 1.0,
    "Russia>Italy (mule)": 1.0,
}


@pytest.fixture(scope="session")
def rich_scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    world = worlds.rich(tmp_path_factory.mktemp("rich"))
    world.observed("route", "route_flow", "Stream", 12.0, year=2030).observed(
        "plant", "route_flow", "plant-russia", 3.0, year=2030
    )
    world.observed("price-1", "price", "Germany", 7.0, "USD/MMBtu", 2030).observed(
        "price-2", "price", "Germany", 9.0, "USD/MMBtu", 2030
    )
    world.observed("used", "consumption", "EU", 30.0, year=2030).observed(
        "made", "production", "Siberia", 500.0, "TWh/yr", 2030
    )
    world.observed("trade", "trade", "Russia>Italy", 4.0, year=2035).observed(
        "trade-group", "trade", "Russia>EU", 9.0, year=2035
    )
    world.observed("early", "route_flow", "Stream", 50.0, year=2021).observed(
        "nothing", "route_flow", "No such route", 1.0, year=2030
    )
    for number, (subject, value) in enumerate(TRADE.items()):
        world.observed(f"more-trade-{number}", "trade", subject, value, year=2035)
    world.plain["published"].append(
        ("study", "A study", "exports", "Russia", "2035", "30", "40", "bcm", "test-2026", "a target")
    )
    world.plain["published"].append(
        ("study-other-year", "A study", "exports", "Russia", "2033", "30", "40", "bcm", "test-2026", "")
    )
    return world.scenario(**worlds.SECTIONS)


@pytest.fixture(scope="session")
def rich_network(rich_scenario: Scenario) -> Network:
    return build(rich_scenario)


@pytest.fixture(scope="session")
def rich(rich_scenario: Scenario) -> Results:
    return solve(rich_scenario)
