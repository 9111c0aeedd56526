"""Every shipped scenario and option, spoilt thousands of times: still right, or refused with file and line.

Never a traceback, never a warning of Python, never a second of work, and no word that nobody knows is taken silently.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from tests.scenario.mutants import Mutant, mutant

from corridor import dataset as datasets
from corridor.dataset import Dataset
from corridor.errors import DatasetError, ScenarioError
from corridor.scenario import Scenario, load
from corridor.scenario.document import Document
from corridor.scenario.files import SHIPPED
from corridor.scenario.language_page import NEW, examples
from corridor.scenario.plain import yaml_text
from corridor.scenario.vocabulary import is_pattern, vocabulary

FOLDER = next(folder for folder in SHIPPED if folder.is_dir())
SCENARIOS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
OPTIONS = tuple(sorted(f"options/{path.stem}" for path in (FOLDER / "options").glob("*.yaml")))

EXAMPLES = tuple(path for path in examples() if path not in ("title", "extends", "dataset"))
"""Examples of the keys of the language, which the shipped scenarios do not all use."""

FEW = 20
"""Mutants of a file in the default suite."""
BATCH = 500
BATCHES = {**dict.fromkeys(SCENARIOS, 10), **dict.fromkeys(OPTIONS, 1)}
"""Batches of a file in the slow suite, so that several workers share them."""

OF_EXAMPLE = 30
PARTS = 8
"""Mutants of an example in the slow suite, and tests that share the examples."""

LONGEST = 1.0
"""Seconds of work that one file may take."""

TEXTS = frozenset({"title", "description", "reason", "source"})
"""Keys of what a solution does not depend on."""

# What only Python or pydantic would say.
FOREIGN = re.compile(r"Traceback|<class|object at 0x|Input should|pydantic|Error\b|Exception")


@cache
def _reference() -> Dataset:
    return datasets.load()


@cache
def _text(name: str) -> str:
    if name in EXAMPLES:
        return f"title: Example\nextends: reference\n{examples()[name]}"
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def _words() -> frozenset[str]:
    """Return every word that the language or the dataset knows."""
    words = {word for names in vocabulary(_reference()).names.values() for word in names}
    words |= set(_reference().groups) | {"removed", "present"}
    schema = Document.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        words |= set(part.get("properties", ()))
    words |= set(re.findall(r"'([^']+)'", str(_values(schema))))
    return frozenset(words | set(SCENARIOS) | set(OPTIONS))


def _values(schema: object) -> list[object]:
    """Return the words that may stand as values."""
    if isinstance(schema, dict):
        own = [schema[key] for key in ("enum", "const") if key in schema]
        return [str(each) if isinstance(each, list) else [each] for each in own] + [
            value for inner in schema.values() for value in _values(inner)
        ]
    return [value for inner in schema for value in _values(inner)] if isinstance(schema, list) else []


class _Judge:
    """Loads spoilt files and judges what comes out; resolved texts that were seen before are not loaded again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: set[str] = set()

    def judge(self, name: str, number: int) -> None:
        """Load one mutant."""
        spoilt = mutant(name, _text(name), number)
        if name.endswith(f".{NEW}"):  # the id of a new object may be any word
            spoilt = replace(spoilt, word=None)
        path = self.folder / f"{name}.yaml"
        path.write_bytes(spoilt.content)
        began = time.process_time()
        try:
            if name in OPTIONS:
                scenario = load("reference", options=[path], dataset=_reference())
            else:
                scenario = load(path, dataset=_reference())
        except (ScenarioError, DatasetError) as error:
            assert time.process_time() - began < LONGEST
            _judge_error(error)
            return
        assert time.process_time() - began < LONGEST
        assert not spoilt.refused, "accepted what cannot be right"
        assert spoilt.word is None or _is_known(spoilt), f"accepted '{spoilt.word}', which nobody knows"
        self._judge_scenario(scenario, number)

    def _judge_scenario(self, scenario: Scenario, number: int) -> None:
        resolved = scenario.resolved(self.folder)
        meaning = repr(_without_texts(resolved))
        if meaning in self.seen and number % 8:
            return
        self.seen.add(meaning)
        path = self.folder / "resolved.yaml"
        path.write_text(yaml_text(resolved), encoding="utf-8")
        again = load(path, dataset=_reference())
        assert again.hash == scenario.hash
        assert again.resolved(self.folder) == resolved


def _is_known(spoilt: Mutant) -> bool:
    word = "" if spoilt.word is None else spoilt.word.strip()
    return word in _words() or (is_pattern(word) and any(fnmatchcase(known, word) for known in _words()))


def _without_texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_texts(inner) for key, inner in value.items() if key not in TEXTS}
    return value


def _judge_error(error: ScenarioError | DatasetError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.file is not None, problem
        assert problem.line is not None, problem
        assert problem.line >= 1, problem
        assert problem.column is not None, problem
        assert not FOREIGN.search(str(problem)), problem
        assert problem.message.isprintable(), problem


def judge(folder: Path, name: str, numbers: range) -> None:
    """Judge mutants in an empty working directory."""
    (folder / "options").mkdir()
    judge = _Judge(folder)
    for number in numbers:
        try:
            judge.judge(name, number)
        except Exception as error:
            kind = mutant(name, _text(name), number).kind
            raise AssertionError(f"mutant {number} of {name} ({kind}): {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("name", [*SCENARIOS, *OPTIONS])
def test_a_few_spoilt_copies(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    judge(tmp_path, name, range(FEW))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "batch"), [(name, batch) for name, count in BATCHES.items() for batch in range(count)]
)
def test_thousands_of_spoilt_copies(tmp_path, monkeypatch, name, batch):
    monkeypatch.chdir(tmp_path)
    judge(tmp_path, name, range(batch * BATCH, (batch + 1) * BATCH))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_spoilt_examples_of_every_key(tmp_path, monkeypatch, part):
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(EXAMPLES[part::PARTS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        judge(folder, name, range(OF_EXAMPLE))


def test_mutants_are_the_same_every_time_and_of_every_kind():
    first, second = (
        [mutant(name, _text(name), number) for number in range(200)] for name in ("reference", "reference")
    )
    assert first == second
    assert len({each.kind for each in first}) > 25
    assert sum(each.content == _text("reference").encode() for each in first) < 10
