"""Turn a solution into results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import pandas as pd

from corridor.dataset.provenance import newest_source
from corridor.engine import Solution
from corridor.errors import InfeasibleError
from corridor.network import Finding, Network
from corridor.results.audit import audit
from corridor.results.balance import balance_table, storage_table
from corridor.results.bookings import booking_table
from corridor.results.budgets import budget_table
from corridor.results.commerce import cost_table
from corridor.results.conduct import conduct_table
from corridor.results.context import Context, usd_per_mmbtu
from corridor.results.contracts import contract_table
from corridor.results.flows import capacity_table, flow_table
from corridor.results.indicators import indicator_table
from corridor.results.national import national_table
from corridor.results.netbacks import netback_table
from corridor.results.observed import observed_table
from corridor.results.policies import policy_table
from corridor.results.price_caps import kept_by_buyers, price_cap_table
from corridor.results.prices import annual_prices, consumption_table, price_table
from corridor.results.projects import project_table
from corridor.results.published import published_table
from corridor.results.sectors import sector_table
from corridor.results.supply_mix import supply_mix_table
from corridor.results.surplus import consumer_surplus, producer_surplus
from corridor.results.swaps import swap_table
from corridor.results.tables import Results
from corridor.scenario import Filling, Scenario

#: Shortfall above this makes a scenario infeasible, bcm in a season.
SHORTFALL = 1e-4
#: What is said above the storages that do not fill.
MISSED = "storages cannot be filled as policies demand:"
#: Where prices come from if something is decided in whole numbers.
PRICES = "duals of the linear program with integers fixed at their optimum"
#: What is said of gas whose origin makes no difference.
MIXED = "gas that nothing tells apart from a place on was solved as one; its origins have the shares of what came there"
#: Whose exports reports lead with.
FOCUS = "Russia"


def collect(network: Network, solution: Solution, timings: Mapping[str, float]) -> Results:
    """Make every table of a solved scenario, and re-derive the physics from them.

    Raises
    ------
    InfeasibleError
        If a market's firm demand or a filling target was not met: the value of lost load is no answer, unless the
        scenario accepts it as one of demand.
    CertificateError
        If the tables do not re-derive.
    """
    context = Context(network, solution)
    consumption, policies = consumption_table(context), policy_table(context)
    short = _shortfalls(consumption)
    if short and network.scenario.market.shortfall == "refused":
        raise InfeasibleError("\n".join(["demand cannot be met at any price:", *_first(short)]))
    _require_filled(network, policies)
    prices = price_table(context)
    annual = annual_prices(prices, consumption)
    flows, capacity, balance = flow_table(context), capacity_table(context), balance_table(context)
    netbacks = netback_table(context, annual)
    surplus = producer_surplus(context), consumer_surplus(context)
    projects = project_table(context, capacity)
    tables = {
        "flows": flows,
        "capacity": capacity,
        "balance": balance,
        "consumption": consumption,
        "sectors": sector_table(context),
        "prices": prices,
        "netbacks": netbacks,
        "contracts": contract_table(context),
        "bookings": booking_table(context),
        "projects": projects,
        "budgets": budget_table(context),
        "storage": storage_table(context),
        "policies": policies,
        "price_caps": price_cap_table(context),
        "swaps": swap_table(context),
        "conduct": conduct_table(context),
        "costs": cost_table(context),
        "indicators": indicator_table(
            network, balance, consumption, netbacks, flows, annual, surplus, projects, kept_by_buyers(context)
        ),
        "observed": observed_table(network, flows, balance, consumption, annual),
        "national": national_table(network, flows, balance),
        "supply_mix": supply_mix_table(network.scenario.dataset, network.years.index.tolist(), flows, balance),
        "nodes": network.nodes.reset_index(),
        "sources": _sources(network),
        "summary": _summary(network),
    }
    tables["published"] = published_table(tables["indicators"], network)
    residuals = audit(tables, network, solution.point.objective)
    findings = (*network.findings, *(Finding("shortfall", "error", text) for text in short))
    manifest = _manifest(network, solution, residuals, findings)
    # Labels that came down from the dataset are kept as the texts of the tables are.
    tables = {name: table.set_axis(pd.Index(table.columns.tolist()), axis=1) for name, table in tables.items()}
    return Results(**tables, manifest=manifest, timings=dict(timings), solved=context)


def _shortfalls(consumption: pd.DataFrame) -> list[str]:
    """Say which markets go short of firm demand and when, the worst first."""
    short = consumption[consumption["shortfall"] > SHORTFALL].sort_values("shortfall", ascending=False, kind="stable")
    return [
        f"{row.market} goes short of {_amount(row.shortfall)} bcm of its firm demand in {row.season} {row.year}"
        for row in short.itertuples()
    ]


def _first(lines: list[str], few: int = 8) -> list[str]:
    return lines if len(lines) <= few else [*lines[:few], f"and {len(lines) - few} more"]


def _amount(volume: Any) -> str:
    """Write a volume to a hundredth of a bcm, or to its first digit if it is less."""
    return f"{volume:.2f}" if volume >= 0.01 else f"{volume:.1g}"


def _require_filled(network: Network, policies: pd.DataFrame) -> None:
    filling = {policy.name: policy for policy in network.scenario.policies if isinstance(policy, Filling)}
    columns = (policies[name].tolist() for name in ("policy", "year", "limit", "level"))
    lines = [
        f"the storages of {', '.join(filling[name].into)} stay {target - held:.2f} bcm below the {target:.2f} bcm of "
        f"policy '{name}' in {year} ({filling[name].written})"
        for name, year, target, held in zip(*columns, strict=True)
        if name in filling and target - held > SHORTFALL
    ]
    if lines:
        raise InfeasibleError("\n".join([MISSED, *lines]))


def _pieces(scenario: Scenario, solution: Solution) -> dict[str, Any]:
    """The error of prices that squares in pieces leave, USD/MMBtu: allowed, and found."""
    if not solution.program.in_pieces:
        return {}
    allowed = scenario.behaviour.piece_error * usd_per_mmbtu()
    return {"piece_error": {"allowed": allowed, "found": allowed * solution.error, "unit": "USD/MMBtu"}}


def _sources(network: Network) -> pd.DataFrame:
    dataset = network.scenario.dataset
    used: dict[str, int] = {}
    plain = ("events", "observed", "parameters", "published", "year_inputs", "benchmarks")
    for table in (*dataset.figures.values(), *(dataset.tables[name] for name in plain)):
        for key, count in table["source"].value_counts().items():
            used[str(key)] = used.get(str(key), 0) + int(count)
    sources = dataset.tables["sources"].drop(columns="line")
    return sources.assign(used=sources["key"].map(used).fillna(0).astype(int)).sort_values("key", ignore_index=True)


def _summary(network: Network) -> pd.DataFrame:
    scenario = network.scenario
    rows = [
        {
            "path": path,
            "value": value,
            "origin": str(origin) if (origin := scenario.where(path)) is not None else "dataset",
        }
        for path, value in _leaves(scenario.resolved())
    ]
    return pd.DataFrame(rows, columns=["path", "value", "origin"])


def _leaves(node: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(node, Mapping) and node:
        if all(not isinstance(value, (Mapping, list)) for value in node.values()) and all(
            isinstance(key, int) or str(key)[:4].isdigit() for key in node
        ):
            return [(path, ", ".join(f"{key}: {value}" for key, value in node.items()))]
        return [leaf for key, value in node.items() for leaf in _leaves(value, f"{path}.{key}" if path else str(key))]
    if isinstance(node, (list, tuple)):
        return [(path, ", ".join(str(value) for value in node))]
    return [(path, "null" if node is None else str(node))]


def _whole_numbers(solution: Solution) -> dict[str, Any]:
    """What is to be known where something is decided in whole numbers; nothing elsewhere."""
    if not solution.integers:
        return {}
    return {"integers": {"columns": solution.integers, "relative_gap": solution.relative_gap, "prices": PRICES}}


def told_of(scenario: Scenario) -> dict[str, Any]:
    """What a manifest says of a scenario."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "description": scenario.description,
        "hash": scenario.hash,
        "layers": [layer.name for layer in scenario.layers],
    }


