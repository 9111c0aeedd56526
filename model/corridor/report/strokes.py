"""What a flow map draws: one stroke for each line of a route, with its state in every year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from corridor.report.geography import Points, line_of
from corridor.report.regions import home_nodes
from corridor.report.routes import arc_years
from corridor.report.view import ReportedResults

__all__ = ["State", "Stroke", "strokes"]

_VISIBLE: Final = 0.05  # bcm a year below which a line counts as idle


@dataclass(frozen=True, slots=True)
class State:
    """A stroke in one year.

    Attributes
    ----------
    volume
        Gas for export, bcm a year.
    capacity
        bcm a year; None for a sea lane.
    utilisation
        Of the capacity by everybody's gas, as a fraction; None without capacity. A sea lane has that of its plant.
    shut
        Capacity that stands but is closed by events, bcm a year.
    """

    volume: float
    capacity: float | None
    utilisation: float | None
    shut: float = 0.0

    @property
    def flows(self) -> bool:
        """Say whether there is anything to see."""
        return self.volume > _VISIBLE

    @property
    def exists(self) -> bool:
        """Say whether there is capacity, used or not."""
        return self.flows or (self.utilisation is not None if self.capacity is None else self.capacity > _VISIBLE)

    @property
    def closed(self) -> bool:
        """Say whether a line stands and all of it is closed."""
        return not self.exists and self.shut > _VISIBLE


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line on the map.

    Attributes
    ----------
    route
        The name people say.
    sea
        Whether it is a sea lane.
    export
        Whether it leaves the country of the origin; such strokes are labelled and show their capacity.
    inside
        Whether it stays inside the country.
    corridor
        Whether it has way-points of its own, and shows its capacity for that reason.
    start, end
        Nodes.
    points
        On paper, in thousands of km.
    states
        By year.
    """

    route: str
    sea: bool
    export: bool
    inside: bool
    corridor: bool
    start: str
    end: str
    points: Points
    states: Mapping[int, State]

    @property
    def peak(self) -> float:
        """Return the largest yearly volume, bcm."""
        return max(state.volume for state in self.states.values())

    @property
    def years_in_use(self) -> int:
        """Return in how many years it carries gas."""
        return sum(state.flows for state in self.states.values())

    @property
    def largest(self) -> float:
        """Return the largest yearly capacity, closed or not, bcm; 0 for a sea lane."""
        return max((state.capacity or 0.0) + state.shut for state in self.states.values())


def strokes(results: ReportedResults, origin: str) -> tuple[Stroke, ...]:
    """Return the strokes of the map of an origin's exports, in a fixed order."""
    home = home_nodes(results, origin)
    table = arc_years(results, origin)
    table = table[table["form"].isin(["pipeline", "shipping"])]
    table = table.assign(inside=table["from"].isin(home) & table["to"].isin(home))
    bound = export_bound(results, origin)
    table["volume"] = table["volume"].where(~table["inside"], table["volume"] * _matched(bound, table))
    places = {str(row["node"]): (float(row["lon"]), float(row["lat"])) for row in results.nodes.to_dict("records")}
    lines = {
        (arc, start, end): line_of(arc, places[start], places[end])
        for arc, start, end in table[["arc", "from", "to"]].drop_duplicates().itertuples(index=False)
    }
    table["line"] = [lines[key][0] for key in table[["arc", "from", "to"]].itertuples(index=False, name=None)]
    table["export"] = table["from"].isin(home) & ~table["to"].isin(home)
    table = table[_drawn(table, home)]
    sea = table["form"] == "shipping"
    table["key"] = (table["route"] + "|" + table["from"] + "|" + table["to"]).where(
        ~sea, table["route"] + "|" + table["line"].where(table["line"] != "", table["arc"])
    )
    found = [_stroke(group, lines) for _, group in table.groupby("key", sort=True)]
    return tuple(_side_by_side(found))


