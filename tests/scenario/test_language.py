"""What is wrong is said at its place, in the words of the language, all at once."""

from __future__ import annotations

import time

import pytest

from corridor.errors import DatasetError, ScenarioError
from corridor.scenario import load
from corridor.scenario.document import Document

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # keys
        (
            "pipelines: {blue-stream: {capcity: 5 bcm/yr}}",
            "main.yaml:3:27: unknown key 'capcity' in pipelines.blue-stream; did you mean 'capacity'?",
        ),
        (
            "market: {conducts: {Russia: cournot}}",
            "main.yaml:3:10: unknown key 'conducts' in market; did you mean 'conduct'?",
        ),
        ("demnd: {}", "main.yaml:3:1: unknown key 'demnd' at the top level; did you mean 'demand'?"),
        ("report: {unit: bcm}", "main.yaml:3:10: unknown key 'unit' in report; did you mean 'units'?"),
        (
            "policies: {a: {ban: {origin: Russia, into: EU, fom: lng}}}",
            "main.yaml:3:48: unknown key 'fom' in policies.a.ban; did you mean 'form'?",
        ),
        ("projects: {russia-iran: {stage: 2 bcm/yr}}", "unknown key 'stage' in projects.russia-iran"),
        ("<<: {}", "unknown key '<<' at the top level"),
        ("title: Again", "main.yaml:3:1: 'title' is written twice, first in line 1"),
        ("demand:", "main.yaml:3:1: 'demand' has no value"),
        ("demand: 3", "main.yaml:3:9: keys and values are expected in demand"),
        ("report: [bcm]", "main.yaml:3:1: keys and values are expected in report"),
        ("description: [a]", "main.yaml:3:1: a single text is expected in description"),
        ("policies: {a: {ban: {origin: Russia}}}", "main.yaml:3:16: 'into' is missing in policies.a.ban"),
        (
            "policies: {a: {reason: none}}",
            "main.yaml:3:12: a policy holds one rule: 'ban', 'cap', 'quota', 'diversification', 'tariff', 'price_cap' or "
            "'filling'",
        ),
        ("policies: {a: {ban: {origin: Russia, into: []}}}", "at least one name is expected in policies.a.ban.into"),
        # names
        (
            "pipelines: {blu-stream: {}}",
            "main.yaml:3:13: unknown pipeline 'blu-stream'; did you mean 'blue-stream'?",
        ),
        (
            "pipelines: {yamal>hungary: {status: closed}}",
            "unknown pipeline 'yamal>hungary'\n    hint: 'yamal>hungary' is a voyage",
        ),
        ("supply: {russia: {}}", "main.yaml:3:10: unknown producer 'russia'"),
        ("projects: {russia-iram: {}}", "unknown project 'russia-iram'; did you mean 'russia-iran'?"),
        ("events: {nordstream-halt: {}}", "unknown event 'nordstream-halt'; did you mean 'nord-stream-halt'?"),
        ("storages: {hungary: {}}", "unknown storage 'hungary'"),
        ("levers: {reactr: {}}", "main.yaml:3:10: unknown lever 'reactr'; did you mean 'reactor'?"),
        (
            "levers: {reactor: {status: on}}",
            "main.yaml:3:28: status cannot be 'on'\n    hint: write active, off or removed",
        ),
        ("levers: {reactor: {volume: 2}}", "main.yaml:3:28: a unit is missing: write e.g. '2 bcm/yr'"),
        ("fleets: {arc8: {}}", "unknown fleet 'arc8'; did you mean 'arc7'?"),
        ("fleets: {arc7: {ships: {2025: -1}}}", "'-1' would change a value, but here one is set at a date"),
        (
            "events: {nord-stream-halt: {ends: 2026}}",
            "main.yaml:3:29: unknown key 'ends' in events.nord-stream-halt\n"
            "    hint: keys here: status, targets, kind, from, until, factor",
        ),
        ("events: {nord-stream-halt: {factor: 120 %}}", "'120 %' is above 100 %"),
        ("events: {nord-stream-halt: {until: soon}}", "'soon' is not a date"),
        (
            "events: {nord-stream-halt: {until: 2022-08-31}}",
            "main.yaml:3:36: event 'nord-stream-halt' would be over before it begins\n"
            "    hint: the dataset has it from 2022-09-01 to an open end",
        ),
        (
            "events: {nord-stream-halt: {until: 2024, from: 2025}}",
            "main.yaml:3:36: event 'nord-stream-halt' would be over before it begins",
        ),
        ("contracts: {russia-hungray: {}}", "unknown contract 'russia-hungray'; did you mean 'russia-hungary'?"),
        ("demand: {iran: {growth: 1 %/yr}}", "unknown market or group 'iran'; did you mean 'Iran'?"),
        ("demand: {Yamal: {}}", "unknown market or group 'Yamal'"),
        (
            "policies: {a: {ban: {origin: Russia, into: [NO]}}}",
            "main.yaml:3:45: unknown node or group 'NO'\n"
            "    hint: names are written in full, not as country codes; NO may mean 'Norway'",
        ),
        (
            "policies: {a: {ban: {origin: Russia, into: UE}}}",
            "main.yaml:3:44: unknown node or group 'UE'; did you mean 'EU'?",
        ),
        ("policies: {a: {ban: {origin: Rusia, into: EU}}}", "unknown origin 'Rusia'; did you mean 'Russia'?"),
        (
            "policies: {a: {ban: {origin: Russia, into: EU}, source: tst-2026}}",
            "unknown source 'tst-2026'; did you mean 'test-2026'?",
        ),
        (
            "policies: {a: {ban: {origin: Russia, into: Hungary, except: EU}}}",
            "main.yaml:3:12: policy 'a' exempts every node it names",
        ),
        # quantities
        (
            "pipelines: {blue-stream: {capacity: 55}}",
            "main.yaml:3:37: a unit is missing: write e.g. '55 bcm/yr'",
        ),
        (
            "pipelines: {blue-stream: {capacity: 55 bcm}}",
            "main.yaml:3:37: 'bcm' measures volume; a unit of volume rate is needed",
        ),
        ("pipelines: {blue-stream: {tariff: 55 USD/kmc}}", "unknown unit 'USD/kmc'; did you mean 'kcm'?"),
        ("pipelines: {blue-stream: {capacity: -20 bcm/yr}}", "the change makes -4 bcm/yr, which is below 0 bcm/yr"),
        ("demand: {Iraq: {elasticity: 0.3}}", "'0.3' is above 0"),
        ("contracts: {russia-hungary: {take_or_pay: 120 %}}", "'120 %' is above 100 %"),
        ("pipelines: {blue-stream: {capacity: [5 bcm/yr]}}", "a number with its unit is expected here"),
        ("pipelines: {blue-stream: {length: {2025: 5 km}}}", "'length' does not change over time"),
        ("pipelines: {blue-stream: {capacity: {}}}", "at least one date with a value is needed"),
        ("demand: {Iran: {growth: 1.2 %}}", "'%' measures share; a unit of share per time is needed"),
        ("policies: {a: {cap: {origin: Russia, into: EU, volume: 5}}}", "a unit is missing: write e.g. '5 bcm/yr'"),
        ("projects: {russia-iran: {status: commited}}", "status cannot be 'commited'; did you mean 'committed'?"),
        ("report: {units: twh}", "units cannot be 'twh'\n    hint: write bcm or energy"),
        # dates and times
        (
            "policies: {a: {ban: {origin: Russia, into: EU, from: 2027-13-01}}}",
            "main.yaml:3:54: '2027-13-01' is not a date\n    hint: write YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (
            "policies: {a: {ban: {origin: Russia, into: EU, from: 2028, until: 2027}}}",
            "main.yaml:3:67: 'until' 2027 is not after 'from' 2028",
        ),
        ("projects: {russia-iran: {capacity: {soon: 2 bcm/yr}}}", "main.yaml:3:43: 'soon' is not a date"),
        ("projects: {russia-iran: {earliest: soon}}", "'soon' is not a date"),
        (
            "pipelines: {blue-stream: {capacity: {2027: 2 bcm/yr, 2027-01-01: 3 bcm/yr}}}",
            "'2027-01-01' and '2027' are the same date",
        ),
        (
            "report: {compare_with: iran-54}",
            "main.yaml:3:24: there is no scenario 'iran-54'; did you mean 'iran-55'?",
        ),
        ("report: {compare_with: /etc/x}", "main.yaml:3:24: '/etc/x' is no plain relative path"),
        ("report: {years: [2025, 2031]}", "main.yaml:3:10: report year 2031 is not a model year"),
        (
            "demand: {Iran: {growth: 1 %/yr, volume: {2025: 3 bcm/yr}}}",
            "growth of 'Iran North' needs a single volume",
        ),
        # text
        ("a: [1", "main.yaml:3:4: not valid YAML: a list in brackets is not closed"),
        ("a: \x00", "main.yaml:3:4: the character U+0000 cannot be in a text"),
        ("a: !!python/name:os.system x", "is not part of the language"),
        ("a: *b", "'*b' refers to nothing before it"),
        ('a: "\\uD800"', "main.yaml:3:4: the character U+D800 cannot be in a text"),
        ("description: a\ufeffb", "main.yaml:3:14: the character U+FEFF cannot be in a text"),
        ('a: "\\x07"', "main.yaml:3:4: the character U+0007 cannot be in a text"),
        ('a: "\\UFFFFFFFF"', "main.yaml:3:2: not valid YAML: a number that means nothing"),
        ("pipelines: {blue\u00a0stream: {}}", r"unknown pipeline 'blue\xa0stream'; did you mean 'blue-stream'?"),
        ("---\na: 1", "a second document starts here"),
        ("? [a]\n: b", "a key must be a single text"),
        ("a: [1, , 2]", "not valid YAML"),
        ("a:\n  -\n  - 2", "an empty item in a list"),
        ("a: " + "[" * 20, "nested more than 12 levels deep"),
        ("events: null", "'events' is null, but no earlier layer says anything to take back"),
    ],
)
def test_message(problems, text, message):
    assert message in problems(HEAD + text + "\n")


