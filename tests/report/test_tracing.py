"""Where gas goes: what the tracing of flows has to add up to."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.report.synthetic import YEARS, SyntheticResults

from corridor.report.regions import home_nodes
from corridor.report.routes import export_routes, route_years
from corridor.report.strokes import export_bound
from corridor.report.tracing import composition, deliveries, exports


def test_home_is_the_country_and_its_plants(results: SyntheticResults) -> None:
    home = home_nodes(results, "Russia")
    assert {"Yamal", "Torzhok", "LNG Yamal", "Russia Centre"} <= home
    assert not {"Belarus", "Germany", "Regas France", "Thrace"} & home


def test_exports_are_the_sales_abroad(results: SyntheticResults) -> None:
    balance = results.balance
    sold = balance[(balance["item"] == "sales") & (balance["node"] != "Russia Centre")]
    expected = -sold.groupby("year")["volume"].sum()
    found = exports(results, "Russia").groupby("year")["volume"].sum()
    pd.testing.assert_series_equal(found, expected, check_names=False)


@pytest.mark.parametrize("year", YEARS)
def test_deliveries_add_up_to_exports(results: SyntheticResults, year: int) -> None:
    found = deliveries(results, "Russia", year).groupby("region")["volume"].sum()
    expected = exports(results, "Russia").query("year == @year and volume > 1e-6").set_index("region")["volume"]
    pd.testing.assert_series_equal(found.sort_index(), expected.sort_index(), check_names=False)


def test_gas_of_one_basin_keeps_its_name(results: SyntheticResults) -> None:
    table = deliveries(results, "Russia", 2035)
    assert set(table.loc[table["route"] == "Power of Siberia 1", "basin"]) == {"Eastern Siberia"}
    assert set(table.loc[table["route"] == "Mozdok-Hajigabul", "region"]) == {"Caucasus", "Iran"}


def test_composition_of_a_mixing_node_and_of_a_circle() -> None:
    sources = pd.DataFrame([[30.0, 0.0], [0.0, 10.0]], index=["a", "b"], columns=["gas of a", "gas of b"])
    flows = pd.DataFrame(
        [("a", "m", 30.0, 30.0), ("b", "m", 10.0, 10.0), ("m", "n", 50.0, 50.0), ("n", "m", 10.0, 10.0)],
        columns=["from", "to", "volume", "arrived"],
    )
    shares = composition(flows, sources)
    assert list(shares.loc["m"]) == pytest.approx([0.75, 0.25])
    assert list(shares.loc["n"]) == pytest.approx([0.75, 0.25])


def test_export_routes_leave_the_country(results: SyntheticResults) -> None:
    table = export_routes(results, "Russia")
    assert not table["from"].isin(["Thrace", "Belarus"]).any()
    assert len(table) == len(YEARS) * table["arc"].nunique(), "every arc has every year"


def test_a_route_by_sea_is_as_full_as_its_plant(results: SyntheticResults) -> None:
    table = route_years(results, "Russia").set_index(["route", "year"])
    plant = results.capacity[(results.capacity["arc"] == "liquefaction-yamal") & (results.capacity["year"] == 2030)]
    expected = plant["volume"].sum() / plant["capacity"].sum()
    assert table.at[("Yamal LNG to Asia", 2030), "utilisation"] == pytest.approx(expected)
    assert table["capacity"].isna()[("Yamal LNG to Asia", 2030)]


def test_parallel_arcs_add_up(results: SyntheticResults) -> None:
    table = route_years(results, "Russia").set_index(["route", "year"])
    assert table.at[("Ukraine transit", 2030), "capacity"] == pytest.approx(52.0)


def test_share_of_trunk_lines_bound_for_export(results: SyntheticResults) -> None:
    share = export_bound(results, "Russia")
    assert share[("power-of-siberia-1", 2030)] == pytest.approx(1.0)
    assert share[("torzhok-centre", 2030)] == pytest.approx(0.0)
    assert 0.0 < share[("nadym-perm", 2030)] < 1.0
