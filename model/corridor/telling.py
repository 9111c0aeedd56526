"""Errors and warnings as a person reads them in a terminal, and as a program reads them."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import click

from corridor.errors import CorridorError, InfeasibleError, InputError, Problem, Severity

_COLOURS = {"error": "red", "warning": "yellow"}


def problems_of(error: CorridorError) -> Sequence[Problem]:
    """Return the problems of an error, none if it is of another kind."""
    return error.problems if isinstance(error, InputError) else ()


def tell(text: str, problems: Iterable[Problem] = ()) -> None:
    """Print what is wrong to standard error, in colour if a person looks, and how many problems there are."""
    problems = tuple(problems)
    colour = _colour()
    shown = "\n".join(_painted(problem) for problem in problems) if problems and colour is not False else text
    count = Counter(problem.severity for problem in problems)
    words = [f"{number} {_kind(severity, count)}{'s' * (number > 1)}" for severity, number in sorted(count.items())]
    click.echo(f"{shown}\n\n{', '.join(words)}" if len(problems) > 1 else shown, err=True, color=colour)


def _kind(severity: Severity, count: Counter[Severity]) -> str:
    """Name problems by what they are only where there are several kinds, or only warnings."""
    return "problem" if len(count) == 1 and severity == "error" else severity


def _colour() -> bool | None:
    """Whether to colour: as NO_COLOR or FORCE_COLOR say, else None, which leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _painted(problem: Problem) -> str:
    """Return a problem with its headline in bold, its mark in colour and its hint in green."""
    first, *lines = str(problem).split("\n")
    colour = _COLOURS[problem.severity]
    painted = [click.style(first, bold=True)]
    for number, line in enumerate(lines):
        if problem.source is not None and number == 1:
            line = click.style(line, fg=colour, bold=True)
        elif line.startswith("    hint: "):
            line = click.style("    hint: ", fg="green") + line.removeprefix("    hint: ")
        painted.append(line)
    return "\n".join(painted)


def problem_content(problem: Problem) -> dict[str, Any]:
    """Return a problem for JSON."""
    return {
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "length": problem.length,
        "path": problem.path,
        "layer": problem.layer,
        "source": problem.source,
    }


def error_content(error: CorridorError) -> dict[str, Any]:
    """Return an error for JSON: its kind, its exit code, its whole text and its problems one by one.

    An infeasible scenario has the tables of what contradicts and of what would help.
    """
    tables = {"conflict": error.conflict, "repair": error.repair} if isinstance(error, InfeasibleError) else {}
    return {
        "valid": False,
        "error": type(error).__name__,
        "exit_code": error.exit_code,
        "message": error.summary,
        "problems": [problem_content(problem) for problem in problems_of(error)],
        **tables,
    }


def as_json(content: Any) -> str:
    """Write JSON for people and programs."""
    return json.dumps(content, indent=2, ensure_ascii=False)
