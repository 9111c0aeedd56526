"""Solution to tidy tables with units; indicators; files."""

from corridor.results.collect import collect
from corridor.results.indicators import DEFINITIONS
from corridor.results.routes import deviation, route_table
from corridor.results.tables import STRINGS, TABLES, Results
from corridor.results.writing import read, write

__all__ = ["DEFINITIONS", "STRINGS", "TABLES", "Results", "collect", "deviation", "read", "route_table", "write"]
