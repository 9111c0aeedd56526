"""Objects that a scenario adds or removes."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from corridor.scenario import load

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"
LINE = "  new-line: {from: Azerbaijan, to: Iraq, length: 300 km, capacity: 5 bcm/yr}\n"
WORLD = (
    HEAD
    + "nodes:\n  Georgia: {kind: market, country: GEO, groups: [Caucasus], lon: 44.8, lat: 41.7}\n"
    + "demand:\n  Georgia: {profile: flat, volume: 3 bcm/yr, reference_price: 6 USD/MMBtu}\n"
    + "supply:\n  georgia: {node: Georgia, origin: Georgia, potential: 1 bcm/yr}\n"
    + "supply_steps:\n  georgia-1: {producer: georgia, rank: 1, share: 100 %, cost: 2 USD/MMBtu}\n"
    + "storages:\n  georgia-storage: {node: Georgia, working_gas: 0.3 bcm, injection: 1 bcm/yr, withdrawal: 1 bcm/yr}\n"
    + "pipelines:\n  south: {from: Azerbaijan, to: Georgia, length: 400 km, capacity: 7 bcm/yr}\n"
    + "contracts:\n  socar: {seller: SOCAR, origin: Georgia, buyer: Georgia, arcs: south, price_rule: fixed,"
    + " quantity: 2 bcm/yr, price: 5 USD/MMBtu}\n"
    + "events:\n  blast: {targets: [south, blue-stream], kind: conflict, from: 2027, factor: 20 %}\n"
    + "policies: {a: {ban: {origin: Georgia, into: Georgia, form: lng}}}\n"
)


def test_objects_of_every_kind_are_added(read):
    scenario = read(WORLD)
    dataset = scenario.dataset
    assert "Georgia" in dataset.groups["Caucasus"]
    assert dataset.arcs["south"] == "pipelines"
    assert "Georgia" in dataset.origins
    assert dataset.identities["pipelines"].at["south", "route"] == "south"
    assert scenario.event("blast", "left") == 0.2
    assert scenario.event("blast", "start") == 2027.0
    assert scenario.policies[0].nodes == ("Georgia",)
    assert scenario.series("storages", "georgia-storage", "working_gas").values == (0.3,)


def test_the_dataset_itself_stays_as_it_was(read, dataset):
    before = dataset.ids("nodes")
    read(WORLD)
    assert dataset.ids("nodes") == before


def test_resolved_text_makes_the_same_objects(read, folder, dataset):
    scenario = read(WORLD + "  \n", ["pipelines.mozdok-hajigabul.status=removed"])
    with (folder / "again.yaml").open("w") as stream:
        YAML().dump(scenario.resolved(), stream)
    again = load("again.yaml", dataset=dataset)
    assert again.hash == scenario.hash
    assert again.dataset.ids("pipelines") == scenario.dataset.ids("pipelines") == ("blue-stream", "south")


def test_later_layers_may_change_and_match_what_an_earlier_one_adds(read):
    scenario = read(
        'title: T\nextends: base\npipelines: {"new-*": {capacity: x2}}\n', base=HEAD + "pipelines:\n" + LINE
    )
    assert scenario.override("pipelines", "new-line", "capacity").points == ((None, 10.0),)


def test_hash_tells_what_is_added_and_removed(read):
    texts = ("", "pipelines:\n" + LINE, "pipelines: {blue-stream: {status: removed}}\n")
    assert len({read(HEAD + text).hash for text in texts}) == 3


def test_what_stands_on_a_removed_node_goes_with_it(read):
    scenario = read(HEAD + "nodes: {Hungary: {status: removed}}\ndemand: {Hungary: {volume: 3 bcm/yr}}\n")
    dataset = scenario.dataset
    assert "Hungary" not in dataset.ids("demand")
    assert dataset.ids("storages") == ()
    assert dataset.ids("regasification") == ()
    assert dataset.ids("contracts") == ()
    assert "Regas Hungary" in dataset.ids("nodes")
    assert "hungary-storage" not in set(dataset.figures["storages"]["object"])
    assert scenario.override("demand", "Hungary", "volume") is None


def test_lists_of_arcs_keep_what_is_left(read):
    scenario = read(HEAD + "pipelines: {blue-stream: {status: removed}}\n")
    assert "russia-hungary" not in scenario.dataset.ids("contracts")
    assert scenario.dataset.tables["events"].at["nord-stream-halt", "targets"] == ""


def test_a_later_layer_may_keep_what_an_earlier_one_removes(read):
    base = HEAD + "pipelines: {blue-stream: {status: removed}}\n"
    scenario = read("title: T\nextends: base\npipelines: {blue-stream: {status: open}}\n", base=base)
    assert "blue-stream" in scenario.dataset.ids("pipelines")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pipelines: {new: {capacity: 5 bcm/yr}}", "main.yaml:3:13: unknown pipeline 'new'"),
        (
            "pipelines: {new: {from: Iraq, capacity: 5 bcm/yr}}",
            "main.yaml:3:13: new pipeline 'new' lacks 'to', 'length'\n    hint: a new pipeline needs from, to, length",
        ),
        ("pipelines:\n  new: {from: Irak, to: Hungary, length: 5 km}", "unknown node 'Irak'; did you mean 'Iraq'?"),
        (
            "pipelines: {blue-stream: {from: Iraq}}",
            "'blue-stream' is in the dataset, so its 'from' cannot be said anew",
        ),
        ("nodes: {X: {kind: hub, country: X}}", "new node 'X' lacks 'lon', 'lat'"),
        ("nodes: {X: {kind: city, country: X, lon: 0, lat: 0}}", "kind cannot be 'city'"),
        ("nodes: {X: {kind: hub, country: X, lon: 200, lat: 0}}", "'200' is above 180"),
        ("pipelines: {a.b: {from: Iraq, to: Hungary, length: 5 km}}", "'.' cannot be in the id of a new pipeline"),
        ("pipelines: {yamal>hungary: {from: Iraq, to: Hungary, length: 5 km}}", "is the id of an arc in shipping"),
        ("levers: {a: {object: Irak, kind: demand, volume: 1 bcm/yr}}", "unknown object 'Irak'; did you mean 'Iraq'?"),
        (
            "nodes: {Iraq: {status: removed}}\npolicies: {a: {ban: {origin: Russia, into: Iraq}}}",
            "main.yaml:4:44: node or group 'Iraq' is removed, main.yaml:3",
        ),
        (
            "nodes: {Iraq: {status: removed}}\npipelines: {new: {from: Iraq, to: Hungary, length: 5 km}}",
            "main.yaml:4:25: node 'Iraq' is removed, main.yaml:3",
        ),
        ("pipelines: {n: {from: Iraq, to: Hungary, length: 5 km, status: removed}}", "is new and removed at once"),
    ],
)
def test_objects_that_cannot_be(problems, text, message):
    assert message in problems(HEAD + text + "\n")
