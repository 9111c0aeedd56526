"""Calibration: figures move together between their low and high, and the best position for all years stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formulation.tiny import SOURCE, Tiny
from tests.study.backcast.worlds import ESTIMATE, two_lines

from corridor.dataset import Dataset
from corridor.dataset import load as load_dataset
from corridor.errors import InputError
from corridor.study.backcast.calibration import POSITIONS, calibrate, chosen, parameters, placed


def tariff(dataset: Dataset, line: str) -> float:
    series = dataset.series("pipelines", line, "tariff")
    assert series is not None
    return series.values[0]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cheap line is observed to be the full one only if the tariff of the other is at least in the middle."""
    return two_lines(tmp_path_factory.mktemp("calibrated"))


def test_figures_stand_between_low_and_high(path):
    dataset = load_dataset(path.parent / "dataset")
    for position, value in ((-1.0, 5.0), (-0.5, 7.5), (0.0, 10.0), (0.5, 20.0), (1.0, 30.0)):
        moved = placed(dataset, {"tariff": position})
        assert tariff(moved, "two") == pytest.approx(value)
        assert tariff(moved, "one") == pytest.approx(20.0)
    assert placed(dataset, {"tariff": 1.0}).hash != dataset.hash
    assert placed(dataset, {}).hash == dataset.hash


def test_the_position_that_explains_every_year_is_found(path):
    table = calibrate(path)
    assert table["error"].tolist()[0] > 0.3
    assert chosen(table)["tariff"] == 1.0
    assert table[table["kept"]]["error"].tolist()[-1] == pytest.approx(0.0, abs=1e-3)
    assert set(table["position"]) == set(POSITIONS)


@pytest.mark.slow
def test_it_is_the_same_twice(path):
    assert calibrate(path).equals(calibrate(path))


def test_what_has_no_figures_is_named(tmp_path):
    tiny = Tiny(tmp_path)
    tiny.plain["calibration"] = [("ghost", "pipelines", "tariff", SOURCE, "")]
    tiny.market("M", 1.0).producer("well", "M", 5.0, 100.0)
    with pytest.raises(InputError, match="names what has no figures: ghost"):
        parameters(load_dataset(tiny.write()))


def test_an_estimate_is_needed(path):
    assert [each.source for each in parameters(load_dataset(path.parent / "dataset"))] == [ESTIMATE]
