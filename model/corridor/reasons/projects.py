"""Why a project is built, or why it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from corridor.dataset import lookup, lookup_rows
from corridor.engine.directions import Direction
from corridor.reasons.answer import Answer, Change, answer_table, figure
from corridor.reasons.forced import forced
from corridor.reasons.question import Question
from corridor.reasons.shifts import sentence, shifts
from corridor.reasons.solved import Solved, called, told_of
from corridor.results.context import DUST, Context, usd_per_mmbtu
from corridor.scenario import COMMAND_LINE, Origin, Scenario, Status

MONEY, PRICE = "million USD", "USD/MMBtu"
#: Share of the capital cost below which a difference is none.
SMALL = 1e-6
_Row = tuple[str, str, float, str, str]


def why_project(question: Question, solved: Solved) -> Answer:
    """Answer a question about a project; one that the model may not choose is tried as a candidate."""
    name = question.project
    status = str(solved.network.projects.at[name, "status"])
    if status == "candidate":
        return _of_candidate(question, solved, "")
    place = solved.where(f"projects.{name}.status")
    place = f" ({place})" if place else ""
    head = f"{name} is {'committed' if status == 'committed' else 'not offered'}{place}."
    tried = solved.again(_as_candidate(solved.network.scenario, name))
    return _of_candidate(question, tried, f"{head} If the model could choose: ")


def _as_candidate(scenario: Scenario, name: str) -> Scenario:
    """The scenario in which a project is a candidate."""
    others = [each for each in scenario.statuses if (each.component, each.object) != ("projects", name)]
    origin = scenario.where(f"projects.{name}.status") or Origin(COMMAND_LINE, 0, 0, "", "", 0)
    status = Status("projects", name, "candidate", origin)
    return replace(scenario, statuses=tuple(sorted([*others, status], key=lambda each: (each.component, each.object))))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A candidate: its figures, and the columns of what may start, by year."""

    name: str
    row: dict[str, Any]
    starts: dict[int, int]

    @property
    def capital(self) -> float:
        """Capital cost of the full size, million USD."""
        return float(self.row["size"] * self.row["capital"] + self.row["fixed_capital"])


def _of_candidate(question: Question, solved: Solved, head: str) -> Answer:
    name = question.project
    row = lookup_rows(solved.network.projects)[name]
    starts = {
        year: column
        for year in solved.network.years.index.tolist()
        if question.year in (None, year) and (column := solved.column("added", name, year)) is not None
    }
    candidate = _Candidate(name, row, starts)
    if not starts:
        when = "in the horizon" if question.year is None else f"in {question.year}"
        text = f"{head}{name} cannot start {when}: its earliest year is {row['earliest']:.0f}."
        return Answer(question.text, text, answer_table([]))
    built = {year: solved.value(column) for year, column in starts.items() if solved.value(column) > DUST}
    if built:
        return _built(question, solved, candidate, built, head)
    if _lumpy(solved, name):
        return _tried(question, solved, candidate, head)
    return _idle(question, solved, candidate, head)


def _lumpy(solved: Solved, name: str) -> bool:
    """Whether something about a project is decided in whole numbers."""
    tied = {each for pair in solved.network.expansion.exclusive.itertuples(index=False, name=None) for each in pair}
    row = solved.network.projects.loc[name]
    return bool(row["unit"] > 0.0 or row["fixed_annuity"] > 0.0 or name in tied)


def _annuities(solved: Solved, column: int, direction: Direction) -> float:
    """Discounted annuities of a bcm/yr that starts, million USD."""
    return sum(part.amount for part in solved.parts(column, direction) if part.kind == "annuities")


