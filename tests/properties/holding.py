"""Properties: held against a few worlds by default and against many by the slow tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis.strategies import SearchStrategy

FEW, MANY = 3, 25

# To shrink a case takes minutes, and the worlds are small already.
_settings = settings(deadline=None, derandomize=True, phases=[Phase.generate])

Check = Callable[..., None]

PROPERTIES: dict[str, Check] = {}
"""Every property by its name, to be held against many worlds."""


def holds(*strategies: SearchStrategy[Any], few: int = FEW, many: int = MANY) -> Callable[[Check], Check]:
    """Make a test of a check that takes a maker of folders and what the strategies draw."""

    def decorate(check: Check) -> Check:
        PROPERTIES[check.__name__] = settings(_settings, max_examples=many)(given(*strategies)(check))
        return settings(_settings, max_examples=few)(given(*strategies)(check))

    return decorate
