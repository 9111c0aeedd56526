"""Solution to tidy tables with units; indicators; files."""

from corridor.results.collect import collect
from corridor.results.indicators import DEFINITIONS
from corridor.results.observed import deviation
from corridor.results.tables import TABLES, Results
from corridor.results.writing import read, write

__all__ = ["DEFINITIONS", "TABLES", "Results", "collect", "deviation", "read", "write"]
