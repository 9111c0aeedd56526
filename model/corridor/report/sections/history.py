"""The model beside what was observed: flows by route, and apart from them prices and the balances of countries."""

from __future__ import annotations

from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Section, Strong, Table, paragraph, row
from corridor.report.display import NOTHING, number
from corridor.report.misses import Observation, Reasons
from corridor.report.regions import groups_of
from corridor.report.routes import export_routes
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import listed, short_routes

__all__ = ["model_and_history"]

_LARGE: Final = 1.5  # bcm a year from which a miss is spoken of
_COUNTRIES: Final = 10
_NOTHING_MOVES: Final = 0.005  # bcm a year


def deviation(table: pd.DataFrame) -> float:
    """Return the sum of absolute differences as a share of what was observed."""
    total = float(table["observed"].sum())
    return float(table["difference"].abs().sum()) / total if total > 0 else float("nan")


def model_and_history(subject: Subject) -> Section | None:
    """Return the model beside observed flows, prices and balances; nothing where no model year has been observed."""
    table = optional_table(subject.results, "observed")
    if table.empty:
        return None
    year = _year(subject, table)
    if year is None:
        return None
    table = table[table["year"] == year]
    seen = _observations(subject, table)
    blocks: list[Block] = [*_routes(subject, year, seen), *_misses(subject, year, seen)]
    blocks += [*_prices(subject, table, year), *_countries(subject, table, year)]
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
        " compares the two. It is no test on unseen data: spare capacity of some producers and the limits of some"
        " contracts and rules of trade were set after a first comparison with this year. Over exactly its rows, "
        "weighted by volume, flows differ by ",
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


def _countries(subject: Subject, table: pd.DataFrame, year: int) -> list[Block]:
    """Return consumption and production of the largest countries beside the model's."""
    table = table[table["kind"].isin(["consumption", "production"])]
    several = _unions(subject)
    table = table[~table["subject"].isin(several)]
    if table.empty:
        return []
    display = subject.display
    size = table.groupby("subject")["observed"].max().sort_index()
    largest = [str(name) for name in size.sort_values(ascending=False, kind="stable").head(_COUNTRIES).index]
    known = {(str(line["kind"]), str(line["subject"])): line for line in table.to_dict("records")}
    rows = []
    for name in largest:
        cells: list[str | Cell] = [name]
        for kind in ("consumption", "production"):
            line = known.get((kind, name))
            figures = [Cell(NOTHING, quiet=True)] * 3
            if line is not None:
                texts = [display.volume(float(line[key])) for key in ("model", "observed")]
                figures = [Cell(text) for text in (*texts, display.volume_change(float(line["difference"])))]
            cells += figures
        rows.append(row(*cells))
    columns = (
        Column(f"Country, {display.volume_unit}", "left", share=1.0),
        *(
            Column(f"{kind}, {what}")
            for kind in ("Consumption", "Production")
            for what in ("model", "observed", "difference")
        ),
    )  # fmt: skip
    notes = table.get("note", pd.Series("", index=table.index))
    groups = sorted(set(table.loc[notes.str.contains("group", na=False), "subject"]) & set(largest))
    caption = (
        f"Consumption and production of the ten largest countries that were observed, {year}, {display.volume_unit}."
    )
    if groups:
        caption += f" {listed(groups)}: the country’s nodes added up."
    largest_miss = _used_on_the_way(subject, table[table["subject"].isin(largest)], year)
    return [
        Table("observed-countries", caption + largest_miss, columns, tuple(rows), small=True),
    ]  # fmt: skip


def _unions(subject: Subject) -> set[str]:
    """Return the groups of nodes that lie in more than one country."""
    nodes = subject.results.nodes
    if "country" not in nodes.columns:
        return set()
    countries: dict[str, set[str]] = {}
    for line in nodes.to_dict("records"):
        for group in groups_of(line["groups"]):
            countries.setdefault(group, set()).add(str(line["country"]))
    return {group for group, members in countries.items() if len(members) > 1} - set(nodes["node"])


def _used_on_the_way(subject: Subject, table: pd.DataFrame, year: int) -> str:
    """Say how much lines and plants use up in the country whose consumption the model misses most."""
    short = table[(table["kind"] == "consumption") & (table["difference"] < -_LARGE)]
    if short.empty:
        return ""
    line = short.sort_values(["difference", "subject"]).iloc[0]
    name, nodes = str(line["subject"]), subject.results.nodes
    own = {str(each["node"]) for each in nodes.to_dict("records") if name in (each["node"], *groups_of(each["groups"]))}
    flows = subject.results.flows
    flows = flows[(flows["year"] == year) & flows["from"].isin(own)]
    used = float((flows["volume"] - flows["arrived"]).sum())
    if used < _LARGE:
        return ""
    display = subject.display
    return (
        f" {name}: lines and plants that start there use up {display.volume(used)} {display.volume_unit},"
        " which the model books as transport and statistics mostly as consumption."
    )
