"""Solution to tidy tables with units; indicators; files."""

from corridor.results.branched import BranchedResults, collect_branches, read
from corridor.results.collect import collect
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
