"""Price caps: what sellers of capped gas get, and what the buyers keep of the market's price."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import DUST, Context, tidy, usd_per_mmbtu
from corridor.results.prices import market_value

KEYS = ["policy", "origin", "market", "year", "season"]


def capped_sales(context: Context) -> pd.DataFrame:
    """What is sold under every cap, reckoned from sales and cargoes.

    Returns
    -------
    DataFrame
        Index policy, origin, market, year, season; ``volume`` (bcm in the season), ``wedge`` (million USD per bcm) and
        ``transfer`` (million USD in the season).
    """
    network = context.network
    wedge = context.solution.wedges("capped", KEYS)
    caps, duration, loss = (
        lookup_rows(network.price_caps),
        lookup(network.seasons["duration"]),
        lookup(network.arcs["loss"]),
    )
    sales, flow = lookup(context.sales), lookup(context.flow)
    volume = []
    for policy, origin, market, year, season in wedge.index:
        row = caps[policy, origin, market, year, season]
        landed = sum(
            (1.0 - loss[arc]) * flow.get((origin, arc, year, season), 0.0)
            for arc in network.landing.get((origin, market, year), ())
        )
        sold = sales.get((origin, market, year, season), 0.0)
        rate = {"any": sold, "lng": landed, "pipeline": max(0.0, sold - landed)}[row["form"]]
        volume.append(row["share"] * rate * duration[season])
    table = pd.DataFrame({"wedge": wedge, "volume": pd.Series(volume, index=wedge.index, dtype=float)})
    return table.assign(transfer=table["wedge"] * table["volume"])


def kept_by_buyers(context: Context) -> pd.Series:
    """What buyers keep of the market's price, million USD of one such year; index origin, market, year."""
    kept = capped_sales(context)["transfer"].groupby(level=["origin", "market", "year"]).sum()
    return kept[kept > 0.0]


def price_cap_table(context: Context) -> pd.DataFrame:
    """Every price cap by origin, market and season: what the seller gets, and what goes to the buyer.

    ``price`` is the market's, ``cap`` the most that the seller gets for the ``share`` of the season in which the cap is
    in force and the lowest, ``received`` what he gets then and ``wedge`` the difference to the price (USD/MMBtu).
    ``volume`` is what he sells under the cap (bcm in the season; of LNG what lands), ``transfer`` what that leaves with
    the buyers in the market, million USD in the season: a seller's loss and a buyer's gain. Where nothing is sold the
    wedge tells how far below the price the seller would have to go.
    """
    sold = capped_sales(context)
    caps = context.network.price_caps.reindex(sold.index)
    markets = pd.MultiIndex.from_arrays([sold.index.get_level_values(key) for key in KEYS[2:]])
    price, factor = market_value(context).reindex(markets).to_numpy(), usd_per_mmbtu()
    table = pd.DataFrame(
        {
            "share": caps["share"],
            "cap": caps["price"] * factor,
            "price": price * factor,
            "received": (price - sold["wedge"]) * factor,
            "wedge": sold["wedge"] * factor,
            "volume": sold["volume"].where(sold["volume"] > DUST, 0.0),
            "transfer": sold["transfer"],
        },
        index=sold.index,
    )
    table = table.reset_index().assign(price_unit="USD/MMBtu", volume_unit="bcm", money_unit="million USD")
    return tidy(table, list(table.columns), KEYS)
