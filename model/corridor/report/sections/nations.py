"""The balance of every country, and where the gas of every market comes from, beside what is published."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Reference, Section, Strong, Table, paragraph, row
from corridor.report.display import NOTHING, Display, plain_share, signed
from corridor.report.subject import Subject
from corridor.report.view import optional_table

__all__ = ["nations_and_markets"]

TOLERANCE: Final = 0.03
"""Part of a cited figure by which the model may differ before it is marked and explained."""
_MARK: Final = "#f6dcae"
_FIXED: Final = "\N{NO-BREAK SPACE}"
_ITEMS: Final = ("consumption", "production")
_FEW: Final = 0.005  # of a market's gas, below which an origin is not named unless its trade is cited


def nations_and_markets(subject: Subject) -> Section | None:
    """Return countries and markets of the newest year that is cited; nothing where no model year is."""
    table = optional_table(subject.results, "national")
    if table.empty:
        return None
    year = int(table["year"].max())
    blocks = [*_countries(subject.display, table[table["year"] == year], year), *_markets(subject, year)]
    return Section(f"Countries and markets in {year}", blocks)


def _countries(display: Display, table: pd.DataFrame, year: int) -> list[Block]:
    """Return the table of countries, and how many of its figures are near the cited ones."""
    lines = {(str(line["country"]), str(line["item"])): line for line in table.to_dict("records")}
    cited = table[table["cited"].notna()]
    # A figure of nothing that the model meets with nothing is met.
    outside = cited[(cited["difference"].abs() > TOLERANCE * cited["cited"]) & (cited["difference"].abs() > 1e-6)]
    rows = []
    for country in sorted({country for country, _ in lines}):
        cells: list[str | Cell] = [country]
        remarks = []
        for item in _ITEMS:
            line = lines.get((country, item))
            cells += _figures(display, line)
            if line is not None and (_is_outside(line) or math.isnan(line["cited"])):
                remarks.append(str(line["note"]) or "no reason known")
        rows.append(row(*cells, Cell("; ".join(dict.fromkeys(remarks)), quiet=True)))
    rest = "; the others are marked, with what is known of the reason." if len(outside) else "."
    text = paragraph(
        Reference("national"),
        f" holds the model's consumption and production of {year} against the published figures of countries. What"
        " lines, plants and terminals burn counts as consumption where statistics count it. ",
        Strong(f"{len(cited) - len(outside)} of {len(cited)} figures are within {100 * TOLERANCE:.0f} %"),
        f"{rest} Demand and what fields can produce are the published totals of the year, so agreement says that"
        " prices, routes and contracts let the totals pass, and no more.",
    )
    columns = (
        Column(f"Country, {display.volume_unit}", "left", share=1.0),
        *(Column(f"{item.capitalize()}, {what}") for item in _ITEMS for what in ("model", "cited", "difference")),
        Column("Remark", "left", share=1.5),
    )
    caption = (
        f"Consumption and production of countries, {year}, {display.volume_unit}; difference in % of the cited figure."
        " Grey: no published figure of the country, the dataset's estimate."
    )
    return [text, Table("national", caption, columns, tuple(rows), small=True)]


def _is_outside(line: Mapping[Any, Any]) -> bool:
    difference, cited = abs(float(line["difference"])), float(line["cited"])
    return difference > 1e-6 and difference > TOLERANCE * cited


def _figures(display: Display, line: Mapping[Any, Any] | None) -> list[str | Cell]:
    """Return model, cited and difference of a country's consumption or production."""
    if line is None or math.isnan(line["cited"]):
        return [Cell(NOTHING, quiet=True)] * 3
    estimated = str(line["sources"]).startswith("estimate:")
    share = float(line["share"])
    difference = signed(100 * share, 1) if math.isfinite(share) else NOTHING
    return [
        display.volume(float(line["model"])),
        Cell(display.volume(float(line["cited"])), quiet=estimated),
        Cell(difference, fill=_MARK if _is_outside(line) else ""),
    ]


def _markets(subject: Subject, year: int) -> list[Block]:
    """Return the supply of every market and of the regions whose trade is cited."""
    table = optional_table(subject.results, "supply_mix")
    table = table[table["year"] == year] if not table.empty else table
    if table.empty:
        return []
    display, nodes = subject.display, set(subject.results.nodes["node"])
    rows = []
    for market in sorted(set(table["market"]), key=lambda name: (name in nodes, name)):
        lines = table[table["market"] == market].sort_values(["volume", "origin"], ascending=[False, True])
        cited = lines[lines["cited"].notna()]
        named = lines[(lines["share"] >= _FEW) | lines["cited"].notna()]
        mix = [_part(display, line) for line in named.to_dict("records")]
        published = [f"{line['origin']} {display.volume(float(line['cited']))}" for line in cited.to_dict("records")]
        rows.append(
            row(
                str(market), display.volume(float(lines["volume"].sum())), ", ".join(mix),
                Cell(", ".join(published) or NOTHING, quiet=not published),
            )
        )  # fmt: skip
    text = paragraph(
        Reference("supply-mix"),
        " says whose gas every market used in the model, and beside it the trade that is published by origin. Gas is"
        " counted where it is used: what a country resells is not its import, so trade by the border crossed can be"
        " higher. Regions overlap; with pipeline or lng behind the name only gas that came that way is counted,"
        " own output with pipeline.",
    )
    columns = (
        Column("Market or region", "left", share=1.0), Column(f"Model, {display.volume_unit}"),
        Column("Of this, by origin", "left", share=2.4), Column("Cited", "left", share=1.0),
    )  # fmt: skip
    caption = f"Supply by origin, {year}, {display.volume_unit}: the model beside published trade."
    return [text, Table("supply-mix", caption, columns, tuple(rows), small=True)]


def _part(display: Display, line: Mapping[Any, Any]) -> str:
    """Write an origin with its volume and share."""
    share = plain_share(float(line["share"])).replace(" ", _FIXED)
    return f"{line['origin']} {display.volume(float(line['volume']))} ({share})"
