"""From a Pyomo model to a certified optimum."""

from corridor.engine.certificate import Certificate
from corridor.engine.dominant import solve_with_conduct
from corridor.engine.matrix import Program, compile_model
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
    "compile_model",
    "solve",
    "solve_with_conduct",
]
