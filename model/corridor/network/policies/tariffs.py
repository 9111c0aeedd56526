"""Tariffs: charges on gas that enters a set of nodes, or is sold there."""

from __future__ import annotations

from corridor.network.policies.draft import Draft
from corridor.network.policies.ground import OTHER, Ground, counts_sales
from corridor.scenario import Tariff
from corridor.scenario.policies import ANY


def translate_tariff(tariff: Tariff, ground: Ground, draft: Draft) -> None:
    """Charge what enters; with transit allowed what is sold, less what came in a form that is not charged."""
    origins = [tariff.origin]
    if tariff.origin == ANY:
        origins = [origin for origin in ground.foreign_origins(tariff.nodes) if origin not in tariff.exempt_origins]
    if counts_sales(tariff):
        draft.add_members(tariff.name, "market", ground.markets(tariff.nodes), origins)
        draft.add_members(tariff.name, "lng_arc", ground.entering(tariff.nodes, OTHER[tariff.form]), origins)
    else:
        draft.add_members(tariff.name, "arc", ground.entering(tariff.nodes, tariff.form), origins)
        draft.add_swaps(tariff.name, ground.brought(tariff.nodes, tariff.form, origins))
    for year in ground.years:
        for season in ground.months:
            charge = ground.mean(tariff, tariff.rate, 0.0, year, season)
            if charge > 0.0:
                draft.charges.append((tariff.name, year, season, charge))
