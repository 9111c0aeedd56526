"""The charts: each takes tables and gives a figure, also where there is little to draw."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from tests.report.synthetic import SyntheticResults

from corridor import plot
from corridor.report.display import Display
from corridor.report.figures.capacity_utilisation import season_shares
from corridor.report.figures.netback_chart import market_netbacks
from corridor.report.figures.prices_over_time import yearly_prices
from corridor.report.style import svg

CHARTS: dict[str, Callable[[SyntheticResults], Figure]] = {
    "alluvial": lambda results: plot.alluvial(results, 2035),
    "exports": lambda results: plot.exports_over_time(results),
    "utilisation": lambda results: plot.capacity_utilisation(results),
    "prices": lambda results: plot.prices_over_time(results),
    "netbacks": lambda results: plot.netback_chart(results, 2035),
    "energy": lambda results: plot.exports_over_time(results, display=Display("energy")),
}
EMPTY: dict[str, Callable[[SyntheticResults], Figure]] = {
    "map": lambda results: plot.flow_map(results, 2030, "Norway"),
    "alluvial": lambda results: plot.alluvial(results, 2035, "Norway"),
    "exports": lambda results: plot.exports_over_time(results, "Norway"),
    "utilisation": lambda results: plot.capacity_utilisation(results, "Norway"),
    "netbacks": lambda results: plot.netback_chart(results, 2035, "Norway"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_the_same_every_time_and_keep_their_text(results: SyntheticResults, name: str) -> None:
    drawn = [svg(CHARTS[name](results)) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert b"<text" in drawn[0]
    assert b"Corridor Sans" in drawn[0]
    assert b"dc:date" not in drawn[0]


@pytest.mark.parametrize("name", EMPTY)
def test_an_origin_without_exports_is_no_error(results: SyntheticResults, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert svg(EMPTY[name](results))


def test_drawing_leaves_the_settings_of_the_user_alone(results: SyntheticResults) -> None:
    with mpl.rc_context({"font.size": 23.0, "svg.fonttype": "path"}):
        plot.prices_over_time(results)
        assert mpl.rcParams["font.size"] == 23.0
        assert mpl.rcParams["svg.fonttype"] == "path"


def test_small_multiples_draw_every_value() -> None:
    table = pd.DataFrame(
        [{"capacity": c, "price": p, "value": c * p} for c in (0.0, 10.0, 55.0) for p in (3.0, 4.5, 6.0, 7.0, 8.0)]
    )
    table.loc[0, "value"] = float("nan")
    figure = plot.small_multiples(table, "capacity", "price", "value")
    shown = [axes for axes in figure.axes if axes.axison]
    assert [axes.get_title(loc="left") for axes in shown] == [f"price = {p}" for p in ("3", "4.5", "6", "7", "8")]
    words = table.assign(capacity=table["capacity"].map({0.0: "none", 10.0: "some", 55.0: "all"}))
    ticks = plot.small_multiples(words, "capacity", "price", "value").axes[4].get_xticklabels()
    assert [tick.get_text() for tick in ticks] == ["none", "some", "all"], "in the order of the table"


def test_season_shares_agree_with_the_capacity_table(results: SyntheticResults) -> None:
    table = season_shares(results, "Russia").set_index(["route", "year", "season"])["share"]
    capacity = results.capacity.set_index(["arc", "year", "season"])["utilisation"]
    assert table[("Blue Stream", 2030, "winter")] == pytest.approx(capacity[("blue-stream", 2030, "winter")])
    plant = capacity[("liquefaction-yamal", 2030, "winter")]
    assert table[("Yamal LNG to Asia", 2030, "winter")] == pytest.approx(plant)


def test_yearly_prices_weight_by_consumption(results: SyntheticResults) -> None:
    price = yearly_prices(results).set_index(["node", "year"])["price"]
    assert price[("Türkiye", 2030)] == pytest.approx(0.49 * (8.2 - 0.35) + 0.51 * (8.2 + 0.35))


def test_market_netbacks_are_ordered_and_abroad(results: SyntheticResults) -> None:
    table = market_netbacks(results, 2035)
    assert table["netback"].is_monotonic_decreasing
    assert (table["price"] - table["transport"]).to_numpy() == pytest.approx(table["netback"].to_numpy())
    assert "Russia Centre" not in set(table["market"])
