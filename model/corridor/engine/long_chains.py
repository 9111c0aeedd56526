"""Large blocks through which stocks are carried from year to year.

In them gas that nothing tells apart is counted together, what is left is solved along its years, and the optimum is
spread over the origins again.
"""

from __future__ import annotations

from dataclasses import replace

from corridor.engine.alike import Balances, added_up, classes, spread
from corridor.engine.chain import optimise_chain, years_of
from corridor.engine.matrix import Program, part
from corridor.engine.point import Point
from corridor.engine.session import Algorithm
from corridor.engine.sparse import Integers

#: Linear blocks from this many columns on are solved along their years if they carry stocks from year to year, unless
#: an algorithm is asked for. Years that only share capacity are linked so loosely that it would save nothing.
LONG_CHAIN = 50_000
#: How that is named in the manifest.
ALONG_YEARS = "simplex along the years"


def is_long_chain(program: Program, rows: Integers, columns: Integers, algorithm: Algorithm) -> bool:
    """Whether a block, given by its rows and columns, is to be solved along its years."""
    if algorithm != "auto" or len(columns) < LONG_CHAIN or not program.is_linear or program.integer.any():
        return False
    return Balances.of(program).part(rows).carried(program.matrix.part(rows, columns), years_of(program)[columns])


def optimise_long_chain(program: Program, rows: Integers, columns: Integers) -> Point:
    """Solve a block along its years.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`.
    """
    balances, block = Balances.of(program).part(rows), part(program, rows, columns)
    alike = classes(block, balances)
    found = optimise_chain(added_up(block, alike), years_of(program)[columns[alike.first_column]])
    return replace(spread(block, balances, alike, found), algorithm=ALONG_YEARS)
