"""Objects that one scenario has and another has not, each in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corridor.scenario.model import Scenario
from corridor.scenario.sections import SECTIONS, Section, section_of

Object = tuple[str, str]
"""Section and id."""


def is_there(scenario: Scenario, section: Section, identity: str) -> bool:
    """Whether a scenario has an object, after what it adds and removes; groups are no objects."""
    return identity in section.ids(scenario.dataset)


def unshared(first: Scenario, second: Scenario) -> Iterator[Object]:
    """Yield every object that only one of two scenarios has because one of them adds or removes it.

    What a dataset has more than another is no matter of scenarios.
    """
    for section in SECTIONS:
        touched: set[str] = set()
        for scenario in (first, second):
            touched |= {str(name) for name in scenario.resolved().get(section.key, {})}
            touched |= set(scenario.removed.get(section.component, {}))
        for name in sorted(touched):
            if is_there(first, section, name) != is_there(second, section, name):
                yield section.key, name


def why_removed(scenario: Scenario, one: Object) -> str:
    """Return what takes an object out of the dataset and where, empty if nothing does."""
    section = section_of(one[0])
    assert section is not None  # the first step of an object is a section
    return scenario.removed.get(section.component, {}).get(one[1], "")


def about(scenario: Scenario, one: Object) -> str:
    """Say of an object what a scenario says of it: ``from Turkmenistan to Azerbaijan, capacity 2030: 10 bcm/yr``."""
    said: dict[str, Any] = dict(scenario.resolved().get(one[0], {}).get(one[1], {}))
    ends = f"from {said.pop('from')} to {said.pop('to')}" if {"from", "to"} <= set(said) else ""
    told = [f"{key.replace('_', ' ')} {_text(value)}" for key, value in said.items()]
    return ", ".join([ends, *told] if ends else told)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    return " and ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
