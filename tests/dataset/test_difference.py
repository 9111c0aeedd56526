"""Two dataset folders: whatever changes the hash is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.formulation.tiny import SOURCE, Tiny

from corridor import dataset as datasets
from corridor.dataset.difference import difference
from corridor.errors import InputError


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A dataset and a copy of it."""
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0)
    folder = world.write()
    return folder, shutil.copytree(folder, tmp_path / "copy")


CHANGES = {
    "value": (
        "pipelines_figures.csv", "2015,15.0,bcm/yr", "2015,18.0,bcm/yr",
        f"pipelines line capacity 2015: 15.0 bcm/yr -> 18.0 bcm/yr ({SOURCE})",
    ),
    "unit": (
        "pipelines_figures.csv", ",100.0,km", ",100.0,nm",
        f"pipelines line length: 100.0 km -> 100.0 nm ({SOURCE})",
    ),
    "range": (
        "pipelines_figures.csv", ",100.0,km,,", ",100.0,km,90,110",
        f"pipelines line length: range none -> 90 to 110 km ({SOURCE})",
    ),
    "identity": ("pipelines.csv", "line,line,N,M", "line,line,N,N", f"pipelines line: to M -> to N ({SOURCE})"),
    "note": ("sources.csv", "Invented for tests", "Invented", "sources test-2026: title Invented for tests -> title Invented"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), CHANGES.values(), ids=CHANGES)
def test_a_changed_cell_changes_the_hash_and_is_named(folders, name, old, new, told):
    first, second = folders
    before = datasets.load(first).hash
    path = second / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert datasets.load(second).hash != before
    assert [str(change) for change in difference(first, second)] == [told]


def test_added_and_removed_figures_are_named(folders):
    first, second = folders
    path = second / "pipelines_figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if ",tariff," not in line]
    path.write_text("\n".join([*kept, f"line,loss,,2,%,,,{SOURCE},"]) + "\n", encoding="utf-8")
    told = [str(change) for change in difference(first, second)]
    assert told == [
        f"pipelines line tariff 2015: removed, was 0.0 USD/kcm ({SOURCE})",
        f"pipelines line loss: added, 2 % ({SOURCE})",
    ]


def test_other_bytes_with_the_same_rows_are_named_too(folders):
    first, second = folders
    path = second / "nodes.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    (change,) = difference(first, second)
    assert str(change) == "nodes: the same rows -> in another order or spelling"


def test_a_table_that_only_one_folder_has_is_named(folders):
    first, second = folders
    (second / "demand_figures.csv").unlink()
    assert {change.what for change in difference(first, second)} == {"removed"}


def test_equal_folders_have_no_difference(folders):
    assert difference(*folders) == []


def test_another_folder_is_wrong_input(folders, tmp_path):
    with pytest.raises(InputError, match="is not a dataset folder"):
        difference(folders[0], tmp_path / "nothing")
