"""What the sectors of markets consume."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup
from corridor.results.context import Context, tidy

_KEYS = ["sector", "year", "season"]


def sector_table(context: Context) -> pd.DataFrame:
    """Consumption of every sector beside what it would be at its reference price, bcm in the season.

    Sums over the sectors of a market are its consumption, but for what it puts into stock. Where a market goes short,
    sectors go short in proportion to their firm demand.
    """
    network, terms = context.network, context.network.sector_terms
    market = lookup(network.sectors["market"])
    place = [(market[sector], year, season) for sector, year, season in terms.index]
    firm, short = lookup(network.demand["firm"]), context.solution.values("shortfall", ("market", "year", "season"))
    unmet = {key: value / firm[key] for key, value in lookup(short).items() if firm[key] > 0.0}
    met = terms["firm"] * [1.0 - unmet.get(key, 0.0) for key in place]
    table = pd.DataFrame(
        {
            "reference": context.volume(terms["reference"]),
            "consumption": context.volume(met.add(_flexible(context), fill_value=0.0)),
        }
    )
    table = table.rename_axis(_KEYS).reset_index().join(network.sectors, on="sector").assign(unit="bcm")
    columns = ["market", "sector", "name", "year", "season", "reference", "consumption", "unit"]
    return tidy(table, columns, ["market", *_KEYS])


def _flexible(context: Context) -> pd.Series:
    """Rate at which sectors consume in blocks."""
    blocks = context.solution.values("consumption", ("market", "block", "year", "season"))
    table = blocks.rename("rate").reset_index()
    table["sector"] = context.network.blocks["sector"].reindex(blocks.index).to_numpy()
    rate: pd.Series = table[table["sector"] != ""].groupby(_KEYS)["rate"].sum()
    return rate
