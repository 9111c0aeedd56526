"""The model beside what was observed, for the model years that have passed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corridor import units
from corridor.dataset import lookup
from corridor.network import Network
from corridor.results.arrivals import Arrivals

_COLUMNS = ["kind", "subject", "year", "model", "observed", "difference", "unit", "source", "note"]


def observed_table(
    network: Network, flows: pd.DataFrame, balance: pd.DataFrame, consumption: pd.DataFrame, prices: pd.Series
) -> pd.DataFrame:
    """Observed figures of the dataset for model years, with the model's beside them.

    Routes are compared at the meter: what enters a pipeline or a ship, what leaves a plant or terminal; bcm. Prices
    are USD/MMBtu. A subject may name several routes, ``A + B``, where only their sum was published; trade is read as
    :class:`corridor.results.arrivals.Arrivals` says, by the way it came too. Several figures for one subject and year
    are averaged, their sources listed. What names nothing in the dataset is left out.
    """
    observed = network.scenario.dataset.tables["observed"]
    observed = observed.assign(year=pd.to_numeric(observed["year"]))
    observed = observed[observed["year"].isin(network.years.index)]
    model = _model_values(network, flows, balance, consumption, prices)
    routes = set(network.arcs["route"])
    arrivals = Arrivals(balance, flows, network.scenario.dataset)
    seen: dict[tuple[str, str, int], list[dict[Any, Any]]] = {}
    for row in observed.sort_values(["kind", "subject", "year"], kind="stable").to_dict("records"):
        seen.setdefault((row["kind"], row["subject"], row["year"]), []).append(row)
    records = []
    for (kind, subject, year), rows in seen.items():
        if kind == "route_flow":
            together = subject.split(" + ")
            if not routes.issuperset(together):
                continue
            model[kind, subject, year] = sum(model.get((kind, route, year), 0.0) for route in together)
        value = arrivals.of(subject, year) if kind == "trade" else model.get((kind, subject, year))
        if value is None:
            continue
        unit, factor = ("USD/MMBtu", _price_factor()) if kind == "price" else ("bcm", 1.0)
        mean = sum(row["canonical"] for row in rows) / len(rows) * factor
        sources = "; ".join(sorted({row["source"] for row in rows}))
        notes = "; ".join(dict.fromkeys(row["note"] for row in rows))
        records.append((kind, subject, year, value, mean, value - mean, unit, sources, notes))
    return pd.DataFrame(records, columns=_COLUMNS)


def _price_factor() -> float:
    return units.from_canonical(1.0, "USD/MMBtu", "price")


def _model_values(
    network: Network, flows: pd.DataFrame, balance: pd.DataFrame, consumption: pd.DataFrame, prices: pd.Series
) -> dict[tuple[str, str, int], float]:
    values: dict[tuple[str, str, int], float] = {}
    metered = flows["volume"].where(flows["form"].isin(("pipeline", "shipping")), flows["arrived"])
    for (route, year), volume in lookup(metered.groupby([flows["route"], flows["year"]]).sum()).items():
        values["route_flow", route, int(year)] = volume
    used = consumption.groupby(["market", "year"])["consumption"].sum().rename_axis(["node", "year"])
    made = balance[balance["item"] == "production"].groupby(["node", "year"])["volume"].sum()
    for kind, table in (("consumption", used), ("production", made), ("price", prices)):
        values |= {(kind, str(node), int(year)): value for (node, year), value in lookup(table).items()}
    groups = network.scenario.dataset.groups
    pairs = [(group, node) for group, nodes in groups.items() for node in sorted(nodes)]
    members = pd.DataFrame(pairs, columns=["group", "node"])
    for kind, table in (("consumption", used), ("production", made)):
        for (group, year), value in _of_groups(members, table, ["group", "year"]).items():
            values.setdefault((kind, group, int(year)), value)
    return values


def _of_groups(members: pd.DataFrame, values: pd.Series, keys: list[str]) -> dict[Any, float]:
    """Sum values of nodes over the groups of nodes."""
    table = members.merge(values.rename("value").reset_index(), on="node")
    return lookup(table.groupby(keys)["value"].sum())
