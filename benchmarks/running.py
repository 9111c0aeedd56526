"""Start a measured process, listen to it, and stop it when a phase takes too long."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.stopwatch import MARK

ROOT = Path(__file__).parents[1]
PATIENCE = 3600.0
"""Seconds that any phase but solving may take."""


@dataclass(slots=True)
class Heard:
    """What a process told.

    Attributes
    ----------
    seconds : dict of str to float
        By phase.
    peak : dict of str to float
        Most memory at the end of each phase, MB.
    facts : dict
        Everything else: columns, rows, objective, ...
    stopped : str
        Phase in which it was stopped; empty if it came to its end.
    error : str
        Last lines of what it said on its way down.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    peak: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    stopped: str = ""
    error: str = ""

    @property
    def most_memory(self) -> float:
        """Most memory of the whole run, MB."""
        return max(self.peak.values(), default=float("nan"))


def measure(arguments: Sequence[str], limits: dict[str, float] | None = None) -> Heard:
    """Run ``python -m`` with some arguments and collect what it tells.

    Parameters
    ----------
    arguments
        Module and its arguments.
    limits
        Seconds by phase after which the process is stopped.
    """
    heard, lines, phase = Heard(), queue.Queue[str | None](), ""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    errors: list[str] = []
    listeners = [
        threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True),
        threading.Thread(target=lambda: errors.extend(process.stderr or ()), daemon=True),
    ]
    for listener in listeners:
        listener.start()
    while True:
        try:
            line = lines.get(timeout=(limits or {}).get(phase, PATIENCE))
        except queue.Empty:
            heard.stopped = phase or "start"
            heard.peak[heard.stopped] = _memory_of(process.pid)
            process.kill()
            break
        if line is None:
            break
        facts = json.loads(line)
        if "begins" in facts:
            phase = facts["begins"]
        elif "phase" in facts:
            heard.seconds[facts["phase"]], heard.peak[facts["phase"]] = facts["seconds"], facts["peak"]
        else:
            heard.facts |= facts
    process.wait()
    for listener in listeners:
        listener.join()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    if process.returncode and not heard.stopped:
        heard.error = "".join(errors[-12:])
    return heard


def environment() -> dict[str, str]:
    """One thread for everything, and the code of this checkout."""
    path = os.pathsep.join([str(ROOT / "model"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONPATH": path}


def _listen(stream: Any, lines: queue.Queue[str | None]) -> None:
    for line in stream:
        if line.startswith(MARK):
            lines.put(line.removeprefix(MARK))
    lines.put(None)


def _memory_of(process: int) -> float:
    """Most memory of a running process, MB; not a number where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return float(found[0]) / 1024.0 if found else float("nan")
