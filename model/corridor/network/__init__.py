"""Scenario and dataset become sorted, aligned tables in canonical units, checked."""

from corridor.network.build import build, flows_under
from corridor.network.checks import CHECKS, findings
from corridor.network.tables import Finding, Network

__all__ = ["CHECKS", "Finding", "Network", "build", "findings", "flows_under"]
