"""Capacity and utilisation by route."""

from __future__ import annotations

import pandas as pd

from corridor.report import style
from corridor.report.blocks import Block, Cell, Column, Picture, Reference, Row, Section, Table, paragraph, row
from corridor.report.display import NOTHING, plain_share
from corridor.report.figures.capacity_utilisation import capacity_utilisation
from corridor.report.routes import export_routes, idle_capacity
from corridor.report.subject import Subject
from corridor.report.wording import plural

__all__ = ["capacity_by_route"]

# The classes of the map in paler tones, so that figures stay readable on them.
_CLOSED = "#e6e8ea"
_IMPORTANT = 15.0  # bcm a year from which a closed line has a row of its own
_TINTS = ("#e3eff4", "#c9dfe9", "#a9cade", "#f6dda6", "#f1bd96", "#e39a93")


def capacity_by_route(subject: Subject) -> Section:
    """Return flows by route as a heat table, and the heat map of the seasons."""
    display, years = subject.display, subject.years
    table = subject.routes
    peak = table.groupby("route")[["volume", "capacity", "closed"]].max().fillna(0.0)
    open_ever = table["route"].map(peak[["volume", "capacity"]].max(axis=1)) > 0.05
    shut = table[~open_ever & (table["route"].map(peak["closed"]) > 0.05)]
    table = table[open_ever]
    worth = _marginal_values(subject, years[-1])
    rows = [
        _route_row(subject, str(route), lines.set_index("year"), worth)
        for route, lines in table.groupby("route", sort=False)
    ]
    totals = table.groupby("year")["volume"].sum()
    rows += _closed_rows(subject, shut)
    rows.append(row("Total", *(display.volume(float(totals.get(year, 0.0))) for year in years), "", "", total=True))
    columns = (
        Column(f"Route, {display.volume_unit}", "left", share=4.0),
        *(Column(str(year), share=1.0) for year in years),
        Column(f"Capacity {years[-1]}, {display.rate_unit}"),
        Column(f"Worth {years[-1]}, {display.price_unit}"),
    )
    caption = (
        f"Gas entering {subject.origin}’s export routes, {display.volume_unit} a year. Colour: utilisation, from pale"
        " blue below 20 % to red from 95 %; grey: closed by events, with the capacity that stands idle for it. Worth:"
        " what one more unit of capacity would save or earn, volume-weighted over the seasons."
    )
    text = paragraph(
        Reference("routes"),
        " shows what enters each route at the border, so its total is larger than what is delivered by the fuel and"
        " losses on the way. A route by sea has no capacity of its own: its utilisation is that of the plants that"
        " load its ships. ",
        Reference("utilisation"),
        " splits each year by season: a line that is full in winter only is a matter of storage, one that is full all"
        f" year a matter of pipes. {_idle_in_words(subject, years[-1])}",
    )  # fmt: skip
    picture = Picture(
        "utilisation",
        capacity_utilisation(subject.results, subject.origin),
        f"Utilisation of {subject.origin}’s export routes by year and season, % of capacity; a dash where there is"
        " none. A strip shows the seasons where they differ.",
        f"Heat map of the utilisation of export routes. In {years[-1]}:"
        f" {_in_words(table[table['year'] == years[-1]])}.",
    )
    blocks: list[Block] = [text, Table("routes", caption, columns, tuple(rows)), picture]
    return Section("Capacity and utilisation", blocks)


def _route_row(subject: Subject, route: str, lines: pd.DataFrame, worth: pd.Series) -> Row:
    """Return one route: flows of the years, coloured by utilisation, and the last year's capacity and worth."""
    display, years = subject.display, subject.years
    cells = []
    for year in years:
        volume, share = (
            float(lines[key][year]) if year in lines.index else float("nan") for key in ("volume", "utilisation")
        )
        if not volume > 0.05:
            cells.append(Cell(NOTHING, fill="#eef2f5" if share == 0 else "", quiet=True))
        else:
            cells.append(
                Cell(display.volume(volume), fill=_TINTS[style.utilisation_class(share)] if share == share else "")
            )
    capacity = float(lines["capacity"].get(years[-1], float("nan")))
    value = float(worth.get(route, 0.0))
    return row(
        route, *cells, display.volume(capacity), display.price(value) if value > 5e-4 else Cell(NOTHING, quiet=True)
    )  # fmt: skip


def _closed_rows(subject: Subject, shut: pd.DataFrame) -> list[Row]:
    """Return the lines that stand but are closed in all years, one row each for the large ones."""
    display, years = subject.display, subject.years
    stands = shut.groupby("route", sort=False)["closed"].max()
    large, small = stands[stands >= _IMPORTANT], stands[stands < _IMPORTANT]
    entries = [(str(route), float(value)) for route, value in large.items()]
    if len(small) > 1:
        entries.append((f"{', '.join(str(route) for route in small.index)}", float(small.sum())))
    else:
        entries += [(str(route), float(value)) for route, value in small.items()]
    return [
        row(
            Cell(route, quiet=True), *(Cell("closed", fill=_CLOSED, quiet=True) for _ in years),
            Cell(display.volume(value), quiet=True), Cell(NOTHING, quiet=True),
        )
        for route, value in entries
    ]  # fmt: skip


def _idle_in_words(subject: Subject, year: int) -> str:
    """Return how much capacity for exports nobody uses, and apart from it how much is closed."""
    display = subject.display
    idle, closed = idle_capacity(subject.routes, year)
    text = f"In {year}, {display.volume(float(idle.sum()))} {display.rate_unit} of open pipelines stand idle"
    if len(closed):
        parts = [f"{route} {display.volume(float(volume))}" for route, volume in closed.head(3).items()]
        more = f" and {plural(len(closed) - 3, 'other')}" if len(closed) > 3 else ""
        text += (
            f"; apart from these, {display.volume(float(closed.sum()))} are closed by events ({', '.join(parts)}{more})"
        )
    return f"{text}."


def _marginal_values(subject: Subject, year: int) -> pd.Series:
    """Return what one more unit of capacity of each route is worth in a year, USD/MMBtu, seasons weighted by volume."""
    capacity = subject.results.capacity
    if "marginal_value" not in capacity.columns:
        return pd.Series(dtype=float)
    own = set(export_routes(subject.results, subject.origin)["arc"])
    table = capacity[(capacity["year"] == year) & capacity["arc"].isin(own)]
    table = table.assign(paid=table["marginal_value"].fillna(0.0) * table["volume"])
    summed = table.groupby("route")[["paid", "volume"]].sum()
    return summed["paid"] / summed["volume"].where(summed["volume"] > 1e-6)


def _in_words(table: pd.DataFrame) -> str:
    """Return the utilisation of routes in words."""
    known = table[table["utilisation"].notna()]
    return "; ".join(f"{line['route']} {plain_share(float(line['utilisation']))}" for line in known.to_dict("records"))
