"""What other runs say about how far a result can be trusted: the back-cast, and the ranges of the estimates."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Row, Section, Strong, Table, paragraph, row
from corridor.report.display import NOTHING, Display, number
from corridor.report.other_runs import is_of_the_case, shipped
from corridor.report.subject import Subject
from corridor.report.view import stated

__all__ = ["how_far_to_trust"]

_WHOLE: Final = "2015-2021"
_LAST: Final = "2025"
_FIRST: Final = "totals given"
_CASES: Final = {
    _FIRST: "Model, totals given",
    "totals not given": "Model, totals not given",
    "last year": "Flows of the year before",
    "cheap routes full": "Cheap lines full, Ukraine the rest",
}
"""Cases of the back-cast that are shown, and how they are called."""

_TOP: Final = 10
_HUB: Final = "Netherlands"


def how_far_to_trust(subject: Subject) -> Section | None:
    """Return the errors of the back-cast and what the estimates do; nothing where neither is shipped."""
    blocks = [*_backcast(subject), *_estimates(subject)]
    return Section("How far to trust the figures", blocks) if blocks else None


def _other_dataset(what: str, table: pd.DataFrame, subject: Subject, command: str) -> Block:
    """Return the line that stands where a table was made with another dataset."""
    own = str(stated(subject.results.manifest, "dataset.hash", default="none"))
    return paragraph(
        f"{what} that is at hand was made with another dataset ({table['dataset'].iloc[0]}) than this case"
        f" ({own[:12]}) and is not shown; “{command}” makes it with this one.",
        quiet=True,
    )


def _percent(share: float) -> str:
    return number(100 * share, 1)


def _said(share: float) -> str:
    return f"{_percent(share)}\N{NO-BREAK SPACE}%"


def _backcast(subject: Subject) -> list[Block]:
    """Return the errors of the routes in years that have passed, beside those of naive answers."""
    scores = shipped("backcast/scores")
    if scores is None:
        return []
    if not is_of_the_case(scores, subject):
        return [_other_dataset("The back-cast", scores, subject, "corridor backcast")]
    chosen = scores[scores["routes"] == "contestable"]
    errors = {(line["case"], line["period"]): float(line["error"]) for line in chosen.to_dict("records")}
    years = sorted(set(chosen["period"]) - {_WHOLE})
    of_years = {year: errors[_FIRST, year] for year in years if year != _LAST}
    worst = max(of_years, key=lambda year: of_years[year])
    captive = scores[(scores["routes"] == "all") & (scores["case"] == _FIRST) & (scores["period"] == _LAST)]["error"]
    text = paragraph(
        "In a back-cast the model is given the totals of each year (consumption, output of others, LNG, stocks), but no"
        " flow, and has to find the routes of Russian gas. Over 2015 to 2021 the routes that had an alternative differ"
        " from what was measured by ",
        Strong(_said(errors[_FIRST, _WHOLE])),
        f"; in the worst year, {worst}, by {_said(of_years[worst])}. To repeat the flows of the year before gives"
        f" {_said(errors['last year', _WHOLE])}, to fill the cheap lines and leave the rest of the true total to"
        f" Ukraine {_said(errors['cheap routes full', _WHOLE])}. In {_LAST}, with few lines left, it is"
        f" {_said(errors[_FIRST, _LAST])}, and {_said(float(captive.iloc[0]))} over all pipeline routes. ",
        Reference("backcast"),
        f" has the years.{_drawn()}",
    )
    limits = paragraph(
        "The model was built with these years in view: this is calibration and no test on unseen data. Nor does it say"
        f" anything about prices. {_prices()}docs/data.md has every route, what was left out in turn, and why the large"
        " misses remain."
    )
    rows = tuple(
        row(name, *(_cell(errors.get((case, period))) for period in (_WHOLE, *years)))
        for case, name in _CASES.items()
        if (case, _WHOLE) in errors
    )
    columns = (
        Column("Error, %", "left", share=1.0),
        *(Column(period.replace("-", "–")) for period in (_WHOLE, *years)),
    )
    caption = (
        "Routes of Russian gas that had an alternative: sum of the differences, signs left aside, over the sum of what"
        " was measured, %."
    )
    return [text, Table("backcast", caption, columns, rows, small=True), limits]


def _cell(share: float | None) -> str:
    return NOTHING if share is None else _percent(share)


def _drawn() -> str:
    """Say what other costs, contracts and stocks do to the error; nothing where none were drawn."""
    draws = shipped("backcast/draws")
    if draws is None or draws.empty:
        return ""
    errors = draws[(draws["routes"] == "contestable") & (draws["period"] == _WHOLE)]["error"]
    return (
        f" With costs, contracts and stocks drawn anew {len(errors)} times the error of 2015 to 2021 has a median of"
        f" {_said(float(errors.median()))} and a 90th percentile of {_said(float(errors.quantile(0.9)))}."
    )


def _prices() -> str:
    """Say how far the back-cast is off at the hub, where it was observed."""
    prices = shipped("backcast/prices")
    hub = pd.DataFrame() if prices is None else prices[prices["subject"] == _HUB]
    if hub.empty:
        return ""
    shares = (hub["model"] / hub["observed"]).to_list()
    worst = hub["year"].to_list()[shares.index(min(shares))]
    return (
        f"In the same runs the price in the {_HUB} lies between {number(min(shares), 2)} and {number(max(shares), 2)}"
        f" of the observed one, lowest in {worst}. "
    )


def _estimates(subject: Subject) -> list[Block]:
    """Return the estimates that move the headline most, each between its low and its high."""
    name = str(stated(subject.results.manifest, "scenario.name", default=""))
    table = shipped(f"sensitivity-{name}")
    command = f"corridor data sensitivity {name}"
    if table is None:
        return [
            paragraph(
                "How far the estimates of the dataset move the figures of this scenario was not worked out;"
                f" “{command}” does it.",
                quiet=True,
            )
        ]
    if not is_of_the_case(table, subject):
        return [_other_dataset("The ranking of the estimates", table, subject, command)]
    ranked = table[table["rank"] <= _TOP]
    first = ranked[ranked["rank"] == 1]
    headings = [_heading(subject.display, str(line["indicator"]), str(line["unit"])) for line in _lines(first)]
    base = [_value(subject.display, line["base"], str(line["unit"])) for line in _lines(first)]
    rows = [row("As it stands", "", "", *base, total=True)]
    rows += [_moved(subject.display, lines) for _, lines in ranked.groupby("rank", sort=True)]
    text = paragraph(
        "Where only a range is known, it was tried out: each estimate at its low and its high, figures that rest on"
        " the same reasoning together, all others as they are, in the scenario as shipped. ",
        Reference("estimates"),
        f" has the {_TOP} that move the headline figures of {int(first['year'].iloc[0])} most. Two that are wrong at"
        " once are not seen.",
    )
    columns = (
        Column("Estimate", "left", share=1.3), Column("Figures", "left", share=1.1), Column("Range", "left", share=1),
        *(Column(heading, share=0.92) for heading in headings),
    )  # fmt: skip
    caption = "Headline figures with an estimate at its low / at its high."
    if bool(ranked["remark"].notna().any()):
        caption += " With a star: one side from that year alone, as another year has no solution there."
    return [text, Table("estimates", caption, columns, tuple(rows), small=True)]


def _lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in line.items()} for line in table.to_dict("records")]


def _heading(display: Display, indicator: str, unit: str) -> str:
    return f"{indicator}, {display.converted(0.0, unit)[1]}"


def _value(display: Display, value: float, unit: str) -> str:
    """Write a headline figure in the units of the report."""
    if unit == "bcm":
        return display.volume(float(value))
    return display.price(float(value)) if unit == "USD/MMBtu" else number(float(value), 1)


def _moved(display: Display, lines: pd.DataFrame) -> Row:
    """Return the row of an estimate."""
    found = _lines(lines)
    name = str(found[0]["group"]).removeprefix("estimate:")
    star = "\N{NO-BREAK SPACE}*" if isinstance(found[0]["remark"], str) else ""
    ends = [
        " / ".join(_value(display, line[side], str(line["unit"])) for side in ("at_low", "at_high")) for line in found
    ]
    figures = f"{found[0]['component']} {found[0]['attribute']}".replace("_", " ")
    return row(name + star, Cell(figures, quiet=True), _range(str(found[0]["low"]), str(found[0]["high"])), *ends)


def _range(low: str, high: str) -> str:
    """Write a range with its unit once."""
    (start, unit), (end, other) = low.split(" ", 1), high.split(" ", 1)
    text = f"{start} to {end} {unit}" if unit == other else f"{low} to {high}"
    return text.replace("-", "\N{MINUS SIGN}")
