"""Why prices differ between two nodes."""

from __future__ import annotations

from corridor.dataset import lookup
from corridor.errors import InputError, Problem
from corridor.reasons.answer import Answer, Change, answer_table, figure, listed
from corridor.reasons.paths import Way, Ways
from corridor.reasons.question import Question
from corridor.reasons.shifts import sentence, shifts
from corridor.reasons.solved import CAPACITIES, Solved, called, told_of
from corridor.results.context import DUST, usd_per_mmbtu
from corridor.results.prices import market_value

PRICE = "USD/MMBtu"
#: Differences below this are none, USD/MMBtu.
SMALL = 5e-4
_Row = tuple[str, str, float, str, str]


def why_price(question: Question, solved: Solved) -> Answer:
    """Tell the difference of two prices along the way between the markets on which gas loses least.

    Raises
    ------
    InputError
        If a node is no market: gas of each origin has a value of its own there, and none of them is the price.
    """
    assert question.year is not None
    assert question.nodes is not None
    ways = Ways(solved, question.year, question.seasons)
    price = {node: ways.mean(each) for node, each in _prices(question, solved).items()}
    low, high = sorted(question.nodes, key=lambda node: price[node])
    gap = price[high] - price[low]
    when = _when(question, solved)
    more = f"{figure(gap)} more" if gap >= SMALL else "the same"
    head = f"Gas costs {figure(price[low])} {PRICE} at {low} and {figure(price[high])} at {high} {when}, {more}."
    way = ways.best(low, high, price[low], price[high])
    lines = [f"No gas can go from {low} to {high}."]
    rows: list[_Row] = []
    changes: list[Change] = []
    if way is not None:
        lines, rows, changes = _along(question, solved, ways, way, price, (low, high))
    if len(solved.network.conduct):
        lines.append("Sellers who do not take the price ask more than gas is worth to them: that is part of it.")
    else:
        lines += [text for node in (high, low) if (text := _marginal(question, solved, node))]
    ends = [(f"price at {low}", low, price[low], PRICE, when), (f"price at {high}", high, price[high], PRICE, when)]
    table = answer_table([ends[0], *rows, ends[1]])
    return Answer(question.text, "\n".join([head, *lines]), table, tuple(changes))


def _prices(question: Question, solved: Solved) -> dict[str, dict[str, float]]:
    """Price of both nodes by season, USD/MMBtu: what one function says that the price is."""
    values = lookup(market_value(solved.context))
    assert question.nodes is not None
    markets = {market for market, _, _ in values}
    wrong = [node for node in dict.fromkeys(question.nodes) if node not in markets]
    if wrong:
        raise InputError(
            [
                Problem(
                    f"'{node}' is no market, and only markets have a price",
                    hint="ask 'flow:' of an arc there: it tells what gas of an origin is worth at both its ends",
                )
                for node in wrong
            ]
        )
    return {
        node: {season: values[node, question.year, season] * usd_per_mmbtu() for season in question.seasons}
        for node in question.nodes
    }


def _when(question: Question, solved: Solved) -> str:
    whole = len(question.seasons) == len(solved.network.seasons)
    return f"in {question.year}" if whole else f"in {question.seasons[0]} {question.year}"


def _along(
    question: Question, solved: Solved, ways: Ways, way: Way, price: dict[str, float], ends: tuple[str, str]
) -> tuple[list[str], list[_Row], list[Change]]:
    """The parts of the difference along a way; they add up to it."""
    low, high = ends
    rows: list[_Row] = []
    before = ways.value(way.origin, low) - price[low]
    if abs(before) >= SMALL:
        rows.append((f"gas of {way.origin} there is worth more than the price", low, before, PRICE, ""))
    rents: dict[str, float] = {}
    for arc in way.arcs:
        rows += _on_arc(question, solved, ways, way.origin, arc, rents)
    after = price[high] - ways.value(way.origin, high)
    if abs(after) >= SMALL:
        rows.append((f"the price is above the worth of gas of {way.origin}", high, after, PRICE, _held(solved)))
    through = listed([solved.line(arc) for arc in way.arcs])
    costs = sum(row[2] for row in rows if not row[0].startswith("not worth"))
    told = ", ".join(f"{row[0]} {figure(row[2])}" for row in _merged(rows) if abs(row[2]) >= SMALL)
    if way.lost < SMALL:
        going = f"Gas of {way.origin} goes" if ways.used(way) else f"Gas of {way.origin} could as well go"
        line = f"{going} from {low} to {high} over {through}, and the way accounts for the difference: {told}."
    else:
        line = (
            f"No gas goes from {low} to {high}: over {through} gas of {way.origin} would pay {figure(costs)} {PRICE}, "
            f"{figure(way.lost)} more than the difference."
        )
    lines = [line]
    if rents:
        limits = listed([f"{name} ({figure(amount)})" for name, amount in rents.items()])
        lines.append(f"What of it more room would take away: {limits}.")
    return lines, rows, _changes(question, solved, way) if way.lost >= SMALL else []


