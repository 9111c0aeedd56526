"""Commands that ask about a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor.command_options import json_option
from corridor.telling import as_json
from corridor.terminal import stages

if TYPE_CHECKING:
    from corridor.results import Results
    from corridor.scenario import Scenario

INTERVALS = "price_intervals"


@click.command()
@click.argument("run")
@click.argument("question")
@json_option
def why(run: str, question: str, wants_json: bool) -> None:
    r"""Tell why RUN (a folder of 'corridor run', or a scenario, which is solved first) is as it is.

    \b
    QUESTION is one of
      flow:ARC@YEAR[/SEASON][/ORIGIN]  why gas flows over an arc, a project
                                       or a route, or why it does not
      price:NODE-NODE@YEAR[/SEASON]    why the prices of two nodes differ
      project:PROJECT[@YEAR]           why a project is built, or not
    The answer says what would have to change, and by how much.
    """
    from corridor.reasons import why as explain

    with stages(question) as step:
        answer = explain(run, question, progress=step)
    click.echo(as_json(answer.content()) if wants_json else answer.text)


def check_intervals(scenario: Scenario, *, wanted: bool) -> None:
    """Refuse price intervals of a scenario that is no single program, before it is solved."""
    if wanted:
        from corridor.reasons import require_one_program

        require_one_program(scenario)


def add_intervals(results: Results, folder: Path, *, wanted: bool) -> None:
    """Write the price intervals of a run among its tables."""
    if wanted:
        from corridor.reasons import price_intervals
        from corridor.results.writing import write_table

        write_table(price_intervals(results), folder / "tables" / INTERVALS)
