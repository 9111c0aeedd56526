"""Squares in the objective: compiled from accounts, solved by HiPO, re-checked by their own conditions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest
from tests.engine.programs import diet, program
from tests.engine.test_matrix import refuse

from corridor.engine import Algorithm, blocks, compile_model, crossover, solve, templates
from corridor.engine.certificate import LIMITS, certify
from corridor.engine.crossover import crossed_over
from corridor.engine.session import optimise, solving
from corridor.errors import CertificateError, CorridorError, InfeasibleError
from corridor.formulation.declare import listed_set, parameter, state, variable
from corridor.formulation.model import _Templates


def booked() -> pyo.ConcreteModel:
    """Two goods for three units: an account of ``x_1 + x_1**2 / 2 + 2 x_2**2``, counted thrice; x_1 = 2.2, x_2 = 0.8."""
    m = pyo.ConcreteModel()
    with _Templates():
        m.GOODS = listed_set(["first", "second"])
        m.price = parameter(m.GOODS, {"first": 1.0, "second": 0.0})
        m.slope = parameter(m.GOODS, {"first": 1.0, "second": 4.0})
        m.x = variable(m.GOODS)
        m.ACCOUNTS = listed_set(["all"])
        m.cost = pyo.Var(m.ACCOUNTS)

        def account(m: Any, i: Any) -> Any:
            return m.cost[i] == sum(m.price[g] * m.x[g] + 0.5 * m.slope[g] * m.x[g] ** 2 for g in m.GOODS)

        state(m, "account", m.ACCOUNTS, account)
        m.enough = pyo.Constraint(expr=m.x["first"] + m.x["second"] >= 3.0)
        m.aim = pyo.Objective(expr=sum(3.0 * m.cost[i] for i in m.ACCOUNTS))
    return m


def curved(size: int = 40, seed: int = 1) -> Any:
    """A program in which half of the columns have a curvature."""
    generator = np.random.default_rng(seed)
    curvature = np.where(generator.random(size) < 0.5, generator.uniform(0.1, 3.0, size), 0.0)
    return replace(diet(size, seed), curvature=curvature)


def test_an_account_with_squares_becomes_curvature():
    compiled = compile_model(booked())
    goods = slice(0, 2)
    assert compiled.curvature[goods].tolist() == [3.0, 12.0]
    assert compiled.cost[goods].tolist() == [3.0, 0.0]
    solution = solve(compiled)
    assert solution.values("x", ["good"]).tolist() == pytest.approx([2.2, 0.8])
    assert solution.values("cost", ["item"]).tolist() == pytest.approx([2.2 + 2.2**2 / 2.0 + 2.0 * 0.8**2])
    assert solution.point.objective == pytest.approx(3.0 * solution.values("cost", ["item"]).iloc[0])
    assert solution.duals("enough", ["none"]).tolist() == pytest.approx([9.6])


def test_squares_in_templates_equal_those_written_out(monkeypatch):
    expanded = compile_model(booked())
    monkeypatch.setattr(templates.Expansion, "rows", refuse)
    written = compile_model(booked())
    for name in ("cost", "curvature", "row_lower", "row_upper"):
        np.testing.assert_allclose(getattr(expanded, name), getattr(written, name))
    np.testing.assert_allclose(expanded.defined.squares.toarray(), written.defined.squares.toarray())


def test_a_square_in_the_objective_itself():
    m = booked()
    m.aim.set_value(m.cost["all"] + 0.5 * m.x["first"] ** 2)
    assert compile_model(m).curvature[:2].tolist() == [2.0, 4.0]


def test_the_algorithm_fits_the_program():
    assert optimise(diet()).algorithm == "simplex"
    assert optimise(curved()).algorithm == optimise(curved(), "hipo").algorithm == "hipo"


@pytest.mark.parametrize("algorithm", ["simplex", "ipm"])
def test_what_cannot_solve_squares_is_told_so(algorithm: Algorithm):
    with pytest.raises(CorridorError, match=f"{algorithm} solves linear programs.*quadratic: piecewise"):
        optimise(curved(), algorithm)


def test_integers_with_squares_are_told_the_way_out():
    with pytest.raises(CorridorError, match=r"projects in units.*quadratic: piecewise"):
        optimise(replace(curved(), integer=np.ones(40, dtype=bool)))


def test_the_optimum_passes_its_re_check():
    certificate = certify(curved(), optimise(curved()))
    certificate.require()
    assert max(certificate.as_dict().values()) < 1e-9


@pytest.mark.parametrize("tampered", ["dual_violation", "duality_gap", "objective_difference"])
def test_the_optimum_of_another_curvature_does_not(tampered):
    point = optimise(curved())
    certificate = certify(replace(curved(), curvature=1.1 * curved().curvature), point)
    assert getattr(certificate, tampered) > LIMITS[tampered]
    with pytest.raises(CertificateError, match=tampered):
        certificate.require()


def test_crossover_makes_an_interior_point_exact():
    interior = optimise(curved())
    rough = replace(interior, columns=interior.columns + 1e-4 * np.sin(np.arange(40.0)))
    exact = crossed_over(curved(), rough)
    assert max(certify(curved(), exact).as_dict().values()) < 1e-13
    np.testing.assert_allclose(exact.columns, interior.columns, atol=1e-6)
    assert exact.algorithm == "hipo with crossover"
    assert (exact.columns[np.abs(exact.columns) < 1e-6] == 0.0).all()


def test_a_vertex_among_equals_is_found():
    """Two ways of the same cost but for a hair: the interior point uses both, the exact one the cheaper."""
    equal = replace(program([1.0, 1.0 + 1e-7, 0.0], [[1.0, 1.0, -1.0]], 0.0, 0.0), curvature=np.array([0.0, 0.0, 1.0]))
    equal = replace(equal, cost=np.array([1.0, 1.0 + 1e-7, -5.0]))
    assert crossed_over(equal, optimise(equal)).columns.tolist() == pytest.approx([4.0, 0.0, 4.0], abs=1e-12)


def test_without_a_vertex_the_interior_point_stands(monkeypatch):
    point = optimise(curved())

    def none(*_: object) -> None:
        raise CorridorError("for the test")

    monkeypatch.setattr(crossover, "optimise_to_basis", none)
    assert crossed_over(curved(), point) is point


def test_no_point_is_infeasible_with_squares_too():
    rows = program([1.0, 1.0], [[1.0, 1.0], [1.0, -1.0], [1.0, 2.0]], [4.0, 0.0, -np.inf], [np.inf, 0.0, 3.0])
    with pytest.raises(InfeasibleError, match="no flows satisfy"):
        optimise(replace(rows, curvature=np.array([1.0, 0.0])))


def test_no_optimum_at_any_scale_is_told(monkeypatch):
    monkeypatch.setattr(solving, "_SCALES", ())
    with pytest.raises(CorridorError, match="HiPO did not find an optimum"):
        optimise(curved())


def test_blocks_equal_the_whole(monkeypatch):
    costs, matrix = [1.0, 0.0, 2.0, 1.0], [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 2.0]]
    whole = replace(program(costs, matrix, 3.0, np.inf), curvature=np.array([1.0, 2.0, 0.0, 3.0]))
    together = optimise(whole)
    monkeypatch.setattr(blocks, "SMALLEST", 1)
    apart = blocks.optimise_blocks(whole)
    assert len(blocks.independent_blocks(whole)) == 2
    np.testing.assert_allclose(apart.columns, together.columns, atol=1e-7)
    np.testing.assert_allclose(apart.row_duals, together.row_duals, atol=1e-7)


def test_a_linear_block_of_a_quadratic_program_runs_the_same_algorithm(monkeypatch):
    matrix = [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 2.0]]
    whole = replace(program([1.0, 0.0, 2.0, 1.0], matrix, 3.0, np.inf), curvature=np.array([1.0, 2.0, 0.0, 0.0]))
    monkeypatch.setattr(blocks, "SMALLEST", 1)
    assert blocks.optimise_blocks(whole).algorithm == "hipo with crossover"
