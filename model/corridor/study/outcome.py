"""What became of one point, and a folder that remembers it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]

# Neither how a study is asked for nor how it is shown changes the answer of a point.
_ROOMS_WITHOUT_INFLUENCE = ("report", "study")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one point.

    Attributes
    ----------
    status
        ``ok`` or ``failed``.
    reason
        Why it failed; empty otherwise.
    indicators
        Rows of :func:`corridor.study.facts.facts`: indicator, subject, year, value, unit.
    lasting
        Whether the same point would give the same outcome again: a time limit or a fault would not.
    """

    status: str
    reason: str = ""
    indicators: tuple[Mapping[str, Any], ...] = ()
    lasting: bool = True


@cache
def program_fingerprint() -> str:
    """Hash of everything besides the scenario that decides an answer: the program and its solver."""
    digest = hashlib.sha256(version("highspy").encode())
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.suffix in {".py", ".csv", ".txt"} and inside.parts[0] not in _ROOMS_WITHOUT_INFLUENCE:
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Memory:
    """Outcomes by resolved scenario, one small file each, so that an interrupted study resumes.

    Attributes
    ----------
    folder
        Where the files lie; made on first use.
    """

    folder: Path

    def recall(self, scenario_hash: str) -> Outcome | None:
        """Return what is known about a point, or None."""
        try:
            content = json.loads(self._path(scenario_hash).read_text(encoding="utf-8"))
            return Outcome(content["status"], content["reason"], tuple(content["indicators"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            # A file cut short by a full disk is as good as none.
            return None

    def keep(self, scenario_hash: str, outcome: Outcome) -> None:
        """Remember an outcome that would be the same again."""
        if not outcome.lasting:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {"status": outcome.status, "reason": outcome.reason, "indicators": list(outcome.indicators)}
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
        Path(name).replace(self._path(scenario_hash))

    def _path(self, scenario_hash: str) -> Path:
        key = hashlib.sha256(f"{scenario_hash}\0{program_fingerprint()}".encode()).hexdigest()
        return self.folder / f"{key}.json"
