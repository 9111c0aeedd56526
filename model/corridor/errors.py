"""What can go wrong, in the words of the domain.

::

    CorridorError                exit 1  anything Corridor raises on purpose
    |-- InputError               exit 2  what was given is wrong: all problems at once
    |   |-- UnitError                    a missing or unknown unit, a wrong dimension
    |   |-- DatasetError                 the dataset folder
    |   |-- ScenarioError                scenario files and ``--set`` overrides
    |   `-- NetworkError                 scenario and dataset do not fit together
    |-- InfeasibleError          exit 3  no flows satisfy all statements
    |-- UnboundedError           exit 3  the objective has no finite optimum
    |-- SolverLimitError         exit 4  time, iterations or memory ran out
    `-- CertificateError         exit 1  a solution failed the independent re-check
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from corridor.excerpt import excerpt

__all__ = [
    "CertificateError",
    "CorridorError",
    "DatasetError",
    "InfeasibleError",
    "InputError",
    "NetworkError",
    "Problem",
    "ScenarioError",
    "Severity",
    "SolverLimitError",
    "UnboundedError",
    "UnitError",
    "closest",
    "did_you_mean",
    "shortened",
]


Severity = Literal["error", "warning"]


class CorridorError(Exception):
    """Anything Corridor raises on purpose; ``exit_code`` is for the command line."""

    exit_code: ClassVar[int] = 1

    @property
    def summary(self) -> str:
        """What is wrong, without lines of the text that it is about."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, and where it stands.

    Attributes
    ----------
    message
        What is wrong, in one sentence without a full stop.
    file, line, column
        Where; line and column count from 1, line 0 means "the whole file" (or ``--set``).
    path
        The place in the document, e.g. ``pipelines.blue-stream.capacity``.
    hint
        What to write instead.
    source
        The line of text that it is about, where that is known.
    length
        How many characters from ``column`` on are meant.
    layer
        The scenario file that says so, behind the files that extend it: ``iran-55 > eu-exit``.
    severity
        An error stops, a warning is legal but suspicious.
    """

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    hint: str | None = None
    source: str | None = None
    length: int = 1
    layer: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the summary with the line of text in between, and the layers if they are not the file itself."""
        lines = [self._headline()]
        if self.source is not None:
            lines += excerpt(self.source, self.line or 0, self.column or 1, self.length)
        if self.layer is not None and " > " in self.layer:
            lines.append(f"    layer: {self.layer}")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)

    @property
    def summary(self) -> str:
        """Message with its place and, on a second line, the hint."""
        return f"{self._headline()}\n    hint: {self.hint}" if self.hint else self._headline()

    def _headline(self) -> str:
        # What was not written in a file has a column in its own text only.
        place = ":".join(str(part) for part in (self.file, self.line, self.line and self.column) if part)
        message = self.message if self.severity == "error" else f"{self.severity}: {self.message}"
        return f"{place}: {message}" if place else message

    def at(
        self, file: str | None, line: int | None = None, column: int | None = None, path: str | None = None
    ) -> Problem:
        """Return the same problem at a place; used where a room knows the place and another the reason."""
        return replace(self, file=file, line=line, column=column, path=path if path is not None else self.path)


class InputError(CorridorError):
    """What was given is wrong; carries every problem found, ordered by file, line and column.

    Parameters
    ----------
    problems
        One or more problems; a plain sentence stands for a problem without a place.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        ordered = tuple(sorted(problems, key=_place))
        # args holds the problems themselves, so that the error survives pickling between processes.
        super().__init__(ordered)
        self.problems: tuple[Problem, ...] = ordered

    def __str__(self) -> str:
        """Return all problems, one after the other."""
        return "\n".join(str(problem) for problem in self.problems)

    @property
    def summary(self) -> str:
        """All problems without the lines of text that they are about."""
        return "\n".join(problem.summary for problem in self.problems)


class UnitError(InputError):
    """A number without a unit, an unknown unit, or a unit of the wrong dimension."""


class DatasetError(InputError):
    """A dataset folder that cannot be read or contradicts itself."""


class ScenarioError(InputError):
    """A scenario file or an override that cannot be understood."""


class NetworkError(InputError):
    """A scenario and a dataset that do not make a network together."""


class InfeasibleError(CorridorError):
    """No flows satisfy all statements of the scenario.

    Parameters
    ----------
    message
        For people.
    conflict, repair
        Rows of tables that say which numbers contradict each other and which changes of numbers help, where that was
        looked for; see :class:`corridor.diagnosis.Explanation`. ``pandas.DataFrame(error.conflict)`` is the table.
    """

    exit_code: ClassVar[int] = 3

    def __init__(
        self, message: str, conflict: Iterable[Mapping[str, Any]] = (), repair: Iterable[Mapping[str, Any]] = ()
    ) -> None:
        self.conflict, self.repair = tuple(conflict), tuple(repair)
        # args holds the tables too, so that the error survives pickling between processes.
        super().__init__(message, self.conflict, self.repair)

    def __str__(self) -> str:
        """Return the message."""
        return str(self.args[0])


class UnboundedError(CorridorError):
    """The objective can be improved without limit, so a cost or a limit is missing."""

    exit_code: ClassVar[int] = 3


class SolverLimitError(CorridorError):
    """The solver stopped at a limit of time, iterations or memory before the optimum."""

    exit_code: ClassVar[int] = 4


class CertificateError(CorridorError):
    """A solution that the independent re-check does not confirm; a fault of Corridor, not of the input."""


def closest(word: str, vocabulary: Iterable[str]) -> str | None:
    """Return the known word that a misspelt one most likely means, or None if none is near.

    Near means at most a third of the letters wrong, and three at most; a swap of neighbours is one mistake, case none.
    """
    allowed = min(3, max(1, (len(word) + 1) // 3))
    # A word that is longer or shorter by more cannot be near; a text of pages would be compared for minutes.
    near = {known for known in vocabulary if abs(len(known) - len(word)) <= allowed}
    ranked = sorted((_edits(word.casefold(), known.casefold()), known) for known in near)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else None


def did_you_mean(word: str, vocabulary: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or nothing if no known word is near."""
    known = closest(word, vocabulary)
    return f"; did you mean '{known}'?" if known is not None else ""


def shortened(text: str, longest: int = 60) -> str:
    """Return a text as it is quoted in a message: on one line, and cut if it is long."""
    line = text.replace("\n", " ")
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def _edits(first: str, second: str) -> int:
    """Count insertions, deletions, replacements and swaps of neighbours that turn one word into the other."""
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, above = above, current
    return above[-1]


def _place(problem: Problem) -> tuple[str, int, int]:
    """Sort key: file, line, column; problems without a place come first and keep their order."""
    return (problem.file or "", problem.line or 0, problem.column or 0)
