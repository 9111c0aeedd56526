"""From a Pyomo model to a certified optimum."""

from corridor.engine.certificate import Certificate
from corridor.engine.dominant import solve_with_conduct
from corridor.engine.matrix import Program, compile_model, named
from corridor.engine.prices import clearing_prices
from corridor.engine.session import Algorithm
from corridor.engine.solve import Solution
from corridor.engine.warm import RebuildReason, Solver, solve

__all__ = [
    "Algorithm",
    "Certificate",
    "Program",
    "RebuildReason",
    "Solution",
    "Solver",
    "clearing_prices",
    "compile_model",
    "named",
    "solve",
    "solve_with_conduct",
]
