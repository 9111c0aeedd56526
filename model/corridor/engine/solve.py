"""A certified optimum, and its values by label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from corridor.engine.certificate import Certificate, certify
from corridor.engine.integers import relative_gap, with_integers_fixed
from corridor.engine.matrix import Labels, Program, named
from corridor.engine.pieces import errors_of
from corridor.engine.point import Point
from corridor.engine.sparse import Floats, product


@dataclass(frozen=True, slots=True)
class Solution:
    """A certified optimum, addressed by the labels of the model.

    Attributes
    ----------
    program : Program
        What was solved, with the limits that were found where they follow the solution, and with integer columns
        fixed at their whole numbers.
    point : Point
        Values and duals by number; defined columns filled in.
    certificate : Certificate
        Residuals, all within their limits; with integers, those of the linear program with integers fixed; of squares
        in pieces, once marginal costs are taken with their error.
    integers : int
        Number of columns that were to be whole numbers.
    error : float
        Largest error of a marginal cost that pieces leave, as a part of what is allowed; 0 if squares are exact.
    """

    program: Program
    point: Point
    certificate: Certificate
    integers: int = 0
    error: float = 0.0
    _indices: dict[tuple[int, tuple[str, ...]], tuple[list[Any], pd.Index]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def relative_gap(self) -> float:
        """How far the objective may be from the best possible one, relative; 0 without integers."""
        return relative_gap(self.point)

    def values(self, variable: str, levels: Sequence[str]) -> pd.Series:
        """Values of a variable, indexed by its labels under the given level names; empty if it has no element."""
        return self._labelled(named(self.program.columns, variable), self.point.columns, levels)

    def wedges(self, variable: str, levels: Sequence[str]) -> pd.Series:
        """Wedges of price caps that were found for a variable, million USD per bcm; 0 where there is no cap."""
        return self._labelled(named(self.program.columns, variable), self.program.wedge, levels)

    def duals(self, constraint: str, levels: Sequence[str]) -> pd.Series:
        """Duals of a constraint: change of the minimum per unit of its limit, not yet undiscounted.

        Empty if the model has no such row: a constraint over an empty set is not stated.
        """
        return self._labelled(named(self.program.rows, constraint), self.point.row_duals, levels)

    def _labelled(self, labels: Labels, values: Floats, levels: Sequence[str]) -> pd.Series:
        # Many tables ask for the same variables; the keys are kept beside their index, so that no other list can ever
        # be taken for them.
        place = id(labels.keys), tuple(levels)
        if place not in self._indices:
            self._indices[place] = labels.keys, _index(labels.keys, levels)
        return pd.Series(values[labels.start : labels.stop], index=self._indices[place][1], name=labels.name)


def certified(stated: Program, program: Program, point: Point) -> Solution:
    """Return the optimum of a stated program, found as that of a program with its limits settled, once it is proven.

    Raises
    ------
    CertificateError
    """
    integers = int(np.count_nonzero(stated.integer))
    program, certificate, error = proven(program, point)
    return Solution(program, complete(program, point), certificate, integers, error)


def proven(program: Program, point: Point) -> tuple[Program, Certificate, float]:
    """Re-check an optimum.

    Returns
    -------
    program : Program
        With integer columns fixed at their whole numbers: what the duals belong to.
    certificate : Certificate
    error : float
        Largest error of a marginal cost that pieces leave, as a part of what is allowed.

    Raises
    ------
    CertificateError
        If a residual is above its limit.
    """
    program = with_integers_fixed(program, point.columns)
    error = errors_of(program, point)
    shifted = replace(program, cost=program.cost + error)
    objective = point.objective + product(error, point.columns)
    certificate = certify(shifted, replace(point, objective=objective, column_duals=point.column_duals + error))
    certificate.require()
    return program, certificate, _largest(program, error)


def _largest(program: Program, error: Floats) -> float:
    allowed = program.gradient_error > 0.0
    return float(np.max(np.abs(error[allowed]) / program.gradient_error[allowed], initial=0.0))


def complete(program: Program, point: Point) -> Point:
    """Fill in the columns that equations define, and the duals of those equations."""
    defined = program.defined
    columns, row_duals = point.columns.copy(), point.row_duals.copy()
    columns[defined.column] = defined.at(columns)
    row_duals[defined.row] = defined.dual
    return replace(point, columns=columns, row_duals=row_duals)


def _index(keys: Sequence[Any], levels: Sequence[str]) -> pd.Index:
    """Index of labels; each place of tuples is coded by a dictionary, for pandas would make text of every key first."""
    if len(levels) == 1:
        single: pd.Index = pd.Index(keys, name=levels[0])
        return single
    places = list(zip(*keys, strict=True)) if keys else [()] * len(levels)
    known = [sorted(set(place)) for place in places]
    codes: list[Any] = []
    for place, names in zip(places, known, strict=True):
        code = {name: number for number, name in enumerate(names)}
        codes.append(np.fromiter(map(code.__getitem__, place), np.int64, len(place)))
    return pd.MultiIndex(levels=known, codes=codes, names=list(levels), verify_integrity=False)
