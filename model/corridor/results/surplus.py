"""What producers and consumers gain: the worth of a scenario to its owner and to everybody else."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import lookup
from corridor.results.conduct import markup_earnings
from corridor.results.context import Context
from corridor.results.price_caps import kept_by_buyers
from corridor.results.prices import market_value


def producer_surplus(context: Context) -> pd.Series:
    r"""Earnings of producers above the variable cost of their gas, million USD; index origin, year.

    .. math:: \sum_{k,s} d_s\, q_{k,y,s} \Big( \pi_{o,n,y,s} - c_{k,y} - \frac{1}{2} \rho_{k,y} q_{k,y,s} \Big)
              + \sum_{m,s} d_s\, \theta_{o,m} b_{m,y,s} v_{o,m,y,s}^2

    :math:`q` production of a cost step, :math:`c` its cost and :math:`\rho` how that rises, :math:`\pi` value of the
    origin's gas at the node (dual of its balance). Sales at home count; the way to market is already taken off in
    :math:`\pi`. With conduct :math:`\theta` gas sells above its value to the seller, which the second sum adds. What
    a price cap takes off the price is taken off in :math:`\pi` too.
    """
    network = context.network
    value = _node_value(context)
    table = context.volume(context.production).rename("volume").reset_index().join(network.steps, on="step")
    keys = pd.MultiIndex.from_frame(table[["origin", "node", "year", "season"]])
    terms = network.step_terms.reindex(pd.MultiIndex.from_frame(table[["step", "year"]]))
    mean_cost = terms["cost"].to_numpy() + 0.5 * terms["slope"].to_numpy() * context.production.to_numpy()
    margin: pd.Series = table["volume"] * (value.reindex(keys).to_numpy() - mean_cost)
    surplus = margin.groupby([table["origin"], table["year"]]).sum()
    held_back = markup_earnings(context).groupby(level=["origin", "year"]).sum()
    return surplus.add(held_back, fill_value=0.0).rename("surplus") if len(held_back) else surplus.rename("surplus")


def consumer_surplus(context: Context) -> pd.Series:
    r"""Worth of what a market consumes above what it pays, million USD; index market, year.

    .. math:: \sum_s d_s \Big( F (V - p) + \sum_b c_b (v_b - \frac{1}{2} \beta_b c_b - p) + \tau \omega \Big)

    :math:`F` firm demand, :math:`V` value of lost load, :math:`c_b` consumption of a block, :math:`v_b` worth of its
    first unit and :math:`\beta_b` how that falls, :math:`p` price; :math:`\tau` what the buyers of capped gas
    :math:`\omega` keep of it. The level depends on :math:`V`; differences between scenarios do not.
    """
    network = context.network
    keys = ["market", "year", "season"]
    price = market_value(context)
    lost_load = network.value_of_lost_load
    firm = context.volume(network.demand["firm"]) * (lost_load - price.reindex(network.demand.index))
    blocks = context.solution.values("consumption", ("market", "block", "year", "season"))
    if len(blocks):
        block_keys = pd.MultiIndex.from_arrays([blocks.index.get_level_values(key) for key in keys], names=keys)
        terms = network.blocks.reindex(blocks.index)
        worth = terms["value"] - 0.5 * terms["slope"] * blocks
        flexible = context.volume(blocks) * (worth.to_numpy() - price.reindex(block_keys).to_numpy())
        firm = firm.add(flexible.groupby(level=keys).sum(), fill_value=0.0)
    surplus = firm.groupby(level=["market", "year"]).sum()
    kept = kept_by_buyers(context).groupby(level=["market", "year"]).sum()
    return (surplus.add(kept, fill_value=0.0) if len(kept) else surplus).rename("surplus")


def _node_value(context: Context) -> pd.Series:
    """Value of an origin's gas at a node, million USD per bcm; index origin, node, year, season."""
    dual = context.solution.duals("node_balance", ("origin", "node", "year", "season"))
    return _per_volume(context, dual)


def _per_volume(context: Context, dual: pd.Series) -> pd.Series:
    duration = lookup(context.network.seasons["duration"])
    value: pd.Series = context.yearly_money(dual) / dual.index.get_level_values("season").map(duration).to_numpy()
    return value
