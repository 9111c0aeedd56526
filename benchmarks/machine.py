"""What was measured on: in general words, so that figures can be put in relation and nobody's machine is named."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LOAD = "load before"
PACKAGES = ("corridor", "highspy", "highspy-extras", "linopy", "numpy", "pandas", "pyomo", "pypsa")


def machine() -> dict[str, str]:
    """Processor, cores, memory, system and versions; what the system does not tell is left out."""
    found = {"processor": _processor(), "cores": str(os.cpu_count() or ""), "memory": _memory()}
    found |= {"system": platform.system(), "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    found["measured"] = datetime.now(UTC).strftime("%Y-%m-%d")
    found[LOAD] = f"{os.getloadavg()[0]:.1f}"
    return {name: value for name, value in found.items() if value}


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _memory() -> str:
    pages, size = (os.sysconf(name) for name in ("SC_PHYS_PAGES", "SC_PAGE_SIZE"))
    return f"{pages * size / 1024.0**3:.0f} GiB"
