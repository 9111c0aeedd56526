r"""Wedges of price caps: costs that follow the solution, and are taken as given by everybody who acts.

The seller of capped gas gets the lower of the market's price and the cap, so a sale costs him the wedge
:math:`\tau = \max(0, P - \bar P)` (:mod:`corridor.formulation.price_cap`). The program is solved with a guess
:math:`\hat P` of every market's price in the wedges, and again with another until the price that it gives is the guess.
A higher wedge makes the price higher by no more than itself, so for one market alone the map from guess to price rises
with a slope between 0 and 1 and has one fixed point: at or above the price if that is above the guess, at or below it
if it is below. Where somebody else is the marginal supplier the slope is 0, and the price itself is the next guess.
Where the capped seller is, it is 1, and the price would follow the guess in steps of his cost less the cap: there the
guess moves by many of them at once, between the bounds that are known. Markets are linked, so a higher wedge in one
can send gas to another and lower the price there: where the price swings against the guess, the next guess lies between
the two, and bounds are dropped when the markets around have moved on and they contradict each other.

The search is settled where for every sale under a cap the wedge in its cost is the one that the prices give, within
:data:`TOLERANCE`: then the seller of what is sold gets the lower of price and cap, and nobody who sells nothing would
gain by selling at it, for the program has weighed him at that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from corridor import units
from corridor.engine.blocks import independent_blocks
from corridor.engine.following import optimise_following
from corridor.engine.matrix import Program, named, part
from corridor.engine.point import Point
from corridor.engine.price_slopes import Linked
from corridor.engine.prices import clearing_prices
from corridor.engine.sparse import Flags, Floats, Integers, Matrix
from corridor.errors import SolverLimitError
from corridor.formulation.price_cap import ACCOUNT

#: How far a wedge may lie from the one that the solution gives, million USD per bcm: 0.00003 USD/MMBtu.
TOLERANCE = 1e-3
ROUNDS = 60
#: Largest part of a change of the guess that a secant step expects back: a step of up to 20 times the error.
STEEPEST = 0.95
#: Largest swing of the price against the guess that is taken as it is seen.
HEAVIEST = 20.0
#: Rounds in which the bounds of a guess are to come twice as near, before their middle is tried.
PATIENCE = 3


def optimise_settled(program: Program, optimum: Callable[[Program], Point]) -> tuple[Program, Point]:
    """Solve, and solve again until every wedge of a price cap is the one that the prices give.

    Parameters
    ----------
    program : Program
    optimum : callable
        Solves a program whose costs and limits are given.

    Returns
    -------
    program : Program
        With the wedges that were found, and the limits that follow the solution.
    point : Point
        Its optimum.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError, CorridorError
        As :func:`corridor.engine.following.optimise_following`; SolverLimitError too if the wedges do not settle.
    """
    if not program.priced:
        return optimise_following(program, optimum)
    sales = _Sales(program)
    guess = sales.first(program.wedge)
    if program.is_linear and not program.follows and not program.integer.any():
        guess = _by_slopes(program, sales, guess)
        program = priced(program, sales.spread(sales.wedges(guess), len(program.cost)))
    search = _Search(guess)
    iterations, seconds = 0, 0.0
    for _ in range(ROUNDS):
        program, point = optimise_following(program, optimum)
        iterations, seconds = iterations + point.iterations, seconds + point.seconds
        price = sales.prices(program, point)
        off = np.abs(sales.wedges(price) - program.wedge[sales.columns])
        open_ = sales.any(off > TOLERANCE)
        if not open_.any():
            return program, replace(point, iterations=iterations, seconds=seconds)
        guess = np.maximum(search.next(price, open_), sales.lowest)
        program = priced(program, sales.spread(sales.wedges(guess), len(program.cost)))
    raise SolverLimitError(_unsettled(sales, off))


def priced(program: Program, wedge: Floats) -> Program:
    """Return a program with other wedges, which are part of what capped sales cost and of the accounts of caps.

    Parameters
    ----------
    wedge : ndarray, shape (columns,)
        Million USD per bcm; 0 for all columns but those of capped sales.
    """
    change = wedge - program.wedge
    moved = np.flatnonzero(change)
    if not moved.size:
        return program
    defined, money = program.defined, (program.price_weight * change)[moved]
    account = _accounts(program)[moved]
    matrix = Matrix.of(
        np.concatenate([defined.matrix.rows, account]),
        np.concatenate([defined.matrix.indices, moved]),
        np.concatenate([defined.matrix.data, money / defined.cost[account]]),
        defined.matrix.shape,
    )
    cost = program.cost.copy()
    cost[moved] += money
    return replace(program, cost=cost, wedge=wedge, defined=replace(defined, matrix=matrix))


def _by_slopes(program: Program, sales: _Sales, guess: Floats) -> Floats:
    """Guesses of prices that the slopes of a linear program lead to, block by block."""
    found = guess.copy()
    for rows, columns in independent_blocks(program):
        own = np.flatnonzero(np.isin(sales.columns, columns))
        if own.size:
            markets, market = np.unique(sales.market[own], return_inverse=True)
            linked = Linked(
                part(program, rows, columns),
                np.searchsorted(columns, sales.columns[own]),
                np.searchsorted(rows, sales.rows[markets]),
                market,
            )
            found[markets] = linked.settled(guess[markets], TOLERANCE)
    return found


def _accounts(program: Program) -> Integers:
    """Place among the definitions of the account that every capped sale is booked on, -1 for other columns."""
    place = {int(column): position for position, column in enumerate(program.defined.column)}
    found = np.full(len(program.cost), -1, dtype=np.int64)
    for names in program.priced:
        accounts = named(program.columns, names.accounts).numbers
        for key, number in named(program.columns, names.sales).numbers.items():
            found[number] = place[accounts[ACCOUNT, key[3]]]
    return found


class _Sales:
    """Sales under caps and the markets, by season, that they are made in."""

    def __init__(self, program: Program) -> None:
        self._names = program.priced
        columns: list[int] = []
        self.keys: list[Any] = []
        rows: list[int] = []
        for names in self._names:
            row = named(program.rows, names.clearing).numbers
            for key, number in named(program.columns, names.sales).numbers.items():
                columns.append(number)
                self.keys.append(key)
                rows.append(row[key[2:]])
        self.columns = np.asarray(columns, dtype=np.int64)
        self.rows, first, self.market = np.unique(rows, return_index=True, return_inverse=True)
        self._cap = program.price_cap[self.columns]
        self._weight = program.price_weight[self.columns][first]
        self.lowest = np.full(len(self.rows), np.inf)
        np.minimum.at(self.lowest, self.market, self._cap)

    def first(self, wedge: Floats) -> Floats:
        """Guess of every market's price that wedges stand for; the lowest cap where there are none."""
        found, own = self.lowest.copy(), wedge[self.columns]
        np.maximum.at(found, self.market, np.where(own > 0.0, own + self._cap, 0.0))
        return found

    def wedges(self, price: Floats) -> Floats:
        """Wedge of every sale at the prices of the markets."""
        return np.maximum(0.0, price[self.market] - self._cap)

    def prices(self, program: Program, point: Point) -> Floats:
        """Price of every market that has a capped sale, million USD per bcm."""
        whole = np.zeros(program.matrix.shape[0])
        for names in self._names:
            rows, bought = named(program.rows, names.clearing), named(program.columns, names.consumption)
            whole[rows.start : rows.stop], _ = clearing_prices(program, point, rows, bought)
        return np.asarray(whole[self.rows] / self._weight)

    def any(self, wrong: Flags) -> Flags:
        """Markets with a sale of which something is so."""
        found = np.zeros(len(self.rows), dtype=bool)
        np.logical_or.at(found, self.market, wrong)
        return found

    def spread(self, values: Floats, width: int) -> Floats:
        """Write values of the sales along all columns."""
        whole = np.zeros(width)
        whole[self.columns] = values
        return whole


