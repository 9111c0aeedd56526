"""What several test folders share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner, Result

if TYPE_CHECKING:
    from corridor.results import Results
    from corridor.scenario import Scenario

SHARED = "solved"

# As runs do it: networks of a few rows are built a fifth quicker than with texts that pyarrow keeps.
pd.set_option("mode.string_storage", "python")


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Turn the garbage collector on again, which commands leave off because their process ends with them."""
    yield
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send every test of the shared solution to one worker, so that it is solved once."""
    for item in items:
        if SHARED in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.solved)
            item.add_marker(pytest.mark.xdist_group(SHARED))


@pytest.fixture
def corridor() -> Callable[..., Result]:
    """Return a function that runs the command in this process."""
    from corridor.cli import main

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The scenario of the first question: 55 bcm a year to Iran."""
    from corridor.scenario import load

    return load("iran-55")


@pytest.fixture(scope="session")
def solved(scenario: Scenario) -> Results:
    """Results of that scenario."""
    from corridor.api import solve

    return solve(scenario)
