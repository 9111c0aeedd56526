"""The model beside what was observed: flows by route, and apart from them prices."""

from __future__ import annotations

from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Section, Strong, Table, paragraph, row
from corridor.report.display import number
from corridor.report.misses import Observation, Reasons
from corridor.report.routes import export_routes
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import short_routes

__all__ = ["model_and_history"]

_LARGE: Final = 1.5  # bcm a year from which a miss is spoken of
_NOTHING_MOVES: Final = 0.005  # bcm a year


def deviation(table: pd.DataFrame) -> float:
    """Return the sum of absolute differences as a share of what was observed."""
    total = float(table["observed"].sum())
    return float(table["difference"].abs().sum()) / total if total > 0 else float("nan")


def model_and_history(subject: Subject) -> Section | None:
    """Return the model beside observed flows and prices; nothing where no model year has been observed."""
    table = optional_table(subject.results, "observed")
    if table.empty:
        return None
    year = _year(subject, table)
    if year is None:
        return None
    table = table[table["year"] == year]
    seen = _observations(subject, table)
    blocks: list[Block] = [*_routes(subject, year, seen), *_misses(subject, year, seen)]
    blocks += _prices(subject, table, year)
    return Section(f"The model and the year {year}", blocks)


def _year(subject: Subject, table: pd.DataFrame) -> int | None:
    """Return the newest year with an observed export route."""
    own = set(export_routes(subject.results, subject.origin)["route"])
    routes = table[table["kind"] == "route_flow"]
    routes = routes[routes["subject"].map(lambda name: own.issuperset(_split(name))).astype(bool)]
    return None if routes.empty else int(routes["year"].max())


def _split(name: object) -> list[str]:
    """Return the routes that a subject names."""
    return str(name).split(" + ")


def _observations(subject: Subject, table: pd.DataFrame) -> list[Observation]:
    """Return observed export routes, those whose sum was observed first taken together, each route once."""
    own = set(export_routes(subject.results, subject.origin)["route"])
    lines = table[table["kind"] == "route_flow"].to_dict("records")
    found: list[Observation] = []
    taken: set[str] = set()
    for line in sorted(lines, key=lambda line: (-len(_split(line["subject"])), str(line["subject"]))):
        routes = _split(line["subject"])
        seen = Observation(
            short_routes(routes), tuple(routes), float(line["model"]), float(line["observed"]), str(line["source"]),
            str(line.get("note", "")).strip(),
        )  # fmt: skip
        moves = max(seen.model, seen.observed) > _NOTHING_MOVES
        if own.issuperset(routes) and not taken.intersection(routes) and moves:
            found.append(seen)
            taken.update(routes)
    return sorted(found, key=lambda seen: (-max(seen.model, seen.observed), seen.label))


def _routes(subject: Subject, year: int, seen: list[Observation]) -> list[Block]:
    """Return the table of routes, and what its deviation says."""
    display, unit = subject.display, subject.display.volume_unit
    rows = [
        row(
            each.label, display.volume(each.model), display.volume(each.observed), display.volume_change(each.miss),
            Cell(each.source, quiet=True),
        )
        for each in seen
    ]  # fmt: skip
    sums = pd.DataFrame({"model": [s.model for s in seen], "observed": [s.observed for s in seen]})
    sums["difference"] = sums["model"] - sums["observed"]
    total = sums.sum()
    rows.append(
        row(
            "Total", display.volume(float(total["model"])), display.volume(float(total["observed"])),
            display.volume_change(float(total["difference"])), "", total=True,
        )
    )  # fmt: skip
    columns = (
        Column("Route", "left", share=2.2), Column(f"Model, {unit}"), Column(f"Observed, {unit}"),
        Column(f"Difference, {unit}"), Column("Source", "left", share=1.0),
    )  # fmt: skip
    caption = (
        f"Flows by {subject.origin}’s export routes in {year}, {unit}: every route or sum of routes that was observed"
        " and moves gas in the model or in fact."
    )
    share = number(100 * deviation(sums), 0)
    text = paragraph(
        "No flow of the model is pinned to an observed one; events and contracts bound it, and between these bounds it"
        " chooses every flow from costs, capacities, prices and politics. It is a competitive market that sells at the"
        " cost of the last unit, so that lines which earn anything are full, where a seller with power over prices"
        " would hold gas back. ",
        Reference("observed"),
        " compares the two. It is no test on unseen data: demand and what fields can produce are the published"
        " totals of the year, and limits of some contracts and rules of trade were set after a look at it."
        " Over exactly its rows, weighted by volume, flows differ by ",
        Strong(f"{share} %"),
        f" from those of {year}: the sum of the differences, signs left aside, over the sum of what was observed.",
    )
    return [text, Table("observed", caption, columns, tuple(rows), small=True)]


def _misses(subject: Subject, year: int, seen: list[Observation]) -> list[Block]:
    """Return a sentence for every large miss, made from the tables of the case."""
    reasons = Reasons(subject, year, seen)
    large = sorted((each for each in seen if abs(each.miss) > _LARGE), key=lambda each: (-abs(each.miss), each.label))
    display = subject.display
    return [
        paragraph(
            Strong(f"{each.label} ({display.volume_change(each.miss)}):"), f" {reasons.sentence(each)}", quiet=True
        )
        for each in large
    ]


def _prices(subject: Subject, table: pd.DataFrame, year: int) -> list[Block]:
    """Return observed prices beside the model's."""
    prices = table[table["kind"] == "price"]
    if prices.empty:
        return []
    display = subject.display
    rows = tuple(
        row(
            str(line["subject"]), display.price(float(line["model"])), display.price(float(line["observed"])),
            display.price_change(float(line["difference"])), Cell(str(line.get("note", "")), quiet=True),
        )
        for line in prices.sort_values("subject").to_dict("records")
    )  # fmt: skip
    columns = (
        Column("Market", "left", share=1.0), Column("Model"), Column("Observed"), Column("Difference"),
        Column("What was observed", "left", share=2.6),
    )  # fmt: skip
    mean = display.price_change(float(prices["difference"].mean()))
    text = paragraph(
        "A good score of routes is no evidence for prices: the same flows go with many levels of prices. Nor is "
        "agreement of"
        " prices a proof: observed prices are the reference prices of the demand curves of many markets. ",
        Reference("observed-prices"),
        f" holds them apart; the model is off by {mean} {display.price_unit} on average.",
    )
    caption = f"Prices in {year}, {display.price_unit}."
    return [text, Table("observed-prices", caption, columns, rows, small=True)]
