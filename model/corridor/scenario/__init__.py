"""YAML text to a frozen, checked :class:`Scenario` that remembers where each of its values was written.

The language is declared in ``document``, ``sections`` and ``rules``; ``files`` finds files and ``tree`` reads them with
places, ``patterns`` writes out keys that stand for many objects, ``layers`` and ``overrides`` merge, ``inventory`` adds
and removes objects, ``validation`` tells what is wrong and ``suspicions`` what is odd, ``meaning`` spells out groups,
growth and dates, ``loading`` does one after the other.
"""

from corridor.scenario.horizons import Window
from corridor.scenario.investment import Budget
from corridor.scenario.loading import load
from corridor.scenario.model import (
    Branch,
    Growth,
    Horizon,
    LayerName,
    Override,
    ReportOptions,
    Scenario,
    Season,
    Status,
    Tie,
)
from corridor.scenario.origin import COMMAND_LINE, Origin
from corridor.scenario.policies import Ban, Cap, Diversification, Entry, Filling, Policy, PriceCap, Quota, Tariff
from corridor.scenario.swaps import Swap

__all__ = [
    "COMMAND_LINE",
    "Ban",
    "Branch",
    "Budget",
    "Cap",
    "Diversification",
    "Entry",
    "Filling",
    "Growth",
    "Horizon",
    "LayerName",
    "Origin",
    "Override",
    "Policy",
    "PriceCap",
    "Quota",
    "ReportOptions",
    "Scenario",
    "Season",
    "Status",
    "Swap",
    "Tariff",
    "Tie",
    "Window",
    "load",
]
