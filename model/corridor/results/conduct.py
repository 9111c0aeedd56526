"""Market conduct: what sellers who move the price ask above what one more unit earns them."""

from __future__ import annotations

import pandas as pd

from corridor.results.context import Context, tidy, usd_per_mmbtu
from corridor.results.prices import market_value

_KEYS = ["origin", "market", "year", "season"]


def conduct_table(context: Context) -> pd.DataFrame:
    """Everybody with conduct, by market and season: price, markup, and what it earns.

    ``share`` is conduct from 0 (takes the price) to 1 (Cournot), ``dominant`` whether it was found as that of a
    dominant exporter. ``marginal_revenue`` is what one more unit earns the seller, ``markup`` the price less that
    (USD/MMBtu); ``earnings`` is the markup on all that he sells, million USD in the season.
    """
    conduct, sales = context.network.conduct, context.sales
    table = conduct[conduct.index.isin(sales.index)]
    sold = sales.reindex(table.index)
    markets = pd.MultiIndex.from_arrays([table.index.get_level_values(key) for key in _KEYS[1:]])
    price = market_value(context).reindex(markets).to_numpy()
    markup = table["share"] * table["slope"] * sold
    factor = usd_per_mmbtu()
    told = pd.DataFrame(
        {
            "share": table["share"],
            "dominant": table["dominant"],
            "price": price * factor,
            "marginal_revenue": (price - markup) * factor,
            "markup": markup * factor,
            "volume": context.volume(sold),
            "earnings": context.volume(sold) * markup,
        }
    )
    told = told.rename_axis(_KEYS).reset_index()
    told = told.assign(price_unit="USD/MMBtu", volume_unit="bcm", money_unit="million USD")
    return tidy(told, list(told.columns), _KEYS)


def markup_earnings(context: Context) -> pd.Series:
    """What markups earn, million USD in the season; index origin, market, year, season."""
    conduct, sales = context.network.conduct, context.sales
    table = conduct[conduct.index.isin(sales.index)]
    sold = sales.reindex(table.index)
    return context.volume(sold) * table["share"] * table["slope"] * sold
