"""A solved run as its explanations see it: columns and rows by name, money in prices, limits in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from corridor.dataset import lookup
from corridor.engine.directions import Direction, Directions
from corridor.engine.matrix import Labels, named
from corridor.results.context import Context, usd_per_mmbtu
from corridor.scenario import Scenario

#: Cost accounts in words.
ACCOUNTS = {
    "transport": "tariff",
    "policy_tariffs": "charges of policies",
    "price_caps": "what buyers keep under price caps",
    "production": "production",
    "annuities": "annuity",
    "storage": "storage",
    "tie_break": "tie-break",
    "bookings": "booked capacity",
    "worth_of_flexible_consumption": "worth of consumption",
    "shortfall": "shortfall",
    "conduct": "margin that the seller keeps",
    "upkeep": "upkeep",
    "take_or_pay": "take-or-pay",
    "contract_premium": "contract premium",
    "make_up": "make-up",
    "lowest_rates": "missed lowest rates",
    "missed_filling": "missed filling",
    "swap_fees": "fee of the swap",
}
#: What carrying costs is called, by the form of the arc.
CALLED = {"pipeline": "tariff", "liquefaction": "fee", "shipping": "freight", "regasification": "fee"}
#: Rows in words; ``{}`` is the first name of their index.
LIMITS = {
    "plant_runs": "the plant's minimum run",
    "booked_below_flow": "booked capacity, whose tariff is paid anyway",
    "deliveries_below_flow": "terms of contracts",
    "flow_only_under_contract": "right to deliver under contracts",
    "annual_quantity": "annual quantity of contract '{}'",
    "take_or_pay": "take-or-pay of contract '{}'",
    "nominated_below_flow": "seasonal rates of contracts",
    "obliged_below_flow": "minimum takes of contracts",
    "nothing_goes_astray": "destination of contracts",
    "ships_at_sea": "ships of fleet '{}'",
    "share_of_consumption": "policy '{}'",
    "annual_potential": "potential of {}",
    "annual_minimum": "minimum production of {}",
    "working_gas": "room in storage '{}'",
    "injection_rate": "injection rate of storage '{}'",
    "withdrawal_rate": "withdrawal rate of storage '{}'",
    "swapped_below_capacity": "capacity of swap '{}'",
    "investment_below_budget": "budget '{}'",
    "standing_below_size": "full size of project '{}'",
}
#: Rows that hold capacity, and what of their key names the arc.
CAPACITIES = ("flow_below_capacity", "directions_share_capacity")
POLICIES = (
    "entry_below_limit",
    "entry_below_annual_limit",
    "sales_below_limit",
    "sales_below_annual_limit",
    "share_below_limit",
    "duty_on_sales",
    "capped_gas",
    "capped_piped_gas",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a unit of something costs.

    Attributes
    ----------
    kind
        Account or constraint.
    key
        Index of the constraint; empty for an account.
    amount
        Discounted million USD for a unit of the column.
    """

    kind: str
    key: tuple[Any, ...]
    amount: float


