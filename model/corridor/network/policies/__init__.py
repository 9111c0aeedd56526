"""Policies of a scenario as tables: what they limit, charge or demand, season by season.

A new kind of policy is a file here with a function of :data:`Translation`, and an entry in :data:`TRANSLATIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import pandas as pd

from corridor.network.policies.draft import PIPED, Draft, PolicyTables
from corridor.network.policies.entries import translate_ban, translate_cap
from corridor.network.policies.fillings import translate_filling
from corridor.network.policies.ground import Ground
from corridor.network.policies.price_caps import YearlyCap, price_cap_table, translate_price_cap, yearly_caps
from corridor.network.policies.shares import translate_diversification, translate_quota
from corridor.network.policies.tariffs import translate_tariff
from corridor.scenario import Ban, Cap, Diversification, Filling, Policy, PriceCap, Quota, Scenario, Tariff

__all__ = ["PIPED", "PolicyTables", "YearlyCap", "policy_tables", "yearly_caps"]

Translation: TypeAlias = Callable[[Any, Ground, Draft], None]
"""Writes what a policy does on the network's ground into the draft of the tables."""

TRANSLATIONS: Mapping[type[Policy], Translation] = MappingProxyType(
    {
        Ban: translate_ban,
        Cap: translate_cap,
        Quota: translate_quota,
        Diversification: translate_diversification,
        Tariff: translate_tariff,
        PriceCap: translate_price_cap,
        Filling: translate_filling,
    }
)


def policy_tables(
    scenario: Scenario,
    arcs: pd.DataFrame,
    terms: pd.DataFrame,
    seasons: pd.DataFrame,
    storages: pd.DataFrame,
    storage_terms: pd.DataFrame,
    swap_terms: pd.DataFrame,
) -> PolicyTables:
    """Translate every policy of a scenario."""
    ground, draft = Ground(scenario, arcs, terms, seasons, storages, storage_terms, swap_terms), Draft()
    for policy in scenario.policies:
        TRANSLATIONS[type(policy)](policy, ground, draft)
    return draft.tables(price_cap_table(ground, draft))
