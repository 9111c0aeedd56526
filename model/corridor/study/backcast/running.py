"""Run a back-cast: once as given, once for each thing left out, and many times with other costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from corridor import api
from corridor.dataset import Dataset, lookup, split
from corridor.dataset.schema import EVENT_KINDS
from corridor.errors import CorridorError
from corridor.results import Results
from corridor.results.routes import route_table
from corridor.scenario import Scenario, load
from corridor.study.backcast.draws import Draw, draws
from corridor.study.backcast.given import GIVEN, inputs
from corridor.study.backcast.regions import beside, region_scores
from corridor.study.backcast.scoring import SCORE_COLUMNS, naive, scores
from corridor.study.backcast.ties import NUMBER, tie
from corridor.study.executors import executor

SCENARIO = "backcast"


@dataclass(frozen=True, slots=True)
class Case:
    """One run of a back-cast.

    Attributes
    ----------
    name
        What is different about it.
    kinds
        What is given; see :data:`corridor.study.backcast.given.GIVEN`.
    overrides
        Further overrides.
    draw
        Other costs, contracts and stocks, if any.
    tie
        Which other optimum of the same cost, if any; see :func:`corridor.study.backcast.ties.tie`.
    """

    name: str
    kinds: tuple[str, ...] = GIVEN
    overrides: tuple[str, ...] = ()
    draw: Draw | None = None
    tie: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Routes and regions of one case, or why it has none."""

    routes: pd.DataFrame | None = None
    regions: pd.DataFrame | None = None
    reason: str = ""


@dataclass(frozen=True)
class Backcast:
    """What a back-cast found.

    Attributes
    ----------
    routes : DataFrame
        Model and observation by route and year, all totals given; see
        :func:`corridor.results.routes.route_table`.
    regions : DataFrame
        Gas by origin and region on arrival, model and observation; ``lowest`` and ``highest`` are the range over
        optima of equal cost.
    region_scores : DataFrame
        Error of Russian gas by region, and of that of all suppliers.
    prices : DataFrame
        Prices, model and observation: no part of any score.
    scores : DataFrame
        Columns case, routes, period, error, bias, rank_correlation, observed, pairs; the case ``totals given`` first,
        then what was left out, then the naive benchmarks.
    draws : DataFrame
        Column draw and error of the contestable routes by period, for every draw.
    results : Results
        Of the first case.
    """

    routes: pd.DataFrame
    regions: pd.DataFrame
    region_scores: pd.DataFrame
    prices: pd.DataFrame
    scores: pd.DataFrame
    draws: pd.DataFrame
    results: Results
    failed: Mapping[str, str] = field(default_factory=dict)


