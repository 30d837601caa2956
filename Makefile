# Works on a fresh machine with only Python 3.11+ and make. Another interpreter: make test PYTHON=python3.13
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: help install demo test lint format check readme pictures pages clean
.DEFAULT_GOAL := help

help: ## say what each target does
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

install: $(INSTALLED) ## make .venv with readiness and its tools (the others do it by themselves)

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "readiness needs Python 3.11 or later; say which: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(INSTALLED) ## start a small storefront, check a whole campaign against it, write the HTML report
	$(BIN)/python examples/storefront/storefront.py

test: $(INSTALLED) ## run all tests
	$(BIN)/python -m pytest -n auto

lint: $(INSTALLED) ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED) ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint test ## both

readme: $(INSTALLED) ## write the output that the READMEs show again
	$(BIN)/python -m tests.readme_output

pictures: $(INSTALLED) ## take the pictures of the HTML report again (needs an installed Chromium)
	$(BIN)/python -m tests.report_pictures

pages: $(INSTALLED) ## run every world again and write docs/checks and docs/coverage.md
	$(BIN)/python -m tests.pages

clean: ## remove what the targets made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
