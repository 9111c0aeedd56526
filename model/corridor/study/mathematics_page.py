"""The page of the documentation about the mathematics, made from the docstrings of the formulation.

``python -m corridor.study.mathematics_page`` prints it as reStructuredText; ``make docs`` builds it.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from corridor.formulation import balance, branches
from corridor.study.equations import Component, Statement, components, read, shared

_HEAD = """The mathematics
===============

Corridor finds the flows, sales, stocks and new capacities that serve the markets at the least cost to all of them
together, which is where competing producers, shippers and buyers end up. Gas is tracked by origin, so that what a law
says about Russian gas is not a statement about a pipe. This page is made from the docstrings of the code that states
the equations (``model/corridor/formulation``); nothing on it is written by hand, and every equation that a model can
contain is on it.

How to read it
--------------

* A **rate** is bcm a year while a season lasts; a **volume** is rate times the length of the season, bcm. Money is
  million USD of 2025, and a million USD per bcm is a USD per thousand cubic metres (37.9 of them are 1 USD/MMBtu).
* What the model decides stands in the table of variables, all of them zero or more but for accounts; every other letter
  is given, and the text below an equation says what it is. Indices tell which element is meant.
* The **dual** of an equation says by how much one more unit on its right side moves the cost. Every limit is kept as
  "at most", its sides exchanged where it says "at least", so that its dual is negative or zero: more room costs less.
  The text says how to read it as a price.
* The name in ``this type`` is that of the set, variable or equation in the Pyomo model, for those who extend it:
  ``corridor.solve(scenario, extend=function)`` hands the model to a function before it is solved.
