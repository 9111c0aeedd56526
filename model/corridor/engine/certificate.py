"""Re-check an optimum from the arrays, independently of the solver.

Every residual is relative to the size of the numbers it is made of; the limits below are what a run must keep.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from corridor.engine.matrix import Program
from corridor.engine.point import Point
from corridor.engine.sparse import Floats, product
from corridor.errors import CertificateError

LIMITS = {
    "row_violation": 1e-6,
    "bound_violation": 1e-6,
    "objective_difference": 1e-9,
    "dual_violation": 1e-6,
    "complementarity": 1e-6,
    "duality_gap": 1e-6,
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """Residuals of an optimum.

    Attributes
    ----------
    row_violation : float
        Largest amount by which a row misses its limits, bcm or bcm/yr.
    bound_violation : float
        Largest amount by which a column misses its bounds, bcm or bcm/yr.
    objective_difference : float
        Reported objective against the program's at the solution, relative.
    dual_violation : float
        Largest reduced cost of the wrong sign or recomputed otherwise than reported, relative to the largest cost.
    complementarity : float
        Largest product of a dual and the slack of its limit, relative to the objective's scale.
    duality_gap : float
        Primal against dual objective, relative.
    """

    row_violation: float
    bound_violation: float
    objective_difference: float
    dual_violation: float
    complementarity: float
    duality_gap: float

    def as_dict(self) -> dict[str, float]:
        """Residuals by name, rounded to two digits so that they read and compare easily."""
        return {name: float(f"{value:.1e}") for name, value in asdict(self).items()}

    @property
    def holds(self) -> bool:
        """Whether every residual is within its limit."""
        return not self._broken()

    def require(self) -> None:
        """Raise if a residual is above its limit.

        Raises
        ------
        CertificateError
            Naming every residual above its limit.
        """
        broken = self._broken()
        if broken:
            raise CertificateError("the solution fails its re-check: " + ", ".join(broken))

    def _broken(self) -> list[str]:
        return [f"{n} {v:.1e} (limit {LIMITS[n]:.0e})" for n, v in asdict(self).items() if not v <= LIMITS[n]]


def certify(program: Program, point: Point) -> Certificate:
    r"""Compute the residuals of an optimum: the conditions of Karush, Kuhn and Tucker.

    Reduced costs are :math:`c + Qx - A^T \pi`, and the dual objective of a quadratic program is that of its
    linearisation less :math:`\frac{1}{2} x^T Q x` (Dorn 1960); with :math:`Q = 0` both are those of a linear program.
    """
    activity = program.matrix @ point.columns
    gradient = program.cost + program.curvature * point.columns
    reduced = gradient - program.matrix.transposed_times(point.row_duals)
    objective = program.objective(point.columns)
    scale = max(1.0, product(np.abs(program.cost), np.abs(point.columns)))
    largest_cost = max(1.0, float(np.max(np.abs(program.cost), initial=0.0)))
    row_low, row_high = _split(point.row_duals)
    column_low, column_high = _split(reduced)
    dual = (
        _supported(row_low, program.row_lower)
        - _supported(row_high, program.row_upper)
        + _supported(column_low, program.column_lower)
        - _supported(column_high, program.column_upper)
        - 0.5 * product(program.curvature, point.columns**2)
        + program.offset
    )
    wrong = max(
        _unsupported(row_low, program.row_lower),
        _unsupported(row_high, program.row_upper),
        _unsupported(column_low, program.column_lower),
        _unsupported(column_high, program.column_upper),
        float(np.max(np.abs(reduced - point.column_duals), initial=0.0)),
    )
    slack = max(
        _slack(row_low, activity, program.row_lower),
        _slack(row_high, activity, program.row_upper),
        _slack(column_low, point.columns, program.column_lower),
        _slack(column_high, point.columns, program.column_upper),
    )
    return Certificate(
        _violation(activity, program.row_lower, program.row_upper),
        _violation(point.columns, program.column_lower, program.column_upper),
        abs(point.objective - objective) / scale,
        wrong / largest_cost,
        slack / scale,
        abs(objective - dual) / scale,
    )


def _violation(values: Floats, lower: Floats, upper: Floats) -> float:
    return float(max(np.max(lower - values, initial=0.0), np.max(values - upper, initial=0.0)))


def _split(duals: Floats) -> tuple[Floats, Floats]:
    return np.maximum(duals, 0.0), np.maximum(-duals, 0.0)


def _supported(multiplier: Floats, limit: Floats) -> float:
    finite = np.isfinite(limit)
    return product(multiplier[finite], limit[finite])


def _unsupported(multiplier: Floats, limit: Floats) -> float:
    return float(np.max(multiplier[~np.isfinite(limit)], initial=0.0))


def _slack(multiplier: Floats, values: Floats, limit: Floats) -> float:
    finite = np.isfinite(limit)
    return float(np.max(multiplier[finite] * np.abs(values[finite] - limit[finite]), initial=0.0))
