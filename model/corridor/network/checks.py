"""Named checks of a network: each a small pure function, run as one list.

A check yields findings. An ``error`` stops the run; a ``warning`` is something legal but suspicious and goes into the
manifest and the report.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from corridor.dataset import lookup
from corridor.errors import InfeasibleError, NetworkError, Problem
from corridor.network.calendar import stock_weights
from corridor.network.conduct_checks import CONDUCT_CHECKS
from corridor.network.contract_checks import CONTRACT_CHECKS
from corridor.network.contracts import annual_capacity
from corridor.network.levers import Levers
from corridor.network.price_cap_checks import PRICE_CAP_CHECKS
from corridor.network.project_checks import (
    budget_without_projects,
    paid_beyond_its_life,
    project_before_its_time,
    project_that_cannot_be_built,
    units_leave_a_rest,
)
from corridor.network.stock_checks import (
    filling_with_a_beginning_of_its_own,
    opening_stock_without_gas,
    stocks_without_a_beginning,
)
from corridor.network.tables import Finding, Network
from corridor.network.values import Values
from corridor.scenario import Filling

TOLERANCE = 1e-6

#: Columns of money that can go either way: a tariff may be a subsidy, a premium a discount.
_SIGNED = ("cost", "premium", "own_part")


def period_weights(network: Network) -> Iterator[Finding]:
    """Seasons must make up the year, and model years must stand for some time."""
    total = float(network.seasons["duration"].sum())
    if abs(total - 1.0) > TOLERANCE:
        yield Finding("period_weights", "error", f"the seasons make up {total:.4f} of a year, not 1")
    for year, weight in lookup(network.years["weight"]).items():
        if not weight > 0.0:
            yield Finding("period_weights", "error", f"model year {year} stands for {weight} years")


def finite_numbers(network: Network) -> Iterator[Finding]:
    """No capacity, demand or loss may be NaN or negative; what is paid may also be received."""
    for name in ("arc_terms", "step_terms", "demand", "blocks", "storage_terms", "contract_terms", "booking_terms"):
        table = getattr(network, name)
        for column in table.select_dtypes("number").columns:
            lowest = -math.inf if column in _SIGNED else -TOLERANCE
            bad = table.index[table[column].isna() | (table[column] < lowest)]
            if len(bad):
                yield Finding("finite_numbers", "error", f"{column} of {_name(bad[0])} is {table.at[bad[0], column]}")


def losses(network: Network) -> Iterator[Finding]:
    """An arc must let some of its gas arrive."""
    for arc, loss in lookup(network.arcs["loss"]).items():
        if not 0.0 <= loss < 1.0:
            yield Finding("losses", "error", f"{arc} would lose {100.0 * loss:.0f} % of its gas")


def step_shares(network: Network) -> Iterator[Finding]:
    """Cost steps of a producer must make up its whole potential."""
    scenario = network.scenario
    series = {
        (str(step), producer): scenario.series("supply_steps", str(step), "share")
        for step, producer in lookup(network.steps["producer"]).items()
    }
    for producer in network.producers.index.tolist():
        own = [share for (_, whose), share in series.items() if whose == producer and share is not None]
        for year in network.years.index.tolist():
            total = sum(share.year(year) for share in own)
            if abs(total - 1.0) > 1e-4:
                yield Finding("step_shares", "error", f"the steps of '{producer}' make up {total:.3f} in {year}, not 1")
                break


def seasonal_profiles(network: Network) -> Iterator[Finding]:
    """A market's seasons must consume exactly its year."""
    scenario = network.scenario
    for profile in scenario.dataset.ids("seasonality"):
        for year in network.years.index.tolist():
            total = sum(scenario.months("seasonality", profile, year).values())
            if abs(total - 1.0) > 1e-3:
                message = f"profile '{profile}' sums to {total:.4f} in {year}, not 1"
                yield Finding("seasonal_profiles", "error", message)
                break


def unconnected_nodes(network: Network) -> Iterator[Finding]:
    """Every node but a producing market must have an arc."""
    used = set(network.arcs["from"]) | set(network.arcs["to"]) | set(network.producers["node"])
    for node in network.nodes.index.tolist():
        if node not in used:
            yield Finding("unconnected_nodes", "error", f"node '{node}' has no arc and no producer")


def capacity_without_source(network: Network) -> Iterator[Finding]:
    """Capacity that no gas can reach in any year is worth a word."""
    reached = set(network.reach["arc"])
    capacity = network.arc_terms["capacity"].groupby(level="arc").max()
    for arc, largest in lookup(capacity).items():
        if largest > TOLERANCE and arc not in reached and math.isfinite(largest):
            yield Finding("capacity_without_source", "warning", f"no gas can use '{arc}' ({largest:.1f} bcm/yr)")


