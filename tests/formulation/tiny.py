"""A dataset of a few objects, written as CSV tables from a short description, and scenarios on it.

Everything goes through the files: what a test solves has been read by the reader and the scenario language.

>>> world = Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0)
>>> results = world.solve()

Numbers are canonical (bcm/yr, USD per thousand m3 = million USD per bcm, km, shares as fractions); a dictionary of
dates to numbers is a value over time. A tiny world has no fuel use, no discounting and no estimates unless told.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from corridor import api, dataset, units
from corridor.dataset import Dataset
from corridor.dataset.schema import COMPONENTS, FIGURE_COLUMNS, PARAMETERS, PLAIN_TABLES
from corridor.engine import Solution, compile_model
from corridor.engine import solve as optimise
from corridor.formulation import formulate
from corridor.network import Network, build
from corridor.results import Results
from corridor.results.balance import balance_table, storage_table
from corridor.results.bookings import booking_table
from corridor.results.budgets import budget_table
from corridor.results.commerce import cost_table
from corridor.results.context import Context
from corridor.results.contracts import contract_table
from corridor.results.flows import capacity_table, flow_table
from corridor.results.policies import policy_table
from corridor.results.prices import consumption_table, price_table
from corridor.results.projects import project_table
from corridor.results.sectors import sector_table
from corridor.results.swaps import swap_table
from corridor.scenario import Scenario, load

Figure = float | Mapping[str, float]

SOURCE = "test-2026"
YEAR = 2030
LOST_LOAD = 2000.0
DAYS = 2e-2
"""How far a date may lie from its twelfth of the year: a day or two, as a share of a season."""
PER_MMBTU = units.to_canonical(1.0, "USD/MMBtu", "price")
"""Million USD per bcm in one USD/MMBtu: canonical prices divided by it are those of the result tables."""

#: Canonical units, and others that must give the same results.
CANONICAL: Mapping[str, str] = units.UNIT_LABELS
ENERGY: Mapping[str, str] = {
    **CANONICAL,
    "volume": "TWh",
    "volume_rate": "GWh/d",
    "price": "EUR/MWh",
    "share": "%",
    "length": "nm",
}


class Glance:
    """The tables of :class:`Results` that tests of the mathematics look at, each made when it is looked at."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __getattr__(self, name: str) -> pd.DataFrame:
        context = self._context
        table = project_table(context, self.capacity) if name == "projects" else MAKERS[name](context)
        self.__dict__[name] = table
        return table


MAKERS = {
    "flows": flow_table,
    "capacity": capacity_table,
    "balance": balance_table,
    "storage": storage_table,
    "prices": price_table,
    "consumption": consumption_table,
    "sectors": sector_table,
    "contracts": contract_table,
    "bookings": booking_table,
    "policies": policy_table,
    "budgets": budget_table,
    "swaps": swap_table,
    "costs": cost_table,
}


