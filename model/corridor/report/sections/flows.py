"""Where the gas goes: maps and the alluvial diagram."""

from __future__ import annotations

from corridor.report.blocks import Block, Facing, Picture, Reference, Run, Section, paragraph
from corridor.report.display import plain_share
from corridor.report.figures.alluvial import alluvial
from corridor.report.figures.flow_map import flow_map, map_layout
from corridor.report.subject import Subject
from corridor.report.tracing import deliveries
from corridor.report.wording import listed

__all__ = ["where_the_gas_goes"]

_BORDERS = "Borders follow United Nations General Assembly resolution 68/262; base map: Natural Earth."


def where_the_gas_goes(subject: Subject) -> Section:
    """Return a map for each chosen year, and the alluvial diagram of the last of them."""
    layout = map_layout(subject.results, subject.origin, subject.display)
    maps: list[Picture] = []
    for place, year in enumerate(subject.chosen_years):
        figure = flow_map(subject.results, year, subject.origin, subject.display, layout)
        caption = f"{subject.origin}’s gas exports in {year}, {subject.display.rate_unit}."
        if place == 0:
            caption += " Line width is gas for export, grey casing capacity, colour utilisation; closed lines stand"
            caption += f" with their full capacity. {_BORDERS}"
        maps.append(Picture(f"map-{year}", figure, caption, _map_in_words(subject, year)))
    last = subject.chosen_years[-1]
    blocks: list[Block] = [Facing(tuple(maps))]
    blocks.insert(
        0,
        paragraph(
            *_references([picture.key for picture in maps]),
            " ",
            Reference("alluvial"),
            f" follows the exports of {last} from the basin over the first line or ship across the border to the"
            " region that buys them. Gas is taken to mix at every junction, so each line carries the mixture of the"
            " basins behind it. Volumes are as delivered: fuel and losses on the way are already taken off, which is"
            " why a route shows a little less here than on the map.",
        ),
    )
    caption = f"From basin over export route to region in {last}, {subject.display.volume_unit} as delivered."
    figure = alluvial(subject.results, last, subject.origin, subject.display)
    blocks.append(Picture("alluvial", figure, caption, _alluvial_in_words(subject, last)))
    return Section("Where the gas goes", blocks)


def _references(keys: list[str]) -> list[Run]:
    """Return the sentence that points at the maps."""
    if len(keys) == 1:
        return [Reference(keys[0]), " shows by which lines and ships the gas leaves the country."]
    first, last = keys[0], keys[-1]
    return [Reference(first), " and ", Reference(last), " show by which lines and ships the gas leaves the country."]


def _map_in_words(subject: Subject, year: int) -> str:
    """Return what the map of a year shows, for those who cannot see it."""
    table = subject.routes
    used = table[(table["year"] == year) & (table["volume"] > 0.05)].sort_values(
        "volume", ascending=False, kind="stable"
    )
    display = subject.display
    parts = []
    for line in used.head(14).to_dict("records"):
        full = float(line["utilisation"])
        share = f" at {plain_share(full)} of capacity" if full == full else ""
        parts.append(f"{line['route']} {display.volume(float(line['volume']))}{share}")
    text = (
        f"Map of Eurasia with {subject.origin}’s export routes in {year}, in {display.rate_unit}: {'; '.join(parts)}."
    )
    here = table[(table["year"] == year) & (table["volume"] <= 0.05)]
    closed = here["capacity"].fillna(0.0) <= 0.05
    idle, shut = here[~closed]["route"], here[closed & (here["closed"] > 0.05)]["route"]
    text += f" Idle: {', '.join(idle)}." if len(idle) else ""
    return text + (f" Closed by events: {', '.join(shut)}." if len(shut) else "")


def _alluvial_in_words(subject: Subject, year: int) -> str:
    """Return what the alluvial diagram shows, for those who cannot see it."""
    table = deliveries(subject.results, subject.origin, year)
    display = subject.display
    totals = [
        listed(
            [f"{name} {display.volume(float(volume))}" for name, volume in table.groupby(stage)["volume"].sum().items()]
        )
        for stage in ("basin", "region")
    ]
    return f"Alluvial diagram for {year}, in {display.volume_unit}. From the basins {totals[0]}; sold in {totals[1]}."
