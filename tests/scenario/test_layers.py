"""Which layer wins, and how each value remembers where it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from corridor.errors import ScenarioError
from corridor.scenario import LayerName, Origin, load

BASE = """\
title: Base
description: The oldest layer
horizon: {years: [2025, 2027, 2030], seasons: {cold: [1, 2, 3, 10, 11, 12], warm: [4, 5, 6, 7, 8, 9]}}
pipelines:
  blue-stream:
    capacity: {2025: 10 bcm/yr, 2030: 12 bcm/yr}
    tariff: 5 USD/kcm
events:
  nord-stream-halt: {status: off}
"""
MIDDLE = """\
title: Middle
extends: base
pipelines:
  blue-stream: {capacity: {2027: 14 bcm/yr}}
"""
MAIN = """\
title: Main
extends: middle.yaml
pipelines:
  blue-stream: {tariff: 7 USD/kcm}
"""


OPTION = "pipelines: {{blue-stream: {{tariff: {} USD/kcm}}}}\n"


def option(folder, name, text, title="title: Option\n"):
    """Write a file into the folder of options."""
    (folder / "options").mkdir(exist_ok=True)
    (folder / "options" / f"{name}.yaml").write_text(title + text, encoding="utf-8")


def points(scenario, attribute):
    return scenario.override("pipelines", "blue-stream", attribute).points


def test_precedence(read):
    scenario = read(MAIN, ["pipelines.blue-stream.loss=1 %"], base=BASE, middle=MIDDLE)
    assert points(scenario, "capacity") == ((2027.0, 14.0),)  # a value over time replaces whole
    assert points(scenario, "tariff") == ((None, 7.0),)
    assert points(scenario, "loss") == ((None, 0.01),)
    assert scenario.override("pipelines", "blue-stream", "length") is None
    assert scenario.series("pipelines", "blue-stream", "length").at(2025.0) == 1200.0  # the dataset's
    assert scenario.series("pipelines", "blue-stream", "capacity").year(2026) == 0.0
    assert scenario.status("events", "nord-stream-halt", "active") == "off"
    assert scenario.status("projects", "russia-iran", "excluded") == "excluded"
    assert [season.name for season in scenario.horizon.seasons] == ["cold", "warm"]
    assert (scenario.name, scenario.title, scenario.description) == ("main", "Main", "")
    assert scenario.layers == (
        LayerName("base", "base.yaml", True),
        LayerName("middle", "middle.yaml", True),
        LayerName("main", "main.yaml"),
        LayerName("--set", "--set"),
    )


def test_origins(read):
    scenario = read(MAIN, {"demand.Iran.growth": "2 %/yr"}, base=BASE, middle=MIDDLE)
    assert scenario.where("pipelines.blue-stream.tariff") == Origin("main.yaml", 4, 25, "main")
    assert scenario.where("pipelines.blue-stream.capacity.2027") == Origin("middle.yaml", 4, 34, "middle")
    assert scenario.where("pipelines.blue-stream.capacity") == Origin("middle.yaml", 4, 17, "middle")
    assert scenario.where("events.nord-stream-halt.status") == Origin("base.yaml", 9, 30, "base")
    assert scenario.where("demand.Iran.growth") == Origin("--set", 0, 20, "--set")
    assert scenario.where("pipelines.blue-stream.length") == scenario.where("pipelines.blue-stream")
    assert scenario.where("storages") is None
    assert scenario.override("pipelines", "blue-stream", "tariff").origin.line == 4
    assert str(scenario.where("pipelines.blue-stream.tariff")) == "main.yaml:4"
    assert str(scenario.where("demand.Iran.growth")) == "--set"


def test_later_of_two_parents_wins_and_a_shared_one_counts_once(read):
    scenario = read(
        "title: Main\nextends: [middle, other]\n",
        base=BASE,
        middle=MIDDLE,
        other="title: Other\nextends: base\npipelines: {blue-stream: {tariff: 9 USD/kcm}}\n",
    )
    assert [layer.name for layer in scenario.layers] == ["base", "middle", "other", "main"]
    assert points(scenario, "tariff") == ((None, 9.0),)
    assert points(scenario, "capacity") == ((2027.0, 14.0),)


def test_the_order_of_parents_decides_and_what_a_parent_extends_comes_before_all(read):
    parents = {name: f"title: {name}\nextends: base\n{OPTION.format(number)}" for name, number in (("a", 3), ("b", 4))}
    for order, tariff in (("a, b", 4.0), ("b, a", 3.0)):
        scenario = read(f"title: Main\nextends: [{order}]\n", base=BASE, **parents)
        assert points(scenario, "tariff") == ((None, tariff),)
        assert [layer.name for layer in scenario.layers] == ["base", *order.split(", "), "main"]


def test_a_parent_in_a_folder(read, folder):
    option(folder, "cheap", OPTION.format(1))
    scenario = read("title: Main\nextends: [base, options/cheap]\n", base=BASE)
    assert points(scenario, "tariff") == ((None, 1.0),)
    assert str(scenario.where("pipelines.blue-stream.tariff")) == "cheap.yaml:2"


def test_options_come_after_the_file_and_before_overrides(read, folder, dataset):
    option(folder, "cheap", OPTION.format(1))
    option(folder, "dear", OPTION.format(9))
    read(MAIN, base=BASE, middle=MIDDLE)

    def tariff(*options, overrides=()):
        scenario = load("main.yaml", overrides, options=options, dataset=dataset)
        assert (scenario.name, scenario.title, scenario.description) == ("main", "Main", "")
        return points(scenario, "tariff")[0][1], [layer.name for layer in scenario.layers][2:]

    assert tariff() == (7.0, ["main"])
    assert tariff("options/cheap") == (1.0, ["main", "cheap"])
    assert tariff("cheap", "dear") == (9.0, ["main", "cheap", "dear"])
    assert tariff("dear", folder / "options" / "cheap.yaml") == (1.0, ["main", "dear", "cheap"])
    override = ["pipelines.blue-stream.tariff=5 USD/kcm"]
    assert tariff("cheap", overrides=override) == (5.0, ["main", "cheap", "--set"])


def test_an_option_that_the_scenario_extends_moves_to_the_top(read, folder, dataset):
    option(folder, "cheap", OPTION.format(1))
    read("title: Main\nextends: [base, options/cheap]\n" + OPTION.format(7), base=BASE)
    scenario = load("main.yaml", options=["cheap"], dataset=dataset)
    assert [layer.name for layer in scenario.layers] == ["base", "main", "cheap"]
    assert points(scenario, "tariff") == ((None, 1.0),)


def test_an_option_is_checked_like_any_layer(read, folder, dataset):
    option(folder, "wrong", "pipelines: {blue-stream: {tarif: 1 USD/kcm}}\nhorizon: {seasons: null}\n", title="")
    read(MAIN.replace("middle.yaml", "base"), base=BASE.replace("seasons", "discount_rate: 5 %, seasons"))
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml", options=["wrong"], dataset=dataset)
    text = str(caught.value)
    assert "options/wrong.yaml:1:1: 'title' is missing" in text
    assert "options/wrong.yaml:1:27: unknown key 'tarif' in pipelines.blue-stream; did you mean 'tariff'?" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["options/cheep"], "there is no option 'options/cheep'; did you mean 'options/cheap'?\n    hint: looked in"),
        (["chep"], "there is no option 'chep'; did you mean 'cheap'?"),
        (["options/cheep.yaml"], "there is no option 'options/cheep.yaml'"),
        (["cheap", "options/cheap"], "option 'options/cheap' is named twice\n    hint: name it once"),
    ],
)
def test_option_messages(read, folder, dataset, options, message):
    option(folder, "cheap", OPTION.format(1))
    read(BASE)
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml", options=options, dataset=dataset)
    assert message in str(caught.value)


def test_seasons_replace_whole(read):
    child = "title: Main\nextends: base\nhorizon: {seasons: {dry: [1, 2, 3, 4, 5, 6], wet: [7, 8, 9, 10, 11, 12]}}\n"
    scenario = read(child, base=BASE)
    assert [season.name for season in scenario.horizon.seasons] == ["dry", "wet"]
    scenario = read("title: Main\nextends: base\nhorizon: {seasons: annual}\n", base=BASE)
    assert scenario.horizon.seasons[0].months == tuple(range(1, 13))
    scenario = read("title: Main\nextends: base\n", ["horizon.seasons={all: [1,2,3,4,5,6,7,8,9,10,11,12]}"], base=BASE)
    assert [season.name for season in scenario.horizon.seasons] == ["all"]


def test_null_takes_back_what_an_earlier_layer_says(read):
    scenario = read("title: Main\nextends: base\npipelines: {blue-stream: {tariff: null}}\nevents: ~\n", base=BASE)
    assert scenario.override("pipelines", "blue-stream", "tariff") is None
    assert points(scenario, "capacity") == ((2025.0, 10.0), (2030.0, 12.0))
    assert scenario.statuses == ()
    scenario = read(BASE, ["events.nord-stream-halt=null"])
    assert scenario.statuses == ()


def test_override_of_one_date_keeps_the_others(read):
    scenario = read(BASE, ["pipelines.blue-stream.capacity.2030=20 bcm/yr"])
    assert points(scenario, "capacity") == ((2025.0, 10.0), (2030.0, 20.0))


def test_override_with_a_list_and_an_id_with_a_greater_sign(read):
    scenario = read(BASE, ["horizon.years=[2025, 2040]", "shipping.yamal>hungary.status=closed"])
    assert scenario.horizon.years == (2025, 2040)
    assert scenario.status("shipping", "yamal>hungary", "open") == "closed"


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("pipelines.blue-stream.capcity=5 bcm/yr", "--set: unknown key 'capcity' in pipelines.blue-stream"),
        ("demand.Iran.growth", "--set: 'demand.Iran.growth' is no override"),
        ("demand..growth=1 %/yr", "--set: 'demand..growth=1 %/yr' is no override"),
        ("demand.Iran.growth=[", "--set: not valid YAML"),
        ("demand.Iran.growth=null", "--set: 'demand.Iran.growth' is null, but nothing is there to take back"),
        ("extends=base", "--set: 'extends' cannot be overridden"),
    ],
)
def test_override_messages(problems, override, message):
    assert message in problems(BASE, [override])


def test_circle_and_missing_parent(problems):
    assert "a.yaml:2:10: 'extends' goes round in a circle: main > a > main" in problems(
        "title: Main\nextends: a\n", a="title: A\nextends: main\n"
    )
    assert "main.yaml:2:10: there is no scenario 'bose'; did you mean 'base'?" in problems(
        "title: Main\nextends: bose\n", base=BASE
    )
    assert "main.yaml:2:1: 'extends' names scenarios" in problems("title: Main\nextends: {a: b}\n")


def test_a_circle_through_one_of_several_parents_and_a_parent_named_twice(problems, folder):
    option(folder, "cheap", OPTION.format(1))
    assert "a.yaml:2:10: 'extends' goes round in a circle: main > a > main" in problems(
        "title: Main\nextends: [base, a]\n", base=BASE, a="title: A\nextends: main\n"
    )
    assert "main.yaml:2:17: 'base.yaml' is named twice\n    hint: name it once" in problems(
        "title: Main\nextends: [base, base.yaml]\n", base=BASE
    )
    assert "main.yaml:2:17: there is no scenario 'options/chaep'; did you mean 'options/cheap'?" in problems(
        "title: Main\nextends: [base, options/chaep]\n", base=BASE
    )


def test_name_is_looked_for_in_the_scenarios_folder(folder, dataset):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "mine.yaml").write_text(BASE)
    assert load("mine", dataset=dataset).title == "Base"
    assert load("scenarios/mine", dataset=dataset).layers[0].file == "scenarios/mine.yaml"
    assert load(folder / "scenarios" / "mine.yaml", dataset=dataset).name == "mine"


def test_dataset_is_relative_to_the_file_that_names_it(folder, dataset, monkeypatch):
    (folder / "sub").mkdir()
    (folder / "sub" / "data").symlink_to(dataset.folder)
    (folder / "sub" / "base.yaml").write_text(BASE + "dataset: data\n")
    (folder / "top.yaml").write_text("title: Top\nextends: sub/base\n")
    scenario = load("top.yaml")
    assert scenario.dataset.hash == dataset.hash
    assert Path(scenario.resolved()["dataset"]).resolve() == dataset.folder.resolve()
    assert not Path(scenario.resolved()["dataset"]).is_absolute()


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "~/base", "https://example.org/base", "options//base", "..\\\\base", "$HOME/base"]
)
def test_files_are_named_by_plain_relative_paths(problems, path):
    assert "is no plain relative path" in problems(f'title: T\nextends: "{path}"\n')
    assert "is no plain relative path" in problems(f'title: T\nhorizon: {{years: [2025]}}\ndataset: "{path}"\n')


BANNED = BASE + "policies: {a: {ban: {origin: Russia, into: [EU, Norway], except: Hungary}}}\n"


def test_lists_are_added_to_and_removed_from(read):
    change = "policies: {a: {ban: {into: {remove: Norway, add: [Iraq, Iran]}, except: {add: [Slovakia]}}}}\n"
    scenario = read("title: T\nextends: base\nhorizon: {years: {add: 2026}}\n" + change, base=BANNED)
    assert scenario.policies[0].into == ("EU", "Iraq", "Iran")
    assert scenario.policies[0].exempt == ("Hungary", "Slovakia")
    assert scenario.horizon.years == (2025, 2026, 2027, 2030)


def test_lists_are_changed_from_the_command_line(read):
    scenario = read(BANNED, ["policies.a.ban.into.add=[Iraq]", "policies.a.ban.except.remove=Hungary"])
    assert scenario.policies[0].into == ("EU", "Norway", "Iraq")
    assert scenario.policies[0].exempt == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("add: [EU]", "main.yaml:3:35: 'EU' is in the list that it is added to"),
        ("remove: [Norwy]", "'Norwy' is not in the list that it is removed from; did you mean 'Norway'?"),
        ("add: [Hungray]", "unknown node or group 'Hungray'; did you mean 'Hungary'?"),
    ],
)
def test_changes_of_lists_must_change_something(problems, change, message):
    text = "title: T\nextends: base\npolicies: {a: {ban: {into: {" + change + "}}}}\n"
    assert message in problems(text, base=BANNED)


def test_a_list_must_be_there_to_be_changed(problems):
    message = "there is no list here that could be added to or removed from"
    assert message in problems(BASE + "policies: {a: {ban: {origin: Russia, into: {add: EU}}}}\n")


def test_the_scenario_to_compare_with_may_stand_beside_the_file(folder, dataset, monkeypatch):
    (folder / "studies").mkdir()
    (folder / "studies" / "other.yaml").write_text(BASE)
    (folder / "studies" / "mine.yaml").write_text(BASE + "report: {compare_with: other}\n")
    scenario = load("studies/mine.yaml", dataset=dataset)
    assert scenario.report.compare_with == "other"
    assert scenario.resolved()["report"]["compare_with"] == "studies/other.yaml"


def test_an_override_is_quoted_as_it_was_given_though_another_has_the_same_value(read):
    with pytest.raises(ScenarioError) as caught:
        read(BASE, ["pipelines.blue-stream.tariff=55", "pipelines.blue-stream.length=55"])
    assert {problem.source for problem in caught.value.problems} == {
        "pipelines.blue-stream.tariff=55",
        "pipelines.blue-stream.length=55",
    }


@pytest.mark.parametrize("value", ["12 bcm/yr", "x1.2"])
def test_a_date_is_not_set_in_a_value_that_holds_always(problems, value):
    overrides = [f"pipelines.mozdok-hajigabul.capacity={value}", "pipelines.mozdok-hajigabul.capacity.2030=9 bcm/yr"]
    message = f"'pipelines.mozdok-hajigabul.capacity' is '{value}' at all dates, so one date cannot be set in it"
    assert message in problems("title: T\nhorizon: {years: [2025]}\n", overrides)


def test_resolved_text_names_other_files_from_where_it_is_written(folder, dataset):
    (folder / "data").symlink_to(dataset.folder)
    (folder / "other.yaml").write_text(BASE)
    (folder / "main.yaml").write_text(BASE + "dataset: data\nreport: {compare_with: other}\n")
    (folder / "run").mkdir()
    scenario = load("main.yaml")
    with (folder / "run" / "scenario.yaml").open("w") as stream:
        YAML().dump(scenario.resolved(folder / "run"), stream)
    again = load("run/scenario.yaml")
    assert again.hash == scenario.hash
    assert again.dataset.folder == scenario.dataset.folder
    assert scenario.resolved(folder / "run")["report"]["compare_with"] == "../other.yaml"
