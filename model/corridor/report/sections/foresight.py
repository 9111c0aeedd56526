"""How much of the future was known: rolling windows, or branches and what it is worth to know which one comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corridor.report.blocks import Cell, Column, Section, Table, paragraph, row
from corridor.report.display import number
from corridor.report.subject import Subject

__all__ = ["how_much_was_known"]

_TITLE = "How much of the future was known"
_NAMES: Mapping[str, str] = {
    "expected_cost": "Expected cost of the plan for all branches",
    "cost_in_branch": "in branch {branch}",
    "wait_and_see_cost": "Wait-and-see cost",
    "cost_alone": "branch {branch} alone",
    "value_of_perfect_information": "Value of perfect information (EVPI)",
    "mean_value_plan_cost": "Expected cost of the plan for the mean (EEV)",
    "value_of_stochastic_solution": "Value of the stochastic solution (VSS)",
    "single_branch_plan_cost": "Expected cost of the plan for {plan} alone",
    "value_against_best_single_branch_plan": "Value against the plan for {plan} alone",
}


def how_much_was_known(subject: Subject) -> Section | None:
    """Return windows or branches from the manifest; nothing in perfect foresight."""
    manifest = subject.results.manifest
    if "branch" in manifest:
        return _branches(manifest["branch"], manifest.get("foresight", ()))
    return _windows(manifest["windows"]) if "windows" in manifest else None


def _windows(windows: Sequence[Mapping[str, Any]]) -> Section:
    text = (
        f"The years were decided in {len(windows)} rolling windows, each with no more than its look-ahead in view."
        " What a window decided stood for those after it; prices and values of a year are those of the window that"
        " decided it. Costs are at least those of perfect foresight."
    )
    rows = tuple(
        row(
            _years(window["decided"]),
            _years(window["ahead"]) or "none",
            f"{max(float(value) for value in window['certificate'].values()):.1e}",
        )
        for window in windows
    )
    columns = (Column("Decides", "left"), Column("Sees beyond", "left", share=1.0), Column("Largest residual"))
    return Section(_TITLE, [paragraph(text), Table("windows", "Rolling windows.", columns, rows)])


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))


def _branches(branch: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> Section:
    moment = branch.get("decided_before")
    until = "" if moment is None else f", as far as it has to be begun before {moment},"
    text = (
        f"This is branch “{branch['name']}” of “{branch['of']}”, with a probability of"
        f" {number(100.0 * float(branch['probability']), 1)} %. What candidate projects are built{until} is decided"
        " before it is known which branch comes true, and is the same in all; everything else follows once it is. Costs"
        " are discounted, and negative where the worth of flexible consumption is larger. EVPI is what it is worth"
        " to know the branch beforehand, and VSS what planning for all branches saves against a plan for their mean."
    )
    means = any(line["measure"] == "value_of_stochastic_solution" for line in told)
    if not means:
        text += (
            " The branches differ by more than numbers, so they have no mean to plan for; the plans for single branches"
            " take its place."
        )
    rows = tuple(
        row(
            _NAMES[line["measure"]].format(plan=f"“{line['plan']}”", branch=f"“{line['branch']}”"),
            Cell(line["note"], quiet=True),
            "without bound" if line["value"] is None else number(float(line["value"]), 1),
            total=not line["branch"] and line["measure"].startswith("value_"),
        )
        for line in told
    )
    columns = (Column("What", "left", share=1.0), Column("Note", "left", share=0.6), Column("Million USD"))
    caption = "Expected costs, and what foresight is worth, million USD of 2025, discounted."
    return Section(_TITLE, [paragraph(text), Table("foresight", caption, columns, rows, small=True)])
