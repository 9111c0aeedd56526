"""Check a file without solving anything: a scenario, an option or a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corridor.errors import InputError, Problem
from corridor.scenario import load
from corridor.scenario.files import OPTIONS
from corridor.study.reading import define, is_sweep
from corridor.study.sweeps import scenarios_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file is, and what is wrong with it.

    Attributes
    ----------
    file
        As named.
    kind
        What it holds.
    valid
        Whether it can be solved.
    points
        Scenarios of a sweep; None for others, and for a sweep that cannot be read.
    problems
        Errors, and warnings of a scenario.
    """

    file: str
    kind: Literal["scenario", "option", "sweep"]
    valid: bool
    points: int | None
    problems: tuple[Problem, ...]


def validate(name: str, options: Sequence[str] = ()) -> Checked:
    """Check one file.

    Parameters
    ----------
    name
        A file or the name of a shipped scenario. An option by itself is laid over the scenario 'reference'.
    options
        Laid over scenarios.
    """
    kind: Literal["scenario", "option", "sweep"] = "scenario"
    try:
        if is_sweep(Path(name)):
            kind = "sweep"
            return Checked(name, kind, True, len(scenarios_of(define(name))), ())
        if Path(name).parent.name == OPTIONS:
            kind = "option"
            scenario = load("reference", options=(name, *options))
        else:
            scenario = load(name, options=options)
        # What is odd about the scenario below an option is not the option's.
        others = {layer.file for layer in scenario.layers if kind == "option" and layer.name == scenario.name}
        warnings = tuple(each for each in scenario.warnings if each.file not in others)
        return Checked(name, kind, True, None, warnings)
    except InputError as error:
        return Checked(name, kind, False, None, error.problems)
