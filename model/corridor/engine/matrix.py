"""Compile a Pyomo model to a labelled sparse program: no name is ever parsed to find a number again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pyomo.core as pyo
from pyomo.core.base.constraint import TemplateConstraintData, TemplateScalarConstraint
from pyomo.repn import generate_standard_repn

from corridor.engine.sparse import Flags, Floats, Integers, Matrix, product, sums
from corridor.engine.templates import Codes, Expansion, Linear, UnsupportedTemplateError, keys_of
from corridor.formulation.declare import Quantity

ALONG_COLUMNS = (
    *("cost", "curvature", "gradient_error", "column_lower", "column_upper", "integer"),
    *("price_cap", "price_weight", "wedge"),
)
"""Arrays of a program that hold one number a column, by name: whatever takes columns out or puts them together."""

ALONG_ROWS = ("row_lower", "row_upper")
"""Arrays of a program that hold one number a row."""

WEIGHED = ("cost", "curvature", "gradient_error", "price_weight")
"""Those along the columns that are money, and scale with the probability of a branch."""


class Priced(NamedTuple):
    """Names of what a search for the wedges of price caps looks at.

    Attributes
    ----------
    sales : str
        Columns of sales under a cap; keys policy, origin, market, year, season.
    clearing : str
        Rows of market clearing; keys market, year, season.
    consumption : str
        Columns of consumption; keys market, block, year, season.
    accounts : str
        Columns of cost accounts; keys account, year.
    """

    sales: str
    clearing: str
    consumption: str
    accounts: str


PRICED = Priced("capped", "market_clearing", "consumption", "cost")


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

    @property
    def numbers(self) -> dict[Any, int]:
        """Number of every element by its index."""
        return {key: number for number, key in enumerate(self.keys, start=self.start)}


def named(labels: Sequence[Labels], name: str) -> Labels:
    """Return the labels of a component; without elements if there is none of the name."""
    return next((label for label in labels if label.name == name), Labels(name, [], 0))


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``cost @ x + curvature @ x**2 / 2 + offset`` with ``row_lower <= A x <= row_upper`` and column bounds.

    Attributes
    ----------
    columns, rows : tuple of Labels
        Components in the order of their numbers.
    matrix : Matrix, shape (rows, columns)
    cost, curvature, gradient_error, column_lower, column_upper : ndarray, shape (columns,)
        The curvature is at least 0, so that an optimum is the optimum; 0 everywhere in a linear program. The gradient
        error is what may be left of the marginal cost where squares are computed in pieces, 0 where they are exact; see
        :mod:`corridor.engine.pieces`.
    row_lower, row_upper : ndarray, shape (rows,)
    offset : float
    integer : ndarray of bool, shape (columns,)
    defined : Definitions
        Columns that an equation defines and nothing else limits (cost accounts); they are substituted into the
        objective, so their rows are empty and free, and their values follow from the others.
    follows : tuple of (str, str)
        Constraints whose upper limits are the values of defined columns; see :mod:`corridor.engine.following`.
    balances : tuple of (str, float)
        Constraints that balance what comes to a place with what leaves it, for every origin at the beginning of their
        index, and the sign of what comes; see :mod:`corridor.engine.alike`.
    price_cap, price_weight, wedge : ndarray, shape (columns,)
        Of sales under a price cap: the cap, infinite for all other columns; what a unit of price on them counts in the
        objective; and the wedge that is part of their cost. Prices per volume, neither weighed nor discounted; see
        :mod:`corridor.engine.price_caps`.
    priced : tuple of Priced
        Where these sales, their markets and accounts are found; none without a price cap.
    """

    columns: tuple[Labels, ...]
    rows: tuple[Labels, ...]
    matrix: Matrix
    cost: Floats
    curvature: Floats
    gradient_error: Floats
    column_lower: Floats
    column_upper: Floats
    row_lower: Floats
    row_upper: Floats
    offset: float
    integer: Flags
    defined: Definitions
    price_cap: Floats
    price_weight: Floats
    wedge: Floats
    follows: tuple[tuple[str, str], ...] = ()
    balances: tuple[tuple[str, float], ...] = ()
    priced: tuple[Priced, ...] = ()

    @property
    def in_pieces(self) -> bool:
        """Whether squares are to be computed in pieces."""
        return not self.is_linear and bool(np.any(self.gradient_error > 0.0))

    @property
    def is_linear(self) -> bool:
        """Whether no column has a curvature."""
        return not self.curvature.any()

    def without(self, definitions: Flags) -> Program:
        """Return the program whose objective leaves some of the defined columns out, shape (definitions,)."""
        cost = np.where(definitions, self.defined.cost, 0.0)
        return replace(
            self,
            cost=self.cost - self.defined.matrix.transposed_times(cost),
            curvature=self.curvature - 2.0 * self.defined.squares.transposed_times(cost),
            offset=self.offset - product(cost, self.defined.constant),
        )

    def objective(self, columns: Floats) -> float:
        """Objective at a point."""
        return product(self.cost, columns) + 0.5 * product(self.curvature, columns**2) + self.offset


