"""Projects: capacity that a scenario commits to or leaves to the model, and what it costs a year."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from corridor.dataset import Series, split
from corridor.errors import NetworkError, Problem
from corridor.network.ties import Ties
from corridor.network.values import Values
from corridor.scenario import Scenario

#: Rounding that a whole number of units may carry.
WHOLE = 1e-9

_COLUMNS = (
    "project", "name", "status", "arcs", "owner", "size", "unit", "earliest", "ramp_up", "lifetime", "technical_life",
    "capital", "fixed_capital", "annuity", "fixed_annuity",
)  # fmt: skip


def annuity_factor(rate: float, years: float) -> float:
    r"""Yearly payment per unit of capital: :math:`r / (1 - (1+r)^{-n})`; :math:`1/n` at a rate of zero."""
    return 1.0 / years if rate == 0.0 else rate / (1.0 - (1.0 + rate) ** -years)


def project_tables(scenario: Scenario, values: Values) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Projects with status and annuity, and their committed or optional capacity by year.

    Raises
    ------
    NetworkError
        If a project has no size, a unit that does not fit into its size, or ties that contradict what is committed.
    """
    stages = stages_by_project(scenario, values)
    records = [_record(scenario, values, name, row) for name, row in scenario.dataset.rows("projects")]
    projects = pd.DataFrame(records, columns=list(_COLUMNS)).set_index("project").sort_index()
    rows = [dict(zip(_COLUMNS, record, strict=True)) for record in records]
    problems = [problem for row in rows for problem in _faults(scenario, row)]
    if problems:
        raise NetworkError(problems)
    ties = Ties(scenario, projects, stages)
    terms = [
        (name, year, 0.0 if stage is None else stage.year(year), _limit(row, year, ties.share(name, year)))
        for name, stage in stages.items()
        for row in [dict(projects.loc[name])]
        for year in scenario.horizon.years
    ]
    columns = ["project", "year", "committed", "limit"]
    return projects, pd.DataFrame(terms, columns=columns).set_index(columns[:2]).sort_index()


def _record(scenario: Scenario, values: Values, name: str, row: Any) -> tuple[Any, ...]:
    """Figures of a project in the order of the columns."""

    def figure(attribute: str) -> float:
        return values.constant("projects", name, attribute)

    size, lifetime = figure("size"), figure("lifetime")
    unit, technical = (values.series("projects", name, attribute) for attribute in ("unit", "technical_life"))
    factor = annuity_factor(_return(scenario, name, row["owner"], figure("discount_rate")), lifetime)
    capital = figure("capex") / size if size > 0.0 else math.nan
    # Nothing is decided before the first model year, so a lead time may push the dataset's earliest year back.
    earliest = max(figure("earliest"), scenario.horizon.years[0] + figure("lead_time"))
    return (
        name,
        row["name"],
        scenario.status("projects", name, "excluded"),
        split(row["arcs"]),
        row["owner"],
        size,
        math.nan if unit is None else unit.values[0],
        earliest,
        figure("ramp_up"),
        lifetime,
        math.inf if technical is None else technical.values[0],
        capital,
        figure("fixed_capex"),
        factor * capital,
        factor * figure("fixed_capex"),
    )


def _return(scenario: Scenario, name: str, owner: str, usual: float) -> float:
    """Return that is asked of a project: as the scenario says of it, else of its owner, else as the dataset says."""
    if scenario.override("projects", name, "discount_rate") is not None:
        return usual
    return scenario.returns.get(owner, usual)


def _faults(scenario: Scenario, row: dict[str, Any]) -> list[Problem]:
    """What makes a project that is not excluded meaningless."""
    if row["status"] == "excluded":
        return []
    name, size, unit = row["project"], row["size"], row["unit"]
    if not size > 0.0:
        message = f"project '{name}' has no size"
        return [_problem(scenario, name, "size", message, "write a size above 0, or exclude it")]
    if unit > size:
        message = f"a unit of '{name}' is {unit:g} bcm/yr, above its full size of {size:g} bcm/yr: none could be built"
        return [_problem(scenario, name, "unit", message, "write the full size for a project that is built at once")]
    if unit <= 0.0:
        return [_problem(scenario, name, "unit", f"'{name}' has units of nothing", "write a unit above 0, or none")]
    return []


def _problem(scenario: Scenario, name: str, key: str, message: str, hint: str) -> Problem:
    path = f"projects.{name}.{key}"
    where = scenario.where(path)
    return Problem(message, path=path, hint=hint) if where is None else where.problem(message, path, hint)


def _limit(row: dict[str, Any], year: int, share: float) -> float:
    """Largest optional capacity that may stand in a year, in whole units if it is built in units; bcm/yr."""
    if row["status"] != "candidate" or year < row["earliest"]:
        return 0.0
    largest = float(row["size"] * share)
    unit = float(row["unit"])
    return largest if math.isnan(unit) else unit * math.floor(largest / unit * (1.0 + WHOLE))


def committed_stage(scenario: Scenario, values: Values, project: str) -> Series | None:
    """Capacity over time of a committed project; None for others.

    A project without stages is built at full size in its earliest year, and is available and stands as a candidate
    would; see :func:`corridor.network.expansion.shares`.
    """
    if scenario.status("projects", project, "excluded") != "committed":
        return None
    stage = values.series("projects", project, "stage")
    if stage is not None:
        return stage
    earliest, size = values.constant("projects", project, "earliest"), values.constant("projects", project, "size")
    ramp, life = values.constant("projects", project, "ramp_up"), values.series("projects", project, "technical_life")
    points = {earliest + year: size * min(1.0, (year + 1.0) / ramp) for year in range(math.ceil(ramp))}
    points = points or {earliest: size}
    if life is not None:
        points = {date: rate for date, rate in points.items() if date < earliest + life.values[0]}
        points[earliest + life.values[0]] = 0.0
    return Series("hold", tuple(points), tuple(points.values()))


def stages_by_project(scenario: Scenario, values: Values) -> dict[str, Series | None]:
    """Committed capacity over time of every project, None for others."""
    return {name: committed_stage(scenario, values, name) for name, _ in scenario.dataset.rows("projects")}


def stages_by_arc(scenario: Scenario, values: Values) -> dict[str, dict[str, Series]]:
    """Committed capacity over time on every arc, by project."""
    found: dict[str, dict[str, Series]] = {}
    for project, row in scenario.dataset.rows("projects"):
        stage = committed_stage(scenario, values, project)
        if stage is not None:
            for arc in split(row["arcs"]):
                found.setdefault(arc, {})[project] = stage
    return found
