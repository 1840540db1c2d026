# Every target sets up what it needs; nobody types a third command.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# SHARED is the development data of the maintainers; checks that need it skip when it is absent.
SHARED ?= ../shared
RAW    ?= raw
OUT    ?= processed
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: view report test-browser
.PHONY: help train-cleaning readme ingest test lint format bench torture docs constraints clean fuzz

help:  ## list the targets
	@grep -E '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Factmill needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[sql,view,report]'
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.ready

ingest: $(VENV)/.ready  ## articles in raw/ -> tables in processed/ (RAW=, OUT= to change)
	@$(BIN)/factmill ingest $(RAW) --out $(OUT); status=$$?; \
	  if [ $$status -eq 3 ]; then echo "(status 3: the documents named above failed; all others are in $(OUT)/)"; elif [ $$status -ne 0 ]; then exit $$status; fi

test: $(VENV)/.ready-dev  ## run all tests (checks that need ../shared skip without it)
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.ready-dev  ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.ready-dev  ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.ready-dev  ## measure against the development data, tables for docs/benchmarks.md
	$(BIN)/python -m benchmarks --shared $(SHARED)

torture: $(VENV)/.ready-dev  ## the long attacks on the store
	$(BIN)/python -m pytest -m torture -n 2 --override-ini addopts="--strict-markers --import-mode=importlib"

test-browser: $(VENV)/.ready-dev  ## viewer and report in Debian's Chromium, all widths and colours; pictures in build/screenshots
	FACTMILL_BROWSER=all $(BIN)/python -m pytest tests/browser

$(VENV)/.ready-look: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[report,view]'
	@touch $@ $(VENV)/.ready

view: $(VENV)/.ready-look  ## search and read what is in processed/, in the browser (OUT= to change)
	@$(BIN)/factmill view $(OUT)

report: $(VENV)/.ready-look  ## processed/ -> report.html, one file with charts (OUT= to change)
	@$(BIN)/factmill report $(OUT) --out report.html

model-entities-%: $(VENV)/.ready-dev  ## a step of the entity model: assemble, name_table, train, finish, package, evaluate, all
	$(BIN)/python tools/entities.py $*

train-cleaning: $(VENV)/.ready  ## train the block model of cleaning anew (own environment with torch)
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet -e . -r models/cleaning/requirements.txt
	.venv-train/bin/python -m models.cleaning.train --shared $(SHARED) --out models/cleaning/shipped

fuzz: $(VENV)/.ready-dev  ## fuzz every parser with atheris, a minute together (SECONDS= to change)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m fuzz.run all $(or $(SECONDS),60)

constraints:  ## resolve anew and record the versions (then run the tests)
	$(PYTHON) -m venv .venv-constraints
	.venv-constraints/bin/python -m pip install --quiet -e '.[dev]'
	.venv-constraints/bin/python -m pip freeze --exclude-editable > constraints.txt
	rm -rf .venv-constraints

clean:  ## remove the environment and all caches (not your tables)
	rm -rf $(VENV) .venv-* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

readme: $(VENV)/.ready-dev  ## run what README.md shows and write its output there
	$(BIN)/python tools/readme.py

docs: $(VENV)/.ready-dev  ## write the generated pages and outputs anew, build the site into site/
	$(BIN)/python -m pipeline.cli.help
	$(BIN)/python -m pipeline.cli.reference
	$(BIN)/python -m pipeline.tables.docs
	$(BIN)/python -m tools.pages
	$(BIN)/python -m tools.docs_blocks
	$(BIN)/python -m tools.notebook
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

bench-%: $(VENV)/.ready-dev  ## measure one area: clean, pages, metadata, dates, money, entities, aliases, store, speed
	$(BIN)/python -m benchmarks $* --shared $(SHARED)
