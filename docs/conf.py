"""How the documentation is built: ``make docs``. Warnings are errors, and built pages need no network."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import corridor
from corridor.study import mathematics_page

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE / "extensions"))

project = "Corridor"
author = "Corridor contributors"
copyright = "Corridor contributors"  # noqa: A001  # Sphinx wants this name
version = release = corridor.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "mathml"]
exclude_patterns = ["_build", "extensions"]
nitpicky = False
numfig = False

# Made from the package at every build: equations stand once, in the docstrings of the formulation.
MADE = {"mathematics.rst": mathematics_page.page()}
for name, text in MADE.items():
    target = HERE / name
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")
(HERE / "notebooks").mkdir(exist_ok=True)
for notebook in (ROOT / "notebooks").glob("*.ipynb"):
    copied = HERE / "notebooks" / notebook.name
    if not copied.exists() or copied.read_bytes() != notebook.read_bytes():
        shutil.copyfile(notebook, copied)

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# Notebooks are kept without outputs and run here, so that pages show what this version of the code gives.
nb_execution_mode = os.environ.get("CORRIDOR_DOCS_NOTEBOOKS", "force")
nb_execution_timeout = 600
nb_execution_raise_on_error = True

math_number_all = False
math_eqref_format = "({number})"
html_math_renderer = "mathml"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_google_docstring = False
napoleon_use_rtype = False
add_module_names = False
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"Corridor {release}"
html_static_path = ["static"]
html_css_files = ["corridor.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#20689b", "color-brand-content": "#20689b"},
    "dark_css_variables": {"color-brand-primary": "#83c3e2", "color-brand-content": "#83c3e2"},
}
