"""The model beside what was observed, for the model years that have passed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from corridor import units
from corridor.network import Network

_COLUMNS = ["kind", "subject", "year", "model", "observed", "difference", "unit", "source", "note"]


def observed_table(
    network: Network, flows: pd.DataFrame, balance: pd.DataFrame, consumption: pd.DataFrame, prices: pd.Series
) -> pd.DataFrame:
    """Observed figures of the dataset for model years, with the model's beside them.

    Routes are compared at the meter: what enters a pipeline or a ship, what leaves a plant or terminal; bcm. Prices
    are USD/MMBtu. Several figures for one subject and year are averaged, their sources listed.
    """
    observed = network.scenario.dataset.tables["observed"]
    observed = observed.assign(year=pd.to_numeric(observed["year"]))
    observed = observed[observed["year"].isin(network.years.index)]
    model = _model_values(network, flows, balance, consumption, prices)
    known = set(network.arcs["route"])
    records = []
    for (kind, subject, year), part in observed.groupby(["kind", "subject", "year"], sort=True):
        key = (kind, subject, int(year))
        if kind == "route_flow" and subject not in known:
            continue
        value = model.get(key, 0.0 if kind in ("route_flow", "trade") else None)
        if value is None:
            continue
        seen = float(part["canonical"].mean()) * (_price_factor() if kind == "price" else 1.0)
        unit = "USD/MMBtu" if kind == "price" else "bcm"
        sources, notes = "; ".join(sorted(set(part["source"]))), "; ".join(dict.fromkeys(part["note"]))
        records.append((kind, subject, int(year), value, seen, value - seen, unit, sources, notes))
    return pd.DataFrame(records, columns=_COLUMNS)


def _price_factor() -> float:
    return units.from_canonical(1.0, "USD/MMBtu", "price")


def _model_values(
    network: Network, flows: pd.DataFrame, balance: pd.DataFrame, consumption: pd.DataFrame, prices: pd.Series
) -> Mapping[tuple[str, str, int], float]:
    values: dict[tuple[str, str, int], float] = {}
    metered = flows["volume"].where(flows["form"].isin(("pipeline", "shipping")), flows["arrived"])
    for (route, year), volume in metered.groupby([flows["route"], flows["year"]]).sum().items():
        values["route_flow", route, int(year)] = float(volume)
    used = consumption.groupby(["market", "year"])["consumption"].sum()
    made = balance[balance["item"] == "production"].groupby(["node", "year"])["volume"].sum()
    for kind, table in (("consumption", used), ("production", made), ("price", prices)):
        values |= {(kind, str(node), int(year)): float(value) for (node, year), value in table.items()}
    sold = balance[balance["item"] == "sales"].groupby(["origin", "node", "year"])["volume"].sum()
    members = {**{group: nodes for group, nodes in network.scenario.dataset.groups.items()}}
    for (origin, market, year), volume in sold.items():
        _add(values, ("trade", f"{origin}>{market}", int(year)), -float(volume))
    for group, nodes in members.items():
        for kind, table in (("consumption", used), ("production", made)):
            inside = table[table.index.get_level_values(0).isin(nodes)]
            for year, value in inside.groupby(level=1).sum().items():
                values.setdefault((kind, group, int(year)), float(value))
        inside = sold[sold.index.get_level_values("node").isin(nodes)]
        for (origin, year), volume in inside.groupby(level=["origin", "year"]).sum().items():
            values.setdefault(("trade", f"{origin}>{group.removeprefix('region:')}", int(year)), -float(volume))
    return values


def _add(values: dict[tuple[str, str, int], float], key: tuple[str, str, int], amount: float) -> None:
    values[key] = values.get(key, 0.0) + amount


def deviation(observed: pd.DataFrame, year: int) -> float:
    r"""Volume-weighted absolute deviation over routes: :math:`\sum |model - observed| / \sum observed`.

    A share; NaN where nothing was observed.
    """
    routes = observed[(observed["kind"] == "route_flow") & (observed["year"] == year)]
    total = float(routes["observed"].sum())
    return float(routes["difference"].abs().sum()) / total if total > 0.0 else float("nan")