"""

_ACCOUNT = "C_y = "
"""Left side of the equation of every account."""

_REFERENCE = re.compile(r":func:`(?:~?[\w.]*\.)?(\w+)`")


def page() -> str:
    """Return the page as reStructuredText."""
    time, both = shared()
    parts = components()
    indices = _indices(chain([time, both], parts))
    return "\n".join(
        [
            _HEAD,
            *_sets((time, both, *parts)),
            *_variables((*parts, both)),
            *_component(time, indices),
            *_shared(both, parts),
            *chain.from_iterable(_component(each, indices) for each in parts),
            *_branches(),
        ]
    )


def _indices(parts: Iterable[Component]) -> dict[str, str]:
    """Return what each index stands for, the first meaning of a letter winning."""
    found: dict[str, str] = {}
    for part in parts:
        for each in part.sets:
            found.setdefault(each.symbol, each.kind)
    return found


def _sets(parts: Iterable[Component]) -> Iterator[str]:
    yield from _heading("Sets", "-")
    rows = [(each.term, each.kind, each.text, _link(part)) for part in parts for each in part.sets]
    yield from _table(("Index", "Stands for", "Which ones", "Part"), rows, (10, 20, 50, 20))


def _variables(parts: Iterable[Component]) -> Iterator[str]:
    yield from _heading("Variables", "-")
    rows = [
        (f":math:`{each.symbol}`", each.unit, each.text, each.term, _link(part))
        for part in parts
        for each in part.variables
    ]
    yield from _table(("Symbol", "Unit", "What it is", "In the model", "Part"), rows, (12, 14, 40, 20, 14))


def _component(part: Component, indices: Mapping[str, str]) -> Iterator[str]:
    yield from _opening(part)
    own = {**indices, **{each.symbol: each.kind for each in part.sets}}
    terms = [("enters the node balance as a source", part.sources), ("enters the node balance as a use", part.uses)]
    for place, added in terms:
        for each in added:
            yield from _statement(each, f"term-{part.name}-{each.name}", place)
    for each in part.accounts:
        yield from _statement(each, f"account-{each.name}", "an account of the objective, for each year", each.name)
    for each in part.constraints:
        yield from _statement(each, each.name, f"for each {_spoken(each.indices, own)}", each.name)


def _shared(both: Component, parts: Iterable[Component]) -> Iterator[str]:
    """Yield the node balance and the objective, with the terms that components add to them."""
    parts = tuple(parts)
    yield from _opening(both)
    node = Statement("node_balance", inspect.getdoc(balance.balance_nodes) or "", ())
    yield from _statement(
        node,
        "node_balance",
        "for each origin :math:`o`, node :math:`n`, year :math:`y` and season :math:`s`",
        "node_balance",
    )
    for title, which in (("Source", "sources"), ("Use", "uses")):
        rows = [
            (f":ref:`{each.title} <term-{part.name}-{each.name}>`", _formula(each), _link(part))
            for part in parts
            for each in getattr(part, which)
        ]
        yield from _table((title, "Rate, bcm/yr", "Part"), rows, (25, 50, 25))
    least = Statement("total_cost", inspect.getdoc(balance.account_costs) or "", ())
    yield from _statement(least, "total_cost", "what is minimised", "total_cost")
    rows = [
        (f":ref:`{each.title} <account-{each.name}>`", _formula(each), _link(part))
        for part in parts
        for each in part.accounts
    ]
    yield from _table(("Account", "Million USD in the year", "Part"), rows, (25, 50, 25))


def _branches() -> Iterator[str]:
    """Yield what a scenario with branches adds: its objective, and what is decided alike."""
    yield from _opening(read(branches))
    text = (inspect.getdoc(branches.decided_alike) or "").partition("\nParameters\n")[0].strip()
    alike = Statement("decided_alike", text, ())
    yield from _statement(alike, "decided_alike", "for each project and start, in all branches", "decided_alike")


def _statement(stated: Statement, label: str, place: str, name: str = "") -> Iterator[str]:
    """Yield an equation under its name, its number given by the first displayed formula."""
    yield f".. _{label}:\n"
    yield from _heading(stated.title, "~")
    yield from (".. rst-class:: stated", "", f"``{name}``, {place}" if name else place, "")
    text = _text(stated.text)
    if name:
        text = text.replace(".. math::", f".. math::\n   :label: {label}\n\n  ", 1)
    yield text + "\n"


def _spoken(arguments: Iterable[str], indices: Mapping[str, str]) -> str:
    """Say for which elements an equation is stated."""
    words = [f"{_singular(indices.get(each, each))} :math:`{each}`" for each in arguments]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _singular(plural: str) -> str:
    return plural.removesuffix("ies") + "y" if plural.endswith("ies") else plural.removesuffix("s")


def _formula(stated: Statement) -> str:
    """Return the first formula, of an account its right side."""
    first = next(iter(stated.formulas), "")
    return f":math:`{first.removeprefix(_ACCOUNT)}`" if first else ""


def _opening(part: Component) -> Iterator[str]:
    """Yield what a component is about, its sets and its variables."""
    short, _, about = part.title.partition(": ")
    yield f".. _part-{part.name}:\n"
    yield from _heading(short, "-")
    if about:
        yield f"{about[:1].upper()}{about[1:]}.\n"
    yield _text(part.text) + "\n"
    yield from (f"* {each.term}: {each.kind}. {_text(each.text)}" for each in part.sets)
    yield from (f"* :math:`{each.symbol}` [{each.unit}]: {each.term}. {_text(each.text)}" for each in part.variables)
    yield ""


def _text(text: str) -> str:
    """Turn references to functions into references to equations."""
    return _REFERENCE.sub(r":eq:`\1`", text)


def _link(part: Component) -> str:
    return f":ref:`{part.title.partition(':')[0]} <part-{part.name}>`"


def _heading(text: str, line: str) -> Iterator[str]:
    yield from (text, line * len(text), "")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], widths: Iterable[int]) -> Iterator[str]:
    yield from (".. list-table::", "   :header-rows: 1", f"   :widths: {' '.join(map(str, widths))}", "")
    for row in (head, *rows):
        first, *others = row
        yield f"   * - {_text(first)}"
        yield from (f"     - {_text(each)}" for each in others)
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
