"""Corridor: where gas can go, by which route, when, at what price, and what a corridor is worth.

The public names are few and load what they need when they are first used, so that ``import corridor`` is quick::

    import corridor

    scenario = corridor.load("iran-55")
    results = corridor.solve(scenario)
    results.flows
    corridor.report(results, "iran-55.pdf")
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor import report as plot
    from corridor.api import load, solve
    from corridor.dataset.writing import new_dataset
    from corridor.engine import Solver
    from corridor.reasons import price_intervals, why
    from corridor.report import write as report
    from corridor.study import compare, sweep

__all__ = ["Solver", "compare", "load", "new_dataset", "plot", "price_intervals", "report", "solve", "sweep", "why"]

# Public name: the module that holds it, and its name there (empty for the module itself).
_PLACES = {
    "Solver": ("corridor.engine", "Solver"),
    "compare": ("corridor.study", "compare"),
    "load": ("corridor.api", "load"),
    "new_dataset": ("corridor.dataset.writing", "new_dataset"),
    "plot": ("corridor.report", ""),
    "price_intervals": ("corridor.reasons", "price_intervals"),
    "report": ("corridor.report", ""),
    "solve": ("corridor.api", "solve"),
    "sweep": ("corridor.study", "sweep"),
    "why": ("corridor.reasons", "why"),
}


class _ReportRoom(ModuleType):
    """The room ``corridor.report``, which can be called as the verb of the same name."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Write the report of results; see :func:`corridor.report.write`."""
        return self.write(*arguments, **options)


class _Namespace(ModuleType):
    """The package itself: importing a room binds it here, so the room ``report`` would hide the verb ``report``."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "report" and isinstance(value, ModuleType):
            value.__class__ = _ReportRoom
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Namespace


def __getattr__(name: str) -> Any:
    """Load a public name on first use and keep it."""
    if name == "__version__":
        from importlib.metadata import version

        return version("corridor")
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place, inner = _PLACES[name]
    module = import_module(place)
    value = getattr(module, inner) if inner else module
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Offer the public names before they are loaded."""
    return sorted({*globals(), *__all__, "__version__"})
