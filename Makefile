# `make help` lists the targets. Everything runs in .venv, which is made on first use with the pinned versions of
# constraints.txt and refreshed only when that file or pyproject.toml changes.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
# Through the environment, so that the build backend is pinned too: older pip reads the first name there, newer the second.
PIP_INSTALL := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check
OUT := reports/out

# Any Python >= 3.11 with venv will do; PYTHON=/path/to/python puts another one first.
.venv/bin/python:
	@for candidate in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do \
	  if $$candidate -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "Creating .venv with $$($$candidate --version)"; \
	    $$candidate -m venv --clear .venv; \
	    exit 0; \
	  fi; \
	done; \
	echo "pharmaudit needs Python 3.11 or newer with the venv module; none was found. Try: make PYTHON=/path/to/python" >&2; \
	exit 1

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing pharmaudit into .venv"
	@$(PIP_INSTALL) --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo "Installing the development tools into .venv"
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@

.PHONY: help install dev browser audit test format golden clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

install: .venv/.installed ## install the tool into .venv

dev: .venv/.installed-dev ## install the tool with its development tools

browser: ## install Chromium for the browser tests, where it is missing and that is possible
	@bash tests/install_browser.sh

# Exit 1 means that the report was written and the gate failed: for someone who looks at the report that is an answer,
# not a failure. (make itself could not pass the 1 on: it turns every failure into 2.) Anything above 1 is a failure.
audit: install ## audit the bundled seeds into reports/out
	@status=0; $(BIN)/pharmaudit audit --out $(OUT) || status=$$?; \
	case $$status in \
	  0 | 1) ;; \
	  *) exit $$status ;; \
	esac; \
	echo "Open $(OUT)/index.html in a browser."

test: dev browser ## lint, types, layers, tests: stops at the first failure
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto --dist loadfile

format: dev ## format the code and apply the safe fixes
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: dev ## write the golden files anew; read the diff before you commit it
	$(BIN)/pytest -n auto --update-golden

clean: ## remove the environment, caches and generated reports
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist $(OUT)
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
