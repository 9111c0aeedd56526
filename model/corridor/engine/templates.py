"""Expand one symbolic equation over its whole index set with numpy.

Pyomo keeps a constraint as a template: one expression in index placeholders such as
``SUM(flow[_3,_1,_2] for _3 in ORIGINS_ON[_1,_2]) <= capacity[_1,_2]``. Here the placeholders become arrays of index
codes, a sum becomes a repetition of records, and the result is the sparse rows of the whole constraint at once,
instead of one Python walk a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import numpy as np
import pyomo.core as pyo
from pyomo.core.base.param import IndexedParam, ScalarParam
from pyomo.core.expr import numeric_expr, relational_expr
from pyomo.core.expr.template_expr import GetItemExpression, IndexTemplate, TemplateSumExpression

from corridor.engine.sparse import Flags, Floats, Integers, sums
from corridor.formulation.declare import Figures, Quantity, Relation


class UnsupportedTemplateError(Exception):
    """An expression that has no array form; the caller writes the rows out one by one."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Linear expressions of many records: terms in coordinate form and a constant each.

    Attributes
    ----------
    record, column : ndarray of int, shape (terms,)
    coefficient : ndarray of float, shape (terms,)
    constant : ndarray of float, shape (records,)
    square : ndarray of bool, shape (terms,)
        Which terms are in the square of their column: cost accounts may have some.
    """

    record: Integers
    column: Integers
    coefficient: Floats
    constant: Floats
    square: Flags

    @staticmethod
    def number(values: Floats) -> Linear:
        """Expressions without variables."""
        none = np.empty(0, dtype=np.int64)
        return Linear(none, none, np.empty(0), values, np.empty(0, dtype=bool))

    @property
    def is_number(self) -> bool:
        """Whether no variable occurs."""
        return self.record.size == 0

    def scaled(self, factors: Floats) -> Linear:
        """Multiply each record by its factor."""
        coefficient = self.coefficient * factors[self.record]
        return Linear(self.record, self.column, coefficient, self.constant * factors, self.square)

    def squared(self) -> Linear:
        """Square each record.

        Raises
        ------
        UnsupportedTemplateError
            If a record is not a multiple of one variable.
        """
        alone = np.bincount(self.record, minlength=len(self.constant)).max(initial=0) <= 1
        if not alone or self.square.any() or self.constant.any():
            raise UnsupportedTemplateError("the square of anything but one variable")
        return Linear(self.record, self.column, self.coefficient**2, self.constant, np.ones_like(self.square))

    def plus(self, other: Linear) -> Linear:
        """Add record by record."""
        return Linear(
            np.concatenate([self.record, other.record]),
            np.concatenate([self.column, other.column]),
            np.concatenate([self.coefficient, other.coefficient]),
            self.constant + other.constant,
            np.concatenate([self.square, other.square]),
        )


class Codes:
    """Integer codes for index values, and positions of index tuples inside components."""

    def __init__(self, columns: Mapping[int, int]) -> None:
        """Take the first column of each variable component, by the component's ``id``."""
        self._columns = columns
        self._code: defaultdict[Any, int] = defaultdict(count().__next__)
        self._tables: dict[int, tuple[Integers, Integers]] = {}
        self._values: dict[int, Floats] = {}
        self._members: dict[int, tuple[Integers, Integers, Integers]] = {}
        self._plain: dict[int, Integers] = {}

    def encode(self, keys: Iterable[Any], width: int) -> Integers:
        """Codes of index tuples, shape (keys, width)."""
        parts = keys if width == 1 else chain.from_iterable(keys)
        return np.fromiter(map(self._code.__getitem__, parts), dtype=np.int64).reshape(-1, width)

    def code(self, value: Any) -> int:
        """Code of one index value."""
        return self._code[value]

    @staticmethod
    def _mixed(codes: Integers) -> Integers:
        # 15 bits a place: 32,768 distinct index values, four places in 60 bits.
        mixed = np.zeros(len(codes), dtype=np.int64)
        for place in range(codes.shape[1]):
            mixed = (mixed << 15) | codes[:, place]
        return mixed

    def _checked_mix(self, codes: Integers) -> Integers:
        if codes.shape[1] > 4 or len(self._code) >= 1 << 15:
            raise UnsupportedTemplateError("more than four index places or 32,768 index values")
        return self._mixed(codes)

    def position(self, component: Any, codes: Integers) -> Integers:
        """Position of index tuples in the component's own order; -1 where it has none."""
        if id(component) not in self._tables:
            width = codes.shape[1]
            mixed = self._checked_mix(self.encode(keys_of(component), width))
            order = np.argsort(mixed, kind="stable")
            self._tables[id(component)] = (mixed[order], order)
        mixed, order = self._tables[id(component)]
        if mixed.size == 0:
            return np.full(len(codes), -1, dtype=np.int64)
        wanted = self._checked_mix(codes)
        place = np.minimum(np.searchsorted(mixed, wanted), mixed.size - 1)
        return np.where(mixed[place] == wanted, order[place], -1)

    def columns(self, variable: Any, codes: Integers) -> Integers:
        """Column numbers of variables.

        Raises
        ------
        KeyError
            If a variable of that index does not exist.
        """
        position = self.position(variable, codes)
        if np.any(position < 0):
            raise KeyError(f"{variable.name} has no {self.decode(codes[int(np.argmin(position))])}")
        return position + self._columns[id(variable)]

    def numbers(self, parameter: Any, codes: Integers) -> Floats:
        """Values of parameters.

        Raises
        ------
        KeyError
            If a parameter of that index has neither value nor default.
        """
        if id(parameter) not in self._values:
            table = parameter.table if isinstance(parameter, Figures) else parameter
            self._values[id(parameter)] = np.fromiter(table.values(), float, len(table))
        position = self.position(parameter, codes)
        if np.any(position < 0):
            raise KeyError(f"{parameter.name} has no {self.decode(codes[int(np.argmin(position))])}")
        return self._values[id(parameter)][position]

    def decode(self, codes: Integers) -> tuple[Any, ...]:
        """Index values of codes, for messages."""
        names = list(self._code)
        return tuple(names[int(code)] for code in codes)

    def members(self, family: Any, codes: Integers, width: int) -> tuple[Integers, Integers]:
        """Expand indexed sets: for records of the family's index, (record of each member, codes of each member)."""
        if id(family) not in self._members:
            own = isinstance(family, Relation)
            table: Mapping[Any, Any] = family.table if own else {key: part.data() for key, part in family.items()}
            counts = np.fromiter(chain(map(len, table.values()), [0]), np.int64, len(table) + 1)  # the last: not there
            flat = self.encode(chain.from_iterable(table.values()), width)
            self._members[id(family)] = (counts, np.concatenate([[0], np.cumsum(counts)]), flat)
        counts, starts, flat = self._members[id(family)]
        position = self.position(family, codes)
        number = counts[position]
        record = np.repeat(np.arange(len(codes)), number)
        within = np.arange(record.size) - np.repeat(np.cumsum(number) - number, number)
        return record, flat[starts[position[record]] + within]

    def plain(self, members: Any, width: int) -> Integers:
        """Codes of a set that depends on nothing."""
        if id(members) not in self._plain:
            self._plain[id(members)] = self.encode(members.data(), width)
        return self._plain[id(members)]


