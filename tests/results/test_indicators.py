"""Every headline indicator, recomputed from the tables by its definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.formulation.tiny import PER_MMBTU
from tests.results.worlds import YEARS

from corridor.results import DEFINITIONS

COUNTRY = {"Home": "RUS", "Germany": "DEU", "Italy": "ITA", "Turkey": "TUR", "China": "CHN"}
REGION = {"Home": "Russia", "Germany": "EU", "Italy": "EU", "Turkey": "Türkiye", "China": "China"}
HOME = {"Russia": {"RUS"}, "Norway": {"NOR"}, "Qatar": {"QAT"}, "China": {"CHN"}, "Europe": {"DEU"}, "Turkish": {"TUR"}}
MMBTU = 37.913  # million MMBtu in a bcm
POTENTIAL = {"Russia": 80.0, "Norway": 14.0, "Qatar": 20.0, "China": 5.0, "Europe": 3.0, "Turkish": 9.0}


def sales(results: Any) -> Any:
    table = results.balance[results.balance["item"] == "sales"]
    table = (-table.groupby(["origin", "node", "year"])["volume"].sum()).rename("volume").reset_index()
    abroad = [COUNTRY[node] not in HOME[origin] for origin, node in zip(table["origin"], table["node"], strict=True)]
    return table.assign(abroad=abroad, region=table["node"].map(REGION))


def exports(results: Any) -> dict[tuple[str, int], float]:
    table = sales(results)
    total = table[table["abroad"]].groupby(["origin", "year"])["volume"].sum().to_dict()
    return {(origin, year): total.get((origin, year), 0.0) for origin in set(table["origin"]) for year in YEARS}


def exports_to(results: Any) -> dict[tuple[str, int], float]:
    table = sales(results)
    return {
        (f"{origin}>{region}", year): volume
        for (origin, region, year), volume in table[table["abroad"]]
        .groupby(["origin", "region", "year"])["volume"]
        .sum()
        .items()
    }


def lng_exports(results: Any) -> dict[tuple[str, int], float]:
    ships = results.flows[results.flows["form"] == "shipping"]
    return ships.groupby(["origin", "year"])["volume"].sum().to_dict()


def share_of_exports(results: Any) -> dict[tuple[str, int], float]:
    total = exports(results)
    return {
        (subject, year): 100.0 * volume / total[subject.split(">")[0], year]
        for (subject, year), volume in exports_to(results).items()
        if volume > 0.0
    }


def share_to_asia(results: Any) -> dict[tuple[str, int], float]:
    to = exports_to(results)
    return {
        key: 100.0 * to.get((f"{key[0]}>China", key[1]), 0.0) / total
        for key, total in exports(results).items()
        if total > 0.0
    }


def production(results: Any) -> dict[tuple[str, int], float]:
    return (
        results.balance[results.balance["item"] == "production"].groupby(["origin", "year"])["volume"].sum().to_dict()
    )


def idle_potential(results: Any) -> dict[tuple[str, int], float]:
    made = production(results)
    return {
        (origin, year): potential - made.get((origin, year), 0.0)
        for origin, potential in POTENTIAL.items()
        for year in YEARS
    }


def price(results: Any) -> dict[tuple[str, int], float]:
    used = results.consumption.rename(columns={"market": "node"}).set_index(["node", "year", "season"])["consumption"]
    seasonal = results.prices.set_index(["node", "year", "season"])["price"]
    return ((seasonal * used).groupby(level=[0, 1]).sum() / used.groupby(level=[0, 1]).sum()).to_dict()


def export_revenue(results: Any) -> dict[tuple[str, int], float]:
    revenue: dict[tuple[str, int], float] = {}
    prices = price(results)
    for row in sales(results).itertuples():
        if row.abroad:
            key = (row.origin, row.year)
            revenue[key] = revenue.get(key, 0.0) + row.volume * prices[row.node, row.year] * MMBTU / 1000.0
    return revenue


def average_netback(results: Any) -> dict[tuple[str, int], float]:
    table = results.netbacks[
        [COUNTRY[m] not in HOME[o] for o, m in zip(results.netbacks["origin"], results.netbacks["market"], strict=True)]
    ]
    weighted = (table["netback"] * table["volume"]).groupby([table["origin"], table["year"]]).sum()
    return (weighted / table.groupby(["origin", "year"])["volume"].sum()).to_dict()


def supplier_concentration(results: Any) -> dict[tuple[str, int], float]:
    table = sales(results)
    shares = 100.0 * table["volume"] / table.groupby(["node", "year"])["volume"].transform("sum")
    return (shares**2).groupby([table["node"], table["year"]]).sum().to_dict()


def consumption(results: Any) -> dict[tuple[str, int], float]:
    return results.consumption.groupby(["market", "year"])["consumption"].sum().to_dict()


def regional_price(results: Any) -> dict[tuple[str, int], float]:
    money: dict[tuple[str, int], float] = {}
    volume: dict[tuple[str, int], float] = {}
    prices = price(results)
    for (market, year), used in consumption(results).items():
        key = (REGION[market], year)
        money[key] = money.get(key, 0.0) + used * prices[market, year]
        volume[key] = volume.get(key, 0.0) + used
    return {key: money[key] / volume[key] for key in money}


def project_column(results: Any, column: str) -> dict[tuple[str, int], float]:
    return results.projects.set_index(["project", "year"])[column].to_dict()


def project_capacity(results: Any) -> dict[tuple[str, int], float]:
    return project_column(results, "capacity")


def project_flow(results: Any) -> dict[tuple[str, int], float]:
    """Volume of the year on the project's only arc."""
    entry = {"power": 1.0, "more": 0.9}  # the plant is metered where LNG leaves it
    arc = {"power": "power", "more": "plant-russia"}
    flows = results.flows.groupby(["arc", "year"])["volume"].sum()
    return {(name, year): entry[name] * float(flows.get((arc[name], year), 0.0)) for name in arc for year in YEARS}


