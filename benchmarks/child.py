"""One measurement in a process of its own: ``python -m benchmarks.child TOOL FOLDER ALGORITHM``.

The folder holds a scenario, and what :func:`benchmarks.with_corridor.prepare` wrote beside it. So that nobody pays for
imports, some of which come late, the tool first states and solves the small program in the folder that ``--warm-up``
names, and tells nothing about it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from benchmarks import stopwatch

Tool = Callable[[Path, str], None]


def corridor(folder: Path, algorithm: str) -> None:
    """Corridor, from the dataset folder to result tables."""
    import_module("benchmarks.with_corridor").run(folder / "scenario.yaml", algorithm)


def corridor_warm(folder: Path, algorithm: str) -> None:
    """Corridor, for a scenario with another limit than one that it has just solved."""
    import_module("benchmarks.with_corridor").run_warm(folder / "scenario.yaml", algorithm)


def highspy(folder: Path, algorithm: str) -> None:
    """HiGHS, with the arrays ready."""
    import_module("benchmarks.with_highspy").run(folder, algorithm)


def linopy(folder: Path, algorithm: str) -> None:
    """Linopy (the tool's own name has a small letter)."""
    import_module("benchmarks.with_linopy").run(folder, algorithm)


def pypsa(folder: Path, algorithm: str) -> None:
    """PyPSA."""
    import_module("benchmarks.with_pypsa").run(folder, algorithm)


def pyomo_appsi(folder: Path, algorithm: str) -> None:
    """Pyomo through ``pyomo.contrib.appsi``."""
    import_module("benchmarks.with_pyomo").run(folder, algorithm, "appsi")


def pyomo_contrib(folder: Path, algorithm: str) -> None:
    """Pyomo through ``pyomo.contrib.solver``."""
    import_module("benchmarks.with_pyomo").run(folder, algorithm, "contrib")


def prepare(folder: Path, _: str) -> None:
    """Not measured: write what the other tools need."""
    import_module("benchmarks.with_corridor").prepare(folder / "scenario.yaml")


TOOLS: Mapping[str, Tool] = {
    "highspy": highspy,
    "corridor": corridor,
    "corridor warm": corridor_warm,
    "linopy": linopy,
    "pypsa": pypsa,
    "pyomo appsi": pyomo_appsi,
    "pyomo contrib": pyomo_contrib,
}
"""By the name they have in tables."""


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", choices=[*TOOLS, "prepare"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("algorithm")
    parser.add_argument("--warm-up", type=Path)
    wanted = parser.parse_args()
    tool = prepare if wanted.tool == "prepare" else TOOLS[wanted.tool]
    if wanted.warm_up is not None:
        with stopwatch.silence():
            tool(wanted.warm_up, wanted.algorithm)
    tool(wanted.folder, wanted.algorithm)


if __name__ == "__main__":
    main()
