"""Where figures come from: coverage, the oldest figure, disagreements, and the trace of an object."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formulation.tiny import SOURCE, Tiny

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.dataset.provenance import (
    coverage,
    disagreements,
    figures,
    newest_source,
    oldest_figure,
    published_twice,
    told_twice,
    trace,
)
from corridor.errors import DatasetError, InputError


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A market, a well and a line whose length is an old guess."""
    tiny = Tiny(tmp_path_factory.mktemp("world")).market("M", {"2025": 10.0, "2035": 12.0})
    tiny.producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0).observed("seen", "route_flow", "line", 9.0)
    tiny.plain["sources"] += [
        ("estimate:guess", "Corridor", "A guess", "", "2019-05", ""),
        ("other-2020", "Other", "Another page", "https://example.org", "undated", ""),
    ]
    tiny.plain["disagreements"] = [
        ("line", "line", "capacity", "15", SOURCE, "12", "other-2020", "bcm/yr", "One is a nameplate", "")
    ]
    folder = tiny.write()
    path = folder / "pipelines_figures.csv"
    text = path.read_text(encoding="utf-8").replace(
        f"length,,100.0,km,,,{SOURCE},", "length,,100.0,km,90,120,estimate:guess,great circle"
    )
    path.write_text(text, encoding="utf-8")
    return datasets.load(folder)


def test_coverage_counts_figures_estimates_years_and_dates(world):
    table = coverage(world).set_index("table")
    lines = table.loc["pipelines"]
    assert (lines["objects"], lines["figures"], lines["estimates"]) == (1, 3, 1)
    assert (lines["oldest_source"], lines["newest_source"]) == ("2019-05", "2026")
    assert tuple(table.loc["demand", ["first_year", "last_year"]]) == ("2015", "2035")
    assert table.at["nodes", "figures"] == 0
    assert table.at["observed", "figures"] == 1


def test_the_oldest_figure_is_the_one_with_the_oldest_source(world):
    oldest = oldest_figure(world)
    assert oldest is not None
    assert (oldest["object"], oldest["attribute"], oldest["source_date"]) == ("line", "length", "2019-05")


def test_an_undated_source_is_neither_old_nor_new(world):
    assert newest_source(world) == "2026"


def test_disagreements_name_both_sources_and_the_reason(world):
    (row,) = disagreements(world).to_dict("records")
    assert (row["taken"], row["source"], row["other"], row["other_source"]) == ("15", SOURCE, "12", "other-2020")
    assert row["reason"] == "One is a nameplate"


def test_a_disagreement_needs_known_sources(world, tmp_path):
    tiny = Tiny(tmp_path).market("M", 1.0).producer("well", "M", 2.0, 1.0)
    tiny.plain["disagreements"] = [("x", "M", "volume", "1", SOURCE, "2", "nobody", "bcm", "Why", "")]
    with pytest.raises(DatasetError, match="other_source 'nobody' is not in sources"):
        datasets.load(tiny.write())


def test_second_published_figures_are_told_with_their_distance(tmp_path):
    tiny = Tiny(tmp_path).market("M", 1.0).producer("well", "N", 2.0, 1.0).pipeline("line", "N", "M", 9.0)
    tiny.observed("one", "route_flow", "line", 8.0).observed("two", "route_flow_other", "line", 9.0)
    tiny.observed("three", "route_flow_other", "line", 5.0, year=2029)
    dataset = tiny.dataset()
    (row,) = published_twice(dataset).to_dict("records")
    assert (row["taken"], row["other"], row["distance"]) == (8.0, 9.0, 0.125)
    assert told_twice(dataset).startswith("1 observed yearly flows have a second published figure")


def test_trace_tells_value_range_and_source(world):
    rows = trace(world, "line").set_index("attribute")
    assert list(rows.index) == ["object", "capacity", "length", "tariff", "route_flow"]
    length = rows.loc["length"]
    assert tuple(length[["value", "unit", "low", "high"]]) == ("100.0", "km", "90", "120")
    assert (length["source"], length["title"], length["note"]) == ("estimate:guess", "A guess", "great circle")
    assert rows.at["capacity", "date"] == "2015"
    assert rows.at["route_flow", "value"] == "9.0"


@pytest.mark.parametrize("name", ["line.length", "pipelines.line.length"])
def test_trace_of_one_attribute(world, name):
    assert list(trace(world, name)["attribute"]) == ["length"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("lime", "did you mean 'line'"), ("line.lenght", "'line' has no figure 'lenght'; did you mean 'length'")],
)
def test_trace_of_nothing_is_wrong_input(world, name, message):
    with pytest.raises(InputError, match=message):
        trace(world, name)


def test_every_figure_of_the_reference_dataset_is_traceable():
    reference = datasets.load()
    table = figures(reference)
    keys = set(reference.tables["sources"]["key"])
    assert len(table) > 4000
    assert set(table["source"]) <= keys
    assert (table["unit"] != "").sum() > 4000


def test_the_reference_disagreements_explain_themselves():
    table = disagreements(datasets.load())
    assert len(table) >= 30
    assert (table["reason"].str.len() > 15).all()
    assert {"mozdok-hajigabul", "hajigabul-astara", "power-of-siberia-2", "turkstream-2"} <= set(table["object"])


def test_gaps_name_what_stands_in_for_them():
    gaps = datasets.load().tables["gaps"]
    assert (gaps["instead"] != "").all()
    assert Path(datasets.load().folder, "gaps.csv").is_file()
