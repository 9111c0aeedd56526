# Everything a person or a machine does with Corridor, one word each. The environment is made on first use and remade
# when pyproject.toml or constraints.txt changes.

VENV ?= .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --constraint constraints.txt
TOOL_STAMP := $(VENV)/.corridor-tool
DEVELOPER_STAMP := $(VENV)/.corridor-developer
DOCS_STAMP := $(VENV)/.corridor-docs
BENCHMARKS_STAMP := $(VENV)/.corridor-benchmarks
SCENARIO ?= iran-55
WORKERS ?= 2
EVIDENCE := model/corridor/report/evidence
PICTURE := docs/images/iran-55-2035.png

.PHONY: report test check lint types quick slow notebooks docs evidence benchmarks pages clean
.DEFAULT_GOAL := report
.DELETE_ON_ERROR:

report: $(TOOL_STAMP)
	$(VENV)/bin/corridor run scenarios/$(SCENARIO).yaml --out output/$(SCENARIO) --report

test: $(DEVELOPER_STAMP)
	$(PYTHON) -m pytest -q -n $(WORKERS) --dist loadgroup

check: lint types quick

lint: $(DEVELOPER_STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-cache

types: $(DEVELOPER_STAMP)
	$(VENV)/bin/mypy

quick: $(DEVELOPER_STAMP)
	$(PYTHON) -m pytest -q -n $(WORKERS) --dist loadgroup -m "not slow and not notebook and not solved"

slow: $(DEVELOPER_STAMP)
	$(PYTHON) -m pytest -q -n $(WORKERS) --dist loadgroup -m slow

notebooks: $(DEVELOPER_STAMP)
	$(PYTHON) -m pytest -q -m notebook

# The documentation, to be opened at docs/_build/html/index.html; it runs the notebooks.
docs: $(DOCS_STAMP)
	$(PYTHON) -m sphinx -b html -W --keep-going -q docs docs/_build/html

# What the reports and docs/data.md quote from other runs; to be made anew whenever the dataset or the model changes.
evidence: $(TOOL_STAMP)
	$(VENV)/bin/corridor backcast --out output/backcast --draws 40 --jobs $(WORKERS)
	$(VENV)/bin/corridor data sensitivity iran-55 --jobs $(WORKERS) --out $(EVIDENCE)/sensitivity-iran-55.csv
	mkdir -p $(EVIDENCE)/backcast
	cp output/backcast/*.csv $(EVIDENCE)/backcast
	$(VENV)/bin/corridor data page --out docs/data.md --backcast $(EVIDENCE)/backcast \
		--sensitivity $(EVIDENCE)/sensitivity-iran-55.csv
	$(PYTHON) -c "import corridor as c; c.plot.flow_map(c.solve(c.load('iran-55')), 2035).savefig('$(PICTURE)', dpi=200)"

# The same programs in Corridor and in other tools, and the pages of the documentation about it: some hours on a machine
# that does nothing else. CASE names a folder with the tables of a published model by month, see
# examples/seasonalflex/convert.py; for FLAGS see `python -m benchmarks --help` (`FLAGS=--quick` takes minutes).
benchmarks: $(BENCHMARKS_STAMP)
	$(PYTHON) -m benchmarks --out output/benchmarks $(if $(CASE),--case $(CASE)) $(FLAGS)
	$(PYTHON) -m benchmarks.page output/benchmarks docs

# What editors and readers are told of the scenario language and its units; to be made anew whenever they or the dataset
# change.
pages: $(TOOL_STAMP)
	$(VENV)/bin/corridor schema --out scenarios/schema.json
	$(VENV)/bin/corridor schema --page --out docs/language.md
	$(PYTHON) -m corridor.study.units_page > docs/units.md

clean:
	rm -rf $(VENV) output dist build docs/_build docs/notebooks docs/mathematics.rst
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find model tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# venv comes with Python (Debian: package python3-venv); uv makes the same environment where that package is missing.
$(PYTHON):
	python3 -m venv $(VENV) || uv venv --seed --clear $(VENV)

$(TOOL_STAMP): pyproject.toml constraints.txt | $(PYTHON)
	$(INSTALL) --editable .
	touch $@

$(DEVELOPER_STAMP): pyproject.toml constraints.txt | $(PYTHON)
	$(INSTALL) --editable '.[dev,pypsa]'
	touch $@ $(TOOL_STAMP)

$(BENCHMARKS_STAMP): pyproject.toml constraints.txt | $(PYTHON)
	$(INSTALL) --editable '.[benchmarks]'
	touch $@ $(TOOL_STAMP)

$(DOCS_STAMP): pyproject.toml constraints.txt | $(PYTHON)
	$(INSTALL) --editable '.[docs]'
	touch $@ $(TOOL_STAMP)
