r"""Dominant exporters: conduct from the slope of the fringe's supply, iterated to its fixed point.

A dominant exporter knows that price takers, his competitive fringe, sell more when he holds gas back. The demand left
to him is flatter than the market's: with slope :math:`b` of demand and :math:`S'` of the fringe's supply to the market,
its slope is :math:`1/(1/b + S')`, so his conduct is

.. math:: \theta = \frac{1}{1 + b S'} = -\frac{\Delta c}{\delta},

the part of a little gas :math:`\delta` held back by which consumption :math:`c` falls because nobody else brings it.
That is found by doing so: the program is solved once more with the sales of everybody who has conduct as they are and
:math:`\delta` less in the market, and the whole network answers, lines, tariffs, storages and all. The slope depends on
where the fringe stands and that on conduct, so both are found in turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from corridor.dataset import lookup
from corridor.engine.blocks import independent_blocks
from corridor.engine.matrix import Program, named
from corridor.engine.pieces import optimum
from corridor.engine.price_caps import optimise_settled
from corridor.engine.session import Algorithm
from corridor.engine.solve import Solution
from corridor.engine.warm import Solver
from corridor.errors import SolverLimitError
from corridor.network import Network

#: Gas held back, as a part of consumption: so little that the fringe stays on the piece of its supply where it stands.
STEP = 1e-4
#: How far conduct may lie from the one that the solution gives.
TOLERANCE = 1e-5
ROUNDS = 40
#: Round after which only a part of every change is made, so that a search that swings comes to rest.
CALM, PART = 3, 0.5


def solve_with_conduct(
    network: Network, program: Program, compiled: Callable[[Network], Program], solver: Solver
) -> tuple[Network, Solution]:
    """Solve, and solve again until the conduct of dominant exporters is the one that the fringe's supply gives.

    Parameters
    ----------
    network : Network
    program : Program
        Of that network.
    compiled : callable
        Gives the program of a network with other conduct.
    solver : Solver
        What solves it, from where it stands.

    Returns
    -------
    network : Network
        With the conduct that was found.
    solution : Solution

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CertificateError
        As :meth:`corridor.engine.warm.Solver.solve`; SolverLimitError too if conduct does not settle.
    """
    for turn in range(ROUNDS):
        solution = solver.solve(program)
        found = _found(network, solution, solver.algorithm)
        change = found - network.conduct["share"].reindex(found.index)
        if not (change.abs() > TOLERANCE).any():
            return network, solution
        share = network.conduct["share"].copy()
        share[found.index] += change * (1.0 if turn < CALM else PART)
        network = replace(network, conduct=network.conduct.assign(share=share))
        program = compiled(network)
    sizes = lookup(change.abs())
    (origin, market, year, season), size = max(sizes.items(), key=lambda each: each[1])
    raise SolverLimitError(
        f"the conduct of {origin} as dominant exporter in {market}, {season} {year}, does not settle: it still moves "
        f"by {100.0 * size:.1f} % after {ROUNDS} rounds, for the supply of the price takers there comes in steps; let "
        "it rise within steps (supply_steps: rise), or state a share of conduct instead of dominant"
    )


def _found(network: Network, solution: Solution, algorithm: Algorithm) -> pd.Series:
    """Conduct of every dominant exporter where he sells, as the price takers' supply gives it."""
    program = solution.program
    sold, rows = named(program.columns, "sales").numbers, named(program.rows, "market_clearing").numbers
    consumed = solution.values("consumption", ("market", "block", "year", "season"))
    total = consumed.groupby(level=["market", "year", "season"]).sum()
    dominant = network.conduct.index[network.conduct["dominant"]]
    keys = [key for key in dominant if key in sold and total[key[1:]] > 0.0]
    fixed = np.asarray([sold[key] for key in network.conduct.index if key in sold], dtype=np.int64)
    held = _held(program, fixed, solution.point.columns)
    found: dict[Any, float] = {}
    for together in _apart(program, keys, rows):
        step = {key: STEP * total[key[1:]] for key in together}
        withdrawn = _withdrawn(held, {rows[key[1:]]: step[key] for key in together})
        _, point = optimise_settled(withdrawn, partial(optimum, algorithm=algorithm))
        after = replace(solution, point=point).values("consumption", ("market", "block", "year", "season"))
        change = (after - consumed).groupby(level=["market", "year", "season"]).sum()
        found |= {key: float(np.clip(-change[key[1:]] / step[key], 0.0, 1.0)) for key in together}
    index = pd.MultiIndex.from_tuples(list(found), names=network.conduct.index.names) if found else dominant[:0]
    return pd.Series(list(found.values()), index=index, dtype=float)


def _held(program: Program, fixed: Any, columns: Any) -> Program:
    """Let nobody with conduct sell more or less."""
    lower, upper = program.column_lower.copy(), program.column_upper.copy()
    lower[fixed] = upper[fixed] = columns[fixed]
    return replace(program, column_lower=lower, column_upper=upper)


def _withdrawn(program: Program, volumes: dict[int, float]) -> Program:
    """Take gas out of markets, given by the rows of their clearing."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for row, volume in volumes.items():
        lower[row] += volume
        upper[row] += volume
    return replace(program, row_lower=lower, row_upper=upper)


def _apart(program: Program, keys: list[Any], rows: dict[Any, int]) -> list[list[Any]]:
    """Group the markets of which none answers to another because nothing links them: they are tried together."""
    block = {int(row): place for place, (members, _) in enumerate(independent_blocks(program)) for row in members}
    taken: list[set[int]] = []
    groups: list[list[Any]] = []
    for key in keys:
        own = block[rows[key[1:]]]
        place = next((number for number, used in enumerate(taken) if own not in used), len(taken))
        if place == len(taken):
            taken.append(set())
            groups.append([])
        taken[place].add(own)
        groups[place].append(key)
    return groups
