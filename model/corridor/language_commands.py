"""The commands about the scenario language and single scenarios: parsing and printing; the rooms know what to say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor.command_options import json_option, with_options, with_overrides
from corridor.errors import InputError, Problem
from corridor.telling import as_json

if TYPE_CHECKING:
    from corridor.dataset import Dataset

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--dataset", "folder", type=FOLDER, help="Another dataset folder of the same shape.")
@click.option("--for", "scenario", help="With the names that this scenario adds, on the dataset that it names.")
@click.option("--page", is_flag=True, help="The reference page of the language, as Markdown, instead of the schema.")
@click.option("--out", type=FILE, help="File to write; printed unless told.")
def schema(folder: Path | None, scenario: str | None, page: bool, out: Path | None) -> None:
    """Write the JSON Schema of scenarios, with which editors complete keys and names and explain them."""
    if page:
        from corridor.scenario.language_page import page as page_text

        text = page_text()
    else:
        from corridor.scenario.schema_file import schema_text

        text = schema_text(_dataset(folder, scenario))
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(out)


def _dataset(folder: Path | None, scenario: str | None) -> Dataset:
    from corridor.dataset import load as load_dataset
    from corridor.scenario import load

    if folder is not None and scenario is not None:
        raise InputError(Problem("--dataset and --for are both given", hint="a scenario names its dataset itself"))
    return load_dataset(folder) if scenario is None else load(scenario).dataset


@click.command()
@click.argument("name", required=False)
@click.option("--from", "template", default="blank", show_default=True, help="Template to start from; see --list.")
@click.option("--out", type=FOLDER, default=Path(), help="Folder for the file; the working directory unless told.")
@click.option("--list", "listing", is_flag=True, help="List the templates.")
def new(name: str | None, template: str, out: Path, listing: bool) -> None:
    """Write a commented scenario NAME.yaml to start from; a file that is there is left alone."""
    from corridor.scenario.templates import start, templates

    if listing:
        for each in templates():
            click.echo(f"{each.name}: {each.about}")
        return
    if name is None:
        raise InputError(Problem("a name is missing", hint="e.g. 'corridor new my-line --from corridor'"))
    written = start(name, template, out)
    for path in written:
        click.echo(path)
    path = written[0]
    click.echo(f"Edit it, then: corridor validate {path} and corridor run {path} --out output/{path.stem} --report")


@click.command()
@click.argument("scenario")
@click.argument("path", default="")
@click.option("--origin", is_flag=True, help="Say of each value below PATH who ever set it.")
@json_option
@with_options
@with_overrides
def show(
    scenario: str, path: str, origin: bool, wants_json: bool, options: tuple[str, ...], overrides: tuple[str, ...]
) -> None:
    """Print SCENARIO with everything it inherits, or the value at PATH with who ever set it and what it replaced."""
    from corridor.scenario import load
    from corridor.scenario.history import histories, told, value_at
    from corridor.scenario.plain import yaml_text

    loaded = load(scenario, overrides, options=options)
    found = histories(loaded, path)
    value = value_at(loaded, path)
    if wants_json:
        click.echo(as_json([each.plain() for each in found]))
    elif isinstance(value, Mapping) and not origin and path not in (each.path for each in found):
        click.echo(yaml_text(value), nl=False)
    else:
        click.echo(told(found))
