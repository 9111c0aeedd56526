"""The re-check of an optimum sees every way in which it could be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

import numpy as np
import pytest
from tests.engine.programs import INFINITE, diet, program

from corridor.engine.certificate import LIMITS, Certificate, certify
from corridor.engine.point import Point
from corridor.engine.session import optimise
from corridor.errors import CertificateError

#: min 2x + 3y, x + y >= 4, x <= 3: x = 3, y = 1, the row is worth 3, the bound of x -1.
SMALL = program([2.0, 3.0], [[1.0, 1.0]], 4.0, INFINITE, upper=[3.0, 9.0])


@pytest.fixture(scope="module")
def point() -> Point:
    return optimise(SMALL)


def moved(columns: tuple[float, float]) -> Callable[[Point], Point]:
    def tamper(point: Point) -> Point:
        new = np.array(columns)
        return replace(point, columns=new, objective=float(SMALL.cost @ new))

    return tamper


TAMPERED: dict[str, Callable[[Point], Point]] = {
    "row_violation": moved((3.0, 0.9)),
    "bound_violation": moved((3.1, 0.9)),
    "objective_difference": lambda point: replace(point, objective=point.objective + 1.0),
    "dual_violation": lambda point: replace(point, row_duals=-point.row_duals),
    "complementarity": moved((2.0, 2.0)),
    "duality_gap": moved((2.0, 2.0)),
}


def test_it_knows_every_residual():
    assert set(TAMPERED) == set(LIMITS) == set(Certificate.__dataclass_fields__)


def test_a_true_optimum_passes(point):
    certify(SMALL, point).require()
    assert max(asdict(certify(diet(), optimise(diet()))).values()) < 1e-9


@pytest.mark.parametrize("residual", TAMPERED)
def test_a_tampered_point_is_detected(point, residual):
    certificate = certify(SMALL, TAMPERED[residual](point))
    assert getattr(certificate, residual) > LIMITS[residual]
    with pytest.raises(CertificateError, match=residual):
        certificate.require()


def test_reduced_costs_must_be_those_of_the_duals(point):
    certificate = certify(SMALL, replace(point, column_duals=point.column_duals + 0.5))
    assert certificate.dual_violation > LIMITS["dual_violation"]


def test_duals_that_price_a_limit_that_is_not_there(point):
    certificate = certify(SMALL, replace(point, row_duals=np.array([9.0])))
    assert max(certificate.duality_gap, certificate.complementarity) > 1e-3


@pytest.mark.parametrize("residual", LIMITS)
def test_no_number_is_no_proof(residual):
    good = dict.fromkeys(LIMITS, 0.0)
    Certificate(**good).require()
    with pytest.raises(CertificateError, match=residual):
        Certificate(**{**good, residual: float("nan")}).require()


def test_residuals_are_written_short():
    assert Certificate(1.23456e-9, 0.0, 0.0, 0.0, 0.0, 0.0).as_dict()["row_violation"] == 1.2e-9
