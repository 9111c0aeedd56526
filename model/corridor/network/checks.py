"""Named checks of a network: each a small pure function, run as one list.

A check yields findings. An ``error`` stops the run; a ``warning`` is something legal but suspicious and goes into the
manifest and the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from corridor.errors import InfeasibleError, NetworkError, Problem
from corridor.network.tables import Network

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found.

    Attributes
    ----------
    check : str
        Name of the check.
    severity : {"error", "infeasible", "warning"}
    message : str
    """

    check: str
    severity: Literal["error", "infeasible", "warning"]
    message: str


def period_weights(network: Network) -> Iterator[Finding]:
    """Seasons must make up the year, and model years must stand for some time."""
    total = float(network.seasons["duration"].sum())
    if abs(total - 1.0) > TOLERANCE:
        yield Finding("period_weights", "error", f"the seasons make up {total:.4f} of a year, not 1")
    for year, weight in network.years["weight"].items():
        if not weight > 0.0:
            yield Finding("period_weights", "error", f"model year {year} stands for {weight} years")


def finite_numbers(network: Network) -> Iterator[Finding]:
    """No capacity, cost, demand or loss may be NaN or negative."""
    for name in ("arc_terms", "step_terms", "demand", "blocks", "storage_terms", "contract_terms"):
        table = getattr(network, name)
        for column in table.columns:
            bad = table.index[table[column].isna() | (table[column] < -TOLERANCE)]
            if len(bad):
                yield Finding("finite_numbers", "error", f"{column} of {_name(bad[0])} is {table.at[bad[0], column]}")


def losses(network: Network) -> Iterator[Finding]:
    """An arc must let some of its gas arrive."""
    for arc, loss in network.arcs["loss"].items():
        if not 0.0 <= loss < 1.0:
            yield Finding("losses", "error", f"{arc} would lose {100.0 * loss:.0f} % of its gas")


def step_shares(network: Network) -> Iterator[Finding]:
    """Cost steps of a producer must make up its whole potential."""
    dataset = network.scenario.dataset
    shares: dict[str, float] = {}
    for step, producer in network.steps["producer"].items():
        series = dataset.series("supply_steps", str(step), "share")
        shares[producer] = shares.get(producer, 0.0) + (series.values[0] if series else 0.0)
    for producer in network.producers.index:
        if abs(shares.get(producer, 0.0) - 1.0) > 1e-4:
            yield Finding("step_shares", "error", f"the steps of '{producer}' make up {shares.get(producer, 0.0):.3f}, not 1")


def seasonal_profiles(network: Network) -> Iterator[Finding]:
    """A market's seasons must consume exactly its year."""
    dataset = network.scenario.dataset
    for profile in dataset.ids("seasonality"):
        total = sum(
            series.values[0]
            for month in range(1, 13)
            if (series := dataset.series("seasonality", profile, f"month-{month:02d}")) is not None
        )
        if abs(total - 1.0) > 1e-3:
            yield Finding("seasonal_profiles", "error", f"profile '{profile}' sums to {total:.4f}, not 1")


def unconnected_nodes(network: Network) -> Iterator[Finding]:
    """Every node but a producing market must have an arc."""
    used = set(network.arcs["from"]) | set(network.arcs["to"])
    for node in network.nodes.index:
        if node not in used and node not in set(network.producers["node"]):
            yield Finding("unconnected_nodes", "error", f"node '{node}' has no arc and no producer")


def capacity_without_source(network: Network) -> Iterator[Finding]:
    """Capacity that no gas can reach in any year is worth a word."""
    reached = set(network.reach["arc"])
    capacity = network.arc_terms["capacity"].groupby(level="arc").max()
    for arc, largest in capacity.items():
        if largest > TOLERANCE and arc not in reached and np.isfinite(largest):
            yield Finding("capacity_without_source", "warning", f"no gas can use '{arc}' ({largest:.1f} bcm/yr)")