def _idle(question: Question, solved: Solved, candidate: _Candidate, head: str) -> Answer:
    """Nothing is built: the first unit earns less than its annuity."""
    standing = solved.directions.standing
    weight = {year: _annuities(solved, column, standing) for year, column in candidate.starts.items()}
    push = {candidate.starts[year]: amount for year, amount in weight.items() if amount > 0.0}
    name = candidate.name
    direction = solved.directions.cheapest(push) if push else None
    if direction is None:
        limits = "it costs nothing, and brings nothing" if not push else "limits that bind leave no way to build any"
        return Answer(question.text, f"{head}{name} is not built: {limits}.", answer_table([]))
    # Per discounted million USD of annuities: the part of them that the project does not earn.
    share = direction.cost
    first = max(push, key=lambda column: push[column] * float(direction.columns[column]))
    year = next(each for each, column in candidate.starts.items() if column == first)
    rows = _worths(solved, candidate, first, year, direction)
    moved = shifts(solved, direction, None)
    scale = 1.0 / max(float(direction.columns[first]), 1e-12)
    moved = [(what, subject, amount * scale, unit) for what, subject, amount, unit in moved if subject != name]
    if share < SMALL:
        text = f"{head}{name} is not built, but could as well be: it would earn its annuity and no more."
        return Answer(question.text, text, answer_table(rows))
    if share > 1.0 - SMALL:
        text = f"{head}{name} is not built: it would earn nothing, so even if it cost nothing nobody would build it."
        return Answer(question.text, text, answer_table(rows))
    lower = share * candidate.capital
    told = [
        f"{head}{name} is not built: a bcm/yr that starts in {year} would earn {100.0 * (1.0 - share):.1f} % of its "
        f"annuity of {figure(candidate.row['annuity'])} {MONEY} a year.",
        f"It would be built if it cost less by more than {figure(lower)} {MONEY}, {100.0 * share:.1f} % of its capital "
        f"of {figure(candidate.capital)}.",
    ]
    consequences = sentence([(what, subject, amount, unit) for what, subject, amount, unit in moved])
    if consequences:
        told.append(consequences.replace("For each bcm:", "With each bcm/yr:"))
    path = f"projects.{name}.capex" if question.year is None else ""
    dearer = _worth_of_gas(solved, candidate) if question.year is None else ()
    if dearer:
        told.insert(2, f"Or any one of these: {'; '.join(map(str, dearer))}.")
    changes = (Change(f"capital cost of {name} lower by more than", path, lower, MONEY), *dearer)
    return Answer(question.text, "\n".join(told), answer_table(rows), changes)


def _worth_of_gas(solved: Solved, candidate: _Candidate) -> tuple[Change, ...]:
    """By how much carrying gas over arcs that stand idle without it would have to be cheaper in every year."""
    found = []
    for arc in candidate.row["arcs"]:
        push = {
            column: solved.duration[season] * solved.weight[year]
            for origin, name, year in solved.network.flows
            if name == arc
            for season in solved.duration
            if (column := solved.column("flow", origin, arc, year, season)) is not None
        }
        if not push or any(solved.value(column) > DUST for column in push):
            continue
        direction = solved.directions.cheapest(push)
        if direction is not None and (gap := direction.cost * usd_per_mmbtu()) > 0.0:
            words = f"the {called(solved, arc)} of {solved.line(arc)} lower, or gas at its end dearer, in every year by"
            found.append(Change(f"{words} more than", "", gap, PRICE))
    return tuple(found)


def _worths(solved: Solved, candidate: _Candidate, column: int, start: int, direction: Direction) -> list[_Row]:
    """Worth of a bcm/yr in every year against the annuity, and what else limits a start."""
    name = candidate.name
    rows: list[_Row] = []
    for part in solved.parts(column, direction):
        if part.kind == "capacity_of_vintages":
            when = part.key[1]
            worth = -part.amount / solved.weight[when]
            rows.append((f"worth in {when}", name, worth, MONEY, "a year, of a bcm/yr"))
        elif part.kind != "annuities":
            rows.append((told_of(solved, part), name, -part.amount, MONEY, "discounted, of a bcm/yr"))
    rows.sort(key=lambda row: row[0])
    total = _annuities(solved, column, direction)
    missed = direction.cost * total
    rows.append(("annuity", name, float(candidate.row["annuity"]), MONEY, f"a year, of a bcm/yr from {start} on"))
    rows.append(("annuities", name, total, MONEY, "discounted, of a bcm/yr"))
    rows.append(("earned of them", name, total - missed, MONEY, "discounted, of a bcm/yr"))
    rows.append(("missing", name, missed, MONEY, "discounted, of a bcm/yr"))
    return rows


