"""The shell of the project: what it exports, how quickly it starts, what it ships, how its code is kept."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

import corridor

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "model" / "corridor"
SOURCES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("click", "highspy", "matplotlib", "numpy", "pandas", "pint", "pyarrow", "pydantic", "pyomo", "rich", "scipy")
LONGEST_FUNCTION = 60


def run_python(code: str) -> str:
    """Standard output of a fresh interpreter."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def loaded_after(statement: str) -> list[str]:
    """Heavy packages that a statement pulls in."""
    return run_python(f"import sys\n{statement}\nprint(*[name for name in {HEAVY} if name in sys.modules])").split()


def quickest(code: str, attempts: int = 5) -> float:
    """Seconds of processor time, which other work on the machine disturbs least, of the quickest of several runs."""
    lines = (
        "import contextlib, io, time",
        "start = time.process_time()",
        "with contextlib.redirect_stdout(io.StringIO()):",
    )
    timed = "\n".join((*lines, f"    {code}", "print(time.process_time() - start)"))
    return min(float(run_python(timed)) for _ in range(attempts))


def test_namespace_is_sorted_and_complete():
    assert corridor.__all__ == sorted(corridor.__all__)
    for name in corridor.__all__:
        assert getattr(corridor, name) is not None
    assert set(corridor.__all__) <= set(dir(corridor))


@pytest.mark.parametrize("name", ["compare", "load", "new_dataset", "report", "solve", "sweep"])
def test_verbs_can_be_called(name):
    assert callable(getattr(corridor, name))


def test_report_stays_a_verb_when_its_room_is_imported():
    code = "import corridor, corridor.report; print(callable(corridor.report), callable(corridor.report.write))"
    assert run_python(code) == "True True"


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'no_such_thing'"):
        corridor.no_such_thing  # noqa: B018


def test_import_is_lazy():
    assert loaded_after("import corridor") == []


def test_import_is_quick():
    assert quickest("import corridor") < 0.1


def test_help_needs_no_more_than_click():
    code = "from corridor.cli import main; main(['--help'], standalone_mode=False)"
    quiet = f"import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()): {code}"
    assert loaded_after(quiet) == ["click"]


def test_help_is_quick():
    assert quickest("from corridor.cli import main; main(['--help'], standalone_mode=False)") < 0.15


def test_validate_is_quick():
    code = "from corridor.cli import main; main(['validate', 'iran-55'], standalone_mode=False)"
    assert quickest(code, attempts=3) < 1.5


def test_version_is_the_one_of_the_distribution():
    assert corridor.__version__ == version("corridor")


@pytest.mark.slow
def test_wheel_ships_dataset_scenarios_and_command(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("corridor-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
        assert "corridor = corridor.cli:main" in archive.read(entry_points).decode()
    wanted = {
        "corridor/py.typed",
        "corridor/units/corridor_units.txt",
        "corridor/dataset/reference/nodes.csv",
        "corridor/dataset/reference/sources.csv",
        "corridor/dataset/reference/levers.csv",
        "corridor/scenario/starters/corridor.yaml",
        "corridor/shipped/scenarios/iran-55.yaml",
        "corridor/shipped/scenarios/schema.json",
        "corridor/shipped/scenarios/options/hormuz-closed-2026.yaml",
        "corridor/shipped/scenarios/sweeps/iran-capacity.yaml",
    }
    assert wanted <= names
    assert not [name for name in names if name.startswith(("tests/", "notebooks/")) or "__pycache__" in name]


def functions(source: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines a function takes on the screen besides its docstring: an equation's docstring may be long."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        lines -= (docstring.end_lineno or 0) - docstring.lineno + 1
    return lines


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_functions_fit_a_screen(source):
    lengths = {function.name: length_without_docstring(function) for function in functions(source)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_pins_cover_every_requirement():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {
        *project["dependencies"],
        *(item for group in project["optional-dependencies"].values() for item in group),
    }
    names = {re.split(r"[^A-Za-z0-9._-]", item)[0].lower() for item in required}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower() for line in pins if "==" in line}
    assert names <= pinned
