"""What a study varies and what it keeps of every point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

from corridor.scenario.origin import Origin


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an axis.

    Attributes
    ----------
    label
        How it is called in the study table: a number in the unit of the axis, or a name.
    text
        The value as YAML, as ``--set`` takes it.
    origin
        Where it is written.
    """

    label: float | str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that is varied.

    Attributes
    ----------
    name
        Column of the study table.
    path
        Path in the scenario.
    unit
        Unit of numeric labels; empty for names.
    choices
        Its values, in the order written.
    """

    name: str
    path: str
    unit: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that is kept of every point: a row of :func:`corridor.study.facts.facts`.

    Attributes
    ----------
    name
        Column of the study table.
    indicator, subject, year
        Which row.
    otherwise
        What stands for a row that a solved point does not have: 0 where no row means none, not-a-number where it
        means unknown.
    origin
        Where it is asked for.
    """

    name: str
    indicator: str
    subject: str
    year: int
    otherwise: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Definition:
    """A sweep file, read and checked.

    Attributes
    ----------
    title
        One line.
    scenario
        The scenario file that every point starts from.
    always
        Overrides of every point.
    axes
        What is varied.
    measures
        What is kept of every point.
    file
        The sweep file.
    """

    title: str
    scenario: Path
    always: tuple[tuple[str, str], ...]
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    file: Path

    def points(self) -> tuple[Point, ...]:
        """Return every combination of values, in the order of the axes; the last axis turns fastest."""
        combinations = product(*(axis.choices for axis in self.axes))
        return tuple(Point(number, choices, self._overrides(choices)) for number, choices in enumerate(combinations, 1))

    def _overrides(self, choices: tuple[Choice, ...]) -> tuple[str, ...]:
        chosen = ((axis.path, choice.text) for axis, choice in zip(self.axes, choices, strict=True))
        return tuple(f"{path}={text}" for path, text in (*self.always, *chosen))


@dataclass(frozen=True, slots=True)
class Point:
    """One combination of values.

    Attributes
    ----------
    number
        Counted from 1.
    choices
        One value of every axis.
    overrides
        What is set in the scenario, as ``path=value``.
    """

    number: int
    choices: tuple[Choice, ...]
    overrides: tuple[str, ...]
