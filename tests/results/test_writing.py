"""Results to files and back: whole or not at all, and byte for byte the same."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from corridor.api import solve
from corridor.errors import InputError
from corridor.results import STRINGS, TABLES, read, write
from corridor.results.display import summary_html


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_what_is_read_is_what_was_written(rich, tmp_path):
    rich.write(tmp_path / "run")
    back = read(tmp_path / "run")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(back, name), getattr(rich, name), check_dtype=False, obj=name)
    assert back.manifest == json.loads(json.dumps(dict(rich.manifest)))
    assert set(back.timings) == set(rich.timings)


def test_every_table_is_there_twice(rich, tmp_path):
    rich.write(tmp_path / "run")
    names = {path.name for path in (tmp_path / "run" / "tables").iterdir()}
    assert names == {f"{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet")}
    assert {path.name for path in (tmp_path / "run").iterdir()} == {"tables", "manifest.json", "timings.json"}


def test_csv_holds_the_figures(rich, tmp_path):
    rich.write(tmp_path / "run")
    for name in ("flows", "prices", "capacity", "balance"):
        with pd.option_context("mode.string_storage", STRINGS):
            table = pd.read_csv(tmp_path / "run" / "tables" / f"{name}.csv", keep_default_na=False)
        pd.testing.assert_frame_equal(table, getattr(rich, name), check_dtype=False, rtol=1e-8, obj=name)
    assert b"\r" not in (tmp_path / "run" / "tables" / "flows.csv").read_bytes()


def test_two_solves_write_the_same_bytes(rich, rich_scenario, tmp_path):
    rich.write(tmp_path / "one")
    solve(rich_scenario).write(tmp_path / "two")
    one, two = content(tmp_path / "one"), content(tmp_path / "two")
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] in ([], ["timings.json"])


def test_a_run_takes_the_place_of_an_older_one(rich, tmp_path):
    rich.write(tmp_path / "run")
    (tmp_path / "run" / "old.txt").write_text("old")
    rich.write(tmp_path / "run")
    assert not (tmp_path / "run" / "old.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_further_files_are_added_before_it_takes_its_place(rich, tmp_path):
    def report(folder: Path) -> None:
        (folder / "report.pdf").write_bytes(b"%PDF")

    write(rich, tmp_path / "run", report)
    assert (tmp_path / "run" / "report.pdf").read_bytes() == b"%PDF"


def fail(folder: Path) -> None:
    (folder / "half.txt").write_text("half")
    raise RuntimeError("no report today")


def test_a_failure_leaves_the_old_run_untouched(rich, tmp_path):
    rich.write(tmp_path / "run")
    before = content(tmp_path / "run")
    with pytest.raises(RuntimeError, match="no report today"):
        write(rich, tmp_path / "run", fail)
    assert content(tmp_path / "run") == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_failure_leaves_nothing_where_nothing_was(rich, tmp_path):
    with pytest.raises(RuntimeError, match="no report today"):
        write(rich, tmp_path / "run", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_failing_move_brings_the_old_run_back(rich, tmp_path, monkeypatch):
    rich.write(tmp_path / "run")
    before = content(tmp_path / "run")
    rename, calls = Path.rename, []

    def stubborn(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(OSError, match="disk full"):
        rich.write(tmp_path / "run")
    assert content(tmp_path / "run") == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_foreign_folder_is_refused(rich, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds files that are not a result of Corridor"):
        rich.write(tmp_path / "home")
    assert content(tmp_path / "home") == {"thesis.txt": b"years of work"}


def test_a_file_is_refused(rich, tmp_path):
    (tmp_path / "thesis").write_text("years of work")
    with pytest.raises(InputError, match="thesis"):
        rich.write(tmp_path / "thesis")
    assert (tmp_path / "thesis").read_text() == "years of work"


def test_an_empty_folder_will_do(rich, tmp_path):
    (tmp_path / "run").mkdir()
    rich.write(tmp_path / "run")
    assert (tmp_path / "run" / "manifest.json").is_file()


def test_folders_above_are_made(rich, tmp_path):
    assert rich.write(tmp_path / "a" / "b" / "run") == tmp_path / "a" / "b" / "run"
    assert (tmp_path / "a" / "b" / "run").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("missing", ["manifest.json", "tables/flows.parquet"])
def test_an_incomplete_folder_is_no_run(rich, tmp_path, missing):
    rich.write(tmp_path / "run")
    (tmp_path / "run" / missing).unlink()
    with pytest.raises(InputError, match="not a results folder"):
        read(tmp_path / "run")


def test_a_notebook_shows_exports(rich):
    html = summary_html(rich)
    assert "<h4>Tiny</h4>" in html
    assert all(region in html for region in ("EU", "China", "Total"))
    assert rich._repr_html_() == html
