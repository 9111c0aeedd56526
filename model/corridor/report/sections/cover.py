"""The first page: headline figures and the answer in words."""

from __future__ import annotations

import math

from corridor.report.blocks import Block, Card, Cards, Paragraph, Run, Section, Strong, paragraph
from corridor.report.display import number, plain_share, signed
from corridor.report.routes import idle_capacity, route_years
from corridor.report.sections.answer import answer, project_card
from corridor.report.subject import Subject
from corridor.report.wording import change, listed, named, plural

__all__ = ["cover"]


def cover(subject: Subject) -> Section:
    """Return four headline figures and the answer in words, both made from the tables."""
    difference = subject.difference
    words = _answer(subject) if difference is None else answer(subject, difference)
    blocks: list[Block] = [Cards(_cards(subject)), *words]
    return Section("", blocks)


def _cards(subject: Subject) -> tuple[Card, ...]:
    """Return the headline figures: the project or the largest buyer, exports, netback and capacity without use."""
    difference = subject.difference
    last = subject.years[-1] if difference is None else difference.years[-1]
    project = None if difference is None else project_card(subject, difference)
    others = (_netback(subject, last), _idle(subject, last))
    if project is not None:
        return (project, _exports(subject, last), *others)
    return (_exports(subject, last), _largest_buyer(subject, last), *others)


def _against(subject: Subject) -> tuple[str, bool]:
    """Return what the headline figures are compared with, and whether that is another scenario."""
    if subject.difference is not None:
        return f"in “{subject.reference_title}”", True
    return f"in {subject.years[0]}", False


def _exports(subject: Subject, year: int) -> Card:
    """Return the exports of the last year."""
    text, other = _against(subject)
    table = subject.exports()
    before = subject.exports(reference=True)[year].sum() if other else table[subject.years[0]].sum()
    display = subject.display
    note = f"{display.volume(float(before))} {text}"
    return Card(
        display.volume(float(table[year].sum())), display.rate_unit, f"{subject.origin}’s exports in {year}", note
    )


def _largest_buyer(subject: Subject, year: int) -> Card:
    """Return the share of the region that buys most."""
    text, other = _against(subject)
    table = subject.exports()
    before = subject.exports(reference=True) if other else table
    shares = table / table.sum()
    region = str(shares[year].idxmax()) if len(shares) else "no region"
    earlier = before / before.sum()
    then = earlier[year if other else subject.years[0]].get(region, float("nan"))
    now = float(shares[year].max()) if len(shares) else float("nan")
    return Card(number(100 * now, 0), "%", f"of them go to {named(region)}", f"{plain_share(float(then))} {text}")


def _netback(subject: Subject, year: int) -> Card:
    """Return the average netback of exports."""
    text, other = _against(subject)
    now, _ = subject.indicator("average_netback", year)
    before, _ = subject.indicator("average_netback", year if other else subject.years[0], reference=other)
    display = subject.display
    if not math.isfinite(now):
        return Card("–", "", "average netback", "not stated by this case")
    return Card(display.price(now), display.price_unit, f"average netback in {year}", f"{display.price(before)} {text}")


def _idle(subject: Subject, year: int) -> Card:
    """Return the export capacity of pipelines that is not used."""
    text, other = _against(subject)
    theirs = (
        route_years(subject.reference, subject.origin) if other and subject.reference is not None else subject.routes
    )
    now, closed = (float(values.sum()) for values in idle_capacity(subject.routes, year))
    before, _ = idle_capacity(theirs, year if other else subject.years[0])
    display = subject.display
    note = f"{display.volume(float(before.sum()))} {text}"
    if closed > 0.5:
        note += f"; another {display.volume(closed)} are closed by events"
    return Card(display.volume(now), display.rate_unit, f"open and idle for export in {year}", note)


def _answer(subject: Subject) -> list[Paragraph]:
    """Return the answer in words."""
    return [paragraph(*_destinations(subject), " ", *_routes(subject), " ", *_worth(subject))]


def _destinations(subject: Subject) -> list[Run]:
    """Say how much is exported, where it goes, and what changes most."""
    display, first, last = subject.display, subject.years[0], subject.years[-1]
    table = subject.exports()
    now, before = float(table[last].sum()), float(table[first].sum())
    if now < 1e-6:
        return [f"{subject.origin} exports nothing in {last}."]
    top = table[last].sort_values(ascending=False, kind="stable").head(3)
    buyers = listed([f"{named(str(region))} ({display.volume(float(volume))})" for region, volume in top.items()])
    runs: list[Run] = [
        Strong(f"{subject.origin} sells {display.volume(now)} {display.volume_unit} of gas abroad in {last}")
    ]
    if last != first:
        runs.append(f", {change(now, before)} the {display.volume(before)} of {first}")
    runs.append(f". Most of it goes to {buyers}.")
    moved = table[last] - table[first]
    if last != first and moved.max() > 1 and moved.min() < -1:
        gain, loss = str(moved.idxmax()), str(moved.idxmin())
        left = float(table[last][loss])
        what_is_left = f"to {display.volume(left)}" if left > 0.05 else "to nothing"
        runs.append(
            f" {named(gain, start=True)} gains most ({display.volume_change(float(moved.max()))}), {named(loss)} loses"
            f" most ({display.volume_change(float(moved.min()))}, {what_is_left})."
        )
    return runs


def _routes(subject: Subject) -> list[Run]:
    """Say which routes are full and where capacity is idle."""
    display, last = subject.display, subject.years[-1]
    table = subject.routes
    used = table[(table["year"] == last) & (table["volume"] > 0.05)]
    full = used[used["utilisation"] >= 0.95]["route"].tolist()
    count = plural(len(used), "export route")
    if full:
        shown = [str(route) for route in full[:4]]
        more = [plural(len(full) - 4, "other")] if len(full) > 4 else []
        verb = "is" if len(full) == 1 else "are"
        runs: list[Run] = [f"Of {count} in use, {len(full)} {verb} full: {listed([*shown, *more])}."]
    else:
        runs = [f"None of the {count} in use is full."]
    idle, closed = idle_capacity(subject.routes, last)
    if idle.sum() > 1:
        where = listed([str(route) for route in idle.index[:3] if idle[route] > 0.5])
        total = display.volume(float(idle.sum()))
        runs.append(f" {total} {display.rate_unit} of open pipeline capacity stand idle, most on {where}")
        shut = display.volume(float(closed.sum()))
        runs.append(f"; another {shut} are closed by events." if closed.sum() > 1 else ".")
    return runs


def _worth(subject: Subject) -> list[Run]:
    """Say what the exports earn."""
    display, first, last = subject.display, subject.years[0], subject.years[-1]
    netback, _ = subject.indicator("average_netback", last)
    if not math.isfinite(netback):
        return []
    runs: list[Run] = [f"A unit sold abroad leaves {display.price(netback)} {display.price_unit} at the well in {last}"]
    before, _ = subject.indicator("average_netback", first)
    if last != first and math.isfinite(before):
        runs.append(f" ({display.price_change(netback - before)} against {first})")
    revenue, unit = subject.indicator("export_revenue", last)
    if math.isfinite(revenue):
        earlier, _ = subject.indicator("export_revenue", first)
        runs.append(f"; exports are worth {number(revenue, 1)} {unit} at the prices of their markets")
        if last != first and math.isfinite(earlier):
            runs.append(f" ({signed(revenue - earlier, 1)})")
    return [*runs, "."]
