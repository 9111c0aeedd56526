"""What can be asked of a run: one line of text, read in one place.

::

    flow:ARC@YEAR[/SEASON][/ORIGIN]     ARC an arc, a project or a route
    price:NODE-NODE@YEAR[/SEASON]       from the first node to the second
    project:PROJECT[@YEAR]              YEAR in which it would start; the best one unless told
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corridor.dataset import lookup
from corridor.errors import InputError, Problem, closest, did_you_mean, shortened
from corridor.network import Network

Kind = Literal["flow", "price", "project"]

#: What follows each kind of question, and an example.
FORMS: dict[str, tuple[str, str]] = {
    "flow": ("flow:ARC@YEAR[/SEASON][/ORIGIN]", "flow:blue-stream@2035/winter/Russia"),
    "price": ("price:NODE-NODE@YEAR[/SEASON]", "price:Austria-Germany@2035"),
    "project": ("project:PROJECT[@YEAR]", "project:power-of-siberia-2@2035"),
}
_FEW = 12
"""So many names are all told."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a run, its names checked.

    Attributes
    ----------
    text
        As asked.
    kind
    arcs
        Of a question about a flow: the arcs meant, several for a project or a route.
    nodes
        Of a question about prices: from, to.
    project
        Of a question about one; empty otherwise.
    year
        None only for a project whatever its year.
    seasons
        The season asked for, or all.
    origin
        Whose gas; empty for anybody's.
    """

    text: str
    kind: Kind
    arcs: tuple[str, ...] = ()
    nodes: tuple[str, str] | None = None
    project: str = ""
    year: int | None = None
    seasons: tuple[str, ...] = ()
    origin: str = ""


def parse(text: str, network: Network) -> Question:
    """Read a question about a network.

    Raises
    ------
    InputError
        If it is none, or names something that the run does not have; every such name at once.
    """
    kind, mark, rest = text.strip().partition(":")
    if kind not in FORMS or not mark:
        raise InputError(
            Problem(
                f"'{shortened(text)}' is not a question" + did_you_mean(kind, FORMS),
                hint="ask " + ", ".join(form for form, _ in FORMS.values()),
            )
        )
    name, at, when = rest.rpartition("@")
    if not at:
        name, when = rest, ""
    return _Reader(text, network).read(kind, name.strip(), [part.strip() for part in when.split("/")] if at else [])


class _Reader:
    """Checks the names of a question and keeps what is wrong with them."""

    def __init__(self, text: str, network: Network) -> None:
        self._text, self._network = text, network
        self._problems: list[Problem] = []

    def read(self, kind: str, name: str, when: list[str]) -> Question:
        """Put the question together."""
        year = self._year(kind, when)
        seasons, origin = self._rest(kind, when[1:])
        if kind == "flow":
            question = Question(self._text, "flow", self._arcs(name), None, "", year, seasons, origin)
        elif kind == "price":
            question = Question(self._text, "price", (), self._nodes(name), "", year, seasons)
        else:
            known = self._network.projects.index.tolist()
            question = Question(self._text, "project", project=self._known("project", name, known), year=year)
        if self._problems:
            raise InputError(self._problems)
        return question

    def _year(self, kind: str, when: list[str]) -> int | None:
        years = self._network.years.index.tolist()
        told = ", ".join(map(str, years))
        if not when or not when[0]:
            if kind != "project":
                self._wrong(f"'{self._text}' names no year", f"write {FORMS[kind][0]}, YEAR one of {told}")
            return None
        if not when[0].isdigit() or int(when[0]) not in years:
            self._wrong(f"'{when[0]}' is not a model year", f"model years: {told}")
            return None
        return int(when[0])

    def _rest(self, kind: str, parts: list[str]) -> tuple[tuple[str, ...], str]:
        """Season and origin, in any order, where the kind of question has them."""
        seasons, origins = self._network.seasons.index.tolist(), sorted(set(self._network.steps["origin"]))
        allowed = {"flow": {"season": seasons, "origin": origins}, "price": {"season": seasons}, "project": {}}[kind]
        found: dict[str, str] = {}
        for part in parts:
            what = next((what for what, names in allowed.items() if _folded(part, names) is not None), None)
            if what in found:
                self._wrong(f"'{self._text}' names two {what}s", f"write {FORMS[kind][0]}")
                continue
            if what is None:
                known = [name for names in allowed.values() for name in names]
                words = " or ".join(allowed) or "part"
                hint = f"known: {', '.join(known)}" if 0 < len(known) <= _FEW else f"write {FORMS[kind][0]}"
                self._wrong(f"unknown {words} '{shortened(part)}'{did_you_mean(part, known)}", hint)
                continue
            found[what] = _folded(part, allowed[what]) or part
        return (found["season"],) if "season" in found else tuple(seasons), found.get("origin", "")

    def _arcs(self, name: str) -> tuple[str, ...]:
        """Arcs of an arc's, a project's or a route's name, in this order of preference."""
        arcs, projects = self._network.arcs, self._network.projects
        routes = arcs["route"].tolist()
        lines = arcs.index.tolist()
        arc = _folded(name, lines)
        if arc is not None:
            return (arc,)
        project = _folded(name, projects.index.tolist())
        if project is not None:
            return tuple(lookup(projects["arcs"])[project])
        route = _folded(name, routes)
        if route is not None:
            return tuple(each for each, of in zip(lines, routes, strict=True) if of == route)
        return (self._known("arc, project or route", name, [*lines, *projects.index.tolist(), *routes]),)

    def _nodes(self, name: str) -> tuple[str, str]:
        """Two nodes with a hyphen between them, where names have hyphens too."""
        nodes = self._network.nodes.index.tolist()
        cuts = [place for place, letter in enumerate(name) if letter == "-"]
        pairs = [(name[:cut].strip(), name[cut + 1 :].strip()) for cut in cuts]
        for one, other in pairs:
            first, second = _folded(one, nodes), _folded(other, nodes)
            if first is not None and second is not None:
                return first, second
        if not pairs:
            self._wrong(f"'{shortened(name)}' is not two nodes", f"write {FORMS['price'][0]}, e.g. {FORMS['price'][1]}")
            return "", ""
        # The cut at which most is known tells which name is meant to be which.
        one, other = max(pairs, key=lambda pair: sum(closest(part, nodes) is not None for part in pair))
        return self._known("node", one, nodes), self._known("node", other, nodes)

    def _known(self, what: str, name: str, names: Iterable[str]) -> str:
        known = list(dict.fromkeys(names))
        found = _folded(name, known)
        if found is None:
            hint = f"known: {', '.join(known) or 'none'}" if len(known) <= _FEW else None
            self._wrong(f"unknown {what} '{shortened(name)}'{did_you_mean(name, known)}", hint)
        return found or name

    def _wrong(self, message: str, hint: str | None) -> None:
        self._problems.append(Problem(message, hint=hint))


def _folded(name: str, names: Iterable[str]) -> str | None:
    """The known name, whatever the case of its letters; None if there is none."""
    known = list(names)
    return name if name in known else next((each for each in known if each.casefold() == name.casefold()), None)