@dataclass(frozen=True, slots=True)
class Definitions:
    """``x[column] = constant + matrix @ x + squares @ x**2``.

    Attributes
    ----------
    column, row : ndarray of int, shape (definitions,)
    matrix, squares : Matrix, shape (definitions, columns)
    constant : ndarray, shape (definitions,)
    cost : ndarray, shape (definitions,)
        Objective coefficient of each defined column before it was substituted.
    dual : ndarray, shape (definitions,)
        Of the row that defines it.
    """

    column: Integers
    row: Integers
    matrix: Matrix
    squares: Matrix
    constant: Floats
    cost: Floats
    dual: Floats

    def at(self, columns: Floats) -> Floats:
        """Values of the defined columns at a point."""
        return self.constant + self.matrix @ columns + self.squares @ columns**2


def compile_model(model: pyo.ConcreteModel) -> Program:
    """Compile a Pyomo model, templates by array, other constraints row by row.

    Constraints are linear; the objective may have squares of variables, of its own or by way of cost accounts that it
    sums.

    Raises
    ------
    ValueError
        If an expression has another form, the objective is not convex or there is not exactly one.
    """
    variables = list(model.component_objects(pyo.Var, active=True, descend_into=False))
    columns = _label(variables)
    numbers = _Numbers(variables, columns)
    constraints = list(model.component_objects(pyo.Constraint, active=True, descend_into=False))
    rows = _label(constraints)
    shape = (rows[-1].stop if rows else 0, columns[-1].stop if columns else 0)
    matrix, squares, row_lower, row_upper = _constraints(constraints, rows, numbers, shape)
    cost, curvature, offset = _objective(model, numbers, shape[1])
    column_lower, column_upper, integer = _bounds(variables, columns)
    program = _substitute(
        Program(
            tuple(columns),
            tuple(rows),
            matrix,
            cost,
            curvature,
            _gradient_error(model, columns, shape[1]),
            column_lower,
            column_upper,
            row_lower,
            row_upper,
            offset,
            integer,
            _no_definitions(shape[1]),
            *_price_caps(model, columns, shape[1]),
            np.zeros(shape[1]),
            tuple(getattr(model, "follows", {}).items()),
            tuple(getattr(model, "balances", {}).items()),
            (PRICED,) if getattr(model, "price_caps", {}) else (),
        ),
        squares,
    )
    if (program.curvature < 0.0).any():
        raise ValueError("the objective is not convex: a square has a negative cost")
    return program


class _Numbers:
    """Column numbers of single variables, for expressions that are written out."""

    def __init__(self, variables: list[Any], columns: list[Labels]) -> None:
        self._labels = {id(variable): labels for variable, labels in zip(variables, columns, strict=True)}
        self.first = {key: labels.start for key, labels in self._labels.items()}
        self._of: dict[int, dict[Any, int]] = {}

    def of(self, data: Any) -> int:
        """Number of a variable."""
        component = data.parent_component()
        if id(component) not in self._of:
            labels = self._labels[id(component)]
            self._of[id(component)] = labels.numbers
        return self._of[id(component)][data.index()]


def _constraints(
    constraints: list[Any], rows: list[Labels], numbers: _Numbers, shape: tuple[int, int]
) -> tuple[Matrix, Matrix, Floats, Floats]:
    """Coefficients of columns and of their squares, and limits, of all constraints."""
    codes = Codes(numbers.first)
    lower, upper, parts = [], [], []
    for constraint, labels in zip(constraints, rows, strict=True):
        body, low, high = _rows(constraint, labels, codes, numbers)
        lower.append(low)
        upper.append(high)
        parts.append((body.record + labels.start, body.column, body.coefficient, body.square))
    row, column, coefficient, square = (np.concatenate(part) for part in zip(*parts, strict=True))
    matrix, squares = (
        Matrix.of(row[chosen], column[chosen], coefficient[chosen], shape) for chosen in (~square, square)
    )
    return matrix, squares, np.concatenate(lower), np.concatenate(upper)


def _label(components: list[Any]) -> list[Labels]:
    labels: list[Labels] = []
    start = 0
    for component in components:
        labels.append(Labels(component.name, list(keys_of(component)), start))
        start = labels[-1].stop
    return labels


