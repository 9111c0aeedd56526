"""One message for each kind of error and warning, word for word; every place that can tell a problem has one.

After a change of words run the tests with ``WRITE_MESSAGES=1`` and read what changed in ``messages/messages.txt``: does
each message say what to change to somebody who sees the language for the first time?
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from ruamel.yaml import YAML

from corridor import errors
from corridor.dataset import Dataset
from corridor.errors import ScenarioError
from corridor.scenario import load, origin, suspicions, tree, validation, values

HERE = Path(__file__).parent / "messages"
GOLDEN = HERE / "messages.txt"
ROOM = Path(values.__file__).parent
HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"
CASES: dict[str, dict[str, Any]] = YAML(typ="safe").load((HERE / "cases.yaml").read_text(encoding="utf-8"))

PASSING_ON = ("origin.py",)
"""Files that only pass on what others tell."""
COMMANDS = ("history.py", "templates.py")
"""Files that serve `corridor show` and `corridor new`, whose messages are tested with them."""


def told(case: dict[str, Any], folder: Path, dataset: Dataset) -> str:
    """Return the whole text about one case."""
    for name, text in case.get("files", {}).items():
        (folder / f"{name}.yaml").parent.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(text + "\n", encoding="utf-8")
    for number in range(case.get("chain", 0)):
        (folder / f"file-{number}.yaml").write_text(f"title: T\nextends: file-{number + 1}\n", encoding="utf-8")
    content = (case.get("whole") or HEAD + case.get("text", "")) + "\n"
    if "long" in case:
        content += "#" * case["long"]
    main = bytes.fromhex(case["bytes"]) if "bytes" in case else content.encode()
    (folder / "main.yaml").write_bytes(main)
    if case.get("warned"):
        warnings = load("main.yaml", case.get("set", ()), dataset=dataset).warnings
        return "\n".join(map(str, warnings))
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml", case.get("set", ()), options=case.get("options", ()), dataset=dataset)
    return str(caught.value).replace(str(ROOM.parents[2]), "CORRIDOR")


@pytest.fixture
def tell(folder, dataset, monkeypatch):
    """Return the text about a case by its name."""
    read_bytes = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.stem == "locked":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", locked)

    def text_of(name: str) -> str:
        for old in sorted(folder.rglob("*"), reverse=True):
            old.unlink() if old.is_file() else old.rmdir()
        return told(CASES[name], folder, dataset)

    return text_of


def goldens() -> dict[str, str]:
    """Return the texts by name of case."""
    parts = GOLDEN.read_text(encoding="utf-8").split("\n== ")[1:]
    return {name: text.strip("\n") for name, _, text in (part.partition("\n") for part in parts)}


def test_messages_word_for_word(tell):
    found = {name: tell(name) for name in CASES}
    if os.environ.get("WRITE_MESSAGES"):
        parts = (f"\n== {name}\n{text}\n" for name, text in found.items())
        GOLDEN.write_text("What is told about each case of cases.yaml.\n" + "".join(parts), encoding="utf-8")
    assert found == goldens()


def test_no_message_has_the_words_of_a_library():
    text = GOLDEN.read_text(encoding="utf-8")
    for word in ("Input should", "pydantic", "block mapping", "<block", "Traceback", "None"):
        assert word not in text


def test_every_place_that_tells_a_problem_has_a_message(tell, monkeypatch):
    reached: set[tuple[str, int]] = set()

    def noting(function):
        def noted(*arguments: Any, **named: Any) -> Any:
            frame: FrameType | None = sys._getframe(1)
            while frame is not None and Path(frame.f_code.co_filename).parent != ROOM:
                frame = frame.f_back
            if frame is not None:
                reached.add((Path(frame.f_code.co_filename).name, frame.f_lineno))
            return function(*arguments, **named)

        return noted

    monkeypatch.setattr(origin.Origin, "problem", noting(origin.Origin.problem))
    monkeypatch.setattr(validation, "_problem", noting(validation._problem))
    monkeypatch.setattr(values.Fault, "__init__", noting(values.Fault.__init__))
    monkeypatch.setattr(origin.Origin, "warning", noting(origin.Origin.warning))
    monkeypatch.setattr(suspicions, "_warning", noting(suspicions._warning))
    monkeypatch.setattr(errors.Problem, "__init__", noting(errors.Problem.__init__))
    monkeypatch.setattr(tree, "_read_lately", tree._read)
    for name in CASES:
        tell(name)
    missed = [
        f"{file}:{first}: {text}"
        for file, first, last, text in _places()
        if not any(name == file and first <= line <= last for name, line in reached)
        and file not in (*PASSING_ON, *COMMANDS)
    ]
    assert not missed, "\n".join(missed)


def _places() -> Iterator[tuple[str, int, int, str]]:
    """Yield file, first line, last line and text of every call that makes a problem."""
    for path in sorted(ROOM.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                helper = (name, path.name) in {("_problem", "validation.py"), ("_warning", "suspicions.py")}
                if helper or name in {"problem", "warning", "Problem", "Fault"}:
                    yield path.name, node.lineno, node.end_lineno or 0, ast.get_source_segment(source, node) or ""