def _matched(values: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return the values of (arc, year) in the order of a table's rows; 0 where there is none."""
    keys = pd.MultiIndex.from_frame(table[["arc", "year"]])
    return pd.Series(values.reindex(keys).fillna(0.0).to_numpy(), index=table.index)


def _drawn(table: pd.DataFrame, home: frozenset[str]) -> pd.Series:
    """Say which rows belong on the map: every pipeline out of the country, and whatever carries gas for export."""
    peak = table.groupby("arc")["volume"].transform("max")
    by_sea = table["form"] == "shipping"
    route_peak = table[table["form"] == "shipping"].groupby("route")["volume"].max().reindex(table["route"]).to_numpy()
    first_lane = table.groupby(["route", "form"])["arc"].transform("min") == table["arc"]
    land = ~by_sea & (table["export"] | (peak > 0.3) | (table["line"] != ""))
    land &= ~(table["inside"] & (table["line"] == "") & (peak <= _VISIBLE))
    lane = by_sea & table["from"].isin(home) & ((peak > _VISIBLE) | (first_lane & ~(route_peak > _VISIBLE)))
    return land | lane


def _stroke(group: pd.DataFrame, lines: Mapping[tuple[str, str, str], tuple[str, Points]]) -> Stroke:
    """Return the arcs of one key as one stroke."""
    first = group.sort_values("arc").iloc[0]
    sea = first["form"] == "shipping"
    states = {}
    for year, rows in group.groupby("year"):
        capacity = None if sea else float(rows["capacity"].sum())
        utilisation: float | None = None
        if sea:
            known = rows["utilisation"].dropna()
            utilisation = float(known.max()) if len(known) else None
        elif capacity is not None and capacity > _VISIBLE:
            utilisation = float(rows["total"].sum()) / capacity
        shut = 0.0 if sea else float(rows["closed"].sum())
        states[int(str(year))] = State(float(rows["volume"].sum()), capacity, utilisation, shut)
    line, points = lines[(first["arc"], first["from"], first["to"])]
    return Stroke(
        route=str(first["route"]),
        sea=bool(sea),
        export=bool(first["export"]),
        inside=bool(first["inside"]),
        corridor=line != "" and not first["inside"],
        start=str(first["from"]),
        end=line if sea else str(first["to"]),
        points=points,
        states=states,
    )


def _side_by_side(found: list[Stroke]) -> list[Stroke]:
    """Move sea lanes that several routes share apart, so that each can be seen."""
    result = []
    for stroke in found:
        sharing = [other.route for other in found if other.sea and other.end == stroke.end] if stroke.sea else [""]
        place = sharing.index(stroke.route) - (len(sharing) - 1) / 2 if stroke.sea else 0.0
        if place:
            result.append(replace(stroke, points=shifted(stroke.points, 0.13 * place)))
        else:
            result.append(stroke)
    return result


def shifted(points: Points, offset: float) -> Points:
    """Return a line moved sideways, to the left for a positive offset, its start left where it is."""
    along = np.gradient(points, axis=0)
    length = np.hypot(along[:, 0], along[:, 1])[:, None]
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(length, 1e-9)
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    moved: Points = points + offset * np.minimum(walked / 0.5, 1.0)[:, None] * normal
    return moved


def export_bound(results: ReportedResults, origin: str) -> pd.Series:
    """Return which share of the gas on each arc inside the country goes abroad in the end, by (arc, year).

    Gas mixes at the nodes, so the share of a node is that of all that leaves it: 1 for an arc that crosses the border,
    0 for a sale at home, and the share of the next node for an arc inside.
    """
    home = sorted(home_nodes(results, origin))
    place = {node: number for number, node in enumerate(home)}
    flows = results.flows
    flows = flows[(flows["origin"] == origin) & flows["from"].isin(home)]
    flows = flows.groupby(["arc", "from", "to", "year"])["volume"].sum().reset_index()
    balance = results.balance
    sold = balance[(balance["origin"] == origin) & (balance["item"] == "sales") & balance["node"].isin(home)]
    parts = []
    for year, rows in flows.groupby("year"):
        at_home = sold[sold["year"] == year].groupby("node")["volume"].sum()
        out = rows.groupby("from")["volume"].sum().reindex(home).fillna(0.0) - at_home.reindex(home).fillna(0.0)
        weight = rows["volume"] / rows["from"].map(out).clip(lower=1e-9)
        inside = rows["to"].isin(home)
        onward = np.zeros((len(home), len(home)))
        steps = [rows.loc[inside, end].map(place).to_numpy(dtype=int) for end in ("from", "to")]
        np.add.at(onward, tuple(steps), weight[inside].to_numpy())
        abroad = weight.where(~inside, 0.0).groupby(rows["from"]).sum().reindex(home).fillna(0.0)
        share = np.linalg.solve(np.eye(len(home)) - onward, abroad.to_numpy())
        reached = rows["to"].map(dict(zip(home, share, strict=True))).fillna(1.0)
        keys = pd.MultiIndex.from_arrays([rows["arc"], [year] * len(rows)], names=["arc", "year"])
        parts.append(pd.Series(reached.to_numpy(), index=keys))
    return pd.concat(parts) if parts else pd.Series(dtype=float)
