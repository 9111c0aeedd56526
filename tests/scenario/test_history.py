"""Who ever set a value: every layer, what each replaced, and what the dataset has."""

from __future__ import annotations

import pytest

from corridor.errors import InputError
from corridor.scenario.history import histories, told

BASE = "title: Base\nhorizon: {years: [2025, 2030]}\n"


@pytest.fixture
def lines(read):
    """Return a function that tells the history of a path, columns squeezed."""

    def run(path, main, overrides=(), **others):
        scenario = read(main, overrides, **others)
        return [" ".join(line.split()) for line in told(histories(scenario, path)).splitlines()]

    return run


def test_the_newest_statement_stands_first_and_the_dataset_last(lines):
    found = lines(
        "pipelines.blue-stream.capacity",
        "title: Main\nextends: [old, new]\npipelines: {blue-stream: {capacity: 7 bcm/yr}}",
        ["pipelines.blue-stream.capacity=8 bcm/yr"],
        old=BASE + "pipelines: {blue-stream: {capacity: {2025: 5 bcm/yr, 2030: 6 bcm/yr}}}",
        new="title: New\n",
    )
    assert found == [
        "pipelines.blue-stream.capacity",
        "8 bcm/yr --set",
        "replaced: 7 bcm/yr main.yaml:3",
        "replaced: 2025: 5 bcm/yr, 2030: 6 bcm/yr old.yaml:3",
        "dataset: 2015: 16 bcm/yr [test-2026]",
    ]


def test_a_value_in_another_unit_is_told_in_both(lines):
    main = BASE + "pipelines: {blue-stream: {capacity: 16 bcm_ru/yr}}"
    assert lines("pipelines.blue-stream.capacity", main)[1] == "16 bcm_ru/yr = 15.136 bcm/yr main.yaml:3"


def test_a_change_is_told_with_what_it_changed(lines):
    path, old = "pipelines.blue-stream.capacity", BASE + "pipelines: {blue-stream: {capacity: 10 bcm/yr}}"
    main = "title: Main\nextends: old\npipelines: {blue-stream: {capacity: x1.5}}"
    found = lines(path, main, ["pipelines.blue-stream.capacity=+1 bcm/yr"], old=old)
    assert found[1:5] == [
        "16 bcm/yr",
        "change: +1 bcm/yr --set",
        "change: x1.5 main.yaml:3",
        "before: 10 bcm/yr old.yaml:3",
    ]


def test_a_change_of_the_dataset_is_worked_out(lines):
    found = lines("pipelines.blue-stream.capacity", BASE + "pipelines: {blue-*: {capacity: x0.5}}")
    assert found[1:] == ["2015: 8 bcm/yr", "change: x0.5 main.yaml:3", "dataset: 2015: 16 bcm/yr [test-2026]"]


def test_a_single_date_set_on_the_command_line_is_a_change(lines):
    old = BASE + "pipelines: {blue-stream: {capacity: {2025: 5 bcm/yr, 2030: 6 bcm/yr}}}"
    overrides = ["pipelines.blue-stream.capacity.2030=9 bcm/yr"]
    found = lines("pipelines.blue-stream.capacity", old, overrides)
    assert found[1:4] == [
        "2025: 5 bcm/yr, 2030: 9 bcm/yr",
        "change: 2030: 9 bcm/yr --set",
        "before: 2025: 5 bcm/yr, 2030: 6 bcm/yr main.yaml:3",
    ]
    assert lines("pipelines.blue-stream.capacity.2030", old, overrides)[1:3] == [
        "9 bcm/yr --set",
        "replaced: 6 bcm/yr main.yaml:3",
    ]


def test_what_is_taken_back_is_told_once_and_with_what_it_was(lines):
    old = BASE + "policies:\n  stop:\n    ban: {origin: Russia, into: EU}\n"
    main = "title: Main\nextends: old\npolicies: {stop: null}"
    expected = ["policies.stop", "taken back main.yaml:3", "replaced: ban: origin: Russia, into: EU old.yaml:4"]
    assert lines("policies.stop", main, old=old) == expected
    assert lines("policies", main, old=old) == expected


def test_a_changed_list_is_told_with_the_list(lines):
    found = lines("horizon.years", "title: Main\nextends: old\nhorizon: {years: {add: [2027]}}", old=BASE)
    assert found[1:] == ["2025, 2027, 2030", "change: add: 2027 main.yaml:3", "before: 2025, 2030 old.yaml:2"]


def test_a_name_of_seasons_is_told_with_its_months(lines):
    main = "title: Main\nhorizon: {years: [2025], seasons: winter-summer}"
    assert lines("horizon.seasons.winter", main)[1] == "winter-summer = 1, 2, 3, 10, 11, 12 main.yaml:2"


def test_what_was_said_of_a_group_is_found_at_its_member(lines):
    found = lines("demand.Iran North.volume", BASE + "demand: {Iran: {growth: 0 %/yr}}")
    assert found[1:] == ["2025: 150 bcm/yr, 2030: 150 bcm/yr main.yaml:3", "dataset: 2025: 150 bcm/yr [test-2026]"]


def test_a_date_may_be_shifted(lines):
    found = lines("projects.russia-iran.earliest", BASE + "projects: {russia-iran: {earliest: +2 yr}}")
    assert found[1:] == ["2029", "change: +2 yr main.yaml:3", "dataset: 2027 yr [test-2026]"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("horizon.discount_rate", "dataset: 7 % [test-2026]"),
        ("parameters.value_of_lost_load", "dataset: 50 USD/MMBtu [test-2026]"),
        ("pipelines.blue-stream.status", "default: open"),
        ("projects.russia-iran.status", "default: excluded"),
        ("pipelines.blue-stream.tariff", "default: 0 USD/kcm"),
        ("events.nord-stream-halt.from", "dataset: 2022-09-01 [test-2026]"),
        ("events.nord-stream-halt.until", "dataset: open [test-2026]"),
        ("fleets.arc7.ships", "dataset: 2018: 15 [test-2026]"),
    ],
)
def test_where_no_layer_says_anything_the_dataset_or_a_default_stands(lines, path, expected):
    assert lines(path, BASE) == [path, expected]


def test_everything_that_is_said_is_told(read):
    scenario = read(BASE + "pipelines: {blue-stream: {capacity: {2025: 5 bcm/yr}, status: open}}")
    found = {each.path: each for each in histories(scenario, "")}
    assert {"title", "horizon.years", "pipelines.blue-stream.capacity", "pipelines.blue-stream.status"} <= set(found)
    assert "pipelines.blue-stream.capacity.2025" not in found
    for path, each in found.items():
        assert each.value is not None or each.dataset, path


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("pipelines.blu-stream.capacity", "did you mean 'blue-stream'?"),
        ("pipelines.blue-stream.capcity", "did you mean 'pipelines.blue-stream.capacity'?"),
        ("pipelines.blue-stream", "keys here: status, capacity,"),
        ("horizon.yeas", "did you mean 'horizon.years'?"),
        ("policies.stop", "neither the scenario nor the dataset has a value 'policies.stop'"),
        ("pipelines", "neither the scenario nor the dataset has a value 'pipelines'"),
    ],
)
def test_a_path_that_leads_nowhere_is_wrong_input(read, path, message):
    with pytest.raises(InputError) as caught:
        histories(read(BASE), path)
    assert message in str(caught.value)
