"""The scenarios that come with Corridor, on the reference dataset."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.scenario import Scenario, load
from corridor.scenario.files import SHIPPED

NAMES = (
    "reference",
    "no-war",
    "eu-exit",
    "iran-55",
    "iran-2",
    "iran-nuclear",
    "iran-hub",
    "backcast",
    "power-of-siberia-2",
    "everything-east",
)
OPTIONS = tuple(sorted(path.stem for path in (Path(__file__).parents[2] / "scenarios" / "options").glob("*.yaml")))


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
    others = [scenario for name, scenario in shipped.items() if name not in {"no-war", "backcast"}]
    assert all(scenario.horizon.years == years for scenario in others)
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


def test_reactors_are_all_that_iran_nuclear_adds(shipped):
    with_reactors, without = shipped["iran-nuclear"], shipped["iran-55"]
    added = {(each.object, each.status) for each in set(with_reactors.statuses) - set(without.statuses)}
    assert added == {("bushehr-2", "active"), ("bushehr-3", "active"), ("hormoz", "active")}
    assert with_reactors.policies == without.policies
    freed = [
        sum(
            with_reactors.series("levers", lever, "volume").year(year) for lever in ("bushehr-2", "bushehr-3", "hormoz")
        )
        for year in (2030, 2031, 2033, 2035, 2038)
    ]
    assert f"{freed[1]:.1f} bcm a year from 2031" in with_reactors.description
    assert f"{freed[2]:.1f} from 2033" in with_reactors.description
    assert freed == sorted(freed)


def test_a_hub_is_the_line_and_open_ways_out(shipped):
    hub = shipped["iran-hub"]
    assert [layer.name for layer in hub.layers][-4:] == [
        "iran-55",
        "iran-war-ends",
        "iran-turkiye-contract-renewed",
        "iran-hub",
    ]
    assert hub.status("projects", "iran-pakistan", "excluded") == "committed"
    assert hub.series("projects", "iran-pakistan", "stage").year(2040) == pytest.approx(7.75)
    assert all(hub.series("contracts", name, "quantity").year(2040) > 0.0 for name in ("iran-botas", "iran-iraq"))


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_explains_itself_and_changes_what_it_is_laid_over(shipped, reference, option):
    for name in ("reference", "eu-exit", "iran-55"):
        scenario = load(name, options=[f"options/{option}"], dataset=reference)
        assert scenario.hash != shipped[name].hash, name
        assert (scenario.name, scenario.title) == (name, shipped[name].title)
        assert scenario.layers[-1].name == option
        assert all(policy.reason and policy.source for policy in scenario.policies)
        assert all(swap.reason and swap.source for swap in scenario.swaps)
        assert any(origin.layer == option for origin in scenario.origins.values())
    fragment = load("reference", {"description": "x"}, options=[option], dataset=reference)
    file = Path(fragment.layers[-2].file)
    words = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    assert set(words) <= {
        "title",
        "description",
        "policies",
        "contracts",
        "projects",
        "swaps",
        "pipelines",
        "events",
        "levers",
        "fleets",
    }
    assert len(words["description"]) > 80
    assert file.read_text(encoding="utf-8").splitlines()[1].startswith("# Open switch: ")


def test_titles_of_options_differ(reference):
    folder = Path(__file__).parents[2] / "scenarios" / "options"
    titles = [YAML(typ="safe").load(path.read_text(encoding="utf-8"))["title"] for path in folder.glob("*.yaml")]
    assert len(set(titles)) == len(titles) == len(OPTIONS) >= 14


def test_options_that_exclude_each_other_are_not_the_same(reference):
    pairs = (
        ("iran-turkiye-contract-ends", "iran-turkiye-contract-renewed"),
        ("botas-gazprom-ends-2026", "botas-gazprom-renewed"),
        ("qatar-damage-lasting", "qatar-damage-short"),
        ("south-pars-compressed", "south-pars-declines"),
    )
    for pair in pairs:
        assert len({load("eu-exit", options=[option], dataset=reference).hash for option in pair}) == 2
