"""The page of the documentation about the data, made from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from corridor.dataset import Dataset
from corridor.dataset.balances import balances
from corridor.dataset.provenance import coverage, disagreements, oldest_figure, told_twice
from corridor.study import markdown
from corridor.study.backcast.page import section as held_against_the_past

TOP = 10
"""Estimates that are shown."""

_HEAD = """# The data

Every figure of the reference dataset stands in a table with its unit and the key of its source. `corridor data` prints
what this page says, `corridor data trace OBJECT` where each figure of an object comes from, `corridor data check`
whether the tables can be true, and `corridor diff` what two datasets say differently. This page is made by
`corridor data page`; nothing on it is written by hand.
"""

_SENSITIVITY = """Estimates that rest on the same reasoning move
together between their low and their high; all others stay. Every group was solved in the measured year alone, the
strongest again over the whole horizon, and these are ranked by the mean, over the headline figures, of the largest less
the smallest value over the base. Errors of figures inside a group that would cancel out are therefore overstated, and
two estimates that are wrong at once are not seen. A headline figure that is 0 in the base has no part in the rank.
Where a side has no solution over the whole horizon, another year being the reason, it is that of the measured year
alone, and the estimate is marked with a star.
"""


def page(dataset: Dataset, ranked: Path | None = None, backcast: Path | None = None) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    dataset
        Whose page.
    ranked
        CSV table of :func:`corridor.study.sensitivity.sensitivity`; without it the page has no such section.
    backcast
        Folder of tables of :func:`corridor.study.backcast.writing.write`; without it the page has no such section.

    Raises
    ------
    InputError
        If a table of the back-cast is missing, or was made with another dataset.
    """
    parts = [_HEAD, *_covered(dataset), *_disagreeing(dataset)]
    if backcast is not None:
        parts += held_against_the_past(backcast, dataset)
    if ranked is not None:
        parts += _moving(pd.read_csv(ranked, keep_default_na=False))
    return "\n".join([*parts, *_unknown(dataset)]).rstrip() + "\n"


def _covered(dataset: Dataset) -> Iterator[str]:
    yield "## Coverage\n"
    rows = [
        (
            row["table"],
            row["objects"],
            row["figures"] or "",
            f"{row['estimates'] / row['figures']:.0%}" if row["figures"] else "",
            f"{row['first_year']}-{row['last_year']}" if row["first_year"] else "",
            f"{row['oldest_source']} to {row['newest_source']}" if row["oldest_source"] else "",
        )
        for row in coverage(dataset).to_dict("records")
    ]
    yield from markdown.table(("Table", "Objects", "Figures", "Estimates", "Years", "Dates of the sources"), rows)
    oldest = oldest_figure(dataset)
    if oldest is not None:
        name = " ".join(str(oldest[key]) for key in ("object", "attribute", "date", "value", "unit") if oldest[key])
        yield f"The oldest figure is {name}, by {oldest['publisher']} of {oldest['source_date']}.\n"


def _disagreeing(dataset: Dataset) -> Iterator[str]:
    yield "## Where sources disagree\n"
    rows = [
        (*(row[key] for key in ("object", "quantity", "taken", "other", "unit", "reason")), _keys(row))
        for row in disagreements(dataset).to_dict("records")
    ]
    yield from markdown.table(("What", "Quantity", "Taken", "Other", "Unit", "Why", "Sources"), rows)
    if text := told_twice(dataset):
        yield f"{text}\n"


def _keys(row: dict[Any, Any]) -> str:
    return f"`{row['source']}`, `{row['other_source']}`"


def _moving(table: pd.DataFrame) -> Iterator[str]:
    yield f"## The {TOP} estimates that matter\n"
    yield f"Scenario `{table['scenario'].iloc[0]}`, headline figures of {table['year'].iloc[0]}. {_SENSITIVITY}"
    rows: list[tuple[Any, ...]] = []
    for rank, lines in table[table["rank"].astype(int) <= TOP].groupby("rank", sort=True):
        row = lines.iloc[0]
        name = f"{str(row['group']).removeprefix('estimate:')} ({row['component']} {row['attribute']})"
        name += " *" if row["remark"] else ""
        values = [
            f"{_short(line.at_low)} / {_short(line.base)} / {_short(line.at_high)}" for line in lines.itertuples()
        ]
        rows.append((rank, name, f"{row['low']} to {row['high']}", *values))
    units = [f"{line.indicator}, {line.unit}" for line in table[table["rank"].astype(int) == 1].itertuples()]
    yield from markdown.table(("", "Estimate", "Range", *(f"{unit}: low / base / high" for unit in units)), rows)


def _short(value: object) -> str:
    return f"{float(str(value)):.1f}" if str(value) else "no solution"


def _unknown(dataset: Dataset) -> Iterator[str]:
    yield "## What the dataset does not know\n"
    table = dataset.tables["gaps"].sort_values("line")
    rows = [(row["unknown"], row["instead"], f"`{row['source']}`") for row in table.to_dict("records")]
    yield from markdown.table(("Not known", "Used instead", "Source"), rows)
    every = list(balances(dataset))
    closed = [f"{balance.subject} {balance.year}" for balance in every if not balance.missing]
    yield (
        f"Of {len(every)} observed national balances {len(closed)} can be told"
        f" ({', '.join(closed) or 'none'}); for the others some trade across the border was not observed.\n"
    )
    yield "The check lets pass what is known and explained:\n"
    lines = dataset.tables["exceptions"].sort_values("line").to_dict("records")
    yield from markdown.table(
        ("What", "Year", "Why"), [(row["subject"], row["year"] or "every", row["reason"]) for row in lines]
    )
