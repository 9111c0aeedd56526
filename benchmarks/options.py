"""How HiGHS is set in every tool: the settings of Corridor, so that all of them solve in the same way."""

from __future__ import annotations

from typing import Any

from corridor.engine.session import FEASIBILITY


def options(algorithm: str) -> dict[str, Any]:
    """Options of HiGHS by name; presolve and crossover stay as HiGHS has them."""
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 1,
        "solver": algorithm,
        "primal_feasibility_tolerance": FEASIBILITY,
        "dual_feasibility_tolerance": FEASIBILITY,
    }
