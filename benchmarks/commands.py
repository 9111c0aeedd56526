"""How long a user waits for what should be at once: whole processes, from their start to their end."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.running import ROOT, environment

_MAIN = "from corridor.cli import main; main()"
COMMANDS: Mapping[str, tuple[float | None, list[str]]] = {
    "python, nothing else": (None, ["-c", "pass"]),
    "import corridor": (0.1, ["-c", "import corridor"]),
    "corridor --help": (0.15, ["-c", _MAIN, "--help"]),
    "corridor validate iran-55": (1.5, ["-c", _MAIN, "validate", str(ROOT / "scenarios" / "iran-55.yaml")]),
}
"""Target in seconds, and arguments of Python, by what a user would type."""


def measure_commands(repetitions: int) -> Iterator[dict[str, Any]]:
    """Run every command in fresh processes; the first run, which fills caches of files, does not count."""
    for name, (target, arguments) in COMMANDS.items():
        for repetition in range(-1, repetitions):
            before = _processor_seconds()
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], env=environment(), check=True, capture_output=True, cwd=ROOT)
            seconds = time.perf_counter() - start
            if repetition >= 0:
                spent = _processor_seconds() - before
                yield {"command": name, "target": target, "repetition": repetition, "seconds": seconds, "busy": spent}


def _processor_seconds() -> float:
    """Seconds of processor time that processes took which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