class Tiny:
    """Collects rows; every method returns the world itself, so that a test reads as one description."""

    def __init__(self, folder: Path, *, unit: Mapping[str, str] = CANONICAL) -> None:
        self.folder = folder
        self.unit = unit
        self.identities: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in COMPONENTS}
        self.figures: dict[str, list[tuple[str, ...]]] = {name: [] for name in COMPONENTS}
        self.plain: dict[str, list[tuple[str, ...]]] = {name: [] for name in PLAIN_TABLES}
        self.plain["sources"] = [(SOURCE, "Test", "Invented for tests", "", "2026", "")]
        self.parameters = {"fuel_rate": 0.0, "discount_rate": 0.0, "value_of_lost_load": LOST_LOAD}
        self.destinations: dict[str, str] = {}
        self._scenarios = 0
        self.profile("flat", [1.0 / 12.0] * 12)

    def add(self, component: str, key: str, *columns: str, **figures: Figure) -> Tiny:
        """Add an object: its identity columns as the schema orders them, its figures by attribute; again to replace it."""
        self.identities[component][key] = columns
        self.figures[component] = [row for row in self.figures[component] if row[0] != key]
        for name, figure in figures.items():
            attribute = COMPONENTS[component].attributes[name]
            unit = self.unit[attribute.dimension]
            dated = (
                {"" if attribute.over_time == "constant" or attribute.undated else "2015": figure}
                if isinstance(figure, (int, float))
                else figure
            )
            for date, value in dated.items():
                number = units.from_canonical(value, unit, attribute.dimension)
                self.figures[component].append((key, name, date, repr(float(number)), unit, "", "", SOURCE, ""))
        return self

    def node(self, name: str, kind: str = "hub", country: str = "AAA", groups: str = "") -> Tiny:
        """Add a node; nodes of other objects come into being as hubs."""
        self.identities["nodes"][name] = (name, kind, country, groups, "0", "0")
        return self

    def _touch(self, *names: str, kind: str = "hub") -> None:
        for name in names:
            if name not in self.identities["nodes"]:
                self.node(name, kind)

    def profile(self, name: str, shares: Sequence[float]) -> Tiny:
        """Add a seasonality: twelve shares of the year's demand."""
        months: dict[str, Figure] = {f"month-{month:02d}": share for month, share in enumerate(shares, start=1)}
        return self.add("seasonality", name, **months)

    def window(self, name: str, shares: Sequence[float]) -> Tiny:
        """Add a sailing window: the share of each month that is open."""
        months: dict[str, Figure] = {f"month-{month:02d}": share for month, share in enumerate(shares, start=1)}
        return self.add("windows", name, **months)

    def market(
        self, name: str, volume: Figure, price: Figure = 300.0, elasticity: float = 0.0, profile: str = "flat"
    ) -> Tiny:
        """Add a market; with an elasticity of 0 its whole demand is firm."""
        self._touch(name, kind="market")
        return self.add("demand", name, profile, volume=volume, reference_price=price, elasticity=elasticity)

    def sector(self, name: str, market: str, share: Figure, profile: str = "", **figures: Figure) -> Tiny:
        """Add a sector of a market."""
        return self.add("sectors", name, market, name.upper(), profile, share=share, **figures)

    def producer(
        self,
        name: str,
        node: str,
        potential: Figure,
        cost: Figure | Sequence[tuple[float, Figure]],
        origin: str = "Russia",
        **figures: Figure,
    ) -> Tiny:
        """Add a producer with one cost, or steps as (share, cost)."""
        self._touch(node, kind="basin")
        steps = [(1.0, cost)] if isinstance(cost, (int, float, Mapping)) else cost
        for rank, (share, step) in enumerate(steps, start=1):
            self.add("supply_steps", f"{name}-{rank}", name, str(rank), share=share, cost=step)
        return self.add("producers", name, node, origin, potential=potential, **figures)

    def pipeline(
        self,
        name: str,
        start: str,
        end: str,
        capacity: Figure = 1000.0,
        tariff: Figure = 0.0,
        route: str = "",
        **figures: Figure,
    ) -> Tiny:
        """Add a pipeline of 100 km."""
        self._touch(start, end)
        figures = {"length": 100.0, **figures}
        return self.add("pipelines", name, route or name, start, end, capacity=capacity, tariff=tariff, **figures)

    def liquefaction(
        self,
        name: str,
        start: str,
        end: str,
        capacity: Figure,
        cost: Figure = 0.0,
        own_use: float = 0.0,
        **figures: Figure,
    ) -> Tiny:
        """Add a plant from a node to a liquefaction node."""
        self._touch(start)
        self._touch(end, kind="liquefaction")
        figures = {"capacity": capacity, "cost": cost, "own_use": own_use, **figures}
        return self.add("liquefaction", name, start, end, name, **figures)

    def voyage(self, name: str, start: str, end: str, cost: Figure = 0.0, window: str = "", **figures: Figure) -> Tiny:
        """Add a voyage from a liquefaction to a regasification node."""
        self._touch(start, kind="liquefaction")
        self._touch(end, kind="regas")
        figures = {"distance": 1000.0, **figures}
        return self.add("shipping", name, start, end, name, "conventional", window, cost=cost, **figures)

    def terminal(
        self, name: str, start: str, end: str, capacity: Figure, cost: Figure = 0.0, own_use: float = 0.0
    ) -> Tiny:
        """Add a regasification terminal."""
        self._touch(start, kind="regas")
        self._touch(end)
        return self.add("regasification", name, start, end, name, capacity=capacity, cost=cost, own_use=own_use)

    def fleet(
        self, name: str, ships: Figure, cargo: float, round_trips: Mapping[str, float], **figures: Figure
    ) -> Tiny:
        """Add a fleet and, by voyage, the years that a ship takes for one cargo."""
        for voyage, years in round_trips.items():
            self.add("legs", f"{name}-{voyage}", voyage, name, round_trip=years)
        return self.add("fleets", name, name.title(), ships=ships, cargo=cargo, **figures)

    def storage(self, name: str, node: str, working_gas: Figure, rate: Figure = 1000.0, **figures: Figure) -> Tiny:
        """Add a storage whose injection and withdrawal rates are the same unless told."""
        figures = {"injection": rate, "withdrawal": rate, **figures}
        return self.add("storages", name, node, working_gas=working_gas, **figures)

    def contract(
        self,
        name: str,
        buyer: str,
        arcs: str,
        quantity: Figure,
        take_or_pay: float,
        price: Figure,
        origin: str = "Russia",
        *,
        rule: str = "fixed",
        alternative: str = "",
        exclusive: bool = False,
        destination: str = "",
        **figures: Figure,
    ) -> Tiny:
        """Add a contract over arcs separated by ``;``, its gas for places separated so."""
        columns = ("seller", origin, buyer, arcs, rule, alternative, "yes" if exclusive else "")
        self.destinations[name] = destination
        return self.add("contracts", name, *columns, quantity=quantity, take_or_pay=take_or_pay, price=price, **figures)

    def booking(
        self, name: str, arcs: str, capacity: Figure, sunk: float, origin: str = "Russia", **figures: Figure
    ) -> Tiny:
        """Add a booking over arcs separated by ``;``."""
        return self.add("bookings", name, "shipper", origin, arcs, capacity=capacity, sunk=sunk, **figures)

    def benchmark(self, name: str, year: int, price: float, unit: str = "USD/MMBtu") -> Tiny:
        """Add the annual mean of a published price."""
        self.plain["benchmarks"].append((f"{name}:{year}", name, str(year), repr(price), unit, SOURCE, ""))
        return self

    def project(self, name: str, arcs: str, size: float, capex: float, **figures: Figure) -> Tiny:
        """Add a project with a rate of 0 % over 10 years unless told: a tenth of its capital a year."""
        figures = {"earliest": 2020.0, "lifetime": 10.0, "discount_rate": 0.0, **figures}
        return self.add("projects", name, name.title(), arcs, "owner", size=size, capex=capex, **figures)

    def lever(self, name: str, thing: str, kind: str, volume: Figure) -> Tiny:
        """Add a lever on a market (``demand``) or a producer (``supply``)."""
        return self.add("levers", name, name.title(), thing, kind, volume=volume)

    def event(
        self, name: str, targets: str, start: str, until: str = "", factor: float = 0.0, kind: str = "technical"
    ) -> Tiny:
        """Add an event that leaves a share of the targets' capacity."""
        self.plain["events"].append((name, targets, start, until, repr(factor), kind, SOURCE, ""))
        return self

    def observed(self, name: str, kind: str, subject: str, value: float, unit: str = "bcm", year: int = YEAR) -> Tiny:
        """Add an observation."""
        self.plain["observed"].append((name, kind, subject, str(year), repr(value), unit, SOURCE, ""))
        return self

    def parameter(self, name: str, value: float) -> Tiny:
        """Set a global number."""
        self.parameters[name] = value
        return self

    def write(self) -> Path:
        """Write every table of the dataset folder."""
        folder = self.folder / "dataset"
        folder.mkdir(parents=True, exist_ok=True)
        for name, component in COMPONENTS.items():
            more = ("destination",) if name == "contracts" and any(self.destinations.values()) else ()
            identities = [
                (key, *columns, *(self.destinations.get(key, "") for _ in more), SOURCE, "")
                for key, columns in sorted(self.identities[name].items())
            ]
            header = (component.key, *component.columns, *more, "source", "note")
            write_table(folder / f"{name}.csv", header, identities)
            if component.attributes:
                write_table(folder / f"{name}_figures.csv", FIGURE_COLUMNS, self.figures[name])
        numbers = [
            (name, repr(float(value)), CANONICAL[PARAMETERS[name]], "", "", SOURCE, "")
            for name, value in sorted(self.parameters.items())
        ]
        for name, columns in PLAIN_TABLES.items():
            write_table(folder / f"{name}.csv", columns, numbers if name == "parameters" else self.plain[name])
        return folder

    def dataset(self) -> Dataset:
        """Write the folder and read it."""
        return dataset.load(self.write())

    def scenario(
        self,
        years: Sequence[int] = (YEAR,),
        seasons: Any = "annual",
        discount_rate: str = "0 %",
        storage: str = "",
        disposal: str = "",
        **sections: Any,
    ) -> Scenario:
        """Write a scenario file and load it on the dataset; sections are those of the language."""
        self._scenarios += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"tiny-{self._scenarios}.yaml"
        horizon = {"years": list(years), "seasons": seasons, "discount_rate": discount_rate}
        horizon |= {key: word for key, word in (("storage", storage), ("disposal", disposal)) if word}
        document = {"title": "Tiny", "horizon": horizon, **sections}
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        return load(path, dataset=self.dataset())

    def network(self, *args: Any, **sections: Any) -> Network:
        """Build the network of :meth:`scenario`."""
        return build(self.scenario(*args, **sections))

    def optimum(self, *args: Any, **sections: Any) -> Solution:
        """Solve without making tables: for tests that need many solutions and little of each."""
        return optimise(compile_model(formulate(self.network(*args, **sections))))

    def glance(self, *args: Any, **sections: Any) -> Glance:
        """Solve and make only the tables that are looked at: most tests look at two of sixteen."""
        network = self.network(*args, **sections)
        return Glance(Context(network, optimise(compile_model(formulate(network)))))

    def solve(self, *args: Any, extend: Any = None, **sections: Any) -> Results:
        """Solve :meth:`scenario` through all the rooms."""
        return api.solve(self.scenario(*args, **sections), extend=extend)


