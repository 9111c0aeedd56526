r"""Wedges of price caps in a linear program, by the slopes of its prices.

At a vertex every dual is a sum over the costs of basic columns, so the vertex tells how each market's price answers to
each wedge: :math:`P(\hat P + \Delta) = P(\hat P) + J \Delta` as long as the basis stays. The next guess is where guess
and price would meet,

.. math:: (I - \sigma J)\, (\hat P' - \hat P) = P(\hat P) - \hat P

with :math:`\sigma` a little below 1: where capped gas is what the next buyer gets, the price rises as much as the guess
and the two never meet before somebody else takes over, so the guess moves by many times their difference. That is
Newton's method for equations that are linear in pieces. Where sellers choose among linked markets it can go round in
circles, from piece to piece, so the way that a guess moves at once shrinks from round to round, and some steps are
made in part only. Nothing but costs changes, so each round takes up the vertex of the last one. Where the price is open
between two vertices, the one counts that :mod:`corridor.engine.canonical` chooses.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.engine import canonical
from corridor.engine.matrix import Program
from corridor.engine.session import Repeated
from corridor.engine.sparse import Flags, Floats, Integers
from corridor.errors import InfeasibleError

ROUNDS = 180
#: In turn: how near :math:`\sigma` is to 1, and which part of the step is made. With 0 the price itself is the aim.
PACE = ((0.95, 1.0), (0.95, 1.0), (0.95, 1.0), (0.95, 1.0), (0.95, 0.5), (0.95, 1.0), (0.9, 0.3), (0.0, 0.5))
#: Farthest that a guess moves in the first round, million USD per bcm, its part from round to round, rounds after which
#: it begins anew, and what it does not shrink below.
REACH, SHRINK, ANEW, SHORTEST = 80.0, 0.93, 60, 0.2


class Linked:
    """Markets with capped sales that share a block of a linear program.

    Parameters
    ----------
    part : Program
        The block, with its wedges in the costs.
    columns : ndarray of int, shape (sales,)
        Capped sales.
    rows : ndarray of int, shape (markets,)
        Market clearing.
    market : ndarray of int, shape (sales,)
        Market of every sale.
    """

    def __init__(self, part: Program, columns: Integers, rows: Integers, market: Integers) -> None:
        self._part, self._columns, self._rows, self._market = part, columns, rows, market
        self._cap, self._weight = part.price_cap[columns], part.price_weight[columns]
        self._price_weight = np.zeros(len(rows))
        self._price_weight[market] = self._weight
        self._lowest = np.full(len(rows), np.inf)
        np.minimum.at(self._lowest, market, self._cap)

    def settled(self, guess: Floats, tolerance: float) -> Floats:
        """Return guesses at which price and guess meet, those that come nearest if none do.

        Where there is no point at all it is the first guess: whoever solves the program then finds out.
        """
        repeated = self._standing(guess)
        if repeated is None:
            return guess
        best, least = guess, np.inf
        for turn in range(ROUNDS):
            point, basic_columns, basic_rows = repeated.optimise(self._costs(guess))
            price = point.row_duals[self._rows] / self._price_weight
            off = np.abs(self._wedges(price) - self._wedges(guess))
            if np.all(off <= tolerance):
                return guess
            if off.sum() < least:
                best, least = guess, off.sum()
            # Where the price is below every cap, the guess is the lowest of them, whatever the wedges of others do.
            bound = price > self._lowest
            slopes = np.where(bound[:, None], self._slopes(guess, basic_columns, basic_rows), 0.0)
            (sigma, part), reach = PACE[turn % len(PACE)], max(SHORTEST, REACH * SHRINK ** (turn % ANEW))
            step = np.linalg.solve(np.eye(len(guess)) - sigma * slopes, np.maximum(price, self._lowest) - guess)
            guess = np.maximum(guess + part * step.clip(-reach, reach), self._lowest)
        return best

    def _standing(self, guess: Floats) -> Repeated | None:
        """Return the program with its numbers moved by a hair, all of them or where that leaves no point the costs."""
        for limits in (True, False):
            self._moved = canonical.moved(self._part, limits=limits)
            repeated = Repeated(replace(self._moved, cost=self._costs(guess)), canonical.TOLERANCE)
            try:
                repeated.optimise(self._costs(guess))
            except InfeasibleError:
                continue
            return repeated
        return None

    def _wedges(self, guess: Floats) -> Floats:
        return np.maximum(0.0, guess[self._market] - self._cap)

    def _costs(self, guess: Floats) -> Floats:
        cost = self._moved.cost.copy()
        cost[self._columns] += self._weight * (self._wedges(guess) - self._part.wedge[self._columns])
        return cost

    def _slopes(self, guess: Floats, basic_columns: Flags, basic_rows: Flags) -> Floats:
        """How prices answer to guesses, shape (markets, markets): the row is the price, the column the guess."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.linalg import splu

        matrix, found = self._part.matrix, np.zeros((len(self._rows), len(self._rows)))
        whole = csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=matrix.shape)
        rows, columns = np.flatnonzero(~basic_rows), np.flatnonzero(basic_columns)
        moved = np.flatnonzero(basic_columns[self._columns] & (guess[self._market] >= self._cap))
        factors = splu(whole[rows][:, columns].T.tocsc())
        place = np.searchsorted(columns, self._columns[moved])
        dual = np.zeros(matrix.shape[0])
        for sale, position in zip(moved, place, strict=True):
            cost = np.zeros(len(columns))
            cost[position] = self._weight[sale]
            dual[:] = 0.0
            dual[rows] = factors.solve(cost)
            found[:, self._market[sale]] += dual[self._rows] / self._price_weight
        return found
