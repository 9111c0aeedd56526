"""What a solver returned."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.engine.sparse import Floats


@dataclass(frozen=True, slots=True)
class Point:
    """What HiGHS returned for a program it proved optimal.

    Attributes
    ----------
    columns, column_duals : ndarray, shape (columns,)
    rows, row_duals : ndarray, shape (rows,)
        ``row_duals`` is the change of the minimum per unit of the row's limit.
    objective : float
    algorithm : str
        The algorithm that ran, as HiGHS names it.
    version : str
        HiGHS version.
    iterations : int
    seconds : float
        Time inside HiGHS, for timings only.
    bound : float
        What no point can be below, as far as it was proved: the objective itself for a linear program.
    mixed : int
        Columns that have a share of a sum, for gas that nothing tells apart; see :mod:`corridor.engine.alike`.
    """

    columns: Floats
    column_duals: Floats
    rows: Floats
    row_duals: Floats
    objective: float
    algorithm: str
    version: str
    iterations: int
    seconds: float
    bound: float
    mixed: int = 0
