# One environment, .venv, serves every target; a stamp names what was last put into it, so that no target undoes another.
.PHONY: help demo lint check test deep types docs bench lock clean
.DELETE_ON_ERROR:

# The newest Python that the pinned files were tried with, else any Python 3.11 or later. `make PYTHON=... test` decides otherwise.
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)
BIN := .venv/bin
LOCK := pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
# Most modules that are installed are never imported: Python compiles those that are, once, in half the time.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
# The project itself: hatchling is already there from the pinned file, so the build downloads nothing.
INSTALL_PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable .
# Hundreds of tests and every round of the benchmarks start programs anew: with compiled modules at hand, as a user has them.
unexport PYTHONDONTWRITEBYTECODE
# Handed on to the benchmarks: make bench OPTIONS="--sizes 1000,100000"
OPTIONS ?=

help:
	@echo 'make demo    score the bundled examples and show the results'
	@echo 'make check   run what is soon done: ruff, mypy, import-linter, the unit tests and the tests of the law'
	@echo 'make test    run every check: ruff, mypy, import-linter, pytest'
	@echo 'make deep    the same, with all that tests can draw: before a release, and after a change of the law'
	@echo 'make docs    build the documentation site into build/site'
	@echo 'make bench   time the engine beside its rivals (OPTIONS="--sizes 1000,10000")'
	@echo 'make lock    renew the pinned versions in requirements/'
	@echo 'make clean   remove what the other targets made'

demo: .venv/.run
	$(BIN)/dvk demo

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory types
	$(BIN)/lint-imports

# DuckDB only says again what the other two engines say, and takes a quarter of the time: `test` asks it.
check: lint .venv/.stability
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q -m 'not slow' -k 'not duckdb' tests/unit tests/truth

test: lint .venv/.spark .venv/.stability
	$(BIN)/python -m pytest -n 3 --dist loadgroup -q

# tests/depth.py says what the other one leaves out.
deep: export DVK_TESTS = deep
deep: test

# Every criterion.py is the module `criterion` to mypy, so that plugins are checked one folder at a time.
types: .venv/.dev
	$(BIN)/mypy --num-workers 2
	@for plugin in plugins/*/; do $(BIN)/mypy --no-error-summary "$$plugin" || exit 1; done
	@for example in examples/*/; do MYPYPATH="$$example"src $(BIN)/mypy --no-error-summary "$$example"src "$$example"tests || exit 1; done

docs: .venv/.dev
	$(BIN)/python docs/_ext/build_site.py

bench: .venv/.bench
	$(BIN)/python -m benchmarks.run $(OPTIONS)

lock: .venv/.dev
	cd requirements && for name in run dev bench spark stability; do ../$(BIN)/$(LOCK) --output-file $$name.txt $$name.in || exit 1; done

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or later is needed, and none was found. Debian and Ubuntu: apt-get install python3 python3-venv' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo '"$(PYTHON)" cannot make environments. Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	"$(PYTHON)" -m venv .venv

.venv/.run: requirements/run.txt pyproject.toml hatch_build.py | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements/run.txt
	$(INSTALL_PROJECT)
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@

# Not built apart, so that the pinned setuptools make the wheel: pip would fetch the newest.
.venv/.spark: requirements/spark.txt .venv/.dev
	$(INSTALL) --require-hashes --no-build-isolation --use-pep517 --requirement requirements/spark.txt
	@touch $@

.venv/.stability: requirements/stability.txt .venv/.dev
	$(INSTALL) --require-hashes --requirement requirements/stability.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.run
	$(INSTALL) --require-hashes --requirement requirements/bench.txt
	@touch $@
