"""What a horizon needs so that its seasons follow each other: months in a row, years in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corridor.errors import Problem
from corridor.scenario.model import Horizon
from corridor.scenario.origin import Origin


def out_of_order(horizon: Horizon, written: Origin) -> Iterator[Problem]:
    """Find why stocks cannot be followed from a beginning to an end.

    Parameters
    ----------
    horizon
        The years and seasons.
    written
        Where it says how stocks go on.
    """
    if horizon.storage == "cyclic":
        return
    for season in horizon.seasons:
        if not in_a_row(season.months):
            yield written.problem(
                f"storage is {horizon.storage}, but the months of season '{season.name}' do not follow each other",
                "horizon.storage",
                "write seasons that begin and end within the year, e.g. 'seasons: quarters' or 'seasons: months'",
            )
    if horizon.storage == "chronological":
        for before, after in pairwise(horizon.years):
            if after != before + 1:
                yield written.problem(
                    f"storage is chronological, but no stock can be followed from {before} to {after}",
                    "horizon.storage",
                    "write consecutive years, or 'storage: cyclic'",
                )


def in_a_row(months: tuple[int, ...]) -> bool:
    """Whether months follow each other within a year."""
    return max(months) - min(months) + 1 == len(months)
