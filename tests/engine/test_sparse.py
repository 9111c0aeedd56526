"""The engine's own sparse matrices do what scipy's do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csgraph

from corridor.engine.sparse import Matrix, connected

seeds = st.integers(0, 10_000)


def components(graph: Any) -> tuple[int, np.ndarray]:
    count, label = csgraph.connected_components(graph, directed=False)
    return int(count), np.asarray(label)


def pair(seed: int) -> tuple[Matrix, sparse.csr_array, np.random.Generator]:
    """A random matrix with repeated terms, terms that cancel, and empty rows and columns; in both forms."""
    generator = np.random.default_rng(seed)
    shape = (int(generator.integers(1, 12)), int(generator.integers(1, 12)))
    size = int(generator.integers(0, 25))
    row, column = generator.integers(0, shape[0], size), generator.integers(0, shape[1], size)
    value = generator.integers(-2, 3, size).astype(float)
    return (
        Matrix.of(row, column, value, shape),
        sparse.csr_array(sparse.coo_array((value, (row, column)), shape=shape)),
        generator,
    )


@given(seeds)
@settings(deadline=None, max_examples=60, derandomize=True)
def test_products_are_the_same(seed):
    own, theirs, generator = pair(seed)
    right, left = generator.random(own.shape[1]), generator.random(own.shape[0])
    np.testing.assert_allclose(own.toarray(), theirs.toarray())
    np.testing.assert_allclose(own @ right, theirs @ right)
    np.testing.assert_allclose(own.transposed_times(left), theirs.T @ left)
    assert own.nnz == np.count_nonzero(theirs.toarray())


@given(seeds)
@settings(deadline=None, max_examples=60, derandomize=True)
def test_parts_are_the_same(seed):
    own, theirs, generator = pair(seed)
    rows = np.flatnonzero(generator.random(own.shape[0]) < 0.6)
    columns = np.flatnonzero(generator.random(own.shape[1]) < 0.6)
    np.testing.assert_allclose(own.part(rows, columns).toarray(), theirs.toarray()[np.ix_(rows, columns)])


@given(seeds)
@settings(deadline=None, max_examples=60, derandomize=True)
def test_components_are_the_same(seed):
    own, _, _ = pair(seed)
    pattern = sparse.csr_array((own.toarray() != 0.0).astype(float))
    graph = sparse.block_array([[None, pattern], [pattern.T, None]], format="csr")
    count, label = components(graph)
    rows, columns = connected(own)
    found = np.concatenate([rows, columns])
    assert len(set(found.tolist())) == count
    for one in range(count):
        assert len(set(found[label == one].tolist())) == 1


def test_long_chains_are_one_component():
    size = 400
    row, column = np.repeat(np.arange(size), 2), np.ravel(np.stack([np.arange(size), np.arange(size) + 1], axis=1))
    rows, columns = connected(Matrix.of(row, column, np.ones(2 * size), (size, size + 1)))
    assert set(rows.tolist()) == set(columns.tolist()) == {0}


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_nothing_is_a_matrix_too(shape):
    none = np.empty(0, dtype=np.int64)
    own = Matrix.of(none, none, np.empty(0), shape)
    assert own.toarray().shape == shape
    assert (own @ np.ones(shape[1])).shape == (shape[0],)
    assert own.transposed_times(np.ones(shape[0])).shape == (shape[1],)
