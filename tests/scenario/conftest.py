"""A dataset of a dozen objects, so that tests of the language do not depend on the reference figures."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.dataset.schema import COMPONENTS, FIGURE_COLUMNS, PLAIN_TABLES
from corridor.errors import ScenarioError
from corridor.scenario import Scenario, load

NODES = [
    ("Yamal", "basin", "RUS", "Russia"),
    ("Mozdok", "hub", "RUS", "Russia"),
    ("Azerbaijan", "market", "AZE", "Caucasus"),
    ("Iran North", "market", "IRN", "Iran;Persia;Middle East"),
    ("Iran South", "market", "IRN", "Iran;Persia;Middle East"),
    ("Iraq", "market", "IRQ", "Middle East"),
    ("Hungary", "market", "HUN", "EU;Europe"),
    ("Slovakia", "market", "SVK", "EU;Europe"),
    ("Norway", "market", "NOR", "Europe"),
    ("LNG Yamal", "liquefaction", "RUS", "Russia"),
    ("Regas Hungary", "regas", "HUN", "EU;Europe"),
]
VOLUMES = {"Azerbaijan": 13, "Iran North": 150, "Iran South": 50, "Iraq": 20, "Hungary": 9, "Slovakia": 5, "Norway": 4}
IDENTITIES: dict[str, list[tuple[str, ...]]] = {
    "producers": [("russia-yamal", "Yamal", "Russia")],
    "supply_steps": [("russia-yamal-1", "russia-yamal", "1")],
    "seasonality": [("flat",)],
    "pipelines": [
        ("blue-stream", "Blue Stream", "Mozdok", "Iraq"),
        ("mozdok-hajigabul", "M-H", "Mozdok", "Azerbaijan"),
    ],
    "liquefaction": [("liquefaction-yamal", "Yamal", "LNG Yamal", "Yamal LNG")],
    "regasification": [("regas-hungary", "Regas Hungary", "Hungary", "Hungary regasification")],
    "shipping": [("yamal>hungary", "LNG Yamal", "Regas Hungary", "Yamal LNG to Europe", "ice-class", "")],
    "windows": [],
    "storages": [("hungary-storage", "Hungary")],
    "contracts": [("russia-hungary", "Gazprom", "Russia", "Hungary", "blue-stream", "hub", "", "")],
    "projects": [("russia-iran", "Russia-Iran", "mozdok-hajigabul", "Russia")],
    "fleets": [("arc7", "Ice-class ships")],
    "levers": [("reactor", "A reactor", "Iran South", "demand"), ("decline", "A decline", "russia-yamal", "supply")],
}
FIGURES: dict[str, list[tuple[str, ...]]] = {
    "producers": [("russia-yamal", "potential", "2025", "300", "bcm/yr")],
    "supply_steps": [
        ("russia-yamal-1", "share", "", "100", "%"),
        ("russia-yamal-1", "cost", "2025", "30", "USD/kcm"),
    ],
    "seasonality": [("flat", f"month-{month:02d}", "", "8.3333", "%") for month in range(1, 13)],
    "pipelines": [
        (pipeline, attribute, date, value, unit)
        for pipeline in ("blue-stream", "mozdok-hajigabul")
        for attribute, date, value, unit in (("capacity", "2015", "16", "bcm/yr"), ("length", "", "1200", "km"))
    ],
    "liquefaction": [("liquefaction-yamal", "own_use", "", "8", "%")],
    "shipping": [
        ("yamal>hungary", "distance", "", "4000", "nm"),
        ("yamal>hungary", "cost", "2015", "1", "USD/MMBtu"),
    ],
    "storages": [
        ("hungary-storage", "working_gas", "2015", "6", "bcm"),
        ("hungary-storage", "injection", "2015", "40", "mcm/d"),
        ("hungary-storage", "withdrawal", "2015", "70", "mcm/d"),
    ],
    "contracts": [
        ("russia-hungary", "quantity", "2021", "4.5", "bcm_ru/yr"),
        ("russia-hungary", "price", "", "8", "USD/MMBtu"),
    ],
    "projects": [
        ("russia-iran", "size", "", "55", "bcm/yr"),
        ("russia-iran", "earliest", "", "2027", "yr"),
        ("russia-iran", "capex", "", "5", "bn USD"),
        ("russia-iran", "lifetime", "", "30", "yr"),
        ("russia-iran", "discount_rate", "", "8", "%"),
    ],
    "fleets": [("arc7", "ships", "2018", "15", "1"), ("arc7", "cargo", "", "0.1", "bcm")],
    "levers": [
        ("reactor", "volume", "2030", "2", "bcm/yr"),
        ("decline", "volume", "2028", "-10", "bcm/yr"),
    ],
}


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The small dataset, read."""
    folder = tmp_path_factory.mktemp("dataset")
    write_dataset(folder)
    return datasets.load(folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, for scenario files."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def read(folder: Path, dataset: Dataset) -> Callable[..., Scenario]:
    """Write ``main.yaml`` and other files named by keyword, then load the main one."""

    def load_texts(main: str, overrides: Sequence[str] = (), **others: str) -> Scenario:
        for name, text in {"main": main, **others}.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load("main.yaml", overrides, dataset=dataset)

    return load_texts


@pytest.fixture
def problems(read: Callable[..., Scenario]) -> Callable[..., str]:
    """The whole error text that loading these texts gives."""

    def text_of(main: str, overrides: Sequence[str] = (), **others: str) -> str:
        with pytest.raises(ScenarioError) as caught:
            read(main, overrides, **others)
        return caught.value.summary

    return text_of


def write_dataset(folder: Path) -> None:
    """Write the small dataset as CSV tables."""
    identities: dict[str, list[tuple[str, ...]]] = {name: list(rows) for name, rows in IDENTITIES.items()}
    identities["nodes"] = [(node, node, kind, country, groups, "0", "0") for node, kind, country, groups in NODES]
    identities["demand"] = [(market, "flat") for market in VOLUMES]
    figures: dict[str, list[tuple[str, ...]]] = {name: list(rows) for name, rows in FIGURES.items()}
    figures["demand"] = [
        row
        for market, volume in VOLUMES.items()
        for row in (
            (market, "volume", "2025", str(volume), "bcm/yr"),
            (market, "reference_price", "2025", "8", "USD/MMBtu"),
        )
    ]
    for name, component in COMPONENTS.items():
        columns = (component.key, *component.columns, "source", "note")
        _write(folder / f"{name}.csv", columns, [(*row, "test-2026", "") for row in identities.get(name, [])])
        rows = [(*row, "", "", "test-2026", "") for row in figures.get(name, [])]
        _write(folder / f"{name}_figures.csv", FIGURE_COLUMNS, rows)
    plain: dict[str, list[tuple[str, ...]]] = {
        "sources": [("test-2026", "Test", "Invented for tests", "", "2026", "")],
        "events": [("nord-stream-halt", "blue-stream", "2022-09-01", "", "0", "conflict", "test-2026", "")],
        "parameters": [
            ("fuel_rate", "0.3", "%/100km", "", "", "test-2026", ""),
            ("discount_rate", "7", "%", "", "", "test-2026", ""),
            ("value_of_lost_load", "50", "USD/MMBtu", "", "", "test-2026", ""),
        ],
    }
    for name, columns in PLAIN_TABLES.items():
        _write(folder / f"{name}.csv", columns, plain.get(name, []))


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([columns, *rows])
