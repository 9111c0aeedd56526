"""The commands ``corridor data ...``: parsing and printing; the rooms know what there is to say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.collector import keeping_everything
from corridor.terminal import counted

if TYPE_CHECKING:
    import pandas as pd

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)

_dataset = click.option("--dataset", "folder", type=FOLDER, help="Another dataset folder of the same shape.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_WIDE = 150
"""Columns of a table that is not printed on a terminal."""


@click.group(invoke_without_command=True)
@_dataset
@_json
@click.pass_context
def data(context: click.Context, folder: Path | None, as_json: bool) -> None:
    """Say what the dataset holds: its tables, how old and how sure they are, and where sources disagree."""
    context.obj = folder
    if context.invoked_subcommand is not None:
        return
    from corridor.dataset import load
    from corridor.dataset.provenance import coverage, disagreements, oldest_figure, published_twice, told_twice

    dataset = load(folder)
    tables, oldest, quarrels = coverage(dataset), oldest_figure(dataset), disagreements(dataset)
    if as_json:
        content = {"hash": dataset.hash, "tables": _records(tables), "oldest": oldest}
        twice = _records(published_twice(dataset))
        _print_json({**content, "disagreements": _records(quarrels), "published_twice": twice})
        return
    headings = ("table", "objects", "figures", "estimates", "share", "years", "oldest source", "newest source")
    _print_table(f"Dataset {dataset.hash[:12]}", headings, map(_covered, _records(tables)), right=(1, 2, 3, 4))
    if oldest is not None:
        name = " ".join(str(oldest[key]) for key in ("object", "attribute", "date", "value", "unit") if oldest[key])
        click.echo(f"\nOldest figure: {name}, {oldest['publisher']}, {oldest['source_date']} [{oldest['source']}]\n")
    _print_table("Disagreements", ("object", "quantity", "taken", "other", "why"), map(_disagreed, _records(quarrels)))
    if text := told_twice(dataset):
        click.echo(f"\n{text}")


@data.command()
@_dataset
@click.pass_obj
def check(above: Path | None, folder: Path | None) -> None:
    """Fail if the dataset cannot be true; tell everything at once."""
    from corridor.dataset.checks import check as verdict_of
    from corridor.errors import DatasetError
    from corridor.scenario.citations import cited

    verdict = verdict_of(folder or above, cited())
    for warning in verdict.warnings:
        click.echo(f"warning: {warning}", err=True)
    if verdict.problems:
        raise DatasetError(verdict.problems)
    click.echo(f"the dataset passes, {len(verdict.warnings)} warnings")


@data.command()
@click.argument("name", metavar="OBJECT[.ATTRIBUTE]")
@_dataset
@_json
@click.pass_obj
def trace(above: Path | None, name: str, folder: Path | None, as_json: bool) -> None:
    """Print where every figure of an object comes from, e.g. blue-stream or blue-stream.capacity."""
    from corridor.dataset import load
    from corridor.dataset.provenance import trace as trace_of

    rows = _records(trace_of(load(folder or above), name))
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        said = " ".join(str(row[key]) for key in ("object", "attribute", "date") if row[key])
        value = f"{row['value']} {row['unit']}" if row["unit"] not in ("", "1") else row["value"]
        ends = f" ({row['low']} to {row['high']})" if row["low"] else ""
        place = f"{row['table']}.csv:{row['line']}"
        click.echo(f"{said}: {value}{ends}  [{place}]")
        about = ", ".join(str(row[key]) for key in ("publisher", "title", "source_date", "url") if row[key])
        click.echo(f"    {row['source']}: {about}")
        if row["note"]:
            click.echo(f"    note: {row['note']}")


@data.command()
@click.argument("scenario")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="Estimates to print.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Runs at a time.")
@click.option("--year", type=int, help="Model year of the headline figures; the last but one unless told.")
@click.option("--out", type=FILE, help="Write the whole table as CSV.")
@keeping_everything
def sensitivity(scenario: str, top: int, jobs: int, year: int | None, out: Path | None) -> None:
    """Rank the estimates by how far they move the headline results of SCENARIO between their low and their high."""
    from corridor.results.comma_separated import write_csv
    from corridor.study.sensitivity import sensitivity as rank

    with counted(scenario) as progress:
        table = rank(scenario, year=year, jobs=jobs, progress=progress)
    if out is not None:
        write_csv(table, out)
    rows = []
    for row in _records(table[table["rank"] <= top]):
        figures, ends = f"{row['component']} {row['attribute']}", f"{row['low']} to {row['high']}"
        values = [f"{row[key]:.2f}" for key in ("at_low", "base", "at_high")]
        rows.append((str(row["rank"]), row["group"], figures, ends, f"{row['indicator']}, {row['unit']}", *values))
    headings = ("", "estimate", "figures", "range", "indicator", "at low", "base", "at high")
    _print_table(
        f"What the estimates do to {scenario}", headings, [tuple(map(str, row)) for row in rows], right=(5, 6, 7)
    )


@data.command()
@click.option("--rounds", type=click.IntRange(min=1), default=2, show_default=True, help="Most rounds.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Runs at a time.")
@click.option("--out", type=FILE, help="Write every run as CSV.")
def calibrate(rounds: int, jobs: int, out: Path | None) -> None:
    """Search the costs, responses and minimum takes that reproduce 2015 to 2021 best, all years together."""
    from corridor.results.comma_separated import write_csv
    from corridor.study.backcast import calibrate as search
    from corridor.study.backcast.calibration import chosen

    with counted("calibration") as progress:
        table = search(rounds=rounds, jobs=jobs, progress=progress)
    if out is not None:
        write_csv(table, out)
    first, best = table.iloc[0], table[table["kept"]].iloc[-1]
    rows = [(name, f"{position:+.1f}") for name, position in sorted(chosen(table).items()) if position]
    _print_table("Positions between low (-1), the dataset (0) and high (1)", ("estimate", "position"), rows, right=(1,))
    click.echo(
        f"\nError of the contestable routes 2015-2021: {first['error']:.2%} as the dataset stands, {best['error']:.2%} "
        f"there; 2025, which is not searched over: {first['error_2025']:.2%} and {best['error_2025']:.2%}."
    )


@data.command()
@_dataset
@click.option("--out", type=FILE, required=True, help="File to write, as Markdown.")
@click.option("--sensitivity", "ranked", type=FILE, help="Table written by 'corridor data sensitivity'.")
@click.option("--backcast", type=FOLDER, help="Folder written by 'corridor backcast'.")
@click.pass_obj
def page(above: Path | None, folder: Path | None, out: Path, ranked: Path | None, backcast: Path | None) -> None:
    """Write the page of the documentation about the data."""
    from corridor.dataset import load
    from corridor.study.data_page import page as page_of

    out.write_text(page_of(load(folder or above), ranked, backcast), encoding="utf-8")
    click.echo(out)


def _covered(row: dict[str, Any]) -> tuple[str, ...]:
    """Cells of a table of the dataset; empty where it holds no figures."""
    figures, estimates = row["figures"], row["estimates"]
    counts = (str(figures), str(estimates), f"{estimates / figures:.0%}") if figures else ("", "", "")
    years = f"{row['first_year']}-{row['last_year']}" if row["first_year"] else ""
    return row["table"], str(row["objects"]), *counts, years, row["oldest_source"], row["newest_source"]


def _disagreed(row: dict[str, Any]) -> tuple[str, ...]:
    """Cells of a disagreement: both figures with their sources."""
    taken, other = (
        f"{row[value]} {row['unit'] if row[value] != 'none' else ''}".rstrip() + f" [{row[source]}]"
        for value, source in (("taken", "source"), ("other", "other_source"))
    )
    return row["object"], row["quantity"], taken, other, row["reason"]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _print_json(content: Any) -> None:
    click.echo(json.dumps(content, indent=2, ensure_ascii=False, default=str))


def _print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # a key in brackets is no markup
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE).print(table)