class Solved:
    """Network and optimum of a run.

    Parameters
    ----------
    context
        Network and solution.
    where
        Where the value at a path of the scenario was written; empty for the dataset's.
    again
        Solves a changed scenario, for what only a trial can tell.
    """

    def __init__(
        self, context: Context, where: Callable[[str], str], again: Callable[[Scenario], Solved] | None = None
    ) -> None:
        self._again = again
        self.context, self.network = context, context.network
        self.solution, self.program = context.solution, context.solution.program
        self.where = where
        self.weight: dict[int, float] = lookup(self.network.years["weight"] * self.network.years["discount"])
        self.duration: dict[str, float] = lookup(self.network.seasons["duration"])
        self.loss: dict[str, float] = lookup(self.network.arcs["loss"])
        self.route: dict[str, str] = lookup(self.network.arcs["route"])
        self.start: dict[str, str] = lookup(self.network.arcs["from"])
        self.end: dict[str, str] = lookup(self.network.arcs["to"])
        self._numbers: dict[tuple[str, str], dict[Any, int]] = {}

    @property
    def can_try(self) -> bool:
        """Whether a changed scenario can be solved: not one that is a trial itself."""
        return self._again is not None

    def volume(self, arc: str, year: int) -> float:
        """What enters an arc in a year, bcm."""
        columns = [
            (column, length)
            for origin, name, when in self.network.flows
            if name == arc and when == year
            for season, length in self.duration.items()
            if (column := self.column("flow", origin, arc, year, season)) is not None
        ]
        return sum(self.value(column) * length for column, length in columns)

    def again(self, scenario: Scenario) -> Solved:
        """Solve a changed scenario."""
        if self._again is None:
            raise ValueError("a trial is not tried again")
        return self._again(scenario)

    def most(self, column: str, arc: str, year: int) -> float:
        """Largest of the seasons' figures of an arc in a year, a column of its terms."""
        terms = lookup(self.network.arc_terms[column])
        return float(max(terms[arc, year, season] for season in self.duration))

    @cached_property
    def directions(self) -> Directions:
        """The ways in which the optimum can move."""
        return Directions(self.program, self.solution.point)

    def column(self, variable: str, *key: Any) -> int | None:
        """Number of a column; None if there is none."""
        return self._number("columns", self.program.columns, variable, key)

    def row(self, constraint: str, *key: Any) -> int | None:
        """Number of a row; None if there is none."""
        return self._number("rows", self.program.rows, constraint, key)

    def _number(self, kind: str, labels: Sequence[Labels], name: str, key: tuple[Any, ...]) -> int | None:
        numbers = self._numbers.get((kind, name))
        if numbers is None:
            numbers = self._numbers[kind, name] = named(labels, name).numbers
        return numbers.get(key if len(key) > 1 else key[0])

    def label(self, number: int, *, of_rows: bool = False) -> tuple[str, tuple[Any, ...]]:
        """Name and index of a column, or of a row."""
        labels, starts = self._starts(of_rows)
        found = labels[bisect_right(starts, number) - 1]
        key = found.keys[number - found.start]
        return found.name, key if isinstance(key, tuple) else (key,)

    def _starts(self, of_rows: bool) -> tuple[list[Labels], list[int]]:
        filled = [each for each in (self.program.rows if of_rows else self.program.columns) if each.keys]
        return filled, [each.start for each in filled]

    def value(self, number: int) -> float:
        """Value of a column in the optimum."""
        return float(self.solution.point.columns[number])

    def price(self, amount: float, year: int, season: str | None = None) -> float:
        """Turn discounted million USD for a rate of 1 bcm/yr in a season, or 1 bcm in the year, into USD/MMBtu."""
        length = 1.0 if season is None else self.duration[season]
        return amount / self.weight[year] / length * usd_per_mmbtu()

    def gas_value(self, duals: np.ndarray, origin: str, node: str, year: int, season: str) -> float | None:
        """What gas of an origin is worth at a node, USD/MMBtu; None where it cannot be."""
        row = self.row("node_balance", origin, node, year, season)
        return None if row is None else self.price(float(duals[row]), year, season)

    def parts(self, column: int, direction: Direction) -> list[Part]:
        """Everything that a unit of a column costs, accounts and then rows; their sum is its reduced cost."""
        return [*self._accounts(column, direction), *self._rows(column, direction)]

    def _accounts(self, column: int, direction: Direction) -> list[Part]:
        """Accounts first; what of the gradient none of them has is the square or what an extension adds."""
        defined = self.program.defined
        found: dict[str, float] = {}
        total = float(direction.gradient[column])
        slope = 2.0 * self.value(column)
        for matrix, factor in ((defined.matrix, 1.0), (defined.squares, slope)):
            for place in np.flatnonzero(matrix.indices == column):
                number = int(matrix.rows[place])
                name, key = self.label(int(defined.column[number]))
                account = str(key[0]) if name == "cost" else name
                amount = float(matrix.data[place]) * factor * float(defined.cost[number])
                found[account] = found.get(account, 0.0) + amount
        rest = total - sum(found.values())
        if abs(rest) > 1e-9 * max(1.0, abs(total)):
            found["other costs"] = rest
        return [Part(name, (), amount) for name, amount in found.items() if amount != 0.0]

    def _rows(self, column: int, direction: Direction) -> list[Part]:
        matrix = self.program.matrix
        found = []
        for place in np.flatnonzero(matrix.indices == column):
            row = int(np.searchsorted(matrix.indptr, place, side="right")) - 1
            amount = -float(matrix.data[place]) * float(direction.row_duals[row])
            if amount != 0.0:
                name, key = self.label(row, of_rows=True)
                found.append(Part(name, key, amount))
        return found

    def words(self, kind: str, key: tuple[Any, ...]) -> str:
        """Name an account or a constraint as people speak of it."""
        if kind in CAPACITIES:
            return f"full capacity of {self.line(key[0])}"
        if kind in POLICIES:
            return f"policy '{key[0]}'"
        if not key:
            return ACCOUNTS.get(kind, kind.replace("_", " "))
        if kind in LIMITS:
            return LIMITS[kind].format(key[0])
        return f"{kind.replace('_', ' ')} ({', '.join(map(str, key))})"

    def origin_of(self, kind: str, key: tuple[Any, ...]) -> str:
        """Where a policy was written; empty for anything else."""
        return self.where(f"policies.{key[0]}") if kind in POLICIES else ""

    def line(self, arc: str) -> str:
        """Name an arc for people: its route, and its own name where that says more."""
        route = self.route[arc]
        return route if route.casefold().replace(" ", "-") == arc else f"{route} ({arc})"


def called(solved: Solved, arc: str) -> str:
    """What carrying costs on an arc is called."""
    return CALLED[str(solved.network.arcs.at[arc, "form"])]


def told_of(solved: Solved, part: Part) -> str:
    """Words for a part, with the place that set it."""
    place = solved.origin_of(part.kind, part.key)
    return solved.words(part.kind, part.key) + (f" ({place})" if place else "")
