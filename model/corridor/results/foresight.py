"""What it is worth to know the future, and to plan for all of it, as tables; signs are those of a cost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from corridor.engine.branching import Branched, Plan, above

MEANINGS = {
    "expected_cost": "discounted cost of all branches under one plan, weighted with their probabilities",
    "cost_in_branch": "cost of the branch under that plan",
    "wait_and_see_cost": "expected cost if the branch were known before anything is built",
    "cost_alone": "cost of the branch if it were known to come",
    "value_of_perfect_information": "expected cost less wait-and-see cost (EVPI): most that it is worth to know",
    "mean_value_plan_cost": "expected cost if what is built were planned for the mean of all branches (EEV)",
    "value_of_stochastic_solution": "mean-value plan's expected cost less expected cost (VSS)",
    "single_branch_plan_cost": "expected cost if what is built were planned for this branch alone",
    "value_against_best_single_branch_plan": "expected cost of the best plan for one branch less expected cost",
}
"""Every measure and what it is."""

JOINT, MEAN = "all branches", "mean of branches"
"""How plans that are not made for one branch are called."""

UNIT = "million USD"


def foresight_table(branched: Branched) -> pd.DataFrame:
    """Costs and values, one a row: measure, plan, branch, value, unit, meaning, note.

    ``plan`` says for what the plan was made, ``branch`` in which branch the cost arises; both are empty where
    the measure is about all. A cost is infinite where a plan cannot be carried out, and ``note`` says in which branches
    firm demand goes short under it.
    """
    rows = [
        {"measure": measure, "plan": plan, "branch": branch, "value": value, "note": note}
        for measure, plan, branch, value, note in _rows(branched)
    ]
    table = pd.DataFrame(rows).assign(unit=UNIT)
    table["meaning"] = table["measure"].map(MEANINGS)
    return table[["measure", "plan", "branch", "value", "unit", "meaning", "note"]]


def _rows(branched: Branched) -> Iterator[tuple[str, str, str, float, str]]:
    yield "expected_cost", JOINT, "", branched.expected, ""
    for branch, solution in branched.solutions.items():
        yield "cost_in_branch", JOINT, branch, solution.point.objective, ""
    yield "wait_and_see_cost", "", "", branched.wait_and_see, ""
    for branch, cost in branched.alone.items():
        yield "cost_alone", branch, branch, cost, ""
    yield "value_of_perfect_information", "", "", branched.perfect_information, ""
    if branched.mean_plan is not None:
        plan = branched.mean_plan
        yield "mean_value_plan_cost", MEAN, "", plan.expected, _note(plan)
        yield "value_of_stochastic_solution", MEAN, "", above(plan.expected, branched.expected), _note(plan)
    for plan in branched.single_plans:
        yield "single_branch_plan_cost", plan.made_for, "", plan.expected, _note(plan)
    best = branched.best_single
    value = above(best.expected, branched.expected)
    yield "value_against_best_single_branch_plan", best.made_for, "", value, _note(best)


def _note(plan: Plan) -> str:
    stuck = [branch for branch, cost in plan.costs.items() if math.isinf(cost)]
    notes = [f"cannot be carried out in {', '.join(stuck)}"] if stuck else []
    notes += [f"firm demand goes short in {', '.join(plan.short)}"] if plan.short else []
    return "; ".join(notes)


def plan_table(branched: Branched) -> pd.DataFrame:
    """What each plan builds before the branches are known: plan, project, year in which it starts, capacity (bcm/yr).

    The first plan is the one of the run; the others are those that it is measured against.
    """
    plans: dict[str, Mapping[Any, float]] = {JOINT: branched.chosen}
    plans |= {} if branched.mean_plan is None else {MEAN: branched.mean_plan.chosen}
    plans |= {plan.made_for: plan.chosen for plan in branched.single_plans}
    rows = [
        (plan, project, year, capacity)
        for plan, chosen in plans.items()
        for (variable, (project, year)), capacity in sorted(chosen.items())
        if variable == "added"
    ]
    return pd.DataFrame(rows, columns=["plan", "project", "year", "capacity"]).assign(unit="bcm/yr")


def told(foresight: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the table of costs and values for a manifest; a cost without bound is null there."""
    rows = [{str(key): value for key, value in row.items()} for row in foresight.to_dict("records")]
    return [{**row, "value": row["value"] if math.isfinite(row["value"]) else None} for row in rows]


def sentences(foresight: pd.DataFrame) -> list[str]:
    """Return what the table says in a few lines, for a terminal."""
    single = foresight[foresight["branch"] == ""]
    values = dict(zip(single["measure"], single["value"], strict=True))
    best = str(single["plan"].iloc[-1])
    lines = [
        ("expected cost", values["expected_cost"]),
        ("wait-and-see cost", values["wait_and_see_cost"]),
        ("value of perfect information (EVPI)", values["value_of_perfect_information"]),
    ]
    if "value_of_stochastic_solution" in values:
        lines.append(("expected cost of the mean-value plan (EEV)", values["mean_value_plan_cost"]))
        lines.append(("value of the stochastic solution (VSS)", values["value_of_stochastic_solution"]))
    else:
        lines.append((f"value against the plan for '{best}' alone", values["value_against_best_single_branch_plan"]))
    width = max(len(name) for name, _ in lines)
    return [f"{name:{width}}  {_amount(value)}" for name, value in lines]


def _amount(value: float) -> str:
    return f"{value:,.1f} {UNIT}" if math.isfinite(value) else "without bound: the plan cannot be carried out"
