"""Run a back-cast: once as given, once for each thing left out, and many times with other costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from corridor import api
from corridor.dataset.schema import EVENT_KINDS
from corridor.network import Network
from corridor.results import Results
from corridor.scenario import Scenario, load
from corridor.study.backcast.draws import Draw, draws
from corridor.study.backcast.given import GIVEN, inputs
from corridor.study.backcast.observation import route_table
from corridor.study.backcast.regions import price_table, region_scores, region_table
from corridor.study.backcast.scoring import SCORE_COLUMNS, naive, scores
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
    """

    name: str
    kinds: tuple[str, ...] = GIVEN
    overrides: tuple[str, ...] = ()
    draw: Draw | None = None


@dataclass(frozen=True)
class Backcast:
    """What a back-cast found.

    Attributes
    ----------
    routes : DataFrame
        Model and observation by route and year, all totals given; see
        :func:`corridor.study.backcast.observation.route_table`.
    regions : DataFrame
        Gas by origin and region on arrival, model and observation.
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
        Whether to run once without each kind of event and year input, without bookings, without comparing prices.
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
    answers = _answers(scenario, tuple(overrides), cases, jobs, progress)
    tables = {case.name: table for case, table in zip(cases, answers, strict=True) if isinstance(table, pd.DataFrame)}
    named = {first.name: routes, **{case.name: tables[case.name] for case in cases if case.name in tables}}
    named |= naive(routes, _capacity(results, base))
    of_draws = {case.name for case in cases if case.draw is not None}
    regions = region_table(results, base.dataset, years)
    return Backcast(
        routes=routes,
        regions=regions,
        region_scores=region_scores(regions, base.dataset),
        prices=price_table(results, base.dataset, years),
        scores=_stacked({name: table for name, table in named.items() if name not in of_draws}),
        draws=_stacked({name: table for name, table in named.items() if name in of_draws}),
        results=results,
        failed={case.name: str(table) for case, table in zip(cases, answers, strict=True) if isinstance(table, str)},
    )


def solve(scenario: str | Path, overrides: Sequence[str], case: Case) -> Results:
    """Solve one case."""
    base = load(scenario, [*overrides, *case.overrides])
    given = load(scenario, [*inputs(base, case.kinds), *overrides, *case.overrides])
    return api.solve(given, adapt=None if case.draw is None else partial(_drawn, case.draw))


def _drawn(draw: Draw, network: Network) -> Network:
    return draw.apply(network)


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
    ]


def _answers(
    scenario: str | Path,
    overrides: tuple[str, ...],
    cases: Sequence[Case],
    jobs: int,
    progress: Callable[[int, int], None] | None,
) -> list[pd.DataFrame | str]:
    """Route table of every case, or why there is none."""
    answers: list[pd.DataFrame | str] = [""] * len(cases)
    tasks = [(str(scenario), overrides, case) for case in cases]
    for done, (position, answer) in enumerate(executor(jobs).run(_answer, tasks), start=1):
        answers[position] = answer
        if progress is not None:
            progress(done, len(cases))
    return answers


def _answer(task: tuple[str, tuple[str, ...], Case]) -> pd.DataFrame | str:
    from corridor.errors import CorridorError

    scenario, overrides, case = task
    try:
        results = solve(scenario, overrides, case)
    except CorridorError as problem:
        return str(problem)
    base = load(scenario, overrides)
    return route_table(results, base.dataset, base.horizon.years)


def _stacked(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [scores(table).assign(case=name) for name, table in tables.items()]
    if not parts:
        return pd.DataFrame(columns=["case", *SCORE_COLUMNS])
    table = pd.concat(parts, ignore_index=True)
    return table[["case", *(column for column in table.columns if column != "case")]]


def _capacity(results: Results, base: Scenario) -> dict[tuple[str, int], float]:
    """What the metering arcs of every route could carry in a year, events counted, bcm."""
    routes = base.dataset.tables["backcast_routes"]
    of_arc = results.capacity.groupby(["route", "year"])["capacity"].sum()
    found: dict[tuple[str, int], float] = {}
    for route, text in zip(routes["backcast_route"].tolist(), routes["members"].tolist(), strict=True):
        for member in (part.strip() for part in text.split(";")):
            for year in base.horizon.years:
                if (member, year) in of_arc.index:
                    found[route, year] = found.get((route, year), 0.0) + float(np.float64(of_arc.loc[(member, year)]))
    return found