class _Search:
    """Guesses of prices, and what is known of where each has its fixed point."""

    def __init__(self, guess: Floats) -> None:
        self._guess = guess
        self._below, self._above = np.full(guess.shape, -np.inf), np.full(guess.shape, np.inf)
        self._before: tuple[Floats, Floats] | None = None
        self._width, self._waited = np.full(guess.shape, np.inf), np.zeros(guess.shape, dtype=np.int64)

    def next(self, price: Floats, open_: Flags) -> Floats:
        """Return the next guesses, given the prices at the last ones; those that are not open stay."""
        rising = price > self._guess
        slope = self._slope(price, rising)
        self._bound(price, rising, slope < 0.0)
        wanted = (price - slope * self._guess) / (1.0 - slope)
        # A step beyond what is known stops half way between the price, which is the least that is safe, and the bound.
        wanted = np.where(wanted > self._above, 0.5 * (np.minimum(price, self._above) + self._above), wanted)
        wanted = np.where(wanted < self._below, 0.5 * (np.maximum(price, self._below) + self._below), wanted)
        with np.errstate(invalid="ignore"):
            wanted = np.where(self._is_slow(), 0.5 * (self._below + self._above), wanted)
        self._before = self._guess, price
        self._guess = np.where(open_, wanted, self._guess)
        return self._guess

    def _bound(self, price: Floats, rising: Flags, swinging: Flags) -> None:
        """Take the prices as bounds; where the old ones contradict them, others have moved, and they are dropped.

        Where the price falls as the guess rises it is no bound at all.
        """
        below = np.where(rising, np.maximum(self._below, price), self._below)
        above = np.where(rising, self._above, np.minimum(self._above, price))
        crossed = below > above + TOLERANCE
        self._below = np.where(swinging | (crossed & ~rising), -np.inf, np.where(crossed, price, below))
        self._above = np.where(swinging | (crossed & rising), np.inf, np.where(crossed, price, above))

    def _slope(self, price: Floats, rising: Flags) -> Floats:
        """How the price went with the guess; 0 where the guess has gone too far, unless the price swings against it."""
        if self._before is None:
            return np.zeros_like(price)
        guess, old = self._before
        moved = self._guess - guess
        known, onward = np.abs(moved) > TOLERANCE, rising == (old > guess)
        slope = np.where(known, (price - old) / np.where(known, moved, 1.0), 0.0)
        return np.where(onward, slope.clip(0.0, STEEPEST), slope.clip(-HEAVIEST, 0.0))

    def _is_slow(self) -> Flags:
        """Where the bounds have not come twice as near for some rounds."""
        with np.errstate(invalid="ignore"):
            width = self._above - self._below
        halved = ~(width > 0.5 * self._width)
        self._waited = np.where(halved | ~np.isfinite(width), 0, self._waited + 1)
        self._width = np.where(halved | ~np.isfinite(width), width, self._width)
        return np.asarray(self._waited >= PATIENCE)


def _unsettled(sales: _Sales, off: Floats) -> str:
    """Say which price caps do not settle, the worst first."""
    worst = np.argsort(-off, kind="stable")[: np.count_nonzero(off > TOLERANCE)]
    per_price = units.from_canonical(1.0, "USD/MMBtu", "price")
    lines = [
        f"policy '{policy}' on gas of {origin} in {market}, {season} {year}: what the seller gets is off by "
        f"{off[number] * per_price:.2g} USD/MMBtu"
        for number in worst[:5]
        for policy, origin, market, year, season in [sales.keys[number]]
    ]
    more = [f"and {len(worst) - 5} more"] if len(worst) > 5 else []
    head = f"price caps and the prices that they lead to did not settle in {ROUNDS} rounds:"
    return "\n".join([head, *lines, *more])
