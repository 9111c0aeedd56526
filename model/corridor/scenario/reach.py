"""Where gas of an origin can get to at all, whatever it costs: what a rule about it can touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from corridor.dataset import REVERSE, split
from corridor.dataset.schema import ARC_COMPONENTS
from corridor.scenario.model import Scenario

Way = tuple[str, str, Literal["pipeline", "lng"]]
"""Start, end and form of an arc that can carry gas in some year."""


def ways(scenario: Scenario) -> tuple[Way, ...]:
    """Return every arc that can carry gas in some year, lines that can be turned round both ways."""
    built = {
        arc
        for name, row in scenario.dataset.rows("projects")
        for arc in split(row["arcs"])
        if scenario.status("projects", name, "excluded") != "excluded"
    }
    return tuple(way for component in ARC_COMPONENTS for way in _of_component(scenario, component, built))


def _of_component(scenario: Scenario, component: str, built: set[str]) -> Iterator[Way]:
    form: Literal["pipeline", "lng"] = "pipeline" if component == "pipelines" else "lng"
    for name, row in scenario.dataset.rows(component):
        if scenario.status(component, name, "open") == "closed":
            continue
        if name in built or _carries(scenario, component, name, "capacity"):
            yield row["from"], row["to"], form
        if f"{name}{REVERSE}" in built or (
            component == "pipelines" and _carries(scenario, component, name, "reverse_capacity")
        ):
            yield row["to"], row["from"], form


def _carries(scenario: Scenario, component: str, name: str, attribute: str) -> bool:
    """Whether an arc has a capacity in some year; voyages without one are not limited."""
    series = scenario.series(component, name, attribute)
    return component == "shipping" if series is None else max(series.values) > 0.0


def entries(origin: str, nodes: frozenset[str], scenario: Scenario, arcs: tuple[Way, ...]) -> frozenset[str]:
    """Return the forms in which gas of an origin can enter a set of nodes from outside, or be sold where it is made."""
    arcs = (*arcs, *_swapped(origin, scenario))
    onward: dict[str, list[str]] = {}
    for start, end, _ in arcs:
        onward.setdefault(start, []).append(end)
    wells: Mapping[str, str] = {
        name: row["node"] for name, row in scenario.dataset.rows("producers") if row["origin"] == origin
    }
    reached, open_nodes = set(wells.values()), [*wells.values()]
    while open_nodes:
        fresh = set(onward.get(open_nodes.pop(), ())) - reached
        reached |= fresh
        open_nodes += fresh
    forms = {form for start, end, form in arcs if start in reached - nodes and end in nodes}
    return frozenset(forms | ({"own"} if nodes & set(wells.values()) else set()))


def _swapped(origin: str, scenario: Scenario) -> Iterator[Way]:
    """Yield from where to where swaps bring gas of an origin by title, which counts as coming by pipeline."""
    for swap in scenario.swaps:
        if swap.gives.origin == origin:
            yield swap.gives.at, swap.takes.at, "pipeline"
        if swap.takes.origin == origin:
            yield swap.takes.at, swap.gives.at, "pipeline"
