"""What the files of the formulation state: read from their source, where every equation stands once.

A component's docstring has the sections ``Sets`` and ``Variables``; the functions that it registers in ``connect`` and
states in ``constrain`` have docstrings with their equation. Nothing is solved or built to read them.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from corridor.formulation import balance, time
from corridor.formulation.model import COMPONENTS

_HEADING = re.compile(r"^(Sets|Variables)\n-+\n", re.MULTILINE)
_ITEM = re.compile(r"^(\S.*?) : (.+)\n((?:[ ]+\S.*\n?|\n(?=[ ]))+)", re.MULTILINE)
_NAMED = re.compile(r"^``(\w+)(?:\[[\w,]*\])?``$")

_LETTERS = {"line": "l", "before": ""}
"""Index of an argument whose letter code would mistake for a number; none for a year that follows from the next one."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A set or a variable, as its component's docstring defines it.

    Attributes
    ----------
    term
        What is defined: the symbol of a set, the name of a variable with its indices.
    kind
        What it is: the elements of a set; the symbol and the unit of a variable.
    text
        What it means.
    """

    term: str
    kind: str
    text: str

    @property
    def name(self) -> str:
        """Name in the model, without indices; empty for a symbol."""
        found = _NAMED.match(self.term)
        return "" if found is None else found[1]

    @property
    def symbol(self) -> str:
        """LaTeX of its symbol; empty if none is given."""
        found = re.search(r":math:`(.*?)`", f"{self.term} {self.kind}")
        return "" if found is None else found[1]

    @property
    def unit(self) -> str:
        """What stands behind the symbol of a variable."""
        return self.kind.rpartition("`, ")[2]


@dataclass(frozen=True, slots=True)
class Statement:
    """An equation, or a term of the shared ones.

    Attributes
    ----------
    name
        Of the constraint or account in the model, or of the function that makes a term.
    text
        Docstring of the function.
    indices
        What it is stated for: the arguments of the function.
    """

    name: str
    text: str
    indices: tuple[str, ...]

    @property
    def title(self) -> str:
        """Name as words."""
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]

    @property
    def formulas(self) -> list[str]:
        """LaTeX of its displayed equations."""
        return displayed(self.text)


@dataclass(frozen=True, slots=True)
class Component:
    """A file of the formulation.

    Attributes
    ----------
    name
        Of the file.
    title, text
        First line of its docstring, and the rest without sections.
    sets, variables
        What it defines.
    sources, uses
        Terms that it adds to the node balance.
    accounts, constraints
        By their name in the model.
    """

    name: str
    title: str
    text: str
    sets: tuple[Definition, ...]
    variables: tuple[Definition, ...]
    sources: tuple[Statement, ...]
    uses: tuple[Statement, ...]
    accounts: tuple[Statement, ...]
    constraints: tuple[Statement, ...]


def shared() -> tuple[Component, Component]:
    """Return time, and the equations that all components add to."""
    return read(time), read(balance)


def components() -> tuple[Component, ...]:
    """Return every component in the order in which a model takes them in."""
    return tuple(read(module) for module in COMPONENTS)


def displayed(text: str) -> list[str]:
    """Return the LaTeX of every displayed equation of a docstring."""
    found = re.findall(r"^\.\. math::((?:.*\n?)(?:(?:[ ]+\S.*\n?))*)", text, re.MULTILINE)
    return [" ".join(each.split()) for each in found]


def read(module: ModuleType) -> Component:
    """Read one file."""
    title, _, rest = inspect.cleandoc(module.__doc__ or "").partition("\n")
    parts = _HEADING.split(rest.strip() + "\n")
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    source = _Source(module)
    return Component(
        module.__name__.rpartition(".")[2],
        title.rstrip("."),
        parts[0].strip(),
        _definitions(sections.get("Sets", "")),
        _definitions(sections.get("Variables", "")),
        tuple(source.appended("sources")),
        tuple(source.appended("uses")),
        tuple(source.accounts()),
        tuple(source.constraints()),
    )


def _definitions(text: str) -> tuple[Definition, ...]:
    found = _ITEM.findall(text + "\n")
    return tuple(Definition(term, kind, " ".join(meaning.split())) for term, kind, meaning in found)


class _Source:
    """The syntax tree of a file of the formulation."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
        functions = [node for node in self._nodes if isinstance(node, ast.FunctionDef)]
        self._functions: Mapping[str, ast.FunctionDef] = {node.name: node for node in functions}

    def appended(self, terms: str) -> Iterator[Statement]:
        """Yield the functions handed to ``terms.sources.append`` or ``terms.uses.append``."""
        for call in self._calls():
            if ast.unparse(call.func) == f"terms.{terms}.append":
                yield self._statement(ast.unparse(call.args[0]))

    def accounts(self) -> Iterator[Statement]:
        """Yield the functions stored in ``terms.accounts``, under the account's name."""
        for node in self._nodes:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("terms.accounts["):
                key = node.targets[0].slice  # type: ignore[attr-defined]  # the target is written with an index
                name = str(key.value) if isinstance(key, ast.Constant) else getattr(self._module, ast.unparse(key))
                value = node.value.body if isinstance(node.value, ast.IfExp) else node.value
                yield self._statement(ast.unparse(value), name)

    def constraints(self) -> Iterator[Statement]:
        """Yield the functions handed to ``state``, under the constraint's name."""
        for call in self._calls():
            if ast.unparse(call.func) == "state" and isinstance(call.args[1], ast.Constant):
                yield self._statement(ast.unparse(call.args[3]), str(call.args[1].value))

    def _calls(self) -> list[ast.Call]:
        return [node for node in self._nodes if isinstance(node, ast.Call)]

    def _statement(self, function: str, name: str = "") -> Statement:
        found = self._functions[function]
        arguments = [argument.arg for argument in found.args.args[1:]]
        indices = (_LETTERS.get(each, each) for each in arguments if not each.startswith("name"))
        return Statement(name or function, ast.get_docstring(found) or "", tuple(each for each in indices if each))
