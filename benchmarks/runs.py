"""One run of one tool on one program, as a row of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.running import Heard, measure
from benchmarks.world import World, write

PHASES = ("read", "build", "pass", "solve", "load")
"""Reading and checking a dataset, which only Corridor does; stating the program; handing it to HiGHS; HiGHS and what
the tool does around it; results back into tables."""


def prepared(world: World, folder: Path) -> Path:
    """Write a world and what the tools need of it."""
    write(world, folder)
    return prepared_scenario(folder)


def prepared_scenario(folder: Path) -> Path:
    """Write what the tools need of ``scenario.yaml`` in a folder.

    Raises
    ------
    RuntimeError
        If it is no scenario, or has no program.
    """
    heard = measure(["benchmarks.child", "prepare", str(folder), ""])
    if heard.error:
        raise RuntimeError(f"the program in {folder} could not be prepared:\n{heard.error}")
    return folder


def run(tool: str, folder: Path, algorithm: str, limit: float, warm_up: Path | None = None) -> dict[str, Any]:
    """Measure a tool once; solving is given up after ``limit`` seconds."""
    more = [] if warm_up is None else ["--warm-up", str(warm_up)]
    heard = measure(["benchmarks.child", tool, str(folder), algorithm, *more], {"solve": limit})
    return row(heard, limit)


def row(heard: Heard, limit: float) -> dict[str, Any]:
    """Figures of one run: seconds, MB."""
    facts = heard.facts
    if heard.stopped:
        status = f"not solved within {limit:g} s" if heard.stopped == "solve" else f"stopped: {heard.stopped}"
    else:
        status = "failed" if heard.error else facts.get("status", "failed")
    before = [heard.peak[name] for name in ("build", "pass") if name in heard.peak]
    return {
        **{name: heard.seconds.get(name) for name in PHASES},
        "inside": facts.get("inside"),
        "memory_passed": max(before, default=None),
        "memory": heard.most_memory,
        "objective": facts.get("objective"),
        "iterations": facts.get("iterations"),
        "columns": facts.get("columns"),
        "rows": facts.get("rows"),
        "nonzeros": facts.get("nonzeros"),
        "algorithm": facts.get("algorithm", ""),
        "status": status,
        "error": heard.error,
    }
