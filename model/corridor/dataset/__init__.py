"""The reference tables and any dataset folder of the same shape."""

from corridor.dataset.cells import lookup, lookup_rows
from corridor.dataset.composing import Figure
from corridor.dataset.reader import REVERSE, Dataset, load, split
from corridor.dataset.series import Series, decimal_year

__all__ = ["REVERSE", "Dataset", "Figure", "Series", "decimal_year", "load", "lookup", "lookup_rows", "split"]