def demand_that_cannot_be_met(network: Network) -> Iterator[Finding]:
    """Firm demand above all that can arrive, be produced or be withdrawn in a season is infeasible, if not accepted."""
    if network.scenario.market.shortfall == "accepted":
        return
    inflow, own = _possible_inflow(network), _own_supply(network)
    worst: dict[str, list[tuple[float, float, str]]] = {}
    for (market, year, season), firm in lookup(network.demand["firm"]).items():
        supply = inflow.get((market, year, season), 0.0) + own.get((market, year, season), 0.0)
        if firm > supply * (1.0 + TOLERANCE):
            worst.setdefault(market, []).append((firm - supply, firm, f"{season} {year}"))
    for market, gaps in worst.items():
        gap, firm, when = max(gaps, key=lambda each: each[0])
        more = f"; {len(gaps) - 1} more seasons like it" if len(gaps) > 1 else ""
        written = network.scenario.where(f"demand.{market}")
        yield Finding(
            "demand_that_cannot_be_met",
            "infeasible",
            f"{market} needs {firm:.1f} bcm/yr in {when} at any price, but at most {firm - gap:.1f} bcm/yr can be "
            f"produced, withdrawn and brought there{more}" + (f" (demand set at {written})" if written else ""),
        )


def _possible_inflow(network: Network) -> dict[tuple[str, int, str], float]:
    """Rate that could arrive at every node by arcs that some gas can reach, candidates at full size; bcm/yr."""
    reached = {(arc, year) for _, arc, year in network.flows}
    loss, end = lookup(network.arcs["loss"]), lookup(network.arcs["to"])
    metered, arcs_of = lookup(network.arcs["metered"]), lookup(network.projects["arcs"])
    inflow: dict[tuple[str, int, str], float] = {}
    for (arc, year, season), capacity in lookup(network.arc_terms["capacity"]).items():
        if (arc, year) in reached:
            key = (end[arc], year, season)
            inflow[key] = inflow.get(key, 0.0) + capacity * (1.0 - loss[arc])
    for (project, year), limit in lookup(network.project_terms["limit"]).items():
        for arc in arcs_of[project] if limit > 0.0 else ():
            arriving = limit if metered[arc] == "exit" else limit * (1.0 - loss[arc])
            for season in network.seasons.index.tolist():
                key = (end[arc], year, season)
                inflow[key] = inflow.get(key, 0.0) + arriving
    return inflow


def _own_supply(network: Network) -> dict[tuple[str, int, str], float]:
    node = lookup(network.steps["node"])
    swing = lookup(network.steps["producer"].map(network.producers["swing"]))
    own: dict[tuple[str, int, str], float] = {}
    for (step, year), capacity in lookup(network.step_terms["capacity"]).items():
        for season in network.seasons.index.tolist():
            key = (node[step], year, season)
            own[key] = own.get(key, 0.0) + capacity * (1.0 + swing[step])
    place = lookup(network.storages["node"])
    for (storage, year, season), rate in lookup(network.storage_terms["withdrawal"]).items():
        key = (place[storage], year, season)
        own[key] = own.get(key, 0.0) + rate
    return own


def contract_above_capacity(network: Network) -> Iterator[Finding]:
    """A contract cannot oblige to more than its delivery arcs could carry if no event closed them.

    Where nothing stands at all, the line it waits for is not built and it obliges nobody; that is worth a word.
    """
    capacity = annual_capacity(network.arc_terms, network.seasons, "nameplate")
    arcs = lookup(network.contracts["arcs"])
    waiting: dict[str, list[int]] = {}
    for (contract, year), obligation in lookup(network.contract_terms["obligation"]).items():
        carried = sum(part for arc in arcs[contract] for part in capacity[arc, year])
        if carried <= TOLERANCE < obligation:
            waiting.setdefault(contract, []).append(year)
        elif obligation > carried * (1.0 + TOLERANCE):
            obliges = f"contract '{contract}' obliges to {obligation:.1f} bcm in {year}"
            message = f"{obliges}, its delivery arcs carry {carried:.1f}"
            yield Finding("contract_above_capacity", "error", message)
    for contract, years in waiting.items():
        message = f"contract '{contract}' waits for its delivery arcs in {', '.join(map(str, years))}"
        yield Finding("contract_above_capacity", "warning", message)


