# make run    opens the dashboard          make test   checks everything          make help   more

PYTHON ?= python3
PORT ?= 8501
DEALS ?= 20000
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
DEMO := data/demo/crm.sqlite
# Test processes. Each starts its own servers, only Spark runs in one: see tests/conftest.py.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run demo sync test check machine bench docs screenshots constraints clean

help: ## this list
	@sed -n 's/^\([a-z][a-z]*\):.*## /\1: /p' $(MAKEFILE_LIST) | awk -F': ' '{printf "make %-12s %s\n", $$1, $$2}'

# When the CRM cannot be read, the dashboard still shows the last good snapshot.
run: .venv/runtime demo ## the dashboard over your CRM (crm.toml or CRM_URL), else over the demo CRM
	@$(BIN)/python -m crm_metrics sync || echo "showing the last good snapshot, if there is one" >&2
	@$(BIN)/streamlit run app.py --server.port $(PORT) \
	  --server.headless $$([ "$$(uname)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] && echo false || echo true)

sync: .venv/runtime demo ## reads the CRM into a new snapshot
	@$(BIN)/python -m crm_metrics sync

# "Today" in the demo is the day it was made: after a week it is made again.
demo: .venv/runtime
	@if [ ! -e crm.toml ] && [ -z "$$CRM_URL$$CRM_CONFIG" ] && \
	    { [ ! -e $(DEMO) ] || [ -n "$$(find $(DEMO) -mtime +7)" ]; }; then \
	  mkdir -p data/demo && rm -f $(DEMO).part && \
	  $(BIN)/python -m crm_metrics demo sqlite:///$(DEMO).part --deals $(DEALS) && \
	  mv $(DEMO).part $(DEMO); \
	fi

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt constraints.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

test: .venv/development machine check ## everything: lint, format, types, and the tests on real servers
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

machine: ## what the tests need beside Python: PostgreSQL, MariaDB, Chromium, Java
	@sh tests/machine.sh

bench: .venv/development machine ## the benchmarks
	@$(BIN)/python -m benchmarks $(ARGS)

docs: .venv/runtime ## prints the definitions and the model from the code into docs/
	@$(BIN)/python -m crm_metrics.report docs

screenshots: .venv/development machine demo ## draws every page into data/screenshots and looks for faults
	@$(BIN)/python -m tests.screenshots

constraints: ## tries the newest transitive packages and prints what was installed to constraints.txt
	rm -rf .venv/fresh && $(PYTHON) -m venv .venv/fresh
	grep -hv '^-' requirements.txt requirements-dev.txt > .venv/fresh/direct.txt
	.venv/fresh/bin/pip install --quiet -r .venv/fresh/direct.txt
	{ head -1 constraints.txt; .venv/fresh/bin/pip freeze; } > .venv/fresh/constraints.txt
	mv .venv/fresh/constraints.txt constraints.txt && rm -rf .venv/fresh

clean: ## removes the environment, the demo and every cache; your own snapshots and crm.toml stay
	rm -rf .venv data/demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
