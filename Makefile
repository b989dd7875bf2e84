# Everything sets itself up: a Python virtual environment in .venv, the front end's packages in js/node_modules.
PYTHON ?= python3
BIN := .venv/bin
FRONT_END := jupyter_videoroom/static/videoroom/entry.js
JS_SOURCES := $(shell find js/src -type f) js/build.mjs

.PHONY: install demo demo-hub watch test lint types unit bench gen docs pictures debian clean

install: .venv/.installed $(FRONT_END)

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo,test,lint,docs]'
	touch $@

js/node_modules/.installed: js/package-lock.json
	cd js && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(FRONT_END): js/node_modules/.installed $(JS_SOURCES)
	cd js && npm run --silent build
	touch $@

# JupyterLab on the first notebook, with the address for a second person.
demo: install
	$(BIN)/python tools/demo.py

# A JupyterHub with a teacher and two students, each with a server of their own.
demo-hub: install
	$(BIN)/python tools/demo_hub.py

# The demo, whose pages reload when something in js/src has changed.
watch: install
	(cd js && exec node build.mjs --watch) & trap "kill $$!" EXIT; $(BIN)/python tools/demo.py --LabApp.expose_app_in_browser=True

# All checks, the cheap ones first; side by side, but for pytest, whose browsers want the machine for themselves.
test:
	$(MAKE) --jobs --output-sync install debian
	$(MAKE) --jobs --output-sync lint types unit
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	cd js && npm run --silent lint

types: install
	$(BIN)/mypy
	cd js && npm run --silent types

unit: install
	cd js && npm test --silent

# Chromium, Firefox and networks for the tests; no other browser is ever downloaded.
debian:
	sh tools/debian.sh

# Tables on the screen, JSON in benchmarks/results.
bench: install debian
	$(BIN)/python -m benchmarks

gen: install
	$(BIN)/python tools/gen_protocol.py

# The documentation as a site, in site/. The tests build it as well.
docs: install
	$(BIN)/mkdocs build --strict --quiet

# The pictures of the documentation, from the real thing.
pictures: install debian
	$(BIN)/python -m tools.screenshots

clean:
	rm -rf .venv site js/node_modules jupyter_videoroom/static dist benchmarks/results benchmarks/.venv-peers test-results
