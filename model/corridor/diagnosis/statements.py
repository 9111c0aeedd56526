"""What a scenario and its dataset state that can contradict each other, by the rows of the program that say it.

A row is either physics, which nobody can change (what flows in flows out), or the part of a statement that somebody
made: a demand, a capacity, a ban. Here every row of the second kind is counted to its statement. A new constraint is an
entry of :data:`PHYSICS`, or of a function in :data:`KINDS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corridor.dataset import lookup
from corridor.engine.matrix import Program, named
from corridor.network import Network

LESS, MORE = "less", "more"
"""Which way a number goes that may go both."""

#: Constraints that hold by nature or by definition, or that the model can always satisfy by paying.
PHYSICS: frozenset[str] = frozenset(
    {
        *("node_balance", "level_recursion", "capacity_of_vintages", "share_of_consumption", "duty_on_sales"),
        *("deliveries_below_flow", "obliged_below_flow", "take_or_pay", "booked_below_flow", "booked_below_capacity"),
        *("nominations_are_deliveries", "nominated_below_flow", "lowest_rate", "missing_rate_is_paid"),
        *("placed_below_sales", "standing_once_begun", "standing_if_chosen"),
        *("retired_for_good", "given_up_for_good", "in_use_if_kept", "restart_is_paid"),
        *("made_up_was_paid", "paid_only_if_short", "paid_no_more_than_short", "made_up_after_the_minimum"),
        *("carried_was_earned", "earned_beyond_the_base", "earned_only_if_beyond", "not_both_short_and_beyond"),
        *("carried_within_limit", "capped_gas", "capped_piped_gas"),
    }
)

#: Columns whose upper bounds are statements; they are written as rows of these names.
BOUNDED: Mapping[str, str] = {"production": "production_below_potential", "added": "added_below_size"}


@dataclass(frozen=True, slots=True)
class Limit:
    """One number that somebody could change.

    Attributes
    ----------
    kind
        Of statement, a key of :data:`KINDS`.
    name
        Of what the statement is about: a market, a line, a policy.
    when
        Year, or year and season; empty for a number that always holds.
    value
        What stands now, in ``unit``.
    rows
        Row, and by how much it gives way for each unit of change, below 0 where it becomes narrower; of an equation
        what its left side gains.
    weight
        What a unit counts as, bcm.
    most
        Largest change.
    changeable
        Whether the number can be changed by an amount; else it can only be taken away.
    unit
        Of the number.
    key
        Where the number stands in its table of the network.
    """

    kind: str
    name: str
    when: tuple[Any, ...]
    value: float
    rows: tuple[tuple[int, float], ...]
    weight: float = 1.0
    most: float = math.inf
    changeable: bool = True
    unit: str = "bcm/yr"
    key: tuple[Any, ...] = ()

    @property
    def statement(self) -> tuple[str, str]:
        """What it is a part of."""
        return self.kind, self.name


class Ground:
    """A network, its program, and where things stand in both."""

    def __init__(self, network: Network, program: Program) -> None:
        self.network, self.program = network, program
        self.durations: dict[str, float] = lookup(network.seasons["duration"])
        self.capacity: dict[tuple[str, int, str], float] = lookup(network.arc_terms["capacity"])
        self.stocks: dict[tuple[str, int, str], float] = lookup(network.storage_stocks["volume"])
        self.potential: dict[tuple[str, int], float] = {}
        producer = lookup(network.steps["producer"])
        for (step, year), rate in lookup(network.step_terms["capacity"]).items():
            key = (producer[step], year)
            self.potential[key] = self.potential.get(key, 0.0) + rate
        self._rows = {labels.name: labels.numbers for labels in program.rows}

    def rows(self, constraint: str) -> dict[Any, int]:
        """Row of every element of a constraint."""
        return self._rows.get(constraint, {})

    def coefficient(self, row: int, column: int) -> float:
        """Coefficient of a column in a row."""
        matrix = self.program.matrix
        place = slice(matrix.indptr[row], matrix.indptr[row + 1])
        return float(matrix.data[place][matrix.indices[place] == column].sum())

    def sign(self, row: int) -> float:
        """Sign of the first coefficient of a row, 1 where there is none."""
        matrix = self.program.matrix
        if matrix.indptr[row] == matrix.indptr[row + 1]:
            return 1.0
        return math.copysign(1.0, float(matrix.data[matrix.indptr[row]]))


Kind = Callable[[Ground], Iterator[Limit]]


def firm_demand(ground: Ground) -> Iterator[Limit]:
    """Demand that is to be met at any price, where the scenario does not accept that it is not."""
    if ground.network.scenario.market.shortfall == "accepted":
        return
    firm, rows = lookup(ground.network.demand["firm"]), ground.rows("market_clearing")
    short = named(ground.program.columns, "shortfall").numbers
    for (market, year, season), rate in firm.items():
        if rate > 0.0:
            row, weight = rows[market, year, season], ground.durations[season]
            gain = ground.coefficient(row, short[market, year, season])
            yield Limit("firm demand", market, (year, season), rate, ((row, gain),), weight, rate)


def outlet(ground: Ground) -> Iterator[Limit]:
    """What a market takes at most: gas that must be produced or delivered has to go somewhere."""
    demand, blocks = ground.network.demand["firm"], ground.network.blocks["quantity"]
    most = lookup(demand.add(blocks.groupby(level=["market", "year", "season"]).sum(), fill_value=0.0))
    short = named(ground.program.columns, "shortfall").numbers
    for key, row in ground.rows("market_clearing").items():
        market, *when = key
        gain = -ground.coefficient(row, short[key])
        yield Limit("outlet", market, tuple(when), most.get(key, 0.0), ((row, gain),), ground.durations[when[1]])


def filling_target(ground: Ground) -> Iterator[Limit]:
    """What storages hold on a day."""
    rise = lookup(ground.network.fillings["rise"])
    for (policy, year), row in ground.rows("stock_reaches_target").items():
        volume = rise[policy, year]
        yield Limit("filling target", policy, (year,), volume, ((row, 1.0),), 1.0, volume, unit="bcm")


def minimum_take(ground: Ground) -> Iterator[Limit]:
    """What a contract delivers in any case."""
    rate = lookup(ground.network.minimum_takes["rate"])
    for (contract, year, season), row in ground.rows("minimum_is_taken").items():
        least = rate[contract, year, season]
        weight = ground.durations[season]
        yield Limit("minimum take", contract, (year, season), least, ((row, 1.0),), weight, least)


def plant_minimum(ground: Ground) -> Iterator[Limit]:
    """What a plant takes in that cannot stand still, as a share of what it can."""
    least = lookup(ground.network.arcs["minimum"])
    for (arc, year), row in ground.rows("plant_runs").items():
        volume, share = _yearly_capacity(ground, arc, year), least[arc]
        yield Limit("plant minimum", arc, (year,), share, ((row, volume),), volume, share, unit="share")


def _yearly_capacity(ground: Ground, arc: str, year: int) -> float:
    return sum(length * ground.capacity[arc, year, season] for season, length in ground.durations.items())


def producer_minimum(ground: Ground) -> Iterator[Limit]:
    """What a producer cannot help producing, as a share of what it can."""
    least = lookup(ground.network.producers["minimum"])
    for (producer, year), row in ground.rows("annual_minimum").items():
        volume, share = ground.potential[producer, year], least[producer]
        yield Limit("producer minimum", producer, (year,), share, ((row, volume),), volume, share, unit="share")


def opening_stock(ground: Ground) -> Iterator[Limit]:
    """What lies in a storage where stocks begin: less of it, or more."""
    for (storage, year), row in ground.rows("opening_stock_is_shared").items():
        volume = ground.stocks[storage, year, "opening"]
        sign = ground.sign(row)
        yield Limit("opening stock", storage, (year,), volume, ((row, sign),), 1.0, volume, unit="bcm", key=(LESS,))
        yield Limit("opening stock", storage, (year,), volume, ((row, -sign),), unit="bcm", key=(MORE,))


def closing_stock(ground: Ground) -> Iterator[Limit]:
    """What must be left in a storage where stocks end."""
    for (storage, year, _), row in ground.rows("closing_stock").items():
        volume = ground.stocks[storage, year, "closing"]
        yield Limit("closing stock", storage, (year,), volume, ((row, 1.0),), 1.0, volume, unit="bcm")


def capacity(ground: Ground) -> Iterator[Limit]:
    """What a line or plant carries; the directions of a line that share it are widened together."""
    shared = ground.rows("directions_share_capacity")
    opposite, minimum = lookup(ground.network.arcs["opposite"]), lookup(ground.network.arcs["minimum"])
    runs = ground.rows("plant_runs")
    found: dict[tuple[str, int], list[tuple[int, float]]] = {}
    values: dict[tuple[str, int], float] = {}
    for (arc, year, season), row in (*ground.rows("flow_below_capacity").items(), *shared.items()):
        found.setdefault((arc, year), []).append((row, 1.0))
        values[arc, year] = min(values.get((arc, year), math.inf), ground.capacity[arc, year, season])
    for (arc, year), rows in found.items():
        if (arc, year) in runs:
            rows.append((runs[arc, year], -minimum[arc]))
        # The two directions of a line exchange capacity in a fixed ratio, which a direction without any does not have.
        lone = bool(opposite[arc]) and any(
            ground.capacity[arc, year, s] <= 0.0 < ground.capacity[opposite[arc], year, s] for s in ground.durations
        )
        yield Limit("capacity", arc, (year,), values[arc, year], tuple(rows), changeable=not lone)


def potential(ground: Ground) -> Iterator[Limit]:
    """What a producer can produce; the last of its steps gives way for all."""
    last = dict(zip(ground.network.steps["producer"], ground.network.steps.index, strict=True))
    swing, minimum = (lookup(ground.network.producers[name]) for name in ("swing", "minimum"))
    bounds, annual, least = (
        ground.rows(name) for name in (BOUNDED["production"], "annual_potential", "annual_minimum")
    )
    for (producer, year), rate in ground.potential.items():
        step = last[producer]
        rows = [(bounds[step, year, season], 1.0 + swing[producer]) for season in ground.durations]
        rows.append((annual[step, year], 1.0))
        if (producer, year) in least:
            rows.append((least[producer, year], -minimum[producer]))
        yield Limit("potential", producer, (year,), rate, tuple(rows), key=(step, year))


def _storage_limit(kind: str, column: str, constraint: str, unit: str) -> Kind:
    def limits(ground: Ground) -> Iterator[Limit]:
        value = lookup(ground.network.storage_terms[column])
        found: dict[tuple[str, int], list[tuple[int, float]]] = {}
        for (storage, year, _), row in ground.rows(constraint).items():
            found.setdefault((storage, year), []).append((row, 1.0))
        for (storage, year), rows in found.items():
            least = min(value[storage, year, season] for season in ground.durations)
            yield Limit(kind, storage, (year,), least, tuple(rows), unit=unit)

    return limits


def policy(ground: Ground) -> Iterator[Limit]:
    """What bans, caps, quotas and diversification leave open, of gas that enters or is sold."""
    network = ground.network
    for constraint, table in (("entry_below_limit", "entry_limits"), ("sales_below_limit", "sale_limits")):
        left = lookup(getattr(network, table)["limit"])
        for (name, year, season), row in ground.rows(constraint).items():
            rate, weight = left[name, year, season], ground.durations[season]
            yield Limit("policy", name, (year, season), rate, ((row, 1.0),), weight, key=(table, name, year, season))
    yearly = lookup(network.annual_limits["limit"])
    for constraint in ("entry_below_annual_limit", "sales_below_annual_limit"):
        for (name, year), row in ground.rows(constraint).items():
            place = ("annual_limits", name, year)
            yield Limit("policy", name, (year,), yearly[name, year], ((row, 1.0),), unit="bcm", key=place)
    for (name, origin, year), row in ground.rows("share_below_limit").items():
        share = ("share_limits", name, origin, year)
        yield Limit("policy", name, (year,), math.nan, ((row, 1.0),), unit="bcm", key=share)


def swap(ground: Ground) -> Iterator[Limit]:
    """What can be handed over in a swap."""
    rates = lookup(ground.network.swap_terms["capacity"])
    for (name, year, season), row in ground.rows("swapped_below_capacity").items():
        rate, weight = rates[name, year, season], ground.durations[season]
        yield Limit("swap", name, (year, season), rate, ((row, 1.0),), weight)


def fleet(ground: Ground) -> Iterator[Limit]:
    """How many ships there are."""
    ships, legs = lookup(ground.network.fleets["ships"]), ground.network.legs["ship_years"]
    found: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for (name, year, _), row in ground.rows("ships_at_sea").items():
        found.setdefault((name, year), []).append((row, 1.0))
    for (name, year), rows in found.items():
        carried = 1.0 / float(legs.xs(name, level="fleet").mean())
        yield Limit("fleet", name, (year,), ships[name, year], tuple(rows), carried, unit="ships")


def contract_quantity(ground: Ground) -> Iterator[Limit]:
    """What a contract delivers at most, in a year and in a season of it."""
    network, rates = ground.network, ground.rows("highest_rate")
    quantity, highest = lookup(network.contract_terms["quantity"]), lookup(network.contracts["highest"])
    for (name, year), row in ground.rows("annual_quantity").items():
        seasonal = [(rates[name, year, s], highest[name]) for s in ground.durations if (name, year, s) in rates]
        rows = ((row, 1.0), *seasonal)
        yield Limit("contract quantity", name, (year,), quantity[name, year], rows, unit="bcm")


def exclusive_contract(ground: Ground) -> Iterator[Limit]:
    """That gas of a seller flows over an arc only under contracts."""
    for (origin, arc, year), row in ground.rows("flow_only_under_contract").items():
        key = (origin, arc)
        yield Limit("exclusive contract", arc, (year,), 0.0, ((row, 1.0),), changeable=False, unit="bcm", key=key)


def destination(ground: Ground) -> Iterator[Limit]:
    """Where gas of a contract is sold."""
    for (name, year), row in ground.rows("deliveries_are_placed").items():
        yield Limit("destination", name, (year,), 0.0, ((row, 1.0),), changeable=False, unit="bcm")
    for (name, _, year), row in ground.rows("nothing_goes_astray").items():
        gain = -ground.sign(row)
        yield Limit("destination", name, (year,), 0.0, ((row, gain),), changeable=False, unit="bcm")


def project_size(ground: Ground) -> Iterator[Limit]:
    """How much of a candidate can be built; of one in whole units or with ties no single number decides."""
    found: dict[str, list[tuple[int, float]]] = {}
    for constraint in ("standing_below_size", BOUNDED["added"]):
        for (name, _), row in ground.rows(constraint).items():
            found.setdefault(name, []).append((row, 1.0))
    lumpy = {
        key[0]
        for constraint in ("added_in_units", "standing_once_begun", "standing_if_chosen")
        for key in ground.rows(constraint)
    }
    sizes = lookup(ground.network.projects["size"])
    for name, rows in found.items():
        free = name not in lumpy
        extra = [
            (row, 1.0)
            for constraint in ("standing_once_begun", "standing_if_chosen")
            for key, row in ground.rows(constraint).items()
            if key[0] == name
        ]
        yield Limit("project size", name, (), sizes[name], (*rows, *extra), changeable=free)


def whole_units(ground: Ground) -> Iterator[Limit]:
    """That a project is built in whole units."""
    unit = lookup(ground.network.projects["unit"])
    for (name, _), row in ground.rows("added_in_units").items():
        for gain in (1.0, -1.0):
            yield Limit("whole units", name, (), unit[name], ((row, gain),), changeable=False)


def exclusive_projects(ground: Ground) -> Iterator[Limit]:
    """That only one of two projects is built."""
    for (one, other), row in ground.rows("one_of_two").items():
        name = f"{one} and {other}"
        yield Limit("exclusive projects", name, (), 1.0, ((row, 1.0),), 1.0, 1.0, changeable=False, key=(one, other))


def required_project(ground: Ground) -> Iterator[Limit]:
    """That a project stands only with another one."""
    for (name, other, _), row in ground.rows("stands_with_condition").items():
        yield Limit("required project", name, (), 0.0, ((row, 1.0),), changeable=False, key=(other,))


def budget(ground: Ground) -> Iterator[Limit]:
    """What projects may cost; a million USD counts as the capacity that it buys where that is cheapest."""
    limit, capital = lookup(ground.network.budgets["limit"]), lookup(ground.network.projects["capital"])
    members = ground.network.budget_members
    for name, row in ground.rows("investment_below_budget").items():
        costs = [capital[j] for j in members.loc[members["budget"] == name, "project"] if capital[j] > 0.0]
        weight = 1.0 / min(costs) if costs else 1.0
        yield Limit("budget", name, (), limit[name], ((row, 1.0),), weight, unit="million USD")


def ramp(ground: Ground) -> Iterator[Limit]:
    """How much production may rise or fall from a season or year to the next."""
    share = lookup(ground.network.ramps["share"])
    for constraint in ("production_rises_slowly", "production_falls_slowly"):
        for key, row in ground.rows(constraint).items():
            name, year, season, _ = key
            weight = ground.durations[season]
            yield Limit("ramp", name, (year, season), share[key], ((row, 1.0),), weight, key=(constraint, *key))


def extension(ground: Ground) -> Iterator[Limit]:
    """Constraints that somebody added in Python, of which nothing is known but their names."""
    program = ground.program
    for labels in program.rows:
        if labels.name in PHYSICS or labels.name in STATED or labels.name.startswith("account_"):
            continue
        for key, row in labels.numbers.items():
            name, value = labels.name, program.row_upper[row]
            gains = (1.0, -1.0) if program.row_lower[row] == value else (1.0,)
            for gain in gains:
                yield Limit("extension", name, (), value, ((row, gain),), changeable=False, unit="", key=(key,))


#: Kinds of statement; needs first, for these are what a conflict is told from.
KINDS: Mapping[str, Kind] = {
    "firm demand": firm_demand,
    "filling target": filling_target,
    "minimum take": minimum_take,
    "plant minimum": plant_minimum,
    "producer minimum": producer_minimum,
    "closing stock": closing_stock,
    "opening stock": opening_stock,
    "outlet": outlet,
    "policy": policy,
    "contract quantity": contract_quantity,
    "exclusive contract": exclusive_contract,
    "destination": destination,
    "swap": swap,
    "capacity": capacity,
    "fleet": fleet,
    "working gas": _storage_limit("working gas", "working_gas", "working_gas", "bcm"),
    "injection": _storage_limit("injection", "injection", "injection_rate", "bcm/yr"),
    "withdrawal": _storage_limit("withdrawal", "withdrawal", "withdrawal_rate", "bcm/yr"),
    "ramp": ramp,
    "potential": potential,
    "project size": project_size,
    "whole units": whole_units,
    "exclusive projects": exclusive_projects,
    "required project": required_project,
    "budget": budget,
    "extension": extension,
}

NEEDS = ("firm demand", "filling target", "minimum take", "plant minimum", "producer minimum", "closing stock")
"""Kinds of statement that ask for gas to move."""

#: Constraints that the kinds above are about.
STATED: frozenset[str] = frozenset(
    {
        *("market_clearing", "stock_reaches_target", "minimum_is_taken", "plant_runs", "annual_minimum"),
        *("opening_stock_is_shared", "closing_stock", "flow_below_capacity", "directions_share_capacity"),
        *("annual_potential", "working_gas", "injection_rate", "withdrawal_rate", "entry_below_limit"),
        *("sales_below_limit", "entry_below_annual_limit", "sales_below_annual_limit", "share_below_limit"),
        *("swapped_below_capacity", "ships_at_sea", "annual_quantity", "highest_rate", "flow_only_under_contract"),
        *("deliveries_are_placed", "nothing_goes_astray", "standing_below_size", "added_in_units", "one_of_two"),
        *("stands_with_condition", "investment_below_budget", "production_rises_slowly", "production_falls_slowly"),
        *BOUNDED.values(),
    }
)