@pytest.mark.parametrize(
    ("horizon", "message"),
    [
        ("{years: [2030, 2025]}", "main.yaml:2:11: years must increase, but 2025 follows 2030"),
        ("{years: [2025, 25]}", "main.yaml:2:25: '25' is not a year"),
        ("{years: 2025, discount_rate: 6}", "main.yaml:2:39: a unit is missing: write e.g. '6 %'"),
        ("{years: []}", "at least one year is needed"),
        ("{years: [[2025]]}", "a list or mapping is not a year"),
        ("{}", "'years' is missing in horizon"),
        (
            "{years: 2025, seasons: {cold: [1, 2, 3], warm: [3, 4]}}",
            "seasons must hold each month once; wrong: 3, 5, 6, 7, 8, 9, 10, 11, 12",
        ),
        ("{years: 2025, seasons: {cold: [0]}}", "'0' is not a month"),
        ("{years: 2025, seasons: monthly}", "unknown seasons 'monthly'"),
    ],
)
def test_horizon_message(problems, horizon, message):
    assert message in problems(f"title: Test\nhorizon: {horizon}\n")


def test_all_problems_of_all_files_come_at_once_in_order(problems):
    text = problems(
        "extends: base\nhorizon: {years: [2025]}\npipelines: {blue-stream: {capacity: 5 bcm/yr, tarif: 1 USD/kcm}}\n",
        overrides=["demand.Irak.growth=2 %/yr"],
        base="title: Base\npipelines:\n  blue-stream: {capacity: 55}\n  blue-stream: {}\nevents: {x: {}}\n",
    )
    places = [line.split(": ")[0] for line in text.splitlines() if not line.startswith("    ")]
    assert places == ["--set", "base.yaml:3:27", "base.yaml:4:3", "base.yaml:5:10", "main.yaml:1:1", "main.yaml:3:47"]
    assert "--set: unknown market or group 'Irak'; did you mean 'Iran'?" in text
    assert "main.yaml:1:1: 'title' is missing" in text