def _held(solved: Solved) -> str:
    return "conduct of sellers" if len(solved.network.conduct) else ""


def _on_arc(
    question: Question, solved: Solved, ways: Ways, origin: str, arc: str, rents: dict[str, float]
) -> list[_Row]:
    """Rows of an arc, and into ``rents`` what limits add."""
    sums: dict[str, float] = {}
    for part, amount in ways.parts(origin, arc):
        words = called(solved, arc) if part.kind == "transport" else told_of(solved, part)
        sums[words] = sums.get(words, 0.0) + amount
        if part.kind in CAPACITIES or solved.origin_of(part.kind, part.key):
            rents[words] = rents.get(words, 0.0) + amount
    fuel = solved.loss[arc] * ways.value(origin, solved.end[arc])
    lost = sum(sums.values()) + fuel - (ways.value(origin, solved.end[arc]) - ways.value(origin, solved.start[arc]))
    name = solved.line(arc)
    rows = [(words, name, amount, PRICE, "") for words, amount in sums.items() if abs(amount) > 5e-7]
    if fuel:
        rows.append(("fuel and losses", name, fuel, PRICE, f"{100.0 * solved.loss[arc]:.1f} % of the value at its end"))
    if abs(lost) >= SMALL:
        rows.append(("not worth it by", name, -lost, PRICE, "nothing flows"))
    for words in [words for words, amount in rents.items() if abs(amount) < SMALL]:
        del rents[words]
    return rows


def _merged(rows: list[_Row]) -> list[tuple[str, str, float]]:
    """Parts of the same name on several arcs as one, the largest first."""
    sums: dict[str, float] = {}
    for what, _, amount, _, _ in rows:
        sums[what] = sums.get(what, 0.0) + amount
    return [(what, "", amount) for what, amount in sorted(sums.items(), key=lambda pair: -abs(pair[1]))]


def _changes(question: Question, solved: Solved, way: Way) -> list[Change]:
    """By how much each idle arc of the way would have to be cheaper for gas to flow over it, the others as they are."""
    assert question.year is not None
    found = []
    for arc in way.arcs:
        push = {
            column: solved.duration[season]
            for origin, name, when in solved.network.flows
            if name == arc and when == question.year
            for season in question.seasons
            if (column := solved.column("flow", origin, arc, question.year, season)) is not None
        }
        if any(solved.value(column) > DUST for column in push):
            continue
        direction = solved.directions.cheapest(push)
        if direction is not None and (cost := solved.price(direction.cost, question.year)) >= SMALL:
            found.append(Change(f"the {called(solved, arc)} of {solved.line(arc)} lower by more than", "", cost, PRICE))
    return found


def _marginal(question: Question, solved: Solved, node: str) -> str:
    """Where one more bcm at a market would come from."""
    assert question.year is not None
    length = sum(solved.duration[season] for season in question.seasons)
    rows = {
        row: 1.0 / length
        for season in question.seasons
        if (row := solved.row("market_clearing", node, question.year, season)) is not None
    }
    direction = solved.directions.cheapest(rows=rows)
    if direction is None:
        return ""
    told = sentence(shifts(solved, direction, question.year))
    cost = solved.price(direction.cost, question.year)
    return f"One more bcm at {node} would cost {figure(cost)} {PRICE}. {told}".rstrip()
