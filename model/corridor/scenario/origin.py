"""Where a value of a scenario was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from corridor.errors import Problem

COMMAND_LINE = "--set"
"""File and layer of values given as ``path=value`` overrides; they have line 0."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of one value.

    Attributes
    ----------
    file
        Path of the file as shown to people, or ``--set``.
    line, column
        Counted from 1; both 0 for ``--set``.
    layer
        Name of the scenario the file holds, or ``--set``.
    """

    file: str
    line: int
    column: int
    layer: str

    def __str__(self) -> str:
        """Return ``eu-exit.yaml:41``, the short form for reports."""
        name = PurePath(self.file).name
        return f"{name}:{self.line}" if self.line else name

    def problem(self, message: str, path: str | None = None, hint: str | None = None) -> Problem:
        """Return a problem that stands here."""
        return Problem(message, self.file, self.line, self.column, path, hint)
