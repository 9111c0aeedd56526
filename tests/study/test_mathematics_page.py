"""The page about the mathematics: everything that a model contains is on it, and every letter is introduced."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import numpy as np
import pyomo.environ as pyo
import pytest
from tests.formulation.tiny import Tiny

from corridor.engine import compile_model
from corridor.formulation import balance, formulate
from corridor.study.equations import Component, Statement, components, displayed, shared
from corridor.study.mathematics_page import page

PARTS = (*shared(), *components())
EVERYWHERE = r"o n a y s d_s w_y D_y \lambda_a"
"""Letters that the parts about time and arcs introduce for the whole page."""

MARKS = "sum|le|ge|in|min|max|Big|big|left|right|to|bar|hat|tilde|frac|cdot|qquad|quad|forall|ne|lceil|rceil|ldots"
"""Commands of LaTeX that stand for no quantity."""

SHARED = [
    Statement("node_balance", inspect.getdoc(balance.balance_nodes) or "", ()),
    Statement("total_cost", inspect.getdoc(balance.account_costs) or "", ()),
]
STATED = [
    (part, each)
    for part in PARTS
    for each in (*part.sources, *part.uses, *part.accounts, *part.constraints)
    if part.name != "balance"
] + [(PARTS[1], each) for each in SHARED]
CONSTRAINTS = {each.name: each for part in PARTS for each in (*part.constraints, *SHARED)}


def named(found: tuple[Component, Statement]) -> str:
    return f"{found[0].name}.{found[1].name}"


def letters(formula: str) -> set[str]:
    """Symbols of a formula without indices and marks: letters and Greek letters, and indices by themselves."""
    bare = re.sub(rf"\\text\{{[^}}]*\}}|\\(?:{MARKS})(?![A-Za-z])", " ", formula)
    return set(re.findall(r"\\[A-Za-z]+|[A-Za-z]", bare))


def introduced(text: str) -> set[str]:
    """Symbols in the running text of a docstring."""
    return set().union(*(letters(each) for each in re.findall(r":math:`([^`]*)`", text)), set())


def context(part: Component, stated: Statement) -> Iterator[str]:
    """What somebody has read who comes to an equation: its text, those it names, the part, and the letters for all."""
    yield stated.text
    yield part.text
    for each in (*part.sets, *part.variables):
        yield f"{each.term} {each.kind} {each.text}"
    for name in re.findall(r":func:`(\w+)`", stated.text):
        yield CONSTRAINTS[name].text


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model with something in every component."""
    from tests.formulation.test_register import full

    return formulate(full(Tiny(tmp_path_factory.mktemp("full"))))


def test_every_constraint_is_on_the_page(model):
    stated = {each.name for each in model.component_objects(pyo.Constraint)}
    accounts = {name for name in stated if name.startswith("account_")}
    assert stated - accounts == set(CONSTRAINTS) - {"total_cost"}
    for name in stated - accounts:
        assert f"   :label: {name}\n" in page()


def test_every_limit_is_kept_as_at_most(model):
    program = compile_model(model)
    equal = program.row_lower == program.row_upper
    assert np.isneginf(program.row_lower[~equal]).all()


def test_every_account_is_on_the_page(model):
    stated = {each.name for part in PARTS for each in part.accounts}
    assert set(model.ACCOUNTS) == stated
    for name in stated:
        assert f"   :label: account-{name}\n" in page()


def test_every_variable_is_on_the_page_with_its_symbol_and_unit(model):
    variables = {each.name: each for part in PARTS for each in part.variables}
    assert {each.name for each in model.component_objects(pyo.Var)} == set(variables)
    for each in variables.values():
        assert each.symbol
        assert each.text.endswith(".")
        assert each.unit.partition(" ")[0] in {"bcm/yr", "bcm", "million", "number"}, each.name
        assert each.term in page()


def test_no_two_variables_share_a_symbol():
    symbols = [re.split("[_{]", each.symbol)[0] for part in PARTS for each in part.variables]
    assert len(set(symbols)) == len(symbols)


@pytest.mark.parametrize("found", STATED, ids=named)
def test_an_equation_is_displayed_in_words_and_symbols(found):
    _, stated = found
    assert stated.text.partition("\n")[0].endswith(".")
    assert displayed(stated.text), "state it under '.. math::'"


@pytest.mark.parametrize("name", [name for name in CONSTRAINTS if name != "total_cost"])
def test_a_constraint_says_what_its_dual_means(name):
    assert "dual" in CONSTRAINTS[name].text.lower()


@pytest.mark.parametrize("found", STATED, ids=named)
def test_every_letter_of_an_equation_is_introduced(found):
    part, stated = found
    known = letters(EVERYWHERE).union(*(introduced(text) for text in context(part, stated)))
    if (part.name, stated.name) == ("balance", "node_balance"):
        known |= {"i"}  # it counts the terms of the tables below
    indices = {each.symbol for other in PARTS for each in other.sets}
    used = set().union(*(letters(formula) for formula in stated.formulas))
    assert used - known - indices - introduced_variables() == set()


def introduced_variables() -> set[str]:
    return {re.split("[_{]", each.symbol)[0] for part in PARTS for each in part.variables}


def test_references_lead_to_equations_of_the_page():
    for target in re.findall(r":eq:`([\w-]+)`", page()):
        assert f"   :label: {target}\n" in page()


def test_an_equation_names_what_it_is_stated_for():
    assert "``flow_below_capacity``, for each arc :math:`a`, year :math:`y` and season :math:`s`" in page()
    assert "``annual_minimum``, for each producer :math:`p` and year :math:`y`" in page()


def test_formulas_keep_to_what_the_page_can_draw():
    """A fraction without braces would be drawn as one number, and these dots not at all."""
    assert re.findall(r"\\t?frac(?!\{)|\\tfrac|\\dots(?![a-z])", page()) == []


def test_what_branches_add_is_on_the_page():
    assert ".. _decided_alike:" in page()
    assert r"\pi_b" in page()
