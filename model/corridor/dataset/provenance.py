"""Where figures come from: every figure in one long table, what the tables cover, and the trace of an object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from corridor import units
from corridor.dataset import schema
from corridor.dataset.reader import Dataset
from corridor.errors import InputError, Problem, did_you_mean

ESTIMATE = "estimate:"
"""Start of the source keys of reasoned estimates."""

UNDATED = "undated"
"""Stands for the date of a source that bears none."""

_OTHER = "_other"

COLUMNS = ("table", "object", "attribute", "date", "value", "unit", "low", "high", "source", "note", "line")

#: Plain tables that hold figures: the columns of object, attribute and date; a text in quotes stands for itself.
_PLAIN: Mapping[str, tuple[str, str, str]] = {
    "parameters": ("parameter", "'value'", "''"),
    "observed": ("subject", "kind", "year"),
    "year_inputs": ("object", "kind", "year"),
    "benchmarks": ("benchmark", "'price'", "year"),
    "money": ("money", "'value'", "''"),
    "published": ("subject", "indicator", "year"),
    "events": ("event", "'factor'", "from"),
}


def figures(dataset: Dataset) -> pd.DataFrame:
    """Every figure of a dataset.

    Returns
    -------
    DataFrame
        One row a figure, in the order of the tables: table, object, attribute, date, value, unit, low, high (all as
        written), source, note, line; published statements have a range and no value.
    """
    rows = [*_of_components(dataset), *_of_plain_tables(dataset)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_components(dataset: Dataset) -> Iterator[tuple[Any, ...]]:
    for name, table in dataset.figures.items():
        attributes = schema.ATTRIBUTES[name]
        for row in table.to_dict("records"):
            value, _, unit = row["text"].partition(" ")
            low, high = (_written(row[side], unit, attributes[row["attribute"]].dimension) for side in ("low", "high"))
            words = (row["object"], row["attribute"], row["written"], value, unit, low, high, row["source"])
            yield f"{name}_figures", *words, row["note"], row["line"]


def _of_plain_tables(dataset: Dataset) -> Iterator[tuple[Any, ...]]:
    for name, columns in _PLAIN.items():
        for row in dataset.tables[name].to_dict("records"):
            words = [column.strip("'") if column.startswith("'") else row[column] for column in columns]
            value = row.get("factor" if name == "events" else "value", "")
            ends = (row.get("low", ""), row.get("high", ""))
            yield name, *words, value, row.get("unit", ""), *ends, row["source"], row["note"], row["line"]


def _written(canonical: float, unit: str, dimension: str) -> str:
    """Write an end of a range in the unit of its figure; nothing where there is none."""
    return "" if canonical != canonical else f"{units.from_canonical(canonical, unit, dimension):.6g}"


def coverage(dataset: Dataset) -> pd.DataFrame:
    """What each table covers.

    Returns
    -------
    DataFrame
        table, objects, figures, estimates, first_year and last_year of the dated figures, oldest_source and
        newest_source (dates); empty where a table has nothing of the kind.
    """
    every = figures(dataset)
    dates = _source_dates(dataset)
    rows = []
    for name in (*dataset.identities, *(name for name in schema.PLAIN_TABLES if name != "sources")):
        objects = dataset.identities.get(name, dataset.tables.get(name))
        chosen = every[every["table"].isin((name, f"{name}_figures"))]
        years = sorted(text[:4] for text in chosen["date"] if text)
        known = sorted(date for key in chosen["source"] if (date := dates.get(key, "")))
        ends = (years[0], years[-1]) if years else ("", "")
        rows.append(
            (name, 0 if objects is None else len(objects), len(chosen), _estimates(chosen), *ends, *_ends(known))
        )
    columns = ["table", "objects", "figures", "estimates", "first_year", "last_year", "oldest_source", "newest_source"]
    return pd.DataFrame(rows, columns=columns)


def _estimates(chosen: pd.DataFrame) -> int:
    return int(chosen["source"].str.startswith(ESTIMATE).sum()) if len(chosen) else 0


def _ends(values: list[str]) -> tuple[str, str]:
    return (values[0], values[-1]) if values else ("", "")


def _source_dates(dataset: Dataset) -> dict[str, str]:
    """Date of every source that has one."""
    sources = dataset.tables["sources"]
    pairs = zip(sources["key"], sources["date"], strict=True)
    return {key: date for key, date in pairs if re.match(r"\d{4}", date)}


def newest_source(dataset: Dataset) -> str:
    """Date of the newest source: what the dataset knew; empty if no source has a date."""
    return max(_source_dates(dataset).values(), default="")


def oldest_figure(dataset: Dataset) -> dict[str, str] | None:
    """The figure with the oldest source, as a row of :func:`trace`; None if no figure has a dated source."""
    every = figures(dataset)
    published = every["source"].map(_source_dates(dataset))
    if not published.notna().any():
        return None
    oldest = every[published == published.dropna().min()].head(1)
    return {str(key): str(value) for key, value in _with_sources(dataset, oldest).to_dict("records")[0].items()}


def disagreements(dataset: Dataset) -> pd.DataFrame:
    """Where sources disagree: object, quantity, taken, source, other, other_source, unit, reason; sorted as written."""
    table = dataset.tables["disagreements"].sort_values("line")
    return table.drop(columns=["line", "note", "disagreement"]).reset_index(drop=True)


def published_twice(dataset: Dataset) -> pd.DataFrame:
    """Yearly flows of which the observations hold a second published figure (kind ``..._other``).

    Returns
    -------
    DataFrame
        subject, year, taken, source, other, other_source, distance (a share of the figure taken), the farthest first;
        volumes in bcm.
    """
    observed = dataset.tables["observed"].reset_index(drop=True)[["kind", "subject", "year", "canonical", "source"]]
    others = observed[observed["kind"].str.endswith(_OTHER)]
    others = others.assign(kind=others["kind"].str.removesuffix(_OTHER))
    pairs = observed.merge(others, on=["kind", "subject", "year"], suffixes=("", "_other"))
    pairs = pairs.rename(columns={"canonical": "taken", "canonical_other": "other", "source_other": "other_source"})
    pairs = pairs[pairs["taken"] > 0.0]
    pairs["distance"] = (pairs["other"] / pairs["taken"] - 1.0).abs()
    columns = ["subject", "year", "taken", "source", "other", "other_source", "distance"]
    return pairs.sort_values("distance", ascending=False, kind="stable", ignore_index=True)[columns]


def told_twice(dataset: Dataset) -> str:
    """Say in a sentence how far second published figures are from those taken; empty if there are none."""
    pairs = published_twice(dataset)
    if pairs.empty:
        return ""
    far = pairs.to_dict("records")[0]
    return (
        f"{len(pairs)} observed yearly flows have a second published figure. Half of the pairs are within"
        f" {pairs['distance'].median():.1%}; farthest apart is {far['subject']} {far['year']} with"
        f" {far['taken']:.1f} bcm [{far['source']}] and {far['other']:.1f} bcm [{far['other_source']}]."
    )


def trace(dataset: Dataset, name: str) -> pd.DataFrame:
    """Figures of an object with their sources.

    Parameters
    ----------
    dataset
        The dataset.
    name
        ``OBJECT`` or ``OBJECT.ATTRIBUTE``; a component may stand before it, as in a scenario
        (``pipelines.blue-stream.capacity``).

    Returns
    -------
    DataFrame
        table, object, attribute, date, value, unit, low, high, note, line, source, publisher, title, url, source_date;
        the first row of an object says where its very existence comes from (attribute ``object``).

    Raises
    ------
    InputError
        If the dataset has no such object, or the object no figure of that name.
    """
    every = pd.concat([_existence(dataset), figures(dataset)], ignore_index=True)
    first, _, rest = name.partition(".")
    inner = rest if first in schema.COMPONENTS or first in schema.PLAIN_TABLES else ""
    for candidate in (name, inner) if inner else (name,):
        found = every[every["object"] == candidate]
        if found.empty:
            identity, _, attribute = candidate.rpartition(".")
            of_object = every[every["object"] == identity]
            found = of_object[of_object["attribute"] == attribute]
            if found.empty and len(of_object):
                near = did_you_mean(attribute, of_object["attribute"])
                known = ", ".join(dict.fromkeys(of_object["attribute"]))
                raise InputError(Problem(f"'{identity}' has no figure '{attribute}'{near}", hint=f"known: {known}"))
        if len(found):
            return _with_sources(dataset, found)
    raise InputError(f"the dataset has nothing called '{name}'{did_you_mean(name, every['object'])}")


def _existence(dataset: Dataset) -> pd.DataFrame:
    """One row an object: its identity columns, and the source that says it exists."""
    rows = []
    for name, table in dataset.identities.items():
        words = [
            column
            for column in (*schema.COMPONENTS[name].columns, *schema.COMPONENTS[name].optional)
            if column in table
        ]
        for row in table.to_dict("records"):
            said = ", ".join(f"{word} {row[word]}" for word in words if row[word] not in ("", None))
            identity = row[schema.COMPONENTS[name].key]
            rows.append((name, identity, "object", "", said, "", "", "", row["source"], row["note"], row["line"]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _with_sources(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Add publisher, title, address and date of the sources."""
    sources = dataset.tables["sources"].rename(columns={"key": "source", "date": "source_date"})
    wanted = sources[["source", "publisher", "title", "url", "source_date"]]
    merged = rows.merge(wanted, on="source", how="left")
    return merged[[*(column for column in COLUMNS if column != "source"), *wanted.columns]]
