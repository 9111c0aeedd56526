"""Values over time: key points, and the two ways of reading between them."""

from __future__ import annotations

import calendar
import datetime
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from corridor.dataset.schema import OverTime


def decimal_year(text: str, over_time: OverTime) -> float:
    """Turn ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` into a decimal year.

    A bare year is its first day for a held value (the change happens then) and its middle for a
    volume that is interpolated (the figure is that year's).

    Raises
    ------
    ValueError
        If the text is not such a date.
    """
    parts = [int(part) for part in text.strip().split("-")]
    if not 1 <= len(parts) <= 3 or not 1900 <= parts[0] <= 2200:
        raise ValueError(f"'{text}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    if len(parts) == 1:
        return parts[0] + (0.5 if over_time == "linear" else 0.0)
    day = datetime.date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
    days = calendar.monthrange(day.year, day.month)[1]
    # Months are twelfths of a year everywhere in the model, so the first of a month is where its twelfth begins.
    return day.year + (day.month - 1 + (day.day - 1) / days) / 12.0


@dataclass(frozen=True, slots=True)
class Series:
    """A value over time in canonical units.

    Attributes
    ----------
    over_time : {"constant", "hold", "linear"}
        How to read between the points.
    dates : tuple of float
        Decimal years, increasing; ``(0.0,)`` for a constant.
    values : tuple of float
        One value a date.
    """

    over_time: OverTime
    dates: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, date: float) -> float:
        """Value at a decimal year; 0 before the first date of a held value."""
        if self.over_time == "constant":
            return self.values[0]
        position = bisect_right(self.dates, date)
        if self.over_time == "hold":
            return self.values[position - 1] if position else 0.0
        if position == 0:
            return self.values[0]
        if position == len(self.dates):
            return self.values[-1]
        left, right = self.dates[position - 1], self.dates[position]
        share = (date - left) / (right - left)
        return self.values[position - 1] * (1.0 - share) + self.values[position] * share

    def mean(self, start: float, end: float) -> float:
        """Mean over ``[start, end)``: exact for held values, the middle for the others."""
        if self.over_time != "hold":
            return self.at((start + end) / 2.0)
        cuts = [start, *(date for date in self.dates if start < date < end), end]
        if len(cuts) == 2:
            return (end - start) * self.at(start) / (end - start)
        total = sum((right - left) * self.at(left) for left, right in pairwise(cuts))
        return total / (end - start)

    def year(self, year: int) -> float:
        """Mean over a calendar year."""
        return self.mean(float(year), year + 1.0)

    def months(self, year: int, months: tuple[int, ...]) -> float:
        """Mean over some months (1 to 12) of a calendar year, each month a twelfth."""
        if self.over_time != "hold":
            return self.year(year)
        if bisect_right(self.dates, year) == bisect_left(self.dates, year + 1):  # nothing changes within the year
            return self.at(year)
        return sum(self.mean(year + (month - 1) / 12.0, year + month / 12.0) for month in months) / len(months)
