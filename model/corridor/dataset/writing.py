"""A dataset folder from tables in memory: for an own dataset that is made in Python."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corridor.dataset import schema
from corridor.dataset.checks import (
    Finding,
    dates_in_range,
    figures_in_range,
    parameters_with_range,
    profiles_sum_to_one,
)
from corridor.dataset.composing import Draft, Table, compose
from corridor.dataset.reader import Dataset, no_figure, read
from corridor.errors import DatasetError, InputError, Problem
from corridor.folders import check_replaceable, replacing

_MARK = "sources.csv"
_WHAT = "a dataset of Corridor"

#: What no dataset may say; whether it agrees with what was observed is for ``corridor data check``.
_LAWS: tuple[Callable[[Dataset], Iterator[Finding]], ...] = (
    figures_in_range,
    parameters_with_range,
    dates_in_range,
    profiles_sum_to_one,
)

#: Global numbers whose absence means that there is no such thing.
_NONE: Mapping[str, str] = {"fuel_rate": "0 %/1000km", "discount_rate": "0 %"}


def new_dataset(
    folder: str | Path,
    *,
    sources: Sequence[Mapping[str, Any]],
    parameters: Mapping[str, str],
    replace_existing: bool = False,
    **tables: Table,
) -> Dataset:
    """Write a dataset folder from a table a component, and read it back.

    A scenario uses it by ``dataset: <folder>``, relative to the scenario's file.

    Parameters
    ----------
    folder
        Where. It is complete or not there: after an error what was there before is as it was.
    sources
        Where the figures come from, a row of ``sources.csv`` each: ``key``, and as far as known ``publisher``,
        ``title``, ``url``, ``date``, ``licence``. Rows that name no ``source`` rest on the first.
    parameters
        Global numbers with their units: ``value_of_lost_load`` must be there; without a ``fuel_rate`` lines that do
        not say their own burn nothing, without a ``discount_rate`` later money counts as much as earlier.
    replace_existing
        Whether a dataset that is there already may be replaced, whole.
    **tables
        By component (``nodes``, ``producers``, ``supply_steps``, ``demand``, ``pipelines``, ...) or plain table
        (``events``, ``observed``, ...) of :mod:`corridor.dataset.schema`: a data frame or a sequence of dictionaries,
        one row an object, with identity columns and attributes side by side. A value is a text with its unit
        (``"5 bcm/yr"``), or a number in a column whose title ends in its unit (``"capacity [bcm/yr]"``); over time, a
        dictionary of dates to such values; with a range, a source or a note of its own, a
        :class:`~corridor.dataset.Figure`. What can be left out: everything but the name of a node (it then stands at
        0, 0 in no country), ``rank`` and ``step`` of cost steps (in the order of the rows), the ``profile`` of a
        market (the same rate all the year), names and routes (as the key).

    Returns
    -------
    Dataset

    Raises
    ------
    DatasetError
        With everything that is wrong; places are the names of tables and their rows, counted from 1.
    InputError
        If something else stands in that place, or a dataset that may not be replaced.
    """
    target = Path(folder)
    check_replaceable(target, _MARK, _WHAT)
    if (target / _MARK).is_file() and not replace_existing:
        raise InputError(f"there is a dataset in {target} already; say replace_existing=True to write it anew")
    draft = compose(tables, {**_NONE, **parameters}, sources)
    with replacing(target, _MARK, _WHAT) as fresh:
        _write(draft, fresh)
        dataset, problems = read(fresh)
        problems += [finding.problem for law in _LAWS for finding in law(dataset) if finding.fails]
        told = [*draft.problems, *_placed(draft, problems)]
        if told:
            raise DatasetError(dict.fromkeys(told))
    return replace(dataset, folder=target)


def _write(draft: Draft, folder: Path) -> None:
    titles = dict(schema.PLAIN_TABLES)
    for name, component in schema.COMPONENTS.items():
        titles[name] = (component.key, *component.columns, *component.optional, "source", "note")
        if component.attributes:
            titles[f"{name}_figures"] = schema.FIGURE_COLUMNS
    for stem, columns in titles.items():
        with (folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *draft.rows.get(stem, [])])


def _placed(draft: Draft, problems: list[Problem]) -> Iterator[Problem]:
    """What is wrong with the files, told of the tables that they were made from."""
    told = {no_figure(name, attribute, Path(component)) for component, name, attribute in draft.failed}
    for problem in problems:
        stem = Path(problem.file or "").stem
        # The titles are the first line of a file.
        place = draft.places[stem][problem.line - 2] if problem.line and problem.line > 1 else None
        found = replace(problem, file=stem.removesuffix("_figures"), line=place or None)
        if found not in told:
            yield found