def _rows(constraint: Any, labels: Labels, codes: Codes, numbers: _Numbers) -> tuple[Linear, Floats, Floats]:
    if not labels.keys:
        return Linear.number(np.empty(0)), np.empty(0), np.empty(0)
    first = next(iter(constraint.values()))
    if isinstance(first, (TemplateConstraintData, TemplateScalarConstraint)):
        expression, placeholders = first.template_expr()
        try:
            index = codes.encode(labels.keys, len(placeholders)) if placeholders else np.zeros((1, 0), dtype=np.int64)
            return Expansion(codes).rows(expression, placeholders, index)
        except UnsupportedTemplateError:
            pass
    return _written_out(constraint, numbers)


def _written_out(constraint: Any, numbers: _Numbers) -> tuple[Linear, Floats, Floats]:
    parts, lower, upper = [], [], []
    for number, data in enumerate(constraint.values()):
        _ = data.expr  # a template that could not be expanded becomes a plain expression here
        column, coefficient, square, shift = _terms(data.body, numbers, f"constraint {data.name}")
        parts.append((np.full(len(column), number, dtype=np.int64), column, coefficient, square))
        lower.append(-np.inf if data.lower is None else float(pyo.value(data.lower)) - shift)
        upper.append(np.inf if data.upper is None else float(pyo.value(data.upper)) - shift)
    record, columns, coefficients, squares = (np.concatenate(part) for part in zip(*parts, strict=True))
    body = Linear(record, columns, coefficients, np.zeros(len(lower)), squares)
    return body, np.asarray(lower), np.asarray(upper)


def _terms(expression: Any, numbers: _Numbers, name: str) -> tuple[Integers, Floats, Flags, float]:
    """Columns, coefficients, whether each is of the square, and the constant of an expression."""
    repn = generate_standard_repn(expression, quadratic=True)
    if repn.nonlinear_expr is not None or any(first is not second for first, second in repn.quadratic_vars):
        raise ValueError(f"{name} is neither linear nor a sum of squares")
    column = [numbers.of(variable) for variable in (*repn.linear_vars, *(first for first, _ in repn.quadratic_vars))]
    coefficient = [float(value) for value in (*repn.linear_coefs, *repn.quadratic_coefs)]
    square = np.arange(len(column)) >= len(repn.linear_vars)
    return np.asarray(column, np.int64), np.asarray(coefficient, float), square, float(pyo.value(repn.constant))


def _objective(model: pyo.ConcreteModel, numbers: _Numbers, width: int) -> tuple[Floats, Floats, float]:
    """Cost and curvature of the columns, and what the objective is without them."""
    objectives = list(model.component_data_objects(pyo.Objective, active=True, descend_into=False))
    if len(objectives) != 1:
        raise ValueError(f"one objective is needed, there are {len(objectives)}")
    column, coefficient, square, constant = _terms(objectives[0].expr, numbers, "the objective")
    sign = 1.0 if objectives[0].sense == pyo.minimize else -1.0
    cost, half = (sign * sums(column[chosen], coefficient[chosen], width) for chosen in (~square, square))
    return cost, 2.0 * half, sign * constant


def _bounds(variables: list[Any], columns: list[Labels]) -> tuple[Floats, Floats, Flags]:
    parts = [_bounds_of(variable, labels) for variable, labels in zip(variables, columns, strict=True)]
    lower, upper, integer = (np.concatenate(part) for part in zip(*parts, strict=True))
    return lower, upper, integer


def _bounds_of(variable: Any, labels: Labels) -> tuple[Floats, Floats, Flags]:
    if not isinstance(variable, Quantity):
        return _own_bounds(list(variable.values()))
    lower, integer = np.zeros(len(labels.keys)), np.full(len(labels.keys), variable.integer)
    if variable.upper is None:
        upper = np.full(len(labels.keys), np.inf)
    else:
        upper = np.fromiter(map(variable.upper.__getitem__, labels.keys), float, len(labels.keys))
    made = variable.made()
    if made:
        place = {key: position for position, key in enumerate(labels.keys)}
        at = np.fromiter((place[key] for key in made), np.int64, len(made))
        lower[at], upper[at], integer[at] = _own_bounds(list(made.values()))
    return lower, upper, integer


def _own_bounds(elements: list[Any]) -> tuple[Floats, Floats, Flags]:
    bounds = [(each.value, each.value) if each.fixed else each.bounds for each in elements]
    return (
        np.asarray([-np.inf if low is None else low for low, _ in bounds], dtype=float),
        np.asarray([np.inf if high is None else high for _, high in bounds], dtype=float),
        np.asarray([not each.is_continuous() for each in elements], dtype=bool),
    )


