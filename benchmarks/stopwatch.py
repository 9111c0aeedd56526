"""What a measured process tells its parent: phases with their seconds and the memory used so far, a line each."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STATUS = Path("/proc/self/status")


def peak_memory() -> float:
    """Most memory that this process has had at a time, MB.

    Linux starts the ``ru_maxrss`` of a process with what its parent had when it was started, so the figure of the
    process alone is taken where there is one.
    """
    if STATUS.is_file():
        for line in STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) / 1024.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024.0 if sys.platform != "darwin" else 1024.0**2)


MARK = "@told "
"""Begins the lines that are told, among those that tools print."""

_silent = False


def tell(**facts: Any) -> None:
    """Tell facts at once, for the process may be stopped at any time."""
    if not _silent:
        sys.stdout.write(f"\n{MARK}{json.dumps(facts)}\n")
        sys.stdout.flush()


@contextmanager
def silence() -> Iterator[None]:
    """Tell nothing inside."""
    global _silent
    _silent = True
    try:
        yield
    finally:
        _silent = False


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Time a phase and tell about its beginning and its end."""
    tell(begins=name)
    start = time.perf_counter()
    yield
    told(name, time.perf_counter() - start)


def told(name: str, seconds: float) -> None:
    """Tell the seconds of a phase that was timed elsewhere."""
    tell(phase=name, seconds=seconds, peak=peak_memory())
