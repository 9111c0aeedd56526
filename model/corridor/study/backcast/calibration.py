"""Calibration of the back-cast: costs, response and minimum takes, all years together.

The procedure is one and the same for everybody: the estimates of ``calibration.csv``, each with all its figures between
their low and their high, are moved one after the other to the positions of :data:`POSITIONS`; the position with the
smallest error of the contestable routes over 2015-2021 stays, and the round is repeated until it gains less than
:data:`GAIN`. No year has a parameter of its own, and 2025 has no part in it. Nothing is written into the dataset: what
a calibration would gain is for a person to weigh against what the estimates stand on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from corridor.dataset import Dataset
from corridor.dataset import load as load_dataset
from corridor.errors import CorridorError, InputError
from corridor.results.routes import route_table
from corridor.scenario import load
from corridor.study.backcast.running import SCENARIO, Case, solve
from corridor.study.backcast.scoring import PERIOD, error
from corridor.study.executors import executor

#: Where figures can stand: -1 is their low, 0 the dataset's value, 1 their high.
POSITIONS = (-1.0, -0.5, 0.0, 0.5, 1.0)
#: Smallest gain, as a share of what was observed, for which another round is run.
GAIN = 0.001
COLUMNS = ["round", "calibration", "position", "error", "error_2025", "kept", "remark"]

Positions = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Figures that move together.

    Attributes
    ----------
    name, component, attribute, source
        As in ``calibration.csv``.
    """

    name: str
    component: str
    attribute: str
    source: str


def parameters(dataset: Dataset) -> list[Parameter]:
    """Return what can be calibrated, in order of names.

    Raises
    ------
    InputError
        If one has no figure with a range.
    """
    table = dataset.tables["calibration"]
    columns = (table[name].tolist() for name in ("calibration", "component", "attribute", "source"))
    found = sorted((Parameter(*row) for row in zip(*columns, strict=True)), key=lambda each: each.name)
    empty = [each.name for each in found if each.component not in dataset.figures or not _mine(dataset, each).any()]
    if empty:
        raise InputError("calibration.csv names what has no figures: " + ", ".join(empty))
    return found


def placed(dataset: Dataset, positions: Positions) -> Dataset:
    """Return a dataset with the figures of each parameter at its position between low and high."""
    figures = dict(dataset.figures)
    for parameter in parameters(dataset):
        position = positions.get(parameter.name, 0.0)
        if position == 0.0:
            continue
        table = figures[parameter.component].copy()
        mine = _mine(dataset, parameter)
        end = "high" if position > 0.0 else "low"
        table.loc[mine, "value"] += abs(position) * (table.loc[mine, end] - table.loc[mine, "value"])
        figures[parameter.component] = table
    stated = ", ".join(f"{name}: {position:g}" for name, position in sorted(positions.items()) if position)
    return replace(dataset, figures=figures, hash=f"{dataset.hash} {stated}".strip())


def _mine(dataset: Dataset, parameter: Parameter) -> pd.Series:
    table = dataset.figures[parameter.component]
    mine: pd.Series = (table["source"] == parameter.source) & (table["attribute"] == parameter.attribute)
    return mine & table["low"].notna()


def calibrate(
    scenario: str | Path = SCENARIO,
    *,
    rounds: int = 2,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Search the positions that reproduce 2015 to 2021 best.

    Parameters
    ----------
    scenario : str or Path
        Of the back-cast.
    rounds : int
        Most rounds over all parameters.
    jobs : int
        Runs at a time.
    progress : callable, optional
        Told how many of at most how many runs are done.

    Returns
    -------
    DataFrame
        Every run in order, the dataset as it is first (round 0). ``error`` is that of the contestable routes over
        2015-2021, ``error_2025`` that of 2025, which is not searched over; ``kept`` marks where a parameter stayed.
    """
    dataset = load(scenario).dataset
    names = [each.name for each in parameters(dataset)]
    most, done = 1 + rounds * len(names) * (len(POSITIONS) - 1), 0
    best: dict[str, float] = {}
    score, score_2025, _ = _measure((str(scenario), dataset.folder, {}))
    records: list[tuple[object, ...]] = [(0, "", 0.0, score, score_2025, True, "")]
    for number in range(1, rounds + 1):
        before = score
        for name in names:
            stays = best.get(name, 0.0)
            tried = [position for position in POSITIONS if position != stays]
            tasks = [(str(scenario), dataset.folder, {**best, name: position}) for position in tried]
            answers = {}
            for place, answer in executor(jobs).run(_measure, tasks):
                answers[tried[place]] = answer
                done += 1
                if progress is not None:
                    progress(done + 1, most)
            winner = min(answers, key=lambda position: answers[position][0])
            kept = winner if answers[winner][0] < score - 1e-9 else stays
            if kept != stays:
                best[name], score, score_2025 = kept, answers[kept][0], answers[kept][1]
            records += [(number, name, each, *answers[each][:2], each == kept, answers[each][2]) for each in tried]
        if before - score < GAIN:
            break
    return pd.DataFrame(records, columns=COLUMNS)


def chosen(table: pd.DataFrame) -> dict[str, float]:
    """Return the last position that was kept of every parameter that moved."""
    kept = table[table["kept"] & (table["calibration"] != "")]
    return dict(zip(kept["calibration"], kept["position"], strict=True))


def _measure(task: tuple[str, Path, Positions]) -> tuple[float, float, str]:
    """Error of the contestable routes over 2015-2021 and in 2025, infinite without a solution, and then why."""
    scenario, folder, positions = task
    dataset = placed(load_dataset(folder), positions)
    try:
        results = solve(scenario, (), Case("calibration"), dataset)
    except CorridorError as problem:
        return float("inf"), float("inf"), str(problem).splitlines()[0]
    table = route_table(results, dataset, load(scenario, dataset=dataset).horizon.years)
    table = table[table["contestable"]]
    return error(table[table["year"].isin(PERIOD)]), error(table[table["year"] == 2025]), ""
