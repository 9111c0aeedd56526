"""Which part of the world a node belongs to, and which nodes are the home of an origin."""

from __future__ import annotations

import pandas as pd

from corridor.report.style import REGION_COLOURS
from corridor.report.view import ReportedResults

__all__ = ["groups_of", "home_nodes", "node_regions", "ordered_regions"]

ELSEWHERE = "Elsewhere"


def groups_of(groups: object) -> tuple[str, ...]:
    """Return the groups of a node, given as a sequence or as names between semicolons."""
    if isinstance(groups, str):
        return tuple(name.strip() for name in groups.split(";") if name.strip())
    return tuple(str(name) for name in groups) if isinstance(groups, list | tuple | frozenset | set) else ()


def node_regions(results: ReportedResults) -> dict[str, str]:
    """Return the report region of every node that has one."""
    regions = {}
    for row in results.nodes.to_dict("records"):
        named = row.get("region")
        if not isinstance(named, str) or not named:
            named = next((group for group in groups_of(row["groups"]) if group.startswith("region:")), "")
        if named:
            regions[str(row["node"])] = named.removeprefix("region:")
    return regions


def home_nodes(results: ReportedResults, origin: str) -> frozenset[str]:
    """Return the nodes inside the country of an origin: those of its group, and where its gas is produced.

    The liquefaction plants next to those nodes belong to them, so that a ship, not a plant, is the way out.
    """
    grouped = {str(row["node"]) for row in results.nodes.to_dict("records") if origin in groups_of(row["groups"])}
    balance = results.balance
    mined = balance[(balance["origin"] == origin) & (balance["item"] == "production") & (balance["volume"] > 0)]
    home = grouped | set(mined["node"])
    capacity = results.capacity
    plants = capacity[(capacity["form"] == "liquefaction") & capacity["from"].isin(home)]
    return frozenset(home | set(plants["to"]))


def ordered_regions(regions: pd.Index | list[str]) -> list[str]:
    """Return regions in the order of the house, west to east; unknown ones at the end by name."""
    known = list(REGION_COLOURS)
    return sorted(set(regions), key=lambda region: (known.index(region) if region in known else len(known), region))


def region_colour(region: str) -> str:
    """Return the colour of a region."""
    return REGION_COLOURS.get(region, REGION_COLOURS[ELSEWHERE])
