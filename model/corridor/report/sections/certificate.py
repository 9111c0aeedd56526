"""How exactly the case was solved, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from corridor.report.blocks import Block, Cell, Column, Section, Table, paragraph, row
from corridor.report.display import number
from corridor.report.subject import Subject
from corridor.report.view import stated

__all__ = ["certificate"]

_STATED: Final = ("scenario.name", "scenario.hash", "dataset.name", "dataset.vintage", "dataset.hash")
_MEANINGS: Mapping[str, str] = {
    "row_violation": "largest miss of a limit or balance, bcm",
    "bound_violation": "largest miss of a bound, bcm",
    "objective_difference": "objective against cost times quantity, relative",
    "dual_violation": "reduced costs of the wrong sign, relative",
    "complementarity": "price times slack, relative",
    "duality_gap": "primal against dual objective, relative",
    "tables_mass_balance": "balance of every node, from the tables, bcm",
    "tables_balance_from_flows": "flows against the balance table, bcm",
    "tables_capacity": "flow above capacity, from the tables, bcm",
    "tables_market_clearing": "sales against consumption, from the tables, bcm",
    "tables_swaps": "gas that swaps make or lose, from the tables, bcm",
    "tables_production": "production above potential, from the tables, bcm",
    "tables_bounds": "volumes below zero or above demand, from the tables, bcm",
    "tables_storage": "storage beyond its limits or without its source, bcm",
    "tables_policies": "gas beyond what policies leave open, from the tables, bcm",
    "tables_transport_cost": "tariffs times flows against the cost of transport, relative",
    "tables_objective": "reported costs against the objective, relative",
}


def certificate(subject: Subject) -> Section:
    """Return solver, status, residuals, sizes, hashes and versions from the manifest."""
    manifest = subject.results.manifest
    algorithm = stated(manifest, "algorithm", default="")
    status = stated(manifest, "status", default="unknown")
    solver = " ".join(
        str(part)
        for part in (stated(manifest, "solver", default=""), stated(manifest, "solver_version", default=""))
        if part
    )
    objective = float(stated(manifest, "objective", default=float("nan")))
    unit = stated(manifest, "objective_unit", default="million USD of 2025, discounted")
    text = (
        f"{solver} ({algorithm}) ended with status “{status}” and an objective of {number(objective, 1)} {unit}. Every"
        " solution is checked again without the solver: from the arrays of the programme, and once more from the"
        " finished tables. A case that fails a check is not reported at all."
    )
    integers = manifest.get("integers")
    if integers:
        text += (
            f" {integers['columns']} decisions are in whole numbers; the solver has proved that no others are better by"
            f" more than {_residual(integers['relative_gap'])} of the objective. Prices, values and the residuals below"
            " are those of the linear programme in which these numbers are fixed."
        )
    if "mixed" in manifest:
        text += f" {str(manifest['mixed']['meaning']).capitalize()}."
    residuals = manifest.get("certificate", {})
    rows = tuple(
        row(str(name).replace("_", " "), Cell(_MEANINGS.get(str(name), ""), quiet=True), _residual(value))
        for name, value in residuals.items()
    )
    columns = (Column("Residual", "left"), Column("Meaning", "left", share=1.0), Column("Value"))
    blocks: list[Block] = [paragraph(text)]
    if rows:
        blocks.append(Table("certificate", "Residuals of the solution.", columns, rows))
    facts = tuple(_facts(manifest))
    titles = (Column("What", "left"), Column("Value", "left", share=1.0))
    blocks.append(Table("run", "What this report was made from.", titles, facts))
    return Section("Certificate", blocks)


def _residual(value: Any) -> str:
    """Write a residual with two digits; a number that is exactly zero says so."""
    size = float(value)
    if size == 0:
        return "0"
    mantissa, exponent = f"{size:.1e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} · 10{raised}"


def _facts(manifest: Mapping[str, Any]) -> list[Any]:
    """Return rows of names, hashes, versions and sizes."""
    words = {path: str(stated(manifest, path, default="")) for path in _STATED}
    facts = [
        ("Scenario", f"{words['scenario.name']}, hash {words['scenario.hash']}"),
        (
            "Dataset",
            f"{words['dataset.name']}, newest source {words['dataset.vintage']}, hash {words['dataset.hash']}",
        ),
    ]
    for title, key in (("Size", "counts"), ("Versions", "versions")):
        entries = manifest.get(key, {})
        if entries:
            text = ", ".join(
                f"{name} {number(value, 0) if isinstance(value, int) else value}" for name, value in entries.items()
            )
            facts.append((title, text))
    overrides = manifest.get("overrides", ())
    if overrides:
        facts.append(("Overrides", ", ".join(str(override) for override in overrides)))
    return [row(*fact) for fact in facts]
