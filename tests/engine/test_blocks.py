"""Blocks: years that nothing links are solved one by one, and the whole is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.programs import INFINITE, diet, program
from tests.formulation.tiny import Tiny

from corridor.engine import blocks, compile_model
from corridor.engine.certificate import certify
from corridor.engine.session import optimise
from corridor.engine.sparse import Matrix
from corridor.errors import InfeasibleError
from corridor.formulation import formulate


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "SMALLEST", 1)


def years(folder, status="excluded"):
    world = (
        Tiny(folder)
        .market("M", 8.0, elasticity=-0.4)
        .market("X", 3.0)
        .producer("well", "N", {"2030": 6.0, "2040": 9.0}, 100.0)
    )
    world.producer("own", "X", 50.0, 250.0, origin="Norway").pipeline("line", "N", "M", 5.0).pipeline(
        "both", "M", "X", 4.0, reverse_capacity=4.0
    )
    world.storage("cavern", "M", 1.0, cost=9.0, loss=0.02).project("wider", "line", 3.0, 900.0)
    network = world.network(years=[2030, 2035, 2040], seasons="winter-summer", projects={"wider": {"status": status}})
    return compile_model(formulate(network))


@pytest.mark.usefixtures("small_blocks")
def test_unlinked_years_are_blocks(tmp_path):
    program = years(tmp_path)
    found = [columns for _, columns in blocks.independent_blocks(program) if len(columns) > 10]
    assert len(found) == 3


@pytest.mark.usefixtures("small_blocks")
def test_a_candidate_links_the_years(tmp_path):
    found = [columns for _, columns in blocks.independent_blocks(years(tmp_path, "candidate")) if len(columns) > 10]
    assert len(found) == 1


def test_small_blocks_are_solved_together(tmp_path):
    assert len(blocks.independent_blocks(years(tmp_path))) == 1


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("status", ["excluded", "candidate"])
def test_every_row_and_column_is_in_exactly_one_block(tmp_path, status):
    program = years(tmp_path, status)
    found = blocks.independent_blocks(program)
    assert np.array_equal(np.sort(np.concatenate([rows for rows, _ in found])), np.arange(program.matrix.shape[0]))
    assert np.array_equal(
        np.sort(np.concatenate([columns for _, columns in found])), np.arange(program.matrix.shape[1])
    )


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("status", ["excluded", "candidate"])
def test_block_by_block_equals_the_whole(tmp_path, status):
    program = years(tmp_path, status)
    parts, whole = blocks.optimise_blocks(program), optimise(program)
    assert parts.objective == pytest.approx(whole.objective, rel=1e-9)
    np.testing.assert_allclose(parts.columns, whole.columns, atol=1e-6)
    certify(program, parts).require()


def side_by_side(first, second):
    """Two programs that share nothing, as one."""
    one, two = first.matrix.toarray(), second.matrix.toarray()
    matrix = np.zeros((len(one) + len(two), one.shape[1] + two.shape[1]))
    matrix[: len(one), : one.shape[1]], matrix[len(one) :, one.shape[1] :] = one, two
    cost, lower = np.concatenate([first.cost, second.cost]), np.concatenate([first.row_lower, second.row_lower])
    return program(cost, matrix, lower, INFINITE, upper=5.0)


@pytest.mark.usefixtures("small_blocks")
def test_the_offset_counts_once():
    first, second = diet(20, 1), diet(20, 2)
    both = replace(side_by_side(first, second), offset=7.0)
    assert blocks.optimise_blocks(both).objective == pytest.approx(
        optimise(first).objective + optimise(second).objective + 7.0
    )


@pytest.mark.usefixtures("small_blocks")
def test_one_infeasible_block_makes_the_whole_infeasible():
    with pytest.raises(InfeasibleError):
        blocks.optimise_blocks(program([1.0, 1.0], [[1.0, 0.0], [0.0, 1.0]], [1.0, 3.0], INFINITE, upper=2.0))


@pytest.mark.usefixtures("small_blocks")
def test_an_empty_row_that_cannot_hold_is_not_lost():
    both = side_by_side(diet(5, 1), diet(5, 2))
    empty = both.matrix.toarray()
    assert blocks.optimise_blocks(both).objective > 0.0
    gone = replace(both, matrix=compile_empty_row(empty))
    with pytest.raises(InfeasibleError):
        blocks.optimise_blocks(gone)


def compile_empty_row(array):
    """The same matrix with nothing in its last row: whatever that row demands, it cannot have."""
    array[-1, :] = 0.0
    row, column = np.nonzero(array)
    return Matrix.of(row, column, array[row, column], array.shape)
