r"""One optimum out of many: the vertex that stays optimal when every number is moved by a hair of its own.

A linear program has ties, some by chance and many by construction: gas of an origin that goes nowhere has no price, a
full store in two like seasons has any, and a step of supply that ends where demand ends leaves the price open. Which of
the optima a simplex method returns hangs on where it began, so the same scenario solved after another one would give
another price. Moving each cost and each limit by its own small amount leaves one optimum (Charnes 1952), whatever
path leads there: cold or warm, by simplex or by an interior method. Its basis is then taken for the program as it is,
with numbers that are not moved, so nothing of the hair is left in a result.

Limits move outwards and equations by much less, so that what the moved equations ask for fits through the moved limits;
prices are therefore those of a little more gas at every node, so that of the next unit where there are two.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.sparse import Floats

#: Largest amount by which a cost moves, million USD per unit of its column.
COST = 1e-5
#: Largest amounts by which a limit and an equation move, in their own unit: bcm or bcm/yr.
LIMIT, EQUATION = 1e-5, 1e-7
#: Tolerance at which the moved program is solved: what separates two optima of it is far above.
TOLERANCE = 1e-10
#: By how much the basis may miss the optimum of the program as it is, as a part of what the numbers were moved by: a
#: path adds up the hairs of some arcs.
SLACK = 10.0

_COSTS, _ROWS, _COLUMNS = range(1, 4)


def moved(program: Program, *, limits: bool = True) -> Program:
    """Return the program with its numbers moved.

    Parameters
    ----------
    program : Program
        Linear.
    limits : bool
        Whether limits and equations move too, or only costs.

    Returns
    -------
    Program
        Of the same shape; the amounts depend on nothing but the numbers of rows and columns.
    """
    height, width = program.matrix.shape
    cost = program.cost + COST * _spread(width, _COSTS)
    if not limits:
        return replace(program, cost=cost)
    equation = program.row_lower == program.row_upper
    by = _spread(height, _ROWS)
    down = np.where(equation, EQUATION, LIMIT) * by
    up = np.where(equation, -EQUATION, LIMIT) * by
    free = program.column_upper > program.column_lower
    return replace(
        program,
        cost=cost,
        row_lower=program.row_lower - down,
        row_upper=program.row_upper + up,
        column_upper=program.column_upper + np.where(free, LIMIT * _spread(width, _COLUMNS), 0.0),
    )


def _spread(size: int, stream: int) -> Floats:
    """Numbers between a half and 1 without any pattern, the same everywhere (SplitMix64, Steele et al. 2014).

    A sequence with a pattern would not do: sums over the two sides of a tie could coincide again.
    """
    with np.errstate(over="ignore"):
        mixed = (np.arange(1, size + 1, dtype=np.uint64) + np.uint64(stream << 40)) * np.uint64(0x9E3779B97F4A7C15)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return 0.5 + 0.5 * (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
