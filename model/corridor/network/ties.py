"""Projects that exclude each other or need another: what is left of a candidate beside what is committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from corridor.dataset import Series, lookup
from corridor.errors import NetworkError, Problem
from corridor.scenario import Scenario, Tie

#: Shares of a size that differ by less are the same.
TOLERANCE = 1e-6


class Ties:
    """What a scenario says of projects and others, held against what it commits to.

    Parameters
    ----------
    scenario : Scenario
    projects : DataFrame
        Index project; ``status``, ``size``.
    stages : mapping of str to Series or None
        Capacity over time of every committed project.

    Raises
    ------
    NetworkError
        If the ties contradict what is committed.
    """

    def __init__(self, scenario: Scenario, projects: pd.DataFrame, stages: Mapping[str, Series | None]) -> None:
        self._status: dict[str, str] = lookup(projects["status"])
        self._size: dict[str, float] = lookup(projects["size"])
        self._stages = stages
        self._needs = scenario.tied("projects", "requires")
        self._against: dict[str, set[str]] = {}
        for name, others in scenario.tied("projects", "exclusive_with").items():
            for other in others:
                self._against.setdefault(name, set()).add(other)
                self._against.setdefault(other, set()).add(name)
        ties = [tie for tie in scenario.ties if tie.component == "projects"]
        problems = [problem for tie in ties for problem in self._contradictions(tie, scenario.horizon.years)]
        if problems:
            raise NetworkError(problems)

    def share(self, project: str, year: int) -> float:
        """Largest share of its size that a candidate may have in a year, beside what is committed or excluded."""
        if any(self._status[other] == "committed" for other in self._against.get(project, ())):
            return 0.0
        shares = [self._standing(other, year) for other in self._needs.get(project, ())]
        return min((share for share in shares if share is not None), default=1.0)

    def _standing(self, project: str, year: int) -> float | None:
        """Share of its size that a project has in a year, None for a candidate, whose share is not known."""
        if self._status[project] == "candidate":
            return None
        stage = self._stages[project]
        return 0.0 if stage is None else min(1.0, stage.year(year) / self._size[project])

    def _contradictions(self, tie: Tie, years: tuple[int, ...]) -> Iterator[Problem]:
        path = f"projects.{tie.object}.{tie.key}"
        committed = self._status[tie.object] == "committed"
        for other in tie.others:
            if tie.key == "exclusive_with":
                if committed and self._status[other] == "committed":
                    message = f"'{tie.object}' and '{other}' exclude each other, but both are committed"
                    yield tie.origin.problem(message, path, "commit to one of them")
                continue
            if other in self._against.get(tie.object, ()):
                message = f"'{tie.object}' requires '{other}', which it excludes"
                yield tie.origin.problem(message, path, "leave one of the two out")
            elif committed and self._status[other] != "committed":
                message = f"'{tie.object}' is committed and requires '{other}', which is {_called(self._status[other])}"
                yield tie.origin.problem(message, path, f"commit to '{other}' too, or make '{tie.object}' a candidate")
            elif committed:
                yield from self._too_early(tie, other, years, path)

    def _too_early(self, tie: Tie, other: str, years: tuple[int, ...], path: str) -> Iterator[Problem]:
        for year in years:
            own, needed = self._standing(tie.object, year) or 0.0, self._standing(other, year) or 0.0
            if own > needed + TOLERANCE:
                message = (
                    f"'{tie.object}' has {100.0 * own:.0f} % of its size in {year}, '{other}', which it requires, "
                    f"{100.0 * needed:.0f} % of its own"
                )
                yield tie.origin.problem(message, path, "make their capacities over time fit")
                return


def _called(status: str) -> str:
    return "a candidate only" if status == "candidate" else status
