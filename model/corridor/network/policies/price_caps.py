"""Price caps: the most that the seller of some gas gets in a market, season by season.

The lowest cap that is in force at a time holds. Where caps begin, end or change inside a season, each holds for a share
of it; what a cap is meanwhile is its mean over that share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from corridor.dataset import lookup_rows
from corridor.network.policies.draft import Draft, Highest
from corridor.network.policies.ground import Ground, held, span
from corridor.scenario import PriceCap
from corridor.scenario.policies import Form

KEYS = ["policy", "origin", "market", "year", "season"]

#: A part of a season below this is no time: twelfths of a year are not exact in binary.
_INSTANT = 1e-9


def translate_price_cap(cap: PriceCap, ground: Ground, draft: Draft) -> None:
    """Note whose gas is capped in which markets, when, and at what price."""
    named = cap.origins or ground.foreign_origins(cap.nodes)
    origins = [origin for origin in named if origin not in cap.exempt_origins]
    markets, price = ground.markets(cap.nodes), held(cap.price)
    start, end = span(cap)
    start = max(start, price.dates[0]) if price.over_time == "hold" else start
    draft.add_members(cap.name, "market", markets, origins)
    for origin in origins:
        for market in markets:
            draft.highest.setdefault((origin, market), []).append(Highest(cap.name, cap.form, start, end, price))


def price_cap_table(ground: Ground, draft: Draft) -> pd.DataFrame:
    """Shares of every season in which a cap is the lowest.

    Returns
    -------
    price_caps : DataFrame
        As in :class:`corridor.network.Network`.
    """
    rows = [
        (cap.policy, origin, market, year, season, cap.form, share, price)
        for (origin, market), caps in draft.highest.items()
        for year in ground.years
        for season, months in ground.months.items()
        for form in sorted({cap.form for cap in caps})
        for cap, share, price in _lowest([cap for cap in caps if cap.form == form], year, months)
    ]
    return pd.DataFrame(rows, columns=[*KEYS, "form", "share", "price"]).set_index(KEYS).sort_index()


def _lowest(caps: list[Highest], year: int, months: tuple[int, ...]) -> Iterator[tuple[Highest, float, float]]:
    """Every cap that is the lowest for a share of a season, with the share and its mean meanwhile."""
    length: dict[int, float] = {}
    total: dict[int, float] = {}
    for month in months:
        edges = (year + (month - 1) / 12.0, year + month / 12.0)
        dates = sorted({*edges, *(date for cap in caps for date in cap.dates if edges[0] < date < edges[1])})
        for left, right in pairwise(dates):
            middle = 0.5 * (left + right)
            open_ = [(cap.price.at(middle), place) for place, cap in enumerate(caps) if cap.start <= middle < cap.end]
            if open_ and right - left > _INSTANT / 12.0:
                price, place = min(open_)
                length[place] = length.get(place, 0.0) + (right - left)
                total[place] = total.get(place, 0.0) + (right - left) * price
    for place, covered in sorted(length.items()):
        share = covered * 12.0 / len(months)
        yield caps[place], 1.0 if share > 1.0 - _INSTANT else share, total[place] / covered


@dataclass(frozen=True, slots=True)
class YearlyCap:
    """What caps are in a year for a buyer: the share of the year in which one holds, and their mean meanwhile."""

    share: float = 0.0
    price: float = 0.0

    def below(self, price: float) -> float:
        """Mean over the year of the lower of a price and the cap."""
        return (1.0 - self.share) * price + self.share * min(price, self.price)


def yearly_caps(
    price_caps: pd.DataFrame, durations: Mapping[str, float], form: Form
) -> dict[tuple[str, str, int], YearlyCap]:
    """Caps by origin, market and year on gas that comes by a form."""
    found: dict[tuple[str, str, int], YearlyCap] = {}
    for (_, origin, market, year, season), row in lookup_rows(price_caps).items():
        if row["form"] in (form, "any"):
            before, share = found.get((origin, market, year), YearlyCap()), row["share"] * durations[season]
            total = before.share + share
            mean = (before.share * before.price + share * row["price"]) / total
            found[origin, market, year] = YearlyCap(total, mean)
    return found
