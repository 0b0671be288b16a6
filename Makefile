# Two commands: `make run` and `make test`. All they need is Python 3.11 or newer and make.
# SLOWDOWN_HOST, SLOWDOWN_PORT and the other settings are read by the app from the environment.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# More words for pytest: make test ARGS="-k stream -x", and one test after the other: make test ARGS="-n 0"
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check bench bench-engine clean plotly chromium

help: ## Say what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' Makefile

run: $(VENV)/.app plotly ## Install the app into .venv and serve it.
	@exec $(BIN)/slowdown serve

test: $(VENV)/.dev plotly chromium ## Run all tests, those in a real browser too.
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS) --cov

check: $(VENV)/.dev ## Look at style and types.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(VENV)/.dev ## Measure the speed of this machine.
	$(BIN)/python -m tests.benchmarks $(ARGS)

bench-engine: $(VENV)/.bench ## Measure the engine against PyTorch, JAX, scikit-learn and C, with a plot and JSON in build/.
	$(BIN)/python -m tests.benchmarks.engine --json build/engine.json $(ARGS)

clean: ## Remove what was made here.
	rm -rf $(VENV) static/plotly build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The three files below mark how far .venv has come; a changed pyproject.toml installs anew.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not: try make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making $(VENV)"
	@# Debian without python3-venv cannot give the environment a pip of its own; then its system pip does.
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	  $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; } || { \
	  echo "'$(PYTHON)' can make no environment: install its venv (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	@touch $@

$(VENV)/.app: $(VENV)/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $(VENV)/.app $@

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --editable '.[dev,fast,bench]'
	@touch $@

# The tests draw with the same plotly.js as `make run`.
plotly: $(VENV)/.app
	@$(BIN)/python -m app.web.plotly_bundle

# tests/browser/chromium.py finds the browser, for the tests too. Playwright's driver needs libatomic, which a bare Debian lacks.
chromium: $(VENV)/.dev
	@{ $(BIN)/python -m tests.browser.chromium && $(BIN)/python -m playwright --version; } >/dev/null 2>&1 || { \
	  command -v apt-get >/dev/null && echo "Installing Debian's chromium for the browser tests" && \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo) && $$SUDO apt-get update -qq && \
	  $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium libatomic1 >/dev/null; } || { \
	  echo "The browser tests need Chromium: install it, or name one with CHROMIUM=/path/to/it" >&2; exit 1; }
	@# In a container, where we are root: its headless shell too, which takes half the time. Of the version that is there,
	@# so that nothing else is changed; without it the tests do with the whole browser.
	@test -n "$$CHROMIUM" || command -v chromium-headless-shell >/dev/null || test "$$(id -u)" != 0 || \
	  env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends --no-remove \
	  -o Acquire::Retries=1 -o Acquire::http::Timeout=20 \
	  "chromium-headless-shell=$$(dpkg-query -W -f '$${Version}' chromium-common)" >/dev/null 2>&1 || true
