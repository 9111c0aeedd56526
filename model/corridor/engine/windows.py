r"""Rolling windows: the years are decided a few at a time, with a limited view of those that follow.

Window :math:`k` decides the years :math:`Y_k` and sees those of its look-ahead :math:`A_k` as well. Its program is the
part of the whole program about :math:`Y_k \cup A_k`, with the weights and discount factors of the whole horizon:

.. math:: \min_{x_{Y_k}, x_{A_k}} \sum_{y \in Y_k \cup A_k} w_y D_y C_y \quad \text{given } x_y = \hat x_y
          \text{ for every year } y \text{ of an earlier window}

What is decided in these years costs the window what it costs in them: annuities of years beyond its sight are as little
seen as what the capacity would be worth then.

Of its solution the years :math:`Y_k` are kept; those of the look-ahead are decided again by a later window. Everything
that has been decided is given to the windows after it, not only what links years today, so that no variable needs to be
named here. A variable belongs to the latest model year of its index. What has no year in its index (say, whether a
project is chosen at all) is decided anew in every window, under all that has been decided. Years beyond the look-ahead
do not exist for a window; a statement on an earlier year that could only hold with their help is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from corridor.engine.certificate import Certificate
from corridor.engine.integers import relative_gap, with_integers_fixed
from corridor.engine.matrix import Labels, Program
from corridor.engine.pieces import optimum
from corridor.engine.point import Point
from corridor.engine.price_caps import optimise_settled, priced
from corridor.engine.restricted import restricted, taken
from corridor.engine.session import Algorithm
from corridor.engine.solve import Solution, complete, proven
from corridor.engine.sparse import Flags, Floats, Integers
from corridor.errors import InfeasibleError, InputError

_NO_YEAR = -1


@dataclass(frozen=True, slots=True)
class Stage:
    """The years of a window.

    Attributes
    ----------
    decided : tuple of int
        Model years that it decides.
    ahead : tuple of int
        Model years that it sees beyond them.
    """

    decided: tuple[int, ...]
    ahead: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last year that it sees."""
        return (*self.decided, *self.ahead)[-1]

    def __str__(self) -> str:
        """Return e.g. ``2025-2030, seeing 2035``."""
        years = "-".join(str(year) for year in dict.fromkeys((self.decided[0], self.decided[-1])))
        return f"{years}, seeing {', '.join(map(str, self.ahead))}" if self.ahead else years


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a window: its years, its own optimum with the look-ahead, and its residuals."""

    stage: Stage
    objective: float
    certificate: Certificate


def solve_windows(
    program: Program, stages: Sequence[Stage], algorithm: Algorithm = "auto"
) -> tuple[Solution, list[Decided]]:
    """Solve window after window and put the years together.

    Parameters
    ----------
    program : Program
        Of the whole horizon.
    stages : sequence of Stage
        In order; together they decide every model year once.

    Returns
    -------
    solution : Solution
        Values of every year, duals of every row from the window that decided its year, the objective of the whole
        horizon, and the largest of every residual over the windows.
    decided : list of Decided

    Raises
    ------
    InputError
        If a statement links a year to years that a window does not see.
    InfeasibleError
        Naming the window, if what earlier windows have decided leaves no way.
    UnboundedError, SolverLimitError, CertificateError
    """
    whole = _Horizon(program, [year for stage in stages for year in stage.decided])
    decided: list[Decided] = []
    for stage in stages:
        whole.require_closed(stage)
    for stage in stages:
        try:
            decided.append(whole.decide(stage, algorithm))
        except InfeasibleError as error:
            raise InfeasibleError(f"window {stage}: {error}") from error
    return whole.solution(_worst([each.certificate for each in decided])), decided


class _Horizon:
    """The whole program while it is decided: which years its rows and columns belong to, and what stands already."""

    def __init__(self, program: Program, years: Sequence[int]) -> None:
        self._program, self._years = program, frozenset(years)
        height, width = program.matrix.shape
        self._row_year, self._column_year = self._of(program.rows, height), self._of(program.columns, width)
        self._upper = program.row_upper.copy()
        self._wedge = program.wedge.copy()
        self._point = Point(
            np.zeros(width), np.zeros(width), np.zeros(height), np.zeros(height), 0.0, "", "", 0, 0.0, 0.0
        )
        self._gap = self._error = 0.0
        self._done: set[int] = set()

    def _of(self, labels: Sequence[Labels], size: int) -> Integers:
        """Model year of everything that is labelled."""
        return np.fromiter((self._year(key) for label in labels for key in label.keys), np.int64, size)

    def _year(self, key: Any) -> int:
        parts = key if isinstance(key, tuple) else (key,)
        return max((part for part in parts if type(part) is int and part in self._years), default=_NO_YEAR)

    def require_closed(self, stage: Stage) -> None:
        """Refuse rows on years that the window sees with columns of years that it does not see."""
        matrix = self._program.matrix
        seen = (self._row_year != _NO_YEAR) & (self._row_year <= stage.last)
        beyond = self._column_year[matrix.indices] > stage.last
        rows = np.unique(matrix.rows[beyond & seen[matrix.rows]])
        names = [label.name for label in self._program.rows if np.any((rows >= label.start) & (rows < label.stop))]
        if names:
            raise InputError(
                f"{', '.join(name.replace('_', ' ') for name in names)}: years up to {stage.last} hang on later ones, "
                f"which window {stage} does not see; solve without 'window', or with a window over all years"
            )

    def decide(self, stage: Stage, algorithm: Algorithm) -> Decided:
        """Solve a window and keep the years that it decides."""
        program, point = self._program, self._point
        before = np.isin(self._column_year, [*self._done])
        columns = ~before & (self._column_year <= stage.last)
        rows = self._rows(stage, columns)
        given = np.where(before, point.columns, 0.0)
        seen = program.without(self._column_year[program.defined.column] > stage.last)
        part, found = optimise_settled(restricted(seen, rows, columns, given), partial(optimum, algorithm=algorithm))
        part, certificate, error = proven(part, found)

        kept = [_NO_YEAR, *stage.decided]
        self._keep(point.columns, found.columns, columns, self._column_year, kept)
        self._keep(point.column_duals, found.column_duals, columns, self._column_year, kept)
        self._keep(point.row_duals, found.row_duals, rows, self._row_year, kept)
        self._keep(self._upper, part.row_upper + taken(program, given)[rows], rows, self._row_year, kept)
        self._keep(self._wedge, part.wedge, columns, self._column_year, kept)
        self._done |= {*stage.decided}
        self._gap = max(self._gap, relative_gap(found))
        self._error = max(self._error, error)
        self._point = replace(
            point,
            algorithm=found.algorithm,
            version=found.version,
            iterations=point.iterations + found.iterations,
            seconds=point.seconds + found.seconds,
        )
        return Decided(stage, found.objective, certificate)

    def _rows(self, stage: Stage, columns: Flags) -> Flags:
        """Rows on what a window sees: with something to decide, or of its own years and without any column."""
        matrix = self._program.matrix
        height = matrix.shape[0]
        open_ = np.bincount(matrix.rows, weights=columns[matrix.indices], minlength=height) > 0.0
        empty = np.diff(matrix.indptr) == 0
        seen = self._row_year <= stage.last
        rows: Flags = seen & (open_ | (empty & ~np.isin(self._row_year, [*self._done])))
        return rows

    @staticmethod
    def _keep(whole: Floats, found: Floats, part: Flags, year: Integers, kept: list[int]) -> None:
        """Write what a window found for its own years into the whole."""
        own = np.isin(year[part], kept)
        whole[np.flatnonzero(part)[own]] = found[own]

    def solution(self, certificate: Certificate) -> Solution:
        """Return all years together."""
        program = priced(replace(self._program, row_upper=self._upper), self._wedge)
        columns = self._point.columns
        objective = program.objective(columns)
        bound = objective - self._gap * max(1.0, abs(objective))
        point = replace(self._point, rows=program.matrix @ columns, objective=objective, bound=bound)
        fixed, integers = with_integers_fixed(program, columns), int(np.count_nonzero(program.integer))
        return Solution(fixed, complete(fixed, point), certificate, integers, self._error)


def _worst(certificates: Sequence[Certificate]) -> Certificate:
    """The largest of every residual."""
    return Certificate(*(max(values) for values in zip(*map(astuple, certificates), strict=True)))
