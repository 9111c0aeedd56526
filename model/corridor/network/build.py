"""Build the network of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from corridor.dataset import lookup, lookup_rows, split
from corridor.errors import NetworkError, Problem
from corridor.network.arcs import arc_table, arc_terms
from corridor.network.bookings import booking_tables
from corridor.network.budgets import budget_tables
from corridor.network.calendar import season_table, year_table
from corridor.network.checks import require
from corridor.network.conduct import conduct_table
from corridor.network.contracts import contract_tables
from corridor.network.destinations import destination_table
from corridor.network.expansion import expansion_tables
from corridor.network.fleets import fleet_tables
from corridor.network.markets import demand_table
from corridor.network.minimum_takes import minimum_take_table
from corridor.network.policies import policy_tables
from corridor.network.projects import project_tables, stages_by_arc, stages_by_project
from corridor.network.ramps import ramp_table
from corridor.network.reachability import Exchange, reachable_flows
from corridor.network.roundabouts import homely_origins
from corridor.network.sectors import sector_table
from corridor.network.storages import storage_tables
from corridor.network.supply import producer_table, step_tables
from corridor.network.swaps import swap_tables
from corridor.network.tables import Network
from corridor.network.upkeep import upkeep_table
from corridor.network.values import Values
from corridor.scenario import Policy, Scenario

#: Tables of policies that the network takes over as they are.
_POLICY_TABLES = (
    "entry_limits",
    "sale_limits",
    "annual_limits",
    "share_limits",
    "charges",
    "price_caps",
    "fillings",
    "filling_weights",
)


def build(scenario: Scenario, *, unpruned: bool = False) -> Network:
    """Resolve a scenario on its dataset to tables, and check that they can be a gas market.

    Parameters
    ----------
    scenario
        As loaded.
    unpruned
        Keep flows over arcs without capacity, from wells without potential and against bans: limits of nothing stand
        in the program as numbers, so that it can be said which of them stops what. Firm demand that nothing can reach
        is no error then.

    Raises
    ------
    NetworkError
        With every check that fails.
    InfeasibleError
        If a market's firm demand is above everything that can reach it.
    """
    values = Values(scenario)
    seasons = season_table([(season.name, season.months) for season in scenario.horizon.seasons])
    arcs = arc_table(scenario, values)
    _require_arcs(scenario, set(arcs.index))
    terms = arc_terms(scenario, values, arcs, seasons, stages_by_arc(scenario, values))
    producers = producer_table(scenario, values)
    steps, step_terms = step_tables(scenario, values, producers)
    consumption, investment = _consumption(scenario, values, seasons), _investment(scenario, values)
    fleets, legs = fleet_tables(scenario, values)
    storages, storage_terms, storage_stocks = storage_tables(scenario, values, seasons)
    swaps, swap_terms = swap_tables(scenario, seasons)
    policies = policy_tables(scenario, arcs, terms, seasons, storages, storage_terms, swap_terms)
    contracts, contract_terms = contract_tables(scenario, values, terms, seasons, policies.open_to, policies.price_caps)
    bookings, booking_terms = booking_tables(scenario, values, seasons)
    usable = _open_arcs(
        scenario.horizon.years, terms, investment["projects"], investment["project_terms"], unpruned=unpruned
    )
    sources, exchanges = _sources(steps, step_terms, unpruned=unpruned), _exchanges(swaps, swap_terms)
    markets = set(consumption["demand"].index.get_level_values("market"))
    stores = set(storages["node"]) if scenario.horizon.storage == "chronological" else set()
    closed, refused = (set(), set()) if unpruned else (policies.closed, policies.unsold)
    unsold = refused | _unsold(producers, markets, scenario.horizon.years)
    homely = set() if unpruned else homely_origins(producers, arcs, terms, contracts, swaps, policies.members)
    reach, possible = reachable_flows(arcs, usable, sources, markets, closed, unsold, exchanges, stores, homely)
    swap_terms["possible"] = [(swap, year) in possible for swap, year, _ in swap_terms.index]
    network = Network(
        scenario=scenario,
        years=year_table(scenario.horizon.years, scenario.horizon.discount_rate),
        seasons=seasons,
        nodes=_node_table(scenario),
        arcs=arcs,
        arc_terms=terms,
        upkeep=upkeep_table(scenario, values, arcs, terms),
        producers=producers,
        ramps=ramp_table(scenario, values, seasons),
        steps=steps,
        step_terms=step_terms,
        **consumption,
        fleets=fleets,
        legs=legs,
        storages=storages,
        storage_terms=storage_terms,
        storage_stocks=storage_stocks,
        contracts=contracts,
        contract_terms=contract_terms,
        destinations=destination_table(contracts, arcs, reach, markets),
        minimum_takes=minimum_take_table(scenario, values, contracts, terms, seasons, policies.open_to),
        bookings=bookings,
        booking_terms=booking_terms,
        **investment,
        policy_members=policies.members,
        **{name: getattr(policies, name) for name in _POLICY_TABLES},
        swaps=swaps,
        swap_terms=swap_terms,
        reach=reach,
        value_of_lost_load=scenario.parameter("value_of_lost_load"),
    )
    return replace(network, findings=require(network, unmet=unpruned))


def flows_under(network: Network, policies: Sequence[Policy], year: int) -> set[tuple[str, str]]:
    """Origin and arc of every flow that could exist in a year if other policies held, the rest as it is.

    Gas that could only come back to where it was is among them; see :mod:`corridor.network.roundabouts`.
    """
    scenario = replace(network.scenario, policies=tuple(policies))
    terms, seasons, projects = network.arc_terms, network.seasons, network.projects
    storage = network.storages, network.storage_terms
    tables = policy_tables(scenario, network.arcs, terms, seasons, *storage, network.swap_terms)
    markets = set(network.demand.index.get_level_values("market"))
    carried = scenario.horizon.storage == "chronological"
    years = scenario.horizon.years if carried else (year,)
    homely = homely_origins(network.producers, network.arcs, terms, network.contracts, network.swaps, tables.members)
    usable = _open_arcs(scenario.horizon.years, terms, projects, network.project_terms, unpruned=False)
    reach, _ = reachable_flows(
        network.arcs,
        {each: usable[each] for each in years},
        _sources(network.steps, network.step_terms, unpruned=False),
        markets,
        tables.closed,
        tables.unsold | _unsold(network.producers, markets, years),
        _exchanges(network.swaps, network.swap_terms),
        set(network.storages["node"]) if carried else set(),
        homely,
    )
    chosen = reach[reach["year"] == year]
    return set(zip(chosen["origin"], chosen["arc"], strict=True))


def _consumption(scenario: Scenario, values: Values, seasons: pd.DataFrame) -> dict[str, Any]:
    """Tables on markets, by their names in the network."""
    demand, blocks, sector_terms = demand_table(scenario, values, seasons)
    return {
        "demand": demand,
        "blocks": blocks,
        "sectors": sector_table(scenario),
        "sector_terms": sector_terms,
        "conduct": conduct_table(scenario, values, blocks),
    }


def _investment(scenario: Scenario, values: Values) -> dict[str, Any]:
    """Tables on projects, by their names in the network."""
    projects, project_terms = project_tables(scenario, values)
    expansion = expansion_tables(scenario, projects, project_terms)
    budgets, members = budget_tables(scenario, projects, stages_by_project(scenario, values), expansion)
    return {
        "projects": projects,
        "project_terms": project_terms,
        "expansion": expansion,
        "budgets": budgets,
        "budget_members": members,
    }


def _require_arcs(scenario: Scenario, arcs: set[str]) -> None:
    """Bookings, contracts and projects may name the reverse of a line only where the line can be reversed.

    Raises
    ------
    NetworkError
        Naming every one that does not.
    """
    problems = [
        Problem(f"{component[:-1]} '{name}' names '{arc}', but that line has no capacity in this direction")
        for component, default, out in (
            ("bookings", "active", "ended"),
            ("contracts", "active", "ended"),
            ("projects", "excluded", "excluded"),
        )
        for name, row in scenario.dataset.rows(component)
        if scenario.status(component, name, default) != out
        for arc in split(row["arcs"])
        if arc not in arcs
    ]
    if problems:
        raise NetworkError(problems)


def _node_table(scenario: Scenario) -> pd.DataFrame:
    table = scenario.dataset.nodes[["name", "kind", "country", "groups", "lon", "lat"]].copy()
    groups = [split(text) for text in table["groups"]]
    table["region"] = [
        next((group.removeprefix("region:") for group in each if group.startswith("region:")), "") for each in groups
    ]
    named = [tuple(group for group in each if ":" not in group) for each in groups]
    table["groups"] = pd.Series(named, index=table.index, dtype=object)
    return table.rename_axis("node").sort_index()


def _open_arcs(
    years: Sequence[int], terms: pd.DataFrame, projects: pd.DataFrame, project_terms: pd.DataFrame, *, unpruned: bool
) -> dict[int, list[str]]:
    """Arcs with capacity in some season of a year, or that a candidate may give some; all if nothing is pruned."""
    found: dict[int, set[str]] = {year: set() for year in years}
    for (arc, year, _), capacity in lookup(terms["capacity"]).items():
        if capacity > 0.0 or unpruned:
            found[year].add(arc)
    arcs = lookup(projects["arcs"])
    for (project, year), limit in lookup(project_terms["limit"]).items():
        if limit > 0.0:
            found[year] |= set(arcs[project])
    return {year: sorted(names) for year, names in found.items()}


def _unsold(producers: pd.DataFrame, markets: set[str], years: Sequence[int]) -> set[tuple[str, str, int]]:
    """Origin, market and year where gas is not sold because its producers sell elsewhere only."""
    sold = dict(zip(producers["origin"].tolist(), producers["sold_in"].tolist(), strict=True))
    return {
        (origin, market, year)
        for origin, chosen in sold.items()
        if chosen
        for market in markets.difference(chosen)
        for year in years
    }


def _sources(steps: pd.DataFrame, step_terms: pd.DataFrame, *, unpruned: bool) -> dict[tuple[str, int], set[str]]:
    """Nodes at which gas of an origin can be produced in a year, or ever if nothing is pruned."""
    origin, node = lookup(steps["origin"]), lookup(steps["node"])
    found: dict[tuple[str, int], set[str]] = {}
    for (step, year), capacity in lookup(step_terms["capacity"]).items():
        if capacity > 0.0 or unpruned:
            found.setdefault((origin[step], year), set()).add(node[step])
    return found


def _exchanges(swaps: pd.DataFrame, swap_terms: pd.DataFrame) -> dict[int, dict[str, Exchange]]:
    """Swaps that are open in some season of a year."""
    rows = lookup_rows(swaps)
    found: dict[int, dict[str, Exchange]] = {}
    for swap, year, _ in swap_terms.index:
        row = rows[swap]
        found.setdefault(year, {})[swap] = Exchange(
            row["gives_origin"], row["gives_at"], row["takes_origin"], row["takes_at"]
        )
    return found
