"""Results for the tests of the reports."""

from __future__ import annotations

import pytest
from tests.report import synthetic


@pytest.fixture(scope="session")
def results() -> synthetic.SyntheticResults:
    """Return invented results, built once: they are frozen."""
    return synthetic.build()