def test_what_another_layer_says_is_not_missing(read):
    scenario = read(
        "title: T\nextends: base\npolicies: {a: {ban: {from: 2027}}}\n",
        base=HEAD + "policies: {a: {ban: {origin: Russia, into: EU}}}\n",
    )
    assert scenario.policies[0].start == 2027.0


def test_many_repeated_anchors_are_refused(problems):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "more than 10000 values, repeated anchors included" in problems(HEAD + "\n".join(lines))


def test_empty_and_unreadable_files(problems, folder, dataset):
    assert "main.yaml:1:1: a scenario is a mapping" in problems("# nothing\n")
    assert "main.yaml:1:1: a scenario is a mapping" in problems("- a\n")
    (folder / "main.yaml").write_bytes(b"title: \xff\n")
    with pytest.raises(ScenarioError, match=r"main\.yaml:1:8: the byte 0xff is not UTF-8"):
        load("main.yaml", dataset=dataset)
    (folder / "main.yaml").write_bytes("title: Türkiye\ndescription: Türkiye \xff\n".encode("latin-1"))
    with pytest.raises(ScenarioError, match=r"main\.yaml:1:9: the byte 0xfc is not UTF-8"):
        load("main.yaml", dataset=dataset)
    assert "main.yaml:2:1: directives ('%') are not part of the language" in problems("%YAML 1.1\n---\n" + HEAD)
    assert "longer than 250000 characters" in problems("# " + "x" * 250_001)


