"""Why gas flows over an arc, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.engine.directions import Direction
from corridor.reasons.absent import Absent
from corridor.reasons.answer import Answer, Change, answer_table, figure, listed
from corridor.reasons.question import Question
from corridor.reasons.shifts import sentence, shifts
from corridor.reasons.solved import CAPACITIES, Solved, called, told_of
from corridor.results.context import DUST, usd_per_mmbtu

PRICE = "USD/MMBtu"
_Row = tuple[str, str, float, str, str]
_Found = tuple[str, list[_Row], list[Change]]


@dataclass(frozen=True, slots=True)
class _Flow:
    """Gas of an origin on an arc in a season: its column."""

    origin: str
    season: str
    column: int


def why_flow(question: Question, solved: Solved) -> Answer:
    """Answer a question about the flow on one arc or on several, one after the other."""
    answers = [_of_arc(question, solved, arc) for arc in question.arcs]
    return Answer(
        question.text,
        "\n".join(text for text, _, _ in answers),
        answer_table([row for _, rows, _ in answers for row in rows]),
        tuple(change for _, _, changes in answers for change in changes),
    )


def _of_arc(question: Question, solved: Solved, arc: str) -> _Found:
    assert question.year is not None
    year = question.year
    found = [
        _Flow(origin, season, column)
        for origin, name, when in solved.network.flows
        if name == arc and when == year and question.origin in ("", origin)
        for season in question.seasons
        if (column := solved.column("flow", origin, arc, year, season)) is not None
    ]
    if not found:
        return Absent(solved).why(arc, year, question.origin)
    volume = {each: rate * solved.duration[each.season] for each in found if (rate := solved.value(each.column)) > DUST}
    push = {each.column: solved.duration[each.season] for each in found}
    if volume:
        return _flowing(question, solved, arc, volume, push)
    direction = solved.directions.cheapest(push)
    if direction is None:
        return _barred(question, solved, arc, push)
    return _idle(question, solved, arc, found, direction)


def _when(question: Question, solved: Solved) -> str:
    """The time asked about in words."""
    whole = len(question.seasons) == len(solved.network.seasons)
    return f"in {question.year}" if whole else f"in {question.seasons[0]} {question.year}"


def _idle(question: Question, solved: Solved, arc: str, found: list[_Flow], direction: Direction) -> _Found:
    """Nothing flows, though it could: it costs more than it brings."""
    year = question.year
    assert year is not None
    first = max(found, key=lambda each: float(direction.columns[each.column]) * solved.duration[each.season])
    gap = solved.price(direction.cost, year)
    rows = _way(solved, arc, year, first, direction, gap)
    moved = shifts(solved, direction, year)
    name, whose = solved.line(arc), f"gas of {first.origin}"
    start, delivered, end = (rows[place][2] for place in (0, -3, -2))
    when = _when(question, solved)
    if gap < 5e-4:
        head = f"Nothing flows over {name} {when}, but {whose} just as well could: the way costs what it brings."
    else:
        head = (
            f"Nothing flows over {name} {when}: the cheapest is {whose} in {first.season}, and it costs "
            f"{figure(gap)} {PRICE} more than it brings."
        )
    between = [row for row in rows[1:-3] if abs(row[2]) >= 5e-4]
    costs = "".join(f", {row[0]} {figure(row[2])}" for row in between)
    detail = (
        f"{whose[0].upper()}{whose[1:]} is worth {figure(start)} at {solved.start[arc]}{costs}: delivered "
        f"{figure(delivered)}, and what arrives of it is worth {figure(end)} at {solved.end[arc]} "
        f"({PRICE} of what enters)."
    )
    changes = _changes(question, solved, arc, first, gap)
    told = "What would have to change, any one of these: " + "; ".join(map(str, changes)) + "." if changes else ""
    rows += [(what, subject, amount, unit, "for each bcm through the line") for what, subject, amount, unit in moved]
    return "\n".join(line for line in (head, detail, told, sentence(moved)) if line), rows, changes


def _way(solved: Solved, arc: str, year: int, flow: _Flow, direction: Direction, gap: float) -> list[_Row]:
    """From the worth of gas at the start to that at the end, per unit that enters: parts, sums and the gap last."""
    season, duals = flow.season, direction.row_duals
    at_start = solved.gas_value(duals, flow.origin, solved.start[arc], year, season) or 0.0
    at_end = solved.gas_value(duals, flow.origin, solved.end[arc], year, season) or 0.0
    loss = solved.loss[arc]
    line = solved.line(arc)
    rows: list[_Row] = [(f"gas of {flow.origin} at {solved.start[arc]}", line, at_start, PRICE, flow.season)]
    for part in solved.parts(flow.column, direction):
        amount = solved.price(part.amount, year, season)
        if part.kind != "node_balance" and abs(amount) > 5e-7:
            words = called(solved, arc) if part.kind == "transport" else told_of(solved, part)
            rows.append((words, line, amount, PRICE, ""))
    delivered = sum(row[2] for row in rows)
    end = (1.0 - loss) * at_end
    note = f"{figure(at_end)} {PRICE} times {100.0 * (1.0 - loss):.1f} % that arrives" if loss else ""
    rows.append(("delivered", line, delivered, PRICE, "the sum"))
    rows.append((f"worth at {solved.end[arc]} of what arrives", line, end, PRICE, note))
    rows.append(("gap", line, gap, PRICE, "delivered less worth at the end"))
    return rows


def _changes(question: Question, solved: Solved, arc: str, flow: _Flow, gap: float) -> list[Change]:
    """What would make gas flow: a lower tariff, cheaper gas at the start, dearer gas at the end."""
    if gap < 5e-4:
        return []
    row = solved.network.arcs.loc[arc]
    assert question.year is not None
    loss = solved.loss[arc]
    metered = gap / (1.0 - loss) if row["metered"] == "exit" else gap
    cost = solved.most("cost", arc, question.year) * usd_per_mmbtu() * (metered / gap)
    what = f"the {called(solved, arc)} of {solved.line(arc)}, {figure(cost)} {PRICE} now, lower by more than"
    # No tariff is low enough where the gap is wider than all of it.
    cheaper = [Change(what, _tariff_path(question, solved, arc, metered), metered, PRICE)] if metered < cost else []
    return [
        *cheaper,
        Change(f"gas of {flow.origin} at {solved.start[arc]} cheaper by more than", "", gap, PRICE),
        Change(f"gas at {solved.end[arc]} dearer by more than", "", gap / (1.0 - loss), PRICE),
    ]


def _tariff_path(question: Question, solved: Solved, arc: str, lower: float) -> str:
    """Where a scenario sets a tariff that can be so much lower, USD/MMBtu; empty where it is no single value."""
    row = solved.network.arcs.loc[arc]
    component, key = ("pipelines", "tariff") if row["form"] == "pipeline" else (str(row["form"]), "cost")
    whole = len(question.seasons) == len(solved.network.seasons) and not question.origin
    if not whole or row["opposite"]:
        return ""
    line, year = str(row["line"]), question.year
    series = solved.network.scenario.series(component, line, key)
    assert year is not None
    enough = series is not None and series.year(year) * usd_per_mmbtu() >= lower
    return f"{component}.{line}.{key}" if enough else ""


def _barred(question: Question, solved: Solved, arc: str, push: dict[int, float]) -> _Found:
    """Nothing flows, and limits that bind leave no way to change that."""
    name, when, year = solved.line(arc), _when(question, solved), question.year
    assert year is not None
    direction = solved.directions.cheapest(push, beyond=True)
    if direction is None:
        return f"Nothing flows over {name} {when}: balances that must hold leave no way.", [], []
    rows: list[_Row] = []
    for number in np.flatnonzero(direction.beyond > 1e-6):
        kind, key = solved.label(int(number), of_rows=True)
        place = solved.origin_of(kind, key)
        words = solved.words(kind, key) + (f" ({place})" if place else "")
        rows.append((words, name, float(direction.beyond[number]), "bcm/yr", "for each bcm through the line"))
    gap = solved.price(direction.cost, year)
    names = list(dict.fromkeys(row[0] for row in rows))
    beyond = (
        f"it would still cost {figure(gap)} {PRICE} more than it brings"
        if gap > 0.0
        else (f"it would bring {figure(-gap)} {PRICE} more than it costs")
    )
    rows.append(("gap", name, gap, PRICE, "without these limits"))
    return f"Nothing can flow over {name} {when}: {listed(names)} would have to give way; then {beyond}.", rows, []


def _flowing(
    question: Question, solved: Solved, arc: str, volume: dict[_Flow, float], push: dict[int, float]
) -> _Found:
    """Gas flows: whose, what more room would be worth where the arc is full, and else why no more flows."""
    year, name = question.year, solved.line(arc)
    assert year is not None
    by_origin: dict[str, float] = {}
    for each, amount in volume.items():
        by_origin[each.origin] = by_origin.get(each.origin, 0.0) + amount
    largest = sorted(by_origin.items(), key=lambda pair: -pair[1])
    total = sum(by_origin.values())
    whose = listed([f"{figure(amount)} of {origin}" for origin, amount in largest])
    lines = [f"{figure(total)} bcm flow over {name} {_when(question, solved)}: {whose}."]
    rows: list[_Row] = [(f"flow of gas of {origin}", name, amount, "bcm", "") for origin, amount in largest]
    full = [text for season in question.seasons for text in _room(solved, arc, year, season, rows)]
    lines += full if len(full) == len(question.seasons) else [*full, *_more(solved, arc, year, push, rows)]
    first = max(volume, key=lambda each: volume[each])
    way = _way(solved, arc, year, first, solved.directions.standing, 0.0)
    start, end = way[0][2], way[-2][2]
    costs = "".join(f", {row[0]} {figure(row[2])}" for row in way[1:-3] if abs(row[2]) >= 5e-4)
    lines.append(
        f"Gas of {first.origin} is worth {figure(start)} at {solved.start[arc]}{costs}, and what arrives of it "
        f"{figure(end)} at {solved.end[arc]} ({PRICE} of what enters, {first.season})."
    )
    return "\n".join(lines), rows + way, []


def _more(solved: Solved, arc: str, year: int, push: dict[int, float], rows: list[_Row]) -> list[str]:
    """Say why no more flows over an arc that has room."""
    direction = solved.directions.cheapest(push)
    if direction is None:
        return ["No more can flow: other limits bind."]
    cost = solved.price(direction.cost, year)
    rows.append(("a bcm more", solved.line(arc), cost, PRICE, "more than it would bring"))
    if cost < 5e-4:
        return ["A bcm more just as well could flow."]
    moved = sentence(shifts(solved, direction, year))
    return [f"A bcm more would cost {figure(cost)} {PRICE} more than it brings. {moved}".rstrip()]


def _room(solved: Solved, arc: str, year: int, season: str, rows: list[_Row]) -> list[str]:
    """Say where the arc is full what one more bcm/yr would be worth there."""
    lines = [each for each in (arc, str(solved.network.arcs.at[arc, "opposite"])) if each]
    numbers = [solved.row(constraint, line, year, season) for constraint in CAPACITIES for line in lines]
    row = next((number for number in numbers if number is not None and solved.directions.binding(number)), None)
    if row is None:
        return []
    direction = solved.directions.cheapest(rows={row: 1.0})
    worth = 0.0 if direction is None else -solved.price(direction.cost, year, season)
    rows.append((f"worth of more capacity in {season}", solved.line(arc), worth, PRICE, "of what it would carry"))
    if worth < 5e-4:
        return [f"It is full in {season}, but more room there would be worth nothing."]
    return [f"It is full in {season}: one more bcm/yr there would be worth {figure(worth)} {PRICE} of what it carries."]
