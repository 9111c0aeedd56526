"""The JSON Schema for editors: made from the models, and of one mind with the loader."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from corridor import dataset as datasets
from corridor import units
from corridor.errors import ScenarioError
from corridor.scenario import load
from corridor.scenario.document import Document, model_name
from corridor.scenario.files import SCHEMA
from corridor.scenario.language_page import NEW, examples
from corridor.scenario.schema_file import schema, schema_text
from corridor.scenario.sections import SECTIONS
from corridor.scenario.templates import templates
from corridor.scenario.values import is_date

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = [*sorted(SCENARIOS.glob("*.yaml")), *sorted((SCENARIOS / "options").glob("*.yaml"))]
HEAD = "title: Test\nextends: reference\n"

WRONG = [
    ("demnd: {}", ""),
    ("pipelines: {blue-stream: {capcity: 5 bcm/yr}}", "pipelines.blue-stream"),
    ("pipelines: {blue-stream: {capacity: 5}}", "pipelines.blue-stream.capacity"),
    ("pipelines: {blue-stream: {capacity: {soon: 5 bcm/yr}}}", "pipelines.blue-stream.capacity"),
    ("pipelines: {blue-stream: {capacity: {2030: 5}}}", "pipelines.blue-stream.capacity"),
    ("pipelines: {blue-stream: {length: {2030: 5 km}}}", "pipelines.blue-stream.length"),
    ("pipelines: {blue-stream: {status: shut}}", "pipelines.blue-stream.status"),
    ("pipelines: {blu-stream: {capacity: 5 bcm/yr}}", "pipelines.blu-stream"),
    ("pipelines: {new: {from: Turkmenistan, to: Azerbaijan, capacity: 5 bcm/yr}}", "pipelines.new"),
    ("fleets: {arc9: {ships: {2030: 5}, cargo: 0.1 bcm}}", "fleets.arc9"),
    ("policies: {a: {tariff: {origin: anybody, into: EU, rate: 2 EUR/MWh}}}", "policies.a.tariff.origin"),
    ("policies: {a: {filling: {into: EU, share: 90 %, by: October}}}", "policies.a.filling.by"),
    ("seasonality: {flatt: {month-01: 5 %}}", "seasonality"),
    ("policies: {a: {ban: {origin: Rusia, into: EU}}}", "policies.a.ban.origin"),
    ("policies: {a: {ban: {origin: Russia, into: [EU, Germny]}}}", "policies.a.ban.into"),
    ("policies: {a: {ban: {origin: Russia, into: EU, from: soon}}}", "policies.a.ban.from"),
    ("policies: {a: {ban: {origin: Russia, into: EU, form: ship}}}", "policies.a.ban.form"),
    ("policies: {a: {bann: {origin: Russia, into: EU}}}", "policies.a"),
    ("horizon: {years: [2025, 20300]}", "horizon.years"),
    ("horizon: {seasons: winter}", "horizon.seasons"),
    ("horizon: {discount_rate: 7}", "horizon.discount_rate"),
    ("report: {units: MMBtu}", "report.units"),
    ("report: [bcm]", "report"),
    ("market: {nomination: prices}", "market.nomination"),
]

RIGHT = [
    "pipelines: {blue-stream: {capacity: x1.2}}",
    "pipelines: {blue-stream: {capacity: +5 bcm/yr, tariff: -10 %}}",
    "pipelines: {blue-*: {capacity: {2030: 5 bcm/yr, 2031-06: 6 bcm/yr}}}",
    "demand: {EU.*: {growth: {2025: 1 %/yr, 2030: -1 %/yr}}, Iran: {elasticity: -0.3}}",
    "pipelines: {new: {from: Turkmenistan, to: Azerbaijan, length: 300 km, capacity: 5 bcm/yr}}",
    "policies: {ukraine: {ban: {from: 2025-01-01, into: {add: [Moldova]}}}, united-kingdom: null}",
    "projects: {russia-iran: {earliest: 2029, status: candidate}, power-of-siberia-2: {earliest: +2 yr}}",
    "horizon: {years: {add: [2031]}, seasons: {cold: [1, 2, 3, 10, 11, 12], warm: [4, 5, 6, 7, 8, 9]}}",
    "fleets: {arc7-yamal: {ships: {2020: 15, 2030: 20}}}",
    "storages: {austria-storage: {status: removed}}",
    "policies: {a: {tariff: {origin: any, into: EU, rate: 2 EUR/MWh}}}",
    'policies: {a: {filling: {into: EU, share: 90 %, by: "10-01"}}}',
    "fleets: {arc9: {name: Arc9, ships: {2030: 5}, cargo: 0.1 bcm}}",
]


@pytest.fixture(scope="module")
def reference():
    return datasets.load()


@pytest.fixture(scope="module")
def validator(reference):
    return Draft202012Validator(schema(reference))


def as_an_editor_reads(text: str) -> Any:
    """Values of a YAML text with numbers as numbers, and keys and dates as texts."""
    return json.loads(json.dumps(plain(YAML(typ="safe", pure=True).load(text))))


def plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    return node.isoformat() if isinstance(node, datetime.date) else node


def places(validator: Draft202012Validator, text: str) -> set[str]:
    """Paths at which the schema complains, the deepest of alternatives included."""
    found = set()
    waiting = list(validator.iter_errors(as_an_editor_reads(text)))
    while waiting:
        error = waiting.pop()
        waiting += error.context or ()
        found.add(".".join(str(step) for step in error.absolute_path))
    return found


def test_schema_is_a_schema(reference):
    Draft202012Validator.check_schema(schema(reference))


def test_shipped_schema_is_up_to_date(reference):
    assert (SCENARIOS / SCHEMA).read_text(encoding="utf-8") == schema_text(reference), "run 'make pages'"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_pass_and_name_the_schema(validator, path):
    text = path.read_text(encoding="utf-8")
    assert [error.message for error in validator.iter_errors(as_an_editor_reads(text))] == []
    folder = "" if path.parent == SCENARIOS else "../"
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={folder}{SCHEMA}"


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_templates_pass(validator, template):
    assert places(validator, template.text.replace("{title}", "Mine")) == set()


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_loader_takes_passes(validator, reference, tmp_path, text):
    path = tmp_path / "right.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    load(path, dataset=reference)
    assert places(validator, HEAD + text) == set()


@pytest.mark.parametrize(("text", "place"), WRONG)
def test_what_the_loader_refuses_fails_at_the_same_place(validator, reference, tmp_path, text, place):
    path = tmp_path / "wrong.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path, dataset=reference)
    told = [problem.path or "" for problem in caught.value.problems]
    assert any(each.startswith(place) for each in told), told
    assert any(each.startswith(place) for each in places(validator, HEAD + text))


def test_a_resolved_scenario_passes(validator, reference):
    from corridor.scenario.plain import yaml_text

    assert places(validator, yaml_text(load("iran-hub", dataset=reference).resolved())) == set()


@pytest.mark.parametrize("path", [path for path in examples() if not path.endswith(f".{NEW}")])
def test_examples_of_the_language_page_pass(validator, path):
    text = examples()[path]
    assert places(validator, text if text.startswith("title:") else f"title: Test\n{text}") == set()


def test_a_title_is_needed_and_nothing_else(validator):
    assert places(validator, "title: Test") == set()
    assert [error.message for error in validator.iter_errors({})] == ["'title' is a required property"]


def test_every_key_explains_itself(reference):
    form = schema(reference)
    parts = {name: part for name, part in form["$defs"].items() if "properties" in part}
    assert len(parts) > len(SECTIONS)
    for name, part in {"": form, **parts}.items():
        for key, value in part["properties"].items():
            text = value.get("description") or parts[value["$ref"].removeprefix("#/$defs/")]["description"]
            assert len(text) > 15, (name, key)
            assert text.endswith("."), (name, key)


def test_every_field_of_the_models_has_a_description():
    for section in SECTIONS:
        assert Document.model_fields[section.key].description
    assert all(field.description for field in Document.model_fields.values())


def test_hover_texts_say_unit_default_and_what_the_dataset_has(reference):
    form = schema(reference)
    line = form["properties"]["pipelines"]["properties"]["blue-stream"]
    assert line["description"] == "Blue Stream, Izobilny to Türkiye; capacity 16 bcm_ru/yr (2015) in the dataset."
    tariff = form["$defs"]["PipelinesObject"]["properties"]["tariff"]["description"]
    assert "USD/MMBtu" in tariff
    assert "0 USD/kcm where it has none" in tariff
    group = form["properties"]["demand"]["properties"]["Iran"]["description"]
    assert group.startswith("Group of 2 markets: Iran North, Iran South")
    contract = form["properties"]["contracts"]["properties"]["algeria-enel"]["description"]
    assert "seller Sonatrach, origin Algeria, buyer Italy; quantity" in contract


def test_every_object_of_the_dataset_is_a_key(reference):
    form = schema(reference)
    for section in SECTIONS:
        if section.component not in ("demand", "events"):
            assert list(form["properties"][section.key]["properties"]) == list(reference.ids(section.component))
    assert set(reference.ids("demand")) < set(form["properties"]["demand"]["properties"])
    assert set(form["$defs"]["origin"]["enum"]) == set(reference.origins)


def test_schema_for_a_scenario_knows_what_it_adds(corridor, tmp_path):
    path = tmp_path / "mine.yaml"
    new = "nodes: {Port: {kind: hub, country: TUR, lon: 30, lat: 40}}\n"
    line = "pipelines: {to-port: {from: Türkiye, to: Port, length: 10 km, capacity: 1 bcm/yr}}"
    path.write_text(HEAD + new + line, encoding="utf-8")
    result = corridor("schema", "--for", path)
    assert result.exit_code == 0, result.stderr
    validator = Draft202012Validator(json.loads(result.stdout))
    assert places(validator, path.read_text(encoding="utf-8")) == set()
    assert "to-port" in json.loads(result.stdout)["properties"]["pipelines"]["properties"]
    assert corridor("schema", "--for", path, "--dataset", tmp_path).exit_code == 2


def test_examples_in_the_texts_can_be_written(reference):
    parts = schema(reference)["$defs"]
    checked = 0
    for section in SECTIONS:
        for key, attribute in section.attributes.items():
            text = parts[model_name(section)]["properties"][key]["description"]
            example = re.search(r"e\.g\. (.*?)(?:, or in|;|\.(?: |$))", text)
            if example is not None and not is_date(attribute):
                low, high = attribute.limits
                assert low <= units.parse(example[1], attribute.dimension) <= high, (section.key, key)
                checked += 1
    assert checked > 60
