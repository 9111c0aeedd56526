"""Groups, growth, dates, policies; hash and resolved form."""

from __future__ import annotations

import io
import pickle

import pytest
from ruamel.yaml import YAML

from corridor.dataset import decimal_year
from corridor.scenario import Ban, Cap, Horizon, Season
from corridor.scenario.values import date_text

HEAD = "title: Test\nhorizon: {years: [2025, 2027, 2030]}\n"
RICH = (
    HEAD
    + """\
report: {years: [2027], units: energy, compare_with: reference}
demand:
  Middle East: {growth: 1 %/yr}
  Iran: {growth: 1.2 %/yr, elasticity: -0.3}
  EU: {volume: {2025: 20 bcm/yr, 2030: 10 bcm/yr}}
supply: {russia-yamal: {potential: 900 mcm/d, swing: 120 %, minimum: 30 %}}
pipelines: {blue-stream: {tariff: {2025: 10 USD/kcm, 2027-07: 0.3 USD/MMBtu}, status: closed}}
liquefaction: {liquefaction-yamal: {capacity: 17.4 Mt LNG/yr}}
regasification: {regas-hungary: {cost: 3 EUR/MWh}}
shipping: {yamal>hungary: {boil_off: 3.3333 %, distance: 4000 nm}}
storages: {hungary-storage: {working_gas: {2026: 60 TWh}}}
contracts: {russia-hungary: {status: ended}}
projects:
  russia-iran: {status: committed, capacity: {2027: 2 bcm/yr, 2030: 28 bcm/yr}, earliest: 2029-06, capex: 3 bn USD}
events: {nord-stream-halt: {status: off, from: 2022-10, until: 2026-07-22, factor: 40 %}}
levers: {reactor: {status: active}, decline: {status: active, volume: {2027: -4 bcm/yr, 2029-03: -9 bcm/yr}}}
fleets: {arc7: {ships: {2025: 14, 2027: 0}}}
policies:
  eu: {ban: {origin: Russia, into: EU, form: pipeline, from: 2027-11-01, except: [Hungary]}, source: test-2026}
  limit: {cap: {origin: Russia, into: [Hungary, Slovakia], volume: {2027: 3 bcm/yr}, until: 2030}, reason: why not}
"""
)


def volume(scenario, market):
    return scenario.override("demand", market, "volume").points


def test_growth_is_compounded_from_the_first_model_year(read):
    scenario = read(HEAD + "demand: {Iran: {growth: 1.2 %/yr}}\n")
    assert volume(scenario, "Iran North") == (
        (2025.5, 150.0),
        (2027.5, pytest.approx(150 * 1.012**2)),
        (2030.5, pytest.approx(150 * 1.012**5)),
    )
    assert [(growth.object, growth.rates) for growth in scenario.growths] == [
        ("Iran North", ((None, 0.012),)),
        ("Iran South", ((None, 0.012),)),
    ]


def test_growth_starts_from_the_scenario_volume_if_there_is_one(read):
    scenario = read(HEAD + "demand: {Iraq: {growth: 10 %/yr, volume: 10 bcm/yr}}\n")
    assert volume(scenario, "Iraq")[1] == (2027.5, pytest.approx(12.1))


def test_market_beats_group_and_small_group_beats_large(read):
    scenario = read(
        HEAD + "demand: {Middle East: {growth: 1 %/yr}, Iran: {growth: 2 %/yr}, Iran South: {growth: 0 %/yr}}\n"
    )
    assert {growth.object: growth.rates[0][1] for growth in scenario.growths} == {
        "Iran North": 0.02,
        "Iran South": 0.0,
        "Iraq": 0.01,
    }


def test_volume_of_a_group_is_shared_as_in_the_dataset(read):
    scenario = read(HEAD + "demand: {EU: {volume: {2025: 28 bcm/yr}}}\n")
    assert volume(scenario, "Hungary") == ((2025.5, 18.0),)
    assert volume(scenario, "Slovakia") == ((2025.5, 10.0),)


def test_two_groups_of_one_size_are_refused(problems):
    text = problems(HEAD + "demand:\n  Iran: {growth: 1 %/yr}\n  Persia: {growth: 2 %/yr}\n")
    assert (
        "main.yaml:5:20: 'Iran' and 'Persia' both set growth of 'Iran North', and neither is the smaller group" in text
    )


def test_dates_and_units(read):
    scenario = read(RICH)
    assert scenario.override("projects", "russia-iran", "stage").points == ((2027.0, 2.0), (2030.0, 28.0))
    assert scenario.override("projects", "russia-iran", "capex").points == ((None, 3000.0),)
    assert scenario.series("projects", "russia-iran", "earliest").at(2025.0) == pytest.approx(2029 + 5 / 12)
    assert scenario.override("producers", "russia-yamal", "potential").points == ((None, 328.5),)
    assert scenario.override("levers", "decline", "volume").points == (
        (2027.0, -4.0),
        (pytest.approx(2029 + 1 / 6), -9.0),
    )
    assert scenario.series("levers", "decline", "volume").year(2026) == 0.0
    assert scenario.series("levers", "reactor", "volume").year(2030) == 2.0
    assert scenario.override("fleets", "arc7", "ships").points == ((2025.0, 14.0), (2027.0, 0.0))
    assert scenario.horizon == Horizon(
        (2025, 2027, 2030),
        (Season("winter", (1, 2, 3, 10, 11, 12)), Season("summer", (4, 5, 6, 7, 8, 9))),
        0.07,
    )


