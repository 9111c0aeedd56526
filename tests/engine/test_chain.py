"""Long chains are solved along their years: the optimum is the same, wherever the simplex method begins."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest
from tests.engine.programs import INFINITE, diet, program
from tests.engine.test_alike import program_of, stored

from corridor.effort import allowing
from corridor.engine.certificate import LIMITS, certify
from corridor.engine.chain import beginning, optimise_chain, years_of
from corridor.engine.scaling import scaled
from corridor.engine.session import Basis, Presolved, improved, optimise
from corridor.errors import InfeasibleError, SolverLimitError, UnboundedError


def require_optimum(found, whole):
    residuals = asdict(certify(whole, found))
    assert {name: size for name, size in residuals.items() if size > 1e-2 * LIMITS[name]} == {}


def test_the_optimum_along_the_years_is_the_optimum(tmp_path):
    whole = program_of(stored(tmp_path))
    found = optimise_chain(whole, years_of(whole))
    require_optimum(found, whole)
    assert found.objective == pytest.approx(optimise(whole).objective, rel=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_split_into_years_leads_to_the_optimum(seed):
    whole = diet(seed=seed)
    year = np.random.default_rng(seed).integers(-1, 4, len(whole.cost))
    require_optimum(optimise_chain(whole, year), whole)


def test_the_year_of_a_column_is_the_latest_of_its_index(tmp_path):
    whole = program_of(stored(tmp_path))
    year = years_of(whole)
    level = next(label for label in whole.columns if label.name == "level")
    assert year[level.start : level.stop].tolist() == [key[2] for key in level.keys]


def test_a_year_without_a_solution_leaves_a_basis_all_the_same():
    whole = program([1.0, 1.0], [[1.0, 0.0], [1.0, 1.0]], [1.0, 9.0], [INFINITE, INFINITE], upper=[2.0, 3.0])
    start, _ = beginning(whole, np.asarray([0, 1]))
    assert len(start.columns) == 2
    with pytest.raises(InfeasibleError):
        optimise_chain(whole, np.asarray([0, 1]))


def test_a_cost_without_limit_is_told():
    with pytest.raises((UnboundedError, InfeasibleError)):
        optimise_chain(program([-1.0, 1.0], [[1.0, -1.0]], [0.0], [INFINITE]), np.asarray([0, 1]))


def test_scales_are_powers_of_two_and_change_nothing(tmp_path):
    whole = program_of(stored(tmp_path))
    inner, scales = scaled(whole)
    assert (np.log2(scales.rows) % 1.0 == 0.0).all()
    assert (np.log2(scales.columns) % 1.0 == 0.0).all()
    spread_before, spread_after = (np.ptp(np.log2(np.abs(each.matrix.data))) for each in (whole, inner))
    assert spread_after < spread_before
    require_optimum(scales.undone(optimise(inner)), whole)


def test_presolve_is_finished_from_any_basis():
    whole = diet()
    left = Presolved(whole)
    size = left.program.matrix.shape
    for start in (
        Basis(np.zeros(size[1], int), np.ones(size[0], int)),
        Basis(np.ones(size[1], int), np.zeros(size[0], int)),
    ):
        require_optimum(left.finish(start), whole)


def test_a_program_without_an_optimum_is_not_improved():
    whole = replace(diet(), column_upper=np.zeros(40))
    assert improved(whole, Basis(np.zeros(40, int), np.ones(40, int))) is None


def test_the_way_along_the_years_keeps_to_the_iterations_that_are_allowed(tmp_path):
    whole = program_of(stored(tmp_path))
    with allowing(iterations=2), pytest.raises(SolverLimitError):
        optimise_chain(whole, years_of(whole))
