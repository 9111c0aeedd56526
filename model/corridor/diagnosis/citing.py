"""Where a number came from: the line of a scenario that set it, or the row of the dataset."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.dataset import lookup_rows, split
from corridor.network import Network
from corridor.network.calendar import share_in_force
from corridor.scenario import COMMAND_LINE, Origin, Scenario


def shown(origin: Origin | None) -> str:
    """Return file and line, or the override as it was given."""
    if origin is None:
        return ""
    return f"{COMMAND_LINE} {origin.text}" if origin.file == COMMAND_LINE and origin.text else str(origin)


def of_figure(scenario: Scenario, component: str, name: str, attribute: str, year: int | None = None) -> str:
    """Return where a figure of an object was set: by the scenario, else in which row of which table of the dataset.

    Parameters
    ----------
    scenario
        As loaded.
    component, name, attribute
        As in the dataset.
    year
        Of interest where the figure changes over time: the row that was last before its end is the one that is named.
    """
    override = scenario.override(component, name, attribute)
    if override is not None:
        return shown(override.origin)
    table = scenario.dataset.figures[component]
    rows = table[(table["object"] == name) & (table["attribute"] == attribute)].sort_values("date")
    dated = rows[rows["date"].isna() | (rows["date"] < (float("inf") if year is None else year + 1.0))]
    chosen = dated if len(dated) else rows
    if not len(chosen):
        return ""
    return f"{component}_figures.csv:{int(chosen['line'].iloc[-1])}"


def of_status(scenario: Scenario, component: str, name: str) -> str:
    """Return where a status was set, nothing if it was not."""
    return shown(next((e.origin for e in scenario.statuses if (e.component, e.object) == (component, name)), None))


def of_events(network: Network, target: str, year: int, seasons: Iterable[str]) -> list[tuple[str, float, str]]:
    """Events that limit an arc, plant or contract in some seasons of a year: name, share left, and where it was set."""
    scenario = network.scenario
    months = dict(zip(network.seasons.index, network.seasons["months"], strict=True))
    found: list[tuple[str, float, str]] = []
    for event, row in lookup_rows(scenario.dataset.tables["events"]).items():
        if target not in split(row["targets"]) or scenario.status("events", str(event), "active") == "off":
            continue
        start, end, left = (scenario.event(str(event), column) for column in ("start", "end", "left"))
        if left < 1.0 and any(share_in_force(start, end, year, months[season]) > 0.0 for season in seasons):
            found.append((str(event), left, shown(scenario.where(f"events.{event}")) or "events.csv"))
    return found


def bracketed(*places: str) -> str:
    """Return places in brackets, behind a space; nothing without any."""
    known = list(dict.fromkeys(place for place in places if place))
    return f" ({', '.join(known)})" if known else ""
