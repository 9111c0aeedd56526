"""Programs of several branches side by side, and programs of their own made from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np

from corridor.engine.integers import relative_gap, with_integers_fixed
from corridor.engine.matrix import ALONG_COLUMNS, ALONG_ROWS, WEIGHED, Definitions, Labels, Priced, Program
from corridor.engine.point import Point
from corridor.engine.sparse import Floats, Integers, Matrix
from corridor.formulation.branches import AFTER_ALL, FIRST_STAGE, Moment, decided_alike


def first_stage(program: Program, moment: Moment = AFTER_ALL) -> dict[Any, int]:
    """Column of everything that is decided before the branches are known, by variable and index."""
    return {
        (label.name, key): number
        for label in program.columns
        if label.name in FIRST_STAGE
        for key, number in label.numbers.items()
        if moment.is_after(key)
    }


def stacked(programs: Sequence[Program], probabilities: Sequence[float], moment: Moment = AFTER_ALL) -> Program:
    """Put the programs of branches side by side; see :mod:`corridor.formulation.branches`.

    Returns
    -------
    Program
        Columns and rows of the branches one after the other, each component under the number of its branch, costs
        weighted with the probabilities; then the rows that make the first stage the same.
    """
    columns, rows = _starts(programs, 1), _starts(programs, 0)
    places = [
        {key: start + number for key, number in first_stage(program, moment).items()}
        for start, program in zip(columns, programs, strict=False)
    ]
    alike = np.asarray(list(decided_alike(places)), dtype=np.int64).reshape(-1, 2)
    arrays: dict[str, Any] = {name: _weighed(name, programs, probabilities) for name in ALONG_COLUMNS}
    arrays |= {
        name: np.concatenate([*(getattr(program, name) for program in programs), np.zeros(len(alike))])
        for name in ALONG_ROWS
    }
    return replace(
        programs[0],
        columns=tuple(_labels(programs, columns, "columns")),
        rows=(*_labels(programs, rows, "rows"), Labels("decided_alike", alike.tolist(), rows[-1])),
        matrix=_matrix(programs, rows, columns, alike),
        offset=sum(share * program.offset for share, program in zip(probabilities, programs, strict=True)),
        defined=_definitions(programs, probabilities, rows, columns),
        follows=tuple(
            (_branch_name(number, constraint), _branch_name(number, variable))
            for number, program in enumerate(programs)
            for constraint, variable in program.follows
        ),
        balances=tuple(
            (_branch_name(number, constraint), sign)
            for number, program in enumerate(programs)
            for constraint, sign in program.balances
        ),
        priced=tuple(
            Priced(*(_branch_name(number, name) for name in names))
            for number, program in enumerate(programs)
            for names in program.priced
        ),
        **arrays,
    )


def parts(programs: Sequence[Program], probabilities: Sequence[float], whole: Program, point: Point) -> Iterator[Any]:
    """Yield program and point of every branch: duals per unit of the branch's own money, limits as they were found."""
    columns, rows = _starts(programs, 1), _starts(programs, 0)
    for number, (program, share) in enumerate(zip(programs, probabilities, strict=True)):
        column, row = slice(*columns[number : number + 2]), slice(*rows[number : number + 2])
        values = point.columns[column]
        own = with_integers_fixed(replace(program, row_upper=whole.row_upper[row]), values)
        objective = program.objective(values)
        yield (
            own,
            replace(
                point,
                columns=values,
                column_duals=point.column_duals[column] / share,
                rows=point.rows[row],
                row_duals=point.row_duals[row] / share,
                objective=objective,
                bound=objective - relative_gap(point) * max(1.0, abs(objective)),
            ),
        )


def held(program: Program, plan: Mapping[Any, float], moment: Moment = AFTER_ALL) -> Program:
    """Return a program whose first stage stands at the values of a plan; what the plan does not name stands at 0."""
    lower, upper = program.column_lower.copy(), program.column_upper.copy()
    for key, number in first_stage(program, moment).items():
        lower[number] = upper[number] = plan.get(key, 0.0)
    return replace(program, column_lower=lower, column_upper=upper)


def mean(programs: Sequence[Program], probabilities: Sequence[float]) -> Program | None:
    """Return the program of the mean numbers of all branches; None where branches differ by more than numbers.

    They do where one has a row, a column or a coefficient that another has not (a ban closes a way, say), or a limit
    where another has none: there is no mean of a limit and no limit.
    """
    first = programs[0]
    if any(_form(program) != _form(first) for program in programs):
        return None
    numbers = [name for name in (*ALONG_COLUMNS, *ALONG_ROWS) if name != "integer"]
    arrays: dict[str, Any] = {name: _mean(programs, probabilities, name) for name in numbers}
    if any(array is None for array in arrays.values()):
        return None
    defined = [program.defined for program in programs]
    matrices = (
        [program.matrix for program in programs],
        [each.matrix for each in defined],
        [each.squares for each in defined],
    )
    if not all(_same_pattern(matrix) for matrix in matrices):
        return None
    matrix, linear, squares = (
        replace(one[0], data=_average([each.data for each in one], probabilities)) for one in matrices
    )
    constant, cost, dual = (
        _average([getattr(each, name) for each in defined], probabilities) for name in ("constant", "cost", "dual")
    )
    return replace(
        first,
        matrix=matrix,
        offset=float(_average([np.asarray([program.offset]) for program in programs], probabilities)[0]),
        defined=replace(defined[0], matrix=linear, squares=squares, constant=constant, cost=cost, dual=dual),
        **arrays,
    )