def test_events_are_the_scenarios_or_the_datasets(read):
    scenario = read(RICH)
    assert scenario.event("nord-stream-halt", "start") == pytest.approx(2022 + 9 / 12)
    assert scenario.event("nord-stream-halt", "end") == pytest.approx(2026 + (6 + 21 / 31) / 12)
    assert scenario.event("nord-stream-halt", "left") == pytest.approx(0.4)
    plain = read(HEAD)
    assert plain.event("nord-stream-halt", "start") == pytest.approx(2022 + 8 / 12)
    assert plain.event("nord-stream-halt", "end") == float("inf")


@pytest.mark.parametrize("date", ["2026", "2026-02", "2026-07-22", "2024-02-29", "2026-12-31", "2027-01-02"])
def test_points_in_time_are_written_as_they_are_read(date):
    assert date_text(decimal_year(date, "hold")) == date


@pytest.mark.parametrize("moment", [2026.123, 2026.9999999])
def test_a_moment_that_is_no_day_is_a_decimal_year(moment):
    assert date_text(moment) == f"{moment} yr"


def test_policies(read):
    ban, cap = read(RICH).policies
    assert isinstance(ban, Ban)
    assert ban.nodes == ("Regas Hungary", "Slovakia")
    assert (ban.into, ban.exempt, ban.form, ban.transit) == (("EU",), ("Hungary",), "pipeline", "forbidden")
    assert ban.start == pytest.approx(2027 + 304 / 365)
    assert ban.until is None
    assert isinstance(cap, Cap)
    assert cap.nodes == ("Hungary", "Slovakia")
    assert cap.volume == ((2027.0, 3.0),)
    assert (cap.start, cap.until, cap.reason) == (None, 2030.0, "why not")
    assert (cap.written.line, ban.written.line) == (22, 21)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "pipelines: {blue-stream: {capacity: 55.2 mcm/d}}",
            "pipelines:\n  blue-stream:  # why\n    capacity: 0.0552 bcm/d",
        ),
        ("projects: {russia-iran: {capex: 13.6 bn USD}}", "projects: {russia-iran: {capex: '13600 million USD'}}"),
        (
            "pipelines: {blue-stream: {tariff: 3 USD/GJ}}",
            "pipelines: {blue-stream: {tariff: 120 USD/kcm}}",
        ),
        (
            "pipelines: {blue-stream: {capacity: {2027: 2 bcm/yr}}}",
            "pipelines: {blue-stream: {capacity: {2027-01: 2 bcm/yr}}}",
        ),
        (
            "horizon: {seasons: winter-summer}",
            "horizon: {seasons: {winter: [10, 11, 12, 1, 2, 3], summer: [4, 5, 6, 7, 8, 9]}}",
        ),
        ("report: {years: [2025]}", "description: Other words"),
        (
            "policies: {a: {ban: {origin: Russia, into: EU}}}",
            "policies: {a: {ban: {origin: Russia, into: [EU], form: any}, reason: x}}",
        ),
        (
            "demand: {Iran: {elasticity: -0.1}}",
            "demand: {Iran North: {elasticity: -0.1}, Iran South: {elasticity: -0.10}}",
        ),
    ],
)
def test_hash_is_of_the_meaning(read, first, second):
    base = "title: Base\nhorizon: {years: [2025, 2030]}\n"
    assert read("title: A\nextends: base\n" + first, base=base).hash == read("title: B\nextends: base\n" + second).hash


@pytest.mark.parametrize(
    "override",
    [
        "horizon.years=[2025, 2027]",
        "horizon.seasons=annual",
        "horizon.discount_rate=5 %",
        "demand.Iran.growth=1.3 %/yr",
        "pipelines.blue-stream.status=open",
        "pipelines.blue-stream.tariff.2025=10.001 USD/kcm",
        "projects.russia-iran.capacity.2031=28 bcm/yr",
        "policies.eu.ban.from=2027-11-02",
        "policies.eu.ban.transit=allowed",
        "policies.eu.ban.except=Slovakia",
        "policies.limit.cap.volume=3 bcm/yr",
        "policies.limit=null",
        "levers.reactor.status=off",
        "levers.decline.volume.2027=-5 bcm/yr",
        "events.nord-stream-halt.until=2026-07-23",
        "fleets.arc7.ships.2027=1",
    ],
)
def test_hash_sees_every_change_of_meaning(read, override):
    assert read(RICH).hash != read(RICH, [override]).hash


def test_resolved_form_loads_to_the_same_scenario(read):
    scenario = read(RICH, ["pipelines.blue-stream.loss=0.1234567890123 %"])
    text = io.StringIO()
    YAML().dump(scenario.resolved(), text)
    again = read(text.getvalue())
    assert again.hash == scenario.hash
    assert again.resolved() == scenario.resolved()
    assert again.report == scenario.report
    assert [policy.reason for policy in again.policies] == [policy.reason for policy in scenario.policies]
    scenario.resolved()["projects"]["russia-iran"]["status"] = "excluded"
    assert scenario.resolved()["projects"]["russia-iran"]["status"] == "committed"


def test_resolved_form_is_readable(read):
    resolved = read(RICH).resolved()
    assert "extends" not in resolved
    assert resolved["horizon"]["discount_rate"] == "7 %"
    assert resolved["demand"]["Iran"] == {"elasticity": "-0.3", "growth": "1.2 %/yr"}
    assert resolved["pipelines"]["blue-stream"] == {
        "status": "closed",
        "tariff": {"2025": "10 USD/kcm", "2027-07": "0.3 USD/MMBtu"},
    }
    assert resolved["policies"]["eu"]["ban"]["except"] == ["Hungary"]


def test_scenario_can_go_to_another_process(read):
    scenario = read(RICH)
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy.hash == scenario.hash
    assert copy.overrides == scenario.overrides