def backcast(
    scenario: str | Path = SCENARIO,
    overrides: Sequence[str] = (),
    *,
    number_of_draws: int = 0,
    ablations: bool = True,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Backcast:
    """Back-cast the model years of a scenario and score them against what was observed.

    Parameters
    ----------
    scenario : str or Path
        A scenario whose model years have year inputs and observations.
    overrides : sequence of str
        As for ``--set``.
    number_of_draws : int
        Runs with other costs, contracts and stocks.
    ablations : bool
        Whether to run once without each kind of event and year input, without bookings, without comparing prices, and
        to look at other optima of the same cost.
    jobs : int
        Runs at a time.
    progress : callable, optional
        Told how many of how many runs are done.

    Raises
    ------
    ScenarioError, InputError, InfeasibleError
    """
    base = load(scenario, overrides)
    first = Case("totals given")
    results = solve(scenario, overrides, first)
    years = base.horizon.years
    routes = route_table(results, base.dataset, years)
    cases = [*(_ablations(base) if ablations else ()), *(Case(draw.name, draw=draw) for draw in draws(number_of_draws))]
    found = _answers(scenario, tuple(overrides), cases, jobs, progress)
    answers = dict(zip((case.name for case in cases), found, strict=True))
    solved = {name: answer.routes for name, answer in answers.items() if answer.routes is not None}
    of_draws = {case.name for case in cases if case.draw is not None}
    of_ties = {case.name for case in cases if case.tie is not None}
    regions = beside(results, "trade")
    compared = {name: table for name, table in solved.items() if name not in of_draws | of_ties}
    return Backcast(
        routes=routes,
        regions=_ranged(regions, [answers[name].regions for name in sorted(of_ties)]),
        region_scores=region_scores(regions, base.dataset),
        prices=beside(results, "price"),
        scores=_stacked({first.name: routes, **compared, **naive(routes, _capacity(results, base))}),
        draws=_stacked({name: table for name, table in solved.items() if name in of_draws}),
        results=results,
        failed={name: answer.reason for name, answer in answers.items() if answer.reason},
    )


def _ranged(regions: pd.DataFrame, others: Sequence[pd.DataFrame | None]) -> pd.DataFrame:
    """Add the lowest and highest value over the tables of other optima."""
    values = pd.concat([regions["model"], *(table["model"] for table in others if table is not None)], axis=1)
    return regions.assign(lowest=values.min(axis=1), highest=values.max(axis=1))


def solve(scenario: str | Path, overrides: Sequence[str], case: Case, dataset: Dataset | None = None) -> Results:
    """Solve one case, on another dataset if one is given."""
    base = load(scenario, [*overrides, *case.overrides], dataset=dataset)
    given = load(scenario, [*inputs(base, case.kinds), *overrides, *case.overrides], dataset=dataset)
    return api.solve(
        given,
        adapt=None if case.draw is None else case.draw.apply,
        extend=None if case.tie is None else tie(case.tie),
    )


def _ablations(base: Scenario) -> list[Case]:
    events = base.dataset.tables["events"]
    cases = [
        Case(f"without {kind} events", overrides=tuple(f"events.{event}.status=off" for event in chosen))
        for kind in EVENT_KINDS
        if (chosen := events.index[events["kind"] == kind].tolist())
    ]
    bookings = tuple(f"bookings.{booking}.status=ended" for booking in base.dataset.ids("bookings"))
    return [
        *cases,
        Case("without bookings", overrides=bookings),
        Case("without comparing prices", overrides=("market.nomination=cost",)),
        *(
            Case(f"without given {kind}", kinds=tuple(each for each in GIVEN if each != kind))
            for kind in GIVEN
            if kind != "production"  # without it the others contradict the dataset's potentials
        ),
        Case("totals not given", kinds=("production",)),
        *(Case(f"tie {number}", tie=number) for number in range(1, NUMBER + 1)),
    ]


def _answers(
    scenario: str | Path,
    overrides: tuple[str, ...],
    cases: Sequence[Case],
    jobs: int,
    progress: Callable[[int, int], None] | None,
) -> list[Answer]:
    """Answers in the order of the cases."""
    answers = [Answer()] * len(cases)
    tasks = [(str(scenario), overrides, case) for case in cases]
    for done, (position, answer) in enumerate(executor(jobs).run(_answer, tasks), start=1):
        answers[position] = answer
        if progress is not None:
            progress(done, len(cases))
    return answers


def _answer(task: tuple[str, tuple[str, ...], Case]) -> Answer:
    scenario, overrides, case = task
    try:
        results = solve(scenario, overrides, case)
    except CorridorError as problem:
        return Answer(reason=str(problem))
    base = load(scenario, overrides)
    years = base.horizon.years
    return Answer(route_table(results, base.dataset, years), beside(results, "trade"))


def _stacked(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [scores(table).assign(case=name) for name, table in tables.items()]
    if not parts:
        return pd.DataFrame(columns=["case", *SCORE_COLUMNS])
    table = pd.concat(parts, ignore_index=True)
    return table[["case", *(column for column in table.columns if column != "case")]]


def _capacity(results: Results, base: Scenario) -> dict[tuple[str, int], float]:
    """What the metering arcs of every route could carry in a year, events counted, bcm."""
    routes = base.dataset.tables["backcast_routes"]
    of_arc = lookup(results.capacity.groupby(["route", "year"])["capacity"].sum())
    found: dict[tuple[str, int], float] = {}
    for route, text in zip(routes["backcast_route"].tolist(), routes["members"].tolist(), strict=True):
        for member in split(text):
            for year in base.horizon.years:
                found[route, year] = found.get((route, year), 0.0) + of_arc.get((member, year), 0.0)
    return found