def test_an_empty_title_is_none(problems):
    # Found by a mutant: the resolved form left the empty text out and then lacked a title.
    assert "main.yaml:1:8: 'title' is empty" in problems("title: ''\nhorizon: {years: 2025}\n")
    assert "main.yaml:1:8: 'title' is empty" in problems("title: null\nextends: base\n", base=HEAD)


def test_a_long_text_for_a_name_is_refused_at_once(problems):
    # Found by a mutant: a description used as a source was compared with every known source for seconds.
    begin = time.process_time()
    text = problems(HEAD + f"description: &a {'word ' * 400}\npolicies: {{a: {{source: *a}}}}\n")
    assert time.process_time() - begin < 0.5
    assert "unknown source 'word word" in text
    assert len(text) < 1000


def test_what_stands_in_a_lost_file_is_not_missing(problems):
    text = problems("title: T\nextends: nowhere\ndemnd: {}\n")
    assert "there is no scenario 'nowhere'" in text
    assert "unknown key 'demnd'" in text
    assert "'years' is missing" not in text


def test_scenario_that_does_not_exist(folder, dataset):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "iran-56.yaml").write_text(HEAD)
    with pytest.raises(ScenarioError, match=r"there is no scenario 'iran-57'; did you mean 'iran-5"):
        load("iran-57", dataset=dataset)
    with pytest.raises(ScenarioError, match=r"there is no scenario 'no/such\.yaml'"):
        load("no/such.yaml", dataset=dataset)


def test_dataset_that_does_not_exist(read, folder):
    (folder / "bare.yaml").write_text(HEAD + "dataset: nowhere\n")
    with pytest.raises(DatasetError, match="there is no dataset folder"):
        load("bare.yaml")
    (folder / "bare.yaml").write_text(HEAD + "dataset: nowhere\nevents:\n")
    with pytest.raises(ScenarioError) as caught:
        load("bare.yaml")
    assert "'events' has no value" in str(caught.value)
    assert "there is no dataset folder" in str(caught.value)


@pytest.mark.parametrize("title", ["null", "''", "' '"])
def test_a_title_says_something(problems, title):
    assert "main.yaml:2:8: 'title' is empty" in problems(f"extends: base\ntitle: {title}\n", base=HEAD)


def test_json_schema_covers_the_language():
    schema = Document.model_json_schema()
    assert {"title", "extends", "horizon", "demand", "pipelines", "projects", "policies"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
