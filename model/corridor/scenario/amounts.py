"""What is said of an attribute, spelt out as decimal years and canonical values."""

from __future__ import annotations

import math

from corridor.dataset import Dataset, Series, decimal_year, lookup
from corridor.dataset.schema import Attribute, OverTime
from corridor.scenario.changes import Relative, changed
from corridor.scenario.values import Amount

Dated = tuple[tuple[float | None, float], ...]
"""Pairs of decimal year (None for one value that always holds) and canonical value."""


def moment(date: str | None, over_time: OverTime) -> float | None:
    """Return a date as written as a decimal year."""
    return None if date is None else decimal_year(date, over_time)


def spelt(amount: Amount, attribute: Attribute, base: Series | None) -> tuple[Dated, str | None]:
    """Return the points of an amount, and what is wrong with it.

    Parameters
    ----------
    amount
        A value, or a change of the dataset's.
    attribute
        What it is an amount of.
    base
        The dataset's value.
    """
    if not isinstance(amount, Relative):
        return tuple((moment(date, attribute.over_time), value) for date, value in amount), None
    if base is None:
        return (), f"the dataset has no '{attribute.name}' here that a change could apply to; write a value"
    return changed(points_of(base), amount, attribute)


def points_of(series: Series) -> Dated:
    """Return a value over time as points."""
    if series.over_time == "constant":
        return ((None, series.values[0]),)
    return tuple(zip(series.dates, series.values, strict=True))


def figure_of(dataset: Dataset, component: str, identity: str, attribute: str) -> Series | None:
    """Return what the dataset says of an attribute, events included; None if it says nothing."""
    if component != "events":
        return dataset.series(component, identity, attribute)
    value: float = lookup(dataset.tables["events"][attribute])[identity]
    return Series("constant", (0.0,), (value,)) if math.isfinite(value) else None