def demand_that_cannot_be_met(network: Network) -> Iterator[Finding]:
    """Firm demand above all that can arrive, be produced or be withdrawn in a season is infeasible."""
    reached = set(network.reach[["arc", "year"]].itertuples(index=False, name=None))
    loss, end = network.arcs["loss"], network.arcs["to"]
    inflow: dict[tuple[str, int, str], float] = {}
    for (arc, year, season), capacity in network.arc_terms["capacity"].items():
        if (arc, year) in reached:
            key = (end[arc], year, season)
            inflow[key] = inflow.get(key, 0.0) + capacity * (1.0 - loss[arc])
    own = _own_supply(network)
    for (market, year, season), firm in network.demand["firm"].items():
        supply = inflow.get((market, year, season), 0.0) + own.get((market, year), 0.0)
        if firm > supply * (1.0 + TOLERANCE):
            yield Finding(
                "demand_that_cannot_be_met",
                "infeasible",
                f"{market} needs {firm:.1f} bcm/yr in {season} {year} at any price, but at most {supply:.1f} bcm/yr "
                "can be produced, withdrawn and brought there",
            )


def _own_supply(network: Network) -> dict[tuple[str, int], float]:
    own: dict[tuple[str, int], float] = {}
    for (step, year), capacity in network.step_terms["capacity"].items():
        row = network.steps.loc[step]
        key = (row["node"], year)
        own[key] = own.get(key, 0.0) + capacity * (1.0 + float(network.producers.at[row["producer"], "swing"]))
    for (storage, year), rate in network.storage_terms["withdrawal"].items():
        key = (network.storages.at[storage, "node"], year)
        own[key] = own.get(key, 0.0) + rate
    return own


def contract_above_capacity(network: Network) -> Iterator[Finding]:
    """A contract's minimum cannot be above what its delivery arcs can carry."""
    duration = network.seasons["duration"]
    for (contract, year), minimum in network.contract_terms["minimum"].items():
        arcs = network.contracts.at[contract, "arcs"]
        carried = sum(
            float(network.arc_terms.at[(arc, year, season), "capacity"]) * float(length)
            for arc in arcs
            for season, length in duration.items()
        )
        if minimum > carried * (1.0 + TOLERANCE):
            yield Finding(
                "contract_above_capacity",
                "error",
                f"contract '{contract}' obliges to {minimum:.1f} bcm in {year}, its delivery arcs carry {carried:.1f}",
            )


def project_before_its_time(network: Network) -> Iterator[Finding]:
    """A committed project that delivers before its earliest year is suspicious."""
    committed = network.project_terms["committed"]
    for project, earliest in network.projects["earliest"].items():
        early = [year for year in network.years.index if year < earliest and committed[project, year] > TOLERANCE]
        if early:
            yield Finding(
                "project_before_its_time",
                "warning",
                f"{network.projects.at[project, 'name']} delivers in {early[0]}; the dataset's earliest year is {earliest:.0f}",
            )


def policy_without_effect(network: Network) -> Iterator[Finding]:
    """A policy that limits nothing that could flow is suspicious."""
    limiting = set(network.policy_members["policy"])
    for policy in network.scenario.policies:
        if policy.name not in limiting:
            yield Finding("policy_without_effect", "warning", f"policy '{policy.name}' limits no arc and no market")


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
    policy_without_effect,
)


def findings(network: Network) -> tuple[Finding, ...]:
    """Run every check."""
    return tuple(finding for check in CHECKS for finding in check(network))


def require(network: Network) -> None:
    """Raise on what stops a run.

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
    if infeasible:
        shown = infeasible[:8] + ([f"and {len(infeasible) - 8} more"] if len(infeasible) > 8 else [])
        raise InfeasibleError("\n".join(shown))


def _name(label: object) -> str:
    return " ".join(str(part) for part in label) if isinstance(label, tuple) else str(label)
