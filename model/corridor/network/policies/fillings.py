"""Filling targets: what the storages of a set of nodes hold on a day of the year."""

from __future__ import annotations

from corridor.network.calendar import stock_weights
from corridor.network.policies.draft import Draft
from corridor.network.policies.ground import Ground, held, span
from corridor.scenario import Filling


def translate_filling(filling: Filling, ground: Ground, draft: Draft) -> None:
    r"""Demand that stocks rise from their opening to the target between two days.

    A year of the model ends with the stock with which it began, whatever that is: a full store that nobody touches
    would cost nothing. So a target is a rise: from the opening stock on one day to the target on the other. In a year
    of one season nothing is stored, and no target can be set.
    """
    storages = ground.storages(filling.nodes)
    if len(ground.months) < 2 or not storages:
        return
    draft.add_members(filling.name, "storage", storages)
    due, since = (stock_weights(ground.months, moment) for moment in (filling.by, filling.since))
    weights = {season: due.get(season, 0.0) - since.get(season, 0.0) for season in ground.months}
    start, end = span(filling)
    for year in ground.years:
        share = held(filling.share).at(year + filling.by)
        size = ground.working_gas(storages, year)
        if start <= year + filling.by < end and share > filling.opening and size > 0.0:
            rise = (share - filling.opening) * size
            draft.fillings.append((filling.name, year, share * size, filling.opening * size, rise))
            draft.weights += [(filling.name, year, season, weight) for season, weight in weights.items() if weight]