def _gradient_error(model: pyo.ConcreteModel, columns: list[Labels], width: int) -> Floats:
    """Error of marginal cost that a model allows, by the year and season at the end of a variable's index."""
    allowed: dict[str, dict[Any, float]] = getattr(model, "gradient_error", {})
    error = np.zeros(width)
    for label in columns:
        if label.name in allowed:
            error[label.start : label.stop] = [allowed[label.name][key[-2:]] for key in label.keys]
    return error


def _price_caps(model: pyo.ConcreteModel, columns: list[Labels], width: int) -> tuple[Floats, Floats]:
    """Caps on the price of sales, infinite for all other columns, and what a unit of price on them counts."""
    told: dict[Any, tuple[float, float]] = getattr(model, "price_caps", {})
    cap, weight = np.full(width, np.inf), np.zeros(width)
    if told:
        labels = named(columns, PRICED.sales)
        part = slice(labels.start, labels.stop)
        cap[part], weight[part] = np.asarray([told[key] for key in labels.keys], dtype=float).T
    return cap, weight


def _no_definitions(width: int) -> Definitions:
    none = np.empty(0, dtype=np.int64)
    nothing = Matrix.of(none, none, np.empty(0), (0, width))
    return Definitions(none, none, nothing, nothing, np.empty(0), np.empty(0), np.empty(0))


def _substitute(program: Program, squares: Matrix) -> Program:
    """Take free columns that stand in one equation only out of the program.

    ``a y + r x + s x**2 = b`` with ``y`` free and nowhere else means ``y = (b - r x - s x**2) / a``: a cost account is
    a sum over tens of thousands of columns, and as a row it would only slow the solver down. So a row may have squares
    if it defines such a column; what the column costs makes them curvature.

    Raises
    ------
    ValueError
        If a constraint that defines nothing has squares.
    """
    matrix = program.matrix
    row_of = matrix.rows
    free = np.isneginf(program.column_lower) & np.isposinf(program.column_upper)
    alone = free & (np.bincount(matrix.indices, minlength=len(free)) == 1) & (program.curvature == 0.0)
    alone[squares.indices] = False
    equality = program.row_lower == program.row_upper
    place = np.flatnonzero(alone[matrix.indices] & equality[row_of])
    row, first = np.unique(row_of[place], return_index=True)
    column, pivot = matrix.indices[place[first]], matrix.data[place[first]]

    replaced = np.zeros(len(free), dtype=bool)
    replaced[column] = True
    emptied = np.zeros(matrix.shape[0], dtype=bool)
    emptied[row] = True
    if not emptied[squares.rows].all():
        name = _name_of(program.rows, int(squares.rows[~emptied[squares.rows]][0]))
        raise ValueError(f"constraint {name} is not linear")
    if row.size == 0:
        return program
    number = np.zeros(matrix.shape[0], dtype=np.int64)
    number[row] = np.arange(len(row))

    def defining(terms: Matrix) -> Matrix:
        used = emptied[terms.rows] & ~replaced[terms.indices]
        record = number[terms.rows[used]]
        return Matrix.of(record, terms.indices[used], terms.data[used] * (-1.0 / pivot)[record], (len(row), len(free)))

    linear, quadratic = defining(matrix), defining(squares)
    constant, cost_of = program.row_lower[row] / pivot, program.cost[column]
    return replace(
        program,
        matrix=matrix.where(~emptied[row_of]),
        cost=np.where(replaced, 0.0, program.cost) + linear.transposed_times(cost_of),
        curvature=program.curvature + 2.0 * quadratic.transposed_times(cost_of),
        column_lower=np.where(replaced, 0.0, program.column_lower),
        column_upper=np.where(replaced, 0.0, program.column_upper),
        row_lower=np.where(emptied, -np.inf, program.row_lower),
        row_upper=np.where(emptied, np.inf, program.row_upper),
        offset=program.offset + product(cost_of, constant),
        defined=Definitions(column, row, linear, quadratic, constant, cost_of, cost_of / pivot),
    )


def _name_of(rows: tuple[Labels, ...], number: int) -> str:
    return next(labels.name for labels in rows if labels.start <= number < labels.stop)


def part(program: Program, rows: Integers, columns: Integers) -> Program:
    """Return the program of some rows and columns, by their increasing numbers; without the constant."""
    arrays = {name: getattr(program, name)[columns] for name in ALONG_COLUMNS}
    arrays |= {name: getattr(program, name)[rows] for name in ALONG_ROWS}
    return replace(program, matrix=program.matrix.part(rows, columns), offset=0.0, **arrays)
