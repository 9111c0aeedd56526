"""Results of a scenario with branches: those of every branch, and what foresight is worth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from corridor.engine.branching import Branched
from corridor.errors import InfeasibleError, InputError
from corridor.network import Network
from corridor.results.collecting import collect, told_of
from corridor.results.comma_separated import write_csv
from corridor.results.folders import BRANCHES, MANIFEST, branch_folder, replacing
from corridor.results.foresight import foresight_table, plan_table, sentences, told
from corridor.results.tables import TABLES, Results
from corridor.results.writing import read as read_one
from corridor.results.writing import read_parts, write_into
from corridor.scenario import Scenario

_TABLES = ("foresight", "plans")


class BranchedResults(Results):
    """Results of a scenario with branches.

    The tables of :class:`Results` are those of the branches: asked for here, they are an error that says so.

    Attributes
    ----------
    foresight : DataFrame
        Costs and values of information; see :func:`corridor.results.foresight.foresight_table`.
    plans : DataFrame
        What is built, in the run and in the plans that it is measured against.
    manifest : mapping
        Scenario and its branches with probabilities and hashes, expected cost, certificate of the whole.
    timings : mapping
        Seconds by step.
    """

    foresight: pd.DataFrame
    plans: pd.DataFrame

    def __init__(
        self,
        branches: Mapping[str, Results],
        foresight: pd.DataFrame,
        plans: pd.DataFrame,
        manifest: Mapping[str, Any],
        timings: Mapping[str, float],
    ) -> None:
        own = {"foresight": foresight, "plans": plans, "manifest": manifest, "timings": timings}
        self.__dict__.update({"_branches": branches, **own})

    def __getattr__(self, name: str) -> Any:
        if name in TABLES:
            known = ", ".join(f"results.branches['{branch}'].{name}" for branch in self._branches)
            raise InputError(f"the scenario has branches, each with its own '{name}': write {known}")
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"BranchedResults({self.manifest['scenario']['name']!r}, branches={list(self._branches)})"

    @property
    def branches(self) -> Mapping[str, Results]:
        """Results of every branch by its name; prices are those of the branch once it has come true."""
        found: Mapping[str, Results] = self._branches
        return found

    def value(self, measure: str) -> float:
        """Return the value of a measure that is one number, million USD; not a number if it has none."""
        found = self.foresight.loc[(self.foresight["measure"] == measure) & (self.foresight["branch"] == ""), "value"]
        return float(found.iloc[0]) if len(found) else float("nan")

    def sentences(self) -> list[str]:
        """Return expected cost, EVPI and VSS, a line each."""
        return sentences(self.foresight)

    def write(self, folder: str | Path, add: Callable[[Path], None] | None = None) -> Path:
        """Write the folder: the two tables, and a results folder for every branch; replaced whole if it exists.

        Parameters
        ----------
        folder : Path
        add : callable, optional
            Given the new folder before it takes its place, to add further files.
        """
        with replacing(Path(folder)) as fresh:
            (fresh / "tables").mkdir()
            for name in _TABLES:
                table: pd.DataFrame = getattr(self, name)
                write_csv(table, fresh / "tables" / f"{name}.csv")
                table.to_parquet(fresh / "tables" / f"{name}.parquet", index=False)
            for name, results in self.branches.items():
                inside = branch_folder(fresh, name)
                inside.mkdir(parents=True)
                write_into(results, inside)
            for file, content in ((MANIFEST, self.manifest), ("timings.json", self.timings)):
                text = json.dumps(dict(content), indent=2, ensure_ascii=False)
                (fresh / file).write_text(f"{text}\n", encoding="utf-8")
            if add is not None:
                add(fresh)
        return Path(folder)

    def _repr_html_(self) -> str:
        title = self.manifest["scenario"]["title"]
        table = self.foresight[["measure", "plan", "branch", "value", "unit"]]
        return f"<h4>{title}</h4>{table.round(1).to_html(index=False)}"


def is_branched(folder: Path) -> bool:
    """Whether a folder holds results of a scenario with branches."""
    return (folder / BRANCHES).is_dir() and (folder / MANIFEST).is_file()


def read(folder: str | Path) -> Results:
    """Read a results folder, with branches or without.

    Raises
    ------
    InputError
        If it is not one, or a table is missing.
    """
    root = Path(folder)
    if not is_branched(root):
        return read_one(root)
    tables, manifest, timings = read_parts(root, _TABLES)
    branches = {each["name"]: read_one(branch_folder(root, each["name"])) for each in manifest["branches"]}
    return BranchedResults(branches, **tables, manifest=manifest, timings=timings)


def collect_branches(
    scenario: Scenario, networks: Mapping[str, Network], branched: Branched, timings: Mapping[str, float]
) -> BranchedResults:
    """Make the tables of every branch and of what foresight is worth.

    Raises
    ------
    InfeasibleError
        Naming the branch in which demand or a filling target is not met.
    CertificateError
        If the tables of a branch do not re-derive.
    """
    foresight, plans = foresight_table(branched), plan_table(branched)
    rows = told(foresight)
    branches: dict[str, Results] = {}
    for branch in scenario.branches:
        solution = branched.solutions[branch.name]
        try:
            results = collect(networks[branch.name], solution, {"inside HiGHS": solution.point.seconds})
        except InfeasibleError as error:
            raise InfeasibleError(f"branch {branch.name}: {error}") from error
        own = {
            "name": branch.name,
            "probability": branch.probability,
            "of": scenario.title,
            "decided_before": scenario.horizon.decided_before,
        }
        manifest = {**results.manifest, "branch": own, "foresight": rows}
        branches[branch.name] = replace(results, manifest=manifest)
    return BranchedResults(branches, foresight, plans, _manifest(scenario, branched, branches, rows), dict(timings))


def _manifest(
    scenario: Scenario, branched: Branched, branches: Mapping[str, Results], rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """What was solved, with what, and how exactly; what the branches share is said by each of them too."""
    first = next(iter(branches.values())).manifest
    shared = ("dataset", "report", "versions", "solver", "algorithm", "solver_version", "status", "objective_unit")
    certificate = next(iter(branched.solutions.values())).certificate
    return {
        "scenario": told_of(scenario),
        **{name: first[name] for name in shared},
        "objective": branched.expected,
        "certificate": certificate.as_dict(),
        "branches": [
            {"name": each.name, "probability": each.probability, "hash": each.scenario.hash}
            for each in scenario.branches
        ],
        "foresight": rows,
        "findings": [
            {**finding, "message": f"branch {name}: {finding['message']}"}
            for name, results in branches.items()
            for finding in results.findings
        ],
    }
