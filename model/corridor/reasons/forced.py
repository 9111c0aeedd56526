"""What an optimum would be if something had to be done: a row more, and solved again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from corridor.engine import Solution, compile_model, solve
from corridor.engine.matrix import Labels, Program, named
from corridor.engine.sparse import Matrix
from corridor.formulation import formulate
from corridor.network import Network

#: Name of the row.
ROW = "must_be_done"


def forced(network: Network, columns: Sequence[tuple[str, tuple[Any, ...]]], least: float) -> Solution:
    """Solve a network with some columns together at least at a value.

    Raises
    ------
    InfeasibleError
        If that cannot be.
    """
    program = compile_model(formulate(network))
    numbers = [named(program.columns, variable).numbers[key] for variable, key in columns]
    return solve(_with_row(program, np.asarray(numbers, dtype=np.int64), least))


def _with_row(program: Program, columns: np.ndarray, least: float) -> Program:
    matrix, (height, width) = program.matrix, program.matrix.shape
    return replace(
        program,
        rows=(*program.rows, Labels(ROW, [0], height)),
        matrix=Matrix.of(
            np.concatenate([matrix.rows, np.full(len(columns), height)]),
            np.concatenate([matrix.indices, columns]),
            np.concatenate([matrix.data, np.ones(len(columns))]),
            (height + 1, width),
        ),
        row_lower=np.append(program.row_lower, least),
        row_upper=np.append(program.row_upper, np.inf),
    )
