"""The scenarios that come with Corridor, on the reference dataset."""

from __future__ import annotations

import io

import pytest
from ruamel.yaml import YAML

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.scenario import Scenario, load
from corridor.scenario.layers import SHIPPED

NAMES = ("reference", "no-war", "eu-exit", "iran-55", "iran-2", "power-of-siberia-2", "everything-east")


@pytest.fixture(scope="module")
def reference() -> Dataset:
    """The dataset that ships with Corridor."""
    return datasets.load()


@pytest.fixture(scope="module")
def shipped(reference: Dataset) -> dict[str, Scenario]:
    """Every shipped scenario by name."""
    return {name: load(name, dataset=reference) for name in NAMES}


def test_names_are_all_there():
    folder = next(folder for folder in SHIPPED if folder.is_dir())
    assert sorted(path.stem for path in folder.glob("*.yaml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_scenario_explains_itself_and_survives_resolving(shipped, reference, tmp_path, name):
    scenario = shipped[name]
    assert scenario.title
    assert len(scenario.description) > 80
    assert all(policy.reason and policy.source for policy in scenario.policies)
    text = io.StringIO()
    YAML().dump(scenario.resolved(), text)
    (tmp_path / "resolved.yaml").write_text(text.getvalue(), encoding="utf-8")
    assert load(tmp_path / "resolved.yaml", dataset=reference).hash == scenario.hash


def test_scenarios_differ(shipped):
    assert len({scenario.hash for scenario in shipped.values()}) == len(NAMES)


def test_all_but_the_yardstick_share_a_horizon(shipped):
    years = (2025, 2026, 2027, 2028, 2030, 2033, 2035, 2040)
    assert all(scenario.horizon.years == years for name, scenario in shipped.items() if name != "no-war")
    assert shipped["no-war"].horizon.years == (2021, *years)


def test_yardstick_knows_no_ban_of_the_union_and_no_event_after_2021(shipped, reference):
    scenario = shipped["no-war"]
    # What is left are contracts and rules that stood before 2022.
    assert not any(policy.name.startswith(("eu-", "united-kingdom", "north-eastern")) for policy in scenario.policies)
    assert all(policy.start is None or policy.start < 2021.95 for policy in scenario.policies)
    later = reference.tables["events"].query("start >= 2021.95").index
    assert [event for event in later if scenario.status("events", event, "active") != "off"] == []


def test_european_exit_dates(shipped):
    policies = {policy.name: policy for policy in shipped["eu-exit"].policies}
    assert policies["eu-lng-ban"].start == 2027.0
    assert policies["eu-pipeline-ban"].start == pytest.approx(2027 + 10 / 12)
    assert policies["eu-pipeline-ban"].exempt == ()
    assert policies["eu-pipeline-ban"].transit == "allowed"
    assert "eu-pipeline-ban" not in {policy.name for policy in shipped["reference"].policies}


def test_stages_of_the_line_to_iran_are_model_years(shipped):
    stage = shipped["iran-55"].override("projects", "russia-iran", "stage")
    assert stage.points == ((2027.0, 2.0), (2030.0, 28.0), (2033.0, 55.0))
    assert {int(date) for date, _ in stage.points} <= set(shipped["iran-55"].horizon.years)
