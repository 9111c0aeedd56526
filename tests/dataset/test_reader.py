"""Every way in which a dataset folder can be wrong, told with its file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.formulation.tiny import SOURCE, Tiny

from corridor import dataset
from corridor.errors import DatasetError, Problem

Edit = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder without a fault."""
    world = Tiny(tmp_path_factory.mktemp("sound"))
    world.market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0, loss=0.01)
    world.liquefaction("plant", "N", "LNG", 5.0, own_use=0.1).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "M", 5.0
    )
    world.contract("deal", "M", "line;ship", 5.0, 0.8, 200.0).event("halt", "line", "2022-03-01")
    world.observed("seen", "route_flow", "line", 9.0)
    world.plain["sources"].append(("estimate:guess", "Corridor", "A guess", "", "2026", ""))
    folder = world.write()
    dataset.load(folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return shutil.copytree(sound, tmp_path / "dataset")


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(DatasetError) as caught:
        dataset.load(folder)
    return caught.value.problems


def append(name: str, row: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")

    return edit


def replace(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def last_line(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


FIGURES = "pipelines_figures.csv"
APPENDED = {
    "unknown attribute": (FIGURES, f"line,colour,,1,km,,,{SOURCE},", "pipelines have no attribute 'colour'"),
    "missing unit": (FIGURES, f"line,fuel_rate,,1,,,,{SOURCE},", "a unit is missing"),
    "unknown unit": (FIGURES, f"line,fuel_rate,,1,furlong,,,{SOURCE},", "furlong"),
    "wrong dimension": (FIGURES, f"line,fuel_rate,,1,km,,,{SOURCE},", "measures"),
    "estimate without range": (FIGURES, "line,fuel_rate,,1,%/1000km,,,estimate:guess,", "needs low <= value <= high"),
    "estimate outside its range": (
        FIGURES,
        "line,fuel_rate,,1,%/1000km,2,3,estimate:guess,",
        "needs low <= value <= high",
    ),
    "unknown source": (
        FIGURES,
        "line,fuel_rate,,1,%/1000km,,,nobody-2020,",
        "source 'nobody-2020' is not in sources.csv",
    ),
    "duplicate figure": (FIGURES, f"line,loss,,2,%,,,{SOURCE},", "a second figure for line loss"),
    "figure of nothing": (FIGURES, f"no-line,loss,,2,%,,,{SOURCE},", "'no-line' is not in pipelines.csv"),
    "figure without value": (FIGURES, f"line,fuel_rate,,,%/1000km,,,{SOURCE},", "no value"),
    "figure that is no number": (FIGURES, f"line,fuel_rate,,much,%/1000km,,,{SOURCE},", "much"),
    "figure that is not finite": (FIGURES, f"line,fuel_rate,,inf,%/1000km,,,{SOURCE},", "not a finite number"),
    "held value without a date": (FIGURES, f"line,tariff_rate,,1,USD/kcm/100km,,,{SOURCE},", "needs a date"),
    "constant with a date": (FIGURES, f"line,fuel_rate,2020,1,%/1000km,,,{SOURCE},", "takes no date"),
    "no date": (FIGURES, f"line,tariff_rate,soon,1,USD/kcm/100km,,,{SOURCE},", "soon"),
    "wrong number of cells": (FIGURES, "line,loss", "2 cells instead of 9"),
    "unknown node": ("pipelines.csv", f"other,other,N,Nowhere,{SOURCE},", "to 'Nowhere' is not known"),
    "unknown profile": ("demand.csv", f"N,steep,{SOURCE},", "profile 'steep' is not known"),
    "unknown producer": ("supply_steps.csv", f"mine-1,mine,1,{SOURCE},", "producer 'mine' is not known"),
    "unknown origin": ("contracts.csv", f"c,s,Atlantis,M,line,hub,,,{SOURCE},", "origin 'Atlantis' is not known"),
    "unknown buyer": ("contracts.csv", f"c,s,Russia,Nobody,line,hub,,,{SOURCE},", "buyer 'Nobody' is not known"),
    "unknown arc of a contract": (
        "contracts.csv",
        f"c,s,Russia,M,line;no-arc,hub,,,{SOURCE},",
        "arcs 'no-arc' is not known",
    ),
    "lever of no kind": (
        "levers.csv",
        f"l,L,M,price,{SOURCE},",
        "kind 'price' of lever 'l' is not demand or supply",
    ),
    "lever on a market that is none": (
        "levers.csv",
        f"l,L,N,demand,{SOURCE},",
        "object 'N' of lever 'l' is not in demand.csv",
    ),
    "lever on an unknown producer": (
        "levers.csv",
        f"l,L,mine,supply,{SOURCE},",
        "object 'mine' of lever 'l' is not in producers.csv",
    ),
    "unknown arc of a project": ("projects.csv", f"p,P,no-arc,owner,{SOURCE},", "arcs 'no-arc' is not known"),
    "unknown object of a year": (
        "year_inputs.csv",
        f"i,consumption,Atlantis,2020,9,bcm,,,{SOURCE},",
        "'Atlantis' is not in demand.csv",
    ),
    "unknown kind of a year": (
        "year_inputs.csv",
        f"i,weather,M,2020,9,bcm,,,{SOURCE},",
        "'weather' is none of consumption, production, lng_export, stock_change",
    ),
    "year that is none": ("benchmarks.csv", f"b,TTF,soon,9,USD/MMBtu,{SOURCE},", "'soon' is not a year"),
    "oil in a unit of gas": ("benchmarks.csv", f"b,Brent,2020,9,bcm,{SOURCE},", "bcm"),
    "unknown window": ("shipping.csv", f"s,LNG,Regas,s,ice-class,thaw,{SOURCE},", "window 'thaw' is not known"),
    "unknown source of an object": ("pipelines.csv", "other,other,N,M,nobody-2020,", "source 'nobody-2020'"),
    "unknown source of an event": ("events.csv", "e,line,2022,,0,technical,nobody-2020,", "source 'nobody-2020'"),
    "object twice": ("pipelines.csv", f"line,line,N,M,{SOURCE},", "'line' is there twice"),
    "object without a name": ("pipelines.csv", f",line,N,M,{SOURCE},", "a row without a name"),
    "node of an unknown kind": ("nodes.csv", f"X,X,moon,AAA,,0,0,{SOURCE},", "node 'X' has an unknown kind"),
    "node without a place": ("nodes.csv", f"X,X,hub,AAA,,,0,{SOURCE},", "node 'X' has no lon"),
    "event of an unknown kind": ("events.csv", f"e,line,2022,,0,whim,{SOURCE},", "event 'e' needs"),
    "event that ends before it starts": (
        "events.csv",
        f"e,line,2022,2021,0,technical,{SOURCE},",
        "an end after its start",
    ),
    "event that adds capacity": ("events.csv", f"e,line,2022,,1.5,technical,{SOURCE},", "0 <= factor <= 1"),
    "event without a start": ("events.csv", f"e,line,,,0,technical,{SOURCE},", r"."),
    "event on an unknown arc": ("events.csv", f"e,no-arc,2022,,0,technical,{SOURCE},", "no-arc"),
    "observation of a wrong dimension": ("observed.csv", f"o,route_flow,line,2030,9,USD,{SOURCE},", "measures"),
    "parameter twice": ("parameters.csv", f"fuel_rate,1,%/1000km,,,{SOURCE},", "'fuel_rate' is there twice"),
    "source twice": ("sources.csv", f"{SOURCE},P,T,,2026,", f"'{SOURCE}' is there twice"),
}


@pytest.mark.parametrize(("name", "row", "message"), APPENDED.values(), ids=APPENDED)
def test_a_faulty_row_is_told_with_its_file_and_line(folder, name, row, message):
    append(name, row)(folder)
    found = problems(folder)
    matching = [
        problem for problem in found if problem.file == str(folder / name) and problem.line == last_line(folder / name)
    ]
    assert matching, [str(problem) for problem in found]
    assert any(re.search(message, problem.message) for problem in matching), [str(p) for p in matching]


def test_missing_figures_are_told_with_the_file(folder):
    replace(FIGURES, "line,length,", "line,tariff_rate,")(folder)
    found = problems(folder)
    assert "'line' has no figure for 'length'" in [
        problem.message for problem in found if problem.file == str(folder / FIGURES)
    ]


@pytest.mark.parametrize("name", ["nodes.csv", FIGURES, "events.csv"])
def test_wrong_columns_are_told_at_the_first_line(folder, name):
    replace(name, "source", "reference")(folder)
    told = [problem.message for problem in problems(folder) if (problem.file, problem.line) == (str(folder / name), 1)]
    assert [message.split(" be ")[0] for message in told] == ["columns must"]


@pytest.mark.parametrize("name", ["sources.csv", "pipelines.csv", FIGURES, "parameters.csv"])
def test_a_missing_table_is_told(folder, name):
    (folder / name).unlink()
    assert f"table '{name}' is missing" in [problem.message for problem in problems(folder)]


def test_an_arc_id_used_twice_is_told_where_it_is_used_again(folder):
    append("shipping.csv", f"line,LNG,Regas,line,conventional,,{SOURCE},")(folder)
    append("shipping_figures.csv", f"line,distance,,10,km,,,{SOURCE},")(folder)
    append("shipping_figures.csv", f"line,cost,2015,1,USD/kcm,,,{SOURCE},")(folder)
    (problem,) = problems(folder)
    assert "arc id 'line' is used" in problem.message
    assert (problem.file, problem.line) == (str(folder / "shipping.csv"), last_line(folder / "shipping.csv"))


def test_a_missing_parameter_is_told(folder):
    replace("parameters.csv", "fuel_rate", "fool_rate")(folder)
    assert [(problem.message, problem.file) for problem in problems(folder)] == [
        ("no parameter 'fuel_rate'", str(folder / "parameters.csv"))
    ]


def test_a_missing_folder_is_told(tmp_path):
    (problem,) = problems(tmp_path / "nothing")
    assert "there is no dataset folder" in problem.message


def test_all_problems_are_told_at_once_and_in_order(folder):
    append(FIGURES, f"line,colour,,1,km,,,{SOURCE},")(folder)
    append(FIGURES, f"line,shape,,1,km,,,{SOURCE},")(folder)
    append("demand.csv", f"N,steep,{SOURCE},")(folder)
    places = [(problem.file, problem.line) for problem in problems(folder)]
    assert len(places) >= 3
    assert places == sorted(places, key=lambda place: (place[0] or "", place[1] or 0))


def test_a_sound_folder_is_read_in_canonical_units(tmp_path):
    plain = Tiny(tmp_path / "plain").market("M", 10.0).producer("well", "M", 20.0, 100.0)
    folder = plain.write()
    path = folder / "demand_figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("10.0,bcm/yr", "400,PJ/yr"), encoding="utf-8")
    series = dataset.load(folder).series("demand", "M", "volume")
    assert series is not None
    assert series.year(2030) == pytest.approx(10.0)


def test_defaults_and_absent_figures(sound):
    data = dataset.load(sound)
    tariff_rate = data.series("pipelines", "line", "tariff_rate")
    assert tariff_rate is not None
    assert tariff_rate.at(2030.0) == 0.0
    assert data.series("pipelines", "line", "fuel_rate") is None
    assert data.arcs == {"line": "pipelines", "plant": "liquefaction", "ship": "shipping", "terminal": "regasification"}
    assert data.origins == ("Russia",)


def test_the_hash_follows_the_bytes(sound, folder):
    assert dataset.load(folder).hash == dataset.load(sound).hash
    replace(FIGURES, "15.0", "15.00")(folder)
    assert dataset.load(folder).hash != dataset.load(sound).hash
