"""Why a solved run is as it is: what would have to change for gas to flow, a price to move, a project to be built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from corridor.reasons.answer import Answer, Change
from corridor.reasons.flows import why_flow
from corridor.reasons.prices import why_price
from corridor.reasons.projects import why_project
from corridor.reasons.question import FORMS, Question, parse
from corridor.reasons.runs import Progress, require_one_program, solved_run
from corridor.reasons.solved import Solved
from corridor.results import Results
from corridor.results.intervals import interval_table
from corridor.scenario import Scenario

ANSWERS: dict[str, Callable[[Question, Solved], Answer]] = {
    "flow": why_flow,
    "price": why_price,
    "project": why_project,
}
"""For every kind of question the function that answers it."""

__all__ = ["FORMS", "Answer", "Change", "Question", "parse", "price_intervals", "require_one_program", "why"]


def price_intervals(run: Results | Scenario | str | Path, *, progress: Progress | None = None) -> pd.DataFrame:
    """Lowest and highest price of every market, year and season that the optimum of a run supports.

    Parameters
    ----------
    run, progress
        As of :func:`why`.

    Returns
    -------
    DataFrame
        ``node, year, season, price_low, price, price_high, unit``; see
        :func:`corridor.results.intervals.interval_table`.

    Raises
    ------
    InputError
        If the run is no optimum of one program: one with branches, or in rolling windows.
    """
    return interval_table(solved_run(run, progress).context)


def why(run: Results | Scenario | str | Path, question: str, *, progress: Progress | None = None) -> Answer:
    """Answer a question about a run.

    Parameters
    ----------
    run : Results, Scenario, str or Path
        Results of :func:`corridor.solve`; or a scenario, its name or file, or the folder of a run, which is solved
        first.
    question : str
        ``flow:ARC@YEAR[/SEASON][/ORIGIN]``, ``price:NODE-NODE@YEAR[/SEASON]`` or ``project:PROJECT[@YEAR]``.
    progress : callable, optional
        Told the name of each step as it begins.

    Returns
    -------
    Answer
        Sentences, the figures behind them, and what would have to change, by how much.

    Raises
    ------
    InputError
        If the question is none, or the run cannot be explained.
    """
    solved = solved_run(run, progress)
    asked = parse(question, solved.network)
    return ANSWERS[asked.kind](asked, solved)
