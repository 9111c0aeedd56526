"""The command line: parsing and printing; every command is one call into the rooms.

Exit codes: 0 done; 1 a fault of Corridor; 2 the input is wrong; 3 infeasible or unbounded; 4 solver limit; 130 stopped
by Ctrl-C.
Rooms are imported inside commands, so that ``corridor --help`` answers at once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.collector import keeping_everything
from corridor.command_options import JSON, json_option, with_limits, with_options, with_overrides
from corridor.data_commands import data
from corridor.effort import allowing
from corridor.errors import CorridorError, InputError
from corridor.language_commands import new, schema, show
from corridor.question_commands import add_intervals, check_intervals, why
from corridor.telling import as_json, error_content, problem_content, problems_of, tell
from corridor.terminal import counted, stages

if TYPE_CHECKING:
    from corridor.results import Results
    from corridor.study import Study

FOLDER = click.Path(file_okay=False, path_type=Path)
REPORT = "report.pdf"
REFERENCE = "compared-with"
#: Exit code of a command that Ctrl-C stopped, as shells have it: 128 and the number of the signal.
STOPPED = 130


class _Corridor(click.Group):
    """Turns errors in domain words into messages and exit codes; anything else is our fault and keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CorridorError as error:
            if ctx.meta.get(JSON):
                click.echo(as_json(error_content(error)))
            else:
                tell(str(error), problems_of(error))
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            tell("stopped: what was there before is unchanged")
            ctx.exit(STOPPED)


@click.group(cls=_Corridor, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="corridor")
def main() -> None:
    """Model gas corridors: scenarios in, capacity and flow reports out."""


_strict = click.option("--strict", is_flag=True, help="Take warnings for errors.")


@main.command()
@click.argument("scenario")
@click.option("--out", type=FOLDER, required=True, help="Folder for the results; an earlier result there is replaced.")
@with_options
@with_overrides
@click.option(
    "--report", "with_report", is_flag=True, help=f"Make {REPORT} too, compared with what the scenario names."
)
@with_limits
@click.option("--price-intervals", "intervals", is_flag=True, help="Write all prices that are optimal too, as a table.")
@json_option
@keeping_everything
def run(
    scenario: str,
    out: Path,
    options: tuple[str, ...],
    overrides: tuple[str, ...],
    with_report: bool,
    time_limit: float | None,
    iteration_limit: int | None,
    intervals: bool,
    wants_json: bool,
) -> None:
    """Solve SCENARIO (a file, or the name of a shipped one) and write its result tables."""
    from corridor.api import load_reference
    from corridor.results.certified import certificate_line
    from corridor.results.folders import branch_folder, check_replaceable
    from corridor.scenario import load
    from corridor.scenario.plain import yaml_text

    check_replaceable(out)
    loaded = load(scenario, overrides, options=options)
    if loaded.warnings and not wants_json:
        tell("\n".join(map(str, loaded.warnings)), loaded.warnings)
    check_intervals(loaded, wanted=intervals)
    other = load_reference(loaded, overrides, options=options) if with_report else None
    with stages(loaded.title) as step, allowing(time_limit, iteration_limit):
        from corridor.api import solve

        results = solve(loaded, progress=step)
        reference = None if other is None else solve(other, progress=lambda name: step(f"{other.title}, {name}"))
        step("writing tables and report" if with_report else "writing tables")

        def add(folder: Path) -> None:
            (folder / "scenario.yaml").write_text(yaml_text(loaded.resolved(out)), encoding="utf-8")
            for branch in loaded.branches:
                text = yaml_text(branch.scenario.resolved(branch_folder(out, branch.name)))
                (branch_folder(folder, branch.name) / "scenario.yaml").write_text(text, encoding="utf-8")
            if reference is not None:
                reference.write(folder / REFERENCE)
            add_intervals(results, folder, wanted=intervals)
            if with_report:
                _add_reports(results, folder, reference)

        results.write(out, add=add)
    if wants_json:
        report = str(out / REPORT) if with_report and not loaded.branches else None
        made = {"folder": str(out), "report": report, "hash": loaded.hash}
        if loaded.branches:
            made["foresight"] = results.manifest["foresight"]
        problems = [problem_content(each) for each in loaded.warnings]
        click.echo(as_json({**made, "problems": problems, "findings": results.findings}))
    else:
        for finding in results.findings:
            if finding["severity"] == "error":
                tell(f"error: {finding['message']}")
        click.echo(f"{loaded.title}: {out / REPORT if with_report and not loaded.branches else out}")
        for line in (certificate_line(results.manifest), *results.sentences()):
            click.echo(line)


@main.command()
@click.argument("files", nargs=-1, required=True)
@with_options
@_strict
@json_option
def validate(files: tuple[str, ...], options: tuple[str, ...], strict: bool, wants_json: bool) -> None:
    """Check scenario and sweep FILES and tell everything that is wrong; options are laid over scenarios.

    An option by itself (a file in a folder of options) is laid over the scenario 'reference'.
    """
    from corridor.study.validation import validate as check

    checked = [check(name, options) for name in files]
    problems = list(dict.fromkeys(problem for each in checked for problem in each.problems))
    wrong = [problem for problem in problems if strict or problem.severity == "error"]
    if wants_json:
        rows = [{"file": each.file, "kind": each.kind, "valid": each.valid, "points": each.points} for each in checked]
        content = {"valid": not wrong, "files": rows, "problems": [problem_content(problem) for problem in problems]}
        click.echo(as_json(content))
    else:
        for each in checked:
            if each.valid:
                click.echo(f"{each.file}: valid" + ("" if each.points is None else f", {each.points} points"))
        if problems:
            tell(str(InputError(problems)), problems)
    if wrong:
        click.get_current_context().exit(InputError.exit_code)


