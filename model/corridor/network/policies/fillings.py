"""Filling targets: what the storages of a set of nodes hold on a day of the year."""

from __future__ import annotations

from corridor.errors import NetworkError
from corridor.network.calendar import stock_weights
from corridor.network.policies.draft import Draft
from corridor.network.policies.ground import Ground, held, span
from corridor.scenario import Filling


def translate_filling(filling: Filling, ground: Ground, draft: Draft) -> None:
    r"""Demand that stocks rise from their opening to the target between two days.

    A year of the model ends with the stock with which it began, whatever that is: a full store that nobody touches
    would cost nothing. So a target is a rise: from the opening stock on one day to the target on the other. In a year
    of one season nothing is stored, and no target can be set. Where stocks begin with what the storages say, the
    target is the stock itself.

    Raises
    ------
    NetworkError
        If stocks do not end as they began, and the day lies before the end of the first season.
    """
    storages = ground.storages(filling.nodes)
    if len(ground.months) < 2 or not storages:
        return
    draft.add_members(filling.name, "storage", storages)
    due, since = (stock_weights(ground.months, moment) for moment in (filling.by, filling.since))
    if not ground.cyclic:
        first, *_, last = ground.months
        if last in due and (first in due or len(due) == 1) and filling.by * 12.0 < max(ground.months[first]) - 1e-9:
            raise NetworkError(
                f"the day of policy '{filling.name}' lies before the end of '{first}', the first season of the year; "
                f"with storage that does not end as it began, name a later day ({filling.written})"
            )
        since = {}
    weights = {season: due.get(season, 0.0) - since.get(season, 0.0) for season in ground.months}
    start, end = span(filling)
    for year in ground.years:
        share = held(filling.share).at(year + filling.by)
        size = ground.working_gas(storages, year)
        opening = filling.opening if ground.cyclic else 0.0
        if start <= year + filling.by < end and share > opening and size > 0.0:
            draft.fillings.append((filling.name, year, share * size, opening * size, (share - opening) * size))
            draft.weights += [(filling.name, year, season, weight) for season, weight in weights.items() if weight]
