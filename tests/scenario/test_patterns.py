"""Keys that stand for many objects."""

from __future__ import annotations

import pytest

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"


def capacities(scenario):
    return {each.object: each.points[0][1] for each in scenario.overrides if each.attribute == "capacity"}


def test_a_pattern_stands_for_every_id_that_it_matches(read):
    scenario = read(HEAD + 'pipelines: {"*-*": {capacity: 3 bcm/yr}}\n')
    assert capacities(scenario) == {"blue-stream": 3.0, "mozdok-hajigabul": 3.0}


def test_a_group_stands_for_what_is_in_it(read):
    scenario = read(HEAD + "demand: {EU.*: {volume: 8 bcm/yr}}\nstorages: {EU.*: {working_gas: x2}}\n")
    assert {each.object for each in scenario.overrides} == {"Hungary", "Slovakia", "hungary-storage"}
    assert scenario.override("demand", "Slovakia", "volume").points == ((None, 8.0),)


def test_in_one_file_a_name_beats_a_pattern_and_a_narrow_pattern_a_wide_one(read):
    text = 'pipelines: {blue-stream: {capacity: 1 bcm/yr}, "*": {capacity: 3 bcm/yr, length: 5 km}, "m*": {capacity: 2 bcm/yr}}\n'
    scenario = read(HEAD + text)
    assert capacities(scenario) == {"blue-stream": 1.0, "mozdok-hajigabul": 2.0}
    assert scenario.override("pipelines", "blue-stream", "length").points == ((None, 5.0),)


def test_a_pattern_of_a_later_file_wins_over_a_name_of_an_earlier_one(read):
    base = HEAD + "pipelines: {blue-stream: {capacity: 1 bcm/yr}}\n"
    scenario = read('title: T\nextends: base\npipelines: {"*": {capacity: x3}}\n', base=base)
    assert capacities(scenario) == {"blue-stream": 3.0, "mozdok-hajigabul": 48.0}


def test_overrides_may_be_patterns(read):
    scenario = read(HEAD, ["pipelines.blue-*.capacity=2 bcm/yr", "demand.EU.*.growth=1 %/yr"])
    assert capacities(scenario) == {"blue-stream": 2.0}
    assert [growth.object for growth in scenario.growths] == ["Hungary", "Slovakia"]


def test_the_place_of_a_value_is_that_of_its_pattern(read):
    scenario = read(HEAD + 'pipelines:\n  "blue-*": {capacity: 3 bcm/yr}\n')
    assert str(scenario.where("pipelines.blue-stream.capacity")) == "main.yaml:4"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('pipelines: {"blu_*": {capacity: 1 bcm/yr}}', "main.yaml:3:13: no pipeline matches 'blu_*'"),
        ("demand: {UE.*: {volume: 1 bcm/yr}}", "unknown group 'UE'; did you mean 'EU'?"),
        ("pipelines: {EU.*: {capacity: 1 bcm/yr}}", "pipelines do not stand at one node"),
        ('pipelines: {"*": {capcity: 1 bcm/yr}}', "unknown key 'capcity' in pipelines.*; did you mean 'capacity'?"),
        (
            'pipelines: {"b*": {status: open}, "?lue*": {status: closed}}',
            "'b*' and '?lue*' both say status of 'blue-stream', and neither is narrower",
        ),
        ('pipelines: {"b*": null}', "but says nothing about them"),
    ],
)
def test_patterns_that_cannot_be(problems, text, message):
    found = problems(HEAD + text + "\n")
    assert message in found
    assert found.count("main.yaml") == 1


def test_an_override_that_matches_nothing_is_an_error(problems):
    assert "--set: no pipeline matches 'x*'" in problems(HEAD, ["pipelines.x*.capacity=1 bcm/yr"])
