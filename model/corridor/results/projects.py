"""Projects: what they are, carry, cost and earn."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import Context, tidy


def project_table(context: Context, capacity: pd.DataFrame) -> pd.DataFrame:
    """Capacity of every project that a scenario commits to or offers, its use and its value.

    ``flow`` is the year's volume on the project's tightest arc and ``capacity`` the project's own part of that arc's
    total; ``used`` is the flow beyond what the arc could carry without the project. ``value`` is the congestion rent
    that the project's capacity earns on all its arcs, million USD a year, and ``annuity`` what it costs a year, that of
    an investment whatever the size included. ``added`` is the capacity that starts in the model year (of a committed
    project what it has more than in the model year before), ``units`` the number of units that stand, 0 for what is not
    built in units.
    """
    network = context.network
    built, made = lookup(context.solution.values("built", ("project", "year"))), _Made(context)
    yearly = lookup_rows(capacity.groupby(["arc", "year"])[["existing", "capacity", "volume"]].sum())
    rent = _rent_of_a_unit(capacity)
    duration = lookup(network.seasons["duration"])
    projects = lookup_rows(network.projects)
    nothing = {"existing": 0.0, "capacity": 0.0, "volume": 0.0}
    records = []
    for (project, year), committed in lookup(network.project_terms["committed"]).items():
        row = projects[project]
        if row["status"] == "excluded":
            continue
        own = committed + built.get((project, year), 0.0)
        use = [(yearly.get((arc, year), nothing), arc) for arc in row["arcs"]]
        tightest, _ = min(use, key=lambda pair: (pair[0]["capacity"], pair[1]))
        flow, total = tightest["volume"], tightest["capacity"]
        value = sum(
            rent.get((arc, year, season), 0.0) * own * length
            for arc in row["arcs"]
            for season, length in duration.items()
        )
        used = min(own, max(0.0, flow - tightest["existing"]))
        utilisation = flow / total if total > 0.0 else 0.0
        units, paid = made.units(project, year), made.annuity(project, year, own)
        added = made.added(project, year)
        status = row["status"] if row["status"] == "committed" else "built" if own > 1e-6 else "candidate, not built"
        facts = (own, used, flow, utilisation, paid, value, added, units)
        records.append((project, row["name"], status, year, *facts))
    columns = ["project", "name", "status", "year", "capacity", "used", "flow", "utilisation", "annuity", "value"]
    columns += ["added", "units"]
    table = pd.DataFrame(records, columns=columns).assign(unit="bcm/yr", money_unit="million USD")
    return tidy(table, [*columns, "unit", "money_unit"], ["project", "year"])


class _Made:
    """What of projects starts, stands and is paid for in a year."""

    def __init__(self, context: Context) -> None:
        network, solution = context.network, context.solution
        self._projects = lookup_rows(network.projects)
        self._committed = lookup(network.project_terms["committed"])
        years = network.years.index.tolist()
        self._before = dict(zip(years[1:], years[:-1], strict=True))
        keys = ("project", "start")
        self._added, self._units, self._begun = (
            lookup(solution.values(name, keys)) for name in ("added", "units", "begun")
        )
        self._paid, self._standing = (lookup(network.expansion.vintages[name]) for name in ("paid", "standing"))

    def added(self, project: str, year: int) -> float:
        """Capacity that starts in a model year, bcm/yr."""
        committed = self._committed[project, year]
        before = self._committed[project, self._before[year]] if year in self._before else 0.0
        return float(self._added.get((project, year), 0.0) + max(0.0, committed - before))

    def units(self, project: str, year: int) -> float:
        """Number of units that stand; 0 for what is not built in units."""
        return self._sum(self._units, self._standing, project, year)

    def annuity(self, project: str, year: int, capacity: float) -> float:
        """What the project costs a year, million USD; of a committed one, what its capacity in the year would."""
        row = self._projects[project]
        if row["status"] == "committed":
            return float(capacity * row["annuity"] + (row["fixed_annuity"] if capacity > 0.0 else 0.0))
        by_size = self._sum(self._added, self._paid, project, year) * row["annuity"]
        return float(by_size + self._sum(self._begun, self._paid, project, year) * row["fixed_annuity"])

    @staticmethod
    def _sum(
        started: dict[tuple[str, int], float], share: dict[tuple[str, int, int], float], project: str, year: int
    ) -> float:
        parts = (
            amount * share[project, start, year]
            for (name, start), amount in started.items()
            if name == project and start <= year
        )
        return float(sum(parts))


def _rent_of_a_unit(capacity: pd.DataFrame) -> dict[tuple[str, int, str], float]:
    """Rent of a bcm/yr of capacity, million USD a year; key arc, year, season."""
    unit = (capacity["rent"] / capacity["capacity"]).where(capacity["capacity"] > 0.0, 0.0)
    keys = (capacity[name].tolist() for name in ("arc", "year", "season"))
    return dict(zip(zip(*keys, strict=True), unit.tolist(), strict=True))
