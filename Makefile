# Egenväg: the commands of a working day. `make` alone lists them.
# The first run fetches packages; later runs need no network.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/sh

PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
LEARN := .venv-train
PYTEST := $(BIN)/python -m pytest
CHROMIUM := /usr/bin/chromium
ROOMS := core people worklist messaging ratings monitoring programs assistant practice rehearsal patient clinician api demo
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
TEMPLATE := build/messages.pot

.PHONY: help setup runtime python system pango drawing debian demo demo-reset test test-fast check lint types \
        translations-check migrate translate template train bench lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- what the commands stand on --------------------------------------------------------------------

setup: $(VENV)/.with-dev $(COMPILED) ## install what development and tests need into .venv
	@echo "Ready: make demo, make test"

runtime: $(VENV)/.with-runtime $(COMPILED)

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install it: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is `$(PYTHON) -V 2>&1`." >&2; \
	  echo "Name another one: make PYTHON=python3.12 ..." >&2; exit 1; }

# The folder is made once; a stamp inside is a copy of the list that was installed, so that a new file time
# alone (a fresh checkout) installs nothing.
$(BIN)/python: | python
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory debian PACKAGES=python3-venv
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)

$(VENV)/.with-runtime: requirements.txt | $(BIN)/python
	@$(call install,requirements.txt,$@)

$(VENV)/.with-dev: requirements-dev.txt | $(BIN)/python
	@$(call install,requirements-dev.txt,$@)
	@cp requirements.txt $(VENV)/.with-runtime

define install
{ cmp -s $(1) $(2) || { echo "Installing $(1) into $(VENV) ..." && \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); }; } && cp $(1) $(2)
endef

# Chromium and Pango (which draws the PDFs) are what pip cannot bring. PostgreSQL comes as a wheel; the tests start it.
system: pango
	@test -x $(CHROMIUM) || $(MAKE) --no-print-directory debian PACKAGES=chromium

pango:
	@$(PYTHON) -c 'import ctypes; ctypes.CDLL("libpango-1.0.so.0"); ctypes.CDLL("libpangoft2-1.0.so.0")' 2>/dev/null \
	  || $(MAKE) --no-print-directory debian PACKAGES="libpango-1.0-0 libpangoft2-1.0-0"

# Without Pango everything runs; only the PDFs are missing, and their buttons lead to the print view.
drawing:
	@$(MAKE) --no-print-directory pango || echo "Without it, PDF buttons lead to the print view." >&2

debian:
	@if [ "`id -u`" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing $(PACKAGES) ..."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES); } >/dev/null; \
	else \
	  echo "Missing: $(PACKAGES). Install it as root and try again:" >&2; \
	  echo "  sudo apt-get install $(PACKAGES)" >&2; exit 1; \
	fi

%.mo: %.po | $(VENV)/.with-runtime
	@$(BIN)/pybabel -q compile --input-file $< --output-file $@

# --- running ---------------------------------------------------------------------------------------

demo: runtime drawing ## start the demo with made-up patients on http://127.0.0.1:5000 (PORT=...)
	@$(BIN)/python -m demo.serve --port $(PORT)

demo-reset: runtime drawing ## start the demo anew: everything that was done in it is forgotten
	@$(BIN)/python -m demo.serve --port $(PORT) --reset

migrate: runtime ## bring the database of DATABASE_URL to the newest version
	@$(BIN)/flask --app app migrate

# --- checking --------------------------------------------------------------------------------------

test: system setup check ## everything: style, types, catalogues, then all tests on SQLite, PostgreSQL and Chromium
	$(PYTEST) -n 2

test-fast: setup ## the tests that need neither PostgreSQL nor a browser
	$(PYTEST) -n 2 -m "not postgres and not browser and not slow"

check: lint types translations-check ## style, types and catalogues, without the tests

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

translations-check: template
	$(BIN)/python translations/refresh.py --check $(TEMPLATE)

bench: setup ## measure speed and growth
	$(BIN)/python -m tests.bench

# What learns the assistant's topics lies in a folder of its own: no server and no test needs scikit-learn.
train: $(LEARN)/.with-train ## learn the assistant's topics anew from assistant/wordings (some minutes)
	$(LEARN)/bin/flask --app app assistant train --check

$(LEARN)/.with-train: requirements-train.txt | python
	@test -x $(LEARN)/bin/python || $(PYTHON) -m venv $(LEARN)
	@$(LEARN)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< && cp $< $@

# --- texts and packages ----------------------------------------------------------------------------

template: setup
	@mkdir -p build
	@$(BIN)/pybabel -q extract --mapping-file babel.cfg \
	  --project Egenväg --add-location file --sort-output --no-wrap --output-file $(TEMPLATE) \
	  $(wildcard $(ROOMS)) $(wildcard app.py)

translate: template ## collect new sentences into both catalogues
	$(BIN)/python translations/refresh.py $(TEMPLATE)
	@$(MAKE) --no-print-directory runtime

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-header

lock: setup ## work out requirements*.txt anew from pyproject.toml (needs the network)
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --extra train --constraints requirements.txt --output-file requirements-train.txt

clean: ## remove everything that these commands made
	@rm -rf $(VENV) $(LEARN) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov $(COMPILED)
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
