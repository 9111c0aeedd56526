"""What is legal but suspicious: one case of each kind, and one beside it that is fine."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.dataset import load as load_dataset
from corridor.scenario import load

HEAD = "title: Test\nhorizon: {years: [2025, 2030, 2040]}\n"
SHIPPED = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "pipelines: {blue-stream: {capacity: {2015: 16 bcm/yr}}}",
            "main.yaml:3:27: warning: capacity of 'blue-stream' is what the dataset has",
        ),
        ("pipelines: {blue-stream: {status: open}}", "'status: open' changes nothing: this stands if nothing is said"),
        (
            "pipelines: {blue-stream: {capacity: 17 bcm/yr}}",
            "17 bcm/yr of 'blue-stream' is above anything in the dataset, where the largest is 16 bcm/yr",
        ),
        (
            "supply_steps: {russia-yamal-1: {cost: 30 USD/MMBtu}}",
            "30 USD/MMBtu for 'russia-yamal-1' is far from the 30 USD/kcm to 30 USD/kcm of all others",
        ),
        (
            "projects: {russia-iran: {status: committed, capacity: 5 bcm/yr, earliest: 2028}}",
            "'russia-iran' delivers from 2025, but by its dates not before 2028",
        ),
        (
            "pipelines: {blue-stream: {capacity: {2030: 10 bcm/yr}}}",
            "capacity of 'blue-stream' is set from 2030 on, which leaves none before; the dataset has 16 bcm/yr in 2025",
        ),
        (
            "policies: {a: {ban: {origin: Russia, into: Russia, from: 2045}}}",
            "policy 'a' is in force in no model year (2025 to 2040)",
        ),
        (
            "policies: {a: {ban: {origin: Russia, into: Norway, form: pipeline}}}",
            "no gas of Russia can come to Norway by pipeline, so 'a' is idle",
        ),
        ("demand: {Iraq: {growth: 10 %/yr}}", "'Iraq' grows from 20 bcm/yr in 2025 to 83.5"),
        ("nodes: {Georgia: {kind: hub, country: GEO, lon: 44, lat: 41}}", "new node 'Georgia' has no arc"),
        ("pipelines: {n: {from: Iraq, to: Hungary, length: 9 km}}", "new pipeline 'n' has no capacity and no project"),
        ("nodes: {Hungary: {status: removed}}", "with node 'Hungary' go 4 other objects"),
    ],
)
def test_warning(read, text, message):
    (warning, *more) = read(HEAD + text + "\n").warnings
    assert message in str(warning)
    assert warning.severity == "warning"
    assert warning.line == 3
    assert warning.hint
    assert not more


@pytest.mark.parametrize(
    "text",
    [
        "pipelines: {blue-stream: {capacity: 15 bcm/yr, status: closed}}",
        "supply_steps: {russia-yamal-1: {cost: 60 USD/kcm}}",
        "projects: {russia-iran: {status: committed, capacity: {2030: 5 bcm/yr}}}",
        "pipelines: {blue-stream: {capacity: {2025: 10 bcm/yr}}}",
        "policies: {a: {ban: {origin: Russia, into: Russia, from: 2040-06}}}",
        "policies: {a: {cap: {origin: Russia, into: Russia, volume: 5 bcm/yr}}}",
        "demand: {Iraq: {growth: 5 %/yr}}",
        "pipelines: {blue-stream: {status: removed}}",
        "pipelines: {n: {from: Iraq, to: Hungary, length: 9 km, capacity: 3 bcm/yr}}",
    ],
)
def test_silence(read, text):
    assert read(HEAD + text + "\n").warnings == ()


def test_repeating_an_earlier_layer_is_told_in_the_later_one(read):
    base = HEAD + "pipelines: {blue-stream: {capacity: 10 bcm/yr, status: closed}}\n"
    text = "title: T\nextends: base\npipelines: {blue-stream: {capacity: 10 bcm/yr}}\n"
    (warning,) = read(text, base=base).warnings
    assert "'capacity: 10 bcm/yr' changes nothing: an earlier layer says so" in str(warning)
    assert read(text.replace("10", "9"), base=base).warnings == ()


def test_a_repeated_change_is_a_change_again(read):
    base = HEAD + "pipelines: {blue-stream: {capacity: x0.9}}\n"
    assert read("title: T\nextends: base\npipelines: {blue-stream: {capacity: x0.9}}\n", base=base).warnings == ()


def test_what_was_taken_back_in_between_is_no_repetition(read):
    base = HEAD + "pipelines: {blue-stream: {capacity: 10 bcm/yr}}\n"
    middle = "title: M\nextends: base\npipelines: {blue-stream: null}\n"
    main = "title: T\nextends: middle\npipelines: {blue-stream: {capacity: 10 bcm/yr}}\n"
    assert read(main, base=base, middle=middle).warnings == ()


def test_warnings_of_inherited_files_are_their_own(read):
    base = HEAD + "pipelines: {blue-stream: {status: open}}\n"
    assert read("title: T\nextends: base\n", base=base).warnings == ()


def test_overrides_are_warned_about_too(read):
    (warning,) = read(HEAD, ["pipelines.blue-stream.status=open"]).warnings
    assert str(warning).startswith("--set: warning: 'status: open' changes nothing")


def test_strict_validation_takes_warnings_for_errors(corridor, tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text("title: Odd\nextends: iran-55\nprojects: {russia-iran: {status: committed}}\n", encoding="utf-8")
    loose, strict = corridor("validate", path), corridor("validate", path, "--strict")
    assert (loose.exit_code, strict.exit_code) == (0, 2)
    assert "warning: 'status: committed' changes nothing" in loose.stderr
    assert loose.stdout == f"{path}: valid\n"


def test_shipped_scenarios_are_above_suspicion():
    dataset = load_dataset()
    told = {
        path.stem: [warning.path for warning in load(path, dataset=dataset).warnings] for path in SHIPPED.glob("*.yaml")
    }
    assert {name: paths for name, paths in told.items() if paths} == {}
