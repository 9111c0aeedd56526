"""Datasets from tables in memory."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import corridor
from corridor.dataset import Figure, load
from corridor.errors import DatasetError, InputError

PAGE = Path(__file__).parents[2] / "docs" / "own-dataset.md"

SOURCES = [
    {"key": "first", "publisher": "Test", "title": "Invented", "date": "2026"},
    {"key": "estimate:guess", "publisher": "Test", "title": "A guess"},
]
PARAMETERS = {"value_of_lost_load": "2000 USD/kcm"}


def world(folder, **changes):
    tables = {
        "nodes": ["N", "M"],
        "producers": [{"producer": "well", "node": "N", "origin": "Russia", "potential": "20 bcm/yr"}],
        "supply_steps": [{"producer": "well", "share": "100 %", "cost": "100 USD/kcm"}],
        "demand": [{"market": "M", "volume": "10 bcm/yr", "reference_price": "300 USD/kcm"}],
        "pipelines": [{"pipeline": "line", "from": "N", "to": "M", "length": "100 km", "capacity": "15 bcm/yr"}],
    }
    options = {"sources": SOURCES, "parameters": PARAMETERS, **tables, **changes}
    return corridor.new_dataset(folder, **options)


def wrong(folder, **changes) -> list[str]:
    with pytest.raises(DatasetError) as caught:
        world(folder, **changes)
    assert not folder.exists()
    return [problem.summary for problem in caught.value.problems]


def test_the_page_works_as_it_stands(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(block, names)
    assert capsys.readouterr().out == "6.00 USD/MMBtu\n"


def test_what_is_returned_is_what_is_read(tmp_path):
    made, found = world(tmp_path / "own"), load(tmp_path / "own")
    assert made.folder == tmp_path / "own"
    assert made.hash == found.hash
    assert found.nodes.loc[["N", "M"], "kind"].tolist() == ["basin", "market"]
    assert found.identities["supply_steps"].index.tolist() == ["well-1"]
    assert found.identities["pipelines"].loc["line", "route"] == "line"
    assert found.months("seasonality", "flat", 2020)[7] == pytest.approx(1 / 12)
    capacity = found.series("pipelines", "line", "capacity")
    assert capacity is not None
    assert capacity.year(2001) == 15.0
    assert set(found.figures["pipelines"]["source"]) == {"first"}


def test_values_are_texts_or_numbers_in_the_unit_of_their_column(tmp_path):
    lines = pd.DataFrame(
        {
            "from": ["N", "N"],
            "to": ["M", "M"],
            "length [km]": [100, 150],
            "capacity [mcm/d]": [10.0, {2020: 10, "2031-07": 20}],
            "loss [%]": [2.0, float("nan")],
            "tariff": ["1 USD/MMBtu", None],
            "source": [None, "second"],
        },
        index=pd.Index(["a", "b"], name="pipeline"),
    )
    found = world(tmp_path / "own", pipelines=lines, sources=[*SOURCES, {"key": "second"}])

    def year(line, name, when):
        series = found.series("pipelines", line, name)
        assert series is not None
        return series.year(when)

    assert year("a", "capacity", 2030) == pytest.approx(3.65)
    assert year("b", "capacity", 2031) == pytest.approx(1.5 * 3.65)
    assert year("a", "loss", 2030) == pytest.approx(0.02)
    assert year("b", "loss", 2030) == 0.0
    assert year("a", "tariff", 2030) == pytest.approx(37.9131, abs=1e-3)
    assert set(found.figures["pipelines"].query("object == 'b'")["source"]) == {"second"}


def test_an_estimate_has_its_range(tmp_path):
    guess = Figure("20 bcm/yr", "15 bcm/yr", "25 bcm/yr", "estimate:guess", "a hunch")
    well = {"producer": "well", "node": "N", "origin": "Russia", "potential": guess}
    row = world(tmp_path / "own", producers=[well]).figures["producers"].iloc[0]
    assert (row["low"], row["value"], row["high"], row["source"]) == (15.0, 20.0, 25.0, "estimate:guess")


def test_everything_wrong_is_told_at_once_with_table_and_row(tmp_path):
    told = wrong(
        tmp_path / "own",
        nodes=["N", {"node": "M", "kind": "village"}],
        demand=[{"market": "M", "volume": "10", "reference_price": "300 USD/kcm", "elasticty": "-0.3"}],
        pipelines=[
            {"pipeline": "a", "from": "N", "to": "X", "length": "100 km", "capacity": "15 bcm"},
            {"from": "N", "to": "M", "length": "100 km"},
            {"pipeline": "c", "from": "N", "to": "M", "capacity [bcm/yr]": -1.0},
        ],
        pipes=[{"pipe": "d"}],
        parameters={**PARAMETERS, "lost_load": "3 USD/MMBtu"},
    )
    assert [each.splitlines()[0] for each in told] == [
        "demand:1: there is no column 'elasticty'; did you mean 'elasticity'?",
        "demand:1: 'M' volume: a unit is missing: write e.g. '10 bcm/yr'",
        "nodes:2: node 'M' has an unknown kind",
        "parameters:4: there is no parameter 'lost_load'",
        "pipelines: 'c' has no figure for 'length'",
        "pipelines:1: 'a' capacity: 'bcm' measures volume; a unit of volume rate is needed",
        "pipelines:1: to 'X' is not known",
        "pipelines:2: a row without a 'pipeline'",
        "pipelines:3: 'c' capacity -1.0 bcm/yr cannot be; allowed: at least 0 bcm/yr",
        "pipes: there is no such table",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"capacity": 5.0}, "a unit is missing"),
        ({"capacity [bcm/yr]": "5"}, "the column is in bcm/yr: write numbers, not '5'"),
        ({"capacity [bcm/yr]": True}, "'True' is not a number"),
        ({"capacity [km]": 5.0}, "'km' measures"),
        ({"capacity": {"soon": "5 bcm/yr"}}, "soon"),
        ({"capacity": "much"}, "'much' is not a quantity"),
        ({"capacity": Figure("5 bcm/yr", "1 mcm/d", "9 bcm/yr")}, "low and high need the unit of the value, bcm/yr"),
        ({"source": "hearsay"}, "source 'hearsay' is not in sources.csv"),
    ],
)
def test_a_wrong_figure_is_told_in_its_row(tmp_path, value, message):
    line = {"pipeline": "line", "from": "N", "to": "M", "length": "100 km", **value}
    told = wrong(tmp_path / "own", pipelines=[line])
    assert any(message in each and each.startswith("pipelines:1:") for each in told), told


def test_a_dataset_needs_a_source_and_a_price_of_going_without(tmp_path):
    assert any("no source" in each for each in wrong(tmp_path / "own", sources=[]))
    told = wrong(tmp_path / "own", parameters={})
    assert told == ["parameters: no parameter 'value_of_lost_load'"]


def test_what_is_there_is_not_lost(tmp_path):
    world(tmp_path / "own")
    with pytest.raises(InputError, match="already; say replace_existing=True"):
        world(tmp_path / "own")
    before = load(tmp_path / "own").hash
    with pytest.raises(DatasetError):
        world(tmp_path / "own", nodes=["N"], replace_existing=True)
    assert load(tmp_path / "own").hash == before
    world(tmp_path / "own", nodes=["N", "M", "O"], replace_existing=True)
    assert load(tmp_path / "own").ids("nodes") == ("M", "N", "O")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="holds files that are not a dataset of Corridor"):
        world(tmp_path / "thesis", replace_existing=True)


def test_cells_of_a_data_frame_become_text(tmp_path):
    deals = pd.DataFrame(
        {
            "contract": ["deal", "other"],
            "origin": "Russia",
            "buyer": "M",
            "arcs": [["line"], "line"],
            "exclusive": [True, False],
            "quantity [bcm/yr]": [{pd.Timestamp("2031-03-01"): 2}, {2030: 1}],
            "price [USD/MMBtu]": 5,
        }
    )
    found = world(tmp_path / "own", contracts=deals)
    assert found.identities["contracts"]["exclusive"].tolist() == ["yes", ""]
    assert found.identities["contracts"]["seller"].tolist() == ["Russia", "Russia"]
    dates = found.figures["contracts"].query("attribute == 'quantity'").set_index("object")["written"]
    assert dates.to_dict() == {"deal": "2031-03-01", "other": "2030"}
