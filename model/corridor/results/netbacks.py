"""Netbacks: what a sale leaves at the well after the way there has been paid."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup
from corridor.results.charges import Charges, charges
from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu
from corridor.results.swaps import swap_ways

Ways = dict[str, list[tuple[str, float, float]]]


def netback_table(context: Context, prices: pd.Series) -> pd.DataFrame:
    r"""Netback of every origin in every market it sells to, by year.

    Along an arc :math:`N_{from} = (1-\lambda_a) N_{to} - t_a`, from the market's price back to a basin over the
    arcs that the origin used that year; where several ways lead back, the best one counts. ``transport`` is price
    less netback, so it holds tariffs, freight, plant costs, the value of gas used on the way and what policies charge.
    A swap is a way for the one who hands over, from where he does to where he gets gas in return: of a unit its ratio
    comes out, and its fee is paid. USD/MMBtu.

    Parameters
    ----------
    prices : Series
        Annual market prices, USD/MMBtu; index market, year.
    """
    network = context.network
    volume = context.volume(context.sales[context.sales > 0.0]).groupby(level=["origin", "market", "year"]).sum()
    sold = volume[volume > DUST]
    basins: dict[str, set[str]] = {}
    for origin, node in zip(network.steps["origin"].tolist(), network.steps["node"].tolist(), strict=True):
        basins.setdefault(origin, set()).add(node)
    charged = charges(context)
    backward, price_of = _used_arcs(context, charged), lookup(prices)
    records = []
    for (origin, market, year), amount in lookup(sold).items():
        price = price_of[market, year]
        left = price - charged.on_sale(origin, market, year)
        values = _values_back(market, left, backward.get((origin, year), {}))
        reached = [(values[basin], basin) for basin in basins[origin] if basin in values]
        if reached:
            netback, basin = max(reached)
            records.append((origin, basin, market, year, price, price - netback, netback, amount))
    columns = ["origin", "node", "market", "year", "price", "transport", "netback", "volume"]
    table = pd.DataFrame(records, columns=columns).assign(unit="USD/MMBtu", volume_unit="bcm")
    return tidy(table, [*columns, "unit", "volume_unit"], ["origin", "market", "year"])


def _used_arcs(context: Context, charged: Charges) -> dict[tuple[str, int], Ways]:
    """For every origin and year, the used arcs into each node: (start, share arriving, cost in USD/MMBtu)."""
    arcs = context.network.arcs
    start, end, loss = lookup(arcs["from"]), lookup(arcs["to"]), lookup(arcs["loss"])
    terms = context.network.arc_terms["cost"]
    cost = lookup(terms.groupby(level=["arc", "year"]).mean() * usd_per_mmbtu())
    volume = context.volume(context.flow[context.flow > 0.0])
    used = dict.fromkeys((origin, arc, year) for origin, arc, year, _ in volume.index[volume > DUST])
    found: dict[tuple[str, int], Ways] = {}
    for origin, arc, year in used:
        ways = found.setdefault((origin, year), {})
        arriving = 1.0 - loss[arc]
        paid = cost[arc, year] + arriving * charged.on_arrival(origin, arc, year)
        ways.setdefault(end[arc], []).append((start[arc], arriving, paid))
    for swap, year, origin, given_at, taken_at, ratio, fee in swap_ways(context):
        paid = fee + ratio * charged.on_title(origin, swap, year)
        found.setdefault((origin, year), {}).setdefault(taken_at, []).append((given_at, ratio, paid))
    return found


def _values_back(market: str, price: float, ways: Ways) -> dict[str, float]:
    """Value of gas at every node from which the market is reached: best over the ways, each at most once round."""
    values = {market: price}
    passed = {market: frozenset({market})}
    frontier = [market]
    while frontier:
        node = frontier.pop()
        for start, arriving, cost in ways.get(node, ()):
            value = values[node] * arriving - cost
            # A way round a circle costs something, so its value falls; one through a swap that brings more than it
            # takes could gain, and is none that gas goes.
            if start not in passed[node] and value > values.get(start, float("-inf")) + 1e-12:
                values[start] = value
                passed[start] = passed[node] | {start}
                frontier.append(start)
    return values
