"""Two scenarios: what differs, in words, with units and places."""

from __future__ import annotations

import pytest

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.scenario import load
from corridor.scenario.citations import cited
from corridor.scenario.difference import difference


@pytest.fixture(scope="module")
def reference() -> Dataset:
    return datasets.load()


@pytest.fixture
def told(reference):
    """Return a function that names the differences between two scenarios, the second with overrides."""

    def run(first, second, *overrides):
        changes = difference(load(first, dataset=reference), load(second, overrides, dataset=reference))
        return [str(change) for change in changes]

    return run


def test_a_scenario_does_not_differ_from_itself(told):
    assert told("iran-55", "iran-55") == []


def test_values_over_time_are_compared_at_each_date(told):
    lines = told("iran-2", "iran-55")
    assert len(lines) == 2
    assert lines[1].startswith("Russia-Azerbaijan-Iran pipeline capacity 2033: 2 bcm/yr -> 55 bcm/yr, iran-55.yaml:")


def test_units_and_formatting_are_no_difference(told):
    assert (
        told(
            "iran-55", "iran-55", "projects.russia-iran.capacity={2027: 2 bcm/yr, 2030: 28000 mcm/yr, 2033: 55 bcm/yr}"
        )
        == []
    )


def test_what_only_one_scenario_says_stands_beside_the_dataset(told):
    assert told("iran-55", "iran-55", "pipelines.turkstream-1.length=1000 km") == [
        "TurkStream 1 length: 930 km -> 1000 km, --set"
    ]


def test_the_other_way_round_the_place_is_where_it_was_said(reference):
    said, silent = load("iran-55", ["pipelines.turkstream-1.length=1000 km"], dataset=reference), load("iran-55")
    (change,) = difference(said, silent)
    assert (change.old, change.new, change.old_origin, change.new_origin) == ("1000 km", "930 km", "--set", "dataset")
    assert str(change).endswith(", --set")


def test_a_date_that_only_one_scenario_names_is_read_from_the_other(told):
    (line,) = told("iran-55", "iran-55", "projects.russia-iran.capacity.2031=40 bcm/yr")
    assert line == "Russia-Azerbaijan-Iran pipeline capacity 2031: 28 bcm/yr -> 40 bcm/yr, --set"


def test_a_status_that_is_not_said_is_the_default(told):
    lines = told("reference", "iran-55")
    assert any(line.startswith("Russia-Azerbaijan-Iran pipeline status: excluded -> committed") for line in lines)
    assert told("iran-55", "iran-55", "events.red-sea-2024.status=off") == [
        "event red-sea-2024 status: active -> off, --set"
    ]


def test_what_a_scenario_changes_of_an_event_or_a_lever_stands_beside_the_dataset(told):
    lines = told("iran-55", "iran-55", "events.red-sea-2024.factor=50 %", "levers.bushehr-2.status=active")
    assert lines == [
        "Bushehr 2 (nuclear) status: off -> active, --set",
        "event red-sea-2024 factor: 0 % -> 50 %, --set",
    ]


def test_a_policy_that_only_one_scenario_has_is_one_line(told):
    lines = told("reference", "eu-exit")
    assert len(lines) == 2
    assert lines[0].startswith(
        "policy eu-lng-ban: none -> ban on gas of Russia into EU, form lng, from 2027-01-01, eu-exit.yaml:"
    )


def test_a_change_inside_a_policy_names_the_part(told):
    assert told("eu-exit", "eu-exit", "policies.eu-pipeline-ban.ban.from=2027-09-30") == [
        "policy eu-pipeline-ban ban from: 2027-11-01 -> 2027-09-30, --set"
    ]


def test_growth_and_horizon_are_named(told):
    lines = told("iran-55", "iran-55", "demand.Iran.growth=1 %/yr", "horizon.years=[2025, 2035]", "report.years=[2035]")
    assert any(line == "demand of Iran growth: not set -> 1 %/yr, --set" for line in lines)
    assert any(
        line.startswith("horizon years: 2025, 2026, ") and line.endswith("-> 2025, 2035, --set") for line in lines
    )
    assert len(lines) == 2


def test_shipped_scenarios_cite_sources():
    assert "estimate:rules-of-trade" in cited()
    assert any(key.startswith("https://") for key in cited())
