"""YAML text to a frozen, checked :class:`Scenario` that remembers where each of its values was written.

The language is declared in ``document``; ``tree`` reads text with places, ``layers`` merges files, ``validation`` tells
what is wrong, ``meaning`` spells out groups, growth and dates, ``loading`` does one after the other.
"""

from corridor.scenario.loading import load
from corridor.scenario.model import (
    Ban,
    Cap,
    Growth,
    Horizon,
    LayerName,
    Override,
    Policy,
    ReportOptions,
    Scenario,
    Season,
    Status,
)
from corridor.scenario.origin import COMMAND_LINE, Origin

__all__ = [
    "COMMAND_LINE",
    "Ban",
    "Cap",
    "Growth",
    "Horizon",
    "LayerName",
    "Origin",
    "Override",
    "Policy",
    "ReportOptions",
    "Scenario",
    "Season",
    "Status",
    "load",
]