def _manifest(
    network: Network, solution: Solution, residuals: Mapping[str, float], findings: Iterable[Finding]
) -> dict[str, Any]:
    scenario, point, program = network.scenario, solution.point, solution.program
    return {
        "scenario": told_of(scenario),
        "dataset": {
            "name": scenario.dataset.folder.name,
            "hash": scenario.dataset.hash,
            "vintage": newest_source(scenario.dataset),
        },
        "report": {"years": list(scenario.report.years), "units": scenario.report.units, "focus": FOCUS},
        "versions": {name: version(name) for name in ("corridor", "highspy", "numpy", "pandas", "pyomo")},
        "solver": "HiGHS",
        "algorithm": point.algorithm,
        "program": "linear" if program.is_linear else "quadratic",
        **_pieces(scenario, solution),
        "solver_version": point.version,
        **_whole_numbers(solution),
        **({"mixed": {"columns": point.mixed, "meaning": MIXED}} if point.mixed else {}),
        "status": "optimal",
        "objective": point.objective,
        "objective_unit": "million USD of 2025, discounted",
        "certificate": {
            **solution.certificate.as_dict(),
            **{f"tables_{name}": value for name, value in residuals.items()},
        },
        "findings": [asdict(finding) for finding in findings],
        "counts": {
            "nodes": len(network.nodes),
            "arcs": len(network.arcs),
            "origins": int(network.reach["origin"].nunique()),
            "columns": len(program.cost),
            "rows": int(program.matrix.shape[0]),
            "nonzeros": int(program.matrix.nnz),
            "iterations": point.iterations,
        },
    }
