"""What is swapped: whose gas is handed over where, and in return for what."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup
from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu

_KEYS = ["swap", "year", "season"]


def swap_table(context: Context) -> pd.DataFrame:
    """What every open swap hands over and gets, bcm in the season, and what is paid for it.

    ``given`` changes title from ``gives_origin`` to ``takes_origin`` at ``gives_at``, ``taken`` the other way round at
    ``takes_at``; no gas moves. ``fee`` and ``shadow_price`` (what handing over one more unit would be worth) are
    USD/MMBtu, ``paid`` is million USD of one such year. ``possible`` says whether there can be gas on both sides.
    """
    network = context.network
    table = network.swap_terms.join(network.swaps, on="swap")
    given = context.volume(_swapped(context)).reindex(table.index, fill_value=0.0)
    shadow = context.price(context.solution.duals("swapped_below_capacity", _KEYS))
    table = table.assign(
        capacity=context.volume(table["capacity"]),
        given=given,
        taken=given * table["ratio"],
        paid=given * table["fee"],
        fee=table["fee"] * usd_per_mmbtu(),
        shadow_price=(-shadow).clip(lower=0.0).reindex(table.index, fill_value=0.0),
    )
    columns = [
        "swap", "gives_origin", "gives_at", "takes_origin", "takes_at", "year", "season", "possible", "ratio",
        "capacity", "given", "taken", "fee", "paid", "shadow_price",
    ]  # fmt: skip
    table = table.reset_index().assign(unit="bcm", price_unit="USD/MMBtu", paid_unit="million USD")
    return tidy(table, [*columns, "unit", "price_unit", "paid_unit"], _KEYS)


def swapped_gas(context: Context) -> pd.DataFrame:
    """Rates at which gas of an origin at a node turns into that of another: node, origin, year, season, item, rate."""
    columns = ["node", "origin", "year", "season", "item", "rate"]
    rates = _swapped(context)
    table = rates[rates > 0.0].rename("given").reset_index().join(context.network.swaps, on="swap")
    table["taken"] = table["given"] * table["ratio"]
    parts = [
        table.assign(node=table[f"{side}_at"], origin=table[f"{whose}_origin"], item=item, rate=sign * table[rate])
        for side, rate in (("gives", "given"), ("takes", "taken"))
        for whose, item, sign in _titles(side)
    ]
    return pd.concat([part[columns] for part in parts])


def _titles(side: str) -> tuple[tuple[str, str, float], tuple[str, str, float]]:
    """Whose gas turns into whose on a side of a swap."""
    other = {"gives": "takes", "takes": "gives"}[side]
    return (side, "swapped away", -1.0), (other, "swapped in", 1.0)


def _swapped(context: Context) -> pd.Series:
    """Rates handed over, bcm/yr; index swap, year, season; dust set to zero."""
    swapped = context.solution.values("swapped", _KEYS)
    return swapped.where(swapped > DUST, 0.0)


def swap_ways(context: Context) -> list[tuple[str, int, str, str, str, float, float]]:
    """Swaps used in a year as ways on which the one who hands over brings gas to where he gets some.

    Each is swap, year, origin, from, to, share that comes out, and fee of a unit handed over in USD/MMBtu.
    """
    network = context.network
    volume = context.volume(_swapped(context)).groupby(level=["swap", "year"]).sum()
    fee = lookup(network.swap_terms["fee"].groupby(level=["swap", "year"]).mean() * usd_per_mmbtu())
    columns = (lookup(network.swaps[name]) for name in ("gives_origin", "gives_at", "takes_at", "ratio"))
    origin, start, end, ratio = columns
    return [
        (swap, year, origin[swap], start[swap], end[swap], ratio[swap], fee[swap, year])
        for swap, year in volume.index[volume > DUST]
    ]


def titles_brought(context: Context) -> dict[tuple[str, str, int, str], float]:
    """Volumes of which a swap gives the title to an origin, bcm; key origin, swap, year, season."""
    volume, rows = context.volume(_swapped(context)), context.network.swaps
    found: dict[tuple[str, str, int, str], float] = {}
    gives, takes, ratio = (lookup(rows[name]) for name in ("gives_origin", "takes_origin", "ratio"))
    for (swap, year, season), given in lookup(volume).items():
        found[gives[swap], swap, year, season] = given * ratio[swap]
        found[takes[swap], swap, year, season] = given
    return found