def _form(program: Program) -> Any:
    """What two programs have in common that differ by numbers only."""
    labels = [[(label.name, label.keys) for label in part] for part in (program.columns, program.rows)]
    return labels, program.integer.tolist(), program.follows, program.priced, program.defined.column.tolist()


def _mean(programs: Sequence[Program], probabilities: Sequence[float], name: str) -> Floats | None:
    """Mean of an array; None if it has a limit for one branch where it has none for another."""
    arrays = [getattr(program, name) for program in programs]
    finite = np.isfinite(arrays[0])
    if not all(np.array_equal(np.isfinite(array), finite) for array in arrays):
        return None
    numbers = [np.where(finite, array, 0.0) for array in arrays]
    return np.where(finite, _average(numbers, probabilities), arrays[0])


def _average(arrays: Sequence[Floats], probabilities: Sequence[float]) -> Floats:
    # Differences to the first, so that what is alike in all branches stays exactly as it is.
    first = arrays[0]
    return np.asarray(first + sum(share * (array - first) for share, array in zip(probabilities, arrays, strict=True)))


def _same_pattern(matrices: Sequence[Matrix]) -> bool:
    first = matrices[0]
    return all(
        np.array_equal(each.indptr, first.indptr) and np.array_equal(each.indices, first.indices) for each in matrices
    )


def _starts(programs: Sequence[Program], axis: int) -> list[int]:
    """Where the rows (0) or columns (1) of each branch begin, and where the last one's end."""
    return [0, *accumulate(program.matrix.shape[axis] for program in programs)]


def _branch_name(number: int, name: str) -> str:
    return f"{number}.{name}"


def _labels(programs: Sequence[Program], starts: Sequence[int], kind: str) -> Iterator[Labels]:
    for number, program in enumerate(programs):
        for label in getattr(program, kind):
            yield Labels(_branch_name(number, label.name), label.keys, starts[number] + label.start)


def _weighed(name: str, programs: Sequence[Program], probabilities: Sequence[float]) -> Floats:
    """An array along the columns of all branches; what is money counts with the branch's probability."""
    arrays = [getattr(program, name) for program in programs]
    if name in WEIGHED:
        arrays = [array * share for array, share in zip(arrays, probabilities, strict=True)]
    return np.concatenate(arrays)


def _matrix(programs: Sequence[Program], rows: list[int], columns: list[int], alike: Integers) -> Matrix:
    """The matrices of all branches on the diagonal, and below them the rows that make two columns equal."""
    extra = np.arange(len(alike)) + rows[-1]
    sign = np.ones(len(alike))
    row, column, value = [extra, extra], [alike[:, 0], alike[:, 1]], [sign, -sign]
    for number, program in enumerate(programs):
        row.append(program.matrix.rows + rows[number])
        column.append(program.matrix.indices + columns[number])
        value.append(program.matrix.data)
    shape = (rows[-1] + len(alike), columns[-1])
    return Matrix.of(np.concatenate(row), np.concatenate(column), np.concatenate(value), shape)


def _definitions(
    programs: Sequence[Program], probabilities: Sequence[float], rows: list[int], columns: list[int]
) -> Definitions:
    defined = [program.defined for program in programs]
    counts = np.concatenate([[0], np.cumsum([len(each.column) for each in defined])])

    def diagonal(matrices: Sequence[Matrix]) -> Matrix:
        return Matrix.of(
            np.concatenate([each.rows + start for each, start in zip(matrices, counts, strict=False)]),
            np.concatenate([each.indices + start for each, start in zip(matrices, columns, strict=False)]),
            np.concatenate([each.data for each in matrices]),
            (int(counts[-1]), columns[-1]),
        )

    return Definitions(
        np.concatenate([each.column + start for each, start in zip(defined, columns, strict=False)]),
        np.concatenate([each.row + start for each, start in zip(defined, rows, strict=False)]),
        diagonal([each.matrix for each in defined]),
        diagonal([each.squares for each in defined]),
        np.concatenate([each.constant for each in defined]),
        np.concatenate([each.cost * share for each, share in zip(defined, probabilities, strict=True)]),
        np.concatenate([each.dual * share for each, share in zip(defined, probabilities, strict=True)]),
    )
