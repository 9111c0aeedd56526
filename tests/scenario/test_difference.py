"""Two scenarios: what differs, in words, with units and places."""

from __future__ import annotations

import re

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


def test_a_point_of_the_dataset_that_a_scenario_drops_is_named(told):
    lines = told("iran-55", "iran-hub")
    (line,) = [line for line in lines if line.startswith("contract iran-iraq")]
    assert re.fullmatch(
        r"contract iran-iraq quantity 2029-04: 0 bcm/yr -> 18\.25 bcm/yr, iran-hub\.yaml:\d+",
        line,
    )


def test_a_change_is_told_as_what_it_makes(told):
    assert told("iran-55", "iran-55", "projects.russia-iran.capacity=x0.5") == [
        "Russia-Azerbaijan-Iran pipeline capacity 2027: 2 bcm/yr -> 1 bcm/yr (x0.5), --set",
        "Russia-Azerbaijan-Iran pipeline capacity 2030: 28 bcm/yr -> 14 bcm/yr (x0.5), --set",
        "Russia-Azerbaijan-Iran pipeline capacity 2033: 55 bcm/yr -> 27.5 bcm/yr (x0.5), --set",
    ]
    assert told("iran-55", "iran-55", "projects.russia-iran.earliest=+2 yr") == [
        "Russia-Azerbaijan-Iran pipeline earliest: 2027 -> 2029 (+2 yr), --set"
    ]


def test_a_single_value_takes_the_place_of_all_dates(told):
    assert told("iran-55", "iran-55", "projects.russia-iran.capacity=55 bcm/yr") == [
        "Russia-Azerbaijan-Iran pipeline capacity 2025: 0 bcm/yr -> 55 bcm/yr, --set",
        "Russia-Azerbaijan-Iran pipeline capacity 2027: 2 bcm/yr -> 55 bcm/yr, --set",
        "Russia-Azerbaijan-Iran pipeline capacity 2030: 28 bcm/yr -> 55 bcm/yr, --set",
    ]


def test_points_before_the_model_years_are_no_difference(told):
    change = "pipelines.blue-stream.capacity={2000: 1 bcm/yr, 2015: 16 bcm_ru/yr}"
    assert told("iran-55", "iran-55", change) == []


def test_a_new_line_and_a_removed_one_are_named(told):
    new = "{from: Turkmenistan, to: Azerbaijan, length: 300 km, capacity: {2030: 10 bcm/yr}}"
    lines = told(
        "iran-55", "iran-55", f"pipelines.second-trans-caspian={new}", "storages.austria-storage.status=removed"
    )
    assert lines == [
        "new pipeline 'second-trans-caspian' from Turkmenistan to Azerbaijan, capacity 2030: 10 bcm/yr, length 300 km, "
        "--set",
        "storage 'austria-storage' removed, --set",
    ]


def test_the_other_way_round_what_is_added_is_not_there_and_what_is_removed_is(reference):
    new = "{from: Turkmenistan, to: Azerbaijan, length: 300 km, capacity: 5 bcm/yr}"
    overrides = [f"pipelines.second-trans-caspian={new}", "storages.austria-storage.status=removed"]
    changes = difference(load("iran-55", overrides, dataset=reference), load("iran-55", dataset=reference))
    assert [str(change) for change in changes] == [
        "pipeline 'second-trans-caspian' is not there, added by --set",
        "storage 'austria-storage' is there, removed by --set",
    ]


def test_what_goes_with_a_removed_object_says_so(told):
    lines = told("reference", "reference", "pipelines.blue-stream.status=removed")
    assert lines[0] == "pipeline 'blue-stream' removed, --set"
    assert "booking 'blue-stream' removed, with 'blue-stream', --set" in lines
    assert lines == sorted(lines, key=lambda line: ("pipeline", "contract", "booking").index(line.split()[0]))


def test_objects_that_both_have_added_are_compared_key_by_key(reference):
    new = "{{from: Turkmenistan, to: Azerbaijan, length: 300 km, capacity: {} bcm/yr}}"
    five, seven = (load("iran-55", [f"pipelines.second={new.format(size)}"], dataset=reference) for size in (5, 7))
    assert [str(change) for change in difference(five, seven)] == ["second capacity: 5 bcm/yr -> 7 bcm/yr, --set"]


def test_a_change_is_worked_out_in_digits_that_people_read(told):
    assert told("reference", "reference", "pipelines.greenstream.capacity=x1.1") == [
        "Greenstream capacity 2015: 15.63 bcm/yr -> 17.193 bcm/yr (x1.1), --set"
    ]


def test_digits_are_kept_where_they_are_the_difference(told):
    (line,) = told("iran-55", "iran-55", "pipelines.turkstream-1.length=930.0001 km")
    assert line == "TurkStream 1 length: 930 km -> 930.0001 km, --set"


def test_a_value_set_at_one_date_is_no_change_of_the_others(told):
    (line,) = told("iran-55", "iran-55", "projects.russia-iran.capacity.2033=60 bcm/yr")
    assert line == "Russia-Azerbaijan-Iran pipeline capacity 2033: 55 bcm/yr -> 60 bcm/yr, --set"


def test_a_cap_with_dates_is_compared_with_one_without(told):
    change = "policies.turkiye-contracts.cap.volume={2025: 20 bcm/yr, 2030: 10 bcm/yr}"
    assert told("reference", "reference", change) == [
        "policy turkiye-contracts cap volume 2025: 20.5755 bcm/yr -> 20 bcm/yr, --set",
        "policy turkiye-contracts cap volume 2030: 20.5755 bcm/yr -> 10 bcm/yr, --set",
    ]
