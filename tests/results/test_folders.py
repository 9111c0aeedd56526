"""Folders are complete or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.errors import InputError
from corridor.results.folders import MANIFEST, check_replaceable, replacing


def write(target, text="new"):
    with replacing(target) as folder:
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def test_new_folder_appears_with_its_parents(tmp_path):
    write(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b" / MANIFEST).read_text(encoding="utf-8") == "new"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_earlier_result_is_replaced_whole(tmp_path):
    target = tmp_path / "run"
    write(target, "old")
    (target / "extra").write_text("old", encoding="utf-8")
    write(target)
    assert [path.name for path in target.iterdir()] == [MANIFEST]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_failure_leaves_the_earlier_result(tmp_path):
    target = tmp_path / "run"
    write(target, "old")
    with pytest.raises(FileNotFoundError), replacing(target) as folder:
        (folder / "missing" / MANIFEST).touch()
    assert (target / MANIFEST).read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_failure_of_the_last_step_brings_the_earlier_result_back(tmp_path, monkeypatch):
    target = tmp_path / "run"
    write(target, "old")
    rename = Path.rename

    def refused(self, other):
        if self.name == "new":
            raise PermissionError(self)
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        write(target)
    assert (target / MANIFEST).read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_failure_leaves_nothing_new(tmp_path):
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "run"):
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []


def test_empty_folder_may_be_filled(tmp_path):
    target = tmp_path / "run"
    target.mkdir()
    write(target)
    assert (target / MANIFEST).is_file()


def test_other_peoples_files_are_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="holds files that are not a result of Corridor"), replacing(tmp_path):
        pass
    assert (tmp_path / "thesis.txt").is_file()


def test_target_that_is_a_file_is_refused(tmp_path):
    path = tmp_path / "thesis.txt"
    path.write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="is a file; name a folder"):
        check_replaceable(path)
