"""The tables agree with one another, and with the physics."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from tests.formulation.tiny import PER_MMBTU, Tiny, near, volume

from corridor.errors import CertificateError
from corridor.results import TABLES
from corridor.results.audit import audit
from corridor.results.certified import certificate_line

KEYS = ["node", "origin", "year", "season"]
SORTED = {
    "flows": ["route", "arc", "origin", "year", "season"],
    "capacity": ["route", "arc", "year", "season"],
    "balance": [*KEYS, "item"],
    "consumption": ["market", "year", "season"],
    "prices": ["node", "year", "season"],
    "netbacks": ["origin", "market", "year"],
    "contracts": ["contract", "year"],
    "bookings": ["booking", "year", "season"],
    "projects": ["project", "year"],
    "budgets": ["budget"],
    "storage": ["storage", "year", "season"],
    "policies": ["policy", "origin", "year", "season"],
    "swaps": ["swap", "year", "season"],
    "costs": ["item", "year"],
    "indicators": ["indicator", "subject", "year"],
}


def summed(table: pd.DataFrame, keys: list[str], column: str, **renamed: str) -> pd.Series:
    return table.rename(columns=renamed).groupby(keys)[column].sum()


def agree(first: pd.Series, second: pd.Series) -> None:
    difference = first.sub(second, fill_value=0.0).abs()
    assert difference.max() < 1e-4, difference.idxmax()


def test_the_world_has_something_in_every_table(rich):
    assert [name for name in TABLES if getattr(rich, name).empty] == [
        "price_caps",
        "conduct",
    ]  # nobody's is capped or moved


@pytest.mark.parametrize("name", SORTED)
def test_tables_are_tidy(rich, name):
    table = getattr(rich, name)
    keys = SORTED[name]
    assert not table.duplicated(keys).any()
    assert table[keys].apply(tuple, axis=1).tolist() == sorted(table[keys].apply(tuple, axis=1))
    assert list(table.index) == list(range(len(table)))
    assert "unit" in table.columns or any(column.endswith("_unit") for column in table.columns)
    assert not table.isna().any(axis=None)


def test_every_node_balances(rich):
    assert rich.balance.groupby(KEYS)["volume"].sum().abs().max() < 1e-4


def test_sources_are_positive_and_uses_negative(rich):
    sources, uses = ("production", "arrivals", "withdrawal", "swapped in"), ("sales", "departures", "injection")
    sign = rich.balance["item"].map(dict.fromkeys(sources, 1) | dict.fromkeys((*uses, "swapped away"), -1))
    assert (np.sign(rich.balance["volume"]) == sign).all()


def test_flows_are_the_arrivals_and_departures(rich):
    balance = {item: part.set_index(KEYS)["volume"] for item, part in rich.balance.groupby("item")}
    agree(balance["departures"], -summed(rich.flows, KEYS, "volume", **{"from": "node"}))
    agree(balance["arrivals"], summed(rich.flows, KEYS, "arrived", **{"to": "node"}))


def test_what_is_sold_is_consumed(rich):
    sold = -summed(rich.balance[rich.balance["item"] == "sales"], ["node", "year", "season"], "volume")
    agree(
        sold.rename_axis(["market", "year", "season"]),
        rich.consumption.set_index(["market", "year", "season"])["consumption"],
    )
    assert (rich.consumption["shortfall"].abs() < 1e-6).all()


def test_losses_are_those_of_the_arcs(rich, rich_network):
    loss = rich.flows["arc"].map(rich_network.arcs["loss"])
    np.testing.assert_allclose(rich.flows["arrived"], rich.flows["volume"] * (1.0 - loss))
    assert (rich.flows["volume"] > 1e-7).all()


def test_capacity_counts_the_flows_at_the_meter(rich):
    at_meter = rich.flows.assign(
        metered=rich.flows["volume"].where(rich.flows["form"].isin(["pipeline", "shipping"]), rich.flows["arrived"])
    )
    limited = rich.capacity.set_index(["arc", "year", "season"])["volume"]
    flowed = summed(at_meter, ["arc", "year", "season"], "metered")
    agree(limited, flowed[flowed.index.isin(limited.index)])
    assert set(at_meter["arc"]) - set(rich.capacity["arc"]) == set(
        rich.flows.loc[rich.flows["form"] == "shipping", "arc"]
    )


def test_no_arc_is_above_its_capacity(rich):
    assert (rich.capacity["volume"] <= rich.capacity["capacity"] + 1e-6).all()
    np.testing.assert_allclose(rich.capacity["existing"] + rich.capacity["added"], rich.capacity["capacity"], atol=1e-9)
    share = (rich.capacity["volume"] / rich.capacity["capacity"]).where(rich.capacity["capacity"] > 1e-9, 0.0)
    np.testing.assert_allclose(rich.capacity["utilisation"], share, atol=1e-6)


def test_both_directions_of_a_line_share_it(rich):
    share = (
        rich.capacity[rich.capacity["arc"].isin(["alps", "alps:reverse"])]
        .groupby(["year", "season"])["utilisation"]
        .sum()
    )
    assert (share <= 1.0 + 1e-6).all()


def test_rent_is_capacity_times_its_worth_and_only_where_full(rich):
    def worth(table: pd.DataFrame, of: str) -> pd.Series:
        return table[of] * table["marginal_value"] * PER_MMBTU

    np.testing.assert_allclose(rich.capacity["rent"], worth(rich.capacity, "volume"), atol=1e-4)
    one_way = rich.capacity[~rich.capacity["arc"].str.startswith("alps")]
    np.testing.assert_allclose(one_way["rent"], worth(one_way, "capacity"), atol=1e-4)
    # A reversible line earns once what either of its directions is worth when all of it is used that way.
    period = ["year", "season"]
    both = rich.capacity[rich.capacity["arc"].isin(["alps", "alps:reverse"])].groupby(period)["rent"].sum()
    forth = rich.capacity[rich.capacity["arc"] == "alps"].set_index(period)
    np.testing.assert_allclose(both, worth(forth, "capacity").reindex(both.index), atol=1e-4)
    assert (one_way.loc[one_way["marginal_value"] > 1e-4, "utilisation"] > 1.0 - 1e-6).all()


def test_storage_moves_what_the_balance_says(rich, rich_network):
    for item, sign in (("injection", -1.0), ("withdrawal", 1.0)):
        booked = sign * summed(rich.balance[rich.balance["item"] == item], ["year", "season"], "volume")
        agree(booked, summed(rich.storage, ["year", "season"], item))
    assert (rich.storage["level"] <= 3.0 + 1e-6).all()
    yearly = rich.storage.groupby(["storage", "year"])[["injection", "withdrawal"]].sum()
    np.testing.assert_allclose(yearly["injection"] * 0.99, yearly["withdrawal"], atol=1e-6)


def test_costs_sum_to_the_objective(rich, rich_network):
    assert rich.costs["discounted"].sum() == pytest.approx(rich.manifest["objective"], rel=1e-9)
    weight = rich_network.years["weight"] * rich_network.years["discount"]
    np.testing.assert_allclose(rich.costs["discounted"], rich.costs["value"] * rich.costs["year"].map(weight))


def test_costs_follow_from_the_tables(rich, rich_network):
    cost = rich.costs.set_index(["item", "year"])["value"]
    tariff = rich_network.arc_terms["cost"].groupby(level=["arc", "year"]).first()
    spent = (
        rich.flows["volume"] * tariff.reindex(list(zip(rich.flows["arc"], rich.flows["year"], strict=True))).to_numpy()
    )
    for year, total in spent.groupby(rich.flows["year"]).sum().items():
        assert cost["transport", year] == pytest.approx(total, abs=1e-3)
        assert cost["annuities", year] == pytest.approx(_candidates(rich.projects, year), abs=1e-3)
        assert cost["take_or_pay", year] == pytest.approx(
            rich.contracts.loc[rich.contracts["year"] == year, "payment"].sum(), abs=1e-3
        )
        injected = rich.storage.loc[rich.storage["year"] == year, "injection"].sum()
        assert cost["storage", year] == pytest.approx(12.0 * injected, abs=1e-3)


def _candidates(projects: pd.DataFrame, year: object) -> float:
    return float(projects.loc[(projects["year"] == year) & (projects["status"] != "committed"), "annuity"].sum())


def test_contracts_are_kept_or_paid(rich):
    table = rich.contracts
    assert (table["taken"] <= table["quantity"] + 1e-6).all()
    assert (table["taken"] + table["shortfall"] >= table["minimum"] - 1e-6).all()
    over_arcs = (
        rich.flows[rich.flows["arc"].isin(["stream-1", "stream-2"]) & (rich.flows["origin"] == "Russia")]
        .groupby("year")["volume"]
        .sum()
    )
    taken = table[table["contract"] == "deal"].set_index("year")["taken"]
    assert (taken <= over_arcs.reindex(taken.index, fill_value=0.0) + 1e-4).all()
    assert (table["payment"] >= 0.0).all()


def test_policies_hold(rich):
    table = rich.policies
    plain = table[table["policy"] != "sales"]
    assert (plain["level"] <= plain["limit"] + 1e-4).all()
    assert (
        table.loc[table["shadow_price"] > 1e-4, "level"] >= table.loc[table["shadow_price"] > 1e-4, "limit"] - 1e-4
    ).all()
    cap = table[table["policy"] == "cap"]
    entering = rich.flows[
        rich.flows["arc"].isin(["stream-1", "stream-2", "balkan"]) & (rich.flows["origin"] == "Russia")
    ]
    # The swap hands Qatar's gas over in Italy, where it becomes Russia's.
    came = entering.groupby("year")["volume"].sum().add(rich.swaps.groupby("year")["given"].sum(), fill_value=0.0)
    np.testing.assert_allclose(
        cap.set_index("year")["level"],
        came.reindex(cap["year"], fill_value=0.0),
        atol=1e-4,
    )


def test_projects_say_what_was_built(rich):
    table = rich.projects.set_index(["project", "year"])
    assert table.loc[("power", 2030), "capacity"] == pytest.approx(0.0, abs=1e-9)
    assert table.loc[("more", 2035), "capacity"] == 1.0
    assert set(rich.projects["status"]) <= {"committed", "built", "candidate, not built"}
    added = rich.capacity[rich.capacity["arc"] == "power"].groupby("year")["added"].sum()
    np.testing.assert_allclose(table.loc["power", "capacity"], added, atol=1e-6)


def test_the_manifest_has_no_clock_and_says_how(rich, rich_scenario):
    manifest = rich.manifest
    assert manifest["status"] == "optimal"
    assert manifest["algorithm"] == "simplex"
    assert manifest["scenario"]["hash"] == rich_scenario.hash
    assert manifest["dataset"]["hash"] == rich_scenario.dataset.hash
    assert max(value for name, value in manifest["certificate"].items()) < 1e-3
    assert not [key for key in manifest if "time" in key or "second" in key]


def test_the_summary_says_where_values_come_from(rich):
    origin = rich.summary.set_index("path")["origin"]
    assert "tiny-1.yaml" in origin["policies.cap.cap.volume"]


def test_sources_count_the_figures(rich, rich_scenario):
    counted = sum(len(table) for table in rich_scenario.dataset.figures.values())
    plain = ("events", "observed", "parameters", "published", "year_inputs", "benchmarks")
    counted += sum(len(rich_scenario.dataset.tables[name]) for name in plain)
    assert rich.sources["used"].sum() == counted


def tables_of(results) -> dict[str, pd.DataFrame]:
    return {name: getattr(results, name).copy() for name in TABLES}


@pytest.mark.parametrize(
    ("table", "column", "residual"),
    [
        ("balance", "volume", "mass_balance"),
        ("flows", "volume", "balance_from_flows"),
        ("flows", "arrived", "balance_from_flows"),
        ("capacity", "volume", "capacity"),
        ("consumption", "consumption", "market_clearing"),
        ("costs", "discounted", "objective"),
        ("swaps", "given", "swaps"),
        ("swaps", "taken", "swaps"),
        ("consumption", "consumption", "bounds"),
        ("storage", "level", "storage"),
        ("storage", "injection", "storage"),
        ("policies", "level", "policies"),
        ("flows", "volume", "transport_cost"),
    ],
)
def test_the_audit_sees_a_wrong_figure(rich, rich_network, table, column, residual):
    tables = tables_of(rich)
    audit(tables, rich_network, rich.manifest["objective"])
    measure = tables[table]["utilisation"] if table == "capacity" else tables[table][column].abs()
    spoilt = measure.index == measure.idxmax()  # one figure: two of the same size may balance each other
    tables[table][column] = tables[table][column].where(~spoilt, tables[table][column] * 1.5)
    with pytest.raises(CertificateError, match=residual):
        audit(tables, rich_network, rich.manifest["objective"])


def test_the_audit_sees_production_above_potential(rich, rich_network):
    tables = tables_of(rich)
    produced = tables["balance"]["item"] == "production"
    tables["balance"]["volume"] = tables["balance"]["volume"].where(~produced, 1e3)
    with pytest.raises(CertificateError, match=" production "):
        audit(tables, rich_network, rich.manifest["objective"])


def test_the_certificate_is_one_sentence(rich):
    line = certificate_line(rich.manifest)
    assert re.fullmatch(
        r"certificate: optimal, proven by its duals; objective gap \S+, largest miss of a balance or limit \S+ bcm/yr, "
        r"of an optimality condition \S+; tables re-derive to \S+ bcm, their costs to \S+",
        line,
    )


def test_the_certificate_says_what_was_proved_otherwise(rich):
    units = {**rich.manifest, "integers": {"columns": 3, "relative_gap": 2e-9, "prices": "..."}}
    assert "whole numbers proven within 2e-9, the rest by its duals;" in certificate_line(units)
    windows = {**rich.manifest, "windows": [{}, {}]}
    assert "proven by its duals in each of 2 windows;" in certificate_line(windows)
    pieces = {**rich.manifest, "piece_error": {"allowed": 0.1, "found": 0.034, "unit": "USD/MMBtu"}}
    assert "but for prices off by at most 0.034 USD/MMBtu;" in certificate_line(pieces)
    whole = {
        **rich.manifest,
        "certificate": {k: v for k, v in rich.manifest["certificate"].items() if k[:6] != "tables"},
    }
    assert "tables" not in certificate_line(whole)


def test_a_world_without_a_limited_arc_in_use_has_results(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("M", 5.0)
        .producer("own", "M", 20.0, 100.0)
        .pipeline("dead", "M", "X", 9.0)
        .event("cut", "dead", "2022")
    )
    results = world.solve()
    assert results.flows.empty
    assert results.prices["price"].tolist() == [near(100.0 / PER_MMBTU)]


def test_a_world_without_arcs_has_results(tmp_path):
    results = Tiny(tmp_path).market("M", 5.0).producer("own", "M", 20.0, 100.0).solve()
    assert results.consumption["consumption"].tolist() == [near(5.0)]


def test_annual_sums(rich):
    series = rich.annual("flows", "arc")
    assert series["trunk", 2030] == pytest.approx(volume(rich, "trunk", 2030))


def test_swaps_are_in_the_balance_and_make_no_gas(rich):
    booked = rich.balance[rich.balance["item"].str.startswith("swapped")]
    assert rich.swaps["given"].sum() > 0.1
    assert booked.groupby(["node", "year", "season"])["volume"].sum().abs().max() < 1e-9
    (name,) = rich.swaps["swap"].unique()
    volume = booked.groupby(["node", "origin"])["volume"].sum()
    given, taken = rich.swaps[["given", "taken"]].sum()
    assert name == "swap"
    assert volume.to_dict() == {
        ("Italy", "Qatar"): near(-given),
        ("Italy", "Russia"): near(given),
        ("Turkey", "Russia"): near(-taken),
        ("Turkey", "Qatar"): near(taken),
    }
    assert taken == near(0.9 * given)
    fees = rich.costs.loc[rich.costs["item"] == "swap_fees", "value"].sum()
    assert rich.swaps["paid"].sum() == near(fees)
    # From May of 2030 on: five months of summer and three of winter.
    first = rich.swaps[rich.swaps["year"] == 2030].set_index("season")["capacity"]
    assert (first["summer"], first["winter"]) == (pytest.approx(5 / 12), pytest.approx(3 / 12))
