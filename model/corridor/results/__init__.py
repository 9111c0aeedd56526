"""Solution to tidy tables with units; indicators; files.

Names are loaded on first use: who only asks which indicators there are need not wait for the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.results.branched import BranchedResults, collect_branches, read
    from corridor.results.collecting import collect
    from corridor.results.indicators import DEFINITIONS
    from corridor.results.routes import deviation, route_table
    from corridor.results.tables import STRINGS, TABLES, Results
    from corridor.results.writing import write

__all__ = [
    "DEFINITIONS",
    "STRINGS",
    "TABLES",
    "BranchedResults",
    "Results",
    "collect",
    "collect_branches",
    "deviation",
    "read",
    "route_table",
    "write",
]

_PLACES = {
    "DEFINITIONS": "indicators",
    "STRINGS": "tables",
    "TABLES": "tables",
    "BranchedResults": "branched",
    "Results": "tables",
    "collect": "collecting",
    "collect_branches": "branched",
    "deviation": "routes",
    "read": "branched",
    "route_table": "routes",
    "write": "writing",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use and keep it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value
