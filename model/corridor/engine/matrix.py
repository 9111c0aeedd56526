"""Compile a Pyomo model to a labelled sparse program: no name is ever parsed to find a number again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
import scipy.sparse as sparse
from pyomo.core.base.constraint import TemplateConstraintData, TemplateScalarConstraint
from pyomo.repn import generate_standard_repn

from corridor.engine.templates import Codes, Expansion, Floats, Integers, Linear, UnsupportedTemplateError


@dataclass(frozen=True, slots=True)
class Labels:
    """Where a component's elements stand among the columns or rows.

    Attributes
    ----------
    name : str
        Component name.
    keys : list
        Index of every element, in order.
    start : int
        Number of the first one.
    """

    name: str
    keys: list[Any]
    start: int

    @property
    def stop(self) -> int:
        """Number after the last one."""
        return self.start + len(self.keys)


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``cost @ x + offset`` with ``row_lower <= A x <= row_upper`` and column bounds.

    Attributes
    ----------
    columns, rows : tuple of Labels
        Components in the order of their numbers.
    matrix : csr_array, shape (rows, columns)
    cost, column_lower, column_upper : ndarray, shape (columns,)
    row_lower, row_upper : ndarray, shape (rows,)
    offset : float
    integer : ndarray of bool, shape (columns,)
    defined : Definitions
        Columns that an equation defines and nothing else limits (cost accounts); they are substituted into the
        objective, so their rows are empty and free, and their values follow from the others.
    """

    columns: tuple[Labels, ...]
    rows: tuple[Labels, ...]
    matrix: sparse.csr_array
    cost: Floats
    column_lower: Floats
    column_upper: Floats
    row_lower: Floats
    row_upper: Floats
    offset: float
    integer: np.ndarray
    defined: Definitions


@dataclass(frozen=True, slots=True)
class Definitions:
    """``x[column] = constant + matrix @ x``.

    Attributes
    ----------
    column, row : ndarray of int, shape (definitions,)
    matrix : csr_array, shape (definitions, columns)
    constant : ndarray, shape (definitions,)
    cost : ndarray, shape (definitions,)
        Objective coefficient of each defined column before it was substituted; also the dual of its row.
    """

    column: Integers
    row: Integers
    matrix: sparse.csr_array
    constant: Floats
    cost: Floats


def compile_model(model: pyo.ConcreteModel) -> Program:
    """Compile a linear Pyomo model, templates by array, other constraints row by row.

    Raises
    ------
    ValueError
        If an expression is not linear or there is not exactly one objective.
    """
    variables = list(model.component_objects(pyo.Var, active=True, descend_into=False))
    columns = _label(variables)
    codes = Codes({id(variable): labels.start for variable, labels in zip(variables, columns, strict=True)})
    position = {
        id(data): labels.start + place
        for variable, labels in zip(variables, columns, strict=True)
        for place, data in enumerate(variable.values())
    }
    constraints = list(model.component_objects(pyo.Constraint, active=True, descend_into=False))
    rows = _label(constraints)
    width = columns[-1].stop if columns else 0
    lower, upper, parts = [], [], []
    for constraint, labels in zip(constraints, rows, strict=True):
        body, low, high = _rows(constraint, labels, codes, position)
        lower.append(low)
        upper.append(high)
        parts.append((body.record + labels.start, body.column, body.coefficient))
    height = rows[-1].stop if rows else 0
    record, column, coefficient = (np.concatenate(list(part)) for part in zip(*parts, strict=True))
    matrix = sparse.csr_array(
        sparse.coo_array((coefficient, (record, column)), shape=(height, width))
    )
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    cost, offset = _objective(model, position, width)
    column_lower, column_upper, integer = _bounds(variables)
    return _substitute(
        Program(
            tuple(columns),
            tuple(rows),
            matrix,
            cost,
            column_lower,
            column_upper,
            np.concatenate(lower),
            np.concatenate(upper),
            offset,
            integer,
            _no_definitions(width),
        )
    )


def _label(components: list[Any]) -> list[Labels]:
    labels: list[Labels] = []
    start = 0
    for component in components:
        labels.append(Labels(component.name, list(component.keys()), start))
        start = labels[-1].stop
    return labels


def _rows(
    constraint: Any, labels: Labels, codes: Codes, position: Mapping[int, int]
) -> tuple[Linear, Floats, Floats]:
    size = len(labels.keys)
    none = np.empty(0, dtype=np.int64)
    if size == 0:
        return Linear(none, none, np.empty(0), np.empty(0)), np.empty(0), np.empty(0)
    first = next(iter(constraint.values()))
    if isinstance(first, (TemplateConstraintData, TemplateScalarConstraint)):
        expression, placeholders = first.template_expr()
        try:
            index = codes.encode(labels.keys, len(placeholders)) if placeholders else np.zeros((1, 0), dtype=np.int64)
            return Expansion(codes).rows(expression, placeholders, index)
        except UnsupportedTemplateError:
            pass
    return _written_out(constraint, position)


