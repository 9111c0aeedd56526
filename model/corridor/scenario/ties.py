"""What a scenario says of projects and others: which exclude each other, and which need another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corridor.errors import Problem
from corridor.scenario.document import names_of
from corridor.scenario.model import Tie
from corridor.scenario.origin import Origin
from corridor.scenario.part import Part
from corridor.scenario.sections import LINKS, SECTIONS, Section


def ties_of(
    objects_of: Callable[[Section], Mapping[str, Part]], where: Callable[[tuple[str, ...]], Origin]
) -> tuple[tuple[Tie, ...], list[Problem]]:
    """Return every tie, sorted, and the objects that are tied to themselves.

    Parameters
    ----------
    objects_of
        Gives what is said of a section, by id.
    where
        Gives the place of the value at a path.
    """
    ties: list[Tie] = []
    problems: list[Problem] = []
    for section in SECTIONS:
        for link in LINKS.get(section.component, ()):
            for identity, part in objects_of(section).items():
                others = tuple(sorted(set(names_of(part, link.key))))
                path = (section.key, identity, link.key)
                if identity in others:
                    message = f"{section.kind} '{identity}' names itself in '{link.key}'"
                    problems.append(where(path).problem(message, ".".join(path), "name others only"))
                elif others:
                    ties.append(Tie(section.component, identity, link.key, others, where(path)))
    return tuple(sorted(ties, key=lambda tie: (tie.component, tie.object, tie.key))), problems
