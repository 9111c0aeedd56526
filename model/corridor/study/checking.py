"""Whether the figures a sweep asks for exist, before anything is solved."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.dataset import Dataset
from corridor.dataset.schema import ARC_COMPONENTS
from corridor.errors import Problem, did_you_mean
from corridor.results.indicators import DEFINITIONS
from corridor.scenario import Scenario
from corridor.study.definition import Measure
from corridor.study.facts import FURTHER

BETWEEN = ">"
"""Stands between the two parts of a subject, as in Russia>Iran."""

_KNOWN = {**DEFINITIONS, **FURTHER}


def wrong_measures(measures: Sequence[Measure], scenarios: Sequence[Scenario]) -> list[Problem]:
    """Say which measures ask for an indicator, subject or year that there cannot be.

    Parameters
    ----------
    measures
        What is kept of every point.
    scenarios
        The scenario of every point; a year of any of them is known.
    """
    words = _words(scenarios[0].dataset)
    years = sorted({year for scenario in scenarios for year in scenario.horizon.years})
    problems = []
    for measure in measures:
        if measure.indicator not in _KNOWN:
            message = f"there is no indicator '{measure.indicator}'{did_you_mean(measure.indicator, _KNOWN)}"
            problems.append(measure.origin.problem(message, "indicator", f"known: {', '.join(sorted(_KNOWN))}"))
        for word in () if measure.subject in words else measure.subject.split(BETWEEN):
            if word not in words:
                message = f"'{word}' is no node, origin, region, route or project{did_you_mean(word, words)}"
                problems.append(measure.origin.problem(message, "subject"))
        if measure.year not in years:
            message = f"{measure.year} is not a year of the scenario: {', '.join(str(year) for year in years)}"
            problems.append(measure.origin.problem(message, "year"))
    return problems


def _words(dataset: Dataset) -> frozenset[str]:
    """Return everything an indicator can be about."""
    routes = {str(route) for component in ARC_COMPONENTS for route in dataset.identities[component]["route"]}
    regions = {group.removeprefix("region:") for group in dataset.groups}
    reverse = {f"{route} (reverse)" for route in routes}
    return frozenset({*dataset.ids("nodes"), *dataset.ids("projects"), *dataset.origins, *regions, *routes, *reverse})