def keys_of(component: Any) -> Iterable[Any]:
    """Index of every element that a component stands for, made or not, in order."""
    if isinstance(component, (Relation, Figures)):
        return component.table
    keys: Iterable[Any] = component.index_set() if isinstance(component, Quantity) else component.keys()
    return keys


class Expansion:
    """Evaluate a template over records; each record gives a code to every placeholder."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def rows(self, expression: Any, placeholders: tuple[Any, ...], index: Integers) -> tuple[Linear, Floats, Floats]:
        """Body and bounds of all rows of a constraint.

        Parameters
        ----------
        expression : Pyomo relational expression
            Template of the constraint.
        placeholders : tuple of IndexTemplate
            One for each column of ``index``.
        index : ndarray of int, shape (rows, width)
            Codes of the constraint's index set.

        Returns
        -------
        body : Linear
            One record a row, its constant already moved to the bounds.
        lower, upper : ndarray of float, shape (rows,)
        """
        bound = {id(placeholder): index[:, place] for place, placeholder in enumerate(placeholders)}
        if not isinstance(expression, (relational_expr.InequalityExpression, relational_expr.EqualityExpression)):
            raise UnsupportedTemplateError(type(expression).__name__)
        left, right = (self._evaluate(side, bound, len(index)) for side in expression.args)
        body = left.plus(right.scaled(np.full(len(index), -1.0)))
        limit = -body.constant
        lower = limit if isinstance(expression, relational_expr.EqualityExpression) else np.full(len(index), -np.inf)
        return Linear(body.record, body.column, body.coefficient, np.zeros(len(index)), body.square), lower, limit

    def _evaluate(self, node: Any, bound: Mapping[int, Integers], size: int) -> Linear:
        if isinstance(node, (int, float)):
            return Linear.number(np.full(size, float(node)))
        if isinstance(node, TemplateSumExpression):
            return self._sum(node, bound, size)
        if isinstance(node, GetItemExpression):
            return self._item(node, bound, size)
        if isinstance(node, numeric_expr.SumExpression):
            total = Linear.number(np.zeros(size))
            for part in node.args:
                total = total.plus(self._evaluate(part, bound, size))
            return total
        if isinstance(node, numeric_expr.NegationExpression):
            return self._evaluate(node.args[0], bound, size).scaled(np.full(size, -1.0))
        if isinstance(node, numeric_expr.ProductExpression):
            return _product(*(self._evaluate(part, bound, size) for part in node.args))
        if isinstance(node, numeric_expr.DivisionExpression):
            top, bottom = (self._evaluate(part, bound, size) for part in node.args)
            if not bottom.is_number:
                raise UnsupportedTemplateError("division by a variable")
            return top.scaled(1.0 / bottom.constant)
        if isinstance(node, numeric_expr.PowExpression) and node.args[1] == 2:
            return self._evaluate(node.args[0], bound, size).squared()
        if isinstance(node, ScalarParam):
            return Linear.number(np.full(size, float(node.value)))
        raise UnsupportedTemplateError(type(node).__name__)

    def _item(self, node: Any, bound: Mapping[int, Integers], size: int) -> Linear:
        base, *arguments = node.args
        codes = self._arguments(arguments, bound, size)
        if isinstance(base, IndexedParam):
            return Linear.number(self._codes.numbers(base, codes))
        if isinstance(base, pyo.Var):
            column = self._codes.columns(base, codes)
            return Linear(np.arange(size), column, np.ones(size), np.zeros(size), np.zeros(size, dtype=bool))
        raise UnsupportedTemplateError(type(base).__name__)

    def _arguments(self, arguments: list[Any], bound: Mapping[int, Integers], size: int) -> Integers:
        columns = []
        for argument in arguments:
            if isinstance(argument, IndexTemplate):
                columns.append(bound[id(argument)])
            elif isinstance(argument, (str, int)):
                columns.append(np.full(size, self._codes.code(argument), dtype=np.int64))
            else:
                raise UnsupportedTemplateError(type(argument).__name__)
        return np.stack(columns, axis=1)

    def _sum(self, node: Any, bound: Mapping[int, Integers], size: int) -> Linear:
        record = np.arange(size)
        for group in node.template_iters():
            width = len(group)
            family = group[0]._set  # Pyomo offers no other way to the set of a placeholder
            if isinstance(family, GetItemExpression):
                base, *arguments = family.args
                parent, members = self._codes.members(base, self._arguments(arguments, bound, len(record)), width)
            else:
                plain = self._codes.plain(family, width)
                parent = np.repeat(np.arange(len(record)), len(plain))
                members = np.tile(plain, (len(record), 1))
            bound = {key: column[parent] for key, column in bound.items()}
            bound |= {id(placeholder): members[:, place] for place, placeholder in enumerate(group)}
            record = record[parent]
        body = self._evaluate(node.template_args()[0], bound, len(record))
        constant = sums(record, body.constant, size)
        return Linear(record[body.record], body.column, body.coefficient, constant, body.square)


def _product(left: Linear, right: Linear) -> Linear:
    if left.is_number:
        return right.scaled(left.constant)
    if right.is_number:
        return left.scaled(right.constant)
    raise UnsupportedTemplateError("a product of variables")
