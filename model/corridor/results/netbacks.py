"""Netbacks: what a sale leaves at the well after the way there has been paid."""

from __future__ import annotations

import pandas as pd

from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu


def netback_table(context: Context, prices: pd.Series) -> pd.DataFrame:
    r"""Netback of every origin in every market it sells to, by year.

    Along an arc :math:`N_{from} = (1-\lambda_a) N_{to} - t_a`, from the market's price back to a basin over the
    arcs that the origin used that year; where several ways lead back, the best one counts. ``transport`` is price
    less netback, so it holds tariffs, freight, plant costs and the value of gas used on the way. USD/MMBtu.

    Parameters
    ----------
    prices : Series
        Annual market prices, USD/MMBtu; index market, year.
    """
    network = context.network
    volume = context.volume(context.sales).groupby(level=["origin", "market", "year"]).sum()
    sold = volume[volume > DUST]
    basins = network.steps.groupby("origin")["node"].agg(lambda nodes: sorted(set(nodes))).to_dict()
    backward = _used_arcs(context)
    records = []
    for (origin, year), part in sold.groupby(level=["origin", "year"]):
        arcs = backward.get((origin, year), {})
        for (_, market, _), amount in part.items():
            price = float(prices[market, year])
            values = _values_back(market, price, arcs)
            reached = [(values[basin], basin) for basin in basins[origin] if basin in values]
            if reached:
                netback, basin = max(reached)
                records.append((origin, basin, market, year, price, price - netback, netback, float(amount)))
    columns = ["origin", "node", "market", "year", "price", "transport", "netback", "volume"]
    table = pd.DataFrame(records, columns=columns).assign(unit="USD/MMBtu", volume_unit="bcm")
    return tidy(table, [*columns, "unit", "volume_unit"], ["origin", "market", "year"])


def _used_arcs(context: Context) -> dict[tuple[str, int], dict[str, list[tuple[str, float, float]]]]:
    """For every origin and year, the used arcs into each node: (start, share arriving, cost in USD/MMBtu)."""
    network = context.network
    volume = context.volume(context.flow)
    used = volume[volume > DUST].rename("volume").reset_index().join(network.arcs[["from", "to", "loss"]], on="arc")
    cost = network.arc_terms["cost"].groupby(level=["arc", "year"]).mean() * usd_per_mmbtu()
    found: dict[tuple[str, int], dict[str, list[tuple[str, float, float]]]] = {}
    seen = used.drop_duplicates(["origin", "arc", "year"])
    for origin, arc, year, start, end, loss in seen[["origin", "arc", "year", "from", "to", "loss"]].itertuples(index=False):
        arcs = found.setdefault((origin, year), {})
        arcs.setdefault(end, []).append((start, 1.0 - loss, float(cost[arc, year])))
    return found


def _values_back(market: str, price: float, arcs: dict[str, list[tuple[str, float, float]]]) -> dict[str, float]:
    """Value of gas at every node from which the market is reached: best over the ways, each at most once round."""
    values = {market: price}
    frontier = [market]
    while frontier:
        node = frontier.pop()
        for start, arriving, cost in arcs.get(node, ()):
            value = values[node] * arriving - cost
            # A way round a circle costs something, so its value falls and the search ends.
            if value > values.get(start, float("-inf")) + 1e-12:
                values[start] = value
                frontier.append(start)
    return values
