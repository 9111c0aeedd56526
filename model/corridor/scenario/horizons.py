"""How far ahead a run looks: windows that roll over the years, and how probable branches of the future are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor import units

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor.errors import Problem
    from corridor.scenario.document import BranchPart, HorizonPart
    from corridor.scenario.origin import Origin

    Where = Callable[[tuple[str, ...]], Origin]

_WINDOW, _BRANCHES = ("horizon", "window"), ("horizon", "branches")
EXACT = 1e-9
"""How far probabilities may be from 100 %: as far as sums of decimal numbers are."""


@dataclass(frozen=True, slots=True)
class Window:
    """Years that are decided at a time, and how far beyond them one sees.

    Attributes
    ----------
    years
        Calendar years that a window decides, counted from the first model year on.
    look_ahead
        Calendar years that it sees beyond them.
    """

    years: int
    look_ahead: int

    def stages(self, years: tuple[int, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Return the model years that each window decides, and those that it sees beyond them."""
        found = []
        for start in range(years[0], years[-1] + 1, self.years):
            end = start + self.years
            own = tuple(year for year in years if start <= year < end)
            found.append((own, tuple(year for year in years if end <= year < end + self.look_ahead)))
        return found


def window_of(part: HorizonPart, years: tuple[int, ...], where: Where) -> tuple[Window | None, list[Problem]]:
    """Return the window of a horizon, None without one, and what does not fit the model years."""
    if part.window is None:
        return None, []
    problems = [
        where((*_WINDOW, key)).problem(
            f"{value:g} yr is no whole number of years", ".".join((*_WINDOW, key)), "write e.g. '5 yr'"
        )
        for key, value in (("years", part.window.years), ("look_ahead", part.window.look_ahead))
        if value != int(value)
    ]
    if problems:
        return None, problems
    window = Window(int(part.window.years), int(part.window.look_ahead))
    return window, list(_misfits(window, years, where))


def _misfits(window: Window, years: tuple[int, ...], where: Where) -> Iterator[Problem]:
    stages = window.stages(years)
    listed = ", ".join(map(str, years))
    empty = next((number for number, (own, _) in enumerate(stages) if not own), None)
    if empty is not None:
        first = years[0] + empty * window.years
        message = f"no model year lies in the window from {first} to {first + window.years - 1}"
        path = (*_WINDOW, "years")
        hint = f"model years: {listed}; write longer windows, or more model years"
        yield where(path).problem(message, ".".join(path), hint)
    elif window.look_ahead and len(stages) > 1 and not any(ahead for _, ahead in stages):
        path = (*_WINDOW, "look_ahead")
        message = f"a look-ahead of {window.look_ahead} yr reaches no model year beyond any window"
        yield where(path).problem(message, ".".join(path), f"model years: {listed}; look further, or leave it out")


def moment_problems(part: HorizonPart, years: tuple[int, ...], where: Where) -> Iterator[Problem]:
    """Find a year from which the branch is known that means nothing."""
    moment = part.decided_before
    if moment is None:
        return
    path = "horizon.decided_before"
    origin = where(("horizon", "decided_before"))
    if not part.branches:
        yield origin.problem("there are no branches before which anything is decided", path, "leave it out")
    elif not years[0] < moment <= years[-1]:
        message = f"{moment} parts no model years: all are on one side of it"
        hint = f"write a year from {years[0] + 1} to {years[-1]}, or leave it out: then all is decided before"
        yield origin.problem(message, path, hint)


def branch_problems(branches: Mapping[str, BranchPart], windowed: bool, where: Where) -> Iterator[Problem]:
    """Find branches that cannot be solved together: improbable, or beside a window."""
    path = ".".join(_BRANCHES)
    if branches and windowed:
        message = "a horizon has a rolling window or branches, not both"
        yield where(_BRANCHES).problem(message, path, "take one of them back: 'window: null' or 'branches: null'")
    for name, part in branches.items():
        at = (*_BRANCHES, name, "probability")
        if part.probability <= 0.0:
            message = f"branch '{name}' has no probability"
            yield where(at).problem(message, ".".join(at), f"write more than 0 %, or leave '{name}' out")
        if not all(letter.isalnum() or letter in " _-" for letter in name) or name != name.strip():
            message = f"'{name}' cannot be the name of a branch, after which a folder is called"
            yield where(at[:-1]).problem(message, ".".join(at[:-1]), "use letters, digits, spaces, '-' and '_'")
    total = sum(part.probability for part in branches.values())
    if branches and abs(total - 1.0) > EXACT:
        told = ", ".join(f"{name} {units.text(part.probability, 'share')}" for name, part in branches.items())
        message = f"probabilities of branches sum to {units.text(float(f'{total:.12g}'), 'share')}, not to 100 %"
        yield where(_BRANCHES).problem(message, path, told)
