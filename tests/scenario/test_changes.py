"""Arithmetic on values of earlier layers and of the dataset."""

from __future__ import annotations

import pytest

HEAD = "title: Test\nhorizon: {years: [2025, 2027, 2030]}\n"
CHILD = "title: Test\nextends: base\n"


def capacity(scenario):
    return scenario.override("pipelines", "blue-stream", "capacity").points


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x1.5", 24.0),
        ("x 0.5", 8.0),
        ("+5 bcm/yr", 21.0),
        ("-5 bcm/yr", 11.0),
        ("+10 mcm/d", 19.65),
        ("+25 %", 20.0),
        ("-25 %", 12.0),
        ("x1.5 +1 bcm/yr", 25.0),
    ],
)
def test_a_change_applies_to_the_dataset_and_keeps_its_dates(read, text, value):
    scenario = read(HEAD + f"pipelines: {{blue-stream: {{capacity: {text}}}}}\n")
    assert capacity(scenario) == ((2015.0, pytest.approx(value, rel=1e-12)),)


def test_a_change_applies_to_what_an_earlier_layer_says(read):
    base = HEAD + "pipelines: {blue-stream: {capacity: {2020: 10 bcm/yr, 2030: 20 bcm/yr}}}\n"
    scenario = read(CHILD + "pipelines: {blue-stream: {capacity: x1.5}}\n", base=base)
    assert capacity(scenario) == ((2020.0, 15.0), (2030.0, 30.0))


def test_a_change_of_a_change_makes_one(read):
    base = HEAD + "pipelines: {blue-stream: {capacity: +4 bcm/yr}}\n"
    scenario = read(
        CHILD + "pipelines: {blue-stream: {capacity: x2}}\n", ["pipelines.blue-stream.capacity=-1 bcm/yr"], base=base
    )
    assert capacity(scenario) == ((2015.0, 39.0),)
    assert scenario.resolved()["pipelines"]["blue-stream"]["capacity"] == "x2 +7 bcm/yr"


def test_percentage_points_are_added_to_shares(read):
    scenario = read(HEAD + "liquefaction: {liquefaction-yamal: {own_use: +2 %}}\n")
    dataset = scenario.dataset.series("liquefaction", "liquefaction-yamal", "own_use").values[0]
    assert scenario.override("liquefaction", "liquefaction-yamal", "own_use").points[0][1] == pytest.approx(
        dataset + 0.02
    )


def test_a_sign_belongs_to_a_number_that_may_be_negative(read):
    scenario = read(HEAD + "demand: {Iraq: {elasticity: -0.3, stock_change: -2 bcm/yr}}\n")
    assert scenario.override("demand", "Iraq", "elasticity").points == ((None, -0.3),)
    assert scenario.override("demand", "Iraq", "stock_change").points == ((None, -2.0),)


def test_a_group_is_changed_market_by_market_or_as_a_total(read):
    times = read(HEAD + "demand: {EU: {volume: x2}}\n")
    plus = read(HEAD + "demand: {EU: {volume: +14 bcm/yr}}\n")
    for scenario, found in ((times, (18.0, 10.0)), (plus, (18.0, 10.0))):
        markets = ("Hungary", "Slovakia")
        assert tuple(scenario.override("demand", each, "volume").points[0][1] for each in markets) == found


def test_a_project_is_shifted_in_time(read):
    scenario = read(HEAD + "projects: {russia-iran: {earliest: +2 yr}}\n")
    before = scenario.dataset.series("projects", "russia-iran", "earliest").values[0]
    assert scenario.override("projects", "russia-iran", "earliest").points[0][1] == before + 2.0


def test_growth_may_change_over_time(read):
    scenario = read(HEAD + "demand: {Iraq: {growth: {2025: 10 %/yr, 2027: 0 %/yr, 2029: -50 %/yr}}}\n")
    volumes = [value for _, value in scenario.override("demand", "Iraq", "volume").points]
    assert volumes == pytest.approx([20.0, 24.2, 12.1])


def test_potentials_grow_too(read):
    scenario = read(HEAD + "supply: {russia-yamal: {growth: -3 %/yr}}\n")
    volumes = [value for _, value in scenario.override("producers", "russia-yamal", "potential").points]
    assert volumes == pytest.approx([300.0, 300.0 * 0.97**2, 300.0 * 0.97**5])


def test_growth_starts_from_a_changed_volume(read):
    scenario = read(HEAD + "demand: {Iraq: {volume: x2, growth: 10 %/yr}}\n")
    assert scenario.override("demand", "Iraq", "volume").points[1] == (2027.5, pytest.approx(48.4))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pipelines: {blue-stream: {capacity: x1.2.3}}", "'1.2.3' is not a quantity"),
        ("pipelines: {blue-stream: {capacity: +5}}", "a unit is missing"),
        ("pipelines: {blue-stream: {capacity: +5 km}}", "'km' measures length"),
        ("pipelines: {blue-stream: {capacity: -17 bcm/yr}}", "the change makes -1 bcm/yr, which is below 0 bcm/yr"),
        (
            "pipelines: {blue-stream: {capacity: {2030: x2}}}",
            "'x2' would change a value, but here one is set at a date",
        ),
        (
            "shipping: {yamal>hungary: {capacity: x2}}",
            "the dataset has no 'capacity' here that a change could apply to",
        ),
        ("projects: {russia-iran: {earliest: +10 %}}", "'+10 %' is no shift of a date"),
        ("events: {nord-stream-halt: {until: +1 yr}}", "the dataset has no 'end' here that a change could apply to"),
        ("demand: {Iraq: {growth: x2}}", "no earlier layer has a value that 'x2' could change"),
        ("demand: {Iraq: {growth: {2027: 1 %/yr}}}", "growth of 'Iraq' begins after the first model year 2025"),
    ],
)
def test_changes_that_cannot_be(problems, text, message):
    assert message in problems(HEAD + text + "\n")


@pytest.mark.parametrize("text", ["1e99 bcm/yr", "x1e16", "+1e90 bcm/yr"])
def test_numbers_beyond_anything_are_refused(problems, text):
    assert "is beyond any" in problems(HEAD + f"pipelines: {{blue-stream: {{capacity: {text}}}}}\n")
