"""Every constraint function states its equation, its units and what its symbols mean."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pyomo.environ as pyo
import pytest
from tests.formulation.tiny import Tiny

from corridor import formulation
from corridor.formulation.model import COMPONENTS
from corridor.network import Network

FOLDER = Path(inspect.getfile(formulation)).parent


def stated(source: Path) -> set[str]:
    """Functions that a file hands to ``state``."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "state"]
    return {call.args[3].id for call in calls if isinstance(call.args[3], ast.Name)}


def documented(source: Path) -> dict[str, str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {node.name: ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


EQUATIONS = {
    (source.stem, name): documented(source)[name]
    for source in sorted(FOLDER.glob("*.py"))
    for name in sorted(stated(source) - {"equation", "node_balance"})
}


def declared(source: Path) -> set[str]:
    """Names that a file gives to parts of the model."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    targets = [target for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets]
    return {
        target.attr
        for target in targets
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "model"
    }


def test_no_two_files_declare_the_same_name():
    found: dict[str, list[str]] = {}
    for source in sorted(FOLDER.glob("*.py")):
        for name in declared(source):
            found.setdefault(name, []).append(source.stem)
    assert len(found) > 100
    assert {name: files for name, files in found.items() if len(files) > 1} == {}


def test_there_are_equations():
    assert len(EQUATIONS) >= 14


@pytest.mark.parametrize("where", EQUATIONS, ids=".".join)
def test_a_constraint_states_its_equation(where):
    text = EQUATIONS[where]
    assert ".. math::" in text or ":math:" in text
    assert "[bcm" in text or "in bcm" in text or "Units" in text, "units are missing"


@pytest.mark.parametrize("function", ["balance_nodes", "account_costs"])
def test_the_shared_equations_are_stated_too(function):
    assert ".. math::" in documented(FOLDER / "balance.py")[function]


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.__name__.rsplit(".", 1)[-1])
def test_a_component_has_its_three_steps(component):
    for step in ("declare", "connect", "constrain"):
        assert callable(getattr(component, step))
    assert component.__doc__


def full(tiny: Tiny) -> Network:
    """A world in which every equation is stated."""
    world = (
        tiny.market("M", 5.0, elasticity=-0.3)
        .market("X", 5.0)
        .producer("well", "N", 50.0, 100.0, minimum=0.1, swing=0.5, ramp=0.5)
    )
    world.producer("own", "X", 50.0, 300.0, origin="Norway").pipeline("line", "N", "M", 9.0, fixed_cost=1.0).pipeline(
        "both", "M", "X", 9.0, reverse_capacity=9.0, fixed_cost=1.0, restart_cost=1.0
    )
    world.storage("cavern", "M", 2.0, opening=0.5, closing=0.1).contract(
        "deal", "M", "line", 5.0, 0.8, 200.0, minimum_take=0.1
    ).project("wider", "line", 5.0, 50.0)
    world.contract("only", "M", "line", 2.0, 0.5, 200.0, exclusive=True).booking("booked", "line", 3.0, 0.5)
    world.contract(
        *("full", "M", "line", 3.0, 0.5, 200.0),
        destination="M",
        make_up=2.0,
        carry_forward=2.0,
        highest=1.3,
        lowest=0.2,
    )
    world.contract("astray", "M", "line", 1.0, 0.0, 200.0, destination="N")
    world.liquefaction("plant", "N", "LNG", 2.0, minimum=0.5).voyage("ship", "LNG", "Regas").terminal(
        "terminal", "Regas", "M", 2.0
    )
    world.fleet("carriers", 3.0, 0.1, {"ship": 0.05}).node("X", "market", groups="EU")
    world.project("rival", "line", 5.0, 50.0).project("further", "line", 5.0, 50.0)
    policies = {
        "sales": {"ban": {"origin": "Russia", "into": "EU", "transit": "allowed", "from": 2031}},
        "entry": {"ban": {"origin": "Norway", "into": "M", "from": 2031}},
        "cap": {"cap": {"origin": "Russia", "into": "M", "volume": "4 bcm/yr"}},
        "sold": {"cap": {"origin": "Russia", "into": "M", "volume": "4 bcm/yr", "transit": "allowed"}},
        "share": {"quota": {"origin": "Russia", "into": "M", "share": "50 %"}},
        "duty": {"tariff": {"origin": "Russia", "into": "M", "rate": "1 USD/MMBtu", "transit": "allowed"}},
        "highest": {"price_cap": {"origin": "Russia", "into": "M", "form": "pipeline", "price": "4 USD/MMBtu"}},
        "all": {"price_cap": {"origin": "Norway", "into": "X", "price": "4 USD/MMBtu"}},
        "stock": {"filling": {"into": "M", "share": "30 %", "by": "10-01"}},
    }
    sides = {"gives": {"origin": "Russia", "at": "M"}, "takes": {"origin": "Norway", "at": "X"}}
    return world.network(
        years=[2030, 2031],
        seasons="quarters",
        storage="chronological",
        disposal="free",
        policies=policies,
        budgets={"all": {"limit": "1 bn USD"}},
        swaps={"swap": {**sides, "capacity": "1 bcm/yr"}},
        market={"conduct": {"Norway": {"M": "cournot"}}, "quadratic": "piecewise"},
        projects={
            "wider": {"status": "candidate"},
            "rival": {"status": "candidate", "unit": "1 bcm/yr", "exclusive_with": "wider"},
            "further": {"status": "candidate", "fixed_capex": "1 bn USD", "requires": "rival"},
        },
    )


def test_every_constraint_of_a_full_model_comes_from_an_equation(tmp_path):
    model = formulation.formulate(full(Tiny(tmp_path)))
    names = {constraint.name for constraint in model.component_objects(pyo.Constraint)}
    accounts = {name for name in names if name.startswith("account_")}
    assert names - accounts == {name for _, name in EQUATIONS} | {"node_balance"}
