"""Change the numbers of a network by the amounts of a repair.

What a repair changes are numbers of the network's tables, so that it can be tried: the changed network is stated and
solved like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from corridor.dataset import lookup
from corridor.diagnosis.statements import LESS, Limit
from corridor.network import Network


@dataclass(frozen=True, slots=True)
class Change:
    """An amount by which a number gives way.

    Attributes
    ----------
    limit
        The number.
    amount
        Above 0, in the limit's unit.
    beside
        What the number is a share of, for limits that are; 0 for others.
    """

    limit: Limit
    amount: float
    beside: float = 0.0


def applied(network: Network, changes: Iterable[Change]) -> Network:
    """Return a network whose numbers are changed.

    Parameters
    ----------
    network
        Built without pruning.
    changes
        Of a repair.

    Raises
    ------
    KeyError
        If a limit is of a kind that no amount changes.
    """
    for change in changes:
        network = APPLIED[change.limit.kind](network, change)
    return network


def _shifted(network: Network, table: str, columns: tuple[str, ...], key: Any, by: float) -> Network:
    """Return the network with some numbers of a table shifted, at least to nothing."""
    changed: Any = getattr(network, table).copy()
    for column in columns:
        changed.loc[key, column] = (changed.loc[key, column] + by).clip(lower=0.0)
    return replace(network, **{table: changed})


def _number(table: str, *columns: str, sign: float) -> Callable[[Network, Change], Network]:
    """Shift the numbers of a limit's year, or year and season."""

    def change(network: Network, change: Change) -> Network:
        limit = change.limit
        frame = getattr(network, table)
        key = (limit.name, *limit.when)
        chosen = frame.index == key if len(key) == frame.index.nlevels else _below(frame, key)
        return _shifted(network, table, columns, chosen, sign * change.amount)

    return change


def _below(frame: pd.DataFrame, key: tuple[Any, ...]) -> Any:
    """Which rows of a table begin with a key."""
    chosen = pd.Series(True, index=frame.index)
    for place, part in enumerate(key):
        chosen &= frame.index.get_level_values(place) == part
    return chosen


def _share(table: str) -> Callable[[Network, Change], Network]:
    """Lower a share that holds for all years as far as one of them asks."""

    def change(network: Network, change: Change) -> Network:
        shares = getattr(network, table).copy()
        name, share = change.limit.name, change.limit.value - change.amount
        shares.loc[name, "minimum"] = max(0.0, min(float(shares.loc[name, "minimum"]), share))
        return replace(network, **{table: shares})

    return change


def _stock(moment: str) -> Callable[[Network, Change], Network]:
    def change(network: Network, change: Change) -> Network:
        limit = change.limit
        less = moment == "closing" or limit.key == (LESS,)
        key = network.storage_stocks.index == (limit.name, *limit.when, moment)
        return _shifted(network, "storage_stocks", ("volume",), key, -change.amount if less else change.amount)

    return change


def _capacity(network: Network, change: Change) -> Network:
    """Widen a line, and the other direction of it by the same part."""
    arc, year = change.limit.name, change.limit.when[0]
    terms, opposite = network.arc_terms.copy(), lookup(network.arcs["opposite"])[arc]
    here = _below(terms, (arc, year))
    factor = 1.0 + change.amount / terms.loc[here, "capacity"].where(terms.loc[here, "capacity"] > 0.0)
    terms.loc[here, ["nameplate", "existing", "capacity"]] += change.amount
    if opposite:
        back = _below(terms, (opposite, year))
        by_season = factor.fillna(1.0).to_numpy()
        terms.loc[back, "capacity"] = terms.loc[back, "capacity"].to_numpy() * by_season
    return replace(network, arc_terms=terms)


def _potential(network: Network, change: Change) -> Network:
    chosen = network.step_terms.index == change.limit.key
    return _shifted(network, "step_terms", ("capacity",), chosen, change.amount)


def _policy(network: Network, change: Change) -> Network:
    table, *key = change.limit.key
    frame = getattr(network, table)
    if table != "share_limits":
        return _shifted(network, table, ("limit",), frame.index == tuple(key), change.amount)
    return _shifted(network, table, ("share",), _below(frame, tuple(key)), change.amount / change.beside)


def _project_size(network: Network, change: Change) -> Network:
    name = change.limit.name
    terms = network.project_terms
    chosen = _below(terms, (name,)) & (terms["limit"] > 0.0)
    network = _shifted(network, "project_terms", ("limit",), chosen, change.amount)
    return _shifted(network, "projects", ("size",), network.projects.index == name, change.amount)


def _budget(network: Network, change: Change) -> Network:
    chosen = network.budgets.index == change.limit.name
    return _shifted(network, "budgets", ("limit",), chosen, change.amount)


def _ramp(network: Network, change: Change) -> Network:
    """Let production change by the share that it then does; no ramp is left where it comes from nothing."""
    _, *key = change.limit.key
    ramps = network.ramps.copy()
    if change.beside <= 0.0:
        return replace(network, ramps=ramps.drop(index=[tuple(key)], errors="ignore"))
    if tuple(key) in ramps.index:
        ramps.loc[ramps.index == tuple(key), "share"] += change.amount / change.beside
    return replace(network, ramps=ramps)


#: How a limit of every kind that an amount can change is changed.
APPLIED: Mapping[str, Callable[[Network, Change], Network]] = {
    "firm demand": _number("demand", "firm", "reference", sign=-1.0),
    "filling target": _number("fillings", "rise", "target", sign=-1.0),
    "minimum take": _number("minimum_takes", "rate", sign=-1.0),
    "plant minimum": _share("arcs"),
    "producer minimum": _share("producers"),
    "closing stock": _stock("closing"),
    "opening stock": _stock("opening"),
    "outlet": _number("demand", "firm", "reference", sign=1.0),
    "policy": _policy,
    "contract quantity": _number("contract_terms", "quantity", sign=1.0),
    "swap": _number("swap_terms", "capacity", sign=1.0),
    "capacity": _capacity,
    "fleet": _number("fleets", "ships", sign=1.0),
    "working gas": _number("storage_terms", "working_gas", sign=1.0),
    "injection": _number("storage_terms", "injection", sign=1.0),
    "withdrawal": _number("storage_terms", "withdrawal", sign=1.0),
    "ramp": _ramp,
    "potential": _potential,
    "project size": _project_size,
    "budget": _budget,
}
