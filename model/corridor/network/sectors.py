"""Consumers of a market: all alike, or its sectors, each with its share, its price and its shape of the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import pandas as pd

from corridor.dataset import lookup
from corridor.errors import NetworkError, Problem
from corridor.network.values import Values
from corridor.scenario import Scenario

#: How far the shares of a market's sectors may be from making up the whole.
TOLERANCE = 1e-4

Yearly = Callable[[int], float]
SeasonShares = Callable[[int], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Consumers:
    """Consumers who answer alike.

    Attributes
    ----------
    sector
        Its id; empty for a market without sectors.
    share
        Share of the market's volume by year.
    price
        Price at which that is consumed, by year, million USD per bcm.
    elasticity
        Of their demand, at most 0.
    seasons
        Share of their year in each season, by year.
    """

    sector: str
    share: Yearly
    price: Yearly
    elasticity: float
    seasons: SeasonShares


def consumers_by_market(scenario: Scenario, values: Values, seasons: pd.DataFrame) -> dict[str, list[Consumers]]:
    """Collect the consumers of every market: its sectors, or all together where it has none.

    What a sector does not say of price, elasticity and shape of the year, the market says.

    Raises
    ------
    NetworkError
        If the sectors of a market do not make up the whole in a model year.
    """
    shares_of = cache(partial(_season_shares, scenario, lookup(seasons["months"])))
    sectors: dict[str, list[tuple[str, str]]] = {}
    for sector, row in scenario.dataset.rows("sectors"):
        sectors.setdefault(row["market"], []).append((sector, row["profile"]))
    found: dict[str, list[Consumers]] = {}
    for market, row in scenario.dataset.rows("demand"):
        price = values.yearly("demand", market, "reference_price")
        elasticity = values.constant("demand", market, "elasticity")
        whole = Consumers("", _all, price, elasticity, partial(shares_of, row["profile"]))
        found[market] = [
            _sector(values, sector, whole, partial(shares_of, profile) if profile else whole.seasons)
            for sector, profile in sectors.get(market, ())
        ] or [whole]
    _require_whole(found, scenario.horizon.years)
    return found


def _all(_year: int) -> float:
    return 1.0


def _sector(values: Values, sector: str, whole: Consumers, seasons: SeasonShares) -> Consumers:
    price = values.series("sectors", sector, "reference_price")
    elasticity = values.series("sectors", sector, "elasticity")
    return Consumers(
        sector,
        values.yearly("sectors", sector, "share"),
        whole.price if price is None else price.year,
        whole.elasticity if elasticity is None else elasticity.values[0],
        seasons,
    )


def _season_shares(
    scenario: Scenario, months_of: Mapping[str, tuple[int, ...]], profile: str, year: int
) -> dict[str, float]:
    """Share of annual demand in each season."""
    share = scenario.months("seasonality", profile, year)
    return {season: sum(share[month] for month in months) for season, months in months_of.items()}


def _require_whole(found: Mapping[str, list[Consumers]], years: tuple[int, ...]) -> None:
    problems = []
    for market, parts in found.items():
        for year in years:
            total = sum(part.share(year) for part in parts)
            if abs(total - 1.0) > TOLERANCE:
                text = f"the sectors of '{market}' make up {100.0 * total:.2f} % of its volume in {year}, not all of it"
                problems.append(Problem(f"{text} [sector_shares]"))
                break
    if problems:
        raise NetworkError(problems)


def sector_table(scenario: Scenario) -> pd.DataFrame:
    """Sectors sorted by id: market and name."""
    table = scenario.dataset.identities["sectors"][["market", "name"]].rename_axis("sector").copy()
    return table.sort_index()