def _built(question: Question, solved: Solved, candidate: _Candidate, built: dict[int, float], head: str) -> Answer:
    """It is built: how much, and by how much its capital may cost more before less of it is."""
    name = candidate.name
    size = ", ".join(f"{figure(amount)} bcm/yr from {year} on" for year, amount in built.items())
    rows: list[_Row] = [(f"starts in {year}", name, amount, "bcm/yr", "") for year, amount in built.items()]
    told = [f"{head}{name} is built: {size}."]
    changes: tuple[Change, ...] = ()
    if not _lumpy(solved, name):
        standing = solved.directions.standing
        push = {
            column: -amount
            for year, column in _every_start(solved, name).items()
            if (amount := _annuities(solved, column, standing)) > 0.0
        }
        direction = solved.directions.cheapest(push) if push else None
        if direction is not None and direction.cost > SMALL:
            more = direction.cost * candidate.capital
            told.append(
                f"Less of it would be built if it cost more by more than {figure(more)} {MONEY}, "
                f"{100.0 * direction.cost:.1f} % of its capital of {figure(candidate.capital)}."
            )
            rows.append(("earned beyond its annuity", name, more, MONEY, "of capital, the last unit of the full size"))
            changes = (Change(f"capital cost of {name} higher by more than", f"projects.{name}.capex", more, MONEY),)
        elif direction is not None:
            told.append("Its last unit earns its annuity and no more: if it cost more, less of it would be built.")
    return Answer(question.text, "\n".join(told), answer_table(rows), changes)


def _every_start(solved: Solved, name: str) -> dict[int, int]:
    years = solved.network.years.index.tolist()
    return {year: column for year in years if (column := solved.column("added", name, year)) is not None}


def _tried(question: Question, solved: Solved, candidate: _Candidate, head: str) -> Answer:
    """What is decided in whole numbers is tried: the run is solved again with the first unit, and loses by it."""
    name, unit = candidate.name, float(candidate.row["unit"])
    least = unit if unit > 0.0 else min(1.0, float(candidate.row["size"]))
    found = forced(solved.network, [("added", (name, year)) for year in candidate.starts], least)
    context = Context(solved.network, found)
    with_it = Solved(context, solved.where)
    loss = found.point.objective - solved.solution.point.objective
    paid = sum(_paid(with_it, name, variable) for variable in ("added", "begun"))
    starts = {year: with_it.value(column) for year, column in _every_start(with_it, name).items()}
    begun = {year: amount for year, amount in starts.items() if amount > DUST}
    size = ", ".join(f"{figure(amount)} bcm/yr from {year} on" for year, amount in begun.items())
    lower = loss / paid * candidate.capital if paid > 0.0 else 0.0
    rows: list[_Row] = [
        ("loss with it", name, loss, MONEY, "discounted, of the whole"),
        ("its annuities", name, paid, MONEY, "discounted"),
        *((f"starts in {year}", name, amount, "bcm/yr", "if forced") for year, amount in begun.items()),
    ]
    rival = _rivals_built(solved, name)
    told = [
        f"{head}{name} is not built{rival}: with {figure(least)} bcm/yr of it forced ({size}), everything together "
        f"would cost {figure(loss)} {MONEY} more (discounted), against annuities of {figure(paid)}.",
    ]
    changes: tuple[Change, ...] = ()
    if 0.0 < lower <= candidate.capital:
        told.append(
            f"It would be built if it cost less by more than {figure(lower)} {MONEY}, {100.0 * loss / paid:.1f} % of "
            f"its capital of {figure(candidate.capital)}, at the latest."
        )
        path = f"projects.{name}.capex" if not float(candidate.row["fixed_capital"]) else ""
        changes = (Change(f"capital cost of {name} lower by more than", path, lower, MONEY),)
    elif lower > candidate.capital:
        told.append("Even if it cost nothing it would not be built.")
    return Answer(question.text, "\n".join(told), answer_table(rows), changes)


def _paid(solved: Solved, name: str, variable: str) -> float:
    """Discounted annuities of what is added or begun of a project, million USD."""
    standing = solved.directions.standing
    years = solved.network.years.index.tolist()
    columns = [column for year in years if (column := solved.column(variable, name, year)) is not None]
    return sum(_annuities(solved, column, standing) * solved.value(column) for column in columns)


def _rivals_built(solved: Solved, name: str) -> str:
    """Say which project that excludes it is built."""
    pairs = solved.network.expansion.exclusive.itertuples(index=False, name=None)
    rivals = {each for pair in pairs if name in pair for each in pair} - {name}
    built = lookup(solved.solution.values("built", ("project", "year")))
    standing = sorted({project for (project, _), rate in built.items() if project in rivals and rate > DUST})
    return f" beside {standing[0]}, which excludes it" if standing else ""
