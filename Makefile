# What a newcomer needs: `make demo`, `make test`. What a contributor needs: `make check`, `make bench`, `make lock`.
# Environments are made in .venv from locked, hashed packages; nothing is installed outside this folder.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --no-index --editable .

.PHONY: demo test check servers bench search-other conformance screenshots frontend wheel lock clean

DEMO := $(BIN)/minutebook --library demo-library
demo: .venv/demo.installed
	@command -v npm >/dev/null && $(MAKE) --no-print-directory frontend || \
	    echo "Without npm the pages do without three libraries: they work, a little less quickly."
	@test -f demo-library/minutebook.toml || $(BIN)/minutebook init demo-library --name "Skerrow harbour (demo)"
	@$(DEMO) ingest samples/skerrow
	@while read -r question; do \
	    printf '\n\n== %s\n\n' "$$question"; $(DEMO) ask "$$question" || exit 1; \
	done < samples/questions.txt
	@printf '\n\nOpen it in a browser:   $(DEMO) serve\nAsk something yourself: $(DEMO) ask "…"\n'

test: .venv/dev.installed
	$(BIN)/python -m pytest -q

check: .venv/dev.installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Servers of other engines, by Maven; without them their tests are skipped.
servers: .venv/dev.installed
	$(BIN)/python tests/fetch_servers.py

bench: .venv/dev.installed
	$(BIN)/python benchmarks/run.py

FOLDER ?= ../shared/yardsticks/w3c-rdf-tests/sparql
# The search engine keeps to what two lines of Whoosh share; its tests run on the other one here.
search-other: .venv/dev.installed
	$(PIP) install --require-hashes --no-deps --upgrade --target .venv/whoosh3 -r requirements-whoosh3.lock
	PYTHONPATH=.venv/whoosh3 $(BIN)/python -m pytest -q tests/search -k "not opensearch and not engines"

conformance: .venv/dev.installed
	PYTHONPATH=. $(BIN)/python benchmarks/conformance.py $(FOLDER)

screenshots: .venv/dev.installed
	$(BIN)/python docs/screenshots.py

# Libraries of the pages, from npm by the lock file. Without them every page works, a little less quickly.
frontend: webapp/static/vendor/LICENSES.txt
webapp/static/vendor/LICENSES.txt: webapp/frontend/package-lock.json webapp/frontend/build.mjs webapp/frontend/editor.js
	npm ci --prefix webapp/frontend --ignore-scripts --silent --no-audit --no-fund
	npm run build --prefix webapp/frontend --silent

wheel: .venv/dev.installed frontend
	$(BIN)/hatchling build -t wheel

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url
lock: .venv/dev.installed
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --all-extras --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group build -c requirements-dev.lock -o requirements-build.lock
	$(LOCK) --group whoosh3 -o requirements-whoosh3.lock

clean:
	rm -rf .venv demo-library

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/demo.installed: requirements.lock requirements-build.lock pyproject.toml | .venv/bin/python
	@echo "Installing locked packages into .venv; this takes a minute or two the first time."
	$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	$(INSTALL_PROJECT)
	@touch $@

.venv/dev.installed: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing locked packages into .venv; this takes a minute or two the first time."
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(INSTALL_PROJECT)
	@touch $@