def _written_out(constraint: Any, position: Mapping[int, int]) -> tuple[Linear, Floats, Floats]:
    record, column, coefficient, lower, upper = [], [], [], [], []
    for number, data in enumerate(constraint.values()):
        _ = data.expr  # a template that could not be expanded becomes a plain expression here
        repn = generate_standard_repn(data.body, quadratic=False)
        if not repn.is_linear():
            raise ValueError(f"constraint {data.name} is not linear")
        record += [number] * len(repn.linear_vars)
        column += [position[id(variable)] for variable in repn.linear_vars]
        coefficient += [float(value) for value in repn.linear_coefs]
        shift = float(pyo.value(repn.constant))
        lower.append(-np.inf if data.lower is None else float(pyo.value(data.lower)) - shift)
        upper.append(np.inf if data.upper is None else float(pyo.value(data.upper)) - shift)
    body = Linear(
        np.asarray(record, dtype=np.int64),
        np.asarray(column, dtype=np.int64),
        np.asarray(coefficient, dtype=float),
        np.zeros(len(lower)),
    )
    return body, np.asarray(lower), np.asarray(upper)


def _objective(model: pyo.ConcreteModel, position: Mapping[int, int], width: int) -> tuple[Floats, float]:
    objectives = list(model.component_data_objects(pyo.Objective, active=True, descend_into=False))
    if len(objectives) != 1:
        raise ValueError(f"one objective is needed, there are {len(objectives)}")
    repn = generate_standard_repn(objectives[0].expr, quadratic=False)
    if not repn.is_linear():
        raise ValueError("the objective is not linear")
    sign = 1.0 if objectives[0].sense == pyo.minimize else -1.0
    cost = np.zeros(width)
    for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
        cost[position[id(variable)]] += sign * float(coefficient)
    return cost, sign * float(pyo.value(repn.constant))


def _bounds(variables: list[Any]) -> tuple[Floats, Floats, np.ndarray]:
    lower, upper, integer = [], [], []
    for variable in variables:
        for data in variable.values():
            low, high = data.bounds
            if data.fixed:
                low = high = data.value
            lower.append(-np.inf if low is None else low)
            upper.append(np.inf if high is None else high)
            integer.append(not data.is_continuous())
    return np.asarray(lower, dtype=float), np.asarray(upper, dtype=float), np.asarray(integer, dtype=bool)


def _no_definitions(width: int) -> Definitions:
    none = np.empty(0, dtype=np.int64)
    return Definitions(none, none, sparse.csr_array((0, width)), np.empty(0), np.empty(0))


def _substitute(program: Program) -> Program:
    """Take free columns that stand in one equation only out of the program.

    ``a y + r x = b`` with ``y`` free and nowhere else means ``y = (b - r x) / a``: a cost account is a sum over tens of
    thousands of columns, and as a row it would only slow the solver down.
    """
    free = np.isneginf(program.column_lower) & np.isposinf(program.column_upper)
    counts = np.bincount(program.matrix.indices, minlength=len(program.cost))
    equality = program.row_lower == program.row_upper
    candidate = free & (counts == 1)
    by_column = program.matrix.tocsc()
    column = np.flatnonzero(candidate)
    row = by_column.indices[by_column.indptr[column]]
    chosen = equality[row]
    column, row = column[chosen], row[chosen]
    row, first = np.unique(row, return_index=True)
    column = column[first]
    if column.size == 0:
        return program
    pivot = by_column.data[by_column.indptr[column]]
    defining = sparse.diags_array(-1.0 / pivot) @ program.matrix[row, :]
    keep = np.ones(len(program.cost))
    keep[column] = 0.0
    defining = sparse.csr_array(defining @ sparse.diags_array(keep))
    defining.eliminate_zeros()
    constant = program.row_lower[row] / pivot
    cost_of = program.cost[column]
    cost = program.cost * keep + defining.T @ cost_of
    emptied = np.ones(program.matrix.shape[0])
    emptied[row] = 0.0
    matrix = sparse.csr_array(sparse.diags_array(emptied) @ program.matrix)
    matrix.eliminate_zeros()
    row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
    row_lower[row], row_upper[row] = -np.inf, np.inf
    column_lower, column_upper = program.column_lower.copy(), program.column_upper.copy()
    column_lower[column] = column_upper[column] = 0.0
    return Program(
        program.columns,
        program.rows,
        matrix,
        np.asarray(cost),
        column_lower,
        column_upper,
        row_lower,
        row_upper,
        program.offset + float(cost_of @ constant),
        program.integer,
        Definitions(column, row, defining, constant, cost_of / pivot),
    )