def project_value(results: Any) -> dict[tuple[str, int], float]:
    """Worth of a unit in each season times the project's own capacity in it."""
    arc = {"power": "power", "more": "plant-russia"}
    value: dict[tuple[str, int], float] = {}
    for (name, year), own in project_capacity(results).items():
        lines = results.capacity[(results.capacity["arc"] == arc[name]) & (results.capacity["year"] == year)]
        worth = float((lines["marginal_value"] * PER_MMBTU).sum())
        value[name, year] = worth * own / 2.0  # two seasons of half a year
    return value


RECOMPUTED: dict[str, Callable[..., dict[tuple[str, int], float]]] = {
    each.__name__: each
    for each in (
        exports, exports_to, lng_exports, share_of_exports, share_to_asia, idle_potential, export_revenue, average_netback,
        supplier_concentration, price, regional_price, consumption, production, project_capacity, project_flow, project_value,
    )
}  # fmt: skip


#: Not to be had from the tables alone: see the tests of :mod:`tests.results.test_surplus`.
SURPLUS = {"producer_surplus", "consumer_surplus"}


def test_every_definition_is_recomputed_here():
    assert set(RECOMPUTED) | SURPLUS == set(DEFINITIONS)


def test_every_indicator_of_the_table_is_defined(rich):
    assert set(rich.indicators["indicator"]) == set(DEFINITIONS)


@pytest.mark.parametrize("name", RECOMPUTED)
def test_an_indicator_is_its_definition(rich, name):
    table = rich.indicators[rich.indicators["indicator"] == name]
    found = {(str(row.subject), int(row.year)): float(row.value) for row in table.itertuples()}
    expected = {key: value for key, value in RECOMPUTED[name](rich).items() if key in found or abs(value) > 1e-6}
    assert set(expected) <= set(found)
    for key, value in found.items():
        assert value == pytest.approx(expected.get(key, 0.0), rel=1e-5, abs=1e-4), key


def test_shares_sum_to_the_whole(rich):
    table = rich.indicators[rich.indicators["indicator"] == "share_of_exports"]
    totals = table.groupby([table["subject"].str.split(">").str[0], "year"])["value"].sum()
    assert totals.tolist() == pytest.approx([100.0] * len(totals))


def test_concentration_lies_between_none_and_all(rich):
    table = rich.indicators[rich.indicators["indicator"] == "supplier_concentration"]
    assert table["value"].between(0.0, 10_000.0 + 1e-6).all()
    assert table.loc[table["subject"] == "Home", "value"].tolist() == pytest.approx([10_000.0] * 2)