def policy_without_effect(network: Network) -> Iterator[Finding]:
    """A policy that limits nothing that could flow is suspicious."""
    members = network.policy_members
    ruled = set(members.loc[members["member_kind"] != "consumer", "policy"])
    for policy in network.scenario.policies:
        if policy.name in ruled:
            continue
        why = "limits no arc and no market"
        if isinstance(policy, Filling):
            why = "finds no storage" if len(network.seasons) > 1 else "asks for stocks in years without seasons"
        yield Finding("policy_without_effect", "warning", f"policy '{policy.name}' {why}")


def swap_without_gas(network: Network) -> Iterator[Finding]:
    """A swap needs gas on both sides and an outlet for what it brings; where it never has, somebody should know."""
    possible = {swap for swap, _ in network.open_swaps}
    for swap in network.scenario.swaps:
        if swap.name in set(network.swap_terms.index.get_level_values("swap")) - possible:
            gives, takes = swap.gives, swap.takes
            message = (
                f"swap '{swap.name}' can move nothing: gas of {gives.origin} must be able to reach {gives.at} and be "
                f"of use at {takes.at}, gas of {takes.origin} the other way round"
            )
            yield Finding("swap_without_gas", "warning", message)


def filling_within_a_season(network: Network) -> Iterator[Finding]:
    """A target inside a season binds more than the day: in the model stocks move evenly through the season."""
    months = lookup(network.seasons["months"])
    aimed = set(network.fillings.index.get_level_values("policy"))
    for policy in network.scenario.policies:
        if isinstance(policy, Filling) and policy.name in aimed:
            seasons = list(stock_weights(months, policy.by))
            if len(seasons) > 1:
                yield Finding(
                    "filling_within_a_season",
                    "warning",
                    f"the day of policy '{policy.name}' lies inside {seasons[1]}, through which stocks move evenly: "
                    f"it asks for a part of the stock at the end of {seasons[0]} and a part of that at the end of "
                    f"{seasons[1]}",
                )


def levers_beyond_their_object(network: Network) -> Iterator[Finding]:
    """Levers cannot take more off a market than it consumes, or off a producer than it can produce."""
    values = Values(network.scenario)
    levers, months = Levers(network.scenario, values, "demand"), lookup(network.seasons["months"])
    for (market, year, season), reference in lookup(network.demand["reference"]).items():
        taken = levers.months(market, year, months[season])
        if reference <= 0.0 < taken:
            message = f"levers take {taken:.1f} bcm/yr off '{market}' in {season} {year}, all that it consumes or more"
            yield Finding("levers_beyond_their_object", "error", message)
    levers = Levers(network.scenario, values, "supply")
    for producer in levers.objects:
        potential = values.yearly("producers", producer, "potential")
        for year in network.years.index.tolist():
            taken = -levers.year(producer, year)
            if taken > potential(year):
                message = f"levers take {taken:.1f} bcm/yr off '{producer}' in {year}, which has {potential(year):.1f}"
                yield Finding("levers_beyond_their_object", "error", message)


Check = Callable[[Network], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    period_weights,
    finite_numbers,
    losses,
    step_shares,
    seasonal_profiles,
    unconnected_nodes,
    capacity_without_source,
    demand_that_cannot_be_met,
    contract_above_capacity,
    project_before_its_time,
    project_that_cannot_be_built,
    units_leave_a_rest,
    paid_beyond_its_life,
    budget_without_projects,
    policy_without_effect,
    swap_without_gas,
    filling_within_a_season,
    opening_stock_without_gas,
    stocks_without_a_beginning,
    filling_with_a_beginning_of_its_own,
    levers_beyond_their_object,
    *CONDUCT_CHECKS,
    *CONTRACT_CHECKS,
    *PRICE_CAP_CHECKS,
)


def findings(network: Network) -> tuple[Finding, ...]:
    """Run every check."""
    return tuple(finding for check in CHECKS for finding in check(network))


def require(network: Network, *, unmet: bool = False) -> tuple[Finding, ...]:
    """Run every check and raise on what stops a run.

    Parameters
    ----------
    network
        To be checked.
    unmet
        Whether demand that cannot be met may pass.

    Returns
    -------
    tuple of Finding
        The rest: warnings.

    Raises
    ------
    NetworkError
        On errors.
    InfeasibleError
        On demand that cannot be met, if there is nothing worse.
    """
    found = findings(network)
    errors = [Problem(f"{finding.message} [{finding.check}]") for finding in found if finding.severity == "error"]
    if errors:
        raise NetworkError(errors)
    infeasible = [finding.message for finding in found if finding.severity == "infeasible"]
    if infeasible and not unmet:
        shown = infeasible[:8] + ([f"and {len(infeasible) - 8} more"] if len(infeasible) > 8 else [])
        raise InfeasibleError("\n".join(shown))
    return found


def _name(label: object) -> str:
    return " ".join(str(part) for part in label) if isinstance(label, tuple) else str(label)
