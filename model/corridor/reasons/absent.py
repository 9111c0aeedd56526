"""Why gas cannot flow over an arc at all: no capacity, no gas that gets there, no market that may buy it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from corridor.dataset import lookup, split
from corridor.network import flows_under
from corridor.reasons.answer import Change, figure, listed
from corridor.reasons.solved import Solved
from corridor.scenario import Ban
from corridor.scenario.policies import ANY

_Row = tuple[str, str, float, str, str]
Found = tuple[str, list[_Row], list[Change]]


@dataclass
class Absent:
    """Reasons why a flow is no part of the network."""

    solved: Solved
    _single: list[str] = field(default_factory=list, init=False)

    def why(self, arc: str, year: int, origin: str) -> Found:
        """Say why gas (of an origin, or any) cannot be on an arc in a year."""
        name = self.solved.line(arc)
        able = self.solved.most("capacity", arc, year)
        head = f"No gas{f' of {origin}' if origin else ''} can flow over {name} in {year}"
        rows: list[_Row] = [("capacity", name, able, "bcm/yr", "")]
        candidates = [j for j, (arcs, limit) in self._widening(year).items() if arc in arcs and limit > 0.0]
        if able <= 0.0 and not candidates:
            return f"{head}: {self._no_capacity(arc, year)}.", rows, []
        return "\n".join([f"{head}: {self._no_gas(arc, year, origin)}.", *self._lifted(arc, year, rows)]), rows, []

    def _widening(self, year: int) -> dict[str, tuple[tuple[str, ...], float]]:
        """Arcs of every project and its largest optional capacity in the year."""
        projects, terms = self.solved.network.projects, self.solved.network.project_terms
        limit = lookup(terms["limit"])
        return {j: (arcs, limit.get((j, year), 0.0)) for j, arcs in lookup(projects["arcs"]).items()}

    def _no_capacity(self, arc: str, year: int) -> str:
        scenario, network = self.solved.network.scenario, self.solved.network
        nameplate = self.solved.most("nameplate", arc, year)
        line = str(network.arcs.at[arc, "line"])
        form = str(network.arcs.at[arc, "form"])
        component = "pipelines" if form == "pipeline" else form
        if scenario.status(component, line, "open") == "closed":
            return f"it is closed{self._placed(f'{component}.{line}.status')}"
        if nameplate > 0.0:
            events = self._events(line, year)
            if math.isinf(nameplate):
                return f"nothing of it is open after {events}"
            return f"{figure(nameplate)} bcm/yr stand, but nothing of it is open after {events}"
        widening = [j for j, (arcs, _) in self._widening(year).items() if arc in arcs]
        told = [self._project(j, year) for j in widening]
        return "it has no capacity" + (f"; {'; '.join(told)}" if told else "")

    def _events(self, line: str, year: int) -> str:
        """Name the events that are in force at some time of the year."""
        scenario = self.solved.network.scenario
        events = scenario.dataset.tables["events"]
        names = [
            f"'{event}'{self._placed(f'events.{event}')}"
            for event, targets in zip(events["event"], events["targets"], strict=True)
            if line in split(targets)
            and scenario.status("events", str(event), "active") != "off"
            and scenario.event(str(event), "start") < year + 1 <= scenario.event(str(event), "end") + 1
            and scenario.event(str(event), "left") < 1.0
        ]
        return f"event {listed(names)}" if len(names) == 1 else f"events {listed(names)}" if names else "events"

    def _project(self, project: str, year: int) -> str:
        row = self.solved.network.projects.loc[project]
        place = self._placed(f"projects.{project}.status")
        if row["status"] == "candidate":
            return f"project '{project}' may start from {row['earliest']:.0f} on"
        if row["status"] == "committed":
            return f"project '{project}' is committed{place}, but nothing of it stands in {year}"
        unnamed = ", for the scenario does not name it"
        return f"project '{project}' would bring some, but is not offered{place or unnamed}"

    def _placed(self, path: str) -> str:
        place = self.solved.where(path)
        return f" ({place})" if place else ""

    def _no_gas(self, arc: str, year: int, origin: str) -> str:
        """Say which bans are in the way, or that no gas gets there or no market lies beyond."""
        network = self.solved.network
        free = {whose for whose, name in flows_under(network, (), year) if name == arc}
        wanted = sorted(free & {origin} if origin else free)
        if not wanted:
            return self._nowhere(arc, year, origin)
        return f"policies keep it out: {'; '.join(f'{whose} {self._barring(whose, arc, year)}' for whose in wanted)}"

    def _lifted(self, arc: str, year: int, rows: list[_Row]) -> list[str]:
        """Try what would flow without the policies that alone keep gas out, each by itself."""
        told = []
        for name in dict.fromkeys(self._single) if self.solved.can_try else ():
            scenario = self.solved.network.scenario
            rest = tuple(each for each in scenario.policies if each.name != name)
            tried = self.solved.again(replace(scenario, policies=rest))
            volume = tried.volume(arc, year)
            rows.append((f"flow without policy '{name}'", self.solved.line(arc), volume, "bcm", "tried"))
            told.append(f"Without '{name}' {figure(volume)} bcm would flow.")
        return told

    def _barring(self, origin: str, arc: str, year: int) -> str:
        """Name the policy that alone keeps gas of an origin out, or those that do so together."""
        network = self.solved.network
        policies = network.scenario.policies
        # It would do so by itself, and without it the gas could flow.
        alone = [
            each
            for each in policies
            if (origin, arc) not in flows_under(network, (each,), year)
            and (origin, arc) in flows_under(network, [other for other in policies if other is not each], year)
        ]
        self._single += [each.name for each in alone]
        found = alone or [each for each in policies if isinstance(each, Ban) and each.origin in (origin, ANY)]
        places = {each.name: self.solved.where(f"policies.{each.name}") or str(each.written) for each in found}
        named = listed([f"'{name}' ({place})" for name, place in places.items()])
        return f"by {named}" if alone else f"by several together, among {named}"

    def _nowhere(self, arc: str, year: int, origin: str) -> str:
        """Say that gas does not get there, or not on; and why, where that is for want of capacity next to the arc."""
        arcs, network = self.solved.network.arcs, self.solved.network
        start, end = self.solved.start[arc], self.solved.end[arc]
        capacity = network.arc_terms["capacity"].groupby(level=["arc", "year"]).max()
        wells, markets = set(network.steps["node"]), set(network.demand.index.get_level_values("market"))
        before, after = arcs.index[arcs["to"] == start].tolist(), arcs.index[arcs["from"] == end].tolist()
        for neighbours, enough in ((before, start in wells), (after, end in markets)):
            closed = [each for each in neighbours if capacity[each, year] <= 0.0 and each != arcs.at[arc, "opposite"]]
            if not enough and len(closed) == len(neighbours):
                place = f"gets to {start}" if neighbours is before else f"gets on from {end}"
                told = [f"{self.solved.line(each)}: {self._no_capacity(each, year)}" for each in closed[:2]]
                return f"no gas {place} ({'; '.join(told)})" if told else f"no gas {place}"
        if origin in network.confined:
            sold = listed(sorted(network.confined[origin]))
            return (
                f"gas of {origin} is sold in {sold} alone; over this way it gets to no such market, or only round about"
            )
        if origin:
            return f"gas of {origin} has no way to {start}, or none from {end} on to a market"
        return f"no gas gets to {start} that a market beyond {end} could buy"
