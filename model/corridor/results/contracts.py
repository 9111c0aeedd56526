"""Contracts: what is taken, paid and kept for later, and what a contract is worth to its buyer."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd

from corridor.dataset import lookup, lookup_rows
from corridor.results.context import Context, tidy, usd_per_mmbtu
from corridor.results.prices import market_value

COLUMNS = (
    *("contract", "seller", "origin", "buyer", "year", "quantity", "minimum", "taken", "shortfall"),
    *("made_up", "make_up_balance", "carried_in", "carried_out", "carry_forward_balance", "below_lowest"),
    *("payment", "credit", "price_rule", "price", "market_value", "rent"),
    *("unit", "payment_unit", "price_unit"),
)


def contract_table(context: Context) -> pd.DataFrame:
    """Take, payments, balances and worth of every running contract, bcm in the year and million USD of one such year.

    ``taken`` is what the seller's gas on the delivery arcs fills of the quantity. Where several contracts share arcs,
    the minimums come first, then the quantities in order of the contracts' names: a rule of the table, not of the
    model.

    ``shortfall`` is paid for and not taken, ``below_lowest`` is paid beyond it for seasons below the lowest rate, and
    ``payment`` is for both: together they are the accounts ``take_or_pay`` and ``lowest_rates``. ``made_up`` is part of
    what is taken and was paid for in earlier years; ``credit`` is what it costs less for that (account ``make_up``,
    with its sign turned). ``carried_in`` came off the year's minimum, ``carried_out`` was earned for later years.
    Balances are in bcm of real years, after all the years for which the model year stands, without what has run out.

    ``price`` is the contract's by its rule at the hub price of the solution, ``market_value`` what gas of the origin is
    worth where the delivery arcs end, per volume that enters them, and ``rent`` the difference on what is taken.
    Payments are reckoned at the price that decisions were made on, which differs where the price follows the hub.
    """
    network = context.network
    running = network.contract_terms[network.contract_terms["quantity"] > 0.0]
    keys = ["contract", "year"]
    table = running.join(network.contracts, on="contract").assign(taken=_taken(context, running))
    for name, variable in (("shortfall", "unpaid_take"), ("below_lowest", "unpaid_rate")):
        table[name] = context.solution.values(variable, keys).reindex(running.index, fill_value=0.0)
    made_up, carried = (
        context.solution.values(name, ("contract", "right", "year")).rename("volume") for name in ("made_up", "carried")
    )
    table["made_up"] = made_up.groupby(level=keys).sum().reindex(running.index, fill_value=0.0)
    carried = _needed(carried, (table["minimum"] - table["taken"] + table["made_up"]).clip(lower=0.0))
    table["carried_in"] = carried.groupby(level=keys).sum().reindex(running.index, fill_value=0.0)
    # Over the year and below a rate cost the same: what the minimum does not ask for is paid for the rate.
    asked = (table["minimum"] - table["taken"] + table["made_up"] - table["carried_in"]).clip(lower=0.0)
    over = (table["shortfall"] - asked).clip(lower=0.0).where(table["lowest"] > 0.0, 0.0)
    table["shortfall"], table["below_lowest"] = table["shortfall"] - over, table["below_lowest"] + over
    beyond = (table["taken"] - table["made_up"] - table["carry_base"]).clip(lower=0.0)
    table["carried_out"] = beyond.where(table["carry_forward"] > 0.0, 0.0)
    table["make_up_balance"] = _balance(context, table, "shortfall", "make_up", made_up)
    table["carry_forward_balance"] = _balance(context, table, "carried_out", "carry_forward", carried)
    reckoned = table["prepaid"] * table["price"]
    table["payment"] = (table["shortfall"] + table["below_lowest"]) * reckoned
    table["credit"] = table["made_up"] * reckoned
    hub, worth = _values_on_the_way(context, table)
    following = (table["own_part"] + table["hub_weight"] * hub).clip(table["floor"], table["ceiling"])
    capped = (1.0 - table["cap_share"]) * following + table["cap_share"] * following.clip(upper=table["cap"])
    table["price"] = capped.where(table["hub_weight"] > 0.0, table["price"])
    table["market_value"] = worth
    table["rent"] = (worth - table["price"]) * table["taken"]
    for name in ("price", "market_value"):
        table[name] *= usd_per_mmbtu()
    table = table.assign(unit="bcm", payment_unit="million USD", price_unit="USD/MMBtu").reset_index()
    return tidy(table, list(COLUMNS), keys)


def _needed(carried: pd.Series, missing: pd.Series) -> pd.Series:
    """What of a year's carry-forward its minimum needs; the model may use up more where that makes no difference."""
    whole = lookup(carried.groupby(level=["contract", "year"]).sum())
    short = lookup(missing)
    shares = [
        min(1.0, short[contract, year] / whole[contract, year]) if whole[contract, year] > 0.0 else 0.0
        for contract, _, year in carried.index
    ]
    return carried * shares


