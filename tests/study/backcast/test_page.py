"""What the page about the data says of a back-cast."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.study.backcast.worlds import two_lines

from corridor.dataset import Dataset
from corridor.dataset import load as load_dataset
from corridor.errors import InputError
from corridor.study.backcast import backcast, write
from corridor.study.backcast.page import reasons, section


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dataset]:
    """Tables of a back-cast in which the model takes the other line, and the dataset with the reason why."""
    folder = tmp_path_factory.mktemp("past")
    path = two_lines(folder)
    with (path.parent / "dataset" / "backcast_misses.csv").open("a", encoding="utf-8") as stream:
        stream.write("one:2019-2020,one,2019-2020,The guess is too low.,estimate:tariff,with 30: right\n")
    found = backcast(path, ablations=False, number_of_draws=2)
    write(found, folder / "tables")
    return folder / "tables", load_dataset(path.parent / "dataset")


@pytest.fixture(scope="module")
def text(past: tuple[Path, Dataset]) -> str:
    return "\n".join(section(*past))


def test_every_route_stands_beside_what_was_measured(text):
    assert "| one | 0.0 / 6.0<br>-6.0 | 0.0 / 6.0<br>-6.0 |" in text
    assert "| two | 10.0 / 4.0<br>+6.0 |" in text


def test_errors_are_told_by_case_and_year(text):
    assert "| totals given | 120.0 | 120.0 | 120.0 |" in text
    assert "| last year | 0.0 |  | 0.0 |" in text
    assert "In 2 draws of costs" in text


def test_a_miss_stands_with_its_reason_and_what_was_tried(text):
    assert "| one | 2019-2020 | -6.0, -6.0 | The guess is too low. | with 30: right |" in text


def test_prices_are_apart_from_the_score(text):
    assert "Volumes say nothing about prices" in text


def test_tables_of_another_dataset_are_refused(past):
    folder, dataset = past
    with pytest.raises(InputError, match="was made with another dataset"):
        list(section(folder, replace(dataset, hash="f" * 64)))


def test_a_range_of_years_gives_each_its_reason(past):
    assert reasons(past[1]) == {("one", year): "The guess is too low." for year in (2019, 2020)}
