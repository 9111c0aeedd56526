"""What is given to a back-cast, and that the model then closes on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formulation.tiny import SOURCE, Tiny

from corridor import api
from corridor.errors import InputError
from corridor.network import build
from corridor.results.routes import route_table
from corridor.scenario import load
from corridor.study.backcast import GIVEN, inputs
from corridor.study.backcast.draws import Draw
from corridor.study.backcast.regions import beside, region_scores

YEARS = (2019, 2020)


def world(folder: Path) -> Tiny:
    """Russian gas by two lines and a ship to a market that has gas of its own; two years of totals."""
    tiny = Tiny(folder).node("Buyer", "market", groups="Europe;EU").market("Buyer", 12.0, elasticity=-0.3)
    tiny.producer("own", "Buyer", 9.0, 300.0, origin="Norway").producer("well", "Field", 50.0, 100.0)
    tiny.pipeline("one", "Field", "Buyer", 4.0, tariff=10.0).pipeline("two", "Field", "Buyer", 20.0, tariff=20.0)
    tiny.liquefaction("plant", "Field", "LNG", 3.0, cost=500.0).voyage("ship", "LNG", "Regas", boil_off=0.05)
    tiny.terminal("terminal", "Regas", "Buyer", 9.0).event("fire", "plant", "2020", "2021", factor=0.5)
    totals = {
        "consumption": {"Buyer": (10.0, 11.0)},
        "production": {"own": (3.0, 2.0)},
        "lng_export": {"plant": (1.0, 2.0)},
        "stock_change": {"Buyer": (1.0, -1.0)},
    }
    tiny.plain["year_inputs"] = [
        (f"{kind}:{name}:{year}", kind, name, str(year), repr(value), "bcm", "", "", SOURCE, "")
        for kind, objects in totals.items()
        for name, values in objects.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    tiny.plain["observed"] = [
        (f"{kind}:{subject}:{year}", kind, subject, str(year), repr(value), "bcm", SOURCE, "")
        for kind, subject, year, value in (
            ("route_flow", "one", 2019, 5.0),
            ("route_flow", "two", 2019, 2.0),
            ("route_flow", "one + two", 2020, 6.5),
            ("route_flow_other", "one + two", 2020, 7.0),
            ("trade", "Russia>EU (lng)", 2019, 1.5),
            ("trade", "Russia>Buyer (pipeline)", 2019, 7.0),
            ("trade", "Atlantis>Buyer", 2019, 7.0),
        )
    ]
    tiny.plain["backcast_routes"] = [("Both", "one;two", "yes", SOURCE, ""), ("Second", "two", "no", SOURCE, "")]
    tiny.plain["backcast_regions"] = [("Russia>EU (lng)", "Russia;all", SOURCE, "")]
    return tiny


def scenario_file(folder: Path) -> Path:
    dataset = world(folder).write()
    path = dataset.parent / "past.yaml"
    text = f"title: Past\ndataset: {dataset.name}\nhorizon: {{years: [2019, 2020], seasons: winter-summer}}\n"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scenario_file(tmp_path_factory.mktemp("past"))


def test_the_given_totals_come_out(path):
    base = load(path)
    results = api.solve(load(path, inputs(base)))
    made = results.balance[results.balance["item"] == "production"].groupby(["node", "year"])["volume"].sum()
    assert made[("Buyer", 2019)] == pytest.approx(3.0, rel=0.006)
    shipped = results.flows[results.flows["route"] == "plant"].groupby("year")["arrived"].sum()
    # The fire is in the exports of the year already, and what was landed is not lost a second time.
    assert shipped.tolist() == pytest.approx([1.0, 2.0], rel=0.004)
    bought = results.consumption.groupby("year")["consumption"].sum()
    assert bought.tolist() == pytest.approx([11.0, 10.0], rel=1e-6)


def test_no_flow_is_given(path):
    """What is left over is the model's to route: the cheap line full, the dear one with the rest."""
    base = load(path)
    table = route_table(api.solve(load(path, inputs(base))), base.dataset, YEARS)
    second = table[table["route"] == "Second"].set_index("year")
    assert second.loc[2019, "model"] == pytest.approx(11.0 - 3.0 - 1.0 - 4.0, abs=0.05)
    assert second.index.tolist() == [2019]  # nobody measured the second line alone in 2020


def test_members_are_added_and_the_spread_is_between_measurements(path):
    base = load(path)
    table = route_table(api.solve(load(path, inputs(base))), base.dataset, YEARS).set_index(["route", "year"])
    assert table.loc[("Both", 2019), "observed"] == pytest.approx(7.0)
    assert table.loc[("Both", 2020), "observed"] == pytest.approx(6.5)
    assert table.loc[("Both", 2020), "spread"] == pytest.approx(0.5)


def test_arrivals_are_told_by_form_and_unknown_origins_left_out(path):
    base = load(path)
    regions = beside(api.solve(load(path, inputs(base))), "trade").set_index("subject")
    assert sorted(regions.index) == ["Russia>Buyer (pipeline)", "Russia>EU (lng)"]
    assert regions.loc["Russia>EU (lng)", "model"] == pytest.approx(1.0, rel=0.004)
    assert regions.loc["Russia>Buyer (pipeline)", "model"] == pytest.approx(7.0, abs=0.05)
    found = region_scores(regions.reset_index(), base.dataset).set_index(["routes", "period"])
    assert found.loc[("Russia to region", "2019"), "error"] == pytest.approx(0.5 / 1.5, rel=0.02)


@pytest.mark.parametrize("kind", GIVEN)
def test_each_kind_can_be_left_out(path, kind):
    base = load(path)
    text = "\n".join(inputs(base, [each for each in GIVEN if each != kind]))
    key = {
        "consumption": "demand.Buyer.volume={2019: 9.59",
        "production": "supply.own.minimum",
        "lng_export": "boil_off",
    }
    assert key.get(kind, "stock_change") not in text


def test_without_consumption_the_trend_is_what_is_asked_for(path):
    base = load(path)
    text = "\n".join(inputs(base, ["production"]))
    assert "demand.Buyer.elasticity=-0.3" in text
    assert "demand.Buyer.volume={2019: 10.0" in text


def test_a_missing_total_is_named(tmp_path):
    tiny = world(tmp_path)
    tiny.plain["year_inputs"] = [row for row in tiny.plain["year_inputs"] if row[0] != "production:own:2020"]
    dataset = tiny.write()
    path = dataset.parent / "past.yaml"
    path.write_text(f"title: Past\ndataset: {dataset.name}\nhorizon: {{years: [2019, 2020]}}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"year_inputs\.csv lacks production of own in 2020"):
        inputs(load(path))


def test_a_draw_is_the_same_every_time_and_within_its_bounds(path):
    base = load(path)
    plain = build(load(path, inputs(base)))
    first, second = Draw(7).apply(plain), Draw(7).apply(plain)
    assert first.arc_terms["cost"].equals(second.arc_terms["cost"])
    factor = (first.arc_terms["cost"] / plain.arc_terms["cost"]).dropna()
    assert factor.between(0.8, 1.2).all()
    assert factor.groupby(level="arc").nunique().max() == 1
    assert not Draw(8).apply(plain).arc_terms["cost"].equals(first.arc_terms["cost"])
    duration = plain.seasons["duration"]
    change = (first.demand["firm"] - plain.demand["firm"]).mul(duration, level="season").groupby("year").sum()
    assert change.abs().between(1e-6, 4.0).all()