def _balance(context: Context, table: pd.DataFrame, earned: str, clause: str, rights: pd.Series) -> pd.Series:
    """What is left of rights after every model year, bcm of real years; what has run out by then is not."""
    weight = lookup(context.network.years["weight"])
    gained, allowed = lookup(table[earned]), lookup(table[clause])
    used: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for (contract, right, year), volume in lookup(rights).items():
        used.setdefault((contract, right), []).append((year, volume * weight[year]))
    found = dict.fromkeys(gained, 0.0)
    for contract, year in found:
        for right in weight:
            if right <= year < right + allowed[contract, year] and (contract, right) in gained:
                spent = sum(volume for when, volume in used.get((contract, right), ()) if when <= year)
                found[contract, year] += max(0.0, gained[contract, right] * weight[right] - spent)
    return pd.Series(list(found.values()), index=table.index, dtype=float)


def _values_on_the_way(context: Context, table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Price at the buyer's hub, and value of the gas at the end of the delivery arcs, million USD per bcm.

    Seasons and arcs are weighted as the seller's gas flows, or evenly where none does. Where the buyer is no market,
    his hub is where the gas is handed over.
    """
    per_price = usd_per_mmbtu()
    hubs = lookup(market_value(context))
    dual = context.solution.duals("node_balance", ("origin", "node", "year", "season"))
    values = lookup(context.price(dual) / per_price)
    arcs, flows = lookup_rows(context.network.arcs), lookup(context.flow)
    duration = lookup(context.network.seasons["duration"])
    hub, worth = [], []
    for (_, year), row in lookup_rows(table).items():
        ways = [(arc, s) for arc in row["arcs"] for s in duration]
        volumes = [flows.get((row["origin"], arc, year, s), 0.0) * duration[s] for arc, s in ways]
        shares = volumes if sum(volumes) > 0.0 else [duration[s] for _, s in ways]
        mean = partial(_mean, shares)
        ends = [values.get((row["origin"], arcs[arc]["to"], year, s)) for arc, s in ways]
        kept = [1.0 - arcs[arc]["loss"] for arc, _ in ways]
        worth.append(mean([None if end is None else end * share for end, share in zip(ends, kept, strict=True)]))
        market = [hubs.get((row["buyer"], year, s)) for _, s in ways]
        hub.append(mean(ends if None in market else market))
    return pd.Series(hub, index=table.index, dtype=float), pd.Series(worth, index=table.index, dtype=float)


def _mean(shares: list[float], values: list[float | None]) -> float:
    """Weighted mean of what is known; NaN if nothing is."""
    known = [(share, value) for share, value in zip(shares, values, strict=True) if value is not None]
    total = sum(share for share, _ in known)
    return sum(share * value for share, value in known) / total if total > 0.0 else math.nan


def _taken(context: Context, running: pd.DataFrame) -> pd.Series:
    """Volume taken under each contract, bcm; index contract, year."""
    network = context.network
    delivered = lookup(context.solution.values("delivered", ("contract", "arc", "year")))
    left = dict(lookup(context.volume(context.flow).groupby(level=["origin", "arc", "year"]).sum()))
    contracts = lookup_rows(network.contracts)
    taken = dict.fromkeys(running.index, 0.0)
    for (contract, arc, year), volume in delivered.items():
        taken[contract, year] += volume
        left[contracts[contract]["origin"], arc, year] -= volume
    for (contract, year), quantity in lookup(running["quantity"]).items():
        total = taken[contract, year]
        for arc in contracts[contract]["arcs"]:
            key = (contracts[contract]["origin"], arc, year)
            more = max(0.0, min(quantity - total, left.get(key, 0.0)))
            left[key] = left.get(key, 0.0) - more
            total += more
        taken[contract, year] = total
    return pd.Series(list(taken.values()), index=running.index, dtype=float)