def near(value: Any, abs: float = 3e-3) -> Any:  # noqa: A002
    """Equal but for the tie-break: a ten-thousandth of a price an arc, summed over a few arcs and volumes."""
    return pytest.approx(value, abs=abs)


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write one CSV table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns, *rows])


def price(results: Results | Glance, node: str, season: str = "year", year: int = YEAR) -> float:
    """Price of a market in canonical units, million USD per bcm."""
    table = results.prices.set_index(["node", "year", "season"])["price"]
    return float(table[node, year, season]) * PER_MMBTU


def volume(
    results: Results | Glance, arc: str, year: int = YEAR, season: str | None = None, origin: str | None = None
) -> float:
    """What enters an arc in a year or season, bcm."""
    table = results.flows
    chosen = table[(table["arc"] == arc) & (table["year"] == year)]
    if season is not None:
        chosen = chosen[chosen["season"] == season]
    if origin is not None:
        chosen = chosen[chosen["origin"] == origin]
    return float(chosen["volume"].sum())


def cell(table: Any, column: str, **keys: Any) -> float:
    """The one figure of a result table in the row with these keys."""
    chosen = table
    for name, value in keys.items():
        chosen = chosen[chosen[name] == value]
    assert len(chosen) == 1, f"{len(chosen)} rows with {keys}"
    return float(chosen[column].iloc[0])


def total_cost(solution: Solution) -> float:
    """Cost of all accounts but the tie-break, million USD; for horizons of one year, whose weight is 1."""
    accounts = solution.values("cost", ("item", "year")).groupby(level="item").sum()
    return float(accounts.drop("tie_break", errors="ignore").sum())


def cost(results: Results | Glance) -> float:
    """Discounted cost of all accounts but the tie-break, million USD."""
    table = results.costs
    return float(table.loc[table["item"] != "tie_break", "discounted"].sum())
