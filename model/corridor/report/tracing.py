"""Where gas goes: from basins over export routes to markets, by proportional mixing at every node.

Gas of one origin mixes perfectly at a node, so each outgoing stream has the composition of the node. Compositions
follow from one linear system for the home country and one for the rest of the world. Fuel and losses do not change a
composition, so every volume here is as delivered to the market.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corridor.report.regions import ELSEWHERE, home_nodes, node_regions
from corridor.report.view import ReportedResults

__all__ = ["deliveries", "exports"]

Matrix = NDArray[np.float64]


def exports(results: ReportedResults, origin: str) -> pd.DataFrame:
    """Return the gas of an origin sold outside its own country: region, year, volume (bcm delivered)."""
    sold = _sales(results, origin)
    table = sold.groupby(["region", "year"])["volume"].sum().reset_index()
    return table.sort_values(["region", "year"], ignore_index=True)


def deliveries(results: ReportedResults, origin: str, year: int, by: str = "region") -> pd.DataFrame:
    """Return the exports of one year by basin, route and region, or by the node where they are sold.

    Returns
    -------
    pandas.DataFrame
        basin, route, ``by`` (region or node), volume (bcm delivered); the volumes of a region add up to its
        :func:`exports`.
    """
    home = home_nodes(results, origin)
    flows = results.flows
    flows = flows[(flows["origin"] == origin) & (flows["year"] == year)]
    flows = flows.groupby(["route", "arc", "from", "to"], as_index=False)[["volume", "arrived"]].sum()
    balance = results.balance
    mined = balance[(balance["origin"] == origin) & (balance["year"] == year) & (balance["item"] == "production")]
    production = mined.groupby("node")["volume"].sum()
    inside = flows[flows["from"].isin(home) & flows["to"].isin(home)]
    basins = [str(basin) for basin in production.index]
    mixed = composition(inside, pd.DataFrame(np.diag(production.to_numpy()), index=basins, columns=basins))
    leaving = flows[flows["from"].isin(home) & ~flows["to"].isin(home)]
    sources = _by_pair(leaving, mixed)
    abroad = composition(flows[~flows["from"].isin(home) & ~flows["to"].isin(home)], sources)
    return _sold_by_pair(_sales(results, origin).query("year == @year"), abroad, by)


def composition(flows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of every source in the gas of every node.

    Parameters
    ----------
    flows
        from, to, volume, arrived between the nodes of one area.
    sources
        Volume that each kind of gas (column) brings to a node (row) from outside the area.

    Returns
    -------
    pandas.DataFrame
        One row a node; the shares of a row add up to 1, or to 0 where there is no gas.
    """
    nodes = sorted({*flows["from"], *flows["to"], *sources.index})
    place = {node: number for number, node in enumerate(nodes)}
    arrivals: Matrix = np.zeros((len(nodes), len(nodes)))
    steps = [flows[end].map(place).to_numpy(dtype=int) for end in ("to", "from")]
    np.add.at(arrivals, tuple(steps), flows["arrived"].to_numpy())
    brought = sources.reindex(nodes).fillna(0.0).to_numpy()
    supply = brought.sum(axis=1) + arrivals.sum(axis=1)
    scale = np.divide(1.0, supply, out=np.zeros_like(supply), where=supply > 1e-9)
    shares = np.linalg.solve(np.eye(len(nodes)) - arrivals * scale[:, None], brought * scale[:, None])
    return pd.DataFrame(shares, index=nodes, columns=sources.columns)


def _by_pair(leaving: pd.DataFrame, mixed: pd.DataFrame) -> pd.DataFrame:
    """Return what every pair (basin, route) brings across the border to every node abroad."""
    parts = leaving[["route", "to", "arrived"]].join(mixed.reindex(leaving["from"]).set_axis(leaving.index))
    long = parts.melt(id_vars=["route", "to", "arrived"], var_name="basin", value_name="share").fillna({"share": 0.0})
    long["volume"] = long["arrived"] * long["share"]
    long = long[long["volume"] > 1e-9]
    return long.pivot_table(index="to", columns=["basin", "route"], values="volume", aggfunc="sum", fill_value=0.0)


def _sold_by_pair(sold: pd.DataFrame, abroad: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return sales split by the composition of the gas at the market."""
    shares = abroad.reindex(sold["node"]).fillna(0.0).to_numpy()
    volumes = pd.DataFrame(shares * sold["volume"].to_numpy()[:, None], columns=abroad.columns)
    summed = volumes.groupby(sold[by].to_numpy()).sum()
    pairs = [(str(pair[0]), str(pair[1])) for pair in abroad.columns]
    rows = [
        {"basin": basin, "route": route, by: place, "volume": float(volume)}
        for place, line in zip(summed.index, summed.to_numpy(), strict=True)
        for (basin, route), volume in zip(pairs, line, strict=True)
        if volume > 1e-6
    ]
    return pd.DataFrame(rows, columns=["basin", "route", by, "volume"])


def _sales(results: ReportedResults, origin: str) -> pd.DataFrame:
    """Return sales abroad as positive volumes: node, region, year, volume."""
    balance = results.balance
    sold = balance[(balance["origin"] == origin) & (balance["item"] == "sales")]
    sold = sold[~sold["node"].isin(home_nodes(results, origin))]
    table = sold.groupby(["node", "year"])["volume"].sum().reset_index()
    regions = node_regions(results)
    table["region"] = table["node"].map(regions).fillna(ELSEWHERE)
    return table.assign(volume=-table["volume"])[["node", "region", "year", "volume"]]
