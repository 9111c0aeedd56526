"""What a branch sets is laid over all the rest, and makes a scenario of its own."""

from __future__ import annotations

import pytest

from corridor.scenario.history import histories, told
from corridor.scenario.plain import yaml_text

HEAD = "title: Two futures\nhorizon: {years: [2025, 2030]}\n"


def futures(war: str = "", peace: str = "") -> str:
    sets = "".join(
        f"    {name}: {{probability: 50 %, set: {{{text}}}}}\n" for name, text in (("war", war), ("peace", peace))
    )
    return f"title: Two futures\nhorizon:\n  years: [2025, 2030]\n  branches:\n{sets}"


def branch(scenario, name):
    return next(each.scenario for each in scenario.branches if each.name == name)


def test_a_branch_that_sets_nothing_is_the_scenario_itself(read):
    scenario = read(futures(war="demand.Iraq.growth: 2 %/yr"))
    assert [(each.name, each.probability) for each in scenario.branches] == [("war", 0.5), ("peace", 0.5)]
    plain = read(HEAD)
    assert branch(scenario, "peace").hash == plain.hash
    assert branch(scenario, "war").hash == read(HEAD + "demand: {Iraq: {growth: 2 %/yr}}").hash
    assert scenario.hash not in (plain.hash, branch(scenario, "war").hash)
    assert branch(scenario, "war").title == "Two futures, branch war"


@pytest.mark.parametrize(
    "text",
    [
        "demand: {Iraq: {growth: 2 %/yr}}",
        "demand.Iraq: {growth: 2 %/yr}",
        "demand.Ira?.growth: 2 %/yr",
        "demand.Iraq.growth: 0.02 share/yr",
    ],
)
def test_tables_paths_patterns_and_units_say_the_same(read, text):
    assert read(futures(war=f'"{text.partition(": ")[0]}": {text.partition(": ")[2]}')).hash == (
        read(futures(war="demand.Iraq.growth: 2 %/yr")).hash
    )


def test_changes_and_null_are_about_the_rest_of_the_scenario(read):
    rest = "pipelines: {blue-stream: {capacity: 20 bcm/yr}}\npolicies: {a: {ban: {origin: Russia, into: Iraq}}}\n"
    scenario = read(futures(war="pipelines.blue-stream.capacity: x1.5, policies.a: null") + rest)
    war = branch(scenario, "war")
    assert war.series("pipelines", "blue-stream", "capacity").values == (30.0,)
    assert (war.policies, len(branch(scenario, "peace").policies)) == ((), 1)


def test_a_later_layer_replaces_what_an_earlier_one_sets(read):
    base = futures(war="pipelines.blue-stream.capacity: x1.5, demand.Iraq.growth: 2 %/yr")
    main = "title: More\nextends: base\nhorizon: {branches: {war: {set: {pipelines.blue-stream.capacity: x2}}}}\n"
    war = branch(read(main, base=base), "war")
    assert war.series("pipelines", "blue-stream", "capacity").values == (32.0,)
    assert war.growths[0].rates == ((None, 0.02),)
    overridden = read(main, ["horizon.branches.war.set.demand.Iraq.growth=3 %/yr"], base=base)
    assert branch(overridden, "war").growths[0].rates == ((None, 0.03),)
    assert "demand.Iraq" not in branch(read(main, ["horizon.branches.war.set=null"], base=base), "war").origins


def test_a_branch_can_be_taken_back(read):
    main = "title: More\nextends: base\nhorizon: {branches: {war: null, peace: {probability: 100 %}}}\n"
    scenario = read(main, base=futures(war="demand.Iraq.growth: 2 %/yr"))
    assert [each.name for each in scenario.branches] == ["peace"]
    assert read("title: None\nextends: base\nhorizon: {branches: null}", base=futures()).branches == ()


def test_values_of_a_branch_know_their_line(read):
    scenario = read(futures(war="demand.Iraq.growth: 2 %/yr"))
    assert str(branch(scenario, "war").where("demand.Iraq.growth")) == "main.yaml:5"
    assert str(scenario.where("horizon.branches.war.set.demand.Iraq.growth")) == "main.yaml:5"
    assert "main.yaml:5" in told(histories(scenario, "horizon.branches.war.set.demand.Iraq.growth"))


def test_the_resolved_scenario_loads_to_the_same_hash(read):
    rest = "pipelines: {blue-stream: {capacity: x1.1}}\npolicies: {a: {ban: {origin: Russia, into: Iraq}}}\n"
    scenario = read(futures(war="pipelines.blue-stream.capacity: x1.5, policies.a: null") + rest)
    again = read(yaml_text(scenario.resolved()))
    assert again.hash == scenario.hash
    assert [each.scenario.hash for each in again.branches] == [each.scenario.hash for each in scenario.branches]
    window = read(HEAD.replace("2030]", "2030], window: {years: 1825 d, look_ahead: 5 yr}"))
    assert read(yaml_text(window.resolved())).hash == window.hash
    assert window.hash != read(HEAD).hash


def test_windows_hold_calendar_years(read):
    scenario = read("title: W\nhorizon: {years: [2025, 2027, 2030, 2035], window: {years: 5 yr, look_ahead: 6 yr}}")
    assert scenario.horizon.window.stages(scenario.horizon.years) == [
        ((2025, 2027), (2030, 2035)),
        ((2030,), (2035,)),
        ((2035,), ()),
    ]
