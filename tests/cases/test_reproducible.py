"""The same command gives the same bytes, whatever order the interpreter hands out the elements of a set in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

COMMAND = "from corridor.cli import main; main()"


def run(folder: Path, seed: int, *arguments: str) -> Path:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    words = [sys.executable, "-c", COMMAND, "run", "iran-55", "--out", str(folder), *arguments]
    subprocess.run(words, env=environment, check=True, capture_output=True)
    return folder


def test_tables_report_and_manifest_do_not_depend_on_the_order_of_sets(tmp_path):
    overrides = ("--set", "horizon.years=[2025, 2035]", "--set", "report.years=[2025, 2035]", "--report")
    first, second = (run(tmp_path / str(seed), seed, *overrides) for seed in (1, 2))
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    differing = [str(name) for name in names if (first / name).read_bytes() != (second / name).read_bytes()]
    assert [name for name in differing if not name.endswith("timings.json")] == []
