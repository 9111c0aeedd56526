"""Conduct by origin and market: how far sellers move prices, and how steep the demand is that they face."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup
from corridor.errors import NetworkError, Problem
from corridor.network.values import Values
from corridor.scenario import Scenario

KEYS = ["origin", "market", "year", "season"]


def conduct_table(scenario: Scenario, values: Values, blocks: pd.DataFrame) -> pd.DataFrame:
    r"""Conduct of everybody who does not take the price, in the markets whose demand responds to it.

    The slope of a market's demand is :math:`b = 1 / \sum_k 1/b_k` over its lines. A dominant exporter begins at 1.

    Returns
    -------
    conduct : DataFrame
        As in :class:`corridor.network.Network`.

    Raises
    ------
    NetworkError
        If a market that is named itself, or every one of an origin, has demand that does not respond to its price.
    """
    lines = blocks.loc[blocks["slope"] > 0.0, "slope"]
    slope = (1.0 / (1.0 / lines).groupby(level=["market", "year", "season"]).sum()).rename("slope")
    periods: dict[str, list[tuple[int, str, float]]] = {}
    for (market, year, season), steepness in lookup(slope).items():
        periods.setdefault(market, []).append((year, season, steepness))
    _require_response(scenario, values)
    records = [
        (each.origin, each.market, year, season, share, each.share is None, steepness)
        for each in scenario.behaviour.stances
        for share in [1.0 if each.share is None else each.share]
        for year, season, steepness in periods.get(each.market, ())
    ]
    table = pd.DataFrame(records, columns=[*KEYS, "share", "dominant", "slope"])
    return table.astype({"share": float, "dominant": bool, "slope": float}).set_index(KEYS).sort_index()


def unresponsive(scenario: Scenario, values: Values) -> dict[str, list[str]]:
    """Markets of every origin with conduct whose demand does not respond to its price."""
    found: dict[str, list[str]] = {}
    for stance in scenario.behaviour.stances:
        if values.constant("demand", stance.market, "elasticity") == 0.0:
            found.setdefault(stance.origin, []).append(stance.market)
    return found


def _require_response(scenario: Scenario, values: Values) -> None:
    fixed = unresponsive(scenario, values)
    problems = []
    for origin, markets in fixed.items():
        mine = [stance for stance in scenario.behaviour.stances if stance.origin == origin]
        wrong = [each for each in mine if each.market in markets and (each.named or len(markets) == len(mine))]
        problems += [
            Problem(
                f"{origin} cannot have conduct in {stance.market} ({stance.written}): demand there does not respond to "
                "its price, so any price could be asked; give it an elasticity below 0"
            )
            for stance in wrong
        ]
    if problems:
        raise NetworkError(problems)
