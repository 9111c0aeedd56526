"""Where a value of a scenario was written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
        Counted from 1; for ``--set`` line 0, and the column in its text.
    layer
        Name of the scenario the file holds, or ``--set``.
    text
        The line, or the override as given.
    length
        Characters of the value or key, as far as they stand on this line.
    """

    file: str
    line: int
    column: int
    layer: str
    text: str | None = field(default=None, compare=False)
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Return ``eu-exit.yaml:41``, the short form for reports."""
        name = PurePath(self.file).name
        return f"{name}:{self.line}" if self.line else name

    def warning(self, message: str, path: str | None = None, hint: str | None = None) -> Problem:
        """Return a warning that stands here."""
        return replace(self.problem(message, path, hint), severity="warning")

    def problem(self, message: str, path: str | None = None, hint: str | None = None) -> Problem:
        """Return a problem that stands here."""
        told = _visible(message)
        return Problem(told, self.file, self.line, self.column, path, hint, self.text, self.length, self.layer)


def _visible(message: str) -> str:
    """Spell out what cannot be seen, such as a no-break space in a name that is then unknown."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in message)