@main.command()
@click.argument("folder", type=FOLDER)
def report(folder: Path) -> None:
    """Make the report of an earlier run in FOLDER."""
    from corridor.results import read

    results = read(folder)
    reference = read(folder / REFERENCE) if (folder / REFERENCE).is_dir() else None
    with stages(str(folder)) as step:
        step("making the report")
        made = _add_reports(results, folder, reference)
    for path in made:
        click.echo(path)


@main.command()
@click.argument("scenario", default="backcast")
@click.option("--out", type=FOLDER, required=True, help="Folder for the tables; an earlier one there is replaced.")
@click.option("--draws", type=click.IntRange(min=0), default=0, show_default=True, help="Runs with other costs.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Runs at a time.")
@with_overrides
def backcast(scenario: str, out: Path, draws: int, jobs: int, overrides: tuple[str, ...]) -> None:
    """Hold SCENARIO against what was measured: the totals of each year given, no flow pinned."""
    from corridor.results.folders import check_replaceable
    from corridor.study.backcast import backcast as run_backcast
    from corridor.study.backcast import summary
    from corridor.study.backcast import write as write_backcast

    check_replaceable(out)
    with counted("back-cast") as progress:
        found = run_backcast(scenario, overrides, number_of_draws=draws, jobs=jobs, progress=progress)
    write_backcast(found, out)
    click.echo(summary(found))
    for case, reason in found.failed.items():
        click.echo(f"{case} failed: {reason}", err=True)
    click.echo(f"tables: {out}")


@main.command()
@click.argument("file")
@click.option("--out", type=FOLDER, required=True, help="Folder for the study; an earlier one there is replaced.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Points solved at a time.")
def sweep(file: str, out: Path, jobs: int) -> None:
    """Solve every point of the sweep FILE (or of a shipped sweep); a sweep that was stopped goes on where it was."""
    from corridor.results.folders import check_replaceable
    from corridor.study import sweep as solve_points

    check_replaceable(out)
    with counted(file) as progress:
        study = solve_points(file, jobs=jobs, memory=out.absolute().parent / ".corridor-points", progress=progress)
    study.write(out, draw=_draw)
    for number, reason in zip(study.failed["point"], study.failed["reason"], strict=True):
        click.echo(f"point {number} failed: {reason}", err=True)
    for name in study.indicators:
        if not study.unit(name) and len(study.failed) < len(study.table):
            click.echo(f"no solved point has a row for '{name}'", err=True)
    click.echo(f"{study.title}: {len(study.table)} points, {len(study.failed)} failed: {out}")


@main.command()
@click.argument("first")
@click.argument("second")
@json_option
def diff(first: str, second: str, wants_json: bool) -> None:
    """Tell what differs between two scenarios (files, names, folders of runs) or two dataset folders."""
    from dataclasses import asdict

    from corridor.api import difference

    changes = difference(first, second)
    if wants_json:
        click.echo(as_json([asdict(change) for change in changes]))
        return
    for change in changes:
        click.echo(change)
    if not changes:
        click.echo("no difference")


for command in (data, new, schema, show, why):
    main.add_command(command)


def _add_reports(results: Results, folder: Path, reference: Results | None) -> list[Path]:
    """Make the report of a run, or one of each of its branches, beside what is compared with."""
    from corridor.report import write
    from corridor.results.folders import branch_folder

    places = {branch_folder(folder, name): each for name, each in results.branches.items()} or {folder: results}
    # A reference with branches of its own is compared branch by branch, where it has one of the same name.
    others = (
        {} if reference is None else {branch_folder(folder, name): each for name, each in reference.branches.items()}
    )
    common = None if others else reference
    return [write(each, place / REPORT, reference=others.get(place, common)) for place, each in places.items()]


def _draw(study: Study, folder: Path) -> None:
    """Draw every indicator of a study of two axes: along the last axis, a panel for each value of the first."""
    import pandas as pd

    from corridor.report import small_multiples
    from corridor.report.style import svg

    if len(study.axes) != 2:
        return
    panels, along = study.axes
    labels = {name: f"{name} ({study.unit(name)})" if study.unit(name) else name for name in study.table.columns}
    labels[panels] = panels
    table = study.table.rename(columns=labels)
    # The title of a panel is its value, so the unit stands there, and the panels keep the order of the axis.
    values = {
        value: f"{value:g} {study.unit(panels)}" if study.unit(panels) else value for value in table[panels].unique()
    }
    table[panels] = pd.Categorical(table[panels].map(values), list(values.values()), ordered=True)
    for indicator in study.indicators:
        if table[labels[indicator]].notna().any():
            name = "-".join(re.findall(r"\w+", indicator.lower()))
            figure = small_multiples(table, labels[along], panels, labels[indicator])
            (folder / f"{name}.svg").write_bytes(svg(figure))
