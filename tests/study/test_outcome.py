"""What is remembered of solved points."""

from __future__ import annotations

import pytest

from corridor.study import outcome
from corridor.study.outcome import Memory, Outcome, program_fingerprint

ROW = {"indicator": "price", "subject": "Türkiye", "year": 2030, "value": 0.1 + 0.2, "unit": "USD/MMBtu"}


@pytest.mark.parametrize("known", [Outcome("ok", indicators=(ROW,)), Outcome("failed", "no flows satisfy it")])
def test_outcomes_are_recalled_exactly(tmp_path, known):
    memory = Memory(tmp_path / "points")
    memory.keep("abc", known)
    assert memory.recall("abc") == known
    assert memory.recall("abd") is None


def test_what_would_not_last_is_forgotten(tmp_path):
    memory = Memory(tmp_path / "points")
    memory.keep("abc", Outcome("failed", "time limit", lasting=False))
    assert memory.recall("abc") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"status": "ok", "reason": ""}'])
def test_broken_files_are_as_good_as_none(tmp_path, content):
    memory = Memory(tmp_path)
    memory.keep("abc", Outcome("ok"))
    (path,) = tmp_path.iterdir()
    path.write_text(content, encoding="utf-8")
    assert memory.recall("abc") is None


def test_another_program_remembers_nothing(tmp_path, monkeypatch):
    memory = Memory(tmp_path)
    memory.keep("abc", Outcome("ok"))
    monkeypatch.setattr(outcome, "program_fingerprint", lambda: "another")
    assert memory.recall("abc") is None


def test_fingerprint_follows_the_files(tmp_path, monkeypatch):
    monkeypatch.setattr(outcome, "PACKAGE", tmp_path)
    prints = []
    for name, text in (("engine.py", "a"), ("engine.py", "b"), ("figures.csv", "c")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        prints.append(program_fingerprint.__wrapped__())
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "figures.py").write_text("d", encoding="utf-8")
    assert len(set(prints)) == 3
    assert program_fingerprint.__wrapped__() == prints[-1]
